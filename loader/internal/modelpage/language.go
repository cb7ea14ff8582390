package modelpage

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Language is a language of the page.
type Language string

// The languages.
const (
	Swedish Language = "sv"
	English Language = "en"
)

// Languages returns all languages, the first first.
func Languages() []Language { return []Language{Swedish, English} }

// t takes the text in the language.
func (l Language) t(swedish, english string) string {
	if l == English {
		return english
	}
	return swedish
}

func (l Language) of(n names) string { return l.t(n.swedish, n.english) }

// number writes a value with so many decimals.
func (l Language) number(value float64, decimals int) string {
	switch {
	case math.IsNaN(value):
		return "–"
	case math.IsInf(value, 1):
		return "∞"
	case math.IsInf(value, -1):
		return "−∞"
	}
	text := strconv.FormatFloat(math.Abs(value), 'f', decimals, 64)
	whole, fraction, hasFraction := strings.Cut(text, ".")
	text = grouped(whole, l.t("\u00a0", ","))
	if hasFraction {
		text += l.t(",", ".") + fraction
	}
	if value < 0 && strings.Trim(text, "0,.") != "" {
		return "−" + text
	}
	return text
}

// grouped puts a mark between thousands of numbers of five digits and more.
func grouped(digits, mark string) string {
	if len(digits) < 5 {
		return digits
	}
	return grouped(digits[:len(digits)-3], mark) + mark + digits[len(digits)-3:]
}

// count writes a whole number.
func (l Language) count(n uint64) string {
	return grouped(strconv.FormatUint(n, 10), l.t("\u00a0", ","))
}

// short writes a value with as many decimals as it needs, at most so many.
func (l Language) short(value float64, decimals int) string {
	text := l.number(value, decimals)
	if mark := l.t(",", "."); decimals > 0 && strings.Contains(text, mark) {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), mark)
	}
	return text
}

// signed writes a contribution with its sign.
func (l Language) signed(value float64, decimals int) string {
	text := l.number(value, decimals)
	if value > 0 && strings.Trim(text, "0,.") != "" {
		return "+" + text
	}
	return text
}

// times writes exp(value): a factor of the odds or the hours, two figures.
func (l Language) times(value float64) string {
	factor := math.Exp(value)
	switch {
	case factor >= 1000:
		return "×" + l.t("över 1000", "over 1000")
	case factor >= 9.95:
		return "×" + l.number(factor, 0)
	case factor >= 1.995:
		return "×" + l.number(factor, 1)
	case factor >= 0.00995:
		return "×" + l.number(factor, 2)
	}
	return "×" + l.t("under 0,01", "under 0.01")
}

func (l Language) month(day time.Time) string { return day.Format("2006-01") }
