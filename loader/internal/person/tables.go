package person

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

//go:embed columns.csv
var columnNames string

//go:embed tables.csv
var tableNames string

// swedish reads a list of names with a header.
func swedish(list string) (map[string]string, error) {
	r := csv.NewReader(strings.NewReader(list))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, row := range rows[1:] {
		names[row[0]] = row[1]
	}
	return names, nil
}

// table is one that has rows about persons.
type table struct {
	name      string // <database>.<name>
	title     string // Swedish
	columns   []string
	titles    []string // of the columns, Swedish where one is known
	condition string   // on the client, ID
}

func (t table) quoted() string {
	database, name, _ := strings.Cut(t.name, ".")
	return sqlfs.Qualified(database, name)
}

// sealed are columns that nobody can read in a file, and those that name other persons.
func sealed(column string) bool {
	return slices.Contains([]string{"identity_encrypted", "client_ids", "clients_of_areas"}, column)
}

// tables lists every table with rows about persons, by the engine's own list of columns:
// those with a client, and those with a decision and no client. A table that is new is in
// by itself. Sources without persons have a client_id of 0 and no rows.
func tables(ctx context.Context, conn driver.Conn) ([]table, error) {
	columns, titles, err := SwedishNames()
	if err != nil {
		return nil, err
	}
	var all []table
	err = clickhouse.Each(ctx, conn, `SELECT concat(columns.database, '.', columns.table), groupArray(columns.name)
		FROM (SELECT database, table, name FROM system.columns WHERE default_kind NOT IN ('ALIAS') ORDER BY database, table, position) AS columns
		INNER JOIN system.tables AS tables ON columns.database = tables.database AND columns.table = tables.name
		WHERE columns.database IN ('raw', 'core', 'mart', 'model', 'ops', 'vault') AND tables.engine LIKE '%MergeTree' AND position(columns.table, '__') = 0
		GROUP BY columns.database, columns.table
		HAVING has(groupArray(columns.name), 'client_id') OR has(groupArray(columns.name), 'decision_id')
		ORDER BY columns.database, columns.table`, nil, func(row driver.Rows) error {
		var t table
		var names []string
		if err := row.Scan(&t.name, &names); err != nil {
			return err
		}
		t.title, t.condition = titles[t.name], "decision_id IN (SELECT decisions.decision_id FROM core.decision_versions AS decisions WHERE decisions.client_id = ID)"
		for _, name := range names {
			if name == "client_id" {
				t.condition = "client_id = ID"
			}
			if name == "client_ids" {
				t.condition = "(client_id = ID OR has(client_ids, ID))"
			}
			if !sealed(name) {
				t.columns, t.titles = append(t.columns, name), append(t.titles, orName(columns[name], name))
			}
		}
		t.title = orName(t.title, t.name)
		all = append(all, t)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the tables about persons: %w", err)
	}
	return all, nil
}

func orName(title, name string) string {
	if title == "" {
		return name
	}
	return title
}

// SwedishNames are the names of columns and of tables in an export.
func SwedishNames() (columns, tables map[string]string, err error) {
	if columns, err = swedish(columnNames); err != nil {
		return nil, nil, fmt.Errorf("names of columns: %w", err)
	}
	if tables, err = swedish(tableNames); err != nil {
		return nil, nil, fmt.Errorf("names of tables: %w", err)
	}
	return columns, tables, nil
}
