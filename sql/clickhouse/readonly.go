package clickhouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// readOnlyConn is a connection of an account that may change no settings. The
// driver turns a context's deadline into the setting max_execution_time, which
// such an account is refused; so it is shown contexts without their deadline. They
// still end in time, and the query with them.
type readOnlyConn struct{ driver.Conn }

// noDeadline is a context that ends when its parent does and does not tell when.
type noDeadline struct{ context.Context }

// Deadline says that there is none.
func (noDeadline) Deadline() (time.Time, bool) { return time.Time{}, false }

// Select implements [driver.Conn].
func (c readOnlyConn) Select(ctx context.Context, dest any, query string, args ...any) error {
	return c.Conn.Select(noDeadline{ctx}, dest, query, args...)
}

// Query implements [driver.Conn].
func (c readOnlyConn) Query(ctx context.Context, query string, args ...any) (driver.Rows, error) {
	return c.Conn.Query(noDeadline{ctx}, query, args...)
}

// QueryRow implements [driver.Conn].
func (c readOnlyConn) QueryRow(ctx context.Context, query string, args ...any) driver.Row {
	return c.Conn.QueryRow(noDeadline{ctx}, query, args...)
}

// Exec implements [driver.Conn].
func (c readOnlyConn) Exec(ctx context.Context, query string, args ...any) error {
	return c.Conn.Exec(noDeadline{ctx}, query, args...)
}
