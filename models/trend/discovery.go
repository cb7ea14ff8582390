package trend

import (
	"fmt"
	"math"
	"slices"
)

// BenjaminiHochberg turns the P of many scopes into adjusted ones, in the same order:
// calling those at most q changed makes the expected share of false ones at most q
// if scopes are independent or positively dependent (Benjamini and Hochberg 1995).
//
//	q(i) = min_{j ≥ i} m p(j) / j        p sorted, m of them
//
// NaN, a scope that was not judged, stays NaN and does not count. P outside 0 to 1
// is an error.
func BenjaminiHochberg(p []float64) ([]float64, error) {
	var order []int
	out := make([]float64, len(p))
	for i, v := range p {
		out[i] = math.NaN()
		if v < 0 || v > 1 {
			return nil, fmt.Errorf("trend: P of %v in place %d is not between 0 and 1", v, i)
		}
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	lowest := 1.0
	for j := len(order) - 1; j >= 0; j-- {
		lowest = min(lowest, p[order[j]]*float64(len(order))/float64(j+1))
		out[order[j]] = lowest
	}
	return out, nil
}
