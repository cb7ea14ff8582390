package frames

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/framsyn/framsyn/sql/queries"
)

// Description is what is known of a column.
type Description struct {
	Title queries.Text // empty where there is none
	Unit  string       // of queries.Units; empty for none
	Text  string       // its comment in the data dictionary
}

// FromComment makes a description of a column's comment.
func FromComment(comment string) Description {
	title := titleOf(comment)
	return Description{Title: queries.Text{SV: title, EN: title}, Unit: unitOf(comment), Text: comment}
}

// config says how Grafana shows a column.
func (o Options) config(column driver.ColumnType) *data.FieldConfig {
	known := o.Known[column.Name()]
	config := data.FieldConfig{Description: known.Text}
	if !o.Plain {
		config.DisplayNameFromDS = known.Title.In(o.Language)
	}
	unit := known.Unit
	if unit == "" {
		unit = unitBySuffix(column.Name())
	}
	if unit == "" && isCount(column.Name()) {
		unit = "persons" // or things: with spaces between thousands
	}
	typ, _ := base(column.DatabaseTypeName())
	switch {
	case (typ == "Date" || typ == "Date32") && isMonth(column.Name()):
		config.Unit = "time:YYYY-MM"
	case typ == "Date" || typ == "Date32":
		config.Unit = "time:YYYY-MM-DD"
	case isNumeric(typ) && !isID(column.Name()):
		config.Unit = grafanaUnit(unit, o.Language)
		if isCount(column.Name()) || !strings.HasPrefix(typ, "Float") && !strings.HasPrefix(typ, "Decimal") {
			config.SetDecimals(0) // before the panel's, which are for what is measured
		}
	}
	if o.CanFilter && known.Text != "" {
		config.SetFilterable(true)
	}
	if config.DisplayNameFromDS == "" && config.Unit == "" && config.Description == "" {
		return nil
	}
	return &config
}

// isMonth tells whether a column's days are the first of a month, and stand for it.
func isMonth(name string) bool { return name == "month" || strings.HasSuffix(name, "_month") }

// isCount tells whether a column counts, also where the hiding of small groups has
// made its type another.
func isCount(name string) bool { return strings.HasPrefix(name, "n_") }

func isNumeric(typ string) bool {
	for _, prefix := range []string{"Int", "UInt", "Float", "Decimal"} {
		if strings.HasPrefix(typ, prefix) {
			return true
		}
	}
	return false
}

// maxTitle is the longest title, in characters, that a comment gives: longer ones
// are sentences, and the column's name is better.
const maxTitle = 48

// titleOf is the first clause of a comment: "Granted home care now, hours per
// month." gives "Granted home care now".
func titleOf(comment string) string {
	text := withoutSwedish(comment)
	if end := strings.IndexAny(text, ",.;:("); end >= 0 {
		text = text[:end]
	}
	text, _, _ = strings.Cut(text, " ->")
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > maxTitle || strings.ContainsAny(text, "_/=") {
		return ""
	}
	return text
}

// withoutSwedish takes (sv: …) out of a comment.
func withoutSwedish(comment string) string {
	return regexp.MustCompile(`\s*\(sv: [^)]*\)`).ReplaceAllString(comment, "")
}

// unitOf finds the unit that a comment states after a comma, such as "…, hours per
// month; NULL where …". A comment with two units has none.
func unitOf(comment string) string {
	first, _, _ := strings.Cut(strings.TrimSuffix(withoutSwedish(comment), "."), "; ")
	first, _, _ = strings.Cut(first, ". ")
	clauses := strings.Split(first, ", ")
	for _, clause := range clauses[1:] {
		if unit, ok := phrases()[clause]; ok {
			return unit
		}
	}
	return ""
}

// phrases are the ways in which comments state units.
func phrases() map[string]string {
	return map[string]string{
		"hours per month": "h_per_month", "hours": "h", "hours in the month": "h", "minutes": "min", "minutes in the month": "min",
		"SEK": "sek", "0-1": "share", "0-100": "percent", "days": "days", "months": "months", "whole years": "years", "years": "years",
		"bytes": "bytes", "seconds": "s", "persons": "persons", "0-4": "level", "1-4": "level",
	}
}

// unitBySuffix is the unit that a name ends with.
func unitBySuffix(name string) string {
	for _, pair := range [][2]string{
		{"_h_per_month", "h_per_month"},
		{"_sek_per_h", "sek_per_h"},
		{"_h", "h"},
		{"_min", "min"},
		{"_share", "share"},
		{"_sek", "sek"},
		{"_days", "days"},
		{"_months", "months"},
		{"_years", "years"},
		{"_bytes", "bytes"},
		{"_seconds", "s"},
		{"_probability", "share"},
	} {
		if strings.HasSuffix(name, pair[0]) {
			return pair[1]
		}
	}
	return ""
}

// grafanaUnit is Grafana's name of a unit. Hours do not become days and weeks, as
// Grafana's own unit h would make of them.
func grafanaUnit(unit, language string) string {
	units := map[string]queries.Text{
		"h": {SV: "suffix: tim", EN: "suffix: h"}, "h_per_month": {SV: "suffix: tim/mån", EN: "suffix: h/month"}, "min": same("suffix: min"),
		"days": {SV: "suffix: dagar", EN: "suffix: days"}, "months": {SV: "suffix: mån", EN: "suffix: months"},
		"years": {SV: "suffix: år", EN: "suffix: years"}, "sek": same("currencySEK"), "sek_per_h": {SV: "suffix: kr/tim", EN: "suffix: kr/h"},
		"share": same("percentunit"), "percent": same("percent"), "persons": same("locale"), "bytes": same("bytes"), "s": same("s"), "level": same("none"),
	}
	return units[unit].In(language)
}

func same(text string) queries.Text { return queries.Text{SV: text, EN: text} }

// Unit is the unit of a column by its comment, else by its name; empty for none.
func Unit(name, comment string) string {
	if unit := unitOf(comment); unit != "" {
		return unit
	}
	return unitBySuffix(name)
}
