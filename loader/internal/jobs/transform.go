package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	sqlfs "github.com/framsyn/framsyn/sql"
)

// ErrNothingDelivered is returned while no file of ongoing decisions is in.
var ErrNothingDelivered = fmt.Errorf("%w: no month of ongoing decisions (SOL1) has been loaded: load deliveries first (framsyn load DIR)", job.ErrNotYet)

// transform rebuilds core and mart from the first month that new batches touch.
type transform struct{ catalogue }

// ownJob are derived objects that other jobs fill.
func ownJob() []string {
	return append(outcomeTables(), "mart.risk_features", "mart.trial_rows", "mart.candidates")
}

func (t transform) run(ctx context.Context, in job.Input) (job.Result, error) {
	if in.PreviousBatch == in.NewestBatch && in.NewestBatch > 0 && !in.ScheduledByHand {
		return t.undelivered(ctx, in)
	}
	if in.ScheduledByHand {
		in.PreviousBatch = 0
	}
	touched, err := newBatches(ctx, in)
	if err != nil {
		return job.Result{}, err
	}
	newest, ok, err := store.NewestAsOf(ctx, in.Conn)
	if err != nil {
		return job.Result{}, err
	}
	if !ok {
		return job.Result{}, ErrNothingDelivered
	}
	before, err := eventHashes(ctx, in, in.PreviousBatch > 0)
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsIn: touched.rows}
	if result.RowsOut, err = t.core(ctx, in, touched); err != nil {
		return result, err
	}
	after, err := eventHashes(ctx, in, true)
	if err != nil {
		return result, err
	}
	to := store.LandmarkOf(newest)
	from, err := t.martFrom(ctx, in, touched, before, after)
	if err != nil {
		return result, err
	}
	if from.IsZero() || from.After(to) {
		return result, nil
	}
	result.FromMonth = from
	rows, err := t.mart(ctx, in, touched, from, to)
	result.RowsOut += rows
	return result, err
}

// undelivered does what follows from other things than deliveries: decisions on who is
// left out, and what was registered on the pages.
func (t transform) undelivered(ctx context.Context, in job.Input) (job.Result, error) {
	if !in.ExclusionsChanged {
		return t.registered(ctx, in)
	}
	var newest time.Time
	if err := in.Conn.QueryRow(ctx, `SELECT max(month) FROM mart.client_months`).Scan(&newest); err != nil {
		return job.Result{}, fmt.Errorf("find the last built month: %w", err)
	}
	first, err := firstDelivered(ctx, in)
	if err != nil || newest.Before(first) {
		return job.Result{}, err
	}
	signs, err := t.fill(ctx, in, earlySigns, first, newest)
	if err != nil {
		return job.Result{}, err
	}
	rows, err := t.fill(ctx, in, "mart.candidates", time.Time{}, time.Time{})
	return job.Result{RowsOut: signs + rows, Note: "who is left out has changed"}, err
}

// earlySigns is the only table of this job that those who are left out are not in.
const earlySigns = "mart.early_signs"

// registered fills mart.candidates anew where an intervention has been registered,
// corrected or withdrawn on a page since: nothing delivered says so.
func (t transform) registered(ctx context.Context, in job.Input) (job.Result, error) {
	var stale uint64
	err := in.Conn.QueryRow(ctx, `SELECT count()
		FROM mart.candidates AS today
		LEFT JOIN
		(
			SELECT client_id, count() AS n, max(started_date) AS last_date, argMax(kind, (started_date, intervention_id, ledger_id)) AS last_kind
			FROM core.known_interventions GROUP BY client_id
		) AS known ON today.client_id = known.client_id
		WHERE today.n_interventions != ifNull(known.n, 0) OR today.last_intervention_date != known.last_date OR today.last_intervention_kind != known.last_kind
		SETTINGS join_use_nulls = 1`).Scan(&stale)
	if err != nil {
		return job.Result{}, fmt.Errorf("compare mart.candidates with the registered interventions: %w", err)
	}
	if stale == 0 {
		return job.Result{Note: "nothing new"}, nil
	}
	rows, err := t.fill(ctx, in, "mart.candidates", time.Time{}, time.Time{})
	return job.Result{RowsOut: rows, Note: "interventions registered on the pages"}, err
}

// core fills the core tables: those by month for the months that their source's
// new batches touch, the others whole.
func (t transform) core(ctx context.Context, in job.Input, touched batches) (uint64, error) {
	var written uint64
	for _, object := range t.derived("core") {
		var from, to time.Time
		if object.Load() == sqlfs.LoadByMonth {
			months, ok := touched.months[rawSource(object)]
			if !ok {
				continue
			}
			from, to = months.first, months.last
		}
		rows, err := t.fill(ctx, in, object.FullName(), from, to)
		if err != nil {
			return written, err
		}
		written += rows
	}
	return written, nil
}

// martFrom is the first month of mart tables that can have changed: the first
// month of new rows, of a changed decision or person, or after the last built.
func (t transform) martFrom(ctx context.Context, in job.Input, touched batches, before, after map[time.Time]uint64) (time.Time, error) {
	var candidates []time.Time
	for month := range after {
		if before[month] != after[month] {
			candidates = append(candidates, month)
		}
	}
	for month := range before {
		if _, ok := after[month]; !ok {
			candidates = append(candidates, month)
		}
	}
	for _, source := range []string{"assessments", "hsl_actions", "hsl_clients", "visits"} {
		if months, ok := touched.months[source]; ok {
			candidates = append(candidates, months.first)
		}
	}
	var built time.Time
	if err := in.Conn.QueryRow(ctx, `SELECT max(month) FROM mart.client_months`).Scan(&built); err != nil {
		return time.Time{}, fmt.Errorf("find the last built month: %w", err)
	}
	first, err := firstDelivered(ctx, in)
	if err != nil || built.Year() <= 1970 || in.PreviousBatch == 0 {
		return first, err
	}
	candidates = append(candidates, store.AddMonths(built, 1))
	return slices.MaxFunc([]time.Time{first, slices.MinFunc(candidates, time.Time.Compare)}, time.Time.Compare), nil
}

// firstDelivered is the first month of which anything was delivered.
func firstDelivered(ctx context.Context, in job.Input) (month time.Time, err error) {
	if err = in.Conn.QueryRow(ctx, `SELECT min(month) FROM core.delivered_months`).Scan(&month); err != nil {
		return time.Time{}, fmt.Errorf("find the first delivered month: %w", err)
	}
	return month, nil
}

// afterDeletions is the first month that sums over clients may be made again of: up to
// the last month of those whose data was deleted by rule they stay as they were counted.
func afterDeletions(ctx context.Context, in job.Input, from time.Time) (time.Time, error) {
	var through *time.Time
	if err := in.Conn.QueryRow(ctx, `SELECT max(through_month) FROM ops.retention_certificates`).Scan(&through); err != nil {
		return from, fmt.Errorf("read ops.retention_certificates: %w", err)
	}
	if through == nil || through.Year() <= 1970 || from.After(*through) {
		return from, nil
	}
	return store.AddMonths(*through, 1), nil
}

// mart fills the mart tables; new areas or populations touch all months of
// mart.area_months, and who is left out all months of the early signs.
func (t transform) mart(ctx context.Context, in job.Input, touched batches, from, to time.Time) (uint64, error) {
	var written uint64
	for _, object := range t.derived("mart", ownJob()...) {
		objectFrom := from
		if object.FullName() == "mart.area_months" && (touched.has("areas") || touched.has("populations")) || object.FullName() == earlySigns && in.ExclusionsChanged {
			var err error
			if objectFrom, err = firstDelivered(ctx, in); err != nil {
				return written, err
			}
		}
		if object.FullName() == "mart.area_months" {
			var err error
			if objectFrom, err = afterDeletions(ctx, in, objectFrom); err != nil {
				return written, err
			}
		}
		if objectFrom.After(to) {
			continue
		}
		rows, err := t.fill(ctx, in, object.FullName(), objectFrom, to)
		if err != nil {
			return written, err
		}
		written += rows
	}
	rows, err := t.fill(ctx, in, "mart.candidates", time.Time{}, time.Time{})
	return written + rows, err
}
