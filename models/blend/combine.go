package blend

import (
	"math"
	"slices"
)

// Combine blends forecasts: one row of [MethodBlend] for each series, origin and
// horizon, mean and quantiles averaged by the weights. The weights of methods
// without a forecast go to those that have one. Unless options say otherwise,
// what is negative becomes 0.
func (w *Weights) Combine(rows []Outcome) ([]Outcome, error) {
	arranged, err := arrange(members(rows))
	if err != nil {
		return nil, err
	}
	var out []Outcome
	cells(arranged, func(cell []Outcome) { out = append(out, w.combine(cell)) })
	return out, nil
}

// combine blends the rows of one cell.
func (w *Weights) combine(cell []Outcome) Outcome {
	weights := w.present(cell)
	out := cell[0]
	out.Method, out.Mean, out.P10, out.P50, out.P90 = MethodBlend, 0, 0, 0, 0
	var spread float64 // weight of methods with quantiles
	for i, o := range cell {
		out.Mean += weights[i] * o.Mean
		if !math.IsNaN(o.P50) {
			spread += weights[i]
			out.P10 += weights[i] * o.P10
			out.P50 += weights[i] * o.P50
			out.P90 += weights[i] * o.P90
		}
		if !(out.Scale > 0) {
			out.Scale = o.Scale
		}
	}
	out.P10, out.P50, out.P90 = out.P10/spread, out.P50/spread, out.P90/spread // NaN when nobody has quantiles
	if !w.options.Signed {
		out.Mean, out.P10, out.P50, out.P90 = max(0, out.Mean), max(0, out.P10), max(0, out.P50), max(0, out.P90)
	}
	return out
}

// present returns the weights of a cell's rows.
func (w *Weights) present(cell []Outcome) []float64 {
	at := w.At(cell[0].Level, cell[0].Resource, cell[0].Horizon)
	out := make([]float64, len(cell))
	var total float64
	for i, o := range cell {
		if k, found := slices.BinarySearch(w.Methods, o.Method); found {
			out[i] = at[k]
			total += at[k]
		}
	}
	if total > 0 {
		normalise(out)
		return out
	}
	names := make([]string, len(cell))
	for i, o := range cell {
		names[i] = o.Method
	}
	return w.options.prior(names, nil, cell[0].Horizon)
}

// Nested blends each origin's forecasts by the weights that were known there: it
// is what would have been published.
func Nested(outcomes []Outcome, o Options) ([]Outcome, error) {
	rows, err := arrange(members(outcomes))
	if err != nil {
		return nil, err
	}
	o = o.withDefaults()
	byOrigin, origins := splitByOrigin(rows)
	var out []Outcome
	for i, origin := range origins {
		w := learn(rows, origin, o)
		cells(byOrigin[i], func(cell []Outcome) { out = append(out, w.combine(cell)) })
	}
	slices.SortStableFunc(out, compareCells)
	return out, nil
}

// splitByOrigin keeps the order of rows within each origin.
func splitByOrigin(rows []Outcome) (parts [][]Outcome, origins []int) {
	for _, o := range rows {
		origins = append(origins, o.Origin)
	}
	slices.Sort(origins)
	origins = slices.Compact(origins)
	parts = make([][]Outcome, len(origins))
	for _, o := range rows {
		i, _ := slices.BinarySearch(origins, o.Origin)
		parts[i] = append(parts[i], o)
	}
	return parts, origins
}
