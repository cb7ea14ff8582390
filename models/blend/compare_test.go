package blend_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/blend"
)

// pair makes outcomes of two methods at one horizon whose loss differences are a
// moving sum over the horizon, as errors of overlapping forecasts are, plus a gap.
func pair(origins, horizon int, gap float64, rng *rand.Rand) []blend.Outcome {
	shock := make([]float64, origins+horizon)
	for i := range shock {
		shock[i] = rng.NormFloat64() / math.Sqrt(float64(horizon))
	}
	var out []blend.Outcome
	for origin := range origins {
		d := gap
		for k := range horizon {
			d += shock[origin+k]
		}
		row := blend.Outcome{Level: "total", Resource: "clients", Origin: origin, Horizon: horizon, Scale: 1, Actual: 0}
		a, b := row, row
		a.Method, b.Method, a.Mean, b.Mean = "a", "b", 10+d, 10
		a.P10, a.P50, a.P90, b.P10, b.P50, b.P90 = a.Mean, a.Mean, a.Mean, 10, 10, 10
		out = append(out, a, b)
	}
	return out
}

// The share of 95 % intervals that hold the true difference. Origins that do not
// overlap are few, and intervals must not pretend otherwise: a t-interval over the
// 36 origins at horizon 12 would hold it about half of the time.
func TestCompareCovers(t *testing.T) {
	for _, c := range []struct{ origins, horizon int }{{24, 1}, {24, 3}, {36, 6}, {36, 12}, {60, 24}} {
		var held, n float64
		rng := rand.New(rand.NewPCG(uint64(c.origins), uint64(c.horizon)))
		for range 1000 {
			s := blend.Scope{Level: "total", Resource: "clients", From: c.horizon, To: c.horizon}
			got, err := blend.Compare(pair(c.origins, c.horizon, 0.3, rng), "a", "b", s, blend.CompareOptions{})
			if err != nil {
				t.Fatal(err)
			}
			n++
			if got.Low <= 0.3 && got.High >= 0.3 {
				held++
			}
		}
		t.Logf("%d origins, horizon %d: 95 %% intervals hold %.3f", c.origins, c.horizon, held/n)
		if held/n < 0.88 || held/n > 0.99 {
			t.Errorf("%d origins, horizon %d: %.3f", c.origins, c.horizon, held/n)
		}
	}
}
