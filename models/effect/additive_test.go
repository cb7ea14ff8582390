package effect_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
)

// A step is what ridge regression with squares cannot follow and the additive
// model can; a missing value has a level of its own.
func TestAdditive(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	x, y := [][]float64{nil, nil}, []float64(nil)
	for range 1500 {
		u, target := 10*rng.Float64(), 2.
		if u > 7 {
			target = 9
		}
		if rng.Float64() < 0.1 {
			u, target = math.NaN(), -4
		}
		x[0], x[1], y = append(x[0], u), append(x[1], rng.NormFloat64()), append(y, target+rng.NormFloat64())
	}
	fit, err := effect.Additive{}.Fit(x, y, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := fit.Predict([][]float64{{2, 6.3, 7.7, math.NaN()}, {0, 0, 0, 0}})
	for i, want := range []float64{2, 2, 9, -4} {
		near(t, "step", got[i], want, 0.5)
	}
}

// The adapter takes what analyses send: few persons, and outcomes that never
// differ.
func TestAdditiveDegenerate(t *testing.T) {
	x, person := [][]float64{make([]float64, 24)}, make([]uint64, 24)
	for i := range person {
		x[0][i], person[i] = float64(i%5), uint64(i/2)
	}
	for name, y := range map[string][]float64{"constant": make([]float64, 24), "own": x[0]} {
		fit, err := effect.Additive{}.Fit(x, y, nil, person)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, v := range fit.Predict(x) {
			if math.IsNaN(v) || math.Abs(v-y[i]) > 4 {
				t.Errorf("%s: row %d is %v", name, i, v)
			}
		}
	}
}

func TestAdditiveNuisance(t *testing.T) {
	m := study{persons: 900, rows: 1, effect: -3, slope: 2, seed: 1}.draw()
	h := heterogeneity(t, m.Sample, effect.Options{Repeats: 1, Outcome: effect.Additive{}, Final: effect.Additive{}})
	near(t, "average", h.Average.Estimate, -3, 3*h.Average.SE)
	near(t, "slope", h.Slope.Estimate, 1, 3*h.Slope.SE)
	if h.Slope.P > 0.05 || h.Qini.Low <= 0 {
		t.Errorf("%+v, Qini %+v", h.Slope, h.Qini)
	}
	p, err := h.Predictor()
	if err != nil {
		t.Fatal(err)
	}
	// The rows give the differences that are shown, but for the shrinkage.
	at := [][]float64{{-1, 1}, {0, 0}, {0, 0}, {0, 0}}
	shown, model := p.Individual(at, nil), p.Additive()
	rows := model.Predict(nil, []float64{1, 0, 0, 0})[0] - model.Predict(nil, []float64{-1, 0, 0, 0})[0]
	near(t, "difference", shown[1].Estimate-shown[0].Estimate, p.Shrinkage()*rows, 1e-9)
}
