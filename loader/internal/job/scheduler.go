package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
)

// Scheduler runs jobs by cron expressions.
type Scheduler struct {
	Runner *Runner
	Cron   map[string]string                        // job -> expression of five fields, or @daily and the like; local time
	AsOf   func(context.Context) (time.Time, error) // the as-of date of a run that begins now
	Now    func() time.Time                         // required

	line *line
}

// NewScheduler returns a scheduler that runs nothing yet.
func NewScheduler(runner *Runner, expressions map[string]string, asOf func(context.Context) (time.Time, error), now func() time.Time) *Scheduler {
	return &Scheduler{Runner: runner, Cron: expressions, AsOf: asOf, Now: now, line: newLine()}
}

// Validate reports expressions that are wrong and jobs that do not exist.
func (s *Scheduler) Validate() error {
	for name, expression := range s.Cron {
		if _, err := s.Runner.Jobs.Find(name); err != nil {
			return err
		}
		if _, err := cron.ParseStandard(expression); err != nil {
			return fmt.Errorf("cron expression %q of job %s: %w", expression, name, err)
		}
	}
	return nil
}

// Run runs the jobs whose time passed since their last good run, then each job
// at its times, one at a time, until ctx ends. A failed run is logged and in
// ops.job_runs; it does not end the scheduler.
func (s *Scheduler) Run(ctx context.Context) error {
	if err := s.Validate(); err != nil {
		return err
	}
	if err := s.catchUp(ctx); err != nil {
		return err
	}
	clock := cron.New()
	for name, expression := range s.Cron {
		if _, err := clock.AddFunc(expression, func() { s.Enqueue(name) }); err != nil {
			return fmt.Errorf("schedule %s: %w", name, err)
		}
	}
	clock.Start()
	defer clock.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.line.filled:
			for name, ok := s.line.take(); ok && ctx.Err() == nil; name, ok = s.line.take() {
				s.run(ctx, name)
			}
		}
	}
}

// Enqueue puts a job in line; one that stands there already is not put there twice.
func (s *Scheduler) Enqueue(name string) { s.line.put(name) }

// catchUp queues, in order, the jobs that should have run since they last did.
func (s *Scheduler) catchUp(ctx context.Context) error {
	for _, j := range s.Runner.Jobs {
		expression, ok := s.Cron[j.Name]
		if !ok {
			continue
		}
		schedule, err := cron.ParseStandard(expression)
		if err != nil {
			return fmt.Errorf("cron expression of %s: %w", j.Name, err)
		}
		last, found, err := lastGood(ctx, s.Runner.Conn, j.Name, nil)
		if err != nil {
			return err
		}
		if !found || schedule.Next(last.Started).Before(s.Now()) {
			s.Enqueue(j.Name)
		}
	}
	return nil
}

func (s *Scheduler) run(ctx context.Context, name string) {
	asOf, err := s.AsOf(ctx)
	if err == nil {
		var runs []Run
		runs, err = s.Runner.RunJob(ctx, name, asOf, false)
		if err == nil && runs[len(runs)-1].RowsOut > 0 {
			j, _ := s.Runner.Jobs.Find(name)
			for _, woken := range j.Wakes {
				s.Enqueue(woken)
			}
		}
	}
	switch {
	case err == nil || ctx.Err() != nil:
	case errors.Is(err, ErrNotYet):
		s.Runner.Log.Warn("job waits", "job", name, "reason", err)
	default:
		s.Runner.Log.Error("job failed", "job", name, "error", err)
	}
}
