package series

import "math"

// loess smooths values that are one apart, by locally weighted regression with
// tricube weights over the window nearest points (Cleveland et al. 1990, section
// 2). It is evaluated at positions from … to, which may lie one outside the
// values. weight are robustness weights or nil.
func loess(y, weight []float64, window, degree, from, to int) []float64 {
	out := make([]float64, to-from+1)
	for i := range out {
		at := from + i
		v, ok := loessAt(y, weight, window, degree, at)
		if !ok { // all weights are zero: stay with the value, or its nearest
			v = y[min(max(at, 0), len(y)-1)]
		}
		out[i] = v
	}
	return out
}

func loessAt(y, weight []float64, window, degree, at int) (float64, bool) {
	n := len(y)
	q := min(window, n)
	left := min(max(at-(q-1)/2, 0), n-q)
	right := left + q - 1
	reach := float64(max(at-left, right-at))
	if window > n { // as Cleveland et al. widen the bandwidth
		reach += float64((window - n) / 2)
	}
	var sw, swx, swxx, swy, swxy float64
	for j := left; j <= right; j++ {
		r := math.Abs(float64(j - at))
		if r > 0.999*reach && reach > 0 {
			continue
		}
		w := 1.0
		if r > 0.001*reach {
			u := r / reach
			u = 1 - u*u*u
			w = u * u * u
		}
		if weight != nil {
			w *= weight[j]
		}
		x := float64(j - at)
		sw += w
		swx += w * x
		swxx += w * x * x
		swy += w * y[j]
		swxy += w * x * y[j]
	}
	if sw <= 0 {
		return 0, false
	}
	mean := swy / sw
	if degree == 0 {
		return mean, true
	}
	centre := swx / sw
	spread := swxx/sw - centre*centre
	if math.Sqrt(max(spread, 0)) <= 0.001*float64(n-1) {
		return mean, true
	}
	slope := (swxy/sw - centre*mean) / spread
	return mean - slope*centre, true
}

// movingAverage is the mean of each window values: len(y) − window + 1 of them.
func movingAverage(y []float64, window int) []float64 {
	out := make([]float64, len(y)-window+1)
	var sum float64
	for i, v := range y {
		sum += v
		if i >= window {
			sum -= y[i-window]
		}
		if i >= window-1 {
			out[i-window+1] = sum / float64(window)
		}
	}
	return out
}
