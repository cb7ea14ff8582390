package effect_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
)

// A hidden cause of treatment and outcome is found out by an outcome that
// treatment cannot change; without one the check passes.
func TestNegativeControlFindsHiddenConfounding(t *testing.T) {
	const n = 60
	for _, c := range []struct{ hidden, least, most float64 }{{0, 0.9, 1}, {0.7, 0, 0.1}} {
		var passed float64
		for k := range uint64(n) {
			m := study{persons: 500, rows: 2, effect: -3, hidden: c.hidden, seed: 300 + k}.draw()
			m.Y = m.control
			check := effect.NullEffect(effect.CheckNegativeControl, average(t, m.Sample, effect.ATT, quick), 0)
			if check.Passed {
				passed += 1. / n
			}
		}
		t.Logf("hidden %v: %.3f pass", c.hidden, passed)
		if passed < c.least || passed > c.most {
			t.Errorf("hidden %v: %.3f pass", c.hidden, passed)
		}
	}
}

// A fake start six months before the true one: outcome is the level at the true
// start. Persons chosen for a peak fail it when only one month is known.
func TestPlaceboStart(t *testing.T) {
	histories := courses{persons: 3000, seed: 2}.draw()
	fake := effect.Sample{X: make([][]float64, 1)}
	quiet := effect.Sample{X: make([][]float64, 1)}
	for i, h := range histories {
		fake.Treated, fake.Y, fake.X[0] = append(fake.Treated, h.treated), append(fake.Y, h.before[6]), append(fake.X[0], h.before[0])
		quiet.Treated, quiet.Y, quiet.X[0] = append(quiet.Treated, i%3 == 0), append(quiet.Y, h.before[6]), append(quiet.X[0], h.before[0])
	}
	got := effect.NullEffect(effect.CheckPlaceboStart, average(t, fake, effect.ATT, quick), 0)
	if got.Passed || got.Estimate < 2 || len(effect.Failed([]effect.Check{got})) != 1 {
		t.Errorf("started at a peak: %+v", got)
	}
	if got := effect.NullEffect(effect.CheckPlaceboStart, average(t, quiet, effect.ATT, quick), 0); !got.Passed {
		t.Errorf("started at random: %+v", got)
	}
	if got.Limit = got.Estimate + 1; !effect.NullEffect(got.Kind, effect.Effect{Estimate: 1, Low: 0.5, High: 1.5}, 0.6).Passed {
		t.Error("an interval that reaches into the margin passes")
	}
}

func TestPlaceboPermuted(t *testing.T) {
	m := study{persons: 300, rows: 2, effect: -3, slope: 1, seed: 1}.draw()
	strata := make([]int, len(m.Y))
	for i := range strata {
		strata[i] = int(m.X[2][i])
	}
	got, err := effect.PlaceboPermuted(m.Sample, effect.ATT, quick, effect.PermutedOptions{Strata: strata, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !got.Passed || got.Limit != 2 || math.Abs(got.Estimate) > 0.5 || got.Low > got.Estimate || got.High < got.Estimate {
		t.Errorf("%+v", got)
	}
}

func TestBalance(t *testing.T) {
	m := study{persons: 2000, rows: 1, effect: -3, seed: 1}.draw()
	n := crossFit(t, m.Sample, quick)
	for _, e := range []effect.Estimand{effect.ATT, effect.ATE, effect.ATO} {
		by, check := n.Balance(e)
		if by[0].Before < 0.4 || by[1].Before > -0.3 {
			t.Errorf("%v: before %+v", e, by)
		}
		if !check.Passed || check.Estimate > 0.1 {
			t.Errorf("%v: after %+v, %+v", e, check, by)
		}
	}
	// Weights that leave a column out do not balance it.
	n = crossFit(t, m.Sample, effect.Options{Repeats: 1, PropensityColumns: []int{1, 2, 3}})
	if _, check := n.Balance(effect.ATT); check.Passed || check.Estimate < 0.3 {
		t.Errorf("column left out of the propensity: %+v", check)
	}
}

func TestPreTrend(t *testing.T) {
	m := study{persons: 1500, rows: 1, effect: -3, seed: 4}.draw()
	n := crossFit(t, m.Sample, quick)
	parallel, rising := make([]float64, len(m.Y)), make([]float64, len(m.Y))
	for i := range parallel {
		parallel[i] = 0.3*m.X[0][i] + math.Sin(float64(i))
		rising[i] = parallel[i]
		if m.Treated[i] {
			rising[i]++
		}
	}
	parallel[0], rising[0] = math.NaN(), math.NaN()
	if c := n.PreTrend(effect.ATT, parallel); !c.Passed {
		t.Errorf("equal trends given the confounders: %+v", c)
	}
	c := n.PreTrend(effect.ATT, rising)
	if c.Passed {
		t.Errorf("the treated rise by one hour a month more: %+v", c)
	}
	near(t, "difference", c.Estimate, 1, c.Estimate-c.Low)
}

// A risk ratio of 3.9 has the E-value 7.26 and its lower limit 1.8 has 3.0
// (VanderWeele and Ding 2017, breastfeeding example).
func TestEValue(t *testing.T) {
	d := func(rr float64) float64 { return math.Log(rr) / 0.91 * 2 }
	c := effect.EValue(effect.Effect{Estimate: -d(3.9), Low: -d(8.7), High: -d(1.8)}, 2)
	near(t, "estimate", c.Estimate, 7.26, 0.005)
	near(t, "limit", c.Low, 3, 0.005)
	if !c.Passed || c.High < c.Estimate {
		t.Errorf("%+v", c)
	}
	c = effect.EValue(effect.Effect{Estimate: 1, Low: -1, High: 3}, 2)
	near(t, "nothing claimed", c.Low, 1, 0)
	if !c.Passed {
		t.Errorf("%+v", c)
	}
	if c = effect.EValue(effect.Effect{Estimate: 0.1, Low: 0.01, High: 0.2}, 2); c.Passed {
		t.Errorf("a weak claim passes: %+v", c)
	}
}

func TestChecks(t *testing.T) {
	m := study{persons: 400, rows: 2, effect: -3, seed: 2}.draw()
	start := m.Sample
	start.Y = m.control
	slope := make([]float64, len(m.Y))
	n := crossFit(t, m.Sample, quick)
	got, err := n.Checks(effect.ATT, effect.Evidence{Control: m.control, Start: &start, Slope: slope})
	if err != nil {
		t.Fatal(err)
	}
	kinds := []string{
		effect.CheckBalance, effect.CheckPlaceboPermuted, effect.CheckPlaceboStart, effect.CheckNegativeControl,
		effect.CheckPreTrend, effect.CheckEValue,
	}
	for i, c := range got {
		if c.Kind != kinds[i] || !c.Passed || c.Missing || !(c.Low <= c.Estimate && c.Estimate <= c.High) {
			t.Errorf("%+v", c)
		}
	}
	got, err = n.Checks(effect.ATT, effect.Evidence{})
	if err != nil {
		t.Fatal(err)
	}
	if failed := effect.Failed(got); len(got) != len(kinds) || len(failed) != 3 || !failed[0].Missing || !math.IsNaN(failed[0].Estimate) {
		t.Errorf("without evidence: %+v", failed)
	}
}
