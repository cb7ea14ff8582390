package effect_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
)

// quick is one split: simulations are about coverage, not about its last digits.
var quick = effect.Options{Repeats: 1}

// 200 studies of 300 persons with three rows each and an effect of −3 hours:
// 95 % intervals cover 0.90 to 0.98 for each estimand. The naive difference has
// the wrong sign.
func TestCoverage(t *testing.T) {
	const n = 200
	covered, sum, naive := make(map[effect.Estimand]float64), make(map[effect.Estimand]float64), 0.0
	for k := range uint64(n) {
		m := study{persons: 300, rows: 3, effect: -3, seed: k}.draw()
		fit := crossFit(t, m.Sample, quick)
		for _, e := range []effect.Estimand{effect.ATT, effect.ATE, effect.ATO} {
			got, err := fit.Average(e)
			if err != nil {
				t.Fatal(err)
			}
			naive += got.Naive / n / 3
			sum[e] += got.Estimate / n
			if got.Low <= -3 && got.High >= -3 {
				covered[e] += 1. / n
			}
		}
	}
	for e, share := range covered {
		t.Logf("%v: mean %.3f, coverage %.3f (naive %.2f)", e, sum[e], share, naive)
		near(t, e.String()+" mean", sum[e], -3, 0.1)
		near(t, e.String()+" coverage", share, 0.94, 0.04)
	}
	if naive < 0 {
		t.Errorf("the naive difference %v should be misled", naive)
	}
}

// Treatment at a peak, without effect: what fades by itself looks like an effect
// of two and a half hours, before against after and also beside controls of the
// same last month. With the trajectory among the confounders nothing is left.
func TestRegressionToTheMean(t *testing.T) {
	const n = 200
	var fall, last, full, covered float64
	for k := range uint64(n) {
		histories := courses{persons: 800, seed: 5000 + k}.draw()
		treated := 0.0
		change := 0.0
		for _, h := range histories {
			if h.treated {
				treated++
				change += h.after - h.before[6]
			}
		}
		fall += change / treated / n
		last += average(t, sampleOf(histories, false), effect.ATT, quick).Estimate / n
		got := average(t, sampleOf(histories, true), effect.ATT, quick)
		full += got.Estimate / n
		if got.Low <= 0 && got.High >= 0 {
			covered += 1. / n
		}
	}
	t.Logf("before-after %.2f, level only %.2f, trajectory %.3f with coverage %.3f", fall, last, full, covered)
	if fall > -2 || last > -0.5 {
		t.Errorf("no regression to the mean to handle: %v, %v", fall, last)
	}
	near(t, "effect given the trajectory", full, 0, 0.15)
	near(t, "coverage", covered, 0.94, 0.04)
}

func TestOverlapIsCountedAndDescribed(t *testing.T) {
	m := study{persons: 400, rows: 1, effect: -3, seed: 1}.draw()
	for i, v := range m.X[0] {
		if v > 1.2 { // nobody above is left untreated
			m.Treated[i] = true
		}
	}
	got := average(t, m.Sample, effect.ATT, effect.Options{High: 0.8})
	o := got.Overlap
	if o.OutsideTreated == 0 || !o.Dropped || got.Treated != o.Treated-o.OutsideTreated {
		t.Fatalf("treated %d, overlap %+v", got.Treated, o)
	}
	near(t, "share lost", o.LostTreated, float64(o.OutsideTreated)/float64(o.Treated), 0)
	if o.LostMean[0] < o.KeptMean[0]+0.5 {
		t.Errorf("those lost have x₁ %v, those kept %v", o.LostMean[0], o.KeptMean[0])
	}
	kept := average(t, m.Sample, effect.ATT, effect.Options{High: 0.8, Keep: true})
	if kept.Treated != o.Treated || kept.Overlap.OutsideTreated != o.OutsideTreated || kept.Overlap.Dropped {
		t.Errorf("kept: %+v", kept)
	}
}

// Outcomes unseen for reasons that the confounders tell: the effect among the
// seen is biased where the effect varies, the weighted one is not.
func TestCensoringIsWeighted(t *testing.T) {
	const n = 100
	var covered, all, naive float64
	for k := range uint64(n) {
		m := study{persons: 900, rows: 1, effect: -3, slope: 2, seed: k}.draw()
		m.Seen = make([]bool, len(m.Y))
		truth, number := 0.0, 0.0
		for i, x := range m.X[0] {
			u := float64((uint64(i)*2654435761+k*40503)%1000) / 1000
			m.Seen[i] = u < 1/(1+math.Exp(-1+x))
			if !m.Seen[i] {
				m.Y[i] = math.NaN()
			}
		}
		fit := crossFit(t, m.Sample, effect.Options{Repeats: 1, Keep: true})
		got, err := fit.Average(effect.ATE)
		if err != nil {
			t.Fatal(err)
		}
		for _, tau := range m.truth {
			truth += tau
			number++
		}
		truth /= number
		var seen, seenTruth float64
		for i, tau := range m.truth {
			if m.Seen[i] {
				seen++
				seenTruth += tau
			}
		}
		all += (got.Estimate - truth) / n
		naive += (seenTruth/seen - truth) / n
		if got.Low <= truth && got.High >= truth {
			covered += 1. / n
		}
	}
	t.Logf("bias %.3f, of the seen alone %.3f, coverage %.3f", all, naive, covered)
	near(t, "bias", all, 0, 0.15)
	near(t, "coverage", covered, 0.94, 0.05)
	if math.Abs(naive) < 0.3 {
		t.Errorf("censoring does not matter here: %v", naive)
	}
}
