package clickhouse

import (
	"context"
	"fmt"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Texts returns the rows of a query with each value as the engine itself writes
// it (NULL as \N), for messages, checks and tests. All rows are held in memory.
func Texts(ctx context.Context, conn driver.Conn, query string, parameters map[string]string) ([][]string, error) {
	var found [][]string
	err := EachText(ctx, conn, query, parameters, func(row []string) error {
		found = append(found, row)
		return nil
	})
	return found, err
}

// EachText calls use for each row of a query; see [Texts]. The engine writes the
// values: the query is wrapped in one that turns its columns into text.
func EachText(ctx context.Context, conn driver.Conn, query string, parameters map[string]string, use func(row []string) error) error {
	if len(parameters) > 0 {
		ctx = ch.Context(ctx, ch.WithParameters(parameters))
	}
	query = strings.TrimRight(query, "; \t\r\n")
	rows, err := conn.Query(ctx, "SELECT arrayMap(x -> ifNull(x, '\\\\N'), [* APPLY(x -> toString(x))]) FROM (\n"+query+"\n)")
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var row []string
		if err := rows.Scan(&row); err != nil {
			return fmt.Errorf("query: %w", err)
		}
		if err := use(row); err != nil {
			return err
		}
	}
	return rows.Err()
}
