package series

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

var (
	_ Method = SeasonalNaive{}
	_ Fitted = (*seasonalNaive)(nil)
)

// SeasonalNaive repeats the last year. See the package comment.
type SeasonalNaive struct {
	Period      int  // months in a season; 0 means 12, 1 gives the naive method (last value)
	NonNegative bool // cut quantiles and mean at zero, unless a known value is negative
}

type seasonalNaive struct {
	y           []float64
	period      int
	nonNegative bool
}

// Fit implements Method. It keeps a copy of y.
func (m SeasonalNaive) Fit(y []float64) (Fitted, error) {
	if m.Period < 0 {
		panic(panicPeriod)
	}
	if m.Period == 0 {
		m.Period = 12
	}
	known := 0
	for _, v := range y {
		if math.IsInf(v, 0) {
			return nil, ErrNoData
		}
		if !math.IsNaN(v) {
			known++
		}
		if v < 0 {
			m.NonNegative = false
		}
	}
	switch {
	case known == 0:
		return nil, ErrNoData
	case known < 3:
		return nil, ErrTooShort
	}
	return &seasonalNaive{append([]float64(nil), y...), m.Period, m.NonNegative}, nil
}

// Forecast implements Fitted.
func (f *seasonalNaive) Forecast(horizon int, levels []float64) Forecast {
	checkForecast(horizon, levels)
	out := Forecast{Mean: make([]float64, horizon), Levels: append([]float64(nil), levels...)}
	for range levels {
		out.Quantiles = append(out.Quantiles, make([]float64, horizon))
	}
	for h := 1; h <= horizon; h++ {
		mean := f.point(h)
		sigma, nu := f.spread(h)
		out.Mean[h-1] = f.cut(mean)
		for l, level := range levels {
			q := mean
			if sigma > 0 {
				q += sigma * distuv.StudentsT{Sigma: 1, Nu: nu}.Quantile(level)
			}
			out.Quantiles[l][h-1] = f.cut(q)
		}
	}
	return out
}

func (f *seasonalNaive) cut(v float64) float64 {
	if f.nonNegative {
		return max(0, v)
	}
	return v
}

// point is the latest known value of the same calendar month.
func (f *seasonalNaive) point(h int) float64 {
	k := (h + f.period - 1) / f.period
	for t := len(f.y) - 1 + h - k*f.period; t >= 0; t -= f.period {
		if !math.IsNaN(f.y[t]) {
			return f.y[t]
		}
	}
	return meanOfLast(f.y, f.period)
}

// spread returns σ for horizon h and its degrees of freedom.
func (f *seasonalNaive) spread(h int) (sigma, nu float64) {
	k := (h + f.period - 1) / f.period
	for j := k; j >= 1; j-- {
		ss, pairs := lagged(f.y, j*f.period)
		if pairs >= f.period && pairs > 1 || j == 1 && pairs > 1 {
			return math.Sqrt(ss / float64(pairs) * float64(k) / float64(j)), float64(pairs)
		}
	}
	ss, pairs := lagged(f.y, 1)
	if pairs == 0 {
		return 0, 1
	}
	return math.Sqrt(ss / float64(pairs) * float64(min(h, f.period)*k)), float64(pairs)
}
