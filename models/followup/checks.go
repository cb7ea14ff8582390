package followup

import (
	"fmt"
	"math"
)

// A check fails if the whole interval lies beyond so many standard deviations.
const (
	alike      = 0.1  // below it groups count as alike (Austin 2009)
	adjustable = 0.25 // below it linear adjustment can be relied on (Imbens and Wooldridge 2009, p. 24)
)

// Balance compares cases and controls in one covariate at the start.
type Balance struct {
	Name       string
	Cases      float64 // mean
	Controls   float64 // mean, each case's controls together weighing one
	Difference float64 // standardised by the standard deviation among the cases
}

// balance of the given matched events.
func (s *Study) balance(events []int32) []Balance {
	out := make([]Balance, 0, covariates)
	for j := range 1 + trajectory {
		var n, sum, squares, other float64
		for _, e := range events {
			v, mean, ok := s.pair(e, j)
			if !ok {
				continue
			}
			n++
			sum += v
			squares += v * v
			other += mean
		}
		b := Balance{Name: "risk", Cases: sum / n, Controls: other / n}
		if j > 0 {
			b.Name = fmt.Sprintf("hours %d months before", j)
		}
		if sd := math.Sqrt(max(squares/n-b.Cases*b.Cases, 0)); sd > 0 {
			b.Difference = (b.Cases - b.Controls) / sd
		}
		if n > 0 { // a covariate that no case has known is left out
			out = append(out, b)
		}
	}
	return out
}

// pair returns covariate j of an event and the mean of its controls.
func (s *Study) pair(e int32, j int) (own, mean float64, ok bool) {
	at := func(person int32, landmark int) float64 {
		row := s.p.row(int(person), landmark-j)
		switch {
		case row < 0:
			return math.NaN()
		case j == 0:
			return s.p.Risk[row]
		}
		return s.p.Hours[row]
	}
	own = at(s.events[e].person, int(s.events[e].month))
	from, to := s.matched.of(e)
	for c := from; c < to; c++ {
		mean += at(s.matched.person[c], int(s.matched.landmark[c])) / float64(to-from)
	}
	return own, mean, !math.IsNaN(own) && !math.IsNaN(mean)
}

// Check is a comparison that should find nothing.
type Check struct {
	Name   string // "pre_trend", "earlier_level", "start_month" or "placebo_start"
	Cases  int
	Result Interval // cases minus controls, hours per month
	Size   float64  // standardised: Result over the standard deviation among the cases
	// Limit of Size: a tenth of a standard deviation, a quarter for the
	// pre-trend, which the estimate is adjusted for.
	Limit float64
	// Passed: the interval reaches below the limit; for the start month only on
	// the side of more hours, as fewer may be the intervention's doing. With fewer persons than
	// MinCases nothing was seen: passed, with an unknown result.
	Passed bool
}

// checks of the given matched events.
func (s *Study) checks(events []int32, c *scores) []Check {
	var out []Check
	for _, k := range []struct {
		name  string
		m     measure
		limit float64
	}{{"pre_trend", preTrend, adjustable}, {"earlier_level", earlier, alike}, {"start_month", startMonth, alike}, {"placebo_start", placebo, alike}} {
		v := s.sets[quantity{m: k.m}]
		check := Check{Name: k.name, Result: unknown(), Size: math.NaN(), Limit: k.limit, Passed: true}
		var group []int32
		for _, e := range events {
			if i := v.index[e]; i >= 0 {
				group = append(group, i)
			}
		}
		if check.Cases = len(group); check.Cases >= s.o.MinCases {
			check.Result = s.meanDifference(v, group, nil, c)
			sd := v.deviationOf(group)
			check.Size = check.Result.Value / sd
			check.Passed = check.Result.Low <= k.limit*sd && (k.m == startMonth || check.Result.High >= -k.limit*sd)
		}
		out = append(out, check)
	}
	return out
}

// deviationOf is the standard deviation of a group's cases.
func (v *sets) deviationOf(group []int32) float64 {
	var sum, squares float64
	n := float64(len(group))
	for _, i := range group {
		sum += v.observed[i]
		squares += v.observed[i] * v.observed[i]
	}
	return math.Sqrt(max(squares/n-sum*sum/(n*n), 0))
}
