package series

import "math"

var (
	_ Method = Theta{}
	_ Fitted = (*thetaFitted)(nil)
	_ Noter  = (*thetaFitted)(nil)
)

// Theta is the method of Assimakopoulos and Nikolopoulos: simple exponential
// smoothing with half the slope of the linear trend as drift, on the series
// adjusted for season if a test finds one. See the package comment.
type Theta struct {
	Period      int  // months in a season; 0 means 12, 1 means no season
	NonNegative bool // cut mean and quantiles at zero, unless a known value is negative
}

type thetaFitted struct {
	h           *history
	nonNegative bool
	season      []float64 // by calendar month from the first; nil for none
	ratio       bool      // season multiplies
	ses         *etsFit
	drift       float64 // per month
}

// Fit implements Method.
func (m Theta) Fit(y []float64) (Fitted, error) {
	h, err := newHistory(y, m.Period)
	if err != nil {
		return nil, err
	}
	f := &thetaFitted{h: h, nonNegative: m.NonNegative}
	if h.constant() {
		h.note("all known values are %g", h.y[0])
		return f, nil
	}
	filled := h.filled()
	if h.seasonal() && seasonFound(filled, h.period) {
		f.season, f.ratio = seasonOf(filled, h)
	}
	adjusted := make([]float64, len(h.y))
	full := make([]float64, len(h.y))
	for t, v := range h.y {
		adjusted[t], full[t] = f.without(v, t), f.without(filled[t], t)
	}
	if f.ses = fitETS(h.with(adjusted), simple()); f.ses == nil {
		return walk(h, m.NonNegative), nil
	}
	_, slope := line(full)
	f.drift = slope / 2
	return f, nil
}

// seasonFound is the test of seasonality of the M4 competition: the
// autocorrelation one season apart, 90 % two-sided, with Bartlett's variance.
func seasonFound(y []float64, period int) bool {
	const critical = 1.645
	r := autocorrelations(y, period)
	var sum float64
	for _, v := range r[:period-1] {
		sum += v * v
	}
	return math.Abs(r[period-1]) > critical*math.Sqrt((1+2*sum)/float64(len(y)))
}

func autocorrelations(y []float64, lags int) []float64 {
	m := mean(y)
	var variance float64
	for _, v := range y {
		variance += (v - m) * (v - m)
	}
	out := make([]float64, lags)
	for k := 1; k <= lags && variance > 0; k++ {
		for t := k; t < len(y); t++ {
			out[k-1] += (y[t] - m) * (y[t-k] - m)
		}
		out[k-1] /= variance
	}
	return out
}

// seasonOf is multiplicative where all values are positive, else additive.
func seasonOf(filled []float64, h *history) (season []float64, ratio bool) {
	if h.least() > 0 {
		if s, ok := seasonalIndices(filled, h.period, true); ok {
			return s, true
		}
	}
	s, _ := seasonalIndices(filled, h.period, false)
	return s, false
}

func (f *thetaFitted) without(v float64, t int) float64 {
	switch {
	case f.season == nil:
		return v
	case f.ratio:
		return v / f.season[t%len(f.season)]
	default:
		return v - f.season[t%len(f.season)]
	}
}

// Forecast implements Fitted.
//
//	ŷ(T+h) = level + drift · [h − 1 + (1 − (1 − α)^T)/α], with season
//	σ_h² = σ² (1 + (h − 1) α² + 1/years), the last where there is a season: each
//	       month of it is a mean over the years
func (f *thetaFitted) Forecast(horizon int, levels []float64) Forecast {
	return f.h.cropped(horizon, levels, f.nonNegative, func(horizon int, levels []float64) Forecast {
		if f.ses == nil {
			return constantForecast(f.h.y[0], horizon, levels)
		}
		out := newForecast(horizon, levels)
		deviation := make([]float64, horizon)
		alpha, months := f.ses.alpha, float64(len(f.h.y))
		for h := range horizon {
			out.Mean[h] = f.ses.last.level + f.drift*(float64(h)+(1-math.Pow(1-alpha, months))/alpha)
			deviation[h] = math.Sqrt(f.ses.sigma2 * (1 + float64(h)*alpha*alpha + float64(len(f.season))/months))
			if f.season == nil {
				continue
			}
			s := f.season[(len(f.h.y)+h)%len(f.season)]
			if f.ratio {
				out.Mean[h] *= s
				deviation[h] *= s
			} else {
				out.Mean[h] += s
			}
		}
		normalQuantiles(out, deviation, f.freedom())
		return out
	})
}

// freedom counts level, α, drift and the seasons.
func (f *thetaFitted) freedom() float64 {
	return max(1, f.ses.freedom-1-float64(max(0, len(f.season)-1)))
}

// Notes implements Noter.
func (f *thetaFitted) Notes() []string { return f.h.notes }
