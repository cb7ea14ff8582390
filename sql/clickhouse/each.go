package clickhouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/rows"
)

// Each is [rows.Each], for those who import this package anyway.
func Each(ctx context.Context, conn driver.Conn, query string, arguments []any, use func(row driver.Rows) error) error {
	return rows.Each(ctx, conn, query, arguments, use)
}
