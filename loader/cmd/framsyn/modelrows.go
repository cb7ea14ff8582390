package main

import (
	"fmt"
	"io"
	"reflect"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// queryRows are the rows of a query as a table of text. NULL and NaN are missing,
// numbers keep all their digits.
type queryRows struct {
	rows    driver.Rows
	columns []string
	types   []driver.ColumnType
	targets []any
	cells   []string
	n       int
}

func newQueryRows(rows driver.Rows) (*queryRows, error) {
	q := &queryRows{rows: rows, columns: rows.Columns(), types: rows.ColumnTypes()}
	seen := make(map[string]bool)
	for i, name := range q.columns {
		if seen[name] {
			return nil, fmt.Errorf("the query: two columns are called %q; name them by AS", name)
		}
		seen[name] = true
		q.targets = append(q.targets, reflect.New(q.types[i].ScanType()).Interface())
	}
	q.cells = make([]string, len(q.columns))
	return q, nil
}

// Columns implements model.Source.
func (q *queryRows) Columns() []string { return q.columns }

// DecimalComma implements model.Source.
func (q *queryRows) DecimalComma() bool { return false }

// Line implements model.Source.
func (q *queryRows) Line() int { return q.n }

// Close implements model.Source.
func (q *queryRows) Close() error { return q.rows.Close() }

// Next implements model.Source.
func (q *queryRows) Next() ([]string, error) {
	if !q.rows.Next() {
		if err := q.rows.Err(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	if err := q.rows.Scan(q.targets...); err != nil {
		return nil, fmt.Errorf("read a row: %w", err)
	}
	q.n++
	for i, target := range q.targets {
		q.cells[i] = cellOf(plain(target, q.types[i].DatabaseTypeName()))
	}
	return q.cells, nil
}

// cellOf writes a value as a cell; truth values are 0 and 1, as outcomes are.
func cellOf(value any) string {
	switch value := value.(type) {
	case bool:
		if value {
			return "1"
		}
		return "0"
	case string:
		if value == "NaN" {
			return ""
		}
	}
	return text(value)
}
