package fairness

import "math"

// sums are weighted sums of a group.
type sums struct {
	came, expected   float64 // Σ w y and Σ w p
	events, others   float64 // weight of rows with and without the outcome
	found            float64 // weight of rows with the outcome among the first
	aboveOwn         float64 // pairs within the group: the one with the outcome has the higher estimate
	aboveAny         float64 // the group's rows with the outcome above anybody's without
	anyAbove         float64 // anybody's rows with the outcome above the group's without
	eventsSeen       float64
	eventsTie, other float64 // within the current run of equal estimates
}

// measure gives the value of each finding under weights w of the rows: the
// logarithm of the ratio, and the gaps. What cannot be told is NaN.
func (e *evaluation) measure(w []float64, scratch []sums, out []float64) {
	found := e.found(w)
	at := 0
	for _, s := range e.sides {
		groups := scratch[:len(s.values)]
		clear(groups)
		all := e.sum(w, found, s, groups)
		for g := range groups {
			at += e.put(out[at:], groups[g], all)
		}
	}
}

// found is, by row, which part of it is among the first: 1, 0, or the same part of
// all rows whose estimate is the one at which the list ends.
func (e *evaluation) found(w []float64) []float64 {
	if e.o.IsAmount {
		return nil
	}
	out, left := make([]float64, len(w)), 0.0
	for _, weight := range w {
		left += weight
	}
	left *= e.o.TopShare
	for k := 0; k+1 < len(e.tie) && left > 0; k++ {
		var weight float64
		for i := e.tie[k]; i < e.tie[k+1]; i++ {
			weight += w[i]
		}
		part := 1.0
		if weight > left {
			part = left / weight
		}
		for i := e.tie[k]; i < e.tie[k+1]; i++ {
			out[i] = part
		}
		left -= weight
	}
	return out
}

// sum adds up a grouping: each group, and all groups.
func (e *evaluation) sum(w, found []float64, s side, groups []sums) (all sums) {
	for i, g := range s.of {
		if g < 0 || w[i] == 0 {
			continue
		}
		a := &groups[g]
		a.came += w[i] * e.y[i]
		a.expected += w[i] * e.p[i]
		all.came += w[i] * e.y[i]
		all.expected += w[i] * e.p[i]
		if found == nil {
			continue
		}
		a.events += w[i] * e.y[i]
		a.others += w[i] * (1 - e.y[i])
		a.found += w[i] * e.y[i] * found[i]
		all.events += w[i] * e.y[i]
		all.others += w[i] * (1 - e.y[i])
		all.found += w[i] * e.y[i] * found[i]
	}
	if found != nil {
		e.pairs(w, s, groups, &all)
	}
	return all
}

// pairs counts, in descending order of the estimates, how often the one with the
// outcome stands above the one without; halves where they are equal.
func (e *evaluation) pairs(w []float64, s side, groups []sums, all *sums) {
	var othersSeen float64
	for k := 0; k+1 < len(e.tie); k++ {
		from, to := e.tie[k], e.tie[k+1]
		all.eventsTie, all.other = 0, 0
		for i := from; i < to; i++ {
			if g := s.of[i]; g >= 0 {
				groups[g].eventsTie += w[i] * e.y[i]
				all.eventsTie += w[i] * e.y[i]
				all.other += w[i] * (1 - e.y[i])
			}
		}
		for i := from; i < to; i++ {
			g := s.of[i]
			if g < 0 || w[i] == 0 {
				continue
			}
			a := &groups[g]
			if e.y[i] == 1 {
				a.aboveAny += w[i] * (all.others - othersSeen - all.other/2)
				continue
			}
			a.aboveOwn += w[i] * (a.eventsSeen + a.eventsTie/2)
			a.anyAbove += w[i] * (all.eventsSeen + all.eventsTie/2)
			all.aboveOwn += w[i] * (all.eventsSeen + all.eventsTie/2)
		}
		for i := from; i < to; i++ {
			if g := s.of[i]; g >= 0 {
				groups[g].eventsSeen += w[i] * e.y[i]
				groups[g].eventsTie = 0
			}
		}
		all.eventsSeen += all.eventsTie
		othersSeen += all.other
	}
}

// put writes the measures of a group against the others, and says how many.
func (e *evaluation) put(out []float64, g, all sums) int {
	out[0] = logOf(g.came/g.expected) - logOf((all.came-g.came)/(all.expected-g.expected))
	if e.o.IsAmount {
		return 1
	}
	events, others := all.events-g.events, all.others-g.others
	// Pairs among the others: all, without those in which either is the group's.
	rest := all.aboveOwn - g.aboveAny - g.anyAbove + g.aboveOwn
	out[1] = finite(g.aboveOwn/(g.events*g.others) - rest/(events*others))
	out[2] = finite((all.found-g.found)/events - g.found/g.events)
	return 3
}

// logOf is the logarithm, NaN where there is none.
func logOf(x float64) float64 { return finite(math.Log(x)) }

func finite(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}
