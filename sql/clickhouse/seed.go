package clickhouse

import (
	"context"
	"fmt"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// loadSeeds reloads the code lists whose file has changed, each at once.
func (a *applier) loadSeeds(ctx context.Context) error {
	for _, object := range a.objects {
		rows, seeded := a.seeds[object.FullName()]
		if !seeded || a.known.has("seed", object.FullName(), rows.Hash) {
			continue
		}
		err := throughTwin(ctx, a.conn, object, func(twin string) error {
			return insertRows(ctx, a.conn, object.Database, twin, rows)
		})
		if err != nil {
			return fmt.Errorf("load sql/%s into %s: %w", rows.File, object.FullName(), err)
		}
		change := Change{Object: object.FullName(), Kind: "seed", What: fmt.Sprintf("loaded: %d rows", len(rows.Records))}
		if err := a.record(ctx, change, rows.Hash); err != nil {
			return err
		}
	}
	return nil
}

// chunk is how many records go into one statement.
const chunk = 5000

// insertRows inserts rows of text, read by the engine as the columns' types.
func insertRows(ctx context.Context, conn driver.Conn, database, name string, rows sqlfs.Rows) error {
	shape, err := readTable(ctx, conn, database, name)
	if err != nil {
		return err
	}
	types := map[string]string{}
	for _, column := range shape.columns {
		types[column.name] = column.typeName
	}
	var names, structure []string
	for _, column := range rows.Columns {
		if types[column] == "" {
			return fmt.Errorf("sql/%s:1: %s.%s has no column %q", rows.File, database, strings.TrimSuffix(name, twinSuffix), column)
		}
		names = append(names, sqlfs.Quoted(column))
		structure = append(structure, sqlfs.Quoted(column)+" "+types[column])
	}
	list := strings.Join(names, ", ")
	ctx = ch.Context(ctx, ch.WithSettings(ch.Settings{
		"max_query_size": 1 << 30, "input_format_csv_empty_as_default": 1, "date_time_input_format": "best_effort",
	}))
	for from := 0; from < len(rows.Records); from += chunk {
		text, err := rows.CSV(from, min(from+chunk, len(rows.Records)))
		if err != nil {
			return err
		}
		err = conn.Exec(ctx, "INSERT INTO "+sqlfs.Qualified(database, name)+" ("+list+") SELECT "+list+
			" FROM format(CSV, "+sqlfs.Literal(strings.Join(structure, ", "))+", "+sqlfs.Literal(text)+")")
		if err != nil {
			return fmt.Errorf("sql/%s, records from %d: %w", rows.File, from+1, err)
		}
	}
	return nil
}
