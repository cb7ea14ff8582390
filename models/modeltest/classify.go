package modeltest

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/evaluate"
)

// Classifier fits a method on some number of workers and returns the log-odds of
// the rows it was fitted on.
type Classifier func(d Dataset, workers int) (logOdds []float64, err error)

// Tolerances of the battery.
const (
	// orderTolerance is on log-odds after sums in another order: rounding, and
	// what a stopping rule of 1e-8 on the gradient leaves.
	orderTolerance = 1e-6
)

// Classify puts a method through the battery.
func Classify(t *testing.T, fit Classifier) {
	t.Helper()
	data := LogisticData{
		Persons: 700, Rows: 3, Intercept: -1.5, Coefficients: []float64{1, -0.5, 0.25, 0}, Frailty: 0.5, Seed: 7,
	}.Draw()
	base, err := fit(data, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("same answer on any number of cores", func(t *testing.T) {
		for _, workers := range []int{1, 2, 5} {
			again, err := fit(data, workers)
			if err != nil {
				t.Fatal(err)
			}
			for i := range base {
				if again[i] != base[i] {
					t.Fatalf("%d workers: row %d has %v, on one worker %v", workers, i, again[i], base[i])
				}
			}
		}
	})
	t.Run("order of rows", func(t *testing.T) {
		other, order := data.Permute(1)
		got, err := fit(other, 2)
		if err != nil {
			t.Fatal(err)
		}
		for k, i := range order {
			if math.Abs(got[k]-base[i]) > orderTolerance {
				t.Fatalf("row %d has %v, in another order %v", i, base[i], got[k])
			}
		}
	})
	t.Run("unit of features", func(t *testing.T) {
		for _, factor := range []float64{1e-4, 60, 1e6} {
			got, err := fit(data.Scale(factor), 2)
			if err != nil {
				t.Fatal(err)
			}
			for i := range base {
				if math.Abs(got[i]-base[i]) > orderTolerance {
					t.Fatalf("unit %g: row %d has %v, not %v", factor, i, got[i], base[i])
				}
			}
		}
	})
	t.Run("recovery", func(t *testing.T) { recovery(t, data, base) })
	t.Run("degenerate data", func(t *testing.T) { degenerate(t, data, fit) })
}

// recovery compares the area under the curve with that of the true log-odds.
func recovery(t *testing.T, data Dataset, logOdds []float64) {
	t.Helper()
	auc := func(eta []float64) float64 {
		p := make([]float64, len(eta))
		for i, e := range eta {
			p[i] = 1 / (1 + math.Exp(-e))
		}
		s, err := evaluate.Sort(evaluate.Sample{Probability: p, Outcome: data.Y})
		if err != nil {
			t.Fatal(err)
		}
		auc, err := s.AUC()
		if err != nil {
			t.Fatal(err)
		}
		return auc
	}
	got, truth := auc(logOdds), auc(data.LogOdds)
	t.Logf("AUC %.4f, of the truth %.4f", got, truth)
	if got < truth-0.02 {
		t.Errorf("AUC %.4f is more than 0.02 below that of the true log-odds, %.4f", got, truth)
	}
}

// degenerate data give an error, or numbers, and no panic.
func degenerate(t *testing.T, data Dataset, fit Classifier) {
	t.Helper()
	constant := data
	constant.Columns = append([][]float64{make([]float64, len(data.Y))}, data.Columns...)
	onePerson := data
	onePerson.Person = make([]uint64, len(data.Y))
	missing := data.Head(60)
	missing.Columns[0] = append([]float64{math.NaN()}, missing.Columns[0][1:]...)
	for _, c := range []struct {
		name    string
		data    Dataset
		wantErr bool
	}{
		{"empty", data.Head(0), true},
		{"one row", data.Head(1), true},
		{"no events", data.Fill(0), true},
		{"all events", data.Fill(1), true},
		{"constant column", constant, false},
		{"one person", onePerson, false},
		{"missing value", missing, true},
	} {
		got, err := fit(c.data, 1)
		if (err != nil) != c.wantErr {
			t.Errorf("%s: error %v, want one: %v", c.name, err, c.wantErr)
		}
		for i, v := range got {
			if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
				t.Errorf("%s: row %d has log-odds %v", c.name, i, v)
				break
			}
		}
	}
}
