package series_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/series"
)

// wild draws a series that no model describes: of any size and length, with
// jumps, spikes, zeros, gaps, constant stretches, and some with negative values.
func wild(rng *rand.Rand) []float64 {
	y := make([]float64, 3+rng.IntN(100))
	unit, level, sign := math.Pow(10, float64(rng.IntN(13)-6)), 10.0, 1.0
	gaps, zeros, spikes := 0.3*rng.Float64(), 0.4*rng.Float64()*float64(rng.IntN(2)), 0.1*rng.Float64()
	growth, stays := 1+0.1*(rng.Float64()-0.4), rng.IntN(4) == 0
	for t := range y {
		level *= growth
		if rng.Float64() < 0.02 {
			level *= 5 * rng.Float64()
		}
		y[t] = level * (1 + 0.2*rng.NormFloat64())
		switch u := rng.Float64(); {
		case u < gaps:
			y[t] = math.NaN()
		case u < gaps+zeros:
			y[t] = 0
		case u < gaps+zeros+spikes:
			y[t] *= 1000
		case stays && t > 0:
			y[t] = y[t-1] / unit * sign
		}
		y[t] *= unit * sign
		if rng.IntN(200) == 0 {
			sign = -sign
		}
	}
	return y
}

// Whatever comes, a forecast is finite and its quantiles are in order, or there
// is an error that says why.
func TestWildSeries(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 8))
	methods := append(series.Methods(12, true), series.Named{Name: "intermittent", Method: series.Intermittent{}})
	for n := range 60 {
		y := wild(rng)
		for _, m := range methods {
			f, err := m.Method.Fit(y)
			if err != nil {
				continue
			}
			got := f.Forecast(18, []float64{0.05, 0.5, 0.95})
			if fault := faultOf(got); fault != "" {
				t.Fatalf("series %d, %s: %s\n%v\n%v", n, m.Name, fault, y, series.Notes(f))
			}
		}
	}
}

func faultOf(f series.Forecast) string {
	for h, v := range f.Mean {
		q := []float64{f.Quantiles[0][h], f.Quantiles[1][h], f.Quantiles[2][h]}
		for _, x := range append(q, v) {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fmt.Sprintf("month %d: mean %v, quantiles %v", h+1, v, q)
			}
		}
		if q[0] > q[1] || q[1] > q[2] {
			return fmt.Sprintf("month %d: quantiles %v", h+1, q)
		}
	}
	return ""
}
