package store

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// daysUntilDue is when the files of a month are due: on the 16th of the next, the
// day after the SoL register's deadline (HSLF-FS 2016:86).
const daysUntilDue = 16

// FirstOfMonth returns the first day of a day's month, UTC.
func FirstOfMonth(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// AddMonths adds months to a first day of a month.
func AddMonths(month time.Time, n int) time.Time { return month.AddDate(0, n, 0) }

// MonthsBetween returns how many months b comes after a.
func MonthsBetween(a, b time.Time) int {
	return 12*(b.Year()-a.Year()) + int(b.Month()) - int(a.Month())
}

// AsOfOf is the day on which a month's files are due.
func AsOfOf(month time.Time) time.Time {
	return AddMonths(FirstOfMonth(month), 1).AddDate(0, 0, daysUntilDue-1)
}

// LandmarkOf is the newest month whose files were due by a day.
func LandmarkOf(asOf time.Time) time.Time {
	return AddMonths(FirstOfMonth(asOf.AddDate(0, 0, 1-daysUntilDue)), -1)
}

// NewestAsOf is the as-of date of the newest month whose file of ongoing
// decisions has been delivered; ok is false when none has.
func NewestAsOf(ctx context.Context, conn driver.Conn) (asOf time.Time, ok bool, err error) {
	var month time.Time
	var rows uint64
	err = conn.QueryRow(ctx, `SELECT max(month), count() FROM raw.sol_decisions
		WHERE register_part = 'ongoing' AND batch_id IN (SELECT batch_id FROM ops.current_batches)`).Scan(&month, &rows)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("find the newest month: %w", err)
	}
	return AsOfOf(month), rows > 0, nil
}
