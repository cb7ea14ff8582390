package effect_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
)

func fitted(t *testing.T, r effect.Ridge, x [][]float64, y, weight []float64, at [][]float64) []float64 {
	t.Helper()
	fit, err := r.Fit(x, y, weight, nil)
	if err != nil {
		t.Fatal(err)
	}
	return fit.Predict(at)
}

// By hand: x = −1, 0, 1 has mean 0 and variance ⅔; y = 1, 2, 6 has covariance
// 5/3 with x. On the standardised scale the slope is shrunk by 1/(1 + λ).
func TestRidgeByHand(t *testing.T) {
	x, y := [][]float64{{-1, 0, 1}}, []float64{1, 2, 6}
	for _, lambda := range []float64{1e-9, 0.5} {
		got := fitted(t, effect.Ridge{Terms: effect.Linear, Lambda: lambda}, x, y, nil, [][]float64{{2}})
		near(t, "prediction", got[0], 3+2*2.5/(1+lambda), 1e-7)
	}
	// A weight of two is the row twice.
	a := fitted(t, effect.Ridge{Lambda: 0.1}, x, y, []float64{2, 1, 1}, x)
	b := fitted(t, effect.Ridge{Lambda: 0.1}, [][]float64{{-1, -1, 0, 1}}, []float64{1, 1, 2, 6}, nil, x)
	for i := range a {
		near(t, "weighted", a[i], b[i], 0.2) // squares are centred unweighted
	}
}

func TestRidgeTerms(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := [][]float64{nil, nil}, []float64(nil)
	for range 2000 {
		u, missing := 2*rng.NormFloat64(), rng.Float64() < 0.2
		target := 3 + u*u
		if missing {
			u, target = math.NaN(), -5
		}
		x[0], x[1], y = append(x[0], u), append(x[1], 7), append(y, target+0.1*rng.NormFloat64())
	}
	at := [][]float64{{2, -2, 0, math.NaN(), 1000}, {7, 7, 7, 7, 7}}
	got := fitted(t, effect.Ridge{}, x, y, nil, at)
	for i, want := range []float64{7, 7, 3, -5} {
		near(t, "squares", got[i], want, 0.2)
	}
	if got[4] > 100 {
		t.Errorf("a square grows outside what was seen: %v", got[4])
	}
	got = fitted(t, effect.Ridge{Terms: effect.Bins}, x, y, nil, at)
	if got[2] > 4.5 || got[0] < 5 || got[0]-got[1] > 1 {
		t.Errorf("bins: %v", got)
	}
	near(t, "bins, missing", got[3], -5, 0.3)
	// Noise alone: cross-validation chooses a heavy penalty.
	for i := range y {
		y[i] = rng.NormFloat64()
	}
	for _, v := range fitted(t, effect.Ridge{}, x, y, nil, at)[:4] {
		near(t, "noise", v, 0, 0.25)
	}
}

func TestSameAnswer(t *testing.T) {
	m := study{persons: 300, rows: 2, effect: -3, slope: 2, seed: 1}.draw()
	summary := func(s effect.Sample, o effect.Options) []float64 {
		h := heterogeneity(t, s, o)
		p, err := h.Predictor()
		if err != nil {
			t.Fatal(err)
		}
		first := p.Individual([][]float64{{0}, {0}, {1}, {0}}, nil)[0]
		att := average(t, s, effect.ATT, o)
		return []float64{
			att.Estimate, att.SE, h.Average.Estimate, h.Slope.Estimate, h.Slope.P, h.AUTOC.Estimate, h.Qini.SE,
			h.Quintiles[4].Observed, first.Estimate, first.High,
		}
	}
	base := summary(m.Sample, effect.Options{Workers: 1})
	for _, workers := range []int{2, 5} {
		for i, v := range summary(m.Sample, effect.Options{Workers: workers}) {
			if v != base[i] {
				t.Errorf("%d workers: number %d is %v, on one %v", workers, i, v, base[i])
			}
		}
	}
	// Rows in another order: persons keep their folds.
	other := effect.Sample{X: make([][]float64, 4)}
	for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(len(m.Y)) {
		other.Treated, other.Y, other.Person = append(other.Treated, m.Treated[i]), append(other.Y, m.Y[i]), append(other.Person, m.Person[i])
		for j := range m.X {
			other.X[j] = append(other.X[j], m.X[j][i])
		}
	}
	for i, v := range summary(other, effect.Options{}) {
		near(t, "in another order", v, base[i], 1e-6*(1+math.Abs(base[i])))
	}
	// Outcome in minutes.
	minutes := m.Sample
	minutes.Y = make([]float64, len(m.Y))
	for i, v := range m.Y {
		minutes.Y[i] = 60 * v
	}
	for i, v := range summary(minutes, effect.Options{}) {
		want := 60 * base[i]
		if i == 3 || i == 4 { // slope and p have no unit
			want = base[i]
		}
		near(t, "in minutes", v, want, 1e-6*(1+math.Abs(want)))
	}
}

func TestErrors(t *testing.T) {
	m := study{persons: 100, rows: 1, effect: -3, seed: 1}.draw()
	few, bad, infinite, single := m.Sample, m.Sample, m.Sample, m.Sample
	few.Treated = make([]bool, 100)
	single.Treated = make([]bool, 100)
	for i := range 8 {
		few.Treated[10*i] = true
	}
	bad.Y = append([]float64{math.NaN()}, m.Y[1:]...)
	infinite.X = [][]float64{m.X[0], append([]float64{0, math.Inf(1)}, m.X[1][2:]...)}
	for name, s := range map[string]effect.Sample{"few": few, "outcome": bad, "infinite": infinite, "one arm": single, "empty": {}} {
		_, err := effect.CrossFit(s, effect.Options{})
		var place *effect.NotFiniteError
		ok := map[string]bool{
			"few": errors.Is(err, effect.ErrFew), "empty": errors.Is(err, effect.ErrEmpty), "one arm": err != nil,
			"outcome":  errors.As(err, &place) && place.Row == 0 && place.Column == -1,
			"infinite": errors.As(err, &place) && place.Row == 1 && place.Column == 1,
		}[name]
		if !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Arms that share no value of a confounder have nothing to compare.
	apart := m.Sample
	apart.X = [][]float64{make([]float64, 100)}
	for i, treated := range m.Treated {
		if treated {
			apart.X[0][i] = 1
		}
	}
	n, err := effect.CrossFit(apart, effect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Average(effect.ATE); !errors.Is(err, effect.ErrOverlap) {
		t.Errorf("no overlap: %v", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("lengths that do not agree must panic")
		}
	}()
	m.Y = m.Y[1:]
	_, _ = effect.CrossFit(m.Sample, effect.Options{})
}
