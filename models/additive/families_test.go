package additive_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
)

func poisson(rng *rand.Rand, mean float64) float64 {
	// Knuth 1969: the number of uniform factors before the product falls below e^−mean.
	limit, k, p := math.Exp(-mean), 0.0, rng.Float64()
	for p > limit {
		k++
		p *= rng.Float64()
	}
	return k
}

// Counts per exposure: the log of the exposure is an offset. The bound is twice
// the error of a regression with the true shapes, √(3/(n·mean)).
func TestPoissonWithOffset(t *testing.T) {
	table, truth := world{n: 5000, features: 3, seed: 31, score: func(x []float64) float64 {
		return 0.3 + 0.4*x[0] - 0.3*math.Abs(x[1])
	}, draw: func(*rand.Rand, float64) float64 { return 0 }}.rows()
	rng := rand.New(rand.NewPCG(32, 1))
	for i := range table.Data.Y {
		exposure := 0.5 + 3*rng.Float64()
		table.Data.Offset = append(table.Data.Offset, math.Log(exposure))
		table.Data.Y[i] = poisson(rng, exposure*math.Exp(truth[i]))
	}
	m := fit(t, table, additive.Options{Family: additive.Poisson})
	if got := rmse(m, table, truth); got > 0.07 {
		t.Errorf("log rate is off by %.3f", got)
	}
	var got, want float64
	err := m.PredictSource(table, func(b additive.Block, p additive.Predictions) error {
		for i, y := range b.Y {
			got += p.Mean[0][i]
			want += y
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "sum of expected counts", got/want, 1, 0.005)
}

// Hours: many zeros, the rest a sum of a Poisson number of gamma amounts.
func TestTweedieHours(t *testing.T) {
	table, truth := world{
		n: 6000, features: 3, seed: 33, score: func(x []float64) float64 { return 2 + 0.5*x[0] },
		draw: func(rng *rand.Rand, eta float64) float64 {
			hours := 0.0
			for range int(poisson(rng, math.Exp(eta)/6)) {
				hours += 6 * rng.ExpFloat64()
			}
			return hours
		},
	}.rows()
	m := fit(t, table, additive.Options{Family: additive.Tweedie})
	if got := rmse(m, table, truth); got > 0.08 {
		t.Errorf("log of expected hours is off by %.3f", got)
	}
	var sum, expected float64
	for i, y := range table.Data.Y {
		sum += y
		expected += m.Predict(nil, row(table, i))[0]
	}
	near(t, "expected over observed hours", expected/sum, 1, 0.02)
}

// A number with noise, in a unit that does not matter. √(20 degrees of freedom /
// 3000) = 0.08, and the steps of the bins come on top.
func TestContinuous(t *testing.T) {
	var first []float64
	for _, unit := range []float64{1, 1e-3, 1e4} {
		table, truth := world{n: 3000, features: 4, seed: 34, score: func(x []float64) float64 {
			return unit * (5 + x[0] + math.Sin(2*x[1]))
		}, draw: func(rng *rand.Rand, eta float64) float64 { return eta + unit*rng.NormFloat64() }}.rows()
		m := fit(t, table, additive.Options{Family: additive.Continuous})
		if got := rmse(m, table, truth) / unit; got > 0.17 {
			t.Errorf("unit %g: mean is off by %.3f", unit, got)
		}
		for i := range 100 {
			got := m.Predict(nil, row(table, i))[0] / unit
			if len(first) < 100 {
				first = append(first, got)
			}
			near(t, "mean in units", got, first[i], 1e-6)
		}
	}
}

// Three classes with known log-odds against the first: probabilities add up to
// one, are near the truth, and each class is as frequent as expected in each
// tenth of its probability.
func TestMultinomial(t *testing.T) {
	odds := func(x []float64) (a, b float64) { return -1 + x[0], -1.5 + 0.8*math.Abs(x[1]) - 0.5*x[0] }
	zero := func(*rand.Rand, float64) float64 { return 0 }
	table, _ := world{n: 6000, features: 3, seed: 35, score: func([]float64) float64 { return 0 }, draw: zero}.rows()
	rng := rand.New(rand.NewPCG(36, 1))
	var truth [][3]float64
	for i := range table.Data.Y {
		a, b := odds(row(table, i))
		s := 1 + math.Exp(a) + math.Exp(b)
		truth = append(truth, [3]float64{1 / s, math.Exp(a) / s, math.Exp(b) / s})
		switch u := rng.Float64(); {
		case u < truth[i][1]:
			table.Data.Y[i] = 1
		case u < truth[i][1]+truth[i][2]:
			table.Data.Y[i] = 2
		}
	}
	m := fit(t, table, additive.Options{Family: additive.Multinomial, Classes: []string{"none", "increase", "death"}})
	var off, seen, expected [3]float64
	for i, want := range truth {
		p := m.Predict(nil, row(table, i))
		near(t, "sum of probabilities", p[0]+p[1]+p[2], 1, 1e-12)
		for k := range want {
			off[k] += (p[k] - want[k]) * (p[k] - want[k]) / float64(len(truth))
			expected[k] += p[k]
		}
		seen[int(table.Data.Y[i])]++
	}
	for k := range off {
		t.Logf("class %d: probability off by %.4f", k, math.Sqrt(off[k]))
		if math.Sqrt(off[k]) > 0.03 {
			t.Errorf("class %d: probability is off by %.3f", k, math.Sqrt(off[k]))
		}
		near(t, "expected over seen", expected[k]/seen[k], 1, 0.01)
	}
}

// Two classes as a multinomial model and as a binary one are the same model up
// to the symmetric fit.
func TestTwoClassesAreBinary(t *testing.T) {
	table, _ := world{n: 3000, features: 2, seed: 37, draw: coin, score: func(x []float64) float64 { return x[0] }}.rows()
	a := fit(t, table, additive.Options{})
	b := fit(t, table, additive.Options{Family: additive.Multinomial, Classes: []string{"no", "yes"}})
	for i := range 300 {
		x := row(table, i)
		near(t, "probability", b.Predict(nil, x)[1], a.Predict(nil, x)[0], 0.03)
	}
}
