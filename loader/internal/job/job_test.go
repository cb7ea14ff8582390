package job_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func newRunner(t *testing.T, db *chtest.DB, jobs ...job.Job) *job.Runner {
	t.Helper()
	set := job.Set(jobs)
	if err := set.Validate(); err != nil {
		t.Fatal(err)
	}
	return &job.Runner{
		Jobs: set, Conn: db.Conn(clickhouse.Owner), LockDir: t.TempDir(), Clock: time.Now, Log: slog.New(slog.DiscardHandler), Version: "test",
		DefinitionHash: 1, Pause: time.Millisecond,
	}
}

func asOf() time.Time { return time.Date(2026, 10, 16, 0, 0, 0, 0, time.UTC) }

// counting is a job that counts its runs.
func counting(name string, runs *[]string, needs ...string) job.Job {
	return job.Job{Name: name, Needs: needs, Run: func(context.Context, job.Input) (job.Result, error) {
		*runs = append(*runs, name)
		return job.Result{RowsIn: 2, RowsOut: 1}, nil
	}}
}

func TestNeedsAreMadeFreshOnce(t *testing.T) {
	db := chtest.New(t)
	var runs []string
	runner := newRunner(t, db, counting("a", &runs), counting("b", &runs, "a"), counting("c", &runs, "a", "b"))
	for range 2 {
		if _, err := runner.RunJob(t.Context(), "c", asOf(), true); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(runs, " "); got != "a b c c" {
		t.Errorf("ran %q; the needs are fresh the second time", got)
	}
	db.Exec("INSERT INTO ops.load_batches (batch_id, source, delivery) VALUES (1, 'visits', 'complete')")
	if _, err := runner.RunJob(t.Context(), "c", asOf(), true); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(runs, " "); got != "a b c c a b c" {
		t.Errorf("ran %q; a new batch makes the needs old", got)
	}
	if got := db.Value("SELECT concat(toString(count()), ' ', toString(sum(rows_in)), ' ', toString(uniqExact(job_run_id))) FROM ops.job_runs WHERE status = 'ok'"); got != "7 14 7" {
		t.Errorf("ops.job_runs has %s; want one row a run", got)
	}
}

func TestWhatCanPassIsTriedAgain(t *testing.T) {
	db := chtest.New(t)
	tries := 0
	shaky := job.Job{Name: "shaky", Run: func(context.Context, job.Input) (job.Result, error) {
		if tries++; tries < 3 {
			return job.Result{}, io.ErrUnexpectedEOF // as a lost connection gives
		}
		return job.Result{}, nil
	}}
	wrong := job.Job{Name: "wrong", Run: func(context.Context, job.Input) (job.Result, error) { return job.Result{}, errors.New("no such thing") }}
	broken := job.Job{Name: "broken", Run: func(context.Context, job.Input) (job.Result, error) { panic("oh") }}
	runner := newRunner(t, db, shaky, wrong, broken)
	if _, err := runner.RunJob(t.Context(), "shaky", asOf(), false); err != nil || tries != 3 {
		t.Errorf("after %d tries: %v", tries, err)
	}
	if _, err := runner.RunJob(t.Context(), "wrong", asOf(), false); err == nil {
		t.Error("a lasting fault must be an error")
	}
	if _, err := runner.RunJob(t.Context(), "broken", asOf(), false); err == nil || !strings.Contains(err.Error(), "report it") {
		t.Errorf("a panic gave %v", err)
	}
	want := "broken failed 1\nshaky failed 1\nshaky failed 2\nshaky ok 3\nwrong failed 1"
	if got := db.Value("SELECT arrayStringConcat(arraySort(groupArray(concat(toString(job), ' ', toString(status), ' ', toString(attempt)))), '\n') FROM ops.job_runs"); got != want {
		t.Errorf("ops.job_runs has\n%s\nwant\n%s", got, want)
	}
}

func TestNeverTwiceAtOnce(t *testing.T) {
	db := chtest.New(t)
	began, end := make(chan struct{}), make(chan struct{})
	slow := job.Job{Name: "slow", Run: func(context.Context, job.Input) (job.Result, error) {
		close(began)
		<-end
		return job.Result{}, nil
	}}
	runner := newRunner(t, db, slow)
	var first error
	var wait sync.WaitGroup
	wait.Go(func() { _, first = runner.RunJob(t.Context(), "slow", asOf(), false) })
	<-began
	if _, err := runner.RunJob(t.Context(), "slow", asOf(), false); err == nil || !strings.Contains(err.Error(), "already running") {
		t.Errorf("the second run gave %v", err)
	}
	close(end)
	if wait.Wait(); first != nil {
		t.Error(first)
	}
}

func TestAStoppedRunLeavesARow(t *testing.T) {
	db := chtest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	runner := newRunner(t, db, job.Job{Name: "long", Run: func(ctx context.Context, _ job.Input) (job.Result, error) {
		stop()
		<-ctx.Done()
		return job.Result{}, ctx.Err()
	}})
	if _, err := runner.RunJob(ctx, "long", asOf(), false); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := db.Value("SELECT status FROM ops.job_runs"); got != "stopped" {
		t.Errorf("status %q", got)
	}
}

func TestSchedulerCatchesUpWhatItMissed(t *testing.T) {
	db := chtest.New(t)
	var runs []string
	ctx, stop := context.WithCancel(t.Context())
	last := counting("last", &runs)
	inner := last.Run
	last.Run = func(ctx context.Context, in job.Input) (job.Result, error) {
		defer stop()
		return inner(ctx, in)
	}
	runner := newRunner(t, db, counting("missed", &runs), counting("done", &runs), last)
	if _, err := runner.RunJob(ctx, "done", asOf(), false); err != nil {
		t.Fatal(err)
	}
	scheduler := job.NewScheduler(runner, map[string]string{"missed": "@monthly", "done": "@monthly", "last": "@yearly"},
		func(context.Context) (time.Time, error) { return asOf(), nil }, time.Now)
	if err := scheduler.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(runs, " "); got != "done missed last" {
		t.Errorf("ran %q", got)
	}
	scheduler.Cron["missed"] = "every now and then"
	if err := scheduler.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "missed") {
		t.Errorf("a wrong expression gave %v", err)
	}
}
