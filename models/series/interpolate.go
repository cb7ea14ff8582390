package series

import "math"

// interpolate fills missing months between known ones: by a straight line, or
// for a series with a season by a straight line through the seasonally adjusted
// values with the season put back. The first and last value must be known.
func interpolate(y []float64, period int) []float64 {
	out := straight(y)
	if period <= 1 || !anyNaN(y) {
		return out
	}
	// The season is estimated from the straight fill first, which flattens it in
	// the months that are missing; the second round sees values that carry it.
	for range 2 {
		d := decompose(out, STLOptions{Period: period, Robust: true})
		adjusted := make([]float64, len(y))
		for t, v := range y {
			adjusted[t] = v - d.Seasonal[t]
		}
		for t, v := range straight(adjusted) {
			if math.IsNaN(y[t]) {
				out[t] = v + d.Seasonal[t]
			}
		}
	}
	return out
}

// straight fills NaN by straight lines between known neighbours.
func straight(y []float64) []float64 {
	out := make([]float64, len(y))
	last := 0
	for t, v := range y {
		if math.IsNaN(v) {
			continue
		}
		out[t] = v
		for i := last + 1; i < t; i++ {
			w := float64(i-last) / float64(t-last)
			out[i] = (1-w)*y[last] + w*v
		}
		last = t
	}
	return out
}

func anyNaN(y []float64) bool {
	for _, v := range y {
		if math.IsNaN(v) {
			return true
		}
	}
	return false
}
