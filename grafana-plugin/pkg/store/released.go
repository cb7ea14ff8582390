package store

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/released"
)

// releasedConn puts released tables in the place of the objects that they are of,
// in whatever is asked: panels, pages, exports. Its user may read no others.
type releasedConn struct {
	driver.Conn

	rewriter released.Rewriter
}

func newReleasedConn(conn driver.Conn) (driver.Conn, error) {
	rewriter, err := released.NewRewriter()
	if err != nil {
		return nil, err
	}
	return releasedConn{conn, rewriter}, nil
}

// Query asks for rows.
func (c releasedConn) Query(ctx context.Context, query string, arguments ...any) (driver.Rows, error) {
	return c.Conn.Query(ctx, c.rewriter.Rewrite(query), arguments...)
}

// QueryRow asks for a row.
func (c releasedConn) QueryRow(ctx context.Context, query string, arguments ...any) driver.Row {
	return c.Conn.QueryRow(ctx, c.rewriter.Rewrite(query), arguments...)
}

// Select reads all rows.
func (c releasedConn) Select(ctx context.Context, destination any, query string, arguments ...any) error {
	return c.Conn.Select(ctx, destination, c.rewriter.Rewrite(query), arguments...)
}
