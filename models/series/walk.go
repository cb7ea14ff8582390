package series

import (
	"math"
	"slices"
)

// walk is what is left for a handful of values: the median of the last three,
// as a random walk whose step is measured on what little there is.
func walk(h *history, nonNegative bool) *walkFitted {
	h.note("%d known values: too few to smooth, the middle of the last three is kept", h.known)
	var last []float64
	for _, v := range slices.Backward(h.y) {
		if !math.IsNaN(v) && len(last) < leastKnown {
			last = append(last, v)
		}
	}
	var ss, pairs float64
	filled := h.filled()
	for t := 1; t < len(filled); t++ {
		d := filled[t] - filled[t-1]
		ss += d * d
		pairs++
	}
	return &walkFitted{h, nonNegative, median(last), math.Sqrt(ss / pairs), float64(h.known - 1)}
}

type walkFitted struct {
	h           *history
	nonNegative bool
	level, step float64
	freedom     float64
}

// Forecast implements Fitted.
func (f *walkFitted) Forecast(horizon int, levels []float64) Forecast {
	return f.h.cropped(horizon, levels, f.nonNegative, func(horizon int, levels []float64) Forecast {
		out := constantForecast(f.level, horizon, levels)
		deviation := make([]float64, horizon)
		for h := range deviation {
			deviation[h] = f.step * math.Sqrt(float64(h+1))
		}
		normalQuantiles(out, deviation, f.freedom)
		return out
	})
}

// Notes implements Noter.
func (f *walkFitted) Notes() []string { return f.h.notes }
