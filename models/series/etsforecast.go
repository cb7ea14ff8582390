package series

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// point is the forecast of the states without further errors, which for the
// models that are tried is the mean, or very close to it (multiplicative season
// with multiplicative errors).
func (f *etsFit) point(horizon int) []float64 {
	out := make([]float64, horizon)
	level, slope := f.last.level, f.last.slope
	for h := range out {
		slope *= f.phi
		level += slope
		out[h] = f.withSeason(level, f.months+h)
	}
	return out
}

func (f *etsFit) withSeason(q float64, month int) float64 {
	if f.model.season == none {
		return q
	}
	s := f.last.season[month%f.period]
	if f.model.season == multiplicative {
		return q * s
	}
	return q + s
}

// linear says that the analytic variance holds.
func (f *etsFit) linear() bool { return f.model.season != multiplicative }

// deviations are the standard deviations of a linear model by horizon − 1
// (Hyndman et al. 2008, tables 6.1 and 6.2):
//
//	additive errors:       v_h = σ² (1 + Σ_{j<h} c_j²)
//	multiplicative errors: v_h = (1 + σ²) θ_h − μ_h²,  θ_h = μ_h² + σ² Σ_{j<h} c_j² θ_{h−j}
//	c_j = α + β (φ + … + φ^j) + γ 1{m divides j}
func (f *etsFit) deviations(mu []float64) []float64 {
	out, c := make([]float64, len(mu)), make([]float64, len(mu))
	power, sum := 1.0, 0.0
	for j := 1; j < len(c); j++ {
		power *= f.phi
		sum += power
		c[j] = f.alpha + f.beta*sum
		if f.model.season != none && j%f.period == 0 {
			c[j] += f.gamma
		}
	}
	theta, total := make([]float64, len(mu)), 1.0
	for h := range mu {
		if f.model.err == additive {
			if h > 0 {
				total += c[h] * c[h]
			}
			out[h] = math.Sqrt(f.sigma2 * total)
			continue
		}
		theta[h] = mu[h] * mu[h]
		for j := 1; j <= h; j++ {
			theta[h] += f.sigma2 * c[j] * c[j] * theta[h-j]
		}
		out[h] = math.Sqrt(max(0, (1+f.sigma2)*theta[h]-mu[h]*mu[h]))
	}
	return out
}

// paths are sorted simulated values by horizon − 1. Errors are normal; a month
// that would be zero or less, which a multiplicative model rules out, is drawn
// at a millionth of its forecast instead.
func (f *etsFit) paths(horizon, draws int, seed uint64) [][]float64 {
	rng := rand.New(rand.NewPCG(seed, 11))
	sigma := math.Sqrt(f.sigma2)
	out := matrix(horizon, draws)
	g := filter{model: f.model, period: f.period, at: &place{smoothing: f.smoothing}}
	for d := range draws {
		g.last = etsState{f.last.level, f.last.slope, slices.Clone(f.last.season)}
		for h := range horizon {
			t := f.months + h
			q, s, forecast := g.ahead(t)
			if f.model.season == multiplicative && q <= 0 {
				break // a level that fell to zero stays there
			}
			e := sigma * rng.NormFloat64()
			if f.model.err == multiplicative {
				e = max(e, -1+1e-6) * forecast
			}
			out[h][d] = forecast + e
			g.update(t, q, s, e)
		}
	}
	for h := range out {
		slices.Sort(out[h])
	}
	return out
}

// forecast gives mean and quantiles, analytic for linear models and simulated
// for the others.
func (f *etsFit) forecast(horizon int, levels []float64, draws int, seed uint64) Forecast {
	out := newForecast(horizon, levels)
	out.Mean = f.point(horizon)
	if len(levels) == 0 {
		return out
	}
	if f.linear() {
		normalQuantiles(out, f.deviations(out.Mean), f.freedom)
		return out
	}
	paths := f.paths(horizon, draws, seed)
	for l, level := range levels {
		// The variance is estimated: what Student's distribution adds to the normal
		// one is added to the simulated distance from the median.
		widen := 1.0
		if level != 0.5 {
			widen = student(f.freedom, level) / distuv.UnitNormal.Quantile(level)
		}
		for h := range horizon {
			middle := quantile(paths[h], 0.5)
			out.Quantiles[l][h] = middle + widen*(quantile(paths[h], level)-middle)
		}
	}
	return out
}

// normalQuantiles fills the quantiles of normal forecasts whose variance has
// the given degrees of freedom.
func normalQuantiles(out Forecast, deviation []float64, freedom float64) {
	for l, level := range out.Levels {
		z := student(freedom, level)
		for h, m := range out.Mean {
			out.Quantiles[l][h] = m + z*deviation[h]
		}
	}
}

func student(freedom, level float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile(level)
}

// quantile of sorted values, linear between order statistics.
func quantile(sorted []float64, level float64) float64 {
	at := level * float64(len(sorted)-1)
	lo := int(at)
	hi := min(lo+1, len(sorted)-1)
	return sorted[lo] + (at-float64(lo))*(sorted[hi]-sorted[lo])
}
