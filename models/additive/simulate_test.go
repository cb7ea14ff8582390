package additive_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
)

// world draws rows with a known score. Feature x0 … are normal with correlation
// 0.2 between any two.
type world struct {
	n, features int
	seed        uint64
	score       func(x []float64) float64
	draw        func(rng *rand.Rand, eta float64) float64
}

func coin(rng *rand.Rand, eta float64) float64 {
	if rng.Float64() < 1/(1+math.Exp(-eta)) {
		return 1
	}
	return 0
}

// rows returns a table and the true scores; each row is a person.
func (w world) rows() (additive.Table, []float64) {
	rng := rand.New(rand.NewPCG(w.seed, 11))
	t := additive.Table{Data: additive.Block{X: make([][]float64, w.features)}}
	for j := range w.features {
		t.Columns = append(t.Columns, additive.Feature{Name: fmt.Sprintf("x%d", j)})
	}
	var truth []float64
	x := make([]float64, w.features)
	for i := range w.n {
		common := rng.NormFloat64()
		for j := range x {
			x[j] = 0.5*common + math.Sqrt(0.75)*rng.NormFloat64()
			t.Data.X[j] = append(t.Data.X[j], x[j])
		}
		eta := w.score(x)
		truth = append(truth, eta)
		t.Data.Y = append(t.Data.Y, w.draw(rng, eta))
		t.Data.Person = append(t.Data.Person, uint64(i))
	}
	return t, truth
}

func row(t additive.Table, i int) []float64 {
	x := make([]float64, len(t.Data.X))
	for j := range x {
		x[j] = t.Data.X[j][i]
	}
	return x
}

func fit(t *testing.T, src additive.Source, o additive.Options) *additive.Model {
	t.Helper()
	m, err := additive.Fit(src, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// rmse is the root mean square difference of the first score from the truth.
func rmse(m *additive.Model, t additive.Table, truth []float64) float64 {
	var sum float64
	for i, want := range truth {
		d := m.Score(nil, row(t, i))[0] - want
		sum += d * d
	}
	return math.Sqrt(sum / float64(len(truth)))
}

// shape is the contribution of feature j at value v, with 0 for the others.
func shape(m *additive.Model, j int, v float64) additive.Contribution {
	x := make([]float64, len(m.Features))
	x[j] = v
	return m.Explain(x)[j]
}
