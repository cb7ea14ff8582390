package series

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

var _ Method = Published{}

// Published is the forecast that is shown: half of it the [GaussianProcess],
// half the mean of [Theta], [ETS] and [STLETS], after broken months have been
// taken out ([Clean]), and TSB ([Intermittent]) where amounts are rare. Means and
// quantiles are never negative for a history that never is.
type Published struct {
	Period     int  // months in a season; 0 means 12, 1 means no season
	KeepBroken bool // leave broken months in
}

// Fit implements Method. Its notes say what it fell back on, which months were
// taken out and which models were chosen.
func (m Published) Fit(y []float64) (Fitted, error) {
	h, err := newHistory(y, m.Period)
	if err != nil {
		return nil, err
	}
	if intermittent(h) {
		f, err := Intermittent{}.Fit(y)
		if err != nil {
			return nil, err
		}
		return &combined{members: []Fitted{f}, notes: append(slices.Clone(h.notes), "amounts are rare: TSB")}, nil
	}
	notes := slices.Clone(h.notes)
	clean := y
	if !m.KeepBroken {
		var note string
		if clean, note = withoutBroken(y, h); note != "" {
			notes = append(notes, note)
		}
	}
	f, err := m.combination().Fit(clean)
	if err != nil {
		return nil, err
	}
	out, _ := f.(*combined)
	for _, note := range out.notes {
		if !slices.ContainsFunc(h.notes, func(said string) bool { return strings.HasSuffix(note, said) }) {
			notes = append(notes, note)
		}
	}
	out.notes = notes
	return out, nil
}

func (m Published) combination() Combination {
	return Combination{Members: []Named{
		{"mean", mean3(m.Period, true)}, {"gaussian_process", GaussianProcess{Period: m.Period, NonNegative: true}},
	}}
}

// mean3 is the mean of Theta, ETS and STL-ETS.
func mean3(period int, nonNegative bool) Combination {
	return Combination{Members: []Named{
		{"theta", Theta{Period: period, NonNegative: nonNegative}},
		{"ets", ETS{Period: period, NonNegative: nonNegative}},
		{"stl_ets", STLETS{Period: period, NonNegative: nonNegative}},
	}}
}

// withoutBroken is the series with broken months missing, which every method
// leaves out in its own way.
func withoutBroken(y []float64, h *history) (out []float64, note string) {
	marked := broken(h)
	if len(marked) == 0 {
		return y, ""
	}
	first := len(y) - h.gap - len(h.y)
	out = slices.Clone(y)
	names := make([]string, len(marked))
	for i, t := range marked {
		out[first+t] = math.NaN()
		names[i] = strconv.Itoa(first + t + 1)
	}
	return out, "broken months left out, counted from the first: " + strings.Join(names, ", ")
}

// Methods are the methods of this package that any monthly series can be given,
// the published one first.
func Methods(period int, nonNegative bool) []Named {
	return []Named{
		{"published", Published{Period: period}},
		{"mean", mean3(period, nonNegative)},
		{"gaussian_process", GaussianProcess{Period: period, NonNegative: nonNegative}},
		{"theta", Theta{Period: period, NonNegative: nonNegative}},
		{"ets", ETS{Period: period, NonNegative: nonNegative}},
		{"stl_ets", STLETS{Period: period, NonNegative: nonNegative}},
		{"ses", SES{NonNegative: nonNegative}},
		{"seasonal_naive", SeasonalNaive{Period: period, NonNegative: nonNegative}},
	}
}
