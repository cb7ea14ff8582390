package modelcard

import (
	"math"
	"strconv"
	"strings"
)

// Language is a language of the document.
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

// number writes a value with so many decimals.
func (l Language) number(value float64, decimals int) string {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return "–"
	}
	whole, fraction, hasFraction := strings.Cut(strconv.FormatFloat(math.Abs(value), 'f', decimals, 64), ".")
	mark := l.t("\u00a0", ",")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + mark + whole[at:]
	}
	if hasFraction {
		whole += l.t(",", ".") + fraction
	}
	if value < 0 && strings.Trim(whole, "0,.") != "" {
		return "−" + whole
	}
	return whole
}

// quantity writes a value in its unit.
func (l Language) quantity(value float64, unit string) string {
	switch unit {
	case "share":
		return l.number(100*value, 1) + l.t("\u00a0%", "%")
	case "h":
		return l.number(value, 1) + "\u00a0h"
	case "months":
		return l.number(value, 0) + l.t("\u00a0mån", "\u00a0months")
	case "rows", "persons", "comparisons":
		return l.number(value, 0)
	}
	switch {
	case value == math.Trunc(value): // a count
		return l.number(value, 0)
	case math.Abs(value) < 0.0005:
		return l.t("under ", "below ") + l.number(0.001, 3)
	}
	return l.number(value, 3)
}

// measured is an item's value with its interval.
func (l Language) measured(i Item) string {
	if i.Value == nil {
		return ""
	}
	text := l.quantity(*i.Value, i.Unit)
	if i.Low != nil && i.High != nil {
		text += " (" + l.quantity(*i.Low, i.Unit) + " – " + l.quantity(*i.High, i.Unit) + ")"
	}
	return text
}

// name is an item's title, with its group.
func (l Language) name(i Item) string {
	title, group := l.t(i.TitleSv, i.TitleEn), l.t(i.GroupSv, i.GroupEn)
	switch {
	case title == "":
		return group
	case group == "":
		return title
	}
	return title + ", " + group
}

// text is an item's words; numbers in them are made in SQL, with a point.
func (l Language) text(i Item) string { return l.t(i.TextSv, i.TextEn) }

// state says in words where a run stands, and what that means.
func (l Language) state(state string) string {
	switch state {
	case "shown":
		return l.t("Godkänd. Det är den här körningen som visas.", "Approved. This is the run that is shown.")
	case "approved":
		return l.t("Godkänd tidigare. En senare godkänd körning visas.", "Approved earlier. A later approved run is shown.")
	case "waiting":
		return l.t("Väntar på godkännande. Den visas inte på någon sida.", "Waiting for approval. It is shown on no page.")
	case "rejected":
		return l.t("Inte godkänd. Den visas inte på någon sida.", "Not approved. It is shown on no page.")
	}
	return l.t("Inte publicerad: körningen hade för lite data eller blev inte klar.", "Not published: the run had too little data or did not converge.")
}
