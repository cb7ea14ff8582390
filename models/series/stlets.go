package series

import "math"

var (
	_ Method = STLETS{}
	_ Fitted = (*stletsFitted)(nil)
	_ Noter  = (*stletsFitted)(nil)
)

// STLETS takes the season of STL away, forecasts the rest by ETS without season
// and puts the last year's season back; on logarithms where the values are
// positive and split better so. See the package comment.
type STLETS struct {
	Period      int  // months in a season; 0 means 12, 1 means no season
	Window      int  // of the seasonal loess in years, odd; 0 means a season that does not change
	Robust      bool // weigh outliers down in the decomposition
	NonNegative bool // cut mean and quantiles at zero, unless a known value is negative
}

type stletsFitted struct {
	h           *history
	nonNegative bool
	season      []float64 // of the last period, by month mod period; nil for none
	logs        bool      // the season multiplies: it is one of logarithms
	rest        *etsFit
}

// Fit implements Method.
func (m STLETS) Fit(y []float64) (Fitted, error) {
	h, err := newHistory(y, m.Period)
	if err != nil {
		return nil, err
	}
	f := &stletsFitted{h: h, nonNegative: m.NonNegative}
	if h.constant() {
		h.note("all known values are %g", h.y[0])
		return f, nil
	}
	adjusted := h
	if h.seasonal() {
		adjusted = h.with(f.adjust(m))
	}
	fits := autoETS(adjusted, false)
	if len(fits) == 0 {
		return walk(h, m.NonNegative), nil
	}
	f.rest = fits[0]
	kind := "additive"
	if f.logs {
		kind = "multiplicative"
	}
	h.note("STL with %s season and ETS(%s)", kind, f.rest.model)
	return f, nil
}

// adjust takes the season away; missing months stay so.
func (f *stletsFitted) adjust(m STLETS) []float64 {
	n, period := len(f.h.y), f.h.period
	filled := f.h.filled()
	o := STLOptions{Period: period, Window: m.Window, Robust: m.Robust}
	d, logs := decomposeScaled(filled, o)
	f.logs = logs
	f.season = make([]float64, period)
	for t := n - period; t < n; t++ {
		f.season[t%period] = d.Seasonal[t]
	}
	out := make([]float64, n)
	for t, v := range f.h.y {
		out[t] = v - d.Seasonal[t]
		if f.logs {
			out[t] = v * math.Exp(-d.Seasonal[t])
		}
	}
	return out
}

// Forecast implements Fitted. The season's months are degrees of freedom that
// were spent, and each is a mean over the years: the spread of ETS is widened by
// both.
func (f *stletsFitted) Forecast(horizon int, levels []float64) Forecast {
	return f.h.cropped(horizon, levels, f.nonNegative, func(horizon int, levels []float64) Forecast {
		if f.rest == nil {
			return constantForecast(f.h.y[0], horizon, levels)
		}
		rest := *f.rest
		if f.season != nil {
			left := max(1, rest.freedom-float64(len(f.season)-1))
			rest.sigma2 *= rest.freedom / left * (1 + float64(len(f.season))/float64(rest.months))
			rest.freedom = left
		}
		out := rest.forecast(horizon, levels, 0, 0) // no season, so no paths
		if f.season == nil {
			return out
		}
		for h := range horizon {
			out.Mean[h] = f.with(out.Mean[h], h)
			for l := range out.Quantiles {
				out.Quantiles[l][h] = f.with(out.Quantiles[l][h], h)
			}
		}
		return out
	})
}

func (f *stletsFitted) with(v float64, h int) float64 {
	s := f.season[(f.rest.months+h)%len(f.season)]
	if f.logs {
		return v * math.Exp(s)
	}
	return v + s
}

// Notes implements Noter.
func (f *stletsFitted) Notes() []string { return f.h.notes }
