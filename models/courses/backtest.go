package courses

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/series"
)

// The methods that a back-test compares.
const (
	MethodCourses       = "courses"
	MethodSeasonalNaive = "seasonal_naive"
)

// Outcome is one forecast of a back-test with what came.
type Outcome struct {
	Method        string
	Origin        int
	Horizon       int // months
	Area          int // Total for all areas together
	Resource      Resource
	Actual        float64
	Mean          float64
	P10, P50, P90 float64
	CRPS          float64 // in the unit of the resource
	Scale         float64 // mean absolute seasonal difference up to the origin; NaN when unknown
	LogSD         float64 // standard deviation of the log of the draws; NaN for a method without draws
}

// Backtest forecasts from each origin with what was known then and compares
// with what came, for courses and for the seasonal naive of the sums. Horizons
// beyond the last month of the histories are left out. Origins with too short a
// history are skipped; it is an error when none is left.
func Backtest(h *Histories, areas int, origins []int, fit Options, f ForecastOptions) ([]Outcome, error) {
	if areas <= 0 {
		panic(panicAreas)
	}
	f = f.withDefaults()
	if err := h.Validate(areas); err != nil {
		return nil, err
	}
	if len(h.Month) == 0 {
		return nil, ErrEmpty
	}
	observed := Observed(h, areas, int(slices.Min(h.Month)), int(slices.Max(h.Month)))
	var out []Outcome
	for _, origin := range origins {
		ahead := f
		if ahead.Horizon = min(f.Horizon, observed.To-origin); ahead.Horizon < 1 {
			continue
		}
		m, err := Fit(h, origin, areas, fit)
		if errors.Is(err, ErrShort) || errors.Is(err, ErrEmpty) {
			continue
		}
		if err != nil {
			return nil, err
		}
		forecast, err := m.Forecast(ahead)
		if err != nil {
			return nil, err
		}
		out = append(out, compare(forecast, observed, h.Resources())...)
	}
	if len(out) == 0 {
		return nil, ErrShort
	}
	return out, nil
}

func compare(f *Forecast, observed *Monthly, list []Resource) []Outcome {
	var out []Outcome
	known := f.Origin - observed.From + 1
	for area := Total; area < f.Areas; area++ {
		for _, r := range list {
			y := observed.Series(area, r)
			scale, err := evaluate.Scale(y[:known], 12)
			if err != nil {
				scale = math.NaN()
			}
			naive := fitSeries(series.SeasonalNaive{NonNegative: true}, y[:known], f.Horizon)
			for h := 1; h <= f.Horizon; h++ {
				base := Outcome{Origin: f.Origin, Horizon: h, Area: area, Resource: r, Actual: y[known+h-1], Scale: scale}
				out = append(out, base.courses(f))
				if naive != nil {
					out = append(out, base.series(naive, MethodSeasonalNaive))
				}
			}
		}
	}
	return out
}

func (o Outcome) courses(f *Forecast) Outcome {
	c := f.Cell(o.Area, o.Horizon, o.Resource, All)
	o.Method, o.Mean, o.P10, o.P50, o.P90 = MethodCourses, c.Mean, c.P10, c.P50, c.P90
	draws := f.Values(o.Area, o.Horizon, o.Resource, All)
	o.LogSD = math.NaN()
	if slices.Min(draws) > 0 {
		logs := make([]float64, len(draws))
		for i, v := range draws {
			logs[i] = math.Log(v)
		}
		o.LogSD = stat.StdDev(logs, nil)
	}
	o.CRPS, _ = evaluate.CRPSDraws(draws, o.Actual) // fails only without draws
	return o
}

// Accuracy sums up a back-test over its origins: a row of
// model.forecast_accuracy.
type Accuracy struct {
	Method     string
	Resource   Resource
	Horizon    int // months
	Area       int // Total for all areas together
	Origins    int
	MAE        float64 // in the unit of the resource, as are Bias and CRPS
	Bias       float64 // forecast − actual
	MASE       float64 // NaN when the scale is unknown
	CRPS       float64
	Coverage80 float64 // share of actuals within P10 … P90
	Level      float64 // mean actual
}

// Summarise groups outcomes by method, resource, horizon and area.
func Summarise(outcomes []Outcome) []Accuracy {
	type key struct {
		method        string
		resource      Resource
		horizon, area int
	}
	at := make(map[key]int)
	var out []Accuracy
	for _, o := range outcomes {
		k := key{o.Method, o.Resource, o.Horizon, o.Area}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, Accuracy{Method: o.Method, Resource: o.Resource, Horizon: o.Horizon, Area: o.Area})
		}
		a := &out[i]
		a.Origins++
		a.MAE += math.Abs(o.Mean - o.Actual)
		a.Bias += o.Mean - o.Actual
		a.MASE += math.Abs(o.Mean-o.Actual) / o.Scale
		a.CRPS += o.CRPS
		a.Level += o.Actual
		if o.Actual >= o.P10 && o.Actual <= o.P90 {
			a.Coverage80++
		}
	}
	for i := range out {
		a, n := &out[i], float64(out[i].Origins)
		a.MAE, a.Bias, a.MASE, a.CRPS = a.MAE/n, a.Bias/n, a.MASE/n, a.CRPS/n
		a.Coverage80, a.Level = a.Coverage80/n, a.Level/n
	}
	return out
}
