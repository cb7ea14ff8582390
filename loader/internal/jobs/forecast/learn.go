package forecast

import (
	"fmt"
	"math"
	"slices"

	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/courses"
)

// learned is what the rolling origins say of the methods.
type learned struct {
	accuracy  []blend.Outcome // all methods and the blend as it would have been then
	weights   *blend.Weights
	intervals *blend.Intervals
	verdicts  []blend.Verdict
}

// learn weighs the methods by how good they have been, blends them at each origin by
// what was known there, and judges that.
func (s *study) learn() (*learned, error) {
	out := &learned{accuracy: slices.Clone(s.outcomes)}
	if len(s.outcomes) == 0 {
		return out, nil
	}
	rows := onlyMembers(s.outcomes)
	blended, err := blend.Nested(rows, blendOptions())
	if err != nil {
		return nil, fmt.Errorf("blend from earlier months: %w", err)
	}
	if blended, err = s.cohere(blended); err != nil {
		return nil, fmt.Errorf("make earlier blends coherent: %w", err)
	}
	if out.intervals, err = blend.Calibrate(blended, s.origin(), blendOptions()); err != nil {
		return nil, fmt.Errorf("calibrate intervals: %w", err)
	}
	if blended, err = blend.NestedIntervals(blended, blendOptions()); err != nil {
		return nil, fmt.Errorf("intervals from earlier months: %w", err)
	}
	out.accuracy = append(out.accuracy, blended...)
	if out.weights, err = blend.Learn(rows, s.origin(), blendOptions()); err != nil {
		return nil, fmt.Errorf("weigh the methods: %w", err)
	}
	if out.verdicts, err = blend.Verdicts(append(withoutUnplaced(rows), withoutUnplaced(blended)...), blend.VerdictOptions{}); err != nil {
		return nil, fmt.Errorf("judge the methods: %w", err)
	}
	return out, nil
}

// isUnplaced tells of the clients whom no area has. They are forecast as an area
// is, but their hours are next to none, and an error that is large beside them
// would outweigh all areas where methods are weighed and judged.
func isUnplaced(o blend.Outcome) bool { return o.Level == levelArea && o.Series == "" }

func withoutUnplaced(rows []blend.Outcome) []blend.Outcome {
	return slices.DeleteFunc(slices.Clone(rows), isUnplaced)
}

// cohere makes the areas add up to the total, for each resource and month.
func (s *study) cohere(rows []blend.Outcome) ([]blend.Outcome, error) {
	sum := blend.Sum{Total: 0}
	nodes := map[string]int{s.municipality: 0}
	for i, area := range s.areas {
		nodes[area] = i + 1
		sum.Parts = append(sum.Parts, i+1)
	}
	hierarchy, err := blend.NewHierarchy(len(s.areas)+1, []blend.Sum{sum}, nil)
	if err != nil {
		return nil, err
	}
	return blend.Reconcile(rows, hierarchy, func(o blend.Outcome) (int, bool) {
		node, ok := nodes[o.Series]
		return node, ok && (node == 0) == (o.Level == levelTotal)
	})
}

// now are the forecasts of all methods from the last month.
func (s *study) now(made *courses.Forecast) ([]blend.Outcome, error) {
	var out []blend.Outcome
	for _, c := range made.Cells() {
		if c.Driver == courses.All {
			out = append(out, s.outcome(courses.Outcome{
				Method: courses.MethodCourses, Origin: s.origin(), Horizon: c.Month - s.origin(), Area: c.Area, Resource: c.Resource, Mean: c.Mean,
				P10: c.P10, P50: c.P50, P90: c.P90, Actual: math.NaN(), Scale: math.NaN(),
			}))
		}
	}
	observed := courses.Observed(&s.Histories, len(s.areas), 0, s.origin())
	for area := courses.Total; area < len(s.areas); area++ {
		for _, resource := range s.Resources() {
			for _, m := range append(members(), naive()) {
				fitted, err := m.Method.Fit(observed.Series(area, resource))
				if err != nil {
					return nil, fmt.Errorf("%s of %s, %s: %w", m.Name, s.scopeID(area), resource, err)
				}
				f := fitted.Forecast(horizon, []float64{0.1, 0.5, 0.9})
				for i, mean := range f.Mean {
					out = append(out, s.outcome(courses.Outcome{
						Method: m.Name, Origin: s.origin(), Horizon: i + 1, Area: area, Resource: resource, Mean: mean,
						P10: f.Quantiles[0][i], P50: f.Quantiles[1][i], P90: f.Quantiles[2][i], Actual: math.NaN(), Scale: math.NaN(),
					}))
				}
			}
		}
	}
	fitted, err := s.standard(s.origin())
	if err != nil {
		return nil, fmt.Errorf("demographic standard: %w", err)
	}
	if fitted != nil {
		rows, err := s.standardRows(fitted, s.origin(), horizon)
		if err != nil {
			return nil, fmt.Errorf("demographic standard: %w", err)
		}
		out = append(out, rows...)
	}
	return append(out, combination(out)...), nil
}

// publishedRows are the blend from the last month: weighted, but for where another
// method is clearly better, coherent, with calibrated intervals.
func (s *study) publishedRows(l *learned, rows []blend.Outcome) ([]blend.Outcome, error) {
	if l.weights == nil { // nothing to judge by: the courses stand alone
		var out []blend.Outcome
		for _, o := range rows {
			if o.Method == courses.MethodCourses {
				o.Method = blend.MethodBlend
				out = append(out, o)
			}
		}
		return out, nil
	}
	out, err := l.weights.Combine(onlyMembers(rows))
	if err != nil {
		return nil, fmt.Errorf("blend: %w", err)
	}
	better := map[cell]blend.Outcome{}
	for _, o := range rows {
		if o.Method == l.shown(o) {
			better[cellOf(o)] = o
		}
	}
	for i, o := range out {
		if b, ok := better[cellOf(o)]; ok {
			b.Method = blend.MethodBlend
			out[i] = b
		}
	}
	if out, err = s.cohere(out); err != nil {
		return nil, fmt.Errorf("make the blend coherent: %w", err)
	}
	return l.intervals.Apply(out), nil
}

// shown is the method that is shown in place of the blend; the blend itself where
// there is no verdict.
func (l *learned) shown(o blend.Outcome) string {
	for _, v := range l.verdicts {
		if v.Level == o.Level && v.Resource == o.Resource && o.Horizon >= v.From && o.Horizon <= v.To && v.Reason == blend.MemberBetter {
			return v.Show
		}
	}
	return blend.MethodBlend
}
