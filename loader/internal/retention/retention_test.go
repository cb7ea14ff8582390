package retention_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/framsyn/framsyn/loader/internal/retention"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// A deletion that is killed again and again takes those who are due, all of them and
// nobody else, and an old file does not bring them back.
func TestDeletionThroughKills(t *testing.T) {
	w := newTown(t)
	due, all := w.due(), number(w.db.Value("SELECT count() FROM raw.clients"))
	if len(due) < 3 || uint64(len(due)) > all/2 {
		t.Fatalf("%d of %d clients are due: the town is no test", len(due), all)
	}
	areas := w.db.Query("SELECT * FROM mart.area_months ORDER BY ALL")
	before := w.plan()
	if before.Clients != len(due) || sum(before, "raw.clients") != uint64(len(due)) || sum(before, "ops.access_log") != 3 || sum(before, "model.decision_comparisons") == 0 {
		t.Errorf("%d due, the plan says %d clients, %d in raw.clients, %d rows of the log, %d comparisons", len(due), before.Clients, sum(before, "raw.clients"),
			sum(before, "ops.access_log"), sum(before, "model.decision_comparisons"))
	}
	if again := w.plan(); again.Rows() != before.Rows() {
		t.Errorf("a dry run changed something: %d rows, then %d", before.Rows(), again.Rows())
	}
	for _, point := range []string{"queued", "counted", "begun", "deleted raw.visits", "copied ", "exchanged ", "verified", "finished"} {
		w.child(point)
	}
	report, err := retention.Run(t.Context(), w.options())
	if err != nil {
		t.Fatal(err)
	}
	if report.Clients != len(due) || report.Rows() != before.Rows() || report.Hash == "" {
		t.Errorf("planned %d clients and %d rows, deleted %d and %d, hash %q", before.Clients, before.Rows(), report.Clients, report.Rows(), report.Hash)
	}
	w.noneLeft(due)
	if rows := w.db.Query("SELECT table, count() FROM system.parts WHERE NOT active AND concat(database, '.', table) IN (SELECT object FROM ops.retention_counts) GROUP BY table"); len(rows) > 0 {
		t.Errorf("old parts: %v", rows)
	}
	if left := number(w.db.Value("SELECT count() FROM raw.clients")); left != all-uint64(len(due)) {
		t.Errorf("%d clients before, %d due, %d after", all, len(due), left)
	}
	if n := w.db.Value("SELECT count() FROM vault.tombstones"); number(n) != uint64(len(due)) {
		t.Errorf("%d deleted, %s tombstones", len(due), n)
	}
	if text := w.db.Value("SELECT filter_sql FROM core.selections WHERE selection_id = 'egna'"); !strings.Contains(text, "1234567890") {
		t.Errorf("the selection has lost other numbers: %s", text)
	}
	certificate(t, w, report)
	notBack(t, w, due)
	w.run("transform")
	w.noneLeft(due)
	if after := w.db.Query("SELECT * FROM mart.area_months ORDER BY ALL"); len(areas) == 0 || !equal(areas, after, w.through(report)) {
		t.Error("sums of areas have changed for months up to the last one of those deleted")
	}
	findings, err := clickhouse.Check(t.Context(), w.db.Conn(clickhouse.Owner), sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if strings.HasPrefix(f.Name, "load_") && f.Fault != "" {
			t.Errorf("check %s: %s", f.Name, f.Fault)
		}
	}
}

// through is the last month of those deleted.
func (w *town) through(r retention.Report) string {
	return w.db.Value("SELECT max(through_month) FROM ops.retention_certificates WHERE certificate_id = '" + r.Certificate + "'")
}

// equal compares the rows of mart.area_months up to a month.
func equal(a, b [][]string, through string) bool {
	text := func(rows [][]string) string {
		var kept []string
		for _, row := range rows {
			if row[1] <= through {
				kept = append(kept, strings.Join(row, "|"))
			}
		}
		return strings.Join(kept, "\n")
	}
	return text(a) == text(b) && text(a) != ""
}

// certificate checks what is written of a deletion.
func certificate(t *testing.T, w *town, report retention.Report) {
	t.Helper()
	conn, id := w.db.Conn(clickhouse.Owner), uuid.MustParse(report.Certificate)
	var page bytes.Buffer
	if err := retention.Document(t.Context(), conn, id, &page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Nämnden § 7", report.Hash, "raw.visits", "Säkerhetskopia av datamappen", "Gallring i ett test"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the certificate does not say %q", want)
		}
	}
	for _, row := range w.db.Query("SELECT object, before, deleted, after FROM ops.retention_certificates ARRAY JOIN objects AS object, rows_before AS before, rows_deleted AS deleted, rows_after AS after WHERE state = 'finished' AND object NOT LIKE '%rejected_rows' AND object NOT LIKE '%access_log'") {
		if number(row[1])-number(row[2]) != number(row[3]) {
			t.Errorf("%s: %s rows before, %s deleted, %s after", row[0], row[1], row[2], row[3])
		}
	}
	if n := w.db.Value("SELECT count() FROM ops.retention_certificates"); n != "2" {
		t.Errorf("%s rows of certificates, want one begun and one finished", n)
	}
	w.db.Exec("ALTER TABLE ops.retention_counts UPDATE n_rows = n_rows + 1 WHERE object = 'raw.visits' SETTINGS mutations_sync = 2")
	if err := retention.Document(t.Context(), conn, id, &page); !errors.Is(err, retention.ErrChanged) {
		t.Errorf("counts were changed, and the certificate says %v", err)
	}
	w.db.Exec("ALTER TABLE ops.retention_counts UPDATE n_rows = n_rows - 1 WHERE object = 'raw.visits' SETTINGS mutations_sync = 2")
}

// notBack delivers old files again: as they were, and as others with the same rows.
func notBack(t *testing.T, w *town, due []string) {
	t.Helper()
	w.load(w.files()...)
	w.noneLeft(due)
	report := w.deliverAgain("SOL1")
	if report.Rejected == 0 || report.Repeated == 0 || report.Loaded > 0 {
		t.Errorf("old files again: %+v", report.Totals)
	}
	if rules := w.db.Query("SELECT DISTINCT rule FROM ops.load_rejects WHERE batch_id > (SELECT max(batch_id) FROM vault.rejected_rows) OR rule = 'deleted_person'"); len(rules) != 1 || rules[0][0] != "deleted_person" {
		t.Errorf("rules of the rejects are %v", rules)
	}
	if n := w.db.Value("SELECT count() FROM vault.rejected_rows AS kept INNER JOIN ops.load_rejects AS rejects ON kept.batch_id = rejects.batch_id AND kept.line_no = rejects.line_no WHERE rejects.rule = 'deleted_person'"); n != "0" {
		t.Errorf("%s rows of deleted persons are kept to be mended", n)
	}
	w.noneLeft(due)
}

// Nothing is deleted by rules that nobody has decided on, nor of those born on days that are kept.
func TestWhoIsKept(t *testing.T) {
	w := newTown(t)
	if err := os.Remove(retention.Config(w.dir)); err != nil {
		t.Fatal(err)
	}
	if _, err := retention.Run(t.Context(), w.options()); !errors.Is(err, retention.ErrNotDecided) {
		t.Errorf("examples: %v", err)
	}
	days := make([]string, 31)
	for i := range days {
		days[i] = strings.TrimLeft(string(rune('0'+(i+1)/10))+string(rune('0'+(i+1)%10)), "0")
	}
	w.rules("decision: Nämnden § 7", "years_after_last: 1", "keep_born_on_days: ["+strings.Join(days, ", ")+"]")
	before := len(w.due())
	if report := w.plan(); report.KeptByBirth == 0 || report.Clients+report.KeptByBirth != before {
		t.Errorf("%d are due; %d would go, %d are kept by their day of birth", before, report.Clients, report.KeptByBirth)
	}
}

func TestRulesThatCannotBe(t *testing.T) {
	examples := retention.Examples()
	if _, err := retention.Parse([]byte(examples)); err != nil {
		t.Fatal(err)
	}
	for old, change := range map[string][2]string{
		"sources: [hsl_actions, hsl_clients]":    {"sources: [hsl_actions]", "raw.hsl_clients is about persons and in no data set"},
		"sources: [sol_decisions, assessments, ": {"sources: [sol_decisions, hsl_actions, assessments, ", "hsl_actions is in"},
		"years_after_last: 10":                   {"years_after_last: 0", "want at least 1"},
		"table: ops.export_log":                  {"table: core.visits", "is none of"},
		"keep_months: 24":                        {"keep_months: 240", "rejected rows do not say whose they are"},
		"keep_born_on_days: [5, 15, 25]":         {"keep_born_on_days: [5, 32]", "32, which is no day"},
		"date: exported_at":                      {"date: 'exported_at; DROP'", "is no column"},
		"decision: \"\"  # for example":          {"decisions: x # for example", "decisions"},
	} {
		text := strings.Replace(examples, old, change[0], 1)
		if text == examples {
			t.Fatalf("the examples do not say %q", old)
		}
		if _, err := retention.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), change[1]) {
			t.Errorf("%s: got %v, want an error with %q", change[0], err, change[1])
		}
	}
}
