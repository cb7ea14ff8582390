package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/load"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newRunner returns the jobs on a test database.
func newRunner(t *testing.T, db *chtest.DB) *job.Runner {
	t.Helper()
	set, err := jobs.Set()
	if err != nil {
		t.Fatal(err)
	}
	hash, err := jobs.DefinitionHash()
	if err != nil {
		t.Fatal(err)
	}
	return &job.Runner{
		Jobs: set, Conn: db.Conn(clickhouse.Owner), LockDir: t.TempDir(), Clock: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})),
		Version: "test", DefinitionHash: hash,
	}
}

func loadFolder(t *testing.T, db *chtest.DB, data, folder string) load.Report {
	t.Helper()
	report, err := load.Run(t.Context(), load.Options{
		Conn: db.Conn(clickhouse.Loader), DataDir: data, Paths: []string{folder}, Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func runAll(t *testing.T, runner *job.Runner) {
	t.Helper()
	asOf, ok, err := jobs.NewestAsOf(t.Context(), runner.Conn)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, err := runner.RunAll(t.Context(), asOf); err != nil {
		t.Fatal(err)
	}
}

// checkAll runs every check of the schema; no rows mean that it holds.
func checkAll(t *testing.T, db *chtest.DB) {
	t.Helper()
	checks, err := sqlfs.Embedded().Checks()
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range checks {
		rows, err := clickhouse.Texts(context.Background(), db.Conn(clickhouse.Owner), check.Query, nil)
		if err != nil {
			t.Errorf("check %s: %v", check.Name, err)
		} else if len(rows) > 0 {
			t.Errorf("check %s: %s: %d rows, the first %v", check.Name, check.Asserts, len(rows), rows[0])
		}
	}
}

func TestPipelineFromFilesToAnswers(t *testing.T) {
	db := chtest.New(t)
	deliveries := t.TempDir()
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 800, Months: 48, Seed: 3, Out: deliveries}); err != nil {
		t.Fatal(err)
	}
	report := loadFolder(t, db, t.TempDir(), deliveries)
	if report.Delivered != report.Loaded+report.Repeated+report.Replaced+report.Rejected {
		t.Errorf("rows do not add up: %+v", report.Totals)
	}
	runAll(t, newRunner(t, db))
	checkAll(t, db)
	for _, table := range []string{"core.clients", "mart.client_months", "mart.candidates", "mart.area_months", "model.risk_scores", "model.risk_reasons", "model.forecasts", "model.forecast_accuracy"} {
		if db.Value("SELECT count() FROM "+table) == "0" {
			t.Errorf("%s is empty", table)
		}
	}
}
