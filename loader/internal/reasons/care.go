package reasons

import "math"

// visits are the terms of how planned visits went.
func visits() map[string]teller {
	threeMonths := words{" de senaste tre månaderna", " in the last three months"}
	return map[string]teller{
		"performed_share_3m": func(value, _ float64) (words, bool) {
			share := number(math.Round(100*value), 0)
			return words{
				"Utförd tid är " + share.swedish + " % av den planerade" + threeMonths.swedish,
				"Performed time is " + share.english + "% of the planned" + threeMonths.english,
			}, value >= 0
		},
		"n_missed_not_home_3m": atVisits(words{"Var inte hemma vid ", "Was not at home at "},
			words{"Inget planerat besök då personen inte var hemma", "No planned visit at which the person was not at home"}),
		"n_missed_hospital_3m": atVisits(words{"Var på sjukhus vid ", "Was in hospital at "},
			words{"Var inte på sjukhus vid något planerat besök", "Was in hospital at no planned visit"}),
		"months_since_hospital": monthsSinceHospital,
		"n_alarm_responses_3m": count(
			words{"Inga larmutryckningar de senaste tre månaderna", "No alarm responses in the last three months"},
			noun{words{"larmutryckning", "alarm response"}, words{"larmutryckningar", "alarm responses"}}, threeMonths),
	}
}

// atVisits says at how many planned visits something was so in three months.
func atVisits(what, none words) teller {
	threeMonths := words{" de senaste tre månaderna", " in the last three months"}
	planned := noun{words{"planerat besök", "planned visit"}, words{"planerade besök", "planned visits"}}
	return func(value, _ float64) (words, bool) {
		if rounded(value, 1) == 0 {
			return none.around(words{}, threeMonths), value >= 0
		}
		return planned.counted(value, 1).around(what, threeMonths), value >= 0
	}
}

// monthsSinceHospital says the newest month with visits missed in hospital; the
// term looks back six months, and 6 stands for none.
func monthsSinceHospital(value, _ float64) (words, bool) {
	switch whole := math.Round(value); {
	case value < 0:
		return words{}, false
	case whole >= 6:
		return words{"Var inte på sjukhus vid något planerat besök det senaste halvåret", "Was in hospital at no planned visit in the last six months"}, true
	case whole == 0:
		return words{"Var på sjukhus vid planerade besök den senaste månaden", "Was in hospital at planned visits in the last month"}, true
	default:
		return span(whole).around(
			words{"Var senast på sjukhus vid planerade besök för ", "Was last in hospital at planned visits "}, words{" sedan", " ago"}), true
	}
}

// healthCare are the terms of municipal health care.
func healthCare() map[string]teller {
	action := words{"hälso- och sjukvårdsåtgärd", "health-care action"}
	actions := words{"hälso- och sjukvårdsåtgärder", "health-care actions"}
	none := words{"Inga hälso- och sjukvårdsåtgärder är registrerade det senaste halvåret", "No health-care actions are registered in the last six months"}
	before := func(swedish, english string, what words) words {
		return words{swedish + what.swedish, english + what.english}
	}
	return map[string]teller{
		"nurse_h_3m":     timeWith(words{"sjuksköterska", "a nurse"}),
		"rehab_h_3m":     timeWith(words{"arbetsterapeut eller fysioterapeut", "an occupational therapist or physiotherapist"}),
		"delegated_h_3m": timeWith(words{"delegerad hälso- och sjukvård", "delegated health care"}),
		"n_hsl_actions_6m": count(
			none,
			noun{before("registrerad ", "registered ", action), before("registrerade ", "registered ", actions)},
			words{" det senaste halvåret", " in the last six months"}),
		"n_hsl_kinds_6m": count(
			none,
			noun{before("slags ", "kind of ", action), before("olika slags ", "different kinds of ", actions)},
			words{" det senaste halvåret", " in the last six months"}),
		"n_new_hsl_kinds_3m": count(
			words{"Inga nya slags hälso- och sjukvårdsåtgärder de senaste tre månaderna", "No new kinds of health-care actions in the last three months"},
			noun{before("nytt slags ", "new kind of ", action), before("nya slags ", "new kinds of ", actions)},
			words{" de senaste tre månaderna", " in the last three months"}),
	}
}

// timeWith says the time of visits in three months.
func timeWith(whom words) teller {
	after := words{" med " + whom.swedish + " de senaste tre månaderna", " with " + whom.english + " in the last three months"}
	return func(value, _ float64) (words, bool) {
		if value == 0 {
			return after.around(words{"Ingen tid", "No time"}, words{}), true
		}
		return duration(value).around(words{}, after), value > 0
	}
}
