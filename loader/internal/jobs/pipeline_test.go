package jobs_test

import (
	"context"
	"log/slog"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/jobs/risk"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
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
		Jobs: set, Conn: db.Conn(clickhouse.Owner), Reader: db.Conn(clickhouse.Analyst), LockDir: filepath.Join(t.TempDir(), "locks"), Clock: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})),
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
	asOf, ok, err := store.NewestAsOf(t.Context(), runner.Conn)
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
	runner := newRunner(t, db)
	newest, _, err := store.NewestAsOf(t.Context(), runner.Conn)
	if err != nil {
		t.Fatal(err)
	}
	// A model of an earlier day, which the newest has to beat.
	if _, err := runner.RunJob(t.Context(), "fit", newest.AddDate(0, -3, 0), true); err != nil {
		t.Fatal(err)
	}
	// A forecast of an earlier month, which the newest is compared with.
	if _, err := runner.RunJob(t.Context(), "forecast", newest.AddDate(0, -1, 0), true); err != nil {
		t.Fatal(err)
	}
	out := leaveOut(t, db, runner, newest)
	out.checkGone("at once")
	out.addStray()
	old := expire(t, db, runner)
	runAll(t, runner)
	checkAll(t, db)
	out.checkGone("after all jobs")
	out.checkCounted()
	out.takeIn(newest)
	old.checkRenewed(newest)
	if winner := db.Value("SELECT JSONExtractString(parameters, 'contest', 'winner') FROM model.runs WHERE model = 'risk' AND target = 'need_doubled' AND as_of_date = '" +
		newest.Format(time.DateOnly) + "'"); !slices.Contains([]string{"champion", "recalibrated", "challenger"}, winner) {
		t.Errorf("the model that was shown met %q", winner)
	}
	for _, table := range []string{"core.clients", "mart.client_months", "mart.candidates", "mart.area_months", "model.risk_scores", "model.risk_reasons", "model.expected_hours", "model.calibration_curves", "model.term_drift", "model.effect_estimates", "model.potentials", "mart.follow_ups", "mart.follow_up_groups", "core.intervention_ledger", "core.selection_members", "model.trends", "model.trend_summaries", "model.client_trends", "model.forecasts", "model.forecast_accuracy", "model.forecast_weights", "model.forecast_verdicts", "model.forecast_events", "model.forecast_changes", "mart.staffing", "mart.scenario_comparisons"} {
		if db.Value("SELECT count() FROM "+table) == "0" {
			t.Errorf("%s is empty", table)
		}
	}
	checkScores(t, db)
	checkUnapproved(t, db, runner, newest)
}

// checkUnapproved makes a newer run of the same day whose audit fails: it is there
// to be seen, and nothing that pages read changes.
func checkUnapproved(t *testing.T, db *chtest.DB, runner *job.Runner, asOf time.Time) {
	t.Helper()
	// Estimates are summed in another order when they are made again: the last digits may differ.
	const pages = `SELECT (SELECT groupArray(tuple(model, target, run_id)) FROM (SELECT * FROM model.current_runs ORDER BY model, target)),
		(SELECT sum(cityHash64(client_id, target, as_of_date, run_id, round(probability, 9))) FROM model.risk_scores),
		(SELECT sum(cityHash64(client_id, horizon_months, as_of_date, run_id, round(hours_expected, 6))) FROM model.expected_hours),
		(SELECT sum(cityHash64(client_id, ifNull(run_id, 0), round(ifNull(risk_probability, -1), 9), round(ifNull(hours_expected, -1), 6), arrayStringConcat(reasons_sv))) FROM mart.candidates)`
	before := db.Query(pages)
	db.Exec("INSERT INTO core.audit_limit_changes SELECT measure, group_name, 5, NULL, 'nobody can meet it', 'test', now64(6) FROM core.audit_limits WHERE measure = 'calibration_ratio'")
	runner.Version = "newer"
	for _, name := range []string{"fit", "score"} {
		if _, err := runner.RunJob(t.Context(), name, asOf, true); err != nil {
			t.Fatal(err)
		}
	}
	if after := db.Query(pages); !reflect.DeepEqual(before, after) {
		t.Errorf("a run that is not approved changed what is shown: %v, before %v", after, before)
	}
	if n := db.Value("SELECT count() FROM model.run_states WHERE is_newest AND state = 'rejected' AND n_failed > 0 AND model = 'risk'"); n == "0" {
		t.Error("no run is rejected")
	}
	if n := db.Value("SELECT count() FROM model.alerts WHERE kind IN ('audit', 'approval')"); n == "0" {
		t.Error("nobody is told")
	}
}

// checkScores scores clients in Go from the rows of model.terms: SQL says the same.
func checkScores(t *testing.T, db *chtest.DB) {
	t.Helper()
	conn, compared := db.Conn(clickhouse.Owner), 0
	for _, row := range db.Query("SELECT run_id, target FROM model.current_runs WHERE model IN ('risk', 'hours')") {
		run, err := strconv.ParseUint(row[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		scores, err := risk.ReadScores(t.Context(), conn, run)
		if err != nil {
			t.Fatal(err)
		}
		for class, score := range scores {
			values := make([]string, len(score.Features))
			for j, feature := range score.Features {
				values[j] = "toFloat64(ifNull(features." + feature.Name + ", nan))"
			}
			err := clickhouse.Each(t.Context(), conn, `SELECT sums.score, sums.score_deviation, [`+strings.Join(values, ", ")+`] FROM model.risk_probabilities AS sums
				INNER JOIN mart.risk_features AS features ON sums.client_id = features.client_id AND sums.month = features.month
				WHERE sums.run_id = ? AND sums.class = ?`, []any{run, class}, func(row driver.Rows) error {
				var sum, deviation float64
				var x []float64
				if err := row.Scan(&sum, &deviation, &x); err != nil {
					return err
				}
				compared++
				if want := score.Score(nil, x)[0]; math.Abs(sum-want) > 1e-9 {
					t.Errorf("run %d, %s: SQL gives %.12g, Go %.12g", run, class, sum, want)
				}
				if want := score.StandardErrors(nil, x)[0]; math.Abs(deviation-want) > 1e-9 {
					t.Errorf("run %d, %s: standard error by SQL %.12g, by Go %.12g", run, class, deviation, want)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if compared < 1000 {
		t.Errorf("%d scores compared", compared)
	}
}
