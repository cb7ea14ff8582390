package trend

import (
	"fmt"
	"math"
	"strings"
)

// Swedish tells the trend in sentences that claim no more than the numbers hold:
// the course since the last change of slope, a new level, breaks in reporting,
// season, few persons, missing months.
func (t Trend) Swedish() string { return t.tell(swedish) }

// English is Swedish in English.
func (t Trend) English() string { return t.tell(english) }

// Sentence is the first sentence of Swedish, on the present course.
func (t Trend) Sentence() string { return t.course(swedish) }

func (t Trend) tell(l language) string {
	parts := []string{t.course(l)}
	s := t.Summary
	if s.Verdict != TooShort && s.Verdict != TooFewPersons {
		parts = append(parts, t.newLevel(l)...)
		parts = append(parts, t.reporting(l)...)
		parts = append(parts, t.seasonal(l)...)
		if s.Support == Few {
			parts = append(parts, fmt.Sprintf([...]string{
				"Bygger på få personer (%.0f): läs med försiktighet.", "Rests on few persons (%.0f): read with care.",
			}[l], s.Persons))
		}
		parts = append(parts, t.lacking(l)...)
	}
	return strings.Join(parts, " ")
}

// course is the sentence on the present slope.
func (t Trend) course(l language) string {
	s := t.Summary
	switch s.Verdict {
	case TooShort:
		return fmt.Sprintf([...]string{
			"För få månader (%d) för att säga något om utvecklingen.", "Too few months (%d) to say anything about the course.",
		}[l], s.Known)
	case TooFewPersons:
		return [...]string{"För få personer för att säga något om utvecklingen.", "Too few persons to say anything about the course."}[l]
	case Uncertain, Stable, Rising, Falling:
	}
	if math.IsNaN(s.Slope.Value) {
		return [...]string{"Utvecklingen går inte att bedöma.", "The course cannot be judged."}[l]
	}
	unit, factor := l.unit(t.kind)
	low, high := s.Slope.Low*factor, s.Slope.High*factor
	size := math.Max(math.Abs(s.Slope.Value*factor), (high-low)/2)
	if s.Verdict == Rising || s.Verdict == Falling {
		size = math.Abs(s.Slope.Value * factor)
	}
	places := decimals(size)
	n := func(v float64) string { return l.number(v, places) }
	since := t.since(l)
	switch s.Verdict {
	case Rising:
		return fmt.Sprintf([...]string{"Ökar %s med %s %s per månad (%s till %s).", "Has been rising %s by %s %s per month (%s to %s)."}[l],
			since, n(s.Slope.Value*factor), unit, n(low), n(high))
	case Falling:
		return fmt.Sprintf([...]string{"Minskar %s med %s %s per månad (%s till %s).", "Has been falling %s by %s %s per month (%s to %s)."}[l],
			since, n(-s.Slope.Value*factor), unit, n(-high), n(-low))
	case Stable:
		return fmt.Sprintf([...]string{"Ligger stilla %s (%s till %s %s per månad).", "Has been standing still %s (%s to %s %s per month)."}[l],
			since, n(low), n(high), unit)
	case Uncertain, TooShort, TooFewPersons:
	}
	return fmt.Sprintf([...]string{
		"Ingen säker ökning eller minskning %s (%s till %s %s per månad).", "No sure rise or fall %s (%s to %s %s per month).",
	}[l], since, n(low), n(high), unit)
}

func (t Trend) since(l language) string {
	return [...]string{"sedan ", "since "}[l] + t.named(l, t.Summary.Since)
}

// named is month and year of a month of the series.
func (t Trend) named(l language, month int) string {
	d := t.Date(month)
	return fmt.Sprintf("%s %d", l.month(int(d.Month())-1), d.Year())
}

// newLevel tells the last step, if there is one in the present course.
func (t Trend) newLevel(l language) []string {
	for i := len(t.Changes) - 1; i >= 0; i-- {
		c := t.Changes[i]
		if c.At < t.Summary.Since {
			break
		}
		if c.Kind != LevelShift && c.Kind != LevelAndSlope || !c.Step.excludesZero() {
			continue
		}
		unit, factor := l.unit(t.kind)
		higher, sign := [...]string{"högre", "higher"}[l], factor
		low, high := c.Step.Low, c.Step.High
		if c.Step.Value < 0 {
			higher, sign = [...]string{"lägre", "lower"}[l], -factor
			low, high = high, low
		}
		places := decimals(c.Step.Value * sign)
		return []string{fmt.Sprintf([...]string{"Ny nivå sedan %s: %s %s %s (%s till %s).", "New level since %s: %s %s %s (%s to %s)."}[l],
			t.named(l, c.At), l.number(c.Step.Value*sign, places), unit, higher, l.number(low*sign, places), l.number(high*sign, places))}
	}
	return nil
}

// reporting tells each break in the way of reporting.
func (t Trend) reporting(l language) []string {
	var out []string
	for _, c := range t.Changes {
		if c.Kind != ReportingBreak {
			continue
		}
		text := [...]string{
			"Sättet att rapportera ändrades i %s; skillnaden mot tiden före räknas inte som en förändring.",
			"The way of reporting changed in %s; the difference from before does not count as a change.",
		}[l]
		if c.Recognised {
			text = [...]string{
				"I %s ändrades nivån samtidigt i jämförelseserien; det räknas som ändrad rapportering, inte som en förändring.",
				"In %s the level of the reference moved as well; this counts as changed reporting, not as a change.",
			}[l]
		}
		out = append(out, fmt.Sprintf(text, t.named(l, c.At)))
	}
	return out
}

func (t Trend) seasonal(l language) []string {
	if !t.Season.Found || len(t.Season.Effects) != 12 {
		return nil
	}
	top, bottom := 0, 0
	for m, v := range t.Season.Effects {
		if v > t.Season.Effects[top] {
			top = m
		}
		if v < t.Season.Effects[bottom] {
			bottom = m
		}
	}
	return []string{fmt.Sprintf([...]string{
		"Årstiden är borträknad (högst i %s, lägst i %s).", "The season is taken out (highest in %s, lowest in %s).",
	}[l], l.month(top), l.month(bottom))}
}

func (t Trend) lacking(l language) []string {
	n := t.Summary.Lacking
	if n == 0 {
		return nil
	}
	all := min(12, len(t.Months))
	return []string{fmt.Sprintf([...]string{"%d av de senaste %d månaderna saknas.", "%d of the last %d months are missing."}[l], n, all)}
}
