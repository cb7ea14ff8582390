package backtest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/framsyn/framsyn/models/series"
)

// Options steer a back-test. All but Forecasts and Done are required.
type Options struct {
	Season    int  // months; 1 means no season
	Horizon   int  // months ahead
	Origins   int  // months from which is forecast, the last leaving Horizon months
	Forecasts bool // keep them for [Report.Write]
	Clock     func() time.Time
	Done      func(method string, seconds float64) // told after each method; may be nil
}

// Report is what a back-test found.
type Report struct {
	Season, Horizon, Origins int
	First, Last              Month
	Missing                  []Month   // months without a row
	Judged                   int       // series
	LeftOut                  []LeftOut // series that could not be judged
	Methods                  []Score   // the published one first
	Notes                    []string

	forecasts []forecast
}

// LeftOut is a series that was not judged.
type LeftOut struct {
	Series string `json:"series"`
	Reason string `json:"reason"`
}

// Score is what a method reached.
type Score struct {
	series.Score
	Seconds float64 // of fitting and forecasting all series, on all cores
}

// Run judges all methods. An error says what the table lacks.
func Run(ctx context.Context, t *Table, o Options) (*Report, error) {
	least := max(o.Season, 2) + 1
	if learn := t.Months - o.Horizon - (o.Origins - 1); learn < least {
		return nil, fmt.Errorf("%s is too short: %s for the horizon and %s more for the origins leave %d to learn from, at least %d are needed; "+
			"take a smaller --horizon, --origins or --season, or more months",
			counted(t.Months, "month", "months"), counted(o.Horizon, "month", "months"), counted(o.Origins-1, "month", "months"), max(learn, 0), least)
	}
	r := &Report{
		Season: o.Season, Horizon: o.Horizon, Origins: o.Origins, First: t.First, Last: t.First + Month(t.Months-1), Missing: t.Missing, Notes: t.Notes,
	}
	var set []series.Series
	for _, s := range t.Series {
		if reason := unfit(s.Values, o); reason != "" {
			r.LeftOut = append(r.LeftOut, LeftOut{s.Name, reason})
			continue
		}
		set = append(set, s)
	}
	if r.Judged = len(set); len(set) == 0 {
		return nil, fmt.Errorf("none of %s can be judged; %s: %s", counted(len(t.Series), "series", "series"), r.LeftOut[0].Series, r.LeftOut[0].Reason)
	}
	for _, m := range series.Methods(o.Season, true) {
		score, forecasts, err := judge(ctx, set, m, o)
		if err != nil {
			return nil, err
		}
		r.Methods = append(r.Methods, score)
		r.forecasts = append(r.forecasts, forecasts...)
		if o.Done != nil {
			o.Done(m.Name, score.Seconds)
		}
	}
	r.addNotes()
	return r, nil
}

// unfit says why a series cannot be judged; empty if it can.
func unfit(y []float64, o Options) string {
	origin := len(y) - o.Horizon
	known, pairs := 0, 0
	for i, v := range y[:origin] {
		if !math.IsNaN(v) {
			known++
			if i >= o.Season && !math.IsNaN(y[i-o.Season]) {
				pairs++
			}
		}
	}
	compare := 0
	for _, v := range y[origin-(o.Origins-1):] {
		if !math.IsNaN(v) {
			compare++
		}
	}
	switch {
	case compare == 0:
		return "no value in the months to compare with"
	case known < 3:
		return fmt.Sprintf("%s with a value to learn from, at least 3 are needed", counted(known, "month", "months"))
	case pairs == 0:
		return fmt.Sprintf("too short: no two of the months to learn from are %s apart, so that errors have no scale", counted(o.Season, "month", "months"))
	}
	return ""
}

// forecast is a series as a method foresaw it from one origin.
type forecast struct {
	values []float64
	name   string
	method string
	origin int // months learned from
	series.Forecast
}

// result is a method on a series.
type result struct {
	series.Result
	forecasts []forecast
}

// judge runs a method on each series.
func judge(ctx context.Context, set []series.Series, method series.Named, o Options) (Score, []forecast, error) {
	began := o.Clock()
	results := make([]result, len(set))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(set)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(set) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				results[i] = judgeOne(set[i], method, o)
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return Score{}, nil, err
	}
	score, forecasts := summed(method.Name, results)
	score.Seconds = o.Clock().Sub(began).Seconds()
	return score, forecasts, nil
}

func judgeOne(s series.Series, method series.Named, o Options) result {
	kept := &recorder{method: method.Method}
	report, err := series.Backtest([]series.Series{s}, []series.Named{{Name: method.Name, Method: kept}},
		series.BacktestOptions{Period: o.Season, Horizon: o.Horizon, Origins: o.Origins, Workers: 1})
	var out result
	if len(report.Series) > 0 {
		out.Result = report.Series[0]
	}
	switch {
	case out.Err == nil && err != nil:
		out.Err = err
	case kept.broken:
		out.Err = errNotFinite
	case o.Forecasts:
		for _, f := range kept.kept {
			f.values, f.name, f.method = s.Values, s.Name, method.Name
			out.forecasts = append(out.forecasts, f)
		}
	}
	return out
}

// summed takes means over the series, in their order.
func summed(method string, results []result) (Score, []forecast) {
	score := Score{Score: series.Score{Method: method}}
	var forecasts []forecast
	for _, r := range results {
		if r.Err != nil {
			score.Failed++
			continue
		}
		score.Series++
		score.SMAPE += r.SMAPE
		score.MAE += r.MAE
		score.Coverage80 += r.Coverage80
		if math.IsNaN(r.MASE) {
			score.Unscaled++
		} else {
			score.MASE += r.MASE
		}
		forecasts = append(forecasts, r.forecasts...)
	}
	n := float64(score.Series)
	score.MASE /= n - float64(score.Unscaled)
	score.SMAPE /= n
	score.MAE /= n
	score.Coverage80 /= n
	return score, forecasts
}

// errNotFinite keeps a forecast that is no number from being left out of a mean.
var errNotFinite = errors.New("a forecast is no finite number")

// recorder is a method that keeps its forecasts.
type recorder struct {
	method series.Method
	kept   []forecast // the last origin first
	broken bool       // some value is not finite
}

// Fit implements series.Method.
func (r *recorder) Fit(y []float64) (series.Fitted, error) {
	fitted, err := r.method.Fit(y)
	if err != nil {
		return nil, err
	}
	return recorded{fitted, r, len(y)}, nil
}

// recorded hands its forecasts to the recorder.
type recorded struct {
	series.Fitted
	to     *recorder
	origin int
}

// Forecast implements series.Fitted.
func (f recorded) Forecast(horizon int, levels []float64) series.Forecast {
	out := f.Fitted.Forecast(horizon, levels)
	for _, values := range append([][]float64{out.Mean}, out.Quantiles...) {
		for _, v := range values {
			f.to.broken = f.to.broken || math.IsNaN(v) || math.IsInf(v, 0)
		}
	}
	f.to.kept = append(f.to.kept, forecast{origin: f.origin, Forecast: out})
	return out
}
