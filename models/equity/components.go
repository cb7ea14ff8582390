package equity

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	profileDone  = 3e-3 // of √(rise of −2ℓ) at the end of an interval
	widest       = 100. // largest ratio looked at: beyond, the data say nothing
	profileSteps = 40
	shareDraws   = 4000
)

// profiles finds, for each ratio, where −2ℓ with the others at their best
// exceeds its least by the χ²₁ quantile.
func (f *fitting) profiles() error {
	rise := distuv.ChiSquared{K: 1}.Quantile(f.o.Level)
	for k := range nRatios {
		if !f.active[k] {
			continue
		}
		for side := range 2 {
			end, err := f.profileEnd(k, side == 1, rise)
			if err != nil {
				return err
			}
			f.ends[k][side] = end
		}
	}
	return nil
}

// profileEnd is one end: bracketed by growing steps, then the secant kept inside
// the bracket (Illinois). The curve is close to a parabola, so its square root is
// what is interpolated.
func (f *fitting) profileEnd(k int, up bool, rise float64) (float64, error) {
	var held [nRatios]bool
	for j := range held {
		held[j] = j == k || !f.active[j]
	}
	at := f.best.theta
	over := func(x float64) (float64, error) {
		start := at
		start[k] = x
		s, err := f.r.minimise(start, held)
		if err != nil {
			return 0, err
		}
		at = s.theta
		return math.Sqrt(max(0, s.minus-f.best.minus)) - math.Sqrt(rise), nil
	}
	best := f.best.theta[k]
	inside, outside, fi := best, 0.0, -math.Sqrt(rise)
	var fo float64
	var err error
	if !up {
		if best == 0 {
			return 0, nil
		}
		if fo, err = over(0); err != nil || fo <= 0 {
			return 0, err
		}
	} else {
		outside = 1.5*best + 0.02
		for fo, err = over(outside); err == nil && fo < 0 && outside < widest; fo, err = over(outside) {
			inside, fi = outside, fo
			outside *= 2
		}
		if err != nil || fo < 0 {
			return outside, err
		}
	}
	for range profileSteps {
		x := inside + (outside-inside)*fi/(fi-fo)
		fx, err := over(x)
		if err != nil {
			return 0, err
		}
		if math.Abs(fx) < profileDone || math.Abs(outside-inside) < 1e-6 {
			return x, nil
		}
		if fx < 0 {
			inside, fi = x, fx
			fo /= 2
		} else {
			outside, fo = x, fx
			fi /= 2
		}
	}
	return inside, nil
}

// components turns ratios into variances and shares.
func (f *fitting) components(m *Model) {
	sigma2 := f.r.sigma2(f.best)
	z := distuv.UnitNormal.Quantile((1 + f.o.Level) / 2)
	need, fixed := f.explained()
	m.Components = []Component{
		sampled("need", need, m.Clients, z),
		sampled("fixed", fixed, m.Clients, z),
	}
	for k, name := range [nRatios]string{"area", "officer", "client"} {
		if f.active[k] {
			t, e := f.best.theta[k], f.ends[k]
			m.Components = append(m.Components, Component{Name: name, Variance: t * t * sigma2, Low: e[0] * e[0] * sigma2, High: e[1] * e[1] * sigma2})
		} else {
			m.Components = append(m.Components, Component{Name: name})
		}
	}
	// Decisions left after the effects of areas, officers and clients.
	freedom := float64(m.Decisions - f.d.fixed)
	if f.best.theta[clientRatio] > 0 {
		freedom = max(1, float64(m.Decisions-m.Clients))
	}
	m.Components = append(m.Components, sampled("residual", sigma2, int(freedom)+1, z))
	f.shares(m.Components)
}

// sampled is a variance whose logarithm has the standard error √(2/(n−1)).
func sampled(name string, variance float64, n int, z float64) Component {
	e := math.Exp(z * math.Sqrt(2/max(float64(n-1), 1)))
	return Component{Name: name, Variance: variance, Low: variance / e, High: variance * e}
}

// explained are the variances over decisions of what need and the fixed effects
// give.
func (f *fitting) explained() (need, fixed float64) {
	d := f.d
	slope := 1.0
	if d.slope {
		slope = f.best.b.AtVec(1)
	}
	var needs, effects, v []float64
	var at []int
	for _, i := range d.rows {
		at, v = d.row(at[:0], v[:0], i)
		needs = append(needs, slope*math.Log(d.s.Decisions[i].Expected))
		var sum float64
		for j, column := range at {
			if column > 0 && column < d.fixed && (!d.slope || column > 1) {
				sum += v[j] * f.best.b.AtVec(column)
			}
		}
		effects = append(effects, sum)
	}
	return stat.PopVariance(needs, nil), stat.PopVariance(effects, nil)
}

// shares of the sum, with intervals by simulation: each standard deviation from
// its own interval as a normal with a left and a right half, cut at 0.
func (f *fitting) shares(c []Component) {
	var total float64
	for i := range c {
		total += c[i].Variance
	}
	rng := rand.New(rand.NewPCG(f.o.Seed, 0x736861726573))
	z := distuv.UnitNormal.Quantile((1 + f.o.Level) / 2)
	draws := make([][]float64, len(c))
	for range shareDraws {
		var sum float64
		for i := range c {
			sd, x := math.Sqrt(c[i].Variance), rng.NormFloat64()
			half := math.Sqrt(c[i].High) - sd
			if x < 0 {
				half = sd - math.Sqrt(c[i].Low)
			}
			sd = max(0, sd+x/z*half)
			draws[i] = append(draws[i], sd*sd)
			sum += sd * sd
		}
		for i := range c {
			draws[i][len(draws[i])-1] /= sum
		}
	}
	tail := (1 - f.o.Level) / 2
	for i := range c {
		slices.Sort(draws[i])
		c[i].Share = c[i].Variance / total
		c[i].ShareLow = min(quantile(draws[i], tail), c[i].Share)
		c[i].ShareHigh = max(quantile(draws[i], 1-tail), c[i].Share)
	}
}

// quantile of sorted values, linear between them.
func quantile(x []float64, p float64) float64 {
	at := p * float64(len(x)-1)
	i := min(int(at), len(x)-2)
	return x[i] + (at-float64(i))*(x[i+1]-x[i])
}
