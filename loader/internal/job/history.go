package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Run is one run of a job: a row of ops.job_runs.
type Run struct {
	ID              uuid.UUID
	Job             string
	AsOf            time.Time
	Status          string // StatusOK, StatusFailed, StatusStopped or StatusWaiting
	Attempt         uint8
	Started         time.Time
	Finished        time.Time
	RowsIn, RowsOut uint64
	PeakMemoryBytes uint64
	FromMonth       time.Time // first month rebuilt; zero for none
	NewestBatch     uint64
	DefinitionHash  uint64
	Version         string
	Error           string
}

// Seconds is how long the run took.
func (r Run) Seconds() float64 { return r.Finished.Sub(r.Started).Seconds() }

func record(ctx context.Context, conn driver.Conn, run Run) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	batch, err := conn.PrepareBatch(ctx, `INSERT INTO ops.job_runs (job_run_id, job, as_of_date, status, attempt, started_at, finished_at, run_seconds,
		rows_in, rows_out, peak_memory_bytes, from_month, newest_batch_id, definition_hash, app_version, error)`)
	if err != nil {
		return fmt.Errorf("record run of %s: %w", run.Job, err)
	}
	if err := batch.Append(run.ID, run.Job, run.AsOf, run.Status, run.Attempt, run.Started, run.Finished, run.Seconds(),
		run.RowsIn, run.RowsOut, run.PeakMemoryBytes, nullDate(run.FromMonth), run.NewestBatch, run.DefinitionHash, run.Version, run.Error); err != nil {
		return fmt.Errorf("record run of %s: %w", run.Job, err)
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("record run of %s: %w", run.Job, err)
	}
	return nil
}

// nullDate is nil for the zero time.
func nullDate(day time.Time) *time.Time {
	if day.IsZero() {
		return nil
	}
	return &day
}

// FromMonth returns the first month that runs of a job rebuilt since another
// job's last good run with the same definitions; ok is false when they rebuilt
// none.
func FromMonth(ctx context.Context, conn driver.Conn, of, since string, definitionHash uint64) (month time.Time, ok bool, err error) {
	var first *time.Time
	err = conn.QueryRow(ctx, `SELECT min(from_month) FROM ops.job_runs WHERE job = ? AND status = 'ok' AND isNotNull(from_month) AND started_at >
		(SELECT max(started_at) FROM ops.job_runs WHERE job = ? AND status = 'ok' AND definition_hash = ?)`, of, since, definitionHash).Scan(&first)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("read ops.job_runs: %w", err)
	}
	if first == nil {
		return time.Time{}, false, nil
	}
	return *first, true, nil
}

// Last returns the newest run of each job, by job.
func Last(ctx context.Context, conn driver.Conn) (map[string]Run, error) {
	runs := map[string]Run{}
	err := clickhouse.Each(ctx, conn, `SELECT job, as_of_date, status, started_at, finished_at, rows_in, rows_out, error
		FROM ops.job_runs ORDER BY started_at DESC LIMIT 1 BY job`, nil, func(row driver.Rows) error {
		var run Run
		err := row.Scan(&run.Job, &run.AsOf, &run.Status, &run.Started, &run.Finished, &run.RowsIn, &run.RowsOut, &run.Error)
		runs[run.Job] = run
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ops.job_runs: %w", err)
	}
	return runs, nil
}

// lastGood returns a job's newest run that ended well, for one as-of date if
// given.
func lastGood(ctx context.Context, conn driver.Conn, name string, asOf *time.Time) (Run, bool, error) {
	query := `SELECT as_of_date, started_at, newest_batch_id, definition_hash FROM ops.job_runs WHERE job = ? AND status = 'ok'`
	arguments := []any{name}
	if asOf != nil {
		query += ` AND as_of_date = ?`
		arguments = append(arguments, asOf.Format(time.DateOnly))
	}
	run := Run{Job: name, Status: StatusOK}
	err := conn.QueryRow(ctx, query+` ORDER BY started_at DESC LIMIT 1`, arguments...).
		Scan(&run.AsOf, &run.Started, &run.NewestBatch, &run.DefinitionHash)
	if errors.Is(err, sql.ErrNoRows) {
		return Run{}, false, nil
	}
	if err != nil {
		return Run{}, false, fmt.Errorf("read ops.job_runs: %w", err)
	}
	return run, true, nil
}

func newestBatch(ctx context.Context, conn driver.Conn) (uint64, error) {
	var newest uint64
	if err := conn.QueryRow(ctx, `SELECT max(batch_id) FROM ops.load_batches`).Scan(&newest); err != nil {
		return 0, fmt.Errorf("read ops.load_batches: %w", err)
	}
	return newest, nil
}
