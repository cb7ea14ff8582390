package workbook

import (
	"strconv"
	"strings"
	"time"
)

// asToday is the scenario that the others are compared with.
const asToday = "as_today"

// blend is the method that is published.
const blend = "blend"

// entry is what people call a code, and the unit that goes with it.
type entry struct{ code, name, unit string }

// resources are in the order of the sheets.
func resources() []entry {
	return []entry{
		{"clients", "Brukare (hemtjänst eller enbart hälso- och sjukvård)", unitPersons},
		{"home_care_h", "Beviljad hemtjänst", unitHours},
		{"delegated_h", "Delegerad hälso- och sjukvård, utförd", unitHours},
		{"nurse_h", "Sjuksköterskebesök, utförda", unitHours},
		{"rehab_h", "Arbets- och fysioterapi, utförd", unitHours},
		{"special_housing", "Bor i särskilt boende", unitPersons},
		{"short_term", "På korttidsplats", unitPersons},
	}
}

// The units of resources.
const (
	unitHours   = "timmar per månad"
	unitPersons = "personer"
)

func professions() []entry {
	return []entry{
		{code: "assistant_nurse", name: "Undersköterska"},
		{code: "nurse", name: "Sjuksköterska"},
		{code: "occupational_therapist", name: "Arbetsterapeut"},
		{code: "physical_therapist", name: "Fysioterapeut"},
	}
}

func methods() []entry {
	return []entry{
		{code: blend, name: "Sammanvägd prognos (visas)"},
		{code: "courses", name: "Enskilda förlopp"},
		{code: "demographic", name: "Befolkning gånger åldersspecifika tal"},
		{code: "combination", name: "Medelvärde av tre tidsseriemetoder"},
		{code: "ets", name: "Exponentiell utjämning"},
		{code: "theta", name: "Thetametoden"},
		{code: "stl_ets", name: "Exponentiell utjämning utan säsong"},
		{code: "seasonal_naive", name: "Samma månad förra året"},
	}
}

// causes are why a forecast changes, in the order of the columns.
func causes() []entry {
	return []entry{
		{code: "total", name: "Förändring i allt"},
		{code: "data", name: "Nya data"},
		{code: "new", name: "Nya brukare"},
		{code: "ended", name: "Avlider eller slutar"},
		{code: "housed", name: "Flyttar till särskilt boende"},
		{code: "moved", name: "Flyttar mellan områden"},
		{code: "changed", name: "Ändrad nivå"},
		{code: "method", name: "Metodernas vikt"},
	}
}

func levels() []entry {
	return []entry{{code: "total", name: "Kommunen"}, {code: "area", name: "Områden"}}
}

// nameOf returns what people call a code, or the code where it has no name.
func nameOf(list []entry, code string) string {
	if i := indexOf(list, code); i < len(list) {
		return list[i].name
	}
	return code
}

func unitOf(code string) string {
	list := resources()
	if i := indexOf(list, code); i < len(list) {
		return list[i].unit
	}
	return ""
}

// indexOf is a code's place in the order; what is not in it comes last.
func indexOf(list []entry, code string) int {
	for i, e := range list {
		if e.code == code {
			return i
		}
	}
	return len(list)
}

// monthName writes a month for a reader: september 2026.
func monthName(month time.Time) string {
	names := [...]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
	return names[month.Month()-1] + " " + strconv.Itoa(month.Year())
}

func yesNo(yes bool) string {
	if yes {
		return "ja"
	}
	return "nej"
}

// number writes a number for a sentence, as Swedish has it: 1 234,5.
func number(value float64, decimals int) string {
	text := strconv.FormatFloat(value, 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	var out strings.Builder
	if strings.HasPrefix(text, "-") && strings.Trim(text, "-0.") != "" {
		out.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteRune('\u00a0')
		}
		out.WriteRune(digit)
	}
	if fraction != "" {
		out.WriteString("," + fraction)
	}
	return out.String()
}

// short writes a number with no more decimals than it has, at most two.
func short(value float64) string {
	text := number(value, 2)
	if strings.Contains(text, ",") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ",")
	}
	return text
}
