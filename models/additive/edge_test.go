package additive_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
)

// Columns without information, infinite values and a feature that is nearly
// always missing give finite scores.
func TestPoorColumns(t *testing.T) {
	rng := rand.New(rand.NewPCG(51, 1))
	n := 400
	column := func(f func(i int) float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = f(i)
		}
		return out
	}
	y := column(func(int) float64 { return coin(rng, 0) })
	for name, c := range map[string]struct {
		x      []float64
		levels []string
	}{
		"constant":      {column(func(int) float64 { return 3 }), nil},
		"missing":       {column(func(int) float64 { return math.NaN() }), nil},
		"nearly so":     {column(func(i int) float64 { return []float64{math.NaN(), 1}[b2i(i < 5)] }), nil},
		"infinite":      {column(func(i int) float64 { return []float64{math.Inf(-1), 0, math.Inf(1)}[i%3] }), nil},
		"huge":          {column(func(i int) float64 { return []float64{-math.MaxFloat64, math.MaxFloat64}[i%2] * rng.Float64() }), nil},
		"one level":     {column(func(int) float64 { return 0 }), []string{"only"}},
		"rare levels":   {column(func(i int) float64 { return float64(i % 100) }), make100()},
		"no level":      {column(func(int) float64 { return math.NaN() }), []string{}},
		"two close":     {column(func(i int) float64 { return math.Nextafter(1, 1+float64(i%2)) }), nil},
		"number of row": {column(func(i int) float64 { return float64(i) }), nil},
	} {
		table := additive.Table{
			Columns: []additive.Feature{{Name: "x", Levels: c.levels}}, Data: additive.Block{X: [][]float64{c.x}, Y: y},
		}
		m, err := additive.Fit(table, additive.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, v := range append(c.x[:10:10], math.NaN(), math.Inf(1), math.Inf(-1), -1, 1e300) {
			if s := m.Score(nil, []float64{v})[0]; math.IsNaN(s) || math.Abs(s) > 3 {
				t.Errorf("%s: score %g at %g", name, s, v)
			}
		}
		back, err := additive.FromRows(m.Header, m.Rows())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		near(t, name, back.Score(nil, []float64{math.NaN()})[0], m.Score(nil, []float64{math.NaN()})[0], 0)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func make100() []string {
	out := make([]string, 100)
	for i := range out {
		out[i] = string(rune('a'+i%26)) + string(rune('a'+i/26))
	}
	return out
}

// Features that say nothing make a model that says nothing, without an error:
// the spread of its scores is small against the noise.
func TestNothingToLearn(t *testing.T) {
	for seed := range uint64(5) {
		for family, draw := range map[additive.Family]func(rng *rand.Rand, eta float64) float64{
			additive.Binary:     coin,
			additive.Poisson:    func(rng *rand.Rand, _ float64) float64 { return poisson(rng, 2) },
			additive.Continuous: func(rng *rand.Rand, _ float64) float64 { return 100 + rng.NormFloat64() },
		} {
			table, _ := world{n: 1000, features: 6, seed: 60 + seed, score: func([]float64) float64 { return 0 }, draw: draw}.rows()
			m := fit(t, table, additive.Options{Family: family, Seed: seed})
			var sum, squares float64
			for i := range table.Data.Y {
				s := m.Score(nil, row(table, i))[0] - m.Intercept[0].Value
				sum += s / 1000
				squares += s * s / 1000
			}
			if sd := math.Sqrt(squares - sum*sum); sd > 0.25 {
				t.Errorf("%v, seed %d: scores spread by %.3f", family, seed, sd)
			}
		}
	}
}
