package reasons

import "math"

// decisions are the terms of home-care decisions and of short-term stays.
func decisions() map[string]teller {
	return map[string]teller{
		"months_since_change": ago(words{"Det senaste hemtjänstbeslutet började gälla ", "The newest home-care decision took effect "},
			60, words{"fem år", "five years"}),
		"months_with_care": ago(words{"Det första kända hemtjänstbeslutet började gälla ", "The first known home-care decision took effect "},
			12, words{"ett år", "a year"}),
		"n_changes_12m": count(
			words{"Inget hemtjänstbeslut har börjat gälla det senaste året", "No home-care decision took effect in the last year"},
			noun{words{"hemtjänstbeslut", "home-care decision"}, words{"hemtjänstbeslut", "home-care decisions"}},
			words{" har börjat gälla det senaste året", " took effect in the last year"}),
		"n_short_term_6m": count(
			words{"Ingen korttidsvistelse har börjat det senaste halvåret", "No short-term stay began in the last six months"},
			noun{words{"korttidsvistelse", "short-term stay"}, words{"korttidsvistelser", "short-term stays"}},
			words{" har börjat det senaste halvåret", " began in the last six months"}),
	}
}

// ago says how many months have passed; the term counts no further than most.
func ago(what words, most float64, mostWords words) teller {
	before := words{what.swedish + "för ", what.english}
	return func(value, _ float64) (words, bool) {
		switch {
		case value < 0:
			return words{}, false
		case value >= most:
			return mostWords.around(before, words{" sedan eller mer", " ago or more"}), true
		case math.Round(value) == 0:
			return what.around(words{}, words{"den senaste månaden", "in the last month"}), true
		}
		return span(value).around(before, words{" sedan", " ago"}), true
	}
}

// count says a number of things; none has words of its own.
func count(none words, things noun, after words) teller {
	return func(value, _ float64) (words, bool) {
		if rounded(value, 1) == 0 {
			return none, value >= 0
		}
		return things.counted(value, 1).around(words{}, after), value >= 0
	}
}
