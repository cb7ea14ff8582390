package followup

import (
	"fmt"
	"math"
	"strings"
)

// Swedish tells the case at a horizon as a sentence that claims no more than
// one person can show. level is Options.CaseLevel.
func (c CaseAt) Swedish(level float64) string {
	if c.Followed != Complete {
		return map[Followed]string{
			Unmatched:    "Inga tillräckligt lika brukare utan insatsen finns att jämföra med.",
			NotYet:       fmt.Sprintf("Ännu inte %d månader sedan start.", c.Months),
			MovedAway:    "Personen har flyttat eller saknas i uppgifterna; utfallet är okänt.",
			HoursUnknown: "Timmarna saknas för perioden.",
			ControlsLost: "För få av de lika brukarna kunde följas hela tiden.",
		}[c.Followed]
	}
	if math.IsNaN(c.Low) {
		return fmt.Sprintf("Efter %d månader: %+.0f timmar i månaden. Lika brukare utan insatsen fick i medeltal %+.0f. Fallen är för få för att "+
			"säga hur mycket det brukar skilja.", c.Months, c.Observed, c.Similar)
	}
	where := "inom det vanliga för lika brukare"
	if c.Unusual() {
		where = "utanför det vanliga för lika brukare"
	}
	return fmt.Sprintf("Efter %d månader: %+.0f timmar i månaden. Lika brukare utan insatsen fick i medeltal %+.0f, och %.0f %% av dem "+
		"mellan %+.0f och %+.0f. Förändringen är %s. För en enskild person är det inget bevis för eller emot att insatsen hjälpte.",
		c.Months, c.Observed, c.Similar, 100*level, c.Low, c.High, where)
}

// English is Swedish in English.
func (c CaseAt) English(level float64) string {
	if c.Followed != Complete {
		return map[Followed]string{
			Unmatched:    "There are no clients without the intervention who are similar enough to compare with.",
			NotYet:       fmt.Sprintf("It is not yet %d months since the start.", c.Months),
			MovedAway:    "The person has moved or is missing from the records; the outcome is unknown.",
			HoursUnknown: "The hours of the period are missing.",
			ControlsLost: "Too few of the similar clients could be followed all the time.",
		}[c.Followed]
	}
	if math.IsNaN(c.Low) {
		return fmt.Sprintf("After %d months: %+.0f hours a month. Similar clients without it had %+.0f on average. There are too few cases to "+
			"say how much that usually differs.", c.Months, c.Observed, c.Similar)
	}
	where := "within what is usual for similar clients"
	if c.Unusual() {
		where = "outside what is usual for similar clients"
	}
	return fmt.Sprintf("After %d months: %+.0f hours a month. Similar clients without it had %+.0f on average, and %.0f %% of them "+
		"between %+.0f and %+.0f. The change is %s. For one person this is no proof for or against that the intervention helped.",
		c.Months, c.Observed, c.Similar, 100*level, c.Low, c.High, where)
}

// Swedish tells the group at a horizon: the raw change, how much of it similar
// clients had as well, and what is left.
func (e Effect) Swedish() string {
	if math.IsNaN(e.Hours.SE) {
		return fmt.Sprintf("För få: %d personer kunde följas i %d månader.", e.Persons, e.Months)
	}
	verdict := "Skillnaden är inte större än vad slumpen kan ge."
	if e.Hours.excludesZero() {
		verdict = "Skillnaden är större än vad slumpen brukar ge."
	}
	comma := func(v float64) string { return strings.Replace(fmt.Sprintf("%+.1f", v), ".", ",", 1) }
	return fmt.Sprintf("Efter %d månader hade timmarna ändrats med %s i månaden. Lika brukare utan insatsen hade %s; så mycket hade "+
		"troligen kommit ändå. Skillnad %s (%s till %s). %s",
		e.Months, comma(e.Observed.Value), comma(e.Similar), comma(e.Hours.Value), comma(e.Hours.Low), comma(e.Hours.High), verdict)
}

// English is Swedish in English.
func (e Effect) English() string {
	if math.IsNaN(e.Hours.SE) {
		return fmt.Sprintf("Too few: %d persons could be followed for %d months.", e.Persons, e.Months)
	}
	verdict := "The difference is no larger than chance can make it."
	if e.Hours.excludesZero() {
		verdict = "The difference is larger than chance usually makes it."
	}
	return fmt.Sprintf("After %d months hours had changed by %+.1f a month. Similar clients without it had %+.1f; that much would probably "+
		"have come anyway. Difference %+.1f (%+.1f to %+.1f). %s",
		e.Months, e.Observed.Value, e.Similar, e.Hours.Value, e.Hours.Low, e.Hours.High, verdict)
}
