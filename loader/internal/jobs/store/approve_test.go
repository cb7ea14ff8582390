package store_test

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/sql/approval"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func input(t *testing.T, db *chtest.DB, batch uint64) job.Input {
	t.Helper()
	rows, err := strconv.Atoi(db.Value("SELECT count() FROM model.approvals"))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 16, 4, 0, int(batch), 1000*rows, time.UTC) // later than all before it
	return job.Input{
		AsOf: time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC), Conn: db.Conn(clickhouse.Owner), Log: slog.New(slog.DiscardHandler),
		Clock: func() time.Time { return at }, NewestBatch: batch, Version: "test",
	}
}

// publish publishes a run of newer data each time; failed comparisons of its audit
// come first, as the jobs write them.
func publish(t *testing.T, db *chtest.DB, model string, batch uint64, failed int) uint64 {
	t.Helper()
	in := input(t, db, batch)
	run := store.Run{ID: store.RunID(in, model, "need_doubled"), Model: model, Target: "need_doubled", AsOf: in.AsOf, TrainedFrom: in.AsOf, TrainedTo: in.AsOf, Status: "converged", IsPublished: true}
	for range failed {
		if err := in.Conn.Exec(t.Context(), `INSERT INTO model.audits (run_id, group_name, group_value, measure, value, limit_high, verdict) VALUES (?, 'sex', 'female', 'calibration_ratio', 2, 1.25, 'failed')`, run.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.PublishRun(t.Context(), in, run); err != nil {
		t.Fatal(err)
	}
	return run.ID
}

func wantState(t *testing.T, db *chtest.DB, run uint64, want string) {
	t.Helper()
	got := strings.Join(db.Query(fmt.Sprintf("SELECT state, decided_by FROM model.run_states WHERE run_id = %d", run))[0], " ")
	if strings.TrimSpace(got) != want {
		t.Errorf("run %d is %q, want %q", run, got, want)
	}
}

func wantCurrent(t *testing.T, db *chtest.DB, want uint64) {
	t.Helper()
	if got := db.Value("SELECT ifNull(any(run_id), 0) FROM model.current_runs WHERE model = 'risk'"); got != fmt.Sprint(want) {
		t.Errorf("run %s is shown, want %d", got, want)
	}
}

// A run whose audit failed is published openly as rejected, and changes nothing.
func TestAutomaticApprovalWithinLimits(t *testing.T) {
	db := chtest.New(t)
	first := publish(t, db, "risk", 1, 2)
	wantState(t, db, first, "rejected automatic")
	wantCurrent(t, db, 0)
	good := publish(t, db, "risk", 2, 0)
	wantState(t, db, good, "shown automatic")
	wantCurrent(t, db, good)
	bad := publish(t, db, "risk", 3, 1)
	wantState(t, db, bad, "rejected automatic")
	wantCurrent(t, db, good)
	if got := db.Value("SELECT arrayStringConcat(arraySort(groupArray(concat(kind, ' ', about))), ', ') FROM model.alerts"); got != "approval rejected, audit calibration_ratio sex female" {
		t.Errorf("alerts %q", got)
	}
	// Made again with limits that it meets, the same run is decided on again.
	db.Exec(fmt.Sprintf("ALTER TABLE model.audits DROP PARTITION %d", bad))
	if again := publish(t, db, "risk", 3, 0); again != bad {
		t.Fatalf("another run, %d", again)
	}
	wantState(t, db, bad, "shown automatic")
	if n := db.Value(fmt.Sprintf("SELECT count() FROM model.approvals WHERE run_id = %d", bad)); n != "2" {
		t.Errorf("%s decisions are kept, want both", n)
	}
}

func TestManualApprovalWaitsForAPerson(t *testing.T) {
	db := chtest.New(t)
	shown := publish(t, db, "risk", 1, 0)
	db.Exec("INSERT INTO model.approval_settings VALUES ('manual', 'eva', 'test', now64(6))")
	waiting := publish(t, db, "risk", 2, 0)
	wantState(t, db, waiting, "waiting")
	wantCurrent(t, db, shown)
	// What is not about persons goes on by itself, and a failed audit is rejected still.
	wantState(t, db, publish(t, db, "trend", 2, 0), "shown automatic")
	wantState(t, db, publish(t, db, "hours", 2, 3), "rejected automatic")

	in := input(t, db, 3)
	why, err := store.Held(t.Context(), in, "risk", "need_doubled")
	if err != nil || !strings.Contains(why, fmt.Sprint(shown)) {
		t.Errorf("a job that would overwrite run %d is told %q, %v", shown, why, err)
	}
	if why, err := store.Held(t.Context(), input(t, db, 1), "risk", "need_doubled"); err != nil || why != "" {
		t.Errorf("the shown run made again is told %q, %v", why, err)
	}

	decide := func(decision string, second int) {
		err := approval.Write(t.Context(), in.Conn, approval.Decision{Run: waiting, Decision: decision, By: "eva", Why: "read the card", At: time.Date(2026, 3, 17, 8, 0, second, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
	}
	decide(approval.Approved, 0)
	wantState(t, db, waiting, "shown eva")
	wantCurrent(t, db, waiting)
	decide(approval.Rejected, 1)
	wantState(t, db, waiting, "rejected eva")
	wantCurrent(t, db, shown)
	// What a person has decided stands when the run is made again.
	db.Exec("INSERT INTO model.approval_settings VALUES ('automatic', 'eva', 'test', now64(6) + 1)")
	publish(t, db, "risk", 2, 0)
	wantState(t, db, waiting, "rejected eva")
}
