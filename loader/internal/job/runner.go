package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/access"
)

// Statuses of a run, as in ops.job_runs.
const (
	StatusOK      = "ok"
	StatusFailed  = "failed"
	StatusStopped = "stopped"
	StatusWaiting = "waiting"
)

// ErrNotYet is wrapped by errors of jobs that have too little data yet: the run
// did not fail, it waits.
var ErrNotYet = errors.New("waiting for more data")

// Runner runs jobs one at a time and keeps their history.
type Runner struct {
	Jobs           Set
	Conn           driver.Conn
	Reader         driver.Conn       // as the analyst
	SmallCells     access.SmallCells // the defaults if zero
	LockDir        string            // folder for lock files, made when missing
	Clock          func() time.Time  // required
	Log            *slog.Logger      // required
	Version        string
	DefinitionHash uint64
	Attempts       int           // tries of what can pass; zero means 3
	Pause          time.Duration // first pause between tries, doubled each time; zero means 2 s
	Observe        Observer      // told of each run; nil for none
}

// Observer is told when runs begin and end.
type Observer interface {
	Began(job string)
	Ended(run Run)
}

// RunAll runs every job in order and stops at the first that fails.
func (r *Runner) RunAll(ctx context.Context, asOf time.Time) ([]Run, error) {
	var runs []Run
	for _, j := range r.Jobs {
		run, err := r.attempt(ctx, j, asOf, false)
		runs = append(runs, run)
		if err != nil {
			return runs, err
		}
	}
	return runs, nil
}

// RunJob makes what the job needs fresh and runs it.
func (r *Runner) RunJob(ctx context.Context, name string, asOf time.Time, byHand bool) ([]Run, error) {
	j, err := r.Jobs.Find(name)
	if err != nil {
		return nil, err
	}
	var runs []Run
	for _, need := range j.Needs {
		fresh, err := r.fresh(ctx, need, asOf)
		if err != nil {
			return runs, err
		}
		if fresh {
			continue
		}
		needed, err := r.RunJob(ctx, need, asOf, false)
		runs = append(runs, needed...)
		if err != nil {
			return runs, fmt.Errorf("%s needs %s: %w", name, need, err)
		}
	}
	run, err := r.attempt(ctx, j, asOf, byHand)
	return append(runs, run), err
}

// attempt runs one job under its lock, again while the fault can pass, and
// records each try.
func (r *Runner) attempt(ctx context.Context, j Job, asOf time.Time, byHand bool) (Run, error) {
	unlock, err := lock(r.LockDir, j.Name)
	if err != nil {
		return Run{Job: j.Name}, err
	}
	defer unlock()
	attempts, pause := max(r.Attempts, 1), r.Pause
	if r.Attempts == 0 {
		attempts = 3
	}
	if pause == 0 {
		pause = 2 * time.Second
	}
	for try := 1; ; try++ {
		run, err := r.once(ctx, j, asOf, byHand, try)
		if err == nil || try == attempts || !canPass(err) || ctx.Err() != nil {
			return run, err
		}
		r.Log.Warn("job failed, trying again", "job", j.Name, "attempt", try, "pause", pause, "error", err)
		select {
		case <-ctx.Done():
			return run, err
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// once runs a job one time and writes its row.
func (r *Runner) once(ctx context.Context, j Job, asOf time.Time, byHand bool, try int) (Run, error) {
	run := Run{ID: uuid.New(), Job: j.Name, AsOf: asOf, Attempt: uint8(min(try, 255)), Started: r.Clock(), Version: r.Version, DefinitionHash: r.DefinitionHash}
	if r.Observe != nil {
		r.Observe.Began(j.Name)
	}
	result, err := r.call(ctx, j, &run, byHand)
	run.Finished = r.Clock()
	run.RowsIn, run.RowsOut, run.FromMonth = result.RowsIn, result.RowsOut, result.FromMonth
	run.PeakMemoryBytes = peakMemory()
	switch {
	case err == nil:
		run.Status = StatusOK
		r.Log.Info("job done", "job", j.Name, "seconds", run.Seconds(), "rows_out", run.RowsOut, "note", result.Note)
	case ctx.Err() != nil:
		run.Status, run.Error = StatusStopped, err.Error()
	case errors.Is(err, ErrNotYet):
		run.Status, run.Error = StatusWaiting, err.Error()
	default:
		run.Status, run.Error = StatusFailed, err.Error()
	}
	if r.Observe != nil {
		r.Observe.Ended(run)
	}
	if recordErr := record(context.WithoutCancel(ctx), r.Conn, run); recordErr != nil {
		err = errors.Join(err, recordErr)
	}
	if err != nil {
		return run, fmt.Errorf("job %s: %w", j.Name, err)
	}
	return run, nil
}

// call prepares the input and calls the job; a panic becomes an error, so that
// one job's fault neither loses its row nor stops the scheduler.
func (r *Runner) call(ctx context.Context, j Job, run *Run, byHand bool) (result Result, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("stopped by a fault in the program, please report it: %v", fault)
		}
	}()
	if run.NewestBatch, err = newestBatch(ctx, r.Conn); err != nil {
		return Result{}, err
	}
	last, found, err := lastGood(ctx, r.Conn, j.Name, nil)
	if err != nil {
		return Result{}, err
	}
	input := Input{
		AsOf: run.AsOf, Conn: r.Conn, Reader: r.Reader, SmallCells: r.SmallCells.OrDefault(), Log: r.Log.With("job", j.Name), Clock: r.Clock, NewestBatch: run.NewestBatch,
		DefinitionHash: r.DefinitionHash, Version: r.Version, ScheduledByHand: byHand,
	}
	if found && last.DefinitionHash == r.DefinitionHash {
		input.PreviousBatch = last.NewestBatch
	}
	if input.ExclusionsChanged, err = exclusionsChanged(ctx, r.Conn, j.Name); err != nil {
		return Result{}, err
	}
	return j.Run(ctx, input)
}

// fresh says whether a job's newest good run still holds.
func (r *Runner) fresh(ctx context.Context, name string, asOf time.Time) (bool, error) {
	last, found, err := lastGood(ctx, r.Conn, name, &asOf)
	if err != nil || !found {
		return false, err
	}
	newest, err := newestBatch(ctx, r.Conn)
	if err != nil || last.NewestBatch != newest || last.DefinitionHash != r.DefinitionHash {
		return false, err
	}
	changed, err := exclusionsChanged(ctx, r.Conn, name)
	return !changed, err
}
