package load

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// named is a value for a query's {name:Type}.
func named(name, value string) any { return clickhouse.Named(name, value) }

// each runs a query and calls use for every row with a function that scans it.
func each(ctx context.Context, conn driver.Conn, query string, use func(scan func(...any) error) error, args ...any) error {
	rows, err := conn.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // nothing was written
	for rows.Next() {
		if err := use(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
