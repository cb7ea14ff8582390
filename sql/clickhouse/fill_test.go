package clickhouse_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func object(t *testing.T, tree sqlfs.Tree, name string) sqlfs.Object {
	t.Helper()
	objects, err := tree.Objects()
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range objects {
		if object.FullName() == name {
			return object
		}
	}
	t.Fatalf("no object %s", name)
	return sqlfs.Object{}
}

func fill(t *testing.T, conn driver.Conn, tree sqlfs.Tree, name, from, to string, rows uint64) {
	t.Helper()
	day := func(text string) time.Time {
		found, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	written, err := clickhouse.Fill(t.Context(), conn, object(t, tree, name), day(from), day(to))
	if err != nil {
		t.Fatal(err)
	}
	if written != rows {
		t.Errorf("%s: wrote %d rows, want %d", name, written, rows)
	}
}

func TestFill(t *testing.T) {
	conn, tree := ownEngine(t), testFiles(t, nil)
	apply(t, conn, tree)
	// 30 months with one row each.
	run(t, conn, "INSERT INTO raw.things SELECT number, addMonths(toDate('2024-01-15'), number) FROM numbers(30)")
	run(t, conn, "CREATE TABLE core.things__twin (left_over UInt8) ENGINE = Memory")
	fill(t, conn, tree, "core.things", "2024-01-01", "2024-01-01", 30)
	fill(t, conn, tree, "core.things", "2024-01-01", "2024-01-01", 30)
	want(t, conn, "SELECT count(), sum(n) FROM core.things", "30|435")
	want(t, conn, "SELECT count(), sum(n) FROM mart.doubles", "30|870")

	fill(t, conn, tree, "mart.months", "2024-01-10", "2026-12-31", 30)
	want(t, conn, "SELECT count(), min(month), max(month) FROM mart.months", "30|2024-01-01|2026-06-01")

	// One month has other rows now, one has none; the others are left alone.
	run(t, conn, "ALTER TABLE raw.things DELETE WHERE n IN (0, 1, 2) SETTINGS mutations_sync = 1")
	run(t, conn, "INSERT INTO raw.things VALUES (100, '2024-02-01'), (101, '2024-02-29')")
	fill(t, conn, tree, "mart.months", "2024-02-01", "2024-03-01", 2)
	want(t, conn, "SELECT month, n FROM mart.months WHERE month < '2024-05-01' ORDER BY month, n",
		"2024-01-01|0", "2024-02-01|100", "2024-02-01|101", "2024-04-01|3")
	want(t, conn, "SELECT count() FROM system.tables WHERE name LIKE '%twin%'", "0")

	for name, says := range map[string]string{"core.codes": "Load: seed", "mart.doubles": "not filled", "raw.things": "no INSERT"} {
		_, err := clickhouse.Fill(t.Context(), conn, object(t, tree, name), time.Time{}, time.Time{})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got error %v, want %q", name, err, says)
		}
	}
}

func TestAFillThatFailsLeavesTheTableAlone(t *testing.T) {
	conn := ownEngine(t)
	tree := testFiles(t, nil)
	apply(t, conn, tree)
	run(t, conn, "INSERT INTO raw.things VALUES (1, '2024-01-01')")
	fill(t, conn, tree, "core.things", "2024-01-01", "2024-01-01", 1)
	broken := testFiles(t, map[string]string{"core/things.sql": strings.Replace(wholeSQL, "SELECT n ", "SELECT throwIf(n > 0) AS n ", 1)})
	if _, err := clickhouse.Fill(t.Context(), conn, object(t, broken, "core.things"), time.Time{}, time.Time{}); err == nil {
		t.Fatal("no error")
	}
	outside := testFiles(t, map[string]string{"mart/months.sql": strings.Replace(monthsSQL, "WHERE day >= {from_month:Date} AND", "WHERE {from_month:Date} > '2000-01-01' OR", 1)})
	run(t, conn, "INSERT INTO raw.things VALUES (2, '2023-01-01')")
	month := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := clickhouse.Fill(t.Context(), conn, object(t, outside, "mart.months"), month, month); err == nil || !strings.Contains(err.Error(), "202301") {
		t.Errorf("got error %v", err)
	}
	want(t, conn, "SELECT n FROM core.things", "1")
	want(t, conn, "SELECT count() FROM system.tables WHERE name LIKE '%twin%'", "0")
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	conn, tree := ownEngine(t), testFiles(t, nil)
	apply(t, conn, tree)
	findings, err := clickhouse.Check(t.Context(), conn, tree)
	if err != nil || clickhouse.Failed(findings) > 0 || len(findings) < 4 {
		t.Fatal(findings, err)
	}
	run(t, conn, "INSERT INTO raw.things VALUES (1, '2024-01-01'), (1, '2024-01-02'), (2000, '2024-01-01')")
	findings, err = clickhouse.Check(t.Context(), conn, tree)
	if err != nil {
		t.Fatal(err)
	}
	var failed []string
	for _, finding := range findings {
		if !finding.Passed() {
			failed = append(failed, finding.String())
		}
	}
	got := strings.Join(failed, "\n")
	if len(failed) != 2 || !strings.Contains(got, "check small: No number is above 1000.\n      n\n      2000") ||
		!strings.Contains(got, "key raw.things (n): no two rows have the same key\n      n\tn_rows\n      1\t2") {
		t.Error(got)
	}
}

func TestCasesApart(t *testing.T) {
	tree := testFiles(t, nil)
	findings, err := clickhouse.CheckCasesApart(t.Context(), clickhouse.Options{}, tree)
	if err != nil || len(findings) != 2 || clickhouse.Failed(findings) != 0 {
		t.Fatal(findings, err)
	}
	wrong := testFiles(t, map[string]string{"cases/mart.months/expect.tsv": "month\tn\n2026-01-01\t1\n2026-02-01\t7\n"})
	findings, err = clickhouse.CheckCasesApart(t.Context(), clickhouse.Options{}, wrong)
	if err != nil {
		t.Fatal(err)
	}
	if clickhouse.Failed(findings) != 1 || !strings.Contains(findings[1].String(), "missing\t2026-02-01\t7\n      unexpected\t2026-02-01\t2") {
		t.Error(findings)
	}
}

func TestDictionary(t *testing.T) {
	conn := ownEngine(t)
	dictionary, err := sqlfs.Embedded().Objects()
	if err != nil {
		t.Fatal(err)
	}
	var files strings.Builder
	if _, err := clickhouse.Apply(t.Context(), conn, clickhouse.ApplyOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := clickhouse.Dictionary(t.Context(), conn, sqlfs.Embedded(), &files); err != nil {
		t.Fatal(err)
	}
	for _, object := range dictionary {
		if !strings.Contains(files.String(), "\n## "+object.FullName()+"\n") {
			t.Errorf("%s is not in it", object.FullName())
		}
	}
	if !strings.Contains(files.String(), "| `client_id` | `UInt64` | Pseudonym") {
		t.Error("a column is missing")
	}
}
