package blend

import (
	"math"
	"slices"
)

// errorAt is the scaled error of one forecast of a group.
type errorAt struct {
	series          string
	origin, horizon int
	value           float64 // over the scale
	weight          float64 // by recency
}

// effective is the number of independent errors by horizon − 1 behind errors that
// are ordered by series: origins that do not overlap, times the series that the
// errors are worth given how alike the series err, less what uneven weights cost
// (Kish 1965, (Σ w)²/(n Σ w²)).
func effective(errs []errorAt, horizons int) []float64 {
	origins, rows := make([][]int, horizons), make([]float64, horizons)
	sum, squares := make([]float64, horizons), make([]float64, horizons)
	for _, e := range errs {
		origins[e.horizon-1] = append(origins[e.horizon-1], e.origin)
		rows[e.horizon-1]++
		sum[e.horizon-1] += e.weight
		squares[e.horizon-1] += e.weight * e.weight
	}
	likeness := alike(errs)
	out := make([]float64, horizons)
	for h := range out {
		o := origins[h]
		if len(o) == 0 {
			continue
		}
		slices.Sort(o)
		o = slices.Compact(o)
		span := float64(o[len(o)-1]-o[0])/float64(h+1) + 1
		series := rows[h] / float64(len(o))
		even := sum[h] * sum[h] / (rows[h] * squares[h])
		out[h] = even * min(float64(len(o)), span) * series / (1 + (series-1)*likeness)
	}
	return out
}

// assumedOrigins is what an assumption on how alike series err weighs; chosen.
const assumedOrigins = 4.

// alike is the squared correlation between the errors of two series at the same
// origin and horizon, around zero: losses are about as alike as the squares of
// errors. One half is assumed with the weight of assumedOrigins; without two series
// it is 1, so that nothing is gained by counting them.
func alike(errs []errorAt) float64 {
	type key struct{ origin, horizon int }
	type sums struct{ sum, squares, n float64 }
	at := make(map[key]int)
	origins := make(map[int]bool)
	var all []sums // in order of first appearance: sums do not depend on the map's order
	for _, e := range errs {
		k := key{e.origin, e.horizon}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, sums{})
		}
		origins[e.origin] = true
		all[i].sum += e.value
		all[i].squares += e.value * e.value
		all[i].n++
	}
	var cross, own float64
	for _, s := range all {
		cross += s.sum*s.sum - s.squares
		own += (s.n - 1) * s.squares
	}
	if !(own > 0) {
		return 1
	}
	r := min(max(cross/own, 0), 1)
	n := float64(len(origins))
	return (n*r*r + assumedOrigins/2) / (n + assumedOrigins)
}

// spread gives each horizon the most that it or a near one has, less the farther
// away that is.
func (o Options) spread(n []float64) []float64 {
	out := make([]float64, len(n))
	for h := range n {
		for other, v := range n {
			out[h] = max(out[h], v*o.nearness(h+1, other+1))
		}
	}
	return out
}

// maxHorizon is the largest horizon of the rows.
func maxHorizon(rows []Outcome) int {
	out := 0
	for _, o := range rows {
		out = max(out, o.Horizon)
	}
	return out
}

// finite replaces what is not a number by 0.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}
