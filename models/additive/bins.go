package additive

import (
	"math"
	"slices"
	"sort"
)

// binning maps the values of one feature to bins. Numeric: bins 0 … m−1 are
// intervals [from, to) in ascending order and bin m is 'missing'. Nominal: bins
// 0 … m−1 are levels, bin m is 'unknown' (rare levels and levels never seen),
// bin m+1 is 'missing'.
type binning struct {
	feature Feature
	cuts    []float64 // numeric: value v is in bin |{c : c ≤ v}|
	names   []string  // nominal: level of each bin
	byLevel []uint8   // nominal: bin of each index into feature.Levels
	m       int       // intervals or kept levels
	persons []int     // distinct persons per bin
	weight  []float64 // sum of case weights per bin
	pinned  []bool    // too few persons: the contribution is 0
}

// size is the number of bins.
func (b *binning) size() int {
	if b.feature.Nominal() {
		return b.m + 2
	}
	return b.m + 1
}

// missing is the bin of missing values.
func (b *binning) missing() int { return b.size() - 1 }

// of returns the bin of a value.
func (b *binning) of(v float64) int {
	if math.IsNaN(v) {
		return b.missing()
	}
	if b.feature.Nominal() {
		if v >= 0 && v < float64(len(b.byLevel)) && v == math.Trunc(v) {
			return int(b.byLevel[int(v)])
		}
		return b.m
	}
	lo, hi := 0, len(b.cuts)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if b.cuts[mid] <= v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// bounds returns the interval of a numeric bin, NaN for the missing bin.
func (b *binning) bounds(bin int) (from, to float64) {
	if b.feature.Nominal() || bin >= b.m {
		return math.NaN(), math.NaN()
	}
	from, to = math.Inf(-1), math.Inf(1)
	if bin > 0 {
		from = b.cuts[bin-1]
	}
	if bin < b.m-1 {
		to = b.cuts[bin]
	}
	return from, to
}

// remap renames the bins and returns the table from old to new names. Interval
// bins that share a name become one.
func (b *binning) mergeIntervals(join []bool) []uint8 {
	table := make([]uint8, b.size())
	var cuts []float64
	at := 0
	for bin := range b.m {
		if bin > 0 && !join[bin] {
			at++
			cuts = append(cuts, b.cuts[bin-1])
		}
		table[bin] = uint8(at)
	}
	table[b.missing()] = uint8(at + 1)
	b.cuts, b.m = cuts, at+1
	return table
}

// dropLevels moves the marked level bins into 'unknown' and returns the table
// from old to new bins.
func (b *binning) dropLevels(drop []bool) []uint8 {
	table := make([]uint8, b.size())
	var names []string
	for bin := range b.m {
		if !drop[bin] {
			table[bin] = uint8(len(names))
			names = append(names, b.names[bin])
		}
	}
	m := uint8(len(names))
	for bin := range b.m {
		if drop[bin] {
			table[bin] = m
		}
	}
	table[b.m], table[b.m+1] = m, m+1
	b.names, b.m = names, int(m)
	for i, bin := range b.byLevel {
		b.byLevel[i] = table[bin]
	}
	return table
}

// valueWeight is a value with its case weight.
type valueWeight struct{ value, weight float64 }

// quantileCuts places at most bins−1 cuts so that the bins have equal shares of
// weight and range, half each, as far as ties allow. A cut lies half way between two neighbouring values, or on the
// upper one where there is no number between; v ≥ cut decides, in any language
// with IEEE 754 doubles.
func quantileCuts(sample []valueWeight, bins int) []float64 {
	slices.SortFunc(sample, func(a, b valueWeight) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return 0
	})
	distinct := sample[:0:0]
	var left float64
	for _, s := range sample {
		left += s.weight
		if k := len(distinct); k > 0 && distinct[k-1].value == s.value {
			distinct[k-1].weight += s.weight
		} else {
			distinct = append(distinct, s)
		}
	}
	if len(distinct) <= bins {
		bins = len(distinct)
	} else {
		left = spread(distinct, left)
	}
	var cuts []float64
	var here float64
	for k := 0; k+1 < len(distinct) && len(cuts) < bins-1; k++ {
		here += distinct[k].weight
		toCome := len(distinct) - 1 - k
		open := bins - len(cuts) // bins not yet closed, this one included
		target := left / float64(open)
		// Close when the next value would overshoot by more than this one falls short.
		if toCome < open || here+distinct[k+1].weight/2 >= target {
			cuts = append(cuts, between(distinct[k].value, distinct[k+1].value))
			left -= here
			here = 0
		}
	}
	return cuts
}

// spread replaces half of each weight by the value's share of the range, the
// outermost rangeTail on each side left out: equal weight alone makes the outer
// intervals wide, where contributions change most, and equal width alone leaves
// them empty. It returns the new total.
func spread(distinct []valueWeight, total float64) float64 {
	below := 0.0
	lo, hi := distinct[0].value, distinct[len(distinct)-1].value
	for _, d := range distinct {
		if below < rangeTail*total {
			lo = d.value
		}
		if below < (1-rangeTail)*total {
			hi = d.value
		}
		below += d.weight
	}
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return total
	}
	sum, before := 0.0, lo
	for k := range distinct {
		d := &distinct[k]
		after := hi
		if k+1 < len(distinct) {
			after = distinct[k+1].value
		}
		here := d.value
		width := min(max(here/2+after/2, lo), hi) - min(max(before/2+here/2, lo), hi)
		d.weight = d.weight/total + max(width, 0)/(hi-lo)
		sum += d.weight
		before = here
	}
	return sum
}

// rangeTail is the share on each side whose spread does not count.
const rangeTail = 0.005

// between returns a number c with lo < c ≤ hi.
func between(lo, hi float64) float64 {
	c := lo/2 + hi/2
	if !(c > lo && c <= hi) || math.IsInf(c, 0) {
		return hi
	}
	return c
}

// newLevels keeps the levels with the most rows; the others are 'unknown'.
func newLevels(f Feature, rows []int, keep int) *binning {
	order := make([]int, 0, len(rows))
	for i, n := range rows {
		if n > 0 {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return rows[order[a]] > rows[order[b]] })
	order = order[:min(len(order), keep)]
	slices.Sort(order)
	b := &binning{feature: f, byLevel: make([]uint8, len(f.Levels)), m: len(order)}
	for i := range b.byLevel {
		b.byLevel[i] = uint8(b.m)
	}
	for bin, i := range order {
		b.byLevel[i] = uint8(bin)
		b.names = append(b.names, f.Levels[i])
	}
	return b
}
