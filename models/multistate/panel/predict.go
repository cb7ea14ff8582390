package panel

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Every method takes covariates as they were in the sample, one value each; nil
// stands for their means. All panic when their number is wrong.

// shift is covariates minus means.
func (m *Model) shift(x []float64) []float64 {
	out := make([]float64, len(m.Mean))
	if x == nil {
		return out
	}
	if len(x) != len(m.Mean) {
		panic(panicWidth)
	}
	for j, v := range x {
		out[j] = v - m.Mean[j]
	}
	return out
}

// rate is the intensity of transition k.
func (m *Model) rate(k int, shift []float64) float64 {
	eta := m.LogIntensity[k]
	for j, v := range shift {
		eta += m.Effects[j][k] * v
	}
	return math.Exp(eta)
}

// Intensities is Q, per unit of time: rows sum to 0.
func (m *Model) Intensities(x []float64) *mat.Dense {
	q := mat.NewDense(m.States, m.States, nil)
	shift := m.shift(x)
	for k, t := range m.Transitions {
		rate := m.rate(k, shift)
		q.Set(t.From, t.To, rate)
		increase(q, t.From, t.From, -rate)
	}
	return q
}

// Intensity is one intensity with a confidence interval, which is symmetric on the
// log scale. It panics for a transition that the model does not have.
func (m *Model) Intensity(from, to int, x []float64, level float64) (rate, low, high float64) {
	if !(level > 0 && level < 1) {
		panic(panicLevel)
	}
	shift := m.shift(x)
	for k, t := range m.Transitions {
		if t.From != from || t.To != to {
			continue
		}
		slope := make([]float64, m.Covariance.SymmetricDim())
		m.addSlope(slope, k, shift, 1)
		rate = m.rate(k, shift)
		width := math.Exp(math.Sqrt2 * math.Erfinv(level) * m.spread(slope))
		return rate, rate / width, rate * width
	}
	panic(panicState)
}

// addSlope adds v times the derivative of log q of transition k by the parameters.
func (m *Model) addSlope(slope []float64, k int, shift []float64, v float64) {
	slope[k] += v
	for j, d := range shift {
		slope[(j+1)*len(m.Transitions)+k] += v * d
	}
}

// spread is the standard error of a quantity with this slope.
func (m *Model) spread(slope []float64) float64 {
	v := mat.NewVecDense(len(slope), slope)
	return math.Sqrt(max(0, mat.Inner(v, m.Covariance, v)))
}

// Transition is P(t): row r holds the probabilities of the states after time
// t ≥ 0 of somebody in state r now. It panics for a negative time.
func (m *Model) Transition(t float64, x []float64) *mat.Dense {
	if !(t >= 0) {
		panic(panicTime)
	}
	return exponential(m.Intensities(x), t)
}

// TransitionSE holds the standard errors of [Model.Transition], delta method.
func (m *Model) TransitionSE(t float64, x []float64) *mat.Dense {
	if !(t >= 0) {
		panic(panicTime)
	}
	q, shift := m.Intensities(x), m.shift(x)
	slopes := make([]*mat.Dense, len(m.Transitions)) // of P by log q
	for k, way := range m.Transitions {
		e := mat.NewDense(m.States, m.States, nil)
		e.Set(way.From, way.To, q.At(way.From, way.To))
		e.Set(way.From, way.From, -q.At(way.From, way.To))
		slopes[k] = frechet(q, e, t)
	}
	out := mat.NewDense(m.States, m.States, nil)
	slope := make([]float64, m.Covariance.SymmetricDim())
	for r := range m.States {
		for c := range m.States {
			clear(slope)
			for k, d := range slopes {
				m.addSlope(slope, k, shift, d.At(r, c))
			}
			out.Set(r, c, m.spread(slope))
		}
	}
	return out
}

// Sojourn is the mean time of one stay in each state with its standard error,
// +Inf and 0 for a state that is never left.
func (m *Model) Sojourn(x []float64) (mean, se []float64) {
	q, shift := m.Intensities(x), m.shift(x)
	mean, se = make([]float64, m.States), make([]float64, m.States)
	for r := range mean {
		out := -q.At(r, r)
		if out == 0 {
			mean[r] = math.Inf(1)
			continue
		}
		mean[r] = 1 / out
		slope := make([]float64, m.Covariance.SymmetricDim())
		for k, t := range m.Transitions {
			if t.From == r {
				m.addSlope(slope, k, shift, q.At(t.From, t.To)/(out*out))
			}
		}
		se[r] = m.spread(slope)
	}
	return mean, se
}

// Occupancy is the expected time in each state (column) until t ≥ 0 of somebody
// in a state (row) now, ∫₀ᵗ P(u) du: rows sum to t. It panics for a negative time.
func (m *Model) Occupancy(t float64, x []float64) *mat.Dense {
	if !(t >= 0) {
		panic(panicTime)
	}
	n := m.States
	q := m.Intensities(x)
	block := mat.NewDense(2*n, 2*n, nil) // its exponential has the integral at the upper right
	for r := range n {
		block.Set(r, n+r, t)
		for c := range n {
			block.Set(r, c, t*q.At(r, c))
		}
	}
	var exp mat.Dense
	exp.Exp(block)
	return mat.DenseCopyOf(exp.Slice(0, n, n, 2*n))
}
