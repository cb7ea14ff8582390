package blend_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/blend"
)

// Members whose intervals are half as wide as they should be, right, or twice as
// wide. Four years of origins, of which the last two are judged: the share within
// the published interval is within 0.75 to 0.85 for areas; a total alone has so
// few months that do not overlap that the members' own interval still counts.
func TestIntervalsCover(t *testing.T) {
	for _, width := range []float64{0.5, 1, 2} {
		inside, n := map[string]float64{}, map[string]float64{}
		before := map[string]float64{}
		for seed := range uint64(12) {
			w := world{areas: 4, origins: 48, horizons: 12, step: 1, common: 0.3, seed: seed, makers: []maker{
				{"courses", 0.5, 0, width}, {"ets", 0.5, 0, width},
			}}
			b, err := blend.Nested(w.outcomes(), blend.Options{})
			if err != nil {
				t.Fatal(err)
			}
			calibrated, err := blend.NestedIntervals(b, blend.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range calibrated {
				if r.Origin < 24 {
					continue
				}
				for _, key := range []string{r.Level, r.Level + map[bool]string{true: " ≤6", false: " >6"}[r.Horizon <= 6]} {
					n[key]++
					if r.Actual >= r.P10 && r.Actual <= r.P90 {
						inside[key]++
					}
					if r.Actual >= b[i].P10 && r.Actual <= b[i].P90 {
						before[key]++
					}
				}
			}
		}
		for _, key := range []string{"area", "area ≤6", "area >6", "total", "total ≤6", "total >6"} {
			t.Logf("own width × %g, %-8s: own interval covers %.3f, calibrated %.3f", width, key, before[key]/n[key], inside[key]/n[key])
		}
		if c := inside["area"] / n["area"]; math.Abs(c-0.8) > 0.05 {
			t.Errorf("own width × %g: areas' intervals cover %.3f", width, c)
		}
	}
}
