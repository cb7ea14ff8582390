package rekey_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/loader/internal/rekey"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// town is a small municipality, loaded but for its last month, with derived tables.
type town struct {
	*testing.T
	db         *chtest.DB
	dir        string   // data folder
	late       []string // files not loaded yet
	deliveries string
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{T: t, db: chtest.New(t), dir: t.TempDir(), deliveries: t.TempDir()}
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 80, Months: 12, Seed: 5, Out: w.deliveries}); err != nil {
		t.Fatal(err)
	}
	var early []string
	var months []string
	period := regexp.MustCompile(`_(20\d{4})_`)
	err := filepath.WalkDir(w.deliveries, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "/truth/") {
			return err
		}
		if m := period.FindStringSubmatch(d.Name()); m != nil {
			months = append(months, m[1])
		}
		early = append(early, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(months)
	early = slices.DeleteFunc(early, func(path string) bool {
		isLate := strings.Contains(path, "_"+months[len(months)-1]+"_")
		if isLate {
			w.late = append(w.late, path)
		}
		return isLate
	})
	w.load(early...)
	w.transform()
	w.derive()
	return w
}

func (w *town) options(paths ...string) load.Options {
	return load.Options{Conn: w.db.Conn(clickhouse.Loader), DataDir: w.dir, Paths: paths, Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test"}
}

func (w *town) load(paths ...string) load.Report {
	w.Helper()
	report, err := load.Run(w.Context(), w.options(paths...))
	if err != nil {
		w.Fatal(err)
	}
	return report
}

func (w *town) runner() *job.Runner {
	w.Helper()
	set, err := jobs.Set()
	if err != nil {
		w.Fatal(err)
	}
	return &job.Runner{
		Jobs: set, Conn: w.db.Conn(clickhouse.Owner), Reader: w.db.Conn(clickhouse.Analyst), LockDir: filepath.Join(w.dir, "locks"), Clock: time.Now,
		Log: slog.New(slog.DiscardHandler), Version: "test",
	}
}

func (w *town) transform() {
	w.Helper()
	if _, err := w.runner().RunJob(w.Context(), "transform", time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), true); err != nil {
		w.Fatal(err)
	}
}

// derive writes rows such as models and pages write: scores, decisions compared, a
// selection that names clients, officers as texts, a decision that core no longer has.
func (w *town) derive() {
	w.Helper()
	w.db.Exec(`INSERT INTO model.risk_scores (client_id, as_of_date, target, probability, run_id) SELECT client_id, '2025-01-01', 'need_doubled', (client_id % 100) / 100, 7 FROM core.clients;
		INSERT INTO model.decision_needs (decision_id, client_id, run_id) SELECT decision_id, client_id, 7 FROM core.service_decisions;
		INSERT INTO model.decision_needs (decision_id, client_id, run_id) SELECT 1234567890123456789, client_id, 8 FROM core.clients LIMIT 1;
		INSERT INTO model.decision_comparisons (decision_id, run_id) SELECT decision_id, 7 FROM core.service_decisions;
		INSERT INTO core.selections (selection_id, version, name, filter_sql) SELECT 'egna', 1, 'Egna', concat('client_id IN (', arrayStringConcat(arrayMap(id -> toString(id), arraySort(groupArray(client_id))), ', '), ') AND age_years > 1234567890') FROM (SELECT client_id FROM core.clients ORDER BY client_id LIMIT 3);
		INSERT INTO core.selection_events (selection_id, selection_version, client_id, kind, written_at) SELECT 'egna', 1, client_id, 'entered', now64(3) FROM core.clients ORDER BY client_id LIMIT 3;
		INSERT INTO model.equity_effects (kind, level_id, differs_from, run_id) SELECT 'officer', toString(officer_id), [toString(officer_id), 'C1'], 7 FROM (SELECT DISTINCT officer_id FROM core.service_decisions WHERE officer_id > 0);
		INSERT INTO core.intervention_ledger (ledger_id, client_id, intervention_id, kind, decided_date) SELECT cityHash64('delivered', intervention_id), client_id, intervention_id, kind, started_date FROM core.interventions;
		INSERT INTO core.intervention_ledger (ledger_id, client_id, kind, decided_date) SELECT 4711, client_id, 'rehabilitation', '2025-01-01' FROM core.clients LIMIT 1`)
}

// questions are asked before and after; nothing in their answers may change.
func (w *town) questions() map[string]string {
	answers := map[string]string{}
	for _, q := range []string{
		"SELECT count(), uniqExact(client_id), sum(performed_min), sum(n_visits) FROM core.visits",
		"SELECT area_id, count(), uniqExact(client_id), uniqExact(decision_id), uniqExact(officer_id), sum(granted_h_per_month) FROM core.service_decisions GROUP BY area_id ORDER BY area_id",
		"SELECT birth_month, sex, area_id, first_seen_date, death_month FROM core.clients ORDER BY ALL",
		"SELECT month, count(), sum(home_care_granted_h), uniqExact(client_id) FROM mart.client_months GROUP BY month ORDER BY month",
		"SELECT clients.birth_month, clients.sex, sum(n) FROM core.clients AS clients INNER JOIN (SELECT client_id, count() AS n FROM core.assessments GROUP BY client_id) AS a ON clients.client_id = a.client_id GROUP BY 1, 2 ORDER BY ALL",
		"SELECT clients.birth_month, scores.probability FROM model.risk_scores AS scores INNER JOIN core.clients AS clients ON scores.client_id = clients.client_id ORDER BY ALL",
		"SELECT count() FROM model.decision_needs AS needs INNER JOIN core.service_decisions AS d ON needs.decision_id = d.decision_id AND needs.client_id = d.client_id",
		"SELECT count() FROM model.decision_comparisons AS needs INNER JOIN core.service_decisions AS d ON needs.decision_id = d.decision_id",
		"SELECT count() FROM core.intervention_ledger AS l INNER JOIN core.interventions AS i ON l.intervention_id = i.intervention_id AND l.client_id = i.client_id WHERE l.ledger_id = cityHash64('delivered', l.intervention_id)",
		"SELECT count() FROM core.intervention_ledger WHERE ledger_id = 4711",
		"SELECT count(), countIf(level_id IN (SELECT toString(officer_id) FROM core.service_decisions)), countIf(differs_from[1] = level_id) FROM model.equity_effects",
		"SELECT birth_month FROM core.clients WHERE arrayExists(id -> toUInt64(id) = client_id, (SELECT extractAll(filter_sql, '[0-9]{12,}') FROM core.selections WHERE selection_id = 'egna')) ORDER BY 1",
		"SELECT birth_month FROM core.clients WHERE client_id IN (SELECT client_id FROM core.selection_members WHERE selection_id = 'egna') ORDER BY 1",
		"SELECT count(), uniqExact(case_id), uniqExact(officer_id), sum(minutes) FROM core.case_times",
		"SELECT count(), countIf(case_time_id = cityHash64(r.client_id, r.month, r.row_key)) FROM core.case_times AS c INNER JOIN raw.case_times AS r ON c.case_time_id = cityHash64(r.client_id, r.month, r.row_key)",
		"SELECT count(), uniqExact(a.action_id) FROM core.hsl_actions AS a INNER JOIN raw.hsl_actions AS r ON a.action_id = cityHash64(r.month, r.client_id, r.row_key) AND a.client_id = r.client_id",
		"SELECT source, count(), sum(n_loaded) FROM ops.load_batches GROUP BY source ORDER BY source",
	} {
		answers[q] = fmt.Sprint(w.db.Query(q))
	}
	return answers
}

func (w *town) same(before map[string]string) {
	w.Helper()
	after := w.questions()
	for q, want := range before {
		if after[q] != want {
			w.Errorf("%s\nbefore %.300s\nafter  %.300s", q, want, after[q])
		}
	}
}

// clients are the pseudonyms by number.
func (w *town) clients() map[string]uint64 {
	w.Helper()
	key, err := identity.KeyDir(filepath.Join(w.dir, "keys")).Current(identity.PurposeVault)
	if err != nil {
		w.Fatal(err)
	}
	vault, err := identity.NewVault(key)
	if err != nil {
		w.Fatal(err)
	}
	found := map[string]uint64{}
	for _, row := range w.db.Query("SELECT client_id, hex(identity_encrypted) FROM vault.identities") {
		id, _ := strconv.ParseUint(row[0], 10, 64)
		var sealed []byte
		_, _ = fmt.Sscanf(row[1], "%x", &sealed)
		number, err := vault.Open(sealed, id)
		if err != nil {
			w.Fatal(err)
		}
		found[string(number)] = id
	}
	return found
}

// child runs a rotation that ends at a point, in a process of its own.
func (w *town) child(purpose, point string) {
	w.Helper()
	dsn := fmt.Sprintf("clickhouse://owner:%s@%s/", w.db.Target().Password(clickhouse.Owner), w.db.Target().Hosts()[0])
	command := exec.CommandContext(w.Context(), os.Args[0])
	command.Env = append(os.Environ(), "REKEY_DIR="+w.dir, "REKEY_POINT="+point, "REKEY_PURPOSE="+purpose, "REKEY_DSN="+dsn)
	output, err := command.CombinedOutput()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != killed {
		w.Fatalf("the run did not come to %q: %v\n%s", point, err, output)
	}
}

func (w *town) rotate(purpose string) rekey.Report {
	w.Helper()
	report, err := rekey.Run(w.Context(), w.rekey(purpose))
	if err != nil {
		w.Fatal(err)
	}
	return report
}

func (w *town) rekey(purpose string) rekey.Options {
	return rekey.Options{Conn: w.db.Conn(clickhouse.Owner), DataDir: w.dir, Purpose: purpose, Jobs: jobNames(), User: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler)}
}

// noneLeft looks for old pseudonyms in every column of numbers and texts, and for copies.
func (w *town) noneLeft(old map[string]uint64) {
	w.Helper()
	var ids []string
	for _, id := range old {
		ids = append(ids, strconv.FormatUint(id, 10))
	}
	list := strings.Join(ids, ",")
	for _, c := range w.db.Query("SELECT database, table, name, type FROM system.columns WHERE database IN ('raw', 'core', 'mart', 'model', 'ops', 'vault') AND (database, table) IN (SELECT database, name FROM system.tables WHERE engine LIKE '%MergeTree') AND (type LIKE '%UInt64%' OR type LIKE '%String%')") {
		name, col := sqlfs.Qualified(c[0], c[1]), "`"+c[2]+"`"
		query := "SELECT countIf(arrayExists(id -> toUInt64OrZero(id) IN (" + list + "), extractAll(toString(" + col + "), '[0-9]{10,20}'))) FROM " + name
		if n := w.db.Value(query); n != "0" {
			w.Errorf("%s.%s.%s has %s rows with old pseudonyms", c[0], c[1], c[2], n)
		}
	}
	if rows := w.db.Query("SELECT database, name FROM system.tables WHERE name LIKE '%rekey%'"); len(rows) > 0 {
		w.Errorf("left: %v", rows)
	}
	left, err := filepath.Glob(filepath.Join(w.dir, "keys", "rot*"))
	if next, _ := filepath.Glob(filepath.Join(w.dir, "keys", "*.next")); err != nil || len(left)+len(next) > 0 {
		w.Errorf("left: %v %v", left, next)
	}
}

// deliverAgain loads a file that was loaded before as a supplement, and returns the counts.
func (w *town) deliverAgain(pattern string) load.Totals {
	w.Helper()
	found, err := filepath.Glob(filepath.Join(w.deliveries, "*", pattern))
	if err != nil || len(found) == 0 {
		w.Fatalf("no file %s: %v", pattern, err)
	}
	found = slices.DeleteFunc(found, func(path string) bool { return slices.Contains(w.late, path) })
	from := found[len(found)/2]
	parts := strings.SplitN(filepath.Base(from), "_", 3)
	ending := filepath.Ext(strings.TrimSuffix(from, ".gz"))
	to := filepath.Join(w.TempDir(), parts[0]+"_"+parts[1]+"_20300101K"+ending)
	text, err := os.ReadFile(from)
	if err == nil && strings.HasSuffix(from, ".gz") {
		var unpacked *gzip.Reader
		if unpacked, err = gzip.NewReader(bytes.NewReader(text)); err == nil {
			text, err = io.ReadAll(unpacked)
		}
	}
	if err == nil {
		err = os.WriteFile(to, append(text, '\n'), 0o600) // other bytes, the same rows
	}
	if err != nil {
		w.Fatal(err)
	}
	return w.load(to).Totals
}
