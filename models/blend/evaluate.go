package blend

import (
	"errors"
	"math"
	"slices"
)

// Report is what rolling origins tell of the blend.
type Report struct {
	Weights   *Weights     // learned from all that is known, for the next forecast
	Intervals *Intervals   // likewise
	Blended   []Outcome    // rows of MethodBlend as they would have been published: nested weights and intervals
	Accuracy  []Accuracy   // of the blend and of each method
	Against   []Comparison // of the blend (A) with each method (B), 95 % intervals, where Accuracy is given
	Verdicts  []Verdict
}

// Evaluate learns and judges: the blend of each origin with what was known there,
// its accuracy beside that of each member by level and resource and in the
// horizons of by, the difference from each member (A is the blend), and what to
// show. Origins before evaluateFrom teach but are not judged.
func Evaluate(outcomes []Outcome, evaluateFrom int, by Grouping, o Options, v VerdictOptions) (*Report, error) {
	blended, err := Nested(outcomes, o)
	if err != nil {
		return nil, err
	}
	out := new(Report)
	if out.Blended, err = NestedIntervals(blended, o); err != nil {
		return nil, err
	}
	asOf := lastKnown(outcomes) + max(0, o.Lag)
	if out.Weights, err = Learn(outcomes, asOf, o); err != nil {
		return nil, err
	}
	if out.Intervals, err = Calibrate(blended, asOf, o); err != nil {
		return nil, err
	}
	judged := append(members(outcomes), out.Blended...)
	judged = slices.DeleteFunc(judged, func(r Outcome) bool { return r.Origin < evaluateFrom })
	if out.Accuracy, err = Measure(judged, by); err != nil {
		return nil, err
	}
	if out.Against, err = against(judged, out.Accuracy); err != nil {
		return nil, err
	}
	out.Verdicts, err = Verdicts(judged, v)
	return out, err
}

// lastKnown is the last month with an actual.
func lastKnown(rows []Outcome) int {
	out := math.MinInt
	for _, r := range rows {
		if !math.IsNaN(r.Actual) {
			out = max(out, r.Month())
		}
	}
	return out
}

// against compares the blend with each member wherever accuracy is given.
func against(judged []Outcome, accuracy []Accuracy) ([]Comparison, error) {
	const confidence = 0.95
	rows, err := arrange(judged)
	if err != nil {
		return nil, err
	}
	var out []Comparison
	var scope Scope
	var part []Outcome
	for _, a := range accuracy {
		s := Scope{Level: a.Level, Resource: a.Resource, Series: a.Series, From: a.From, To: a.To}
		if a.Method == MethodBlend {
			continue
		}
		if s != scope {
			scope = s
			part = slices.DeleteFunc(slices.Clone(rows), func(r Outcome) bool { return !s.has(r) || math.IsNaN(r.Actual) })
		}
		c, err := compareRows(part, MethodBlend, a.Method, s, false, confidence)
		if errors.Is(err, ErrEmpty) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
