package needs_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/jobs/needs"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/loader/internal/load"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newMunicipality loads a made-up municipality and runs the jobs up to equity. It
// returns what a job gets, the folder of files and the one of keys.
func newMunicipality(t *testing.T, db *chtest.DB) (in job.Input, files, data string) {
	t.Helper()
	files, data = t.TempDir(), t.TempDir()
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 700, Months: 36, Seed: 5, Out: files}); err != nil {
		t.Fatal(err)
	}
	_, err := load.Run(t.Context(), load.Options{
		Conn: db.Conn(clickhouse.Loader), DataDir: data, Paths: []string{files}, Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	conn := db.Conn(clickhouse.Owner)
	asOf, ok, err := store.NewestAsOf(t.Context(), conn)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	set, err := jobs.Set()
	if err != nil {
		t.Fatal(err)
	}
	hash, err := jobs.DefinitionHash()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	runner := &job.Runner{
		Jobs: set, Conn: conn, Reader: db.Conn(clickhouse.Analyst), LockDir: t.TempDir(), Clock: time.Now, Log: log, Version: "test", DefinitionHash: hash,
	}
	if _, err := runner.RunJob(t.Context(), "equity", asOf, false); err != nil {
		t.Fatal(err)
	}
	var batch uint64
	if err := conn.QueryRow(t.Context(), "SELECT max(batch_id) FROM ops.load_batches").Scan(&batch); err != nil {
		t.Fatal(err)
	}
	return job.Input{AsOf: asOf, Conn: conn, Log: log, Clock: time.Now, NewestBatch: batch, DefinitionHash: hash, Version: "test"}, files, filepath.Join(data, "keys")
}

func TestNothingIsSaidOfTooLittle(t *testing.T) {
	db := chtest.New(t)
	in := job.Input{
		AsOf: time.Date(2026, 10, 16, 0, 0, 0, 0, time.UTC), Conn: db.Conn(clickhouse.Owner), Log: slog.New(slog.DiscardHandler), Clock: time.Now, Version: "test",
	}
	if _, err := needs.Run(t.Context(), in); !errors.Is(err, job.ErrNotYet) {
		t.Errorf("needs without decisions: %v", err)
	}
	if _, err := needs.Equity(t.Context(), in); !errors.Is(err, job.ErrNotYet) {
		t.Errorf("equity without decisions: %v", err)
	}
	if n := db.Value("SELECT count() FROM model.runs"); n != "0" {
		t.Errorf("%s runs were written", n)
	}
}

func TestJobsFromFilesToAnswers(t *testing.T) {
	db := chtest.New(t)
	in, files, keys := newMunicipality(t, db)
	checkFilled(t, db)
	checksHold(t, db, "client_needs_add_up", "need_costs_add_up", "need_minutes_rise", "equity_is_in_order", "decision_equity_is_whole")
	checkNorms(t, db, files)
	checkOfficers(t, db, files, keys)
	checkPlaces(t, db, files)
	checkActions(t, db)
	checkAgain(t, db, in)
	checkShuffled(t, db, in)
}

func checkFilled(t *testing.T, db *chtest.DB) {
	t.Helper()
	for _, table := range []string{
		"model.need_resources", "model.need_factors", "mart.client_needs", "mart.need_costs", "model.action_minutes", "mart.hsl_workloads", "model.decision_needs",
		"mart.decision_equity", "model.equity_components", "model.equity_effects", "model.equity_tests", "mart.case_handling",
	} {
		if db.Value("SELECT count() FROM "+table) == "0" {
			t.Errorf("%s is empty", table)
		}
	}
	if n := db.Value("SELECT uniqExact(resource) FROM model.need_resources"); n != "5" {
		t.Errorf("%s resources were fitted, want 5", n)
	}
	noRows(t, db, "a client with home care and no explanation", `SELECT client_id FROM mart.client_months
		WHERE month = (SELECT max(month) FROM mart.client_needs) AND status = 'home_care' AND client_id NOT IN (SELECT client_id FROM mart.client_needs)`)
	noRows(t, db, "a decision on home care that is not beside what its need would get", `SELECT decision_id FROM core.service_decisions
		WHERE service_code = 'home_care' AND decided_date <= (SELECT toLastDayOfMonth(max(month)) FROM mart.client_needs)
			AND decision_id NOT IN (SELECT decision_id FROM mart.decision_equity)`)
	noRows(t, db, "travel without direct time", `SELECT area_id FROM mart.hsl_workloads WHERE travel_min < 0 OR direct_min < recorded_min OR delegated_share NOT BETWEEN 0 AND 1`)
	noRows(t, db, "an officer of few cases", `SELECT officer_id FROM mart.case_handling WHERE officer_id != 0 AND (n_cases < 20 OR n_months != 12)`)
	noRows(t, db, "renewed and compared", `SELECT decision_id FROM mart.decision_equity WHERE is_compared AND comparison != 'compared'`)
}

// checksHold runs checks of the schema.
func checksHold(t *testing.T, db *chtest.DB, names ...string) {
	t.Helper()
	checks, err := sqlfs.Embedded().Checks()
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, check := range checks {
		if slices.Contains(names, check.Name) {
			noRows(t, db, check.Name, strings.TrimRight(strings.TrimSpace(check.Query), ";"))
			ran++
		}
	}
	if ran != len(names) {
		t.Errorf("%d of the checks %v ran", ran, names)
	}
}

// noRows fails when a query returns any.
func noRows(t *testing.T, db *chtest.DB, what, query string) {
	t.Helper()
	if rows := db.Query(query); len(rows) > 0 {
		t.Errorf("%s: %d rows, the first %v", what, len(rows), rows[0])
	}
}

// checkAgain runs the jobs again: on the same data there is nothing new, and by
// hand the same comes out.
func checkAgain(t *testing.T, db *chtest.DB, in job.Input) {
	t.Helper()
	hash := `SELECT (SELECT sum(cityHash64(* EXCEPT as_of_date)) FROM model.need_resources), (SELECT sum(cityHash64(client_id, resource, part, icf_code, minutes_per_week))
		FROM model.client_need_parts), (SELECT sum(cityHash64(kind, level_id, toString(ratio_low), toString(rank_high))) FROM model.equity_effects), (SELECT count() FROM model.runs)`
	before := db.Query(hash)[0]
	for name, run := range runs() {
		if again, err := run(t.Context(), in); err != nil || again.Note != "nothing new" {
			t.Errorf("%s, a second run: %+v, %v", name, again, err)
		}
	}
	in.ScheduledByHand = true
	for _, name := range []string{"needs", "equity"} {
		if _, err := runs()[name](t.Context(), in); err != nil {
			t.Fatal(name, err)
		}
	}
	if after := db.Query(hash)[0]; !slices.Equal(before, after) {
		t.Errorf("what was published is %v and was %v", after, before)
	}
}
