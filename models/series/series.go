package series

import (
	"errors"
	"math"
)

// ErrNoData is returned when no value of a series is known.
var ErrNoData = errors.New("series: no known value")

// ErrTooShort is returned when there are too few values for an interval.
var ErrTooShort = errors.New("series: fewer than three known values")

const (
	panicHorizon = "series: horizon must be positive"
	panicLevel   = "series: quantile level must lie between 0 and 1"
	panicPeriod  = "series: period must be positive"
)

// Method is a way to forecast a series. NaN in y is a missing month.
type Method interface {
	Fit(y []float64) (Fitted, error)
}

// Fitted is a method fitted to one series.
type Fitted interface {
	// Forecast gives months 1 … horizon after the last value and the
	// quantiles at levels, each between 0 and 1.
	Forecast(horizon int, levels []float64) Forecast
}

// Forecast is a forecast of one series.
type Forecast struct {
	Mean      []float64   // by horizon − 1, in the unit of the series
	Levels    []float64   // as asked for
	Quantiles [][]float64 // by level, then horizon − 1
}

func checkForecast(horizon int, levels []float64) {
	if horizon <= 0 {
		panic(panicHorizon)
	}
	for _, l := range levels {
		if !(l > 0 && l < 1) {
			panic(panicLevel)
		}
	}
}

// lagged returns the sum of squared differences lag months apart and the number
// of pairs.
func lagged(y []float64, lag int) (sumSquares float64, pairs int) {
	for t := lag; t < len(y); t++ {
		if d := y[t] - y[t-lag]; !math.IsNaN(d) {
			sumSquares += d * d
			pairs++
		}
	}
	return sumSquares, pairs
}

// meanOfLast is the mean of the last n known values.
func meanOfLast(y []float64, n int) float64 {
	var sum float64
	var k int
	for t := len(y) - 1; t >= 0 && k < n; t-- {
		if !math.IsNaN(y[t]) {
			sum += y[t]
			k++
		}
	}
	return sum / float64(k)
}
