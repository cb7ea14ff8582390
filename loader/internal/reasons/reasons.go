package reasons

import (
	"maps"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Value is what a term holds for a client.
type Value struct {
	Term  string  // a term of core.risk_terms
	Value float64 // in the unit of its column in mart.risk_features; NaN where missing
}

// Sentence says a term's value in Swedish and English. ok is false where there is
// nothing to say: the term is unknown, the value is missing (NaN, or 0.5 for
// is_female) or none that the term can have.
func Sentence(term string, value float64) (swedish, english string, ok bool) {
	return SentenceAt(term, value, math.NaN())
}

// SentenceAt is [Sentence] for a client with so many granted hours per month, so
// that changes of hours are said exactly; NaN where the hours are not known.
func SentenceAt(term string, value, hoursNow float64) (swedish, english string, ok bool) {
	tell, ok := tellers()[term]
	if !ok || math.IsNaN(value) || math.IsInf(value, 0) {
		return "", "", false
	}
	said, ok := tell(value, hoursNow)
	return said.swedish, said.english, ok
}

// PairSentence says two terms that count together. ok is false where either has
// nothing to say. Changes of hours are exact where the other term is hours_now.
func PairSentence(a, b Value) (swedish, english string, ok bool) {
	return PairSentenceAt(a, b, math.NaN())
}

// PairSentenceAt is [PairSentence] for a client with so many granted hours per
// month; NaN where they are not known.
func PairSentenceAt(a, b Value, hoursNow float64) (swedish, english string, ok bool) {
	hours := hoursNow
	for _, one := range []Value{a, b} {
		if one.Term == "hours_now" {
			hours = one.Value
		}
	}
	swedishA, englishA, okA := SentenceAt(a.Term, a.Value, hours)
	swedishB, englishB, okB := SentenceAt(b.Term, b.Value, hours)
	if !okA || !okB {
		return "", "", false
	}
	return "Tillsammans: " + lowered(swedishA) + ", och " + lowered(swedishB),
		"Together: " + lowered(englishA) + ", and " + lowered(englishB), true
}

// Terms returns the terms that have a sentence, sorted.
func Terms() []string { return slices.Sorted(maps.Keys(tellers())) }

// words are the same in both languages.
type words struct{ swedish, english string }

// teller says a value; hours are the client's granted hours per month, NaN where
// not known. ok is false for a value that the term cannot have.
type teller func(value, hours float64) (said words, ok bool)

// tellers has one for each term.
func tellers() map[string]teller {
	all := map[string]teller{}
	for _, some := range []map[string]teller{people(), hours(), decisions(), flags(), visits(), healthCare(), limitations()} {
		maps.Copy(all, some)
	}
	return all
}

// people are the terms of who the client is.
func people() map[string]teller {
	return map[string]teller{
		"age_years": func(value, _ float64) (words, bool) {
			return years().counted(math.Floor(value), 0).around(words{}, words{" gammal", " old"}), value >= 0
		},
		"is_female":           flag("Kvinna", "Woman", "Man", "Man"),
		"is_single_household": flag("Bor ensam", "Lives alone", "Bor tillsammans med någon", "Lives with someone"),
	}
}

// flags are the terms that are 0 or 1.
func flags() map[string]teller {
	return map[string]teller{
		"has_personal_care": flag("Hemtjänsten omfattar personlig omvårdnad", "Home care includes personal care",
			"Hemtjänsten omfattar inte personlig omvårdnad", "Home care does not include personal care"),
		"has_alarm":    flag("Har trygghetslarm", "Has a personal alarm", "Har inte trygghetslarm", "Has no personal alarm"),
		"has_meals":    flag("Har matdistribution", "Has meals delivered", "Har inte matdistribution", "Has no meals delivered"),
		"has_day_care": flag("Har dagverksamhet", "Has day activities", "Har inte dagverksamhet", "Has no day activities"),
		"has_hsl": flag("Har kommunal hälso- och sjukvård", "Has municipal health care",
			"Har inte kommunal hälso- och sjukvård", "Has no municipal health care"),
		"has_recent_intervention": flag("En förebyggande insats har börjat det senaste året", "A preventive intervention began in the last year",
			"Ingen förebyggande insats har börjat det senaste året", "No preventive intervention began in the last year"),
	}
}

// flag says one of two things; 0.5 stands for not known.
func flag(yesSwedish, yesEnglish, noSwedish, noEnglish string) teller {
	return func(value, _ float64) (words, bool) {
		switch {
		case value > 0.5 && value <= 1:
			return words{yesSwedish, yesEnglish}, true
		case value >= 0 && value < 0.5:
			return words{noSwedish, noEnglish}, true
		}
		return words{}, false
	}
}

// lowered begins with a small letter.
func lowered(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}

// titled begins with a capital letter.
func titled(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
