package additive_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
)

// Five rows by hand. Censored at 1 and 3, events at 2 and 3, horizon 4:
// G(1) = 4/5, at 3 the event comes first, so that one of the two left is
// censored: G(3) = 4/5 · 1/2.
func TestCensoringWeightsByHand(t *testing.T) {
	rows := []additive.Observation{{Time: 1}, {Time: 2, Event: true}, {Time: 3}, {Time: 3, Event: true}, {Time: 9}}
	got, err := additive.CensoringWeights(rows, 4, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0, 1.25, 0, 1.25, 2.5} {
		near(t, "weight", got[i], want, 1e-12)
	}
	near(t, "sum", got[1]+got[3]+got[4], 5, 1e-12)
	if _, err := additive.CensoringWeights([]additive.Observation{{Time: 1}, {Time: 1}}, 4, 0); !errors.Is(err, additive.ErrWeight) {
		t.Errorf("nobody followed: error %v", err)
	}
}

// competing draws a first event with constant hazards a and b per month, and
// censoring with hazard c.
func competing(rng *rand.Rand, a, b, c float64) (time float64, cause int) {
	time = rng.ExpFloat64() / (a + b)
	cause = 1
	if rng.Float64() > a/(a+b) {
		cause = 2
	}
	if end := rng.ExpFloat64() / c; end < time {
		return end, 0
	}
	return time, cause
}

// As in mgus2, death competes with the event of interest and many leave early.
// The truth is F₁(h) = a/(a+b)·(1 − e^−(a+b)h). Rows followed to the horizon
// alone would give too high a risk, all rows with 'left' as 'no event' too low.
func TestCompetingRisksWithinHorizon(t *testing.T) {
	const horizon = 12.0
	rng := rand.New(rand.NewPCG(41, 1))
	table, _ := world{n: 8000, features: 2, seed: 42, score: func([]float64) float64 { return 0 }, draw: coin}.rows()
	var follow []additive.Observation
	var truth []float64
	for i := range table.Data.Y {
		x := row(table, i)
		a, b := 0.03*math.Exp(0.6*x[0]), 0.03*math.Exp(-0.5*x[0])
		time, cause := competing(rng, a, b, 0.04)
		truth = append(truth, a/(a+b)*(1-math.Exp(-(a+b)*horizon)))
		if time > horizon {
			cause = 0
		}
		table.Data.Y[i] = float64(cause)
		follow = append(follow, additive.Observation{Time: time, Event: cause > 0})
	}
	w, err := additive.CensoringWeights(follow, horizon, 0)
	if err != nil {
		t.Fatal(err)
	}
	table.Data.Weight = w
	m := fit(t, table, additive.Options{Family: additive.Multinomial, Classes: []string{"none", "event", "death"}})
	var mean, want, off float64
	for i, p := range truth {
		got := m.Predict(nil, row(table, i))[1]
		mean += got / 8000
		want += p / 8000
		off += (got - p) * (got - p) / 8000
	}
	t.Logf("mean risk %.4f, true %.4f, off by %.4f", mean, want, math.Sqrt(off))
	near(t, "mean risk of the event", mean, want, 0.015)
	if math.Sqrt(off) > 0.03 {
		t.Errorf("risk is off by %.3f", math.Sqrt(off))
	}
}

// Discrete hazards: each month the event has probability h₁ = 0.02·e^(0.5x) and
// death 0.015; persons come under watch up to ten months late and are censored
// by month 24. The incidence at 12 months of x = ±1 is recovered.
func TestPersonPeriods(t *testing.T) {
	rng := rand.New(rand.NewPCG(43, 1))
	p := additive.PersonPeriods{Period: "month", Table: additive.Table{Columns: []additive.Feature{{Name: "x"}}, Data: additive.Block{X: make([][]float64, 1)}}}
	hazard := func(x float64) (float64, float64) { return 0.02 * math.Exp(0.5*x), 0.015 }
	for len(p.Follow) < 3000 {
		x, entry, last := rng.NormFloat64(), rng.IntN(10), 6+rng.IntN(18)
		f := additive.FollowUp{Entry: entry}
		a, b := hazard(x)
		for month := 1; month <= last && f.Cause == 0; month++ {
			f.Exit = month
			switch u := rng.Float64(); {
			case u < a:
				f.Cause = 1
			case u < a+b:
				f.Cause = 2
			}
		}
		if f.Exit > f.Entry { // others are never seen
			p.Table.Data.X[0], p.Follow = append(p.Table.Data.X[0], x), append(p.Follow, f)
		}
	}
	p.Table.Data.Y = make([]float64, len(p.Follow))
	m := fit(t, p, additive.Options{Family: additive.Multinomial, Classes: []string{"none", "event", "death"}, MaxPairs: -1})
	for _, x := range []float64{-1, 0, 1} {
		a, b := hazard(x)
		got := m.Incidence([]float64{x, 0}, 1, 0, 12)
		want := 1 - math.Pow(1-a-b, 12)
		near(t, "event by month 12", got[0][11], a/(a+b)*want, 0.03)
		near(t, "death by month 12", got[1][11], b/(a+b)*want, 0.03)
	}
	p.Follow[3].Exit = p.Follow[3].Entry
	if _, err := additive.Fit(p, additive.Options{Family: additive.Multinomial, Classes: []string{"none", "event", "death"}}); !errors.Is(err, additive.ErrShape) {
		t.Errorf("never watched: error %v", err)
	}
}
