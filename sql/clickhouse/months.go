package clickhouse

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// replaceMonths puts the twin's partitions of the months into the real table. A
// month without rows in the twin gets none in the real table.
func replaceMonths(ctx context.Context, conn driver.Conn, object sqlfs.Object, from, to time.Time) error {
	table := sqlfs.Qualified(object.Database, object.Name)
	twin := sqlfs.Qualified(object.Database, object.Name+twinSuffix)
	fresh, err := partitions(ctx, conn, object.Database, object.Name+twinSuffix)
	if err != nil {
		return err
	}
	old, err := partitions(ctx, conn, object.Database, object.Name)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for month := from; !month.After(to); month = month.AddDate(0, 1, 0) {
		wanted[month.Format("200601")] = true
	}
	for _, id := range slices.Sorted(maps.Keys(fresh)) {
		if !wanted[monthOf(id)] {
			return fmt.Errorf("the INSERT wrote rows of partition %s, outside of the months asked for;"+
				" partitions must be by toYYYYMM of a month between from_month and to_month", id)
		}
		if err := conn.Exec(ctx, "ALTER TABLE "+table+" REPLACE PARTITION ID "+sqlfs.Literal(id)+" FROM "+twin); err != nil {
			return fmt.Errorf("replace month %s: %w", id, err)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		if !wanted[monthOf(id)] || fresh[id] {
			continue
		}
		if err := conn.Exec(ctx, "ALTER TABLE "+table+" DROP PARTITION ID "+sqlfs.Literal(id)); err != nil {
			return fmt.Errorf("empty month %s: %w", id, err)
		}
	}
	return nil
}

// monthOf gives YYYYMM of a partition by month: PARTITION BY toYYYYMM(month) has
// the identifier 202601, PARTITION BY month 20260101.
func monthOf(id string) string {
	if len(id) == len("20260101") {
		return id[:len("202601")]
	}
	return id
}

// partitions returns the identifiers of the partitions that have rows.
func partitions(ctx context.Context, conn driver.Conn, database, name string) (map[string]bool, error) {
	rows, err := conn.Query(ctx, "SELECT DISTINCT partition_id FROM system.parts WHERE active AND rows > 0 AND database = "+
		sqlfs.Literal(database)+" AND table = "+sqlfs.Literal(name))
	if err != nil {
		return nil, fmt.Errorf("list partitions: %w", err)
	}
	defer func() { _ = rows.Close() }()
	found := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("list partitions: %w", err)
		}
		found[id] = true
	}
	return found, rows.Err()
}
