package logistic

import "math"

// Contributions writes to dst what each feature of x adds to the log-odds of a
// row at the training mean, and returns dst. A nil dst is allocated. It panics
// when x has another length than the model has features.
func (m *Model) Contributions(dst, x []float64) []float64 {
	if dst == nil {
		dst = make([]float64, len(x))
	}
	if len(x) != len(m.Coefficients) || len(dst) != len(x) {
		panic(panicColumns)
	}
	for j, v := range x {
		dst[j] = m.contribution(j, v)
	}
	return dst
}

func (m *Model) contribution(j int, v float64) float64 {
	if m.Coefficients[j] == 0 {
		return 0
	}
	return m.Coefficients[j] * (v - m.Mean[j])
}

// LogOdds is Baseline plus the contributions of x, added in order.
func (m *Model) LogOdds(x []float64) float64 {
	if len(x) != len(m.Coefficients) {
		panic(panicColumns)
	}
	eta := m.Baseline
	for j, v := range x {
		eta += m.contribution(j, v)
	}
	return eta
}

// Probability is the probability of the event for a row x.
func (m *Model) Probability(x []float64) float64 { return Sigmoid(m.LogOdds(x)) }

// Predict returns the log-odds of every row of d, NaN where a feature with a
// coefficient is missing. It panics when d has another number of columns than
// the model.
func (m *Model) Predict(d Design, workers int) []float64 {
	n, p := d.Dims()
	if p != len(m.Coefficients) {
		panic(panicColumns)
	}
	eta := make([]float64, n)
	bounds := chunkBounds(n, blockRows)
	parallel(len(bounds)-1, workers, func(c int) {
		buf := make([]float64, blockRows)
		for lo := bounds[c]; lo < bounds[c+1]; lo += blockRows {
			out := eta[lo:min(lo+blockRows, bounds[c+1])]
			for i := range out {
				out[i] = m.Baseline
			}
			for j := range p {
				d.Column(buf[:len(out)], j, lo)
				for i := range out {
					out[i] += m.contribution(j, buf[i])
				}
			}
		}
	})
	return eta
}

// Probabilities turns log-odds into probabilities.
func Probabilities(logOdds []float64) []float64 {
	p := make([]float64, len(logOdds))
	for i, e := range logOdds {
		p[i] = Sigmoid(e)
	}
	return p
}

// LogOddsOf is log(p/(1−p)); 0 and 1 give infinities.
func LogOddsOf(p float64) float64 { return math.Log(p) - math.Log1p(-p) }
