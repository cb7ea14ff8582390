package equity

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

const maxFaults = 20 // faults that Validate writes out

// Decision is one decision on hours.
type Decision struct {
	Client   uint64
	Officer  int     // who decided: 0 … Officers−1; −1 where not known
	Area     int     // 0 … Areas−1; −1 where not known
	Granted  float64 // hours/month; at least 0
	Expected float64 // hours/month that the assessed need gets on average (package needs); at least 0
}

// Factor is a trait of decisions whose levels are compared as fixed effects:
// sex, age group, language, year.
type Factor struct {
	Name   string
	Levels []string
	Of     []int // level of each decision; −1 where not known, which counts as a level of its own
}

// Sample is the decisions to be compared.
type Sample struct {
	Decisions []Decision
	Officers  int
	Areas     int
	Factors   []Factor
}

// Validate names all faults, the first twenty in words.
func (s *Sample) Validate() error {
	var list []error
	n := 0
	add := func(format string, a ...any) {
		n++
		if n <= maxFaults {
			list = append(list, fmt.Errorf("equity: "+format, a...))
		}
	}
	if len(s.Decisions) == 0 {
		add("no decisions; give at least one")
	}
	if s.Officers < 0 || s.Areas < 0 || s.Officers+s.Areas > maxLevels {
		add("%d officers and %d areas; give numbers of at least 0, together at most %d", s.Officers, s.Areas, maxLevels)
	}
	for i, d := range s.Decisions {
		switch {
		case !(d.Granted >= 0) || math.IsInf(d.Granted, 1):
			add("decision %d: %v hours granted; give a finite number of at least 0", i, d.Granted)
		case !(d.Expected >= 0) || math.IsInf(d.Expected, 1):
			add("decision %d: %v hours expected; give a finite number of at least 0", i, d.Expected)
		case d.Officer < -1 || d.Officer >= s.Officers:
			add("decision %d: officer %d of %d; give -1 where not known", i, d.Officer, s.Officers)
		case d.Area < -1 || d.Area >= s.Areas:
			add("decision %d: area %d of %d; give -1 where not known", i, d.Area, s.Areas)
		}
	}
	for _, f := range s.Factors {
		if len(f.Of) != len(s.Decisions) {
			add("factor %s has %d values for %d decisions; give one each", f.Name, len(f.Of), len(s.Decisions))
			continue
		}
		if i := slices.IndexFunc(f.Of, func(l int) bool { return l < -1 || l >= len(f.Levels) }); i >= 0 {
			add("factor %s: level %d of %d in decision %d; give -1 where not known", f.Name, f.Of[i], len(f.Levels), i)
		}
	}
	if n > maxFaults {
		list = append(list, fmt.Errorf("equity: and %d more faults", n-maxFaults))
	}
	return errors.Join(list...)
}

// LeftOut counts decisions that are not compared, by the first reason that holds.
type LeftOut struct {
	NothingGranted  int // 0 hours: a refusal is no matter of degree; look at refusals by themselves
	LittleExpected  int // less than Options.MinExpected hours
	OutOfProportion int // more than Options.MaxRatio times the median ratio of granted to expected, or less than its inverse
}

// keep returns the decisions to compare, in order, and why others are not among
// them.
func (s *Sample) keep(o Options) ([]int, LeftOut) {
	var rows []int
	var out LeftOut
	var ratios []float64
	for i, d := range s.Decisions {
		switch {
		case d.Granted == 0:
			out.NothingGranted++
		case d.Expected < o.MinExpected || d.Expected == 0:
			out.LittleExpected++
		default:
			rows = append(rows, i)
			ratios = append(ratios, math.Log(d.Granted/d.Expected))
		}
	}
	if len(rows) == 0 {
		return nil, out
	}
	slices.Sort(ratios)
	centre, most := ratios[len(ratios)/2], math.Log(o.MaxRatio)
	kept := rows[:0]
	for _, i := range rows {
		d := s.Decisions[i]
		if math.Abs(math.Log(d.Granted/d.Expected)-centre) > most {
			out.OutOfProportion++
			continue
		}
		kept = append(kept, i)
	}
	return kept, out
}
