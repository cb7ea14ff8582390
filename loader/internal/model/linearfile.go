package model

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// needs implements Model.
func (m *LinearModel) needs() (names []string, nominal map[string]bool) {
	nominal = make(map[string]bool)
	for _, p := range m.parts {
		if !slices.Contains(names, p.feature) {
			names = append(names, p.feature)
		}
		nominal[p.feature] = nominal[p.feature] || p.kind == isLevel
	}
	return names, nominal
}

// Explain implements Model. A term is a feature, with all its parts.
func (m *LinearModel) Explain(d *Data, rows Rows) ([]Explanation, error) {
	names, _ := m.needs()
	e := Explanation{Score: make([]float64, rows.Len()), Terms: append([]string{kindIntercept}, names...)}
	for range e.Terms {
		e.Contributions = append(e.Contributions, make([]float64, rows.Len()))
	}
	for i := range e.Score {
		e.Score[i], e.Contributions[0][i] = m.intercept, m.intercept
	}
	err := m.each(d, rows, func(j int, value []float64) {
		term := e.Contributions[1+slices.Index(names, m.parts[j].feature)]
		for i, v := range value {
			e.Score[i] += v
			term[i] += v
		}
	})
	return []Explanation{e}, err
}

// records implements Model.
func (m *LinearModel) records() []record {
	out := []record{{kind: kindIntercept, term: kindIntercept, coefficient: m.intercept, standardError: math.NaN(), center: math.NaN(), weight: math.NaN()}}
	bins := make(map[string]int)
	for _, p := range m.parts {
		out = append(out, record{
			kind: string(p.kind), term: p.feature, feature: p.feature, bin: bins[p.feature], level: p.level,
			coefficient: p.coefficient, standardError: p.se, center: p.center, weight: math.NaN(),
		})
		bins[p.feature]++
	}
	return out
}

// linearOf makes a linear model of its records.
func linearOf(records []record) (*LinearModel, error) {
	m := &LinearModel{intercept: math.NaN()}
	for _, r := range records {
		switch partKind(r.kind) {
		case kindIntercept:
			m.intercept = r.coefficient
			continue
		case linear, missing, isLevel:
		default:
			return nil, fmt.Errorf("a logistic model has no rows of kind %q", r.kind)
		}
		if math.IsNaN(r.center) {
			return nil, fmt.Errorf("term %s: the center is missing", r.term)
		}
		m.parts = append(m.parts, linearPart{
			feature: r.feature, kind: partKind(r.kind), level: r.level, center: r.center, coefficient: r.coefficient, se: r.standardError,
		})
	}
	if math.IsNaN(m.intercept) {
		return nil, errors.New("the model has no intercept")
	}
	return m, nil
}
