package series

import (
	"math"
	"math/rand/v2"
	"testing"
)

// By hand: α = ½, level 10 before the first month; y = 10, 12, missing, 11. The
// forecasts are 10, 10, 11, 11 and the level after the last month is 11.
func TestFilterByHand(t *testing.T) {
	f := newFilter(simple(), []float64{10, 12, math.NaN(), 11}, 1)
	z := []float64{logit((0.5 - leastSmoothing) / (1 - 2*leastSmoothing)), 10}
	e := make([]float64, 4)
	if !f.run(z, e, nil) {
		t.Fatal("out of bounds")
	}
	for i, want := range []float64{10, 10, 11, 11} {
		if math.Abs(f.fitted[i]-want) > 1e-12 {
			t.Errorf("month %d: forecast %v, want %v", i+1, f.fitted[i], want)
		}
	}
	if math.Abs(f.last.level-11) > 1e-12 || e[2] != 0 {
		t.Errorf("level %v, want 11; error of the missing month %v", f.last.level, e[2])
	}
}

// The derivatives of the residuals against differences, for every model, with a
// missing month.
func TestFilterDerivatives(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	y := make([]float64, 30)
	for i := range y {
		y[i] = 1 + 0.3*math.Sin(float64(i)*math.Pi/2) + 0.1*rng.NormFloat64()
	}
	y[7] = math.NaN()
	for _, model := range admissible(true, true) {
		f := newFilter(model, y, 4)
		z := f.at.start(0.3, 0.2, 0.9, firstState(straight(y), model, f.period))
		run := func(r []float64, j [][]float64) {
			if !f.run(z, r, j) {
				t.Fatal(model, "out of bounds")
			}
			f.residuals(r, j)
		}
		j := matrix(len(y), len(z))
		run(make([]float64, len(y)), j)
		for k := range z {
			const step = 1e-6
			up, down := make([]float64, len(y)), make([]float64, len(y))
			z[k] += step
			run(up, nil)
			z[k] -= 2 * step
			run(down, nil)
			z[k] += step
			for i := range y {
				if want := (up[i] - down[i]) / (2 * step); math.Abs(j[i][k]-want) > 1e-6*(1+math.Abs(want)) {
					t.Fatalf("%v: derivative of residual %d by parameter %d is %v, want %v", model, i, k, j[i][k], want)
				}
			}
		}
	}
}

// simulateETS draws a series with known parameters.
func simulateETS(f *etsFit, months int, seed uint64) []float64 {
	out := make([]float64, 0, months)
	for _, v := range f.paths(months, 1, seed) {
		out = append(out, v[0])
	}
	return out
}

func season(ratio bool) []float64 {
	out := make([]float64, 12)
	for j := range out {
		out[j] = 0.2 * math.Sin(2*math.Pi*float64(j)/12)
		if ratio {
			out[j]++
		} else {
			out[j] *= 100
		}
	}
	return out
}

// Parameters of simulated series come back. Sixty years leave a standard error
// of about 0.03 for α.
func TestETSRecoversParameters(t *testing.T) {
	for _, c := range []struct {
		model string
		truth etsFit
	}{
		{"ANN", etsFit{model: etsModel{additive, none, none}, period: 1, smoothing: smoothing{alpha: 0.3, phi: 1}, sigma2: 25}},
		{"AAA", etsFit{model: etsModel{additive, additive, additive}, period: 12, smoothing: smoothing{0.4, 0.05, 0.2, 1}, sigma2: 25}},
		{"MAdM", etsFit{model: etsModel{multiplicative, damped, multiplicative}, period: 12, smoothing: smoothing{0.4, 0.05, 0.2, 0.9}, sigma2: 0.0009}},
	} {
		c.truth.last = etsState{level: 100, slope: 0, season: season(c.truth.model.season == multiplicative)[:c.truth.period]}
		y := simulateETS(&c.truth, 720, 7)
		h, err := newHistory(y, 12)
		if err != nil {
			t.Fatal(err)
		}
		got := fitETS(h, c.truth.model)
		t.Logf("%s: %.3f, true %.3f; variance %.4g, true %.4g", c.model, got.smoothing, c.truth.smoothing, got.sigma2, c.truth.sigma2)
		if got.model.String() != c.model || math.Abs(got.alpha-c.truth.alpha) > 0.1 || math.Abs(got.beta-c.truth.beta) > 0.05 ||
			math.Abs(got.gamma-c.truth.gamma) > 0.1 || math.Abs(got.sigma2/c.truth.sigma2-1) > 0.15 {
			t.Errorf("%s: %+v, true %+v", c.model, got.smoothing, c.truth.smoothing)
		}
	}
}

// A season that grows with the level is told from one that does not.
func TestAICcFindsTheKindOfSeason(t *testing.T) {
	for _, c := range []component{additive, multiplicative} {
		truth := etsFit{model: etsModel{multiplicative, additive, c}, period: 12, smoothing: smoothing{0.2, 0.001, 0.05, 1}, sigma2: 0.0009}
		truth.last = etsState{level: 100, slope: 3, season: season(c == multiplicative)}
		h, err := newHistory(simulateETS(&truth, 144, 3), 12)
		if err != nil {
			t.Fatal(err)
		}
		if got := autoETS(h, true)[0].model; got.season != c || got.trend == none {
			t.Errorf("ETS(%v) for data of ETS(%v)", got, truth.model)
		}
	}
}

// The analytic standard deviations are those of simulated paths. With 20,000
// paths the standard error of a ratio is 0.5 %.
func TestAnalyticVariance(t *testing.T) {
	for _, model := range admissible(true, true) {
		if model.season == multiplicative {
			continue
		}
		f := &etsFit{model: model, period: 12, smoothing: smoothing{alpha: 0.4, phi: 1}, sigma2: 25, last: etsState{level: 200, season: season(false)}}
		if model.err == multiplicative {
			f.sigma2 = 0.0025
		}
		if model.trend != none {
			f.beta, f.last.slope = 0.1, 1
		}
		if model.trend == damped {
			f.phi = 0.9
		}
		if model.season != none {
			f.gamma = 0.2
		}
		mu := f.point(18)
		deviation := f.deviations(mu)
		for h, draws := range f.paths(18, 20000, 5) {
			var ss float64
			for _, v := range draws {
				ss += (v - mu[h]) * (v - mu[h])
			}
			if ratio := math.Sqrt(ss/20000) / deviation[h]; math.Abs(ratio-1) > 0.025 {
				t.Errorf("%v month %d: simulated deviation is %.3f of the analytic one", model, h+1, ratio)
			}
		}
	}
}

// The gradient of the Gaussian process against differences, with missing months.
func TestGaussianGradient(t *testing.T) {
	y := make([]float64, 40)
	for i := range y {
		y[i] = math.Sin(float64(i)) + 0.02*float64(i)
	}
	y[3], y[20] = math.NaN(), math.NaN()
	g := newGaussian(y, 12)
	x := []float64{-0.8, -3, -1, -3, 0.3, 2}
	gradient, other := make([]float64, len(x)), make([]float64, len(x))
	g.objective(x, gradient)
	for i := range x {
		const step = 1e-5
		x[i] += step
		up := g.objective(x, other)
		x[i] -= 2 * step
		down := g.objective(x, other)
		x[i] += step
		if want := (up - down) / (2 * step); math.Abs(gradient[i]-want) > 1e-5*(1+math.Abs(want)) {
			t.Errorf("derivative %d is %v, want %v", i, gradient[i], want)
		}
	}
}
