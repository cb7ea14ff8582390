package series

import "math"

// seasonalIndices is the classical decomposition by centred moving averages:
// mean deviation (or ratio) by calendar month, adjusted to sum to 0 (or to the
// period). y has no gaps and at least two periods. It reports false when a ratio
// would be zero or less.
func seasonalIndices(y []float64, period int, ratio bool) ([]float64, bool) {
	trend := centred(y, period)
	sum, n := make([]float64, period), make([]float64, period)
	for t, v := range trend {
		if math.IsNaN(v) {
			continue
		}
		d := y[t] - v
		if ratio {
			if v <= 0 {
				return nil, false
			}
			d = y[t] / v
		}
		sum[t%period] += d
		n[t%period]++
	}
	var total float64
	for j := range sum {
		sum[j] /= n[j]
		total += sum[j] / float64(period)
	}
	for j := range sum {
		if !ratio {
			sum[j] -= total
			continue
		}
		if sum[j] /= total; !(sum[j] > 1e-6) || math.IsInf(sum[j], 0) {
			return nil, false
		}
	}
	return sum, true
}

// centred is the moving average over a period, with half weights at the ends
// when the period is even; NaN where it does not reach.
func centred(y []float64, period int) []float64 {
	out := fill(len(y))
	half := period / 2
	for t := half; t+half < len(y); t++ {
		var sum float64
		for i := t - half; i <= t+half; i++ {
			w := 1.0
			if period%2 == 0 && (i == t-half || i == t+half) {
				w = 0.5
			}
			sum += w * y[i]
		}
		out[t] = sum / float64(period)
	}
	return out
}

// line is the least-squares line a + b·t, t = 0 … n − 1.
func line(y []float64) (a, b float64) {
	n := float64(len(y))
	var st, sy, stt, sty float64
	for t, v := range y {
		x := float64(t)
		st += x
		sy += v
		stt += x * x
		sty += x * v
	}
	if d := n*stt - st*st; d > 0 {
		b = (n*sty - st*sy) / d
	}
	return (sy - b*st) / n, b
}
