package trial

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"testing"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/goccy/go-yaml"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

//go:embed testdata/sql.yaml
var sqlAttacks []byte

// attack is a line of the corpus.
type attack struct {
	Why     string `yaml:"why"`
	SQL     string `yaml:"sql"`
	IsKnown bool   `yaml:"known"` // a limit of the engine that docs/access.md tells of: the plugin refuses it
}

func corpus[T any](t *testing.T, text []byte) []T {
	t.Helper()
	var all []T
	if err := yaml.UnmarshalWithOptions(text, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("%d attacks", len(all))
	}
	return all
}

// nobodyID is a client who is not there.
const nobodyID = "17777777777777777799"

// hiddenFrom is a client whom a caller does not see.
func (c caller) hiddenFrom() string {
	switch {
	case c.limit != "":
		return "18446744073709550036"
	case c.role == "manager":
		return fmt.Sprint(canaryA)
	}
	return fmt.Sprint(canaryB)
}

// filled is a text about a hidden client, and the same about one who is not there.
func (c caller) filled(text string) (hidden, nobody string) {
	hidden = strings.ReplaceAll(text, "{{id}}", c.hiddenFrom())
	return hidden, strings.ReplaceAll(text, "{{id}}", nobodyID)
}

// passing is what differs between two answers to the same question: ids of queries,
// times and counts of what was read.
var passing = regexp.MustCompile(`"(queryId|readRows|readBytes)":[^,}]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|elapsed [0-9.]+ ?m?s|[0-9.]+ (GiB|MiB|KiB)|current [^,]+,`)

// alike tells whether two answers say the same, but for the client they are about.
func (c caller) alike(hidden, nobody string) bool {
	plain := func(text string) string {
		return passing.ReplaceAllString(strings.NewReplacer(c.hiddenFrom(), "ID", nobodyID, "ID").Replace(text), "")
	}
	return plain(hidden) == plain(nobody)
}

// withSQL is who may write SQL and is not to see all.
func withSQL() caller { return caller{login: "nora", role: "analyst", limit: "health care"} }

// SQL through the plugin: who may not write it is refused, and who may gets nothing
// that is hidden, by no way of asking.
func testSQLThroughThePlugin(t *testing.T, w *world) {
	t.Helper()
	var n tally
	for _, a := range corpus[attack](t, sqlAttacks) {
		for _, c := range limited() {
			hidden, _ := c.filled(a.SQL)
			for i, got := range w.ask(w.as(c.login), object{"rawSql": hidden}, object{"kind": "sql", "rawSql": hidden, "name": "candidates"}) {
				n.tried++
				if !got.isRefusal() {
					t.Errorf("%s, %s, form %d: want a refusal, got %d %.200s", c, a.Why, i, got.status, got.text)
				}
				n.leak(t, c, a.Why, got, hidden)
			}
			for _, path := range []string{"variables", "interpolate"} {
				got := w.call(w.as(c.login), "POST", path, rawSQL(hidden))
				n.tried++
				if got.isAnswer() {
					t.Errorf("%s, %s by %s: want a refusal, got %d %.200s", c, a.Why, path, got.status, got.text)
				}
				n.leak(t, c, a.Why, got, hidden)
			}
		}
		w.askBoth(&n, a)
	}
	t.Logf("SQL through the plugin: %d tried", n.tried)
}

// askBoth asks as who may write SQL, of a hidden client and of nobody.
func (w *world) askBoth(n *tally, a attack) {
	w.t.Helper()
	c := withSQL()
	hidden, nobody := c.filled(a.SQL)
	first, second := w.ask(w.as(c.login), object{"rawSql": hidden})[0], w.ask(w.as(c.login), object{"rawSql": nobody})[0]
	n.tried += 2
	n.leak(w.t, c, a.Why, first, hidden)
	if first.status != second.status || hidden != nobody && !c.alike(first.text, second.text) {
		w.t.Errorf("%s, %s: of a hidden client %d %.300s\nof nobody %d %.300s", c, a.Why, first.status, first.text, second.status, second.text)
	}
	if a.IsKnown && first.isAnswer() {
		w.t.Errorf("%s, %s: the plugin lets it through", c, a.Why)
	}
}

// SQL as the database's own account, with no plugin before it.
func testSQLOfTheAccounts(t *testing.T, w *world) {
	t.Helper()
	var n tally
	leaking := map[string]bool{}
	description, who, err := clickhouse.ReadAccess(w.db.Dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(limited(), withSQL()) {
		if c.role == "ingen" {
			continue // has no account
		}
		account := "service"
		if c.login != "" {
			account = description.AccountOf(who.People[c.login])
		}
		conn := w.db.Conn(clickhouse.Role(account))
		for _, a := range corpus[attack](t, sqlAttacks) {
			hidden, nobody := c.filled(a.SQL)
			got, of := w.run(conn, hidden), w.run(conn, nobody)
			n.tried += 2
			found := c.leak(got, hidden)
			if a.IsKnown {
				leaking[a.Why] = leaking[a.Why] || found != "" || !c.alike(got, of)
				continue
			}
			if found != "" {
				t.Errorf("%s, %s tells %q", c, a.Why, found)
			}
			if hidden != nobody && !c.alike(got, of) {
				t.Errorf("%s, %s: of a hidden client %.300s\nof nobody %.300s", c, a.Why, got, of)
			}
		}
	}
	t.Logf("SQL as the accounts: %d tried; known to leak: %v", n.tried, leaking)
}

// run is what a statement gives as text, or its error; no more than a reader would
// take.
func (w *world) run(conn driver.Conn, statement string) string {
	w.t.Helper()
	rows, err := conn.Query(ch.Context(w.t.Context()), statement)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = rows.Close() }()
	var out strings.Builder
	for n := 0; rows.Next() && n < 2000 && out.Len() < 1<<20; n++ {
		values := make([]any, len(rows.Columns()))
		for i, column := range rows.ColumnTypes() {
			values[i] = newOf(column)
		}
		if err := rows.Scan(values...); err != nil {
			return out.String() + err.Error()
		}
		for _, value := range values {
			out.WriteString(textOf(value) + "\t")
		}
		out.WriteString("\n")
	}
	if rows.Err() != nil {
		out.WriteString(rows.Err().Error())
	}
	return out.String()
}
