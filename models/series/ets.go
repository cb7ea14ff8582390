package series

import "fmt"

var (
	_ Method = ETS{}
	_ Fitted = (*etsFitted)(nil)
	_ Noter  = (*etsFitted)(nil)
)

const defaultDraws = 1000 // standard error of a 10 % quantile: 0.05 standard deviations

// ETS is exponential smoothing with error, trend and season as a state-space
// model, chosen by AICc. See the package comment.
type ETS struct {
	Period      int    // months in a season; 0 means 12, 1 means no season
	Model       string // such as "MAdM"; empty lets AICc choose among the admissible
	NonNegative bool   // cut mean and quantiles at zero, unless a known value is negative
	Draws       int    // simulated paths for models with a multiplicative season; 0 means 1,000
	Seed        uint64 // of the paths
}

type etsFitted struct {
	h           *history
	best        *etsFit
	nonNegative bool
	draws       int
	seed        uint64
}

// Fit implements Method. Besides ErrNoData and ErrTooShort it returns an error
// when Model is unknown, needs positive values that are not there, or cannot be
// fitted.
func (m ETS) Fit(y []float64) (Fitted, error) {
	h, err := newHistory(y, m.Period)
	if err != nil {
		return nil, err
	}
	f := &etsFitted{h: h, nonNegative: m.NonNegative, draws: m.Draws, seed: m.Seed}
	if f.draws <= 0 {
		f.draws = defaultDraws
	}
	if h.constant() {
		h.note("all known values are %g", h.y[0])
		return f, nil
	}
	if m.Model != "" {
		return f, f.named(m.Model)
	}
	fits := autoETS(h, true)
	if len(fits) == 0 {
		return walk(h, m.NonNegative), nil
	}
	f.best = fits[0]
	h.note("ETS(%s)", f.best.model)
	return f, nil
}

func (f *etsFitted) named(name string) error {
	positive := f.h.least() > 0
	for _, model := range admissible(true, true) {
		if model.String() != name {
			continue
		}
		if !positive && (model.err == multiplicative || model.season == multiplicative) {
			return fmt.Errorf("series: ETS(%s) needs positive values and the least is %g: choose an additive model", name, f.h.least())
		}
		if model.season != none && !f.h.seasonal() {
			return fmt.Errorf("series: ETS(%s) needs two seasons: %w", name, ErrTooShort)
		}
		if f.best = fitETS(f.h, model); f.best == nil {
			return fmt.Errorf("series: ETS(%s) does not suit these %d values, or has too many parameters for them: leave the model open", name, f.h.known)
		}
		return nil
	}
	return fmt.Errorf("series: no ETS model %q; there are %v", name, admissible(true, true))
}

// Forecast implements Fitted.
func (f *etsFitted) Forecast(horizon int, levels []float64) Forecast {
	return f.h.cropped(horizon, levels, f.nonNegative, func(horizon int, levels []float64) Forecast {
		if f.best == nil {
			return constantForecast(f.h.y[0], horizon, levels)
		}
		return f.best.forecast(horizon, levels, f.draws, f.seed)
	})
}

// Notes implements Noter.
func (f *etsFitted) Notes() []string { return f.h.notes }

// SES is simple exponential smoothing, ETS(A,N,N): a level without trend or
// season.
type SES struct {
	NonNegative bool // cut mean and quantiles at zero, unless a known value is negative
}

// Fit implements Method.
func (m SES) Fit(y []float64) (Fitted, error) {
	h, err := newHistory(y, 1)
	if err != nil {
		return nil, err
	}
	f := &etsFitted{h: h, nonNegative: m.NonNegative}
	if h.constant() {
		h.note("all known values are %g", h.y[0])
		return f, nil
	}
	if f.best = fitETS(h, simple()); f.best == nil {
		return walk(h, m.NonNegative), nil
	}
	return f, nil
}

func simple() etsModel { return etsModel{additive, none, none} }
