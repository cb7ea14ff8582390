package person_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/loader/internal/person"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

const why = "Nämndens beslut, ärende 17"

var steward = person.Asker{Login: "anna", Role: "steward", Address: "test"}

// town is a small municipality with features, and with scores such as jobs write.
type town struct {
	*testing.T
	db     *chtest.DB
	dir    string
	client uint64
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{T: t, db: chtest.New(t), dir: t.TempDir()}
	deliveries := t.TempDir()
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 80, Months: 16, Seed: 5, Out: deliveries}); err != nil {
		t.Fatal(err)
	}
	var paths []string
	err := filepath.WalkDir(deliveries, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(path, "/truth/") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = load.Run(t.Context(), load.Options{Conn: w.db.Conn(clickhouse.Loader), DataDir: w.dir, Paths: paths, Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test"})
	if err != nil {
		t.Fatal(err)
	}
	w.run("features")
	w.client, err = strconv.ParseUint(w.db.Value("SELECT client_id FROM mart.candidates WHERE client_id IN (SELECT client_id FROM mart.risk_features) AND NOT is_protected ORDER BY client_id LIMIT 1"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	w.db.Exec(`INSERT INTO model.risk_scores (client_id, as_of_date, target, horizon_months, probability, run_id) SELECT client_id, '2026-01-01', 'need_doubled', 12, 0.5, 7 FROM core.clients;
		INSERT INTO model.risk_reasons (client_id, as_of_date, target, rank, sentence_sv, run_id) SELECT client_id, '2026-01-01', 'need_doubled', 1, 'Timmarna har ökat.', 7 FROM core.clients;
		INSERT INTO model.client_need_parts (client_id, run_id) SELECT client_id, 7 FROM core.clients;
		INSERT INTO model.decision_comparisons (decision_id, run_id) SELECT decision_id, 7 FROM core.service_decisions;
		INSERT INTO core.selections (selection_id, version, name, purpose, expires_date, filter_sql) SELECT 'egna', 1, 'Egna', 'Hembesök', '2100-01-01', 'age_years > 1';
		INSERT INTO core.selection_events (selection_id, selection_version, client_id, kind, event_date, written_at) SELECT 'egna', 1, client_id, 'entered', '2026-01-01', '2026-01-01 00:00:00' FROM mart.candidates`)
	return w
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
	if _, err := runner.RunJob(w.Context(), name, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), false); err != nil {
		w.Fatal(err)
	}
}

func (w *town) decide(who person.Asker, e person.Exclusion) (person.Excluded, error) {
	e.Client, e.From = w.client, time.Now().UTC().Truncate(24*time.Hour)
	return person.Excluder{Conn: w.db.Conn(clickhouse.Owner), DataDir: w.dir, Now: time.Now}.Decide(w.Context(), who, e)
}

// rows counts what an account sees of the client in a table.
func (w *town) rows(account clickhouse.Role, table, column string) (n uint64) {
	w.Helper()
	condition := fmt.Sprintf("client_id = %d", w.client)
	if column != "client_id" {
		condition = fmt.Sprintf("decision_id IN (SELECT d.decision_id FROM core.service_decisions AS d WHERE d.client_id = %d)", w.client)
	}
	if err := w.db.Conn(account).QueryRow(w.Context(), "SELECT count() FROM "+table+" WHERE "+condition).Scan(&n); err != nil {
		w.Fatal(err)
	}
	return n
}

func excludedTables(t *testing.T) access.Excluded {
	t.Helper()
	description, err := access.ReadDescription(sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return description.Excluded
}

// Whoever is left out is gone from models and lists at once, for accounts and for jobs,
// and comes back when it ends; areas count the client all the while.
func TestAClientIsLeftOutAndTakenInAgain(t *testing.T) {
	w := newTown(t)
	areas := w.db.Query("SELECT * FROM mart.area_months ORDER BY ALL")
	hidden := excludedTables(t)
	if w.rows(clickhouse.Analyst, "mart.risk_features", "client_id") == 0 || w.rows(clickhouse.Analyst, "core.selection_members", "client_id") != 1 || w.rows(clickhouse.Analyst, "model.decision_comparisons", "decision_id") == 0 {
		t.Fatal("the client has nothing to be left out of")
	}
	done, err := w.decide(steward, person.Exclusion{FromModels: true, FromSelections: true, Why: why})
	if err != nil || !done.IsRefilled || done.Left != 1 || done.Deleted["model.risk_scores"] != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	gone := func(when string) {
		t.Helper()
		for _, table := range append(append(append([]string{}, hidden.FromModels...), hidden.FromModelsHidden...), hidden.FromSelections...) {
			column := "client_id"
			if table == "model.decision_comparisons" {
				column = "decision_id"
			}
			if n := w.rows(clickhouse.Analyst, table, column); n > 0 {
				t.Errorf("%s: the analyst sees %d rows of %s", when, n, table)
			}
		}
		for _, table := range append([]string{"mart.candidates"}, hidden.FromModels...) {
			if n := w.rows(clickhouse.Owner, table, "client_id"); n > 0 {
				t.Errorf("%s: %s has %d rows", when, table, n)
			}
		}
	}
	gone("at once")
	if n := w.rows(clickhouse.Owner, "mart.client_months", "client_id"); n == 0 {
		t.Error("the course, which areas are counted from, is gone")
	}
	w.db.Exec(fmt.Sprintf("INSERT INTO model.risk_scores (client_id, as_of_date, target, horizon_months, probability, run_id) VALUES (%d, '2026-02-01', 'need_doubled', 12, 0.5, 8)", w.client))
	if n := w.rows(clickhouse.Analyst, "model.risk_scores", "client_id"); n > 0 {
		t.Error("what a job that was running wrote after the decision is seen")
	}
	w.run("features")
	gone("after the job features")
	w.run("selections")
	if n := w.rows(clickhouse.Owner, "core.selection_members", "client_id"); n != 1 || w.db.Value(fmt.Sprintf("SELECT count() FROM core.selection_members WHERE client_id = %d AND isNull(left_date)", w.client)) != "0" {
		t.Errorf("%d rows of members after the job selections, want one who has left", n)
	}
	if findings := faults(t, w, "excluded_clients_are_in_no_model"); len(findings) > 0 {
		t.Error(findings)
	}
	if fmt.Sprint(w.db.Query("SELECT * FROM mart.area_months ORDER BY ALL")) != fmt.Sprint(areas) {
		t.Error("the sums of areas have changed")
	}
	if n := w.db.Value(fmt.Sprintf("SELECT count() FROM ops.access_log WHERE client_id = %d AND purpose = 'exclude' AND user_name = 'anna' AND why = '%s'", w.client, why)); n != "1" {
		t.Errorf("%s rows in the log", n)
	}
	if _, err := w.decide(steward, person.Exclusion{Why: why}); err != nil {
		t.Fatal(err)
	}
	if n := w.rows(clickhouse.Analyst, "mart.candidates", "client_id"); n != 1 {
		t.Error("taken in again, and not on the list")
	}
	w.run("features")
	if n := w.rows(clickhouse.Analyst, "mart.risk_features", "client_id"); n == 0 {
		t.Error("taken in again, and without features after the job")
	}
}

func faults(t *testing.T, w *town, name string) (found []string) {
	t.Helper()
	findings, err := clickhouse.Check(t.Context(), w.db.Conn(clickhouse.Owner), sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Name == name && f.Fault != "" {
			found = append(found, f.Fault)
		}
	}
	return found
}

func TestWhoMayDecide(t *testing.T) {
	for _, role := range []string{"manager", "leader", "analyst", "planner", "officer", "service", "owner", ""} {
		for _, what := range []access.Decision{access.ExcludePerson, access.ExportPerson, access.DeleteByRule} {
			if _, err := person.Check(person.Asker{Login: "anna", Role: role}, what, why); !errors.Is(err, person.ErrNotAllowed) {
				t.Errorf("%s, %s: %v", role, what, err)
			}
		}
	}
	for _, reason := range []string{"", "för kort", strings.Repeat("x", 501), "Beslut om 19121212-" + "1212"} {
		if _, err := person.Check(steward, access.ExcludePerson, reason); err == nil {
			t.Errorf("the reason %.20q was taken", reason)
		}
	}
	if _, err := person.Check(steward, access.ExcludePerson, why); err != nil {
		t.Error(err)
	}
}

// files keeps an export in memory.
type files map[string]*bytes.Buffer

type closer struct{ *bytes.Buffer }

func (closer) Close() error { return nil }

func (f files) create(name string) (io.WriteCloser, error) {
	f[name] = &bytes.Buffer{}
	return closer{f[name]}, nil
}

// All that is known of a person comes out, from every table that has a client: also from
// one that nobody has told the export about.
func TestNothingIsLeftOutOfAnExport(t *testing.T) {
	w := newTown(t)
	w.db.Exec(fmt.Sprintf("CREATE TABLE model.brand_new (client_id UInt64, secret String) ENGINE = MergeTree ORDER BY client_id; INSERT INTO model.brand_new VALUES (%d, 'something')", w.client))
	w.db.Exec(fmt.Sprintf("INSERT INTO ops.access_log (access_id, accessed_at, user_name, client_ids) VALUES (generateUUIDv4(), now64(3), 'bertil', [%d, 17999999999999999998])", w.client))
	got, x := files{}, person.Exporter{Conn: w.db.Conn(clickhouse.Owner), Now: time.Now}
	if _, err := x.Export(t.Context(), person.Asker{Login: "eva", Role: "manager"}, person.Request{Client: w.client, Purpose: "registerutdrag", Why: why}, got.create); !errors.Is(err, person.ErrNotAllowed) || len(got) > 0 {
		t.Errorf("a manager: %v, %d files", err, len(got))
	}
	done, err := x.Export(t.Context(), steward, person.Request{Client: w.client, Purpose: "registerutdrag", Why: why}, got.create)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range w.db.Query("SELECT concat(database, '.', table) FROM system.columns WHERE name = 'client_id' AND database IN ('raw', 'core', 'mart', 'model', 'ops', 'vault', 'released') AND (database, table) IN (SELECT database, name FROM system.tables WHERE engine LIKE '%MergeTree')") {
		condition := fmt.Sprintf("client_id = %d", w.client)
		if row[0] == "ops.access_log" {
			condition += fmt.Sprintf(" OR has(client_ids, %d)", w.client)
		}
		want := w.db.Value("SELECT count() FROM " + row[0] + " WHERE " + condition)
		lines := 0
		if file := got[row[0]+".csv"]; file != nil {
			lines = strings.Count(file.String(), "\r\n") - 1
		}
		if strconv.Itoa(lines) != want {
			t.Errorf("%s has %s rows of the person, the export %d", row[0], want, lines)
		}
	}
	if file := got["model.decision_comparisons.csv"]; file == nil || strings.Count(file.String(), "\r\n") < 2 {
		t.Error("what is known of the person's decisions is not in the export")
	}
	for name, file := range got {
		if strings.Contains(file.String(), `\N`) || strings.Contains(file.String(), "17999999999999999998") || name == "vault.identities.csv" && strings.Contains(file.String(), "identity_encrypted") {
			t.Errorf("%s holds what nobody can read", name)
		}
	}
	for _, want := range []string{"Timmarna har ökat.", "Hembesök", "sol_decisions", "anna", "bertil", strconv.FormatUint(w.client, 10)} {
		if !strings.Contains(got["sammanfattning.html"].String(), want) {
			t.Errorf("the summary does not say %q", want)
		}
	}
	if n := w.db.Value(fmt.Sprintf("SELECT n_rows FROM ops.access_log WHERE access_id = '%s' AND surface = 'person_export'", done.ID)); n == "" || n == "0" {
		t.Errorf("the log says %q rows", n)
	}
	findByNumber(t, w)
	protected(t, w, x)
}

// A person with protected identity is taken out by nobody but the role that is named.
func protected(t *testing.T, w *town, x person.Exporter) {
	t.Helper()
	w.db.Exec(fmt.Sprintf("ALTER TABLE core.clients UPDATE is_protected = true WHERE client_id = %d SETTINGS mutations_sync = 2", w.client))
	got, r := files{}, person.Request{Client: w.client, Purpose: "registerutdrag", Why: why}
	if _, err := x.Export(t.Context(), steward, r, got.create); !errors.Is(err, person.ErrProtected) || len(got) > 0 {
		t.Errorf("protected: %v, %d files", err, len(got))
	}
	r.ProtectedRole = "steward"
	if _, err := x.Export(t.Context(), steward, r, got.create); err != nil || len(got) == 0 {
		t.Errorf("protected, by the role named: %v, %d files", err, len(got))
	}
	if n := w.db.Value("SELECT count() FROM ops.access_log WHERE surface = 'protected_identity' AND n_rows = 0"); n != "1" {
		t.Errorf("%s refusals in the log", n)
	}
}

// Each column and table that the shipped schema has of persons has a Swedish name.
func TestEveryColumnHasASwedishName(t *testing.T) {
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	columns, tables, err := person.SwedishNames()
	if err != nil {
		t.Fatal(err)
	}
	withoutPersons := map[string]bool{"raw.areas": true, "raw.capacities": true, "raw.key_figures": true, "raw.need_norms": true, "raw.populations": true, "raw.staffing_norms": true}
	for _, o := range objects {
		if o.Kind != sqlfs.Table || !strings.Contains(" "+strings.Join(o.Columns(), " ")+" ", " client_id ") || withoutPersons[o.FullName()] {
			continue
		}
		if tables[o.FullName()] == "" {
			t.Errorf("person/tables.csv has no name of %s", o.FullName())
		}
		for _, column := range o.Columns() {
			if columns[column] == "" && !slices.Contains([]string{"identity_encrypted", "client_ids", "clients_of_areas"}, column) {
				t.Errorf("person/columns.csv has no name of %s (%s)", column, o.FullName())
			}
		}
	}
}

// The client of a number is found by the key, and a number of nobody is told apart.
func findByNumber(t *testing.T, w *town) {
	t.Helper()
	dir := identity.KeyDir(filepath.Join(w.dir, "keys"))
	key, err := dir.Current(identity.PurposeVault)
	if err != nil {
		t.Fatal(err)
	}
	vault, err := identity.NewVault(key)
	if err != nil {
		t.Fatal(err)
	}
	var sealed string
	conn := w.db.Conn(clickhouse.Owner)
	if err := conn.QueryRow(t.Context(), fmt.Sprintf("SELECT identity_encrypted FROM vault.identities WHERE client_id = %d", w.client)).Scan(&sealed); err != nil {
		t.Fatal(err)
	}
	number, err := vault.Open([]byte(sealed), w.client)
	if err != nil {
		t.Fatal(err)
	}
	if id, err := person.Find(t.Context(), conn, dir, identity.DefaultRules(), string(number), time.Now()); err != nil || id != w.client {
		t.Errorf("found %d, %v", id, err)
	}
	if _, err := person.Find(t.Context(), conn, dir, identity.DefaultRules(), "19121212-"+"1212", time.Now()); err == nil {
		t.Error("a number of nobody was found")
	}
}
