package job

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// exclusionsChanged tells whether a decision on who is left out was written, or began
// or ended to hold, since a job's last good run: what it fills then has other clients.
func exclusionsChanged(ctx context.Context, conn driver.Conn, name string) (bool, error) {
	var n uint64
	err := conn.QueryRow(ctx, `SELECT count() FROM core.exclusions
		CROSS JOIN (SELECT max(started_at) AS last_at FROM ops.job_runs WHERE job = ? AND status = 'ok') AS runs
		WHERE written_at > last_at OR from_date > toDate(last_at, 'Europe/Stockholm') AND from_date <= toDate(now('Europe/Stockholm'))
			OR until_date > toDate(last_at, 'Europe/Stockholm') AND until_date <= toDate(now('Europe/Stockholm'))`, name).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("read core.exclusions: %w", err)
	}
	return n > 0, nil
}
