package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
)

// outcomeMonths is how far ahead an outcome looks, months.
const outcomeMonths = 12

// features fills the outcomes and mart.risk_features for the months that the
// transform job rebuilt, and those whose outcome they complete; all months where who is
// left out of models has changed.
type features struct{ catalogue }

func (f features) run(ctx context.Context, in job.Input) (job.Result, error) {
	var first, last time.Time
	if err := in.Conn.QueryRow(ctx, `SELECT min(month), max(month) FROM mart.client_months`).Scan(&first, &last); err != nil {
		return job.Result{}, fmt.Errorf("find the months to build: %w", err)
	}
	if last.Year() <= 1970 {
		return job.Result{}, ErrNothingDelivered
	}
	if _, err := SweepExcluded(ctx, in.Conn); err != nil {
		return job.Result{}, err
	}
	from := first
	if in.PreviousBatch > 0 && !in.ScheduledByHand && !in.ExclusionsChanged {
		rebuilt, ok, err := job.FromMonth(ctx, in.Conn, "transform", "features", in.DefinitionHash)
		if err != nil {
			return job.Result{}, err
		}
		if !ok {
			return job.Result{Note: "nothing new"}, nil
		}
		from = rebuilt
	}
	outcomesFrom := store.AddMonths(from, -outcomeMonths)
	if outcomesFrom.Before(first) {
		outcomesFrom = first
	}
	var written uint64
	for _, object := range outcomeTables() {
		rows, err := f.fill(ctx, in, object, outcomesFrom, last)
		if err != nil {
			return job.Result{}, err
		}
		written += rows
	}
	known, err := f.fill(ctx, in, "mart.risk_features", from, last)
	return job.Result{RowsOut: written + known, FromMonth: from}, err
}

// outcomeTables are the definitions of what a risk is of.
func outcomeTables() []string {
	return []string{"mart.need_outcomes", "mart.entry_outcomes", "mart.function_outcomes", "mart.outcome_sensitivity"}
}
