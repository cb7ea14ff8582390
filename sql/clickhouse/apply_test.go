package clickhouse_test

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

const header = `-- Grain:    one row per n.
-- Keys:     n.
-- Sources:  none.
-- Load:     appended by a test.
-- Sort key: n.
`

const codesDDL = `CREATE TABLE IF NOT EXISTS core.codes
(
    code LowCardinality(String) COMMENT 'Code.',
    name Nullable(String)       COMMENT 'Name; NULL where there is none.',
    day  Nullable(Date)         COMMENT 'Day; NULL where there is none.'
)
ENGINE = MergeTree
ORDER BY code
COMMENT 'Codes.';
`

const monthsSQL = `-- mart.months: what raw.things has by month.
-- Grain:    one row per month and n.
-- Keys:     month, n.
-- Sources:  raw.things.
-- Load:     replaced by month.
-- Sort key: month.
CREATE TABLE IF NOT EXISTS mart.months
(
    month Date   COMMENT 'Month, its first day.',
    n     UInt64 COMMENT 'Number.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, n)
COMMENT 'By month.';

INSERT INTO mart.months
SELECT toStartOfMonth(day) AS month, n
FROM raw.things
WHERE day >= {from_month:Date} AND day < addMonths({to_month:Date}, 1);
`

const wholeSQL = `-- core.things: what raw.things has.
-- Grain:    one row per n.
-- Keys:     n.
-- Sources:  raw.things.
-- Load:     replaced whole.
-- Sort key: n.
CREATE TABLE IF NOT EXISTS core.things
(
    n UInt64 COMMENT 'Number.'
)
ENGINE = MergeTree
ORDER BY n
COMMENT 'Things.';

INSERT INTO core.things SELECT n FROM raw.things; -- INSERT INTO core.things is not this
`

const viewSQL = `-- mart.doubles: things twice.
-- Grain:    one row per n.
-- Keys:     n.
-- Sources:  core.things.
-- Load:     view.
CREATE VIEW IF NOT EXISTS mart.doubles
(
    n UInt64 COMMENT 'Number.'
)
COMMENT 'Doubles.'
AS
SELECT n * 2 AS n FROM core.things;
`

func thingsSQL(columns, rest string) string {
	return "-- raw.things: things.\n" + header + "CREATE TABLE IF NOT EXISTS raw.things\n(\n" + columns + "\n)\nENGINE = MergeTree\n" + rest
}

// testFiles is a small schema; changes are put over it, "" takes a file away.
func testFiles(t *testing.T, changes map[string]string) sqlfs.Tree {
	t.Helper()
	ledger, err := fs.ReadFile(embeddedFiles(t), "ops/schema_versions.sql")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"access.yaml":                              accessText(t),
		"ops/schema_versions.sql":                  string(ledger),
		"raw/things.sql":                           thingsSQL("n UInt64 COMMENT 'Number.', day Date COMMENT 'Day.'", "ORDER BY n\nCOMMENT 'Things.';"),
		"core/codes.sql":                           strings.NewReplacer("appended by a test", "seed", "Keys:     n.", "Keys:     code.").Replace("-- core.codes: codes.\n" + header + codesDDL),
		"core/things.sql":                          wholeSQL,
		"mart/doubles.sql":                         viewSQL,
		"mart/months.sql":                          monthsSQL,
		"seeds/core.codes.csv":                     "code,name,day\na,Alpha,2026-01-31\nb,\"B, \"\"quoted\"\"\",\nc,,\n",
		"checks/small.sql":                         "-- No number is above 1000.\nSELECT n FROM raw.things WHERE n > 1000",
		"cases/mart.months/given/raw.things.csv":   "n,day\n1,2026-01-31\n2,2026-02-01\n3,2026-03-01\n",
		"cases/mart.months/expect.tsv":             "month\tn\n2026-01-01\t1\n2026-02-01\t2\n",
		"cases/mart.months/params.yaml":            "from_month: 2026-01-01\nto_month: 2026-02-01\n",
		"cases/mart.doubles/given/core.things.csv": "n\n2\n",
		"cases/mart.doubles/expect.tsv":            "n\n4\n",
	}
	maps.Copy(texts, changes)
	files := fstest.MapFS{}
	for name, text := range texts {
		if text != "" {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return sqlfs.NewTree(files)
}

func accessText(t *testing.T) string {
	t.Helper()
	text, err := sqlfs.Embedded().Access()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func apply(t *testing.T, conn driver.Conn, tree sqlfs.Tree) map[string]string {
	t.Helper()
	applied, err := clickhouse.Apply(t.Context(), conn, clickhouse.ApplyOptions{Tree: &tree, AppVersion: "test"})
	if err != nil {
		t.Fatal(err)
	}
	changes := map[string]string{}
	for _, change := range applied.Changes {
		changes[change.Kind+" "+change.Object] = change.What
	}
	return changes
}

func ownEngine(t *testing.T) driver.Conn {
	t.Helper()
	engine, _ := chtest.Start(t, clickhouse.Options{})
	return connect(t, engine.Target(), clickhouse.Owner)
}

func run(t *testing.T, conn driver.Conn, statement string) {
	t.Helper()
	if err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%v in %s", err, statement)
	}
}

func want(t *testing.T, conn driver.Conn, query string, rows ...string) {
	t.Helper()
	found, err := clickhouse.Texts(t.Context(), conn, query, nil)
	if err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	var got []string
	for _, row := range found {
		got = append(got, strings.Join(row, "|"))
	}
	if !slices.Equal(got, rows) {
		t.Errorf("got %q, want %q\nof %s", got, rows, query)
	}
}

func TestApplyIsRepeatableAndKeepsRows(t *testing.T) {
	conn := ownEngine(t)
	first := apply(t, conn, testFiles(t, nil))
	if first["table raw.things"] != "created" || first["view mart.doubles"] != "created" || first["seed core.codes"] != "loaded: 3 rows" {
		t.Errorf("first: %v", first)
	}
	want(t, conn, "SELECT code, name, day FROM core.codes ORDER BY code", "a|Alpha|2026-01-31", `b|B, "quoted"|\N`, `c|\N|\N`)
	run(t, conn, "INSERT INTO raw.things SELECT number, '2026-01-01' FROM numbers(100)")
	if again := apply(t, conn, testFiles(t, nil)); len(again) != 0 {
		t.Errorf("again: %v", again)
	}

	changed := apply(t, conn, testFiles(t, map[string]string{
		"raw/things.sql": thingsSQL("first String DEFAULT 'x' COMMENT 'First.', n UInt64 COMMENT 'Another ''comment''.', added Nullable(Float64) COMMENT 'Added.',"+
			" day Date COMMENT 'Day.', CONSTRAINT not_far CHECK n < 5000", "ORDER BY n\nCOMMENT 'Other things.';"),
		"mart/doubles.sql":     strings.Replace(viewSQL, "n * 2", "n * 3", 1),
		"seeds/core.codes.csv": "code,name\nd,Delta\n",
	}))
	if !strings.HasPrefix(changed["table raw.things"], "altered: ADD COLUMN `first`") || changed["view mart.doubles"] != "replaced" {
		t.Errorf("changed: %v", changed)
	}
	want(t, conn, "SELECT count(), any(first), any(added) FROM raw.things", `100|x|\N`)
	want(t, conn, "SELECT name, comment FROM system.columns WHERE database = 'raw' AND table = 'things' ORDER BY position",
		"first|First.", "n|Another 'comment'.", "added|Added.", "day|Day.")
	want(t, conn, "SELECT comment FROM system.tables WHERE database = 'raw' AND name = 'things'", "Other things.")
	want(t, conn, "SELECT code, name FROM core.codes", "d|Delta")
	if err := conn.Exec(t.Context(), "INSERT INTO raw.things (n, day) VALUES (9999, '2026-01-01')"); err == nil {
		t.Error("the new constraint does not hold")
	}
	want(t, conn, "SELECT count() FROM system.databases WHERE name = 'framsyn_scratch'", "0")
}

func TestApplyRefusesWhatWouldLoseRows(t *testing.T) {
	conn := ownEngine(t)
	apply(t, conn, testFiles(t, nil))
	run(t, conn, "INSERT INTO raw.things SELECT number, '2026-01-01' FROM numbers(100)")
	for name, test := range map[string]struct{ sql, says string }{
		"type":   {thingsSQL("n String COMMENT 'Number.', day Date COMMENT 'Day.'", "ORDER BY n\nCOMMENT 'Things.';"), "column n is of type UInt64 and should be String"},
		"gone":   {thingsSQL("n UInt64 COMMENT 'Number.'", "ORDER BY n\nCOMMENT 'Things.';"), "column day is no longer in the file"},
		"key":    {thingsSQL("n UInt64 COMMENT 'Number.', day Date COMMENT 'Day.'", "ORDER BY (day, n)\nCOMMENT 'Things.';"), "ORDER BY (day, n)"},
		"engine": {strings.Replace(thingsSQL("n UInt64 COMMENT 'Number.', day Date COMMENT 'Day.'", "ORDER BY n\nCOMMENT 'Things.';"), "MergeTree", "ReplacingMergeTree", 1), "ReplacingMergeTree"},
	} {
		tree := testFiles(t, map[string]string{"raw/things.sql": test.sql})
		_, err := clickhouse.Apply(t.Context(), conn, clickhouse.ApplyOptions{Tree: &tree})
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, part := range []string{"raw.things", test.says, "sql/migrations"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q does not say %q", name, err, part)
			}
		}
	}
	want(t, conn, "SELECT count(), sum(n) FROM raw.things", "100|4950")
}

func TestAMigrationSeesToIt(t *testing.T) {
	conn := ownEngine(t)
	apply(t, conn, testFiles(t, nil))
	run(t, conn, "INSERT INTO raw.things SELECT number, '2026-01-01' FROM numbers(100)")
	changes := map[string]string{
		"raw/things.sql":  thingsSQL("n String COMMENT 'Number.', day Date COMMENT 'Day.'", "ORDER BY n\nCOMMENT 'Things.';"),
		"core/things.sql": strings.Replace(wholeSQL, "SELECT n ", "SELECT toUInt64(n) ", 1),
		"mart/months.sql": strings.Replace(monthsSQL, ", n\n", ", toUInt64(n) AS n\n", 1),
		"migrations/0001_things.sql": "CREATE OR REPLACE TABLE raw.things_new (n String, day Date) ENGINE = MergeTree ORDER BY n;\n" +
			"INSERT INTO raw.things_new SELECT toString(n), day FROM raw.things;\nEXCHANGE TABLES raw.things_new AND raw.things;\nDROP TABLE raw.things_new;",
	}
	done := apply(t, conn, testFiles(t, changes))
	if done["migration 0001_things"] != "run" {
		t.Errorf("got %v", done)
	}
	want(t, conn, "SELECT count(), sum(toUInt64(n)) FROM raw.things", "100|4950")
	if again := apply(t, conn, testFiles(t, changes)); len(again) != 0 {
		t.Errorf("again: %v", again)
	}

	fresh := apply(t, ownEngine(t), testFiles(t, changes))
	if fresh["migration 0001_things"] != "recorded" {
		t.Errorf("on a new database: %v", fresh)
	}
}

func TestAppliesAtOnceWaitForEachOther(t *testing.T) {
	conn := ownEngine(t)
	tree := testFiles(t, nil)
	var wait sync.WaitGroup
	faults := make([]error, 4)
	for i := range faults {
		wait.Go(func() { _, faults[i] = clickhouse.Apply(t.Context(), conn, clickhouse.ApplyOptions{Tree: &tree}) })
	}
	wait.Wait()
	for _, err := range faults {
		if err != nil {
			t.Error(err)
		}
	}
	want(t, conn, "SELECT count(), uniqExact(object) FROM ops.schema_versions WHERE kind != 'seed'", "6|6")
}

func TestApplyChangesNothingTwice(t *testing.T) {
	db := chtest.New(t)
	applied, err := clickhouse.Apply(t.Context(), db.Conn(clickhouse.Owner), clickhouse.ApplyOptions{})
	if err != nil || len(applied.Changes) > 0 {
		t.Fatal(applied.Changes, err)
	}
}

// embeddedFiles holds the ledger's file, as the embedded tree has it.
func embeddedFiles(t *testing.T) fs.FS {
	t.Helper()
	ledger := object(t, sqlfs.Embedded(), "ops.schema_versions")
	text := "-- ops.schema_versions: the ledger.\n" + strings.Replace(header, "Keys:     n.", "Keys:     none.", 1) + ledger.DDL + ";\n"
	return fstest.MapFS{"ops/schema_versions.sql": &fstest.MapFile{Data: []byte(text)}}
}
