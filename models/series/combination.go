package series

import "errors"

var (
	_ Method = Combination{}
	_ Fitted = (*combined)(nil)
	_ Noter  = (*combined)(nil)
)

// ErrNoMembers is returned by a combination of nothing.
var ErrNoMembers = errors.New("series: a combination without members")

// Combination is the mean of methods: means and quantiles are averaged, level by
// level, with equal weights.
type Combination struct {
	Members []Named
}

type combined struct {
	members []Fitted
	notes   []string
}

// Fit implements Method. A member that cannot be fitted is left out, with a
// note; when none can, the errors of all are returned, or ErrNoMembers when there
// are none.
func (m Combination) Fit(y []float64) (Fitted, error) {
	if len(m.Members) == 0 {
		return nil, ErrNoMembers
	}
	var out combined
	var faults []error
	for _, member := range m.Members {
		f, err := member.Method.Fit(y)
		if err != nil {
			faults = append(faults, err)
			out.notes = append(out.notes, member.Name+" left out: "+err.Error())
			continue
		}
		out.members = append(out.members, f)
		for _, note := range Notes(f) {
			out.notes = append(out.notes, member.Name+": "+note)
		}
	}
	if len(out.members) == 0 {
		return nil, errors.Join(faults...)
	}
	return &out, nil
}

// Forecast implements Fitted.
func (f *combined) Forecast(horizon int, levels []float64) Forecast {
	out := f.members[0].Forecast(horizon, levels)
	for _, member := range f.members[1:] {
		g := member.Forecast(horizon, levels)
		for h := range out.Mean {
			out.Mean[h] += g.Mean[h]
			for l := range out.Quantiles {
				out.Quantiles[l][h] += g.Quantiles[l][h]
			}
		}
	}
	n := float64(len(f.members))
	for h := range out.Mean {
		out.Mean[h] /= n
		for l := range out.Quantiles {
			out.Quantiles[l][h] /= n
		}
	}
	return out
}

// Notes implements Noter.
func (f *combined) Notes() []string { return f.notes }
