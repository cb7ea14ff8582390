package blend_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/blend"
)

// The whole way: two good methods with errors of their own and a bad one. Averaging
// two independent errors beats each, the bad one gets little, widths grow with the
// horizon, nothing is negative, and tables have a row for every method.
func TestEvaluate(t *testing.T) {
	w := world{areas: 6, origins: 60, horizons: 12, step: 0.5, common: 0.2, seed: 12, makers: []maker{
		{"courses", 2, 0, 0.5}, {"ets", 2, 0, 0.5}, {"naive", 9, 3, 0.1},
	}}
	by := blend.Grouping{Bands: []int{3, 6, 12}}
	r, err := blend.Evaluate(w.outcomes(), 24, by, blend.Options{}, blend.VerdictOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Accuracy) != 2*3*4 || len(r.Against) != 2*3*3 {
		t.Fatalf("%d rows of accuracy, %d comparisons", len(r.Accuracy), len(r.Against))
	}
	for _, c := range r.Against {
		if c.A != blend.MethodBlend || c.Level == "area" && !(c.Difference < 0) {
			t.Errorf("the blend does not beat %s: %+v", c.B, c)
		}
	}
	for _, v := range r.Verdicts {
		if v.Show != blend.MethodBlend {
			t.Errorf("%+v", v)
		}
	}
	for h := 1; h <= 12; h++ {
		if got := weightOf(r.Weights, "area", h, "naive"); got > 0.12 {
			t.Errorf("horizon %d: weight of the bad method %.3f", h, got)
		}
	}
	if n := len(r.Weights.Rows()); n != 2*12*3 {
		t.Errorf("%d weights", n)
	}
	for i, row := range r.Intervals.Rows() {
		if row.Factor <= 1 || row.EffectiveNumber <= 0 || r.Intervals.At(row.Level, row.Resource, row.Horizon) != row.Factor {
			t.Errorf("row %d: too narrow an interval was not widened: %+v", i, row)
		}
	}
}

// Factors times the members' typical width do not fall with the horizon, although
// past errors were largest in the middle; groups nothing is known of keep theirs.
func TestIntervalsGrow(t *testing.T) {
	var rows []blend.Outcome
	for origin := range 40 {
		for h := 1; h <= 12; h++ {
			e := []float64{1, 5, 2}[min(h/5, 2)] * float64(1-2*(origin%2)) * (1 + float64(origin%7)/7)
			rows = append(rows, blend.Outcome{
				Method: blend.MethodBlend, Level: "total", Origin: origin, Horizon: h,
				Mean: 50, P10: 48, P50: 50, P90: 52, Actual: 50 + e, Scale: 1,
			})
		}
	}
	v, err := blend.Calibrate(rows, 60, blend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := v.Apply(rows[:12])
	for h := range out {
		if h > 0 && out[h].P90-out[h].P10 < out[h-1].P90-out[h-1].P10-1e-9 {
			t.Errorf("month %d: width %v after %v", h+1, out[h].P90-out[h].P10, out[h-1].P90-out[h-1].P10)
		}
		if out[h].P10 < 0 || out[h].P50 != 50 {
			t.Errorf("month %d: %+v", h+1, out[h])
		}
	}
	if f := v.At("area", "", 3); f != 1 {
		t.Errorf("factor of an unknown group: %v", f)
	}
	early, err := blend.Calibrate(rows, 0, blend.Options{})
	if err != nil || early.At("total", "", 1) != 1 {
		t.Errorf("factor before anything is known: %v %v", early, err)
	}
	none := rows[0]
	none.P10, none.P50, none.P90 = math.NaN(), math.NaN(), math.NaN()
	if got := v.Apply([]blend.Outcome{none})[0]; !math.IsNaN(got.P10) {
		t.Errorf("an interval out of nothing: %+v", got)
	}
}

// A resource that nobody gets, and one that is rare: no error, no NaN in what is
// published, weights that sum to 1.
func TestThinSeries(t *testing.T) {
	var rows []blend.Outcome
	for origin := range 20 {
		for h := 1; h <= 3; h++ {
			for i, method := range []string{"courses", "tsb"} {
				r := blend.Outcome{Method: method, Level: "area", Resource: "none", Origin: origin, Horizon: h}
				rows = append(rows, r)
				r.Resource, r.Mean, r.P90 = "rehab_h", 0.3+0.1*float64(i), 1
				if (origin+h)%5 == 0 {
					r.Actual = 2
				}
				rows = append(rows, r)
			}
		}
	}
	got, err := blend.Evaluate(rows, 0, blend.Grouping{}, blend.Options{}, blend.VerdictOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range got.Blended {
		if math.IsNaN(r.Mean+r.P10+r.P50+r.P90) || r.P10 < 0 || r.P10 > r.P50 || r.P50 > r.P90 {
			t.Fatalf("%+v", r)
		}
	}
	for _, resource := range []string{"none", "rehab_h"} {
		var sum float64
		for _, v := range got.Weights.At("area", resource, 2) {
			sum += v
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("%s: weights sum to %v", resource, sum)
		}
	}
}
