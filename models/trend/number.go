package trend

import (
	"math"
	"strconv"
	"strings"
)

// language of sentences.
type language uint8

const (
	swedish language = iota
	english
)

// decimals so that a number of this size shows two figures, at most three.
func decimals(size float64) int {
	if !(size > 0) {
		return 0
	}
	return min(max(1-int(math.Floor(math.Log10(size))), 0), 3)
}

// number is v with so many decimals: in Swedish with decimal comma and no-break
// spaces between thousands, in both with a true minus.
func (l language) number(v float64, places int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', places, 64)
	whole, part, _ := strings.Cut(text, ".")
	comma, space := ",", "\u00a0"
	if l == english {
		comma, space = ".", ","
	}
	var b strings.Builder
	if v < 0 && strings.Trim(text, "0.") != "" {
		b.WriteString("\u2212")
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && len(whole) > 4 {
			b.WriteString(space)
		}
		b.WriteRune(r)
	}
	if part != "" {
		b.WriteString(comma + part)
	}
	return b.String()
}

// month of the year, from 0.
func (l language) month(m int) string {
	if l == english {
		return [...]string{
			"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
		}[m]
	}
	return [...]string{
		"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
	}[m]
}

// unit of a kind after a number, and the factor that brings values to it.
func (l language) unit(k Kind) (string, float64) {
	switch k {
	case Clients:
		return [...]string{"brukare", "clients"}[l], 1
	case Share:
		return [...]string{"procentenheter", "percentage points"}[l], 100
	case Hours:
	}
	return [...]string{"timmar", "hours"}[l], 1
}
