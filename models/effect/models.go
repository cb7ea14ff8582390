package effect

import (
	"fmt"

	"github.com/framsyn/framsyn/models/logistic"
)

// models are the nuisances learned from one training part.
type models struct {
	treat   *probability
	seen    *probability // nil: every outcome is seen
	control Regression
	treated Regression
}

// scores are the nuisances of one row.
type scores struct {
	e        float64 // probability of treatment
	m0, m1   float64 // expected outcome without and with treatment
	seenOdds float64 // 1/P(seen), 0 where the outcome is not seen
}

// probability is a logistic regression on basis terms.
type probability struct {
	columns []int
	basis   *basis
	model   *logistic.Model
}

func fitProbability(x [][]float64, columns []int, y []bool, person []uint64, o Options) (*probability, error) {
	part := x
	if columns != nil {
		part = pick(x, columns)
	}
	p := &probability{columns: columns, basis: fitBasis(part, o.PropensityTerms)}
	outcome, share := make([]float64, len(y)), 0.0
	for i, event := range y {
		if event {
			outcome[i] = 1
			share += 1 / float64(len(y))
		}
	}
	// An intercept has information share·(1 − share) per row: the penalty is
	// relative to it, so that it means the same for rare treatments.
	lambda := o.PropensityPenalty * share * (1 - share)
	m, err := logistic.Fit(logistic.Columns[float64](p.basis.apply(part)),
		logistic.Response{Y: outcome, Person: person}, logistic.Options{Lambda: lambda, Workers: 1})
	if err != nil {
		return nil, err
	}
	if !m.Status.Converged {
		return nil, ErrPropensity
	}
	p.model = m
	return p, nil
}

func (p *probability) predict(x [][]float64) []float64 {
	if p.columns != nil {
		x = pick(x, p.columns)
	}
	return logistic.Probabilities(p.model.Predict(logistic.Columns[float64](p.basis.apply(x)), 1))
}

// fitModels learns the nuisances from the given rows.
func fitModels(s *Sample, rows []int, o Options) (*models, error) {
	x, treated, person := gather(s.X, rows), pick(s.Treated, rows), pick(s.Person, rows)
	m := &models{}
	var err error
	if m.treat, err = fitProbability(x, o.PropensityColumns, treated, person, o); err != nil {
		return nil, fmt.Errorf("propensity: %w", err)
	}
	if m.seen, err = fitSeen(s, x, treated, rows, person, o); err != nil {
		return nil, fmt.Errorf("censoring: %w", err)
	}
	weight := m.seenOdds(s, x, rows)
	if m.control, err = fitArm(s, rows, weight, false, o); err != nil {
		return nil, fmt.Errorf("outcome of controls: %w", err)
	}
	if m.treated, err = fitArm(s, rows, weight, true, o); err != nil {
		return nil, fmt.Errorf("outcome of the treated: %w", err)
	}
	return m, nil
}

// fitSeen is the censoring model, with the arm as a further confounder; nil when
// all outcomes of the rows are seen.
func fitSeen(s *Sample, x [][]float64, treated []bool, rows []int, person []uint64, o Options) (*probability, error) {
	seen, all := make([]bool, len(rows)), true
	for pos, i := range rows {
		seen[pos] = s.seen(i)
		all = all && seen[pos]
	}
	if all {
		return nil, nil //nolint:nilnil // no censoring is an answer
	}
	columns := o.PropensityColumns
	if columns != nil {
		columns = append(append([]int(nil), columns...), len(x))
	}
	return fitProbability(withArm(x, treated), columns, seen, person, o)
}

// withArm appends the arm as a column of 0 and 1.
func withArm(x [][]float64, treated []bool) [][]float64 {
	arm := make([]float64, len(treated))
	for i, t := range treated {
		if t {
			arm[i] = 1
		}
	}
	return append(append([][]float64(nil), x...), arm)
}

// seenOdds is 1/P(seen) of each row, 0 where the outcome is not seen; nil when
// all are.
func (m *models) seenOdds(s *Sample, x [][]float64, rows []int) []float64 {
	if m.seen == nil {
		return nil
	}
	p := m.seen.predict(withArm(x, pick(s.Treated, rows)))
	for pos, i := range rows {
		if s.seen(i) {
			p[pos] = 1 / max(p[pos], minSeen)
		} else {
			p[pos] = 0
		}
	}
	return p
}

// fitArm learns the outcome of one arm from its rows with seen outcomes.
func fitArm(s *Sample, rows []int, weight []float64, arm bool, o Options) (Regression, error) {
	var in []int
	var w []float64
	persons := make(map[uint64]bool)
	for pos, i := range rows {
		if s.Treated[i] != arm || !s.seen(i) {
			continue
		}
		in = append(in, i)
		persons[s.person(i)] = true
		if weight != nil {
			w = append(w, weight[pos])
		}
	}
	if len(persons) < minArmPersons {
		return nil, fmt.Errorf("%d persons with an outcome, %d are needed: %w", len(persons), minArmPersons, ErrFew)
	}
	return o.Outcome.Fit(gather(s.X, in), pick(s.Y, in), w, pick(s.Person, in))
}

// predict returns the nuisances of the given rows.
func (m *models) predict(s *Sample, rows []int) []scores {
	x := gather(s.X, rows)
	e, m0, m1, odds := m.treat.predict(x), m.control.Predict(x), m.treated.Predict(x), m.seenOdds(s, x, rows)
	out := make([]scores, len(rows))
	for pos, i := range rows {
		out[pos] = scores{e: e[pos], m0: m0[pos], m1: m1[pos], seenOdds: 1}
		if odds != nil {
			out[pos].seenOdds = odds[pos]
		} else if !s.seen(i) {
			out[pos].seenOdds = 0
		}
	}
	return out
}
