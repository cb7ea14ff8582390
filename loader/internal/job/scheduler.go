package job

import (
	"context"
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
	queue  chan string
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
	s.queue = make(chan string, 4*len(s.Runner.Jobs)+4)
	if err := s.catchUp(ctx); err != nil {
		return err
	}
	clock := cron.New()
	for name, expression := range s.Cron {
		if _, err := clock.AddFunc(expression, func() { s.enqueue(name) }); err != nil {
			return fmt.Errorf("schedule %s: %w", name, err)
		}
	}
	clock.Start()
	defer clock.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case name := <-s.queue:
			s.run(ctx, name)
		}
	}
}

// enqueue puts a job in line; a line that is full already holds it.
func (s *Scheduler) enqueue(name string) {
	select {
	case s.queue <- name:
	default:
		s.Runner.Log.Warn("job not queued, the line is full", "job", name)
	}
}

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
			s.enqueue(j.Name)
		}
	}
	return nil
}

func (s *Scheduler) run(ctx context.Context, name string) {
	asOf, err := s.AsOf(ctx)
	if err == nil {
		_, err = s.Runner.RunJob(ctx, name, asOf, false)
	}
	if err != nil && ctx.Err() == nil {
		s.Runner.Log.Error("job failed", "job", name, "error", err)
	}
}
