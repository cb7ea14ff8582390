package series_test

import (
	"errors"
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/series"
)

func TestBattery(t *testing.T) { modeltest.ForecastSeries(t, series.SeasonalNaive{}) }

// By hand: period 2, y = 1 5 3 6 5 9. Pairs two apart differ by 2, 1, 2, 3, so
// σ₁² = 18/4; four apart by 4, 4, so σ₂² = 32/2. Quantile 0.975 of Student's
// distribution with 4 and 2 degrees of freedom: 2.776445, 4.302653 (R 4.2 qt).
func TestSeasonalNaiveByHand(t *testing.T) {
	f, err := series.SeasonalNaive{Period: 2}.Fit([]float64{1, 5, 3, 6, 5, 9})
	if err != nil {
		t.Fatal(err)
	}
	got := f.Forecast(3, []float64{0.5, 0.975})
	for h, want := range []float64{5, 9, 5} {
		if got.Mean[h] != want || math.Abs(got.Quantiles[0][h]-want) > 1e-9 {
			t.Errorf("month %d: mean %v, median %v, want %v", h+1, got.Mean[h], got.Quantiles[0][h], want)
		}
	}
	for h, want := range []float64{5 + 2.776445*math.Sqrt(4.5), 9 + 2.776445*math.Sqrt(4.5), 5 + 4.302653*4} {
		if math.Abs(got.Quantiles[1][h]-want) > 1e-4 {
			t.Errorf("month %d: quantile %v, want %v", h+1, got.Quantiles[1][h], want)
		}
	}
}

// A missing month takes the value of the year before; a calendar month never
// seen the mean of the last year.
func TestMissingMonths(t *testing.T) {
	y := make([]float64, 24)
	for i := range y {
		y[i] = float64(i)
	}
	y[13], y[14], y[2] = math.NaN(), math.NaN(), math.NaN()
	f, err := series.SeasonalNaive{}.Fit(y)
	if err != nil {
		t.Fatal(err)
	}
	got := f.Forecast(3, nil).Mean
	if got[0] != 12 || got[1] != 1 {
		t.Errorf("forecast %v, want 12 and 1", got)
	}
	// The last twelve known: 10, 11, 12, 15 … 23.
	if want := (10 + 11 + 12 + 15 + 16 + 17 + 18 + 19 + 20 + 21 + 22 + 23) / 12.; math.Abs(got[2]-want) > 1e-12 {
		t.Errorf("forecast %v, want %v", got[2], want)
	}
}

func TestErrorsAndNonNegative(t *testing.T) {
	if _, err := (series.SeasonalNaive{}).Fit([]float64{1, 2}); !errors.Is(err, series.ErrTooShort) {
		t.Errorf("two values: %v", err)
	}
	if _, err := (series.SeasonalNaive{}).Fit(nil); !errors.Is(err, series.ErrNoData) {
		t.Errorf("nothing: %v", err)
	}
	f, err := series.SeasonalNaive{Period: 1, NonNegative: true}.Fit([]float64{0, 4, 0, 5, 0})
	if err != nil {
		t.Fatal(err)
	}
	if q := f.Forecast(1, []float64{0.05}).Quantiles[0][0]; q != 0 {
		t.Errorf("quantile %v below zero", q)
	}
}
