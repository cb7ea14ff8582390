package effect_test

import (
	"errors"
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
)

// An effect of −4 hours while alive, none on death. Among survivors it is found;
// among all it is smaller, since the dead have no hours to save.
func TestTrials(t *testing.T) {
	const n = 50
	covered, sum := make(map[effect.Among]float64), make(map[effect.Among]float64)
	for k := range uint64(n) {
		trials, excluded, err := register{persons: 400, months: 5, effect: -4, seed: k}.draw().Eligible()
		if err != nil {
			t.Fatal(err)
		}
		if excluded.Prior != 40 || excluded.Later == 0 || len(trials.Person) != excluded.Rows-excluded.Prior-excluded.Later {
			t.Fatalf("%d rows remain of %+v", len(trials.Person), excluded)
		}
		got, err := trials.Estimate(effect.ATT, quick)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range got {
			truth := map[effect.Among]float64{effect.All: -4 * 0.87, effect.Survivors: -4, effect.Ending: 0}[e.Among]
			sum[e.Among] += e.Estimate / n
			if e.Low <= truth && e.High >= truth {
				covered[e.Among] += 1. / n
			}
			if e.Months != 6 || e.UnseenShare <= 0 || e.UnseenShare > 0.5 || e.Persons > 400 {
				t.Fatalf("%+v", e)
			}
		}
	}
	t.Logf("means %v, coverage %v", sum, covered)
	near(t, "survivors", sum[effect.Survivors], -4, 0.15)
	near(t, "ending", sum[effect.Ending], 0, 0.01)
	if sum[effect.All] < -3.9 || sum[effect.All] > -2.9 {
		t.Errorf("among all %v", sum[effect.All])
	}
	near(t, "coverage among survivors", covered[effect.Survivors], 0.94, 0.06)
	near(t, "coverage on ending", covered[effect.Ending], 0.94, 0.06)
}

// Treatment that keeps people alive raises hours among all, and shows why.
func TestSurvivalIsShownBeside(t *testing.T) {
	trials, _, err := register{persons: 3000, months: 5, deaths: -1.5, seed: 3}.draw().Eligible()
	if err != nil {
		t.Fatal(err)
	}
	got, err := trials.Estimate(effect.ATT, quick)
	if err != nil {
		t.Fatal(err)
	}
	by := make(map[effect.Among]effect.TrialEffect)
	for _, e := range got {
		by[e.Among] = e
	}
	if by[effect.All].Low <= 0 || by[effect.Ending].High >= 0 {
		t.Errorf("among all %+v, ending %+v", by[effect.All], by[effect.Ending])
	}
	near(t, "survivors", by[effect.Survivors].Estimate, 0, 3*by[effect.Survivors].SE)
}

func TestEligibleByHand(t *testing.T) {
	trials := &effect.Trials{
		Person:  []uint64{1, 1, 1, 2, 2, 3},
		Month:   []int{3, 1, 2, 1, 2, 1},
		Treated: []bool{true, false, true, false, false, true},
		Prior:   []bool{false, false, false, true, false, false},
		X:       [][]float64{{1, 2, 3, 4, 5, 6}},
		Horizons: []effect.Horizon{{
			Months: 3, Hours: []float64{1, 2, 3, 4, 5, math.NaN()},
			Fate: []effect.Fate{effect.Observed, effect.Ended, effect.Observed, effect.Observed, effect.Observed, effect.Censored},
		}},
	}
	got, excluded, err := trials.Eligible()
	if err != nil {
		t.Fatal(err)
	}
	if excluded != (effect.Excluded{Rows: 6, Prior: 1, Later: 1}) {
		t.Errorf("%+v", excluded)
	}
	want := []float64{2, 3, 5, 6} // columns follow their rows
	for i, v := range want {
		if got.X[0][i] != v {
			t.Fatalf("rows %v, want %v", got.X[0], want)
		}
	}
	for among, seen := range map[effect.Among][]bool{
		effect.All: {true, true, true, false}, effect.Survivors: {false, true, true, false}, effect.Ending: {true, true, true, false},
	} {
		s := got.Sample(got.Horizons[0], among)
		for i := range seen {
			if s.Seen[i] != seen[i] {
				t.Errorf("%v: seen %v, want %v", among, s.Seen, seen)
			}
		}
		if first := map[effect.Among]float64{effect.All: 2, effect.Ending: 1}[among]; s.Y[0] != first {
			t.Errorf("%v: outcome %v", among, s.Y)
		}
		if len(s.X) != 2 || s.X[1][0] != 1 || len(s.Modifiers) != 1 {
			t.Errorf("%v: the month is not the last confounder: %v", among, s.X)
		}
	}
	trials.Month[0] = 2
	if _, _, err := trials.Eligible(); !errors.Is(err, effect.ErrDoubled) {
		t.Errorf("two rows in a month: %v", err)
	}
}

// Fewer controls, the same effect of the treated, and more overlap.
func TestSampleControls(t *testing.T) {
	whole, _, err := register{persons: 4000, months: 5, effect: -4, seed: 5}.draw().Eligible()
	if err != nil {
		t.Fatal(err)
	}
	part := whole.SampleControls(2, 1)
	count := func(tr *effect.Trials) (treated, controls float64) {
		for _, on := range tr.Treated {
			if on {
				treated++
			} else {
				controls++
			}
		}
		return treated, controls
	}
	t1, c1 := count(whole)
	t2, c2 := count(part)
	if t1 != t2 || c2 >= c1 {
		t.Fatalf("treated %v and %v, controls %v and %v", t1, t2, c1, c2)
	}
	near(t, "controls for each treated", c2/t2, 2, 0.1)
	a := average(t, whole.Sample(whole.Horizons[0], effect.Survivors), effect.ATT, quick)
	b := average(t, part.Sample(part.Horizons[0], effect.Survivors), effect.ATT, quick)
	near(t, "effect", b.Estimate, a.Estimate, 2*b.SE)
	ateWhole := average(t, whole.Sample(whole.Horizons[0], effect.Survivors), effect.ATE, quick)
	atePart := average(t, part.Sample(part.Horizons[0], effect.Survivors), effect.ATE, quick)
	if atePart.Overlap.LostTreated >= ateWhole.Overlap.LostTreated {
		t.Errorf("treated without overlap: %v, of the whole %v", atePart.Overlap.LostTreated, ateWhole.Overlap.LostTreated)
	}
}
