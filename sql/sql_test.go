package sqlfs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	ch "github.com/ClickHouse/clickhouse-go/v2"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// The tests of this file are the linter of the SQL contract.

func objects(t *testing.T) []sqlfs.Object {
	t.Helper()
	found, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestHeadersAreComplete(t *testing.T) {
	for _, object := range objects(t) {
		header := object.Header
		need := map[string]string{"title": header.Title, "Grain": header.Grain, "Keys": header.Keys, "Load": header.Load}
		if object.Kind == sqlfs.Table {
			need["Sort key"] = header.SortKey
		}
		for field, text := range need {
			if text == "" {
				t.Errorf("sql/%s: the header has no %s", object.File, field)
			}
		}
	}
}

func TestSourcesAreWhatIsRead(t *testing.T) {
	db := chtest.New(t)
	for _, object := range objects(t) {
		statement := object.Insert
		if object.Kind == sqlfs.View {
			statement = object.DDL
		}
		if statement == "" {
			continue
		}
		var read []string
		for _, line := range explained(t, db, statement) {
			name, ok := strings.CutPrefix(strings.TrimSpace(line), "TableIdentifier ")
			name, _, _ = strings.Cut(name, " ")
			if ok && strings.Contains(name, ".") && !strings.HasPrefix(name, "system.") && !slices.Contains(read, name) {
				read = append(read, name)
			}
		}
		slices.Sort(read)
		if !slices.Equal(read, object.Header.Sources) {
			t.Errorf("sql/%s: Sources are %v, but it reads %v", object.File, object.Header.Sources, read)
		}
	}
}

func explained(t *testing.T, db *chtest.DB, statement string) []string {
	t.Helper()
	ctx := ch.Context(t.Context(), ch.WithParameters(ch.Parameters{"from_month": "2026-01-01", "to_month": "2026-01-01"}))
	rows, err := db.Conn(clickhouse.Owner).Query(ctx, "EXPLAIN AST "+statement)
	if err != nil {
		t.Fatalf("%v\nin %s", err, statement)
	}
	defer func() { _ = rows.Close() }()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestEverythingHasAComment(t *testing.T) {
	db := chtest.New(t)
	for _, object := range objects(t) {
		where := " WHERE database = " + sqlfs.Literal(object.Database) + " AND "
		if db.Value("SELECT comment FROM system.tables"+where+"name = "+sqlfs.Literal(object.Name)) == "" {
			t.Errorf("sql/%s: %s has no COMMENT", object.File, object.FullName())
		}
		for _, row := range db.Query("SELECT name FROM system.columns" + where + "comment = '' AND table = " + sqlfs.Literal(object.Name)) {
			t.Errorf("sql/%s: column %s has no COMMENT", object.File, row[0])
		}
	}
}

func TestNamesFitTypes(t *testing.T) {
	number := `^(U?Int\d+|Float\d+|Decimal.*)$`
	rules := []struct{ what, name, types string }{
		{"hours", `_h$|_h_per_\w+$`, `^(Float\d+|Decimal.*)$`},
		{"minutes", `_min$`, number},
		{"a flag", `^(is|has)_`, `^Bool$`},
		{"a count", `^n_`, `^U?Int\d+$`},
		{"a day", `_date$`, `^Date(32)?$`},
		{"an instant", `_at$`, `^DateTime`},
		{"a share", `_share$`, `^Float\d+$`},
		{"a month", `(^|[^r]_)month$`, `^Date(32)?$`},
		{"a month of birth", `birth`, `^Date32$|^U?Int\d+$`},
		{"money", `_sek$|_sek_per_\w+$`, `^(Decimal.*|Float\d+)$`},
	}
	db := chtest.New(t)
	inner := regexp.MustCompile(`^(?:Nullable|LowCardinality)\((.*)\)$`)
	for _, row := range db.Query("SELECT database || '.' || table, name, type FROM system.columns WHERE database IN ('" +
		strings.Join(sqlfs.Databases(), "', '") + "')") {
		bare := row[2]
		for inner.MatchString(bare) {
			bare = inner.FindStringSubmatch(bare)[1]
		}
		if strings.HasSuffix(row[0], "_features") && bare == "Float64" {
			continue // what a model reads is numbers throughout
		}
		for _, rule := range rules {
			if regexp.MustCompile(rule.name).MatchString(row[1]) && !regexp.MustCompile(rule.types).MatchString(bare) {
				t.Errorf("%s: column %s says %s by its name, but is of type %s", row[0], row[1], rule.what, row[2])
			}
		}
	}
}

func TestKeysNameColumns(t *testing.T) {
	db := chtest.New(t)
	columns := map[string]bool{}
	for _, row := range db.Query("SELECT database, table, name FROM system.columns") {
		columns[strings.Join(row, ".")] = true
	}
	for _, object := range objects(t) {
		keys := object.Header.UniqueKeys()
		if len(keys) == 0 && !strings.HasPrefix(object.Header.Keys, "none") {
			t.Errorf("sql/%s: Keys: %q names no columns; say none if there is no key", object.File, object.Header.Keys)
		}
		for _, column := range slices.Concat(keys...) {
			if !columns[object.FullName()+"."+column] {
				t.Errorf("sql/%s: Keys: there is no column %s", object.File, column)
			}
		}
		for _, found := range regexp.MustCompile(`->\s*([\w.]+\w)`).FindAllStringSubmatch(object.Header.Keys, -1) {
			if !columns[found[1]] {
				t.Errorf("sql/%s: Keys: there is no %s to refer to", object.File, found[1])
			}
		}
	}
}

// keywords that are no names of ours in lower case.
func keywords() []string {
	return strings.Fields("SELECT FROM WHERE GROUP ORDER BY JOIN INNER UNION HAVING LIMIT CREATE VIEW INSERT INTO AS ON AND OR NOT IN" +
		" BETWEEN CASE WHEN THEN ELSE IS NULL LIKE WITH DISTINCT ENGINE SETTINGS USING EXISTS ALL OVER CROSS ASOF CONSTRAINT CHECK")
}

func TestForm(t *testing.T) {
	checks, err := sqlfs.Embedded().Checks()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, check := range checks {
		texts[check.File] = strings.Replace(check.Query, "SELECT *", "SELECT 1", 1) // whole rows help to see what is wrong
	}
	for _, object := range objects(t) {
		texts[object.File] = object.DDL + "\n" + object.Insert
	}
	for file, text := range texts {
		checkForm(t, file, text)
	}
}

func checkForm(t *testing.T, file, text string) {
	t.Helper()
	var loud []sqlfs.Token
	for _, token := range sqlfs.Tokens(text) {
		if token.Kind != sqlfs.TokenSpace && token.Kind != sqlfs.TokenComment {
			loud = append(loud, token)
		}
	}
	at := func(i int) sqlfs.Token {
		if i < 0 || i >= len(loud) {
			return sqlfs.Token{}
		}
		return loud[i]
	}
	for i, token := range loud {
		if token.Kind != sqlfs.TokenWord || at(i-1).Text == "." {
			continue
		}
		upper := strings.ToUpper(token.Text)
		if token.Text != upper && slices.Contains(keywords(), upper) {
			t.Errorf("sql/%s: %q should be %s", file, token.Text, upper)
		}
		if token.Is("SELECT") && at(i+1).Text == "*" && at(i+2).Is("FROM") && at(i+4).Text == "." {
			t.Errorf("sql/%s: SELECT * from %s.%s: name the columns", file, at(i+3).Text, at(i+5).Text)
		}
		if token.Is("BY") && at(i-1).Is("GROUP") && strings.ContainsAny(at(i + 1).Text[:1], "0123456789") {
			t.Errorf("sql/%s: GROUP BY %s: name the column", file, at(i+1).Text)
		}
		if token.Is("REPLACE") && at(i-1).Is("OR") {
			t.Errorf("sql/%s: CREATE OR REPLACE would lose rows", file)
		}
	}
}

func TestSeedsHaveTables(t *testing.T) {
	names, err := sqlfs.Embedded().SeedNames()
	if err != nil {
		t.Fatal(err)
	}
	loads := map[string]sqlfs.Load{}
	for _, object := range objects(t) {
		loads[object.FullName()] = object.Load()
	}
	for _, name := range names {
		if loads[name] != sqlfs.LoadSeed {
			t.Errorf("sql/seeds/%s.csv: there is no table %s with Load: seed", name, name)
		}
	}
}

func TestChecksPassOnAnEmptySchema(t *testing.T) {
	db := chtest.New(t)
	findings, err := clickhouse.Check(t.Context(), db.Conn(clickhouse.Owner), sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range findings {
		if !finding.Passed() {
			t.Error(finding)
		}
	}
}

func TestCasesPass(t *testing.T) {
	db := chtest.New(t)
	findings, err := clickhouse.CheckCases(t.Context(), db.Conn(clickhouse.Owner), sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range findings {
		if !finding.Passed() {
			t.Error(finding)
		}
	}
}
