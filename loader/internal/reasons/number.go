package reasons

import (
	"math"
	"strconv"
	"strings"
)

// number writes a value with at most so many decimals, Swedish with a comma.
func number(value float64, decimals int) words {
	text := strconv.FormatFloat(rounded(value, decimals), 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		text = "0"
	}
	return words{strings.Replace(text, ".", ",", 1), text}
}

// Signed writes a change with its sign and one decimal, with a comma in Swedish.
func Signed(change float64) (swedish, english string) {
	english = strings.Replace(strconv.FormatFloat(change, 'f', 1, 64), "-", "−", 1)
	if !math.Signbit(change) {
		english = "+" + english
	}
	return strings.Replace(english, ".", ",", 1), english
}

// rounded is the value as a sentence shows it.
func rounded(value float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(value*scale) / scale
}

// noun is a counted word.
type noun struct{ one, many words }

// counted is a number and its noun, in singular for exactly 1.
func (n noun) counted(value float64, decimals int) words {
	name := n.many
	if rounded(value, decimals) == 1 {
		name = n.one
	}
	shown := number(value, decimals)
	return words{shown.swedish + " " + name.swedish, shown.english + " " + name.english}
}

func months() noun  { return noun{words{"månad", "month"}, words{"månader", "months"}} }
func years() noun   { return noun{words{"år", "year"}, words{"år", "years"}} }
func minutes() noun { return noun{words{"minut", "minute"}, words{"minuter", "minutes"}} }
func inHours() noun { return noun{words{"timme", "hour"}, words{"timmar", "hours"}} }

// span is a number of months, in years and months from two years on.
func span(value float64) words {
	whole := math.Round(value)
	if whole < 24 {
		return months().counted(whole, 0)
	}
	said := years().counted(math.Floor(whole/12), 0)
	if rest := math.Mod(whole, 12); rest > 0 {
		more := months().counted(rest, 0)
		said = words{said.swedish + " och " + more.swedish, said.english + " and " + more.english}
	}
	return said
}

// duration is a time in hours, below one hour in minutes.
func duration(value float64) words {
	if whole := math.Round(60 * value); whole < 60 {
		return minutes().counted(max(whole, 1), 0)
	}
	return inHours().counted(value, 1)
}

// around puts the same words before and after in both languages.
func (w words) around(before, after words) words {
	return words{before.swedish + w.swedish + after.swedish, before.english + w.english + after.english}
}
