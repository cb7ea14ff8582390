package series

import (
	"fmt"
	"math"
	"slices"
)

const (
	defaultPeriod = 12   // months
	leastKnown    = 3    // values for an interval
	mostValue     = 1e15 // beyond it no float64 is an exact count, and squares may overflow on the way
)

// history is a series made ready for a method: the first and the last value are
// known.
type history struct {
	y      []float64
	known  int      // values that are not NaN
	gap    int      // months missing after the last known value
	period int      // months in a season; 1 when there are fewer than two seasons
	scale  float64  // mean absolute value, 1 when all are zero
	notes  []string // what was done besides
}

// newHistory copies the values from the first to the last known one. A season
// needs two full periods and, on average, two known values a calendar month.
func newHistory(y []float64, period int) (*history, error) {
	if period < 0 {
		panic(panicPeriod)
	}
	if period == 0 {
		period = defaultPeriod
	}
	first, last, known := -1, -1, 0
	var sum float64
	for t, v := range y {
		if math.IsInf(v, 0) {
			return nil, fmt.Errorf("month %d is infinite: %w", t+1, ErrNoData)
		}
		if math.Abs(v) > mostValue {
			return nil, fmt.Errorf("series: month %d is %g, more than %g: check it, or take a larger unit", t+1, v, mostValue)
		}
		if math.IsNaN(v) {
			continue
		}
		if first < 0 {
			first = t
		}
		last = t
		known++
		sum += math.Abs(v)
	}
	switch {
	case known == 0:
		return nil, ErrNoData
	case known < leastKnown:
		return nil, ErrTooShort
	}
	h := &history{y: slices.Clone(y[first : last+1]), known: known, gap: len(y) - 1 - last, period: period, scale: sum / float64(known)}
	if h.scale == 0 {
		h.scale = 1
	}
	if period > 1 && (len(h.y) < 2*period || known < 2*period) {
		h.note("%d known months in %d: fewer than two seasons, no season is fitted", known, len(h.y))
		h.period = 1
	}
	return h, nil
}

func (h *history) note(format string, args ...any) {
	h.notes = append(h.notes, fmt.Sprintf(format, args...))
}

// with is the same history with other values.
func (h *history) with(y []float64) *history {
	out := *h
	out.y, out.notes = y, slices.Clone(h.notes)
	return &out
}

func (h *history) seasonal() bool { return h.period > 1 }

// least is the smallest known value.
func (h *history) least() float64 {
	out := math.Inf(1)
	for _, v := range h.y {
		if v < out { // never for NaN
			out = v
		}
	}
	return out
}

// constant says that all known values are one.
func (h *history) constant() bool {
	for _, v := range h.y {
		if v != h.y[0] && !math.IsNaN(v) {
			return false
		}
	}
	return true
}

// filled is the history without missing months; see interpolate.
func (h *history) filled() []float64 { return interpolate(h.y, h.period) }

// cropped asks a forecast for the months after a gap at the end of the history
// and cuts it at zero if it has to be.
func (h *history) cropped(horizon int, levels []float64, nonNegative bool, f func(horizon int, levels []float64) Forecast) Forecast {
	checkForecast(horizon, levels)
	out := f(h.gap+horizon, slices.Clone(levels))
	out.Mean = out.Mean[h.gap:]
	for l := range out.Quantiles {
		out.Quantiles[l] = out.Quantiles[l][h.gap:]
	}
	if nonNegative && h.least() >= 0 {
		floor(out.Mean)
		for _, q := range out.Quantiles {
			floor(q)
		}
	}
	return out
}

func floor(values []float64) {
	for i, v := range values {
		values[i] = max(0, v)
	}
}

// newForecast is an empty forecast.
func newForecast(horizon int, levels []float64) Forecast {
	out := Forecast{Mean: make([]float64, horizon), Levels: levels, Quantiles: make([][]float64, len(levels))}
	for l := range levels {
		out.Quantiles[l] = make([]float64, horizon)
	}
	return out
}

// constantForecast stays at a value that never changed; nothing is known of how
// it might.
func constantForecast(value float64, horizon int, levels []float64) Forecast {
	out := newForecast(horizon, levels)
	for h := range horizon {
		out.Mean[h] = value
		for l := range levels {
			out.Quantiles[l][h] = value
		}
	}
	return out
}
