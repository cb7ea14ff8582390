package series

import "math"

// decomposeScaled splits the values, or their logarithms if all are positive and
// that makes them likelier.
func decomposeScaled(y []float64, o STLOptions) (d Decomposition, logs bool) {
	d = decompose(y, o)
	for _, v := range y {
		if v <= 0 {
			return d, false
		}
	}
	other := decompose(logarithms(y), o)
	if logLoss(y, other.Remainder, true) < logLoss(y, d.Remainder, false) {
		return other, true
	}
	return d, false
}

func logarithms(y []float64) []float64 {
	out := make([]float64, len(y))
	for t, v := range y {
		out[t] = math.Log(v)
	}
	return out
}

// logLoss is −2 log likelihood, without constants, of the values when the
// remainders of a decomposition, of the values or of their logarithms, are
// normal.
func logLoss(y, remainder []float64, logs bool) float64 {
	n := float64(len(y))
	loss := n * math.Log(squares(remainder)/n)
	if logs {
		for _, v := range y {
			loss += 2 * math.Log(v)
		}
	}
	return loss
}
