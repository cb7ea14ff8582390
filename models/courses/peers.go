package courses

import (
	"fmt"
	"math"
	"slices"

	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/series"
)

// BacktestPeers forecasts the sums of each area and the total by methods for
// series, from the same origins as Backtest and judged alike. A method that
// cannot be fitted to a series is left out there.
func BacktestPeers(h *Histories, areas int, origins []int, horizon int, methods []series.Named) ([]Outcome, error) {
	switch {
	case areas <= 0:
		panic(panicAreas)
	case horizon <= 0:
		panic(panicHorizon)
	}
	if err := h.Validate(areas); err != nil {
		return nil, err
	}
	if len(h.Month) == 0 {
		return nil, ErrEmpty
	}
	observed := Observed(h, areas, int(slices.Min(h.Month)), int(slices.Max(h.Month)))
	var out []Outcome
	for _, origin := range origins {
		known, ahead := origin-observed.From+1, min(horizon, observed.To-origin)
		if known < MinMonths || ahead < 1 {
			continue
		}
		for area := Total; area < areas; area++ {
			for _, r := range h.Resources() {
				y := observed.Series(area, r)
				scale, err := evaluate.Scale(y[:known], 12)
				if err != nil {
					scale = math.NaN()
				}
				for _, m := range methods {
					f := fitSeries(m.Method, y[:known], ahead)
					for k := 1; f != nil && k <= ahead; k++ {
						o := Outcome{Origin: origin, Horizon: k, Area: area, Resource: r, Actual: y[known+k-1], Scale: scale}
						out = append(out, o.series(f, m.Name))
					}
				}
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no origin with %d months before it: %w", MinMonths, ErrShort)
	}
	return out, nil
}

// crpsLevels are the levels from which a series method's CRPS is made; 0.1, 0.5
// and 0.9 follow them.
func crpsLevels() []float64 {
	const n = 50
	levels := make([]float64, n, n+3)
	for k := range levels {
		levels[k] = (float64(k) + 0.5) / n
	}
	return append(levels, 0.1, 0.5, 0.9)
}

// fitSeries returns nil when the method cannot be fitted.
func fitSeries(m series.Method, y []float64, horizon int) *series.Forecast {
	fitted, err := m.Fit(y)
	if err != nil {
		return nil
	}
	f := fitted.Forecast(horizon, crpsLevels())
	return &f
}

// series fills in what a series method says.
func (o Outcome) series(f *series.Forecast, name string) Outcome {
	o.Method, o.LogSD = name, math.NaN()
	o.Mean = f.Mean[o.Horizon-1]
	q := make([]float64, len(f.Levels))
	for l := range q {
		q[l] = f.Quantiles[l][o.Horizon-1]
	}
	n := len(q) - 3
	o.P10, o.P50, o.P90 = q[n], q[n+1], q[n+2]
	o.CRPS, _ = evaluate.CRPSQuantiles(f.Levels[:n], q[:n], o.Actual) // fails only without levels
	return o
}
