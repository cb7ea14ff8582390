package up

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// What a person decides is shown once; what the limits decide the jobs show themselves.
func TestDecisionsAreShownOnce(t *testing.T) {
	db := chtest.New(t)
	var scored []string
	score := job.Job{Name: scoreJob, Needs: []string{"fit"}, Run: func(_ context.Context, in job.Input) (job.Result, error) {
		scored = append(scored, in.AsOf.Format(time.DateOnly))
		return job.Result{}, nil
	}}
	fit := job.Job{Name: "fit", Run: func(context.Context, job.Input) (job.Result, error) {
		t.Error("a decision makes a new run")
		return job.Result{}, nil
	}}
	log := slog.New(slog.DiscardHandler)
	f := &Framsyn{
		owner: db.Conn(clickhouse.Owner), options: Options{Log: log},
		runner: &job.Runner{Jobs: job.Set{fit, score}, Conn: db.Conn(clickhouse.Owner), LockDir: t.TempDir(), Clock: time.Now, Log: log, Version: "test", DefinitionHash: 1},
	}
	db.Exec(`INSERT INTO model.runs (run_id, model, target, as_of_date, status, is_published) VALUES
		(1, 'risk', 'need_doubled', '2026-03-16', 'converged', true), (2, 'hours', 'hours_6m', '2026-03-16', 'converged', true),
		(3, 'risk', 'need_doubled', '2026-04-16', 'converged', true), (4, 'trend', '', '2026-04-16', 'converged', true)`)
	decide := func(values string) {
		db.Exec("INSERT INTO model.approvals (run_id, decision, is_automatic, decided_by, why, decided_at) VALUES " + values)
	}
	show := func(shown time.Time, want ...string) time.Time {
		t.Helper()
		scored = nil
		at, err := f.showDecisionsAfter(t.Context(), shown)
		if err != nil {
			t.Fatal(err)
		}
		if len(scored) != len(want) || len(want) > 0 && scored[0] != want[0] {
			t.Errorf("scored %v, want %v", scored, want)
		}
		return at
	}
	decide("(3, 'approved', true, 'automatic', 'limits', now64(6))")
	show(time.Time{})
	decide("(1, 'approved', false, 'eva', 'card read', now64(6)), (2, 'approved', false, 'eva', 'card read', now64(6))")
	shown := show(time.Time{}, "2026-03-16")
	show(shown)
	show(time.Time{}) // begun again: the scores are newer than the decision
	decide("(4, 'rejected', false, 'eva', 'wrong', now64(6))")
	if after := show(shown); !after.After(shown) {
		t.Error("a decision on what has no scores is shown again and again")
	}
}
