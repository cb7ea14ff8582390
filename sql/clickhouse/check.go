package clickhouse

import (
	"context"
	"fmt"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Finding is the outcome of one check, key or example case.
type Finding struct {
	Kind    string     // check, key or case
	Name    string     // of the check or case; <database>.<object> (columns) for a key
	Asserts string     // what must hold
	Columns []string   // of Rows
	Rows    [][]string // the first rows that break it; NULL as \N
	Fault   string     // why it could not be tested; empty when it could
}

// Passed tells whether it holds.
func (f Finding) Passed() bool { return len(f.Rows) == 0 && f.Fault == "" }

// String is one line, and the rows that break it below.
func (f Finding) String() string {
	if f.Passed() {
		return fmt.Sprintf("ok    %s %s: %s", f.Kind, f.Name, f.Asserts)
	}
	text := fmt.Sprintf("FAIL  %s %s: %s", f.Kind, f.Name, f.Asserts)
	if f.Fault != "" {
		return text + "\n      " + strings.ReplaceAll(f.Fault, "\n", "\n      ")
	}
	text += "\n      " + strings.Join(f.Columns, "\t")
	for _, row := range f.Rows {
		text += "\n      " + strings.Join(row, "\t")
	}
	return text
}

// Failed counts the findings that did not pass.
func Failed(findings []Finding) int {
	n := 0
	for _, finding := range findings {
		if !finding.Passed() {
			n++
		}
	}
	return n
}

// shownRows is how many failing rows a finding holds.
const shownRows = 5

// Check runs every check of the tree (a query that must return no rows) and tests
// that the keys of every table are unique, as its Keys line says. conn must be the
// owner's. The error is of the tree or the context; what fails is a finding.
func Check(ctx context.Context, conn driver.Conn, tree sqlfs.Tree) ([]Finding, error) {
	checks, err := tree.Checks()
	if err != nil {
		return nil, err
	}
	objects, err := tree.Objects()
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, check := range checks {
		finding := Finding{Kind: "check", Name: check.Name, Asserts: check.Asserts}
		finding.find(ctx, conn, check.Query)
		findings = append(findings, finding)
	}
	for _, object := range objects {
		if object.Kind != sqlfs.Table {
			continue
		}
		for _, key := range object.Header.UniqueKeys() {
			findings = append(findings, checkKey(ctx, conn, object, key))
		}
	}
	return findings, ctx.Err()
}

func checkKey(ctx context.Context, conn driver.Conn, object sqlfs.Object, key []string) Finding {
	finding := Finding{
		Kind: "key", Name: object.FullName() + " (" + strings.Join(key, ", ") + ")", Asserts: "no two rows have the same key",
	}
	var columns []string
	for _, column := range key {
		columns = append(columns, sqlfs.Quoted(column))
	}
	list := strings.Join(columns, ", ")
	finding.find(ctx, conn, "SELECT "+list+", count() AS n_rows FROM "+sqlfs.Qualified(object.Database, object.Name)+
		" GROUP BY "+list+" HAVING n_rows > 1")
	return finding
}

// find runs a query whose rows are what breaks the promise.
func (f *Finding) find(ctx context.Context, conn driver.Conn, query string) {
	ctx = ch.Context(ctx, ch.WithSettings(SpillSettings()))
	limited := fmt.Sprintf("SELECT * FROM (\n%s\n) LIMIT %d", query, shownRows)
	rows, err := Texts(ctx, conn, limited, nil)
	if err != nil {
		f.Fault = err.Error()
		return
	}
	if f.Rows = rows; len(rows) == 0 {
		return
	}
	described, err := conn.Query(ctx, "SELECT * FROM (\n"+query+"\n) LIMIT 0")
	if err != nil {
		return // the rows are enough
	}
	f.Columns = described.Columns()
	_ = described.Close()
}
