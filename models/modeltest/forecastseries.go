package modeltest

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/series"
)

// ForecastSeries puts a method for one series through the battery.
func ForecastSeries(t *testing.T, m series.Method) {
	t.Helper()
	y := SeasonalSeries(60, 5)
	levels := []float64{0.05, 0.1, 0.5, 0.9, 0.95}
	base := forecast(t, m, y, levels)
	t.Run("same answer", func(t *testing.T) {
		again := forecast(t, m, y, levels)
		for h := range base.Mean {
			if again.Mean[h] != base.Mean[h] || again.Quantiles[0][h] != base.Quantiles[0][h] {
				t.Fatalf("month %d differs", h+1)
			}
		}
	})
	t.Run("quantiles in order", func(t *testing.T) {
		for h := range base.Mean {
			for l := 1; l < len(levels); l++ {
				if base.Quantiles[l][h] < base.Quantiles[l-1][h] {
					t.Errorf("month %d: quantile %g is %v, %g is %v", h+1,
						levels[l-1], base.Quantiles[l-1][h], levels[l], base.Quantiles[l][h])
				}
			}
		}
	})
	t.Run("unit", func(t *testing.T) {
		scaled := make([]float64, len(y))
		for i, v := range y {
			scaled[i] = 60 * v
		}
		got := forecast(t, m, scaled, levels)
		for h := range base.Mean {
			if math.Abs(got.Mean[h]-60*base.Mean[h]) > 1e-6*math.Abs(got.Mean[h]) {
				t.Errorf("month %d: in minutes %v, in hours %v", h+1, got.Mean[h], base.Mean[h])
			}
		}
	})
	t.Run("degenerate data", func(t *testing.T) {
		nan := math.NaN()
		for name, y := range map[string][]float64{
			"empty": nil, "all missing": {nan, nan, nan}, "one value": {3}, "infinite": {1, math.Inf(1), 2, 3},
		} {
			if _, err := m.Fit(y); err == nil {
				t.Errorf("%s: no error", name)
			}
		}
		for name, y := range map[string][]float64{
			"constant": {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, "short": {1, 2, 3, 4},
			"gaps": {1, nan, 3, nan, 2, 3, nan, 4, 1, 2, 3, 4, nan, 2, nan, 5, nan, nan},
		} {
			f := forecast(t, m, y, levels)
			for h, v := range f.Mean {
				if math.IsNaN(v) || math.IsNaN(f.Quantiles[0][h]) {
					t.Errorf("%s: month %d is NaN", name, h+1)
				}
			}
		}
	})
	t.Run("coverage", func(t *testing.T) { coverage(t, m) })
}

func forecast(t *testing.T, m series.Method, y, levels []float64) series.Forecast {
	t.Helper()
	f, err := m.Fit(y)
	if err != nil {
		t.Fatal(err)
	}
	return f.Forecast(14, levels)
}

// coverage simulates 400 series; the share within the 80 % interval has standard
// deviation 0.02, and 0.05 is allowed besides for what a method does not know.
func coverage(t *testing.T, m series.Method) {
	t.Helper()
	const n, horizon = 400, 14
	var inside [horizon]float64
	for k := range uint64(n) {
		y := SeasonalSeries(72+horizon, 1000+k)
		f, err := m.Fit(y[:72])
		if err != nil {
			t.Fatal(err)
		}
		q := f.Forecast(horizon, []float64{0.1, 0.9})
		for h := range horizon {
			if v := y[72+h]; v >= q.Quantiles[0][h] && v <= q.Quantiles[1][h] {
				inside[h] += 1. / n
			}
		}
	}
	t.Logf("coverage of 80 %% intervals by month: %.2f", inside)
	for h, c := range inside {
		if math.Abs(c-0.8) > 0.09 {
			t.Errorf("month %d: coverage %.3f of an 80 %% interval", h+1, c)
		}
	}
}

// SeasonalSeries simulates months of a level that walks, a fixed season and
// noise (any unit; level about 100).
func SeasonalSeries(months int, seed uint64) []float64 {
	rng := rand.New(rand.NewPCG(seed, 4))
	level, y := 100., make([]float64, months)
	for t := range y {
		level += 0.5 * rng.NormFloat64()
		y[t] = level + 8*math.Sin(2*math.Pi*float64(t)/12) + 3*rng.NormFloat64()
	}
	return y
}
