// Package rows reads the rows of queries. It needs no engine, so it is for programs on
// every system.
package rows

import (
	"context"
	"errors"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Each runs a query and calls use for each of its rows, which it scans. The first
// fault ends it: the query's, use's, or one on the way.
func Each(ctx context.Context, conn driver.Conn, query string, arguments []any, use func(row driver.Rows) error) (err error) {
	rows, err := conn.Query(ctx, query, arguments...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := use(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
