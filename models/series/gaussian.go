package series

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

var (
	_ Method = GaussianProcess{}
	_ Fitted = (*gaussianFitted)(nil)
	_ Noter  = (*gaussianFitted)(nil)
)

// mostGaussian is how many of the last months are used: the work grows with
// their cube, and older ones say little.
const mostGaussian = 144

// GaussianProcess is a level that walks, a shrunken line, a smooth season that
// may change slowly, and noise, each as large as the series says; on the scale
// of the values and, where all are positive, on that of their logarithms,
// weighted by what the series says of the two. See the package comment.
type GaussianProcess struct {
	Period      int  // months in a season; 0 means 12, 1 means no season
	NonNegative bool // cut mean and quantiles at zero, unless a known value is negative
}

type gaussianFitted struct {
	h           *history
	nonNegative bool
	plain, logs *gaussian // nil where not fitted
	weight      float64   // of logs
}

// Fit implements Method.
func (m GaussianProcess) Fit(y []float64) (Fitted, error) {
	h, err := newHistory(y, m.Period)
	if err != nil {
		return nil, err
	}
	f := &gaussianFitted{h: h, nonNegative: m.NonNegative}
	if h.constant() {
		h.note("all known values are %g", h.y[0])
		return f, nil
	}
	if h.known < 5 { // fewer than parts of the model
		return walk(h, m.NonNegative), nil
	}
	recent := h.y[max(0, len(h.y)-mostGaussian):]
	if len(recent) < len(h.y) {
		h.note("the last %d months are used", len(recent))
		if h.with(recent).constant() {
			return walk(h, m.NonNegative), nil
		}
	}
	f.plain = newGaussian(recent, h.period)
	if h.least() > 0 {
		logs := make([]float64, len(recent))
		var jacobian float64
		for t, v := range recent {
			logs[t] = math.Log(v)
			if !math.IsNaN(v) {
				jacobian += logs[t]
			}
		}
		f.logs = newGaussian(logs, h.period)
		f.weight = 1 / (1 + math.Exp(f.logs.cost+jacobian-f.plain.cost))
		h.note("weight %.2f on logarithms", f.weight)
	}
	return f, nil
}

// Forecast implements Fitted. Mean is the median where the scale is logarithmic.
func (f *gaussianFitted) Forecast(horizon int, levels []float64) Forecast {
	return f.h.cropped(horizon, levels, f.nonNegative, func(horizon int, levels []float64) Forecast {
		if f.plain == nil {
			return constantForecast(f.h.y[0], horizon, levels)
		}
		out := newForecast(horizon, levels)
		mean, deviation := f.plain.predict(horizon)
		add(out, mean, deviation, 1-f.weight, func(v float64) float64 { return v })
		if f.logs != nil {
			mean, deviation = f.logs.predict(horizon)
			add(out, mean, deviation, f.weight, math.Exp)
		}
		return out
	})
}

// add puts a weighted normal forecast on another scale on top of out.
func add(out Forecast, mean, deviation []float64, weight float64, back func(float64) float64) {
	if weight == 0 {
		return
	}
	for h := range mean {
		out.Mean[h] += weight * back(mean[h])
	}
	for l, level := range out.Levels {
		z := distuv.UnitNormal.Quantile(level)
		for h := range mean {
			out.Quantiles[l][h] += weight * back(mean[h]+z*deviation[h])
		}
	}
}

// Notes implements Noter.
func (f *gaussianFitted) Notes() []string { return f.h.notes }
