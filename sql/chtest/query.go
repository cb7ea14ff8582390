package chtest

import (
	"context"
	"time"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Exec runs statements, divided by semicolons, as the owner; an error ends the test.
func (db *DB) Exec(statements string) {
	db.t.Helper()
	for _, statement := range sqlfs.Split(statements) {
		db.exec(db.t.Context(), statement.Text)
	}
}

func (db *DB) exec(ctx context.Context, statement string) {
	db.t.Helper()
	if err := db.Conn(clickhouse.Owner).Exec(ctx, statement); err != nil {
		db.t.Fatalf("%v\nin %s", err, statement)
	}
}

// Query returns the rows of a query by the owner, each value as the engine writes
// it in TabSeparated (NULL as \N); an error ends the test.
func (db *DB) Query(query string) [][]string {
	db.t.Helper()
	rows, err := clickhouse.Texts(db.t.Context(), db.Conn(clickhouse.Owner), query, nil)
	if err != nil {
		db.t.Fatalf("%v\nin %s", err, query)
	}
	return rows
}

// Value returns the one value of a query, as Query does.
func (db *DB) Value(query string) string {
	db.t.Helper()
	rows := db.Query(query)
	if len(rows) != 1 || len(rows[0]) != 1 {
		db.t.Fatalf("want one value, got %v\nof %s", rows, query)
	}
	return rows[0][0]
}

// Fill runs the INSERT of a derived table for the months from from to to, given as
// 2026-01-01, and returns the rows written; an error ends the test.
func (db *DB) Fill(object, from, to string) uint64 {
	db.t.Helper()
	objects, err := sqlfs.Objects()
	if err != nil {
		db.t.Fatal(err)
	}
	for _, candidate := range objects {
		if candidate.FullName() != object {
			continue
		}
		written, err := clickhouse.Fill(db.t.Context(), db.Conn(clickhouse.Owner), candidate, db.day(from), db.day(to))
		if err != nil {
			db.t.Fatal(err)
		}
		return written
	}
	db.t.Fatalf("there is no object %s", object)
	return 0
}

func (db *DB) day(text string) time.Time {
	db.t.Helper()
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		db.t.Fatal(err)
	}
	return day
}
