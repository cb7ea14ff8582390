package evaluate

import (
	"math"
	"slices"
)

// MAE is the mean absolute error over the pairs whose actual is known.
func MAE(actual, forecast []float64) (float64, error) {
	return meanOver(actual, forecast, func(y, f float64) float64 { return math.Abs(y - f) })
}

// Bias is the mean of forecast minus actual: positive = forecast too high.
func Bias(actual, forecast []float64) (float64, error) {
	return meanOver(actual, forecast, func(y, f float64) float64 { return f - y })
}

func meanOver(actual, forecast []float64, f func(y, f float64) float64) (float64, error) {
	if len(actual) != len(forecast) {
		panic(panicLength)
	}
	var total float64
	var n int
	for i, y := range actual {
		if !math.IsNaN(y) {
			total += f(y, forecast[i])
			n++
		}
	}
	if n == 0 {
		return math.NaN(), ErrEmpty
	}
	return total / float64(n), nil
}

// Scale is the mean absolute error of the seasonal naive method within the
// training part of a series, the denominator of MASE. Months with NaN are left
// out.
func Scale(train []float64, period int) (float64, error) {
	if period <= 0 {
		panic(panicSpace)
	}
	if len(train) <= period {
		return math.NaN(), ErrNoScale
	}
	var total float64
	var n int
	for t := period; t < len(train); t++ {
		if d := math.Abs(train[t] - train[t-period]); !math.IsNaN(d) {
			total += d
			n++
		}
	}
	if n == 0 || total == 0 {
		return math.NaN(), ErrNoScale
	}
	return total / float64(n), nil
}

// MASE is the mean absolute error over the scale of the training part.
func MASE(actual, forecast, train []float64, period int) (float64, error) {
	scale, err := Scale(train, period)
	if err != nil {
		return math.NaN(), err
	}
	mae, err := MAE(actual, forecast)
	return mae / scale, err
}

// CRPSDraws is the continuous ranked probability score of the empirical
// distribution of draws when y came, in the unit of y. It sorts draws in place.
func CRPSDraws(draws []float64, y float64) (float64, error) {
	m := float64(len(draws))
	if m == 0 {
		return math.NaN(), ErrEmpty
	}
	slices.Sort(draws)
	var distance, spread float64
	for i, x := range draws {
		distance += math.Abs(x - y)
		spread += x * (2*float64(i) + 1 - m) // Σᵢ<ⱼ (xⱼ − xᵢ) by order statistics
	}
	return distance/m - spread/(m*m), nil
}

// Pinball is the quantile loss of q at the given level when y came.
func Pinball(q, level, y float64) float64 {
	if !(level > 0 && level < 1) {
		panic(panicLevel)
	}
	if y < q {
		return (y - q) * (level - 1)
	}
	return (y - q) * level
}

// CRPSQuantiles approximates the continuous ranked probability score by twice
// the mean pinball loss. Levels should be equally spaced, (k − ½)/K.
func CRPSQuantiles(levels, quantiles []float64, y float64) (float64, error) {
	if len(levels) != len(quantiles) {
		panic(panicLength)
	}
	if len(levels) == 0 {
		return math.NaN(), ErrEmpty
	}
	var total float64
	for k, level := range levels {
		total += Pinball(quantiles[k], level, y)
	}
	return 2 * total / float64(len(levels)), nil
}

// Coverage is the share of known actuals within [low, high].
func Coverage(actual, low, high []float64) (float64, error) {
	if len(low) != len(high) {
		panic(panicLength)
	}
	i := -1
	return meanOver(actual, low, func(y, lo float64) float64 {
		for i++; math.IsNaN(actual[i]); i++ {
			continue
		}
		if y >= lo && y <= high[i] {
			return 1
		}
		return 0
	})
}

// Quantile is the empirical quantile of sorted values at level 0 … 1, linear
// between order statistics (R's type 7).
func Quantile(sorted []float64, level float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := level * float64(len(sorted)-1)
	lo := int(at)
	hi := min(lo+1, len(sorted)-1)
	return sorted[lo] + (at-float64(lo))*(sorted[hi]-sorted[lo])
}
