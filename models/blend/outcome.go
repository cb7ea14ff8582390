package blend

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// MethodBlend is the name of the blend among the methods.
const MethodBlend = "blend"

// Errors that the data can cause.
var (
	// ErrEmpty is returned when there is nothing to learn from or to combine.
	ErrEmpty = errors.New("blend: no outcomes")
	// ErrValue is returned for a number that cannot be, with the row it is in.
	ErrValue = errors.New("blend: value out of range")
	// ErrDuplicate is returned when two rows forecast the same by the same method.
	ErrDuplicate = errors.New("blend: two rows of one method for the same series, origin and horizon")
	// ErrActual is returned when methods disagree on what came.
	ErrActual = errors.New("blend: rows of the same series and month differ in the actual")
)

// Outcome is one forecast, with what came if that is known. A series belongs to
// a level and a resource; the three together name it.
type Outcome struct {
	Method          string
	Series          string // e.g. the area
	Level           string // e.g. total, area, group: series that share weights
	Resource        string // e.g. home_care_h
	Origin          int    // month whose data were the last known
	Horizon         int    // months ahead, ≥ 1
	Mean            float64
	P10, P50, P90   float64 // quantiles, in order; NaN when the method gives none
	Actual          float64 // NaN when not known
	Scale           float64 // mean absolute seasonal difference up to the origin; NaN or 0 when unknown
	EffectiveNumber float64 // of independent errors behind the calibrated interval; set by Intervals.Apply
}

// ForecastError is the mean less what came.
func (o Outcome) ForecastError() float64 { return o.Mean - o.Actual }

// Month is the month that is forecast.
func (o Outcome) Month() int { return o.Origin + o.Horizon }

func (o Outcome) check(row int) error {
	fault := ""
	switch {
	case o.Method == "":
		fault = "method is empty"
	case o.Horizon < 1:
		fault = "horizon must be at least 1"
	case math.IsNaN(o.Mean) || math.IsInf(o.Mean, 0):
		fault = "mean is not a number; leave the row out when the method has no forecast"
	case math.IsInf(o.Actual, 0) || math.IsInf(o.Scale, 0) || o.Scale < 0:
		fault = "actual or scale is infinite or scale negative"
	case math.IsNaN(o.P10) != math.IsNaN(o.P90) || math.IsNaN(o.P50) != math.IsNaN(o.P90):
		fault = "quantiles must be all known or all NaN"
	case o.P10 > o.P50 || o.P50 > o.P90 || math.IsInf(o.P10, 0) || math.IsInf(o.P90, 0):
		fault = "quantiles are infinite or out of order"
	default:
		return nil
	}
	return fmt.Errorf("%w: row %d (%s, series %q, origin %d, horizon %d): %s", ErrValue, row, o.Method, o.Series, o.Origin, o.Horizon, fault)
}

// Group is what shares weights and interval factors.
type Group struct {
	Level, Resource string
}

func (g Group) compare(b Group) int {
	return cmp.Or(cmp.Compare(g.Level, b.Level), cmp.Compare(g.Resource, b.Resource))
}

func (o Outcome) group() Group { return Group{o.Level, o.Resource} }

// compareCells orders rows by what they forecast: rows that are equal here differ
// in the method only.
func compareCells(a, b Outcome) int {
	return cmp.Or(a.group().compare(b.group()), cmp.Compare(a.Series, b.Series),
		cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Horizon, b.Horizon))
}

// arrange checks rows and returns them in order of cell, then method.
func arrange(rows []Outcome) ([]Outcome, error) {
	if len(rows) == 0 {
		return nil, ErrEmpty
	}
	for i, o := range rows {
		if err := o.check(i); err != nil {
			return nil, err
		}
	}
	out := slices.Clone(rows)
	slices.SortFunc(out, func(a, b Outcome) int { return cmp.Or(compareCells(a, b), cmp.Compare(a.Method, b.Method)) })
	for i := 1; i < len(out); i++ {
		a, b := out[i-1], out[i]
		if compareCells(a, b) != 0 {
			continue
		}
		where := fmt.Sprintf("series %q (%s, %s), origin %d, horizon %d", b.Series, b.Level, b.Resource, b.Origin, b.Horizon)
		if a.Method == b.Method {
			return nil, fmt.Errorf("%w: %s, method %s", ErrDuplicate, where, b.Method)
		}
		if a.Actual != b.Actual && !(math.IsNaN(a.Actual) && math.IsNaN(b.Actual)) {
			return nil, fmt.Errorf("%w: %s: %s has %v, %s has %v", ErrActual, where, a.Method, a.Actual, b.Method, b.Actual)
		}
	}
	return out, nil
}

// cells calls f with the rows of each cell of arranged rows.
func cells(rows []Outcome, f func(cell []Outcome)) {
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && compareCells(rows[from], rows[to]) == 0 {
			to++
		}
		f(rows[from:to])
		from = to
	}
}

// scaleOf is the scale of a cell: the first known one, else the mean size of its
// forecasts, else 0.
func scaleOf(cell []Outcome) float64 {
	var size float64
	for _, o := range cell {
		if o.Scale > 0 {
			return o.Scale
		}
		size += math.Abs(o.Mean) / float64(len(cell))
	}
	return size
}
