package reasons

import "maps"

// Missing says what a missing value of a term says, in Swedish and English. ok is
// false for an unknown term, and for one that always has a value.
func Missing(term string) (swedish, english string, ok bool) {
	said, ok := missing()[term]
	return said.swedish, said.english, ok
}

func missing() map[string]words {
	all := map[string]words{
		"is_female":           {"Kön är inte känt", "Sex is not known"},
		"is_single_household": {"Det är inte känt om personen bor ensam", "It is not known whether the person lives alone"},
		"limitation_change_12m": {
			"Inget behov är bedömt både det senaste året och dessförinnan", "No need is assessed both in the last year and before it",
		},
		"months_since_hospital": {
			"Det saknas uppgifter om besöken det senaste halvåret", "Nothing is known of the visits in the last six months",
		},
		"performed_share_3m": {
			"Inga hemtjänstbesök var planerade de senaste tre månaderna, eller så saknas uppgifter om besöken",
			"No home-care visits were planned in the last three months, or nothing is known of the visits",
		},
	}
	for term, time := range map[string]words{
		"hours_change_1m": {"en månad", "one month"}, "hours_change_3m": {"tre månader", "three months"},
		"hours_change_6m": {"sex månader", "six months"}, "hours_change_12m": {"tolv månader", "twelve months"},
		"hours_volatility_12m": {"tolv månader", "twelve months"},
	} {
		all[term] = time.around(
			words{"Det saknas uppgifter om hemtjänsttimmarna för ", "Nothing is known of the home-care hours "}, words{" sedan", " ago"})
	}
	for term, area := range lifeAreas() {
		all[term] = area.around(
			words{"Behoven inom ", "Needs in "}, words{" är inte bedömda de senaste tre åren", " have not been assessed in the last three years"})
	}
	maps.Copy(all, same(words{"Behoven är inte bedömda de senaste tre åren", "The needs have not been assessed in the last three years"},
		"limitation_total", "n_severe_limitations", "assessment_age_months"))
	maps.Copy(all, same(words{"Inget hemtjänstbeslut är känt", "No home-care decision is known"}, "months_since_change", "months_with_care"))
	maps.Copy(all, same(
		words{"Det saknas uppgifter om besöken de senaste tre månaderna", "Nothing is known of the visits in the last three months"},
		"n_missed_not_home_3m", "n_missed_hospital_3m", "n_alarm_responses_3m", "nurse_h_3m", "rehab_h_3m", "delegated_h_3m"))
	maps.Copy(all, same(
		words{"Uppgifterna om hälso- och sjukvårdsåtgärder går inte ett halvår tillbaka", "What is known of health-care actions does not go back six months"},
		"n_hsl_actions_6m", "n_hsl_kinds_6m", "n_new_hsl_kinds_3m"))
	return all
}

// same gives several terms the same words.
func same(said words, terms ...string) map[string]words {
	all := map[string]words{}
	for _, term := range terms {
		all[term] = said
	}
	return all
}
