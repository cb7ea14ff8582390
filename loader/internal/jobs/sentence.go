package jobs

import (
	"fmt"
	"math"
	"strings"
)

// sentence says a term's value in Swedish and English, for a manager. It states
// what is recorded and claims no cause.
func sentence(term string, value float64) (swedish, english string) {
	switch {
	case strings.HasPrefix(term, "hours_change_"):
		return changeSentence(value, strings.TrimSuffix(strings.TrimPrefix(term, "hours_change_"), "m"))
	case strings.HasPrefix(term, "hours_now"):
		return hoursSentence(term, value)
	case strings.HasPrefix(term, "limitation_"):
		return limitationSentence(strings.TrimPrefix(term, "limitation_"), value)
	case strings.HasPrefix(term, "is_"), strings.HasPrefix(term, "has_"):
		return flagSentence(term, value)
	}
	if form, ok := numberForms()[term]; ok {
		if term == "doubling_log" {
			value = math.Exp(value)
		}
		return fmt.Sprintf(form.swedish, swedishNumber(value, form.decimals)), fmt.Sprintf(form.english, englishNumber(value, form.decimals))
	}
	return term + " = " + swedishNumber(value, 2), term + " = " + englishNumber(value, 2)
}

// form is a sentence with one number in it.
type form struct {
	swedish, english string
	decimals         int
}

func numberForms() map[string]form {
	return map[string]form{
		"age_years":             {"%s år gammal", "%s years old", 0},
		"doubling_log":          {"Timmarna räknas som fördubblade när de har vuxit till %s gånger så många", "The hours count as doubled when they have grown to %s times as many", 1},
		"months_since_change":   {"%s månader sedan hemtjänstbeslutet senast ändrades", "%s months since the home-care decision last changed", 0},
		"months_with_care":      {"Har haft hemtjänst i %s månader", "Has had home care for %s months", 0},
		"n_short_term_6m":       {"%s korttidsvistelser de senaste sex månaderna", "%s short-term stays in the last six months", 0},
		"n_missed_not_home_3m":  {"%s uteblivna besök för att personen inte var hemma, senaste tre månaderna", "%s visits missed because the person was out, last three months", 0},
		"n_missed_hospital_3m":  {"%s uteblivna besök på grund av sjukhusvård, senaste tre månaderna", "%s visits missed because of hospital care, last three months", 0},
		"n_alarm_responses_3m":  {"%s larmutryckningar de senaste tre månaderna", "%s alarm responses in the last three months", 0},
		"nurse_h_3m":            {"%s timmar hos sjuksköterska de senaste tre månaderna", "%s hours with a nurse in the last three months", 1},
		"rehab_h_3m":            {"%s timmar med arbetsterapeut eller fysioterapeut de senaste tre månaderna", "%s hours with therapists in the last three months", 1},
		"delegated_h_3m":        {"%s timmar delegerade hälso- och sjukvårdsinsatser de senaste tre månaderna", "%s hours of delegated health care in the last three months", 1},
		"n_hsl_actions_6m":      {"%s registrerade hälso- och sjukvårdsåtgärder det senaste halvåret", "%s registered health-care actions in the last six months", 0},
		"n_severe_limitations":  {"Stor eller total begränsning inom %s behovsområden", "Severe or total limitation in %s categories of need", 0},
		"assessment_age_months": {"%s månader sedan behoven senast bedömdes", "%s months since the needs were last assessed", 0},
		"performed_share_3m":    {"Utförd tid är %s av den planerade, som andel", "Performed time is %s of the planned, as a share", 2},
	}
}

// hoursSentence says the hours, from whichever form of them the term has.
func hoursSentence(term string, value float64) (swedish, english string) {
	switch term {
	case "hours_now_log":
		value = math.Expm1(value)
	case "hours_now_log_squared":
		value = math.Expm1(math.Sqrt(value))
	}
	return fmt.Sprintf("Har %s hemtjänsttimmar i månaden", swedishNumber(value, 0)), fmt.Sprintf("Has %s home-care hours a month", englishNumber(value, 0))
}

func changeSentence(logRatio float64, months string) (swedish, english string) {
	words := map[string][2]string{"1": {"en månad", "one month"}, "3": {"tre månader", "three months"}, "6": {"sex månader", "six months"}, "12": {"tolv månader", "twelve months"}}[months]
	percent := math.Round(100 * math.Expm1(logRatio))
	switch {
	case percent >= 300:
		return "Hemtjänsttimmarna har mer än fyrdubblats på " + words[0], "Home-care hours have more than quadrupled in " + words[1]
	case percent > 0:
		return fmt.Sprintf("Hemtjänsttimmarna har ökat med %.0f %% på %s", percent, words[0]), fmt.Sprintf("Home-care hours have risen by %.0f %% in %s", percent, words[1])
	case percent < 0:
		return fmt.Sprintf("Hemtjänsttimmarna har minskat med %.0f %% på %s", -percent, words[0]), fmt.Sprintf("Home-care hours have fallen by %.0f %% in %s", -percent, words[1])
	}
	return "Hemtjänsttimmarna är oförändrade på " + words[0], "Home-care hours are unchanged in " + words[1]
}

func limitationSentence(area string, value float64) (swedish, english string) {
	names := map[string][2]string{
		"d1": {"lärande och att tillämpa kunskap", "learning and applying knowledge"}, "d2": {"allmänna uppgifter och krav", "general tasks and demands"},
		"d3": {"kommunikation", "communication"}, "d4": {"förflyttning", "mobility"}, "d5": {"personlig vård", "self-care"},
		"d6": {"hemliv", "domestic life"}, "d7": {"relationer", "relationships"}, "d9": {"samhällsgemenskap och fritid", "community life and leisure"},
	}[area]
	level := int(math.Round(min(max(value, 0), 4)))
	words := [5][2]string{{"Ingen", "No"}, {"Lätt", "Slight"}, {"Måttlig", "Moderate"}, {"Stor", "Severe"}, {"Total", "Total"}}[level]
	return fmt.Sprintf("%s begränsning inom %s (i medeltal %s av 4)", words[0], names[0], swedishNumber(value, 1)),
		fmt.Sprintf("%s limitation in %s (mean %s of 4)", words[1], names[1], englishNumber(value, 1))
}

func flagSentence(term string, value float64) (swedish, english string) {
	pairs := map[string][4]string{
		"is_female":               {"Kvinna", "Woman", "Man", "Man"},
		"is_single_household":     {"Bor ensam", "Lives alone", "Bor tillsammans med någon", "Lives with someone"},
		"has_personal_care":       {"Hemtjänsten omfattar personlig omvårdnad", "Home care contains personal care", "Hemtjänsten omfattar inte personlig omvårdnad", "Home care contains no personal care"},
		"has_alarm":               {"Har trygghetslarm", "Has a personal alarm", "Har inte trygghetslarm", "Has no personal alarm"},
		"has_meals":               {"Har matdistribution", "Has meals delivered", "Har inte matdistribution", "Has no meals delivered"},
		"has_day_care":            {"Har dagverksamhet", "Has day activities", "Har inte dagverksamhet", "Has no day activities"},
		"has_hsl":                 {"Har kommunal hälso- och sjukvård", "Has municipal health care", "Har inte kommunal hälso- och sjukvård", "Has no municipal health care"},
		"has_recent_intervention": {"Har haft en förebyggande insats det senaste året", "Had a preventive intervention in the last year", "Har inte haft någon förebyggande insats det senaste året", "Had no preventive intervention in the last year"},
	}[term]
	if value >= 0.5 {
		return pairs[0], pairs[1]
	}
	return pairs[2], pairs[3]
}

func englishNumber(value float64, decimals int) string { return fmt.Sprintf("%.*f", decimals, value) }

// swedishNumber has a decimal comma.
func swedishNumber(value float64, decimals int) string {
	return strings.Replace(englishNumber(value, decimals), ".", ",", 1)
}
