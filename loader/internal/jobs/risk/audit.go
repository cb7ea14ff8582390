package risk

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/fairness"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// auditRisk compares groups of the test rows by how right the estimates of the
// judged outcome are. Rows whose hours were delivered wrong and corrected later
// are left out, as in training: they are a fault of a delivery, which meets an
// area at a time, and not of the model.
func auditRisk(ctx context.Context, in job.Input, id uint64, m *model, test *examples, d definition) (uint64, error) {
	class, test := d.classes[0], test.subset(func(row int) bool { return test.isRight[row] })
	return audit(ctx, in, id, fairness.Sample{Expected: m.probabilities(test)[class], Outcome: test.is(class), Person: test.client}, test, fairness.Options{Seed: seed})
}

// auditHours does the same for expected hours: hours that came against those.
func auditHours(ctx context.Context, in job.Input, id uint64, m *model, test *examples, horizon int) (uint64, error) {
	test = test.subset(func(row int) bool { return test.isRight[row] })
	return audit(ctx, in, id, fairness.Sample{Expected: m.hours(test), Outcome: test.after[horizon], Person: test.client}, test, fairness.Options{Seed: seed, IsAmount: true})
}

func audit(ctx context.Context, in job.Input, id uint64, s fairness.Sample, test *examples, o fairness.Options) (uint64, error) {
	limits, err := readLimits(ctx, in.Conn)
	if err != nil {
		return 0, err
	}
	var groupings []fairness.Grouping
	for _, group := range groups() {
		g := fairness.Grouping{Name: group.name, Of: make([]string, test.rows())}
		for row := range g.Of {
			g.Of[row] = group.of(test, row)
		}
		groupings = append(groupings, g)
	}
	findings, err := fairness.Compare(s, groupings, limits, o)
	if errors.Is(err, fairness.ErrEmpty) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("audit run %d: %w", id, err)
	}
	return store.Publish(ctx, in.Conn, "model.audits", fmt.Sprint(id), []string{
		"run_id", "group_name", "group_value", "measure", "value", "value_low", "value_high", "family_low", "family_high", "limit_low", "limit_high", "verdict",
		"n_rows", "n_clients", "n_events",
	}, func(add func(values ...any) error) error {
		for _, f := range findings {
			if err := add(append([]any{
				id, f.Group, f.Value, string(f.Measure), orNil(f.Estimate), orNil(f.Low), orNil(f.High), orNil(f.FamilyLow), orNil(f.FamilyHigh), limitOrNil(f.Lowest),
				limitOrNil(f.Highest), string(f.Verdict),
			}, counts(f, o.IsAmount)...)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// limitOrNil is nil where there is no limit.
func limitOrNil(limit float64) *float64 {
	if math.IsInf(limit, 0) {
		return nil
	}
	return &limit
}

// counts of a group; none of one that is too small to measure.
func counts(f fairness.Finding, isAmount bool) []any {
	if f.IsTooFew {
		return []any{nil, nil, nil}
	}
	out := []any{uint64(f.Rows), uint64(f.Persons), nil}
	if !isAmount {
		out[2] = uint64(f.Events)
	}
	return out
}

// readLimits reads what the municipality holds its models against.
func readLimits(ctx context.Context, conn driver.Conn) ([]fairness.Limit, error) {
	var out []fairness.Limit
	err := clickhouse.Each(ctx, conn, `SELECT group_name, measure, ifNull(lowest, -inf), ifNull(highest, inf) FROM core.audit_limits ORDER BY group_name, measure`, nil, func(row driver.Rows) error {
		l := fairness.Limit{Lowest: math.Inf(-1), Highest: math.Inf(1)}
		var measure string
		err := row.Scan(&l.Group, &measure, &l.Lowest, &l.Highest)
		l.Measure = fairness.Measure(measure)
		out = append(out, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read core.audit_limits: %w", err)
	}
	return out, nil
}
