package up

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"golang.org/x/sync/errgroup"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Framsyn is what has been brought up.
type Framsyn struct {
	options               Options
	session               *clickhouse.Session
	owner, loader, reader driver.Conn
	runner                *job.Runner
	summary               Summary
	began                 time.Time
}

// Start brings up engine and schema.
func Start(ctx context.Context, o Options, observe job.Observer) (f *Framsyn, err error) {
	f = &Framsyn{options: o, began: o.Clock(), summary: Summary{Seconds: map[string]float64{}, Peaks: map[string]uint64{}}}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	err = f.step("engine", func() error {
		f.session, err = clickhouse.Ensure(ctx, o.DataDir, o.Engine)
		return err
	})
	if err != nil {
		return f, err
	}
	if f.owner, err = f.session.Connect(ctx, clickhouse.Owner); err != nil {
		return f, err
	}
	if f.loader, err = f.session.Connect(ctx, clickhouse.Loader); err != nil {
		return f, err
	}
	if err := f.step("schema", func() error { return applySchema(ctx, f.owner, o) }); err != nil {
		return f, err
	}
	if f.reader, err = f.session.Connect(ctx, clickhouse.Analyst); err != nil {
		return f, err
	}
	f.runner, err = runner(f.owner, f.loader, f.reader, o, observe)
	return f, err
}

// Fill loads the inbox, or the made-up municipality into an empty database, and
// runs all jobs.
func (f *Framsyn) Fill(ctx context.Context) error {
	if err := f.step("load", func() error { return f.load(ctx) }); err != nil {
		return err
	}
	asOf, err := asOf(f.owner, f.options.Clock)(ctx)
	if err != nil {
		return err
	}
	waiting := map[string]bool{"load": true}
	for _, j := range f.runner.Jobs {
		if waiting[j.Name] || slices.ContainsFunc(j.Needs, func(need string) bool { return waiting[need] }) {
			waiting[j.Name] = true
			continue
		}
		err := f.step(j.Name, func() error { _, err := f.runner.RunJob(ctx, j.Name, asOf, false); return err })
		if errors.Is(err, job.ErrNotYet) {
			f.options.Log.Warn("this has to wait for more data", "job", j.Name, "reason", err)
			waiting[j.Name], err = true, nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *Framsyn) load(ctx context.Context) error {
	o := f.options
	if o.Inbox != "" {
		inbox := load.Inbox{Dir: o.Inbox, Options: loadOptions(f.loader, o), Settle: time.Nanosecond} // what is there now counts as arrived
		report, err := inbox.Once(ctx)
		f.summary.Load = loadSummary(report.Totals)
		return err
	}
	batches, err := countRows(ctx, f.owner, "ops.load_batches")
	if err != nil {
		return err
	}
	if done, err := isLoaded(o); err != nil || done || batches > 0 && !isMadeUp(o) {
		return err
	}
	begin := o.Clock()
	if err := generateMadeUp(ctx, o); err != nil {
		return err
	}
	f.summary.Seconds["generate"] = o.Clock().Sub(begin).Seconds()
	report, err := load.Run(ctx, loadOptions(f.loader, o, madeUp(o)))
	f.summary.Load = loadSummary(report.Totals)
	if err != nil {
		return err
	}
	return markLoaded(o)
}

// Summary completes and returns the summary.
func (f *Framsyn) Summary(ctx context.Context) (*Summary, error) {
	f.summary.Seconds["total"] = f.options.Clock().Sub(f.began).Seconds()
	f.summary.PeakMemory = f.peak()
	return &f.summary, f.summary.complete(ctx, f.owner)
}

// Serve runs the scheduler, the load job when something arrives in the inbox, and what
// decisions on runs call for, until ctx ends.
func (f *Framsyn) Serve(ctx context.Context) error {
	scheduler := job.NewScheduler(f.runner, f.options.Cron, asOf(f.owner, f.options.Clock), f.options.Clock)
	inbox := load.Inbox{
		Dir: inboxOf(f.options), Options: loadOptions(f.loader, f.options), Arrived: func() { scheduler.Enqueue("load") },
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return scheduler.Run(ctx) })
	group.Go(func() error { return ended(inbox.Run(ctx)) })
	group.Go(func() error { return f.followDecisions(ctx) })
	return group.Wait()
}

// ended is nil for the end that a context brings.
func ended(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Runner runs single jobs.
func (f *Framsyn) Runner() *job.Runner { return f.runner }

// Session is the ClickHouse in use.
func (f *Framsyn) Session() *clickhouse.Session { return f.session }

// Owner is a connection as owner.
func (f *Framsyn) Owner() driver.Conn { return f.owner }

// AsOf is the as-of date of a run that begins now.
func (f *Framsyn) AsOf(ctx context.Context) (time.Time, error) {
	return asOf(f.owner, f.options.Clock)(ctx)
}

// Close ends connections, and the engine if Start started it.
func (f *Framsyn) Close() error {
	var errs []error
	for _, conn := range []driver.Conn{f.owner, f.loader, f.reader} {
		if conn != nil {
			errs = append(errs, conn.Close())
		}
	}
	if f.session != nil {
		errs = append(errs, f.session.Close())
	}
	return errors.Join(errs...)
}

// step runs one step and notes its time and the peak memory after it.
func (f *Framsyn) step(name string, run func() error) error {
	f.options.Log.Info("step", "name", name)
	begin := f.options.Clock()
	err := run()
	f.summary.Seconds[name] += f.options.Clock().Sub(begin).Seconds()
	f.summary.Peaks[name] = f.peak()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (f *Framsyn) peak() uint64 {
	pids := []int{os.Getpid()}
	if f.session != nil {
		if pid := f.session.EnginePID(); pid > 0 {
			pids = append(pids, pid)
		}
	}
	return peakMemory(pids...)
}
