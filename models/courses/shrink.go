package courses

import (
	"math"
	"math/rand/v2"
)

// shrinkGrid are the prior strengths κ (pseudo-observations) tried by empirical
// Bayes: half decades, wide enough that the ends mean "ignore the coarse cell"
// and "ignore the fine cell".
var shrinkGrid = [...]float64{1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000} //nolint:gochecknoglobals // a constant table

// table holds counts of outcomes (columns) in cells (rows).
type table struct {
	width int
	n     []float64
}

func newTable(cells, width int) table { return table{width, make([]float64, cells*width)} }

func (t table) row(c int) []float64 { return t.n[c*t.width : (c+1)*t.width] }

func (t table) cells() int { return len(t.n) / t.width }

// evidence is the log marginal likelihood of counts n under Dirichlet(κ·prior),
// without the terms that do not depend on κ (Minka 2000).
func evidence(n, prior []float64, kappa float64) float64 {
	var total, sum float64
	for j, c := range n {
		if c <= 0 {
			continue
		}
		total += c
		a := kappa*prior[j] + 1e-12
		g1, _ := math.Lgamma(a + c)
		g0, _ := math.Lgamma(a)
		sum += g1 - g0
	}
	if total == 0 {
		return 0
	}
	g0, _ := math.Lgamma(kappa)
	g1, _ := math.Lgamma(kappa + total)
	return sum + g0 - g1
}

// strength returns the κ of greatest evidence over the cells from … to−1; the
// largest of equals.
func strength(t table, from, to int, prior func(c int) []float64) float64 {
	best, at := math.Inf(-1), shrinkGrid[0]
	for _, kappa := range shrinkGrid {
		var sum float64
		for c := from; c < to; c++ {
			sum += evidence(t.row(c), prior(c), kappa)
		}
		if sum >= best {
			best, at = sum, kappa
		}
	}
	return at
}

// posterior writes the mean of Dirichlet(κ·prior + n) to dst, or one draw of it
// when rng is given. A cell never seen is as the coarser one: that it may differ
// is left out, for next to nobody is in it.
func posterior(dst, n, prior []float64, kappa float64, rng *rand.Rand) {
	if isZero(n) {
		copy(dst, prior)
		return
	}
	var total float64
	for j := range dst {
		dst[j] = kappa*prior[j] + n[j]
		if rng != nil {
			dst[j] = gamma(rng, dst[j])
		}
		total += dst[j]
	}
	if total <= 0 { // every gamma underflowed: the prior stands
		copy(dst, prior)
		return
	}
	for j := range dst {
		dst[j] /= total
	}
}

func isZero(n []float64) bool {
	for _, v := range n {
		if v != 0 {
			return false
		}
	}
	return true
}
