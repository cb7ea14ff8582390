package main

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/split"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// riskRun is what the job fit says of the model of a doubled need: how it cut the
// rows, how many it had of each kind, and how good it was on the test.
type riskRun struct {
	id       uint64
	from, to time.Time      // months that it learned from, both included
	cut      split.Temporal // months since 1970
	sizes    partSizes
	measures map[string]map[string]evaluate.Metric // by split, then metric
}

// partSizes are numbers of rows.
type partSizes struct {
	right, rightEvents int // recorded right, of all months
	train              int
	test, testEvents   int
}

// riskTable holds the followed landmarks of clients with home care, columnar:
// element i of each slice is row i.
type riskTable struct {
	terms   []additive.Feature
	columns [][]float64 // by term, then row; NaN where missing
	client  []uint64
	person  []uint64  // what puts a client into a part
	month   []int     // landmark, months since 1970
	doubled []float64 // 1 or 0
	isRight []bool    // the hours known then are those known today: what the job learns from
}

// readRiskRun reads the run that is shown; nil without one.
func readRiskRun(ctx context.Context, conn driver.Conn) (*riskRun, error) {
	run := &riskRun{measures: map[string]map[string]evaluate.Metric{}}
	found := false
	err := clickhouse.Each(ctx, conn, `SELECT run_id, trained_from, trained_to, toInt64(horizon_months), toInt64(n_rows), toInt64(n_events),
			toInt64(dateDiff('month', toDate(0), toDate(JSONExtractString(parameters, 'test_from')))), JSONExtractFloat(parameters, 'held_out_share'),
			JSONExtractUInt(parameters, 'seed'), JSONExtractInt(parameters, 'train_rows'), JSONExtractInt(parameters, 'test_rows')
		FROM model.runs WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'risk' AND target = 'need_doubled')`, nil, func(row driver.Rows) error {
		found = true
		var horizon, right, events, from, train, test int64
		err := row.Scan(&run.id, &run.from, &run.to, &horizon, &right, &events, &from, &run.cut.Share, &run.cut.Seed, &train, &test)
		run.cut.Horizon, run.cut.TestFrom = int(horizon), int(from)
		run.sizes = partSizes{right: int(right), rightEvents: int(events), train: int(train), test: int(test)}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read model.runs: %w", err)
	}
	if !found {
		return nil, nil
	}
	return run, run.readMeasures(ctx, conn)
}

func (r *riskRun) readMeasures(ctx context.Context, conn driver.Conn) error {
	err := clickhouse.Each(ctx, conn, `SELECT split, metric, value, ifNull(value_low, nan), ifNull(value_high, nan), toInt64(n_events) FROM model.metrics
		WHERE run_id = ? AND group_name = 'all' AND split IN ('persistence', 'baseline', 'test')`, []any{r.id}, func(row driver.Rows) error {
		var part string
		var m evaluate.Metric
		var events int64
		if err := row.Scan(&part, &m.Name, &m.Value, &m.Low, &m.High, &events); err != nil {
			return err
		}
		if r.measures[part] == nil {
			r.measures[part] = map[string]evaluate.Metric{}
		}
		r.measures[part][m.Name], r.sizes.testEvents = m, int(events)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read model.metrics: %w", err)
	}
	return nil
}

// readRiskTable reads the rows that the job fit read for a run; riskRun.parts
// makes sure of it. Their order does not hang on the pseudonym key, which is another
// for each database: XGBoost samples rows by their place.
func readRiskTable(ctx context.Context, conn driver.Conn, run *riskRun) (*riskTable, error) {
	t := &riskTable{}
	var values []string
	err := clickhouse.Each(ctx, conn, `SELECT toString(term), toInt64(monotone) FROM core.risk_terms WHERE applies_to IN ('both', 'home_care') ORDER BY position`, nil, func(row driver.Rows) error {
		var term additive.Feature
		var monotone int64
		err := row.Scan(&term.Name, &monotone)
		term.Monotone = int(monotone)
		t.terms = append(t.terms, term)
		values = append(values, "toFloat64(ifNull(features."+term.Name+", nan))")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read core.risk_terms: %w", err)
	}
	t.columns = make([][]float64, len(t.terms))
	err = clickhouse.Each(ctx, conn, `SELECT features.client_id, cityHash64(clients.birth_month, clients.sex, clients.first_seen_date) AS person, toInt64(dateDiff('month', toDate(0), features.month)),
			toFloat64(assumeNotNull(outcomes.is_doubled)), features.hours_now, outcomes.hours_now, [`+strings.Join(values, ", ")+`]
		FROM mart.risk_features AS features
		INNER JOIN core.clients AS clients ON features.client_id = clients.client_id
		INNER JOIN mart.need_outcomes AS outcomes ON features.client_id = outcomes.client_id AND features.month = outcomes.month
		WHERE features.month BETWEEN ? AND ? AND outcomes.is_followed AND features.has_home_care
		ORDER BY person, features.month, features.hours_now, features.client_id`, []any{run.from.Format(time.DateOnly), run.to.Format(time.DateOnly)}, t.add)
	if err != nil {
		return nil, fmt.Errorf("read risk features: %w", err)
	}
	return t, nil
}

func (t *riskTable) add(row driver.Rows) error {
	var client, person uint64
	var month int64
	var doubled, known, now float64
	var values []float64
	if err := row.Scan(&client, &person, &month, &doubled, &known, &now, &values); err != nil {
		return err
	}
	t.client, t.person, t.month, t.doubled = append(t.client, client), append(t.person, person), append(t.month, int(month)), append(t.doubled, doubled)
	t.isRight = append(t.isRight, math.Abs(known-now) <= max(1, 0.1*now))
	for j, value := range values {
		t.columns[j] = append(t.columns[j], value)
	}
	return nil
}

// pick returns these rows.
func (t *riskTable) pick(index []int) *riskTable {
	out := &riskTable{terms: t.terms}
	for _, i := range index {
		out.client, out.person, out.month = append(out.client, t.client[i]), append(out.person, t.person[i]), append(out.month, t.month[i])
		out.doubled, out.isRight = append(out.doubled, t.doubled[i]), append(out.isRight, t.isRight[i])
	}
	for _, column := range t.columns {
		var picked []float64
		for _, i := range index {
			picked = append(picked, column[i])
		}
		out.columns = append(out.columns, picked)
	}
	return out
}

// parts cuts the rows as the job did: by the run's own parameters, of every month
// or, where there are very many rows, of every third. It is an error when these are
// not the rows that the run was judged on: their numbers, or what persistence
// reaches on them, differ.
func (r *riskRun) parts(t *riskTable) (train, test *riskTable, err error) {
	var every partSizes
	for _, stride := range []int{1, 3} {
		var sizes partSizes
		train, test, sizes = r.divide(t, stride)
		if sizes == r.sizes {
			return train, test, r.checkPersistence(test)
		}
		if stride == 1 {
			every = sizes
		}
	}
	return nil, nil, fmt.Errorf("the rows of run %d are not those found here: it had %+v, here are %+v; has the job fit changed which it takes?", r.id, r.sizes, every)
}

// divide takes every stride-th month, back from the last.
func (r *riskRun) divide(t *riskTable, stride int) (train, test *riskTable, sizes partSizes) {
	last := monthsSince1970(r.to)
	var inTrain, inTest []int
	for i, part := range r.cut.Assign(t.person, t.month) {
		if (last-t.month[i])%stride != 0 {
			continue
		}
		if t.isRight[i] {
			sizes.right++
			sizes.rightEvents += int(t.doubled[i])
		}
		switch {
		case part == split.Train && t.isRight[i]:
			inTrain = append(inTrain, i)
		case part == split.Test:
			inTest = append(inTest, i)
			sizes.testEvents += int(t.doubled[i])
		}
	}
	sizes.train, sizes.test = len(inTrain), len(inTest)
	return t.pick(inTrain), t.pick(inTest), sizes
}

func monthsSince1970(month time.Time) int { return 12*(month.Year()-1970) + int(month.Month()) - 1 }

// checkPersistence ranks the test rows by how much the hours have grown, and
// requires the AUC that the run has for it. The number hangs on every row of the
// test and on its order: equal counts of other rows would not give it.
func (r *riskRun) checkPersistence(test *riskTable) error {
	published, ok := r.measures["persistence"]["auc"]
	if !ok {
		return nil
	}
	for j, term := range test.terms {
		if term.Name != "hours_change_6m" {
			continue
		}
		rank := make([]float64, len(test.doubled))
		for i, grown := range test.columns[j] {
			if math.IsNaN(grown) {
				grown = 0
			}
			rank[i] = 1 / (1 + math.Exp(-grown))
		}
		sorted, err := evaluate.Sort(evaluate.Sample{Probability: rank, Outcome: test.doubled})
		if err != nil {
			return err
		}
		auc, err := sorted.AUC()
		if err != nil {
			return err
		}
		if math.Abs(auc-published.Value) > 1e-9 { // sums in another order at most
			return fmt.Errorf("the test rows of run %d are not those found here: persistence had an AUC of %.6f there and has %.6f here", r.id, published.Value, auc)
		}
	}
	return nil
}
