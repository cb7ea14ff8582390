package followup_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/followup"
)

// The eight schools (Rubin 1981), flat on μ and τ: posterior medians and lower
// ends in Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., table 5.3. They
// come from 200 draws, and means differ a little from medians: within 1.6 and 3.
func TestEightSchools(t *testing.T) {
	y := []float64{28, 8, -3, 7, -1, 1, 18, 12}
	se := []float64{15, 10, 16, 11, 9, 11, 10, 18}
	median := []float64{10, 8, 7, 8, 5, 6, 10, 8}
	low := []float64{-2, -5, -11, -7, -9, -7, -1, -6}
	in := make([]followup.Interval, len(y))
	for i := range y {
		in[i] = followup.Interval{Value: y[i], SE: se[i]}
	}
	for i, p := range followup.Pool(in, 0.95) {
		near(t, fmt.Sprint("school ", i), p.Value, median[i], 1.6)
		near(t, fmt.Sprint("low of school ", i), p.Low, low[i], 3)
	}
}

// Pooled estimates err less than single ones, and their intervals hold the
// truth, whether groups differ or not.
func TestPool(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, spread := range []float64{0, 1, 4} {
		var raw, pooled, covered, n float64
		for range 60 {
			truth, in := make([]float64, 12), make([]followup.Interval, 12)
			for g := range in {
				truth[g] = -3 + spread*rng.NormFloat64()
				in[g].SE = 0.5 + 3*rng.Float64()
				in[g].Value = truth[g] + in[g].SE*rng.NormFloat64()
			}
			for g, p := range followup.Pool(in, 0.95) {
				raw += (in[g].Value - truth[g]) * (in[g].Value - truth[g])
				pooled += (p.Value - truth[g]) * (p.Value - truth[g])
				n++
				if p.Low <= truth[g] && truth[g] <= p.High {
					covered++
				}
			}
		}
		t.Logf("spread %v: root mean square error %.2f pooled %.2f, coverage %.3f", spread, math.Sqrt(raw/n), math.Sqrt(pooled/n), covered/n)
		if pooled > raw || covered/n < 0.92 {
			t.Errorf("spread %v: pooled error %.2f of %.2f, coverage %.3f", spread, pooled/n, raw/n, covered/n)
		}
	}
}

func TestTwoGroupsAreNotPooled(t *testing.T) {
	in := []followup.Interval{{Value: 1, SE: 1, Low: -1, High: 3}, {Value: 5, SE: 1, Low: 3, High: 7}}
	if out := followup.Pool(in, 0.95); out[0] != in[0] || out[1] != in[1] {
		t.Errorf("%v", out)
	}
}
