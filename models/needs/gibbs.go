package needs

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

const warmUp = 200 // sweeps thrown away; the chain starts at the mode

// draw calls use with draws of N(A⁻¹b, A⁻¹) cut to x ≥ 0, by Gibbs sampling
// (Geweke 1991): increments turned into cells, then multipliers. use must not
// keep its argument.
func (s *bounds) draw(x []float64, draws int, seed uint64, use func([]float64)) {
	rng := rand.New(rand.NewPCG(seed, 0x6e65656473))
	n := len(s.b)
	z, slope, out := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		z[i] = x[i] * s.scale[i]
	}
	raw := s.a.RawSymmetric()
	full := make([]float64, n*n)
	for i := range n {
		for j := i; j < n; j++ {
			full[i*n+j] = raw.Data[i*raw.Stride+j]
			full[j*n+i] = full[i*n+j]
		}
	}
	for i := range n {
		slope[i] = s.b[i]
		for j, v := range z {
			slope[i] -= full[i*n+j] * v
		}
	}
	for sweep := range warmUp + draws {
		for i := range n {
			// The diagonal is 1: the conditional is N(z_i + slope_i, 1) above 0.
			v := aboveZero(z[i]+slope[i], rng)
			move := v - z[i]
			z[i] = v
			for j, a := range full[i*n : (i+1)*n] {
				slope[j] -= a * move
			}
		}
		if sweep >= warmUp {
			for i := range n {
				out[i] = z[i] / s.scale[i]
			}
			s.l.toCells(out)
			use(out)
		}
	}
}

// aboveZero draws N(mean, 1) given that it is above 0: by inversion, and in the
// far tail by Robert's (1995) exponential rejection.
func aboveZero(mean float64, rng *rand.Rand) float64 {
	const far = -5 // where inversion begins to lose digits
	if mean > far {
		below := distuv.UnitNormal.CDF(-mean)
		u := below + (1-below)*rng.Float64()
		if x := mean + distuv.UnitNormal.Quantile(min(u, 1-1e-16)); x > 0 {
			return x
		}
		return 0
	}
	a := -mean
	rate := (a + math.Sqrt(a*a+4)) / 2
	for {
		x := a + rng.ExpFloat64()/rate
		if rng.Float64() <= math.Exp(-(x-rate)*(x-rate)/2) {
			return x - a
		}
	}
}
