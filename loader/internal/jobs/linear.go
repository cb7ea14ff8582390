package jobs

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// linearModel is a fitted model as its rows say: log-odds = intercept + Σ
// coefficient × value, a missing value being replaced by missingValue and
// missingCoefficient added.
type linearModel struct {
	names      []string // featureNames
	intercept  float64
	terms      []term      // by feature
	covariance [][]float64 // intercept, features, then their missing indicators
}

// readLinearModel reads a run from model.terms and model.term_covariances.
func readLinearModel(ctx context.Context, conn driver.Conn, run uint64) (*linearModel, error) {
	model := &linearModel{names: featureNames()}
	place := map[string]int{intercept: 0}
	for j, name := range model.names {
		place[name], place[name+missingSuffix] = 1+j, 1+len(model.names)+j
	}
	model.terms = make([]term, len(model.names))
	found := 0
	err := clickhouse.Each(ctx, conn, `SELECT toString(term), coefficient, center, scale, missing_value, missing_coefficient FROM model.terms WHERE run_id = ?`,
		[]any{run}, func(row driver.Rows) error {
			var t term
			if err := row.Scan(&t.name, &t.coefficient, &t.center, &t.scale, &t.missingValue, &t.missingCoefficient); err != nil {
				return err
			}
			j, ok := place[t.name]
			if !ok {
				return fmt.Errorf("run %d has the term %s, which this version does not know: fit the model again (framsyn job run fit)", run, t.name)
			}
			if found++; j == 0 {
				model.intercept = t.coefficient
			} else {
				model.terms[j-1] = t
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read model.terms: %w", err)
	}
	if found != 1+len(model.names) {
		return nil, fmt.Errorf("run %d has %d terms, this version %d: fit the model again (framsyn job run fit)", run, found, 1+len(model.names))
	}
	return model, model.readCovariance(ctx, conn, run, place)
}

func (m *linearModel) readCovariance(ctx context.Context, conn driver.Conn, run uint64, place map[string]int) error {
	m.covariance = make([][]float64, 1+2*len(m.names))
	for i := range m.covariance {
		m.covariance[i] = make([]float64, len(m.covariance))
	}
	err := clickhouse.Each(ctx, conn, `SELECT toString(term), toString(other_term), covariance FROM model.term_covariances WHERE run_id = ?`, []any{run},
		func(row driver.Rows) error {
			var a, b string
			var value float64
			err := row.Scan(&a, &b, &value)
			i, j := place[a], place[b]
			m.covariance[i][j], m.covariance[j][i] = value, value
			return err
		})
	if err != nil {
		return fmt.Errorf("read model.term_covariances: %w", err)
	}
	return nil
}

// score gives each row its log-odds, their standard error and what each feature
// contributes from the mean client.
func (m *linearModel) score(e *examples) scored {
	n := len(m.names)
	out := scored{logOdds: make([]float64, e.rows()), deviation: make([]float64, e.rows()), contributions: make([][]float64, e.rows())}
	x := make([]float64, 1+2*n)
	for i := range e.rows() {
		clear(x)
		x[0] = 1
		logOdds := m.intercept
		contributions := make([]float64, n)
		for j, t := range m.terms {
			value := float64(e.columns[j][i])
			added := 0.0
			if math.IsNaN(value) {
				value, added, x[1+n+j] = t.missingValue, t.missingCoefficient, 1
			}
			x[1+j] = value
			logOdds += t.coefficient*value + added
			contributions[j] = t.coefficient*(value-t.center) + added
		}
		out.logOdds[i], out.deviation[i], out.contributions[i] = logOdds, math.Sqrt(max(0, quadratic(m.covariance, x))), contributions
	}
	return out
}

// quadratic is x'Ax for a symmetric A.
func quadratic(a [][]float64, x []float64) float64 {
	var sum float64
	for i, xi := range x {
		if xi == 0 {
			continue
		}
		row := a[i]
		var inner float64
		for j, xj := range x {
			inner += row[j] * xj
		}
		sum += xi * inner
	}
	return sum
}

// termFamily names what a term is about: terms of a family say nearly the same, and
// only their sum means something.
func termFamily(name string) string {
	switch {
	case strings.HasPrefix(name, "hours_change"):
		return "hours_change"
	case strings.HasPrefix(name, "hours_now"), name == "doubling_log":
		return "hours_now"
	}
	return name
}
