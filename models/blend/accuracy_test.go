package blend_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/blend"
)

// By hand: errors +2 and −4 on actuals 10 and 20, scales 2 and 8.
func TestMeasureByHand(t *testing.T) {
	rows := []blend.Outcome{
		{Method: "a", Level: "area", Series: "x", Origin: 0, Horizon: 2, Mean: 12, P10: 11, P50: 12, P90: 14, Actual: 10, Scale: 2},
		{Method: "a", Level: "area", Series: "x", Origin: 1, Horizon: 1, Mean: 16, P10: 12, P50: 16, P90: 22, Actual: 20, Scale: 8},
		{Method: "a", Level: "area", Series: "x", Origin: 2, Horizon: 9, Mean: 16, P10: 12, P50: 16, P90: 22, Actual: 20, Scale: 8},
		{Method: "a", Level: "area", Series: "x", Origin: 2, Horizon: 3, Mean: 1, P10: 1, P50: 1, P90: 1, Actual: math.NaN(), Scale: 8},
	}
	got, err := blend.Measure(rows, blend.Grouping{Series: true, Bands: []int{3, 6}})
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	a := got[0]
	for name, c := range map[string][2]float64{
		"MAE": {a.MAE, 3}, "RMSE": {a.RMSE, math.Sqrt(10)}, "bias": {a.Bias, -1}, "bias share": {a.BiasShare, -1. / 15},
		"MASE": {a.MASE, 0.75}, "WAPE": {a.WAPE, 0.2}, "coverage": {a.Coverage80, 0.5}, "width": {a.Width, 6.5},
		// Levels 0.1, 0.5, 0.9: 0.9, 1, 0.4 for the first and 0.8, 2, 0.2 for the second.
		"pinball": {a.Pinball, (0.9 + 1 + 0.4 + 0.8 + 2 + 0.2) / 6}, "actual": {a.MeanActual, 15}, "outcomes": {float64(a.Outcomes), 2},
	} {
		if math.Abs(c[0]-c[1]) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, c[0], c[1])
		}
	}
	if a.From != 1 || a.To != 3 || a.Series != "x" || a.Origins != 2 {
		t.Errorf("%+v", a)
	}
}

// The CRPS of a normal distribution has a closed form (Gneiting and Raftery 2007,
// equation 21); from three quantiles it comes out within 1 %.
func TestCRPSOfNormal(t *testing.T) {
	for _, y := range []float64{0, 0.7, -1.5, 3} {
		z := distuv.UnitNormal
		want := y*(2*z.CDF(y)-1) + 2*z.Prob(y) - 1/math.Sqrt(math.Pi)
		q := z.Quantile(0.9)
		got, err := blend.Measure([]blend.Outcome{{Method: "a", Horizon: 1, P10: -q, P90: q, Actual: y, Scale: 1}}, blend.Grouping{})
		if err != nil || math.Abs(got[0].CRPS/want-1) > 0.01 {
			t.Errorf("y = %v: %.4f, want %.4f %v", y, got[0].CRPS, want, err)
		}
	}
}

// A member that knows the future is shown instead of the blend, one that is a
// little better by chance is not, and with a handful of origins nothing is.
func TestVerdicts(t *testing.T) {
	w := world{areas: 4, origins: 40, horizons: 6, step: 1, common: 0.3, seed: 9, makers: []maker{{"courses", 1, 0, 1}, {"ets", 1, 0, 1}, {"theta", 1, 0, 1}}}
	equal := w.outcomes()
	perfect := w.outcomes()
	for i := range perfect {
		if perfect[i].Method == "courses" {
			perfect[i].Mean = perfect[i].Actual + 0.1
		}
	}
	var few []blend.Outcome
	for _, r := range perfect {
		if r.Month() <= 5 {
			few = append(few, r)
		}
	}
	for name, c := range map[string]struct {
		rows []blend.Outcome
		show string
	}{"perfect": {perfect, "courses"}, "equal": {equal, blend.MethodBlend}, "few": {few, blend.MethodBlend}} {
		b, err := blend.Nested(c.rows, blend.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := blend.Verdicts(append(c.rows, b...), blend.VerdictOptions{Bands: []int{3, 6}})
		if err != nil || len(got) == 0 {
			t.Fatal(got, err)
		}
		for _, v := range got {
			if name == "perfect" && v.Level == "total" {
				continue // one series may be too little to be sure
			}
			if v.Show != c.show {
				t.Errorf("%s: %+v", name, v)
			}
			if name == "few" && v.To == 6 && v.Reason != blend.TooFew {
				t.Errorf("%s: %+v", name, v)
			}
		}
	}
}
