package retention_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/loader/internal/retention"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// killed is the exit code of a run that ended at a point, as if it were killed.
const killed = 137

// TestMain is the run of a test, or, where a test has started it so, a deletion that ends
// at a point without cleaning up, as a killed one does.
func TestMain(m *testing.M) {
	point, dir, dsn := os.Getenv("RETENTION_POINT"), os.Getenv("RETENTION_DIR"), os.Getenv("RETENTION_DSN")
	if dir == "" {
		os.Exit(m.Run())
	}
	target, err := clickhouse.ParseTarget(dsn)
	if err == nil {
		conn, connected := clickhouse.Connect(context.Background(), target, clickhouse.Owner)
		asOf, parsed := time.Parse(time.DateOnly, os.Getenv("RETENTION_AS_OF"))
		o := options(conn, dir, asOf)
		o.At = func(at string) {
			if strings.HasPrefix(at, point) { // which tables have old files left is the engine's choice
				os.Exit(killed)
			}
		}
		if err = errors.Join(connected, parsed); err == nil {
			_, err = retention.Run(context.Background(), o)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func options(conn driver.Conn, dir string, asOf time.Time) retention.Options {
	set, err := jobs.Set()
	if err != nil {
		panic(err)
	}
	o := retention.Options{
		Conn: conn, DataDir: dir, AsOf: asOf, User: "test", Role: "steward", Why: "Gallring i ett test", Version: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	for _, j := range set {
		o.Jobs = append(o.Jobs, j.Name)
	}
	return o
}

// town is a small municipality with derived tables, and rows such as models and pages write.
type town struct {
	*testing.T
	db         *chtest.DB
	dir        string // data folder
	deliveries string
	asOf       time.Time
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{T: t, db: chtest.New(t), dir: t.TempDir(), deliveries: t.TempDir()}
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 80, Months: 14, Seed: 5, Out: w.deliveries}); err != nil {
		t.Fatal(err)
	}
	w.load(w.files()...)
	w.run("transform")
	w.db.Exec(`INSERT INTO model.risk_scores (client_id, as_of_date, target, probability, run_id) SELECT client_id, '2025-01-01', 'need_doubled', (client_id % 100) / 100, 7 FROM core.clients;
		INSERT INTO model.decision_needs (decision_id, client_id, run_id) SELECT decision_id, client_id, 7 FROM core.service_decisions;
		INSERT INTO model.decision_comparisons (decision_id, run_id) SELECT decision_id, 7 FROM core.service_decisions;
		INSERT INTO core.selections (selection_id, version, name, filter_sql) SELECT 'egna', 1, 'Egna', concat('client_id IN (', arrayStringConcat(arrayMap(id -> toString(id), arraySort(groupArray(client_id))), ', '), ') AND age_years > 1234567890') FROM core.clients;
		INSERT INTO core.selection_events (selection_id, selection_version, client_id, kind, written_at) SELECT 'egna', 1, client_id, 'entered', now64(3) FROM core.clients;
		INSERT INTO ops.access_log (access_id, accessed_at, client_id) SELECT generateUUIDv4(), '2005-01-01 00:00:00', client_id FROM core.clients LIMIT 3;
		INSERT INTO core.exclusions (exclusion_id, client_id, is_from_models, from_date, written_at) SELECT generateUUIDv4(), client_id, true, '2020-01-01', now64(6) FROM core.clients LIMIT 2`)
	// Those who have had nothing in the last three months are due.
	w.asOf, _ = time.Parse(time.DateOnly, w.db.Value("SELECT addMonths(addYears(max(month), 1), -2) FROM raw.visits"))
	w.rules("decision: Nämnden § 7", "years_after_last: 1", "keep_born_on_days: [31]")
	return w
}

// rules writes the shipped rules with another decision, other years and days.
func (w *town) rules(decision, years, days string) {
	w.Helper()
	var lines []string
	for line := range strings.SplitSeq(retention.Examples(), "\n") {
		for _, other := range []string{decision, years, days} {
			name, _, _ := strings.Cut(other, ":")
			if strings.HasPrefix(strings.TrimSpace(line), name+":") {
				before, _, _ := strings.Cut(line, name)
				line = before + other
			}
		}
		lines = append(lines, line)
	}
	if err := os.MkdirAll(filepath.Join(w.dir, "config"), 0o700); err != nil {
		w.Fatal(err)
	}
	text := strings.ReplaceAll(strings.Join(lines, "\n"), "keep_months: 24", "keep_months: 12")
	if err := os.WriteFile(retention.Config(w.dir), []byte(text), 0o600); err != nil {
		w.Fatal(err)
	}
}

func (w *town) files() (paths []string) {
	w.Helper()
	err := filepath.WalkDir(w.deliveries, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(path, "/truth/") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return paths
}

func (w *town) load(paths ...string) load.Report {
	w.Helper()
	report, err := load.Run(w.Context(), load.Options{
		Conn: w.db.Conn(clickhouse.Loader), DataDir: w.dir, Paths: paths, Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test",
	})
	if err != nil {
		w.Fatal(err)
	}
	return report
}

func (w *town) run(name string) {
	w.Helper()
	set, err := jobs.Set()
	if err != nil {
		w.Fatal(err)
	}
	runner := &job.Runner{
		Jobs: set, Conn: w.db.Conn(clickhouse.Owner), Reader: w.db.Conn(clickhouse.Analyst), LockDir: filepath.Join(w.dir, "locks"), Clock: time.Now,
		Log: slog.New(slog.DiscardHandler), Version: "test",
	}
	if _, err := runner.RunJob(w.Context(), name, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), true); err != nil {
		w.Fatal(err)
	}
}

func (w *town) options() retention.Options {
	return options(w.db.Conn(clickhouse.Owner), w.dir, w.asOf)
}

func (w *town) plan() retention.Report {
	w.Helper()
	report, err := retention.Plan(w.Context(), w.options())
	if err != nil {
		w.Fatal(err)
	}
	return report
}

// child runs a deletion that ends at a point, in a process of its own.
func (w *town) child(point string) {
	w.Helper()
	command := exec.CommandContext(w.Context(), os.Args[0])
	dsn := fmt.Sprintf("clickhouse://owner:%s@%s/", w.db.Target().Password(clickhouse.Owner), w.db.Target().Hosts()[0])
	command.Env = append(os.Environ(), "RETENTION_DIR="+w.dir, "RETENTION_POINT="+point, "RETENTION_DSN="+dsn, "RETENTION_AS_OF="+w.asOf.Format(time.DateOnly))
	output, err := command.CombinedOutput()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != killed {
		w.Fatalf("the run did not come to %q: %v\n%s", point, err, output)
	}
}

// due are the clients who had nothing in the last three months, found apart from the rules.
func (w *town) due() []string {
	var ids []string
	for _, row := range w.db.Query(`SELECT toString(client_id) FROM
		(
			SELECT client_id, month FROM raw.sol_decisions UNION ALL SELECT client_id, month FROM raw.assessments UNION ALL SELECT client_id, month FROM raw.visits
			UNION ALL SELECT client_id, month FROM raw.interventions UNION ALL SELECT client_id, month FROM raw.case_times UNION ALL SELECT client_id, month FROM raw.person_events
			UNION ALL SELECT client_id, month FROM raw.hsl_actions UNION ALL SELECT client_id, month FROM raw.hsl_clients
			UNION ALL SELECT client_id, toStartOfMonth(decided_date) FROM core.intervention_ledger
		)
		WHERE client_id > 0 GROUP BY client_id HAVING addYears(toLastDayOfMonth(max(month)), 1) <= toDate('` + w.asOf.Format(time.DateOnly) + `') ORDER BY 1`) {
		ids = append(ids, row[0])
	}
	return ids
}

// noneLeft looks for numbers in every column of numbers and texts but the log's.
func (w *town) noneLeft(ids []string) {
	w.Helper()
	list := strings.Join(ids, ",")
	for _, c := range w.db.Query(`SELECT database, table, name FROM system.columns WHERE database IN ('raw', 'core', 'mart', 'model', 'ops', 'vault', 'released')
		AND (database, table) IN (SELECT database, name FROM system.tables WHERE engine LIKE '%MergeTree') AND (type LIKE '%UInt64%' OR type LIKE '%String%') AND table != 'access_log'`) {
		name, column := c[0]+"."+c[1], "`"+c[2]+"`"
		query := "SELECT countIf(arrayExists(id -> toUInt64OrZero(id) IN (" + list + "), extractAll(toString(" + column + "), '[0-9]{10,20}'))) FROM " + name
		if n := w.db.Value(query); n != "0" {
			w.Errorf("%s.%s still has %s rows", name, c[2], n)
		}
	}
	if rows := w.db.Query("SELECT database, name FROM system.tables WHERE name LIKE '%\\_\\_retention' OR name LIKE '%dry_run%'"); len(rows) > 0 {
		w.Errorf("left: %v", rows)
	}
}

// deliverAgain loads old files as others, with other bytes and the same rows.
func (w *town) deliverAgain(prefix string) load.Report {
	w.Helper()
	folder := w.TempDir()
	n := 0
	for _, from := range w.files() {
		name := filepath.Base(from)
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, ".csv") {
			continue
		}
		text, err := os.ReadFile(from)
		if err != nil {
			w.Fatal(err)
		}
		parts := strings.SplitN(name, "_", 3)
		if err := os.WriteFile(filepath.Join(folder, parts[0]+"_"+parts[1]+"_203001"+fmt.Sprintf("%02d", 1+n)+"K.csv"), append(text, '\n'), 0o600); err != nil {
			w.Fatal(err)
		}
		n++
	}
	if n == 0 {
		w.Fatalf("no file %s*.csv", prefix)
	}
	return w.load(folder)
}

func sum(r retention.Report, table string) (n uint64) {
	for _, c := range r.Counts {
		if c.Table == table {
			n += c.Rows
		}
	}
	return n
}

func number(text string) uint64 {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}
