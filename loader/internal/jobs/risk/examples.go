package risk

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// examples are clients at landmarks, columnar: element i of each slice is row i.
type examples struct {
	terms    []additive.Feature
	columns  [][]float64 // by term, then row; NaN where missing
	client   []uint64
	fold     []uint64 // what puts a person into a fold: equal for all rows of a client, and the same whatever the pseudonym key
	month    []int    // landmark, months since 1970
	outcome  []string // class; empty where not known
	hoursNow []float64
	after    [][]float64 // by horizon, then row: hours then; NaN where not known or without home care
	isRight  []bool      // the hours known then are those known today, within an hour or a tenth
	area     []string    // home-care area at the landmark
}

func (e *examples) rows() int { return len(e.client) }

// horizons of expected hours, months.
func horizons() []int { return []int{3, 6, 12} }

// readTerms reads the terms that a definition uses.
func readTerms(ctx context.Context, conn driver.Conn, appliesTo []string) ([]additive.Feature, error) {
	var out []additive.Feature
	err := clickhouse.Each(ctx, conn, `SELECT toString(term), toInt64(monotone) FROM core.risk_terms WHERE has(?, toString(applies_to)) ORDER BY position`,
		[]any{appliesTo}, func(row driver.Rows) error {
			var name string
			var monotone int64
			err := row.Scan(&name, &monotone)
			out = append(out, additive.Feature{Name: name, Monotone: int(monotone)})
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read core.risk_terms: %w", err)
	}
	return out, nil
}

// readExamples reads the landmarks of a definition from one month to another, both
// included, that were followed for 12 months; every stride-th month.
func readExamples(ctx context.Context, conn driver.Conn, d definition, from, to time.Time, stride int) (*examples, error) {
	terms, err := readTerms(ctx, conn, d.appliesTo)
	if err != nil {
		return nil, err
	}
	values := make([]string, len(terms))
	for i, term := range terms {
		values[i] = "toFloat64(ifNull(features." + term.Name + ", nan))"
	}
	hours := "[nan, nan, nan, nan]"
	if d.object == "mart.need_outcomes" {
		hours = "[outcomes.hours_now, ifNull(outcomes.hours_after_3m, nan), ifNull(outcomes.hours_after_6m, nan), ifNull(outcomes.hours_after_12m, nan)]"
	}
	query := `SELECT features.client_id, cityHash64(clients.birth_month, clients.sex, clients.first_seen_date), dateDiff('month', toDate(0), features.month),
			[` + strings.Join(values, ", ") + `], if(has(?, toString(assumeNotNull(outcomes.outcome))), toString(assumeNotNull(outcomes.outcome)), '` + otherOutcome + `'), features.hours_now, ` + hours + `, toString(ifNull(months.area_id, ''))
		FROM mart.risk_features AS features
		INNER JOIN core.clients AS clients ON features.client_id = clients.client_id
		INNER JOIN ` + d.object + ` AS outcomes ON features.client_id = outcomes.client_id AND features.month = outcomes.month
		LEFT JOIN mart.client_months AS months ON features.client_id = months.client_id AND features.month = months.month
		WHERE features.month BETWEEN ? AND ? AND dateDiff('month', features.month, toDate(?)) % ? = 0 AND outcomes.is_followed AND ` + d.population + `
		ORDER BY features.client_id, features.month`
	last := to.Format(time.DateOnly)
	out := &examples{terms: terms, columns: make([][]float64, len(terms)), after: make([][]float64, len(horizons()))}
	if err := clickhouse.Each(ctx, conn, query, []any{append([]string{noOutcome}, d.classes...), from.Format(time.DateOnly), last, last, stride}, out.add); err != nil {
		return nil, fmt.Errorf("read risk features: %w", err)
	}
	return out, nil
}

// add appends one row of the query.
func (e *examples) add(row driver.Rows) error {
	var client, fold uint64
	var month int64
	var values, hours []float64
	var outcome, area string
	var now float64
	if err := row.Scan(&client, &fold, &month, &values, &outcome, &now, &hours, &area); err != nil {
		return err
	}
	e.client = append(e.client, client)
	e.fold = append(e.fold, fold)
	e.month = append(e.month, int(month))
	for j, value := range values {
		e.columns[j] = append(e.columns[j], value)
	}
	e.outcome = append(e.outcome, outcome)
	e.hoursNow = append(e.hoursNow, now)
	// Where they differ a delivery was wrong and was corrected later: nothing to learn from, though scores must live with it.
	e.isRight = append(e.isRight, math.IsNaN(hours[0]) || math.Abs(now-hours[0]) <= max(1, 0.1*hours[0]))
	for h := range e.after {
		e.after[h] = append(e.after[h], hours[1+h])
	}
	e.area = append(e.area, area)
	return nil
}

// subset returns the rows for which keep holds.
func (e *examples) subset(keep func(row int) bool) *examples {
	var index []int
	for i := range e.rows() {
		if keep(i) {
			index = append(index, i)
		}
	}
	return e.pick(index)
}

// pick returns these rows.
func (e *examples) pick(index []int) *examples {
	out := &examples{
		terms: e.terms, client: at(e.client, index), fold: at(e.fold, index), month: at(e.month, index), outcome: at(e.outcome, index),
		hoursNow: at(e.hoursNow, index), isRight: at(e.isRight, index), area: at(e.area, index),
	}
	for _, column := range e.columns {
		out.columns = append(out.columns, at(column, index))
	}
	for _, hours := range e.after {
		out.after = append(out.after, at(hours, index))
	}
	return out
}

func at[T any](values []T, index []int) []T {
	out := make([]T, len(index))
	for k, i := range index {
		out[k] = values[i]
	}
	return out
}

// only returns the columns of some terms.
func (e *examples) only(names ...string) [][]float64 {
	var out [][]float64
	for j, term := range e.terms {
		if slices.Contains(names, term.Name) {
			out = append(out, e.columns[j])
		}
	}
	return out
}

// events counts the rows with an outcome.
func (e *examples) events(class string) (n int) {
	for _, outcome := range e.outcome {
		if outcome == class {
			n++
		}
	}
	return n
}

// is says of each row whether it has the outcome, 1 or 0.
func (e *examples) is(class string) []float64 {
	out := make([]float64, e.rows())
	for i, outcome := range e.outcome {
		if outcome == class {
			out[i] = 1
		}
	}
	return out
}

func (e *examples) clients() uint64 {
	seen := map[uint64]struct{}{}
	for _, client := range e.client {
		seen[client] = struct{}{}
	}
	return uint64(len(seen))
}

// monthNumber is a month as examples count it.
func monthNumber(month time.Time) int { return store.MonthsBetween(time.Unix(0, 0).UTC(), month) }
