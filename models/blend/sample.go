package blend

import (
	"math"
	"slices"
)

// leastShare of a group's cells must be left when only those are counted that
// all its methods have forecast; a method that would leave fewer gets no weight.
const leastShare = 1. / 3

// sample is what is known of the errors of a group's methods.
type sample struct {
	group  Group
	absent []bool // by method
	cases  []errorCase
	number []float64 // effective, by horizon − 1
}

// errorCase are the scaled errors of the methods on one cell.
type errorCase struct {
	series                 string
	origin, horizon, month int
	errors                 []float64 // by method; 0 for absent ones
}

// collect turns known rows into samples by group, in order.
func (w *Weights) collect(known []Outcome) []sample {
	var out []sample
	cells(known, func(cell []Outcome) {
		group := cell[0].group()
		if len(out) == 0 || out[len(out)-1].group != group {
			out = append(out, sample{group: group})
		}
		scale := scaleOf(cell)
		if !(scale > 0) {
			return
		}
		c := errorCase{cell[0].Series, cell[0].Origin, cell[0].Horizon, cell[0].Month(), make([]float64, len(w.Methods))}
		for i := range c.errors {
			c.errors[i] = math.NaN()
		}
		for _, o := range cell {
			i, _ := slices.BinarySearch(w.Methods, o.Method)
			c.errors[i] = o.ForecastError() / scale
		}
		s := &out[len(out)-1]
		s.cases = append(s.cases, c)
	})
	for i := range out {
		out[i].complete(len(w.Methods))
		out[i].count(w)
	}
	return out
}

// complete keeps the cases that all methods have forecast, after leaving out the
// methods that would leave too few.
func (s *sample) complete(methods int) {
	s.absent = make([]bool, methods)
	if len(s.cases) == 0 { // nothing with a scale: the prior holds for all
		return
	}
	order, has := make([]int, methods), make([]int, methods)
	for i := range order {
		order[i] = i
		for _, c := range s.cases {
			if !math.IsNaN(c.errors[i]) {
				has[i]++
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return has[b] - has[a] })
	all := len(s.cases)
	for _, i := range order {
		left := make([]errorCase, 0, len(s.cases))
		for _, c := range s.cases {
			if !math.IsNaN(c.errors[i]) {
				left = append(left, c)
			}
		}
		if len(left) == 0 || float64(len(left)) < leastShare*float64(all) {
			s.absent[i] = true
			continue
		}
		s.cases = left
	}
	for _, c := range s.cases {
		for i := range c.errors {
			c.errors[i] = finite(c.errors[i])
		}
	}
}

// has tells whether all methods that are absent elsewhere are absent here too, so
// that what is known there can be used here.
func (s *sample) has(absent []bool) bool {
	for i, v := range absent {
		if v && !s.absent[i] {
			return false
		}
	}
	return true
}

// count finds the effective numbers, by the errors of the prior blend.
func (s *sample) count(w *Weights) {
	prior := make([][]float64, w.Horizons)
	for h := range prior {
		prior[h] = w.options.prior(w.Methods, s.absent, h+1)
	}
	errs := make([]errorAt, len(s.cases))
	for i, c := range s.cases {
		errs[i] = errorAt{c.series, c.origin, c.horizon, dot(prior[c.horizon-1], c.errors), w.options.recency(c.month, w.AsOf)}
	}
	s.number = effective(errs, w.Horizons)
}

// addMoments adds the matrices of mean products of errors by horizon − 1, each
// over its mean diagonal and times the effective number. With the absolute loss
// a case counts by 1/|error| of the current blend, so that the squares that are
// minimised are absolute errors.
func (s *sample) addMoments(to, current [][]float64, o Options, asOf int) {
	floor := make([]float64, len(to))
	rows := make([]float64, len(to))
	for _, c := range s.cases {
		floor[c.horizon-1] += 0.1 * math.Abs(dot(current[c.horizon-1], c.errors))
		rows[c.horizon-1]++
	}
	own := make([][]float64, len(to))
	for h := range own {
		own[h] = make([]float64, len(to[h]))
	}
	for _, c := range s.cases {
		h, m := c.horizon-1, len(c.errors)
		weight := o.recency(c.month, asOf)
		if o.Loss == Absolute {
			weight /= max(math.Abs(dot(current[h], c.errors)), floor[h]/rows[h], 1e-9)
		}
		for i, a := range c.errors {
			for j, b := range c.errors {
				own[h][i*m+j] += weight * a * b
			}
		}
	}
	for h := range own {
		m := len(s.absent)
		var total float64
		for i := range m {
			total += own[h][i*m+i]
		}
		for i, v := range own[h] {
			if total > 0 {
				to[h][i] += s.number[h] * v / total
			}
		}
	}
}

func dot(a, b []float64) float64 {
	var out float64
	for i, v := range a {
		out += v * b[i]
	}
	return out
}
