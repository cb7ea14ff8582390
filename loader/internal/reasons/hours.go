package reasons

import "math"

// hours are the terms of granted hours.
func hours() map[string]teller {
	return map[string]teller{
		"hours_now":            hoursNow,
		"hours_change_1m":      change("en månad", "one month"),
		"hours_change_3m":      change("tre månader", "three months"),
		"hours_change_6m":      change("sex månader", "six months"),
		"hours_change_12m":     change("tolv månader", "twelve months"),
		"hours_volatility_12m": volatility,
	}
}

func hoursNow(value, _ float64) (words, bool) {
	if rounded(value, 1) == 0 {
		return words{"Har inga hemtjänsttimmar", "Has no home-care hours"}, value >= 0
	}
	home := noun{words{"hemtjänsttimme i månaden", "home-care hour a month"}, words{"hemtjänsttimmar i månaden", "home-care hours a month"}}
	return home.counted(value, 1).around(words{"Har ", "Has "}, words{}), value >= 0
}

// change says log((hours + 1) / (hours before + 1)) over a time.
func change(swedishTime, englishTime string) teller {
	since := words{swedishTime, englishTime}
	return func(value, hours float64) (words, bool) {
		if math.IsNaN(hours) {
			return changeAbout(value, since), true
		}
		before := (hours+1)*math.Exp(-value) - 1
		if hours < 0 || before < -1e-6 {
			return words{}, false
		}
		return changeFrom(max(before, 0), hours, since), true
	}
}

// changeAbout says a change without knowing the hours.
func changeAbout(value float64, since words) words {
	percent := math.Round(100 * math.Expm1(value))
	switch {
	case value == 0:
		return unchanged(since, words{})
	case percent == 0:
		return unchanged(since, words{"i stort sett ", "nearly "})
	case percent > 300:
		return since.around(words{"Hemtjänsttimmarna har mer än fyrdubblats på ", "Home-care hours have more than quadrupled in "}, words{})
	}
	return moved(percent, words{"ungefär ", "about "}, since)
}

// changeFrom says a change between two numbers of hours.
func changeFrom(before, now float64, since words) words {
	from, to := number(before, 1), inHours().counted(now, 1)
	ends := words{" (från " + from.swedish + " till " + to.swedish + " i månaden)", " (from " + from.english + " to " + to.english + " a month)"}
	percent := math.Round(100 * (now/before - 1))
	switch {
	case from.english == number(now, 1).english:
		return unchanged(since, words{})
	case rounded(before, 1) == 0:
		return to.around(words{"Hade inga hemtjänsttimmar för " + since.swedish + " sedan, har nu ", "Had no home-care hours " + since.english + " ago, now has "},
			words{" i månaden", " a month"})
	case rounded(now, 1) == 0:
		had := inHours().counted(before, 1)
		return had.around(words{"Hade ", "Had "}, words{" hemtjänst i månaden för " + since.swedish + " sedan, har inga nu", " of home care a month " + since.english + " ago, has none now"})
	case percent > 300:
		return since.around(words{"Hemtjänsttimmarna har mer än fyrdubblats på ", "Home-care hours have more than quadrupled in "}, ends)
	case percent == 100:
		return since.around(words{"Hemtjänsttimmarna har fördubblats på ", "Home-care hours have doubled in "}, ends)
	case percent == 0:
		return unchanged(since, words{"i stort sett ", "nearly "})
	}
	return moved(percent, words{}, since).around(words{}, ends)
}

func unchanged(since, nearly words) words {
	return words{"Hemtjänsttimmarna är " + nearly.swedish + "oförändrade sedan " + since.swedish + " tillbaka", "Home-care hours are " + nearly.english + "unchanged from " + since.english + " ago"}
}

func moved(percent float64, about, since words) words {
	way := words{"Hemtjänsttimmarna har ökat med ", "Home-care hours have risen by "}
	if percent < 0 {
		way = words{"Hemtjänsttimmarna har minskat med ", "Home-care hours have fallen by "}
	}
	size := number(math.Abs(percent), 0)
	return words{
		way.swedish + about.swedish + size.swedish + " % på " + since.swedish,
		way.english + about.english + size.english + "% in " + since.english,
	}
}

// volatility says the standard deviation of log(hours + 1) over a year; the
// limits are chosen so that about 10, 40 and 120 % lie between the words.
func volatility(value, _ float64) (words, bool) {
	size := words{"mycket kraftigt", "very strongly"}
	switch {
	case value < 0:
		return words{}, false
	case value < 0.005:
		return words{"Hemtjänsttimmarna har varit desamma det senaste året", "Home-care hours have been the same over the last year"}, true
	case value < 0.1:
		size = words{"lite", "a little"}
	case value < 0.35:
		size = words{"en del", "somewhat"}
	case value < 0.8:
		size = words{"mycket", "much"}
	}
	return size.around(words{"Hemtjänsttimmarna har varierat ", "Home-care hours have varied "}, words{" det senaste året", " over the last year"}), true
}
