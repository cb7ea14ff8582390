package courses

import (
	"math"
	"math/rand/v2"
)

// onOff are counts of on and off in cells that are nested, each once for every
// band of time since first seen. A cell's probability is drawn together with that
// of the coarser cell it lies in; time multiplies the odds of a change, of
// starting when off and of stopping when on, alike in all cells:
//
//	odds(change | cell, time) = odds(change | cell) · r(on or off, time)
type onOff struct {
	parts  []int            // into how many cells each level parts a cell of the level above
	counts []table          // by level; the last is the finest
	isOn   func(c int) bool // whether the month before was on, by cell of the first level
	byTime table            // finest cells × time
	// Strengths of the prior of each level, which is the level above, by cell of
	// the first: what starts a care and what ends it differ in other ways.
	k                 [][]float64
	changes, expected [2 * numTimes]float64 // by off or on before, then time
	kTime             [2]float64
}

func newOnOff(isOn func(c int) bool, parts ...int) *onOff {
	o := &onOff{parts: parts, isOn: isOn}
	cells := 1
	for _, p := range parts {
		cells *= p
		o.counts = append(o.counts, newTable(cells, 2))
		o.k = append(o.k, make([]float64, parts[0]))
	}
	o.byTime = newTable(cells*numTimes, 2)
	return o
}

func (o *onOff) add(cell int, on bool, weight float64) {
	j := 0
	if on {
		j = 1
	}
	o.byTime.row(cell)[j] += weight
}

// base is the share of all months that are on, with one pseudo-month off.
func (o *onOff) base() []float64 {
	var n [2]float64
	for c := range o.counts[0].cells() {
		for j, v := range o.counts[0].row(c) {
			n[j] += v
		}
	}
	total := n[0] + n[1] + 1
	return []float64{(n[0] + 1) / total, n[1] / total}
}

// learn sums to the coarser levels and finds the strengths, coarse to fine, and
// then what time adds.
func (o *onOff) learn() {
	last := len(o.counts) - 1
	for c := range o.byTime.cells() {
		for j, v := range o.byTime.row(c) {
			o.counts[last].row(c / numTimes)[j] += v
		}
	}
	for l := last; l > 0; l-- {
		for c := range o.counts[l].cells() {
			for j, v := range o.counts[l].row(c) {
				o.counts[l-1].row(c / o.parts[l])[j] += v
			}
		}
	}
	above := table{2, o.base()}
	for l, t := range o.counts {
		prior := func(c int) []float64 { return above.row(c / o.parts[l]) }
		size := t.cells() / o.parts[0]
		for first := range o.k[l] {
			from, to := first*size, (first+1)*size
			if l == 0 {
				from, to = 0, t.cells()
			}
			o.k[l][first] = strength(t, from, to, prior)
		}
		above = o.level(l, above, nil)
	}
	o.learnTime(above)
}

// learnTime compares the changes of each time with those expected of the cells.
func (o *onOff) learnTime(cells table) {
	for c := range o.byTime.cells() {
		n, before, j := o.byTime.row(c), o.before(c/numTimes), c%numTimes
		change := 1 - before // the column of a change
		o.changes[before*numTimes+j] += n[change]
		o.expected[before*numTimes+j] += (n[0] + n[1]) * cells.row(c / numTimes)[change]
	}
	for before := range 2 {
		from, to := before*numTimes, (before+1)*numTimes
		o.kTime[before] = gammaStrength(o.changes[from:to], o.expected[from:to])
	}
}

// before is 1 for the finest cells that were on the month before, else 0.
func (o *onOff) before(cell int) int {
	last := len(o.counts) - 1
	if o.isOn(cell / (o.counts[last].cells() / o.parts[0])) {
		return 1
	}
	return 0
}

func (o *onOff) level(l int, above table, rng *rand.Rand) table {
	out := newTable(o.counts[l].cells(), 2)
	size := out.cells() / o.parts[0]
	for c := range out.cells() {
		posterior(out.row(c), o.counts[l].row(c), above.row(c/o.parts[l]), o.k[l][c/size], rng)
	}
	return out
}

// probabilities writes P(on) of the finest cells and times: posterior means, or
// a draw through all levels.
func (o *onOff) probabilities(dst []float32, rng *rand.Rand) {
	above := table{2, o.base()}
	for l := range o.counts {
		above = o.level(l, above, rng)
	}
	var ratio [2 * numTimes]float64
	for i := range ratio {
		ratio[i] = posteriorRatio(o.changes[i], o.expected[i], o.kTime[i/numTimes], rng)
	}
	for c := range above.cells() {
		p, before := above.row(c), o.before(c)
		for j := range numTimes {
			change := ratio[before*numTimes+j] * p[1-before]
			on := change / max(change+p[before], math.SmallestNonzeroFloat64)
			if before == 1 {
				on = 1 - on
			}
			dst[c*numTimes+j] = float32(on)
		}
	}
}
