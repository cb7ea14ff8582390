package sqlfs_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	sqlfs "github.com/framsyn/framsyn/sql"
)

func TestSplitKnowsStringsAndComments(t *testing.T) {
	for name, test := range map[string]struct {
		sql  string
		want []string
	}{
		"two":       {"SELECT 1; SELECT 2;", []string{"SELECT 1", "SELECT 2"}},
		"string":    {"SELECT ';'; SELECT 'it''s;', 'a\\';b'", []string{"SELECT ';'", "SELECT 'it''s;', 'a\\';b'"}},
		"names":     {"SELECT `a;b`, \"c;d\"; x", []string{"SELECT `a;b`, \"c;d\"", "x"}},
		"line":      {"SELECT 1 -- not; here\n; SELECT 2 # nor; here\n", []string{"SELECT 1", "SELECT 2"}},
		"block":     {"/* a; */ SELECT /* b; ' */ 1; /* c */", []string{"SELECT /* b; ' */ 1"}},
		"heredoc":   {"SELECT $x$ a; 'b $x$; SELECT $$;$$", []string{"SELECT $x$ a; 'b $x$", "SELECT $$;$$"}},
		"minus":     {"SELECT 1 - -1; SELECT 3-2", []string{"SELECT 1 - -1", "SELECT 3-2"}},
		"open":      {"SELECT 'no end; really", []string{"SELECT 'no end; really"}},
		"nothing":   {" ; -- x\n;; ", nil},
		"parameter": {"SELECT {a:Date}; {", []string{"SELECT {a:Date}", "{"}},
	} {
		var got []string
		for _, statement := range sqlfs.Split(test.sql) {
			got = append(got, statement.Text)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestSplitCountsLines(t *testing.T) {
	statements := sqlfs.Split("-- one\n\nSELECT\n'a\nb';\n/* \n */ SELECT 2")
	if len(statements) != 2 || statements[0].Line != 3 || statements[1].Line != 7 {
		t.Errorf("got %+v", statements)
	}
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"SELECT 'a''b\\'' -- c\n/* d */ `e` \"f\" $g$h$g$ # i", "'", "$$", "/*", "$a$b", "å", "\xff", "--"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		var joined strings.Builder
		line := 1
		for _, token := range sqlfs.Tokens(sql) {
			if token.Text == "" || token.Offset != joined.Len() || token.Line != line {
				t.Fatalf("token %+v at offset %d, line %d", token, joined.Len(), line)
			}
			joined.WriteString(token.Text)
			line += strings.Count(token.Text, "\n")
		}
		if joined.String() != sql {
			t.Fatalf("got %q of %q", joined.String(), sql)
		}
		for _, statement := range sqlfs.Split(sql) {
			if statement.Text == "" || !strings.Contains(sql, statement.Text) {
				t.Fatalf("statement %q", statement.Text)
			}
		}
	})
}

const thing = `-- core.things: things, which
--    matter.
-- Grain:    one row per n.
-- Keys:     n, month (the first day); (a, b); m -> raw.ms.m.
-- Sources:  raw.ms, raw.ns, system.one,
--           raw.ms.
-- Load:     replaced by month, from 12 months before.
-- Sort key: n.
-- A note.
CREATE TABLE IF NOT EXISTS core.things (n UInt64) ENGINE = MergeTree ORDER BY n;

INSERT INTO core.things
SELECT n FROM raw.ms WHERE n > {from_month:Date} AND n < {to_month:Date};
`

func TestParseObject(t *testing.T) {
	object, err := sqlfs.ParseObject("core/things.sql", thing)
	if err != nil {
		t.Fatal(err)
	}
	header := object.Header
	if header.Title != "things, which matter." || header.Grain != "one row per n." || header.Notes != "A note." ||
		!slices.Equal(header.Sources, []string{"raw.ms", "raw.ns"}) || object.Load() != sqlfs.LoadByMonth || object.Kind != sqlfs.Table {
		t.Errorf("got %+v", object)
	}
	if keys := header.UniqueKeys(); len(keys) != 2 || !slices.Equal(keys[0], []string{"n", "month"}) || !slices.Equal(keys[1], []string{"a", "b"}) {
		t.Errorf("keys %q", keys)
	}
	if object.DDLLine != 10 || object.InsertLine != 12 {
		t.Errorf("lines %d and %d", object.DDLLine, object.InsertLine)
	}
	if got := object.CreateAs("x", "y"); got != "CREATE TABLE `x`.`y` (n UInt64) ENGINE = MergeTree ORDER BY n" {
		t.Errorf("got %q", got)
	}
	if got := object.InsertInto("core", "things__twin"); !strings.HasPrefix(got, "INSERT INTO `core`.`things__twin`\nSELECT n FROM raw.ms") {
		t.Errorf("got %q", got)
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"title":    {"-- core.things:", "-- core.thing:", "sql/core/things.sql:1: the first line"},
		"name":     {"EXISTS core.things", "EXISTS core.thing", "sql/core/things.sql:10: names core.thing, the file is of core.things"},
		"insert":   {"INTO core.things", "INTO raw.things", "sql/core/things.sql:12: names raw.things"},
		"replace":  {"CREATE TABLE IF NOT EXISTS", "CREATE OR REPLACE TABLE", "sql/core/things.sql:10: want CREATE TABLE"},
		"two":      {"INSERT INTO core.things", "CREATE VIEW core.things AS", "sql/core/things.sql:12: has more than one CREATE"},
		"no sql":   {thing, "-- core.things: x", "has no CREATE TABLE"},
		"source":   {"raw.ns", "row.ns", "row.ns is in no database of ours"},
		"load":     {"replaced by month, from", "now and then, from", "is none of"},
		"months":   {"{from_month:Date}", "1", "does not use {from_month:Date}"},
		"derived":  {"INSERT INTO core.things\nSELECT n FROM raw.ms WHERE n > {from_month:Date} AND n < {to_month:Date};", "", "but there is no INSERT"},
		"a seed":   {"replaced by month, from 12 months before", "seed", "but there is an INSERT"},
		"dropping": {"INSERT INTO core.things", "DROP TABLE core.things; INSERT INTO core.things", "sql/core/things.sql:12: want"},
	} {
		_, err := sqlfs.ParseObject("core/things.sql", strings.Replace(thing, test.old, test.new, 1))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want one with %q", name, err, test.want)
		}
	}
}

func tree(files map[string]string) sqlfs.Tree {
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return sqlfs.NewTree(all)
}

func view(name, sources string) string {
	return "-- " + name + ": x.\n-- Sources:  " + sources + ".\nCREATE VIEW " + name + " AS SELECT 1\n"
}

func TestObjectsComeAfterTheirSources(t *testing.T) {
	files := map[string]string{
		"core/a.sql": view("core.a", "core.b, mart.c"), "core/b.sql": view("core.b", "mart.c"), "mart/c.sql": view("mart.c", "none"),
	}
	objects, err := tree(files).Objects()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, object := range objects {
		names = append(names, object.FullName())
	}
	if !slices.Equal(names, []string{"mart.c", "core.b", "core.a"}) {
		t.Errorf("got %v", names)
	}

	circle := maps.Clone(files)
	circle["mart/c.sql"] = view("mart.c", "core.a")
	if _, err := tree(circle).Objects(); err == nil || !strings.Contains(err.Error(), "core.a reads core.b reads mart.c reads core.a") {
		t.Errorf("got error %v", err)
	}
	missing := maps.Clone(files)
	delete(missing, "mart/c.sql")
	if _, err := tree(missing).Objects(); err == nil || !strings.Contains(err.Error(), "mart.c does not exist") {
		t.Errorf("got error %v", err)
	}
}

func TestRowsChecksMigrationsAndCases(t *testing.T) {
	files := tree(map[string]string{
		"seeds/core.a.csv":                  "# from a register, 2026\ncode,name\na,\"x, \"\"y\"\"\"\nb,\n",
		"seeds/core.b.csv":                  "a,b\n1\n",
		"checks/good.sql":                   "-- Numbers are small.\nSELECT 1 WHERE 0;",
		"migrations/0001_a.sql":             "SELECT 1; SELECT 2",
		"cases/core.a.leap/expect.tsv":      "a\tb\n1\t2\n",
		"cases/core.a.leap/given/raw.x.csv": "n\n1\n",
		"cases/core.a.leap/params.yaml":     "from_month: 2024-02-01\n",
	})
	rows, ok, err := files.Seed("core.a")
	if err != nil || !ok || len(rows.Records) != 2 || rows.Records[0][1] != `x, "y"` {
		t.Error(rows, ok, err)
	}
	if text, err := rows.CSV(0, 2); err != nil || text != "a,\"x, \"\"y\"\"\"\nb,\n" {
		t.Errorf("%q %v", text, err)
	}
	if _, ok, err := files.Seed("core.none"); ok || err != nil {
		t.Error(ok, err)
	}
	if _, _, err := files.Seed("core.b"); err == nil || !strings.Contains(err.Error(), "seeds/core.b.csv:2") {
		t.Error(err)
	}
	checks, err := files.Checks()
	if err != nil || len(checks) != 1 || checks[0].Asserts != "Numbers are small." {
		t.Error(checks, err)
	}
	migrations, err := files.Migrations()
	if err != nil || len(migrations) != 1 || len(migrations[0].Statements) != 2 {
		t.Error(migrations, err)
	}
	cases, err := files.Cases()
	if err != nil || len(cases) != 1 || cases[0].Object != "core.a" || cases[0].Params["from_month"] != "2024-02-01" ||
		!slices.Equal(cases[0].ExpectColumns(), []string{"a", "b"}) || len(cases[0].Given["raw.x"].Records) != 1 {
		t.Error(cases, err)
	}
	for _, bad := range []map[string]string{
		{"migrations/1_a.sql": "x"}, {"migrations/0001_a.sql": "x", "migrations/0001_b.sql": "x"},
	} {
		if _, err := tree(bad).Migrations(); err == nil {
			t.Errorf("no error for %v", bad)
		}
	}
	for _, bad := range []string{"SELECT 1", "-- x\nSELECT 1; SELECT 2", "-- x\n"} {
		if _, err := tree(map[string]string{"checks/a.sql": bad}).Checks(); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}
