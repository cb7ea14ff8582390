package load

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// batchTables lists every table that a batch may have rows in before its commit.
func batchTables() ([]string, error) {
	objects, err := sqlfs.Objects()
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	tables := []string{"ops.load_rejects", "vault.identities", "vault.rejected_rows"}
	for _, o := range objects {
		if o.Database == "raw" && o.Kind == sqlfs.Table {
			tables = append(tables, o.FullName())
		}
	}
	return tables, nil
}

// repair deletes the rows of batches without a commit, which a killed loader left. It
// looks again until there are none: an insert of the killed loader may have been ending.
func (r *run) repair(ctx context.Context) error {
	for {
		found, err := r.sweep(ctx)
		if err != nil || !found {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// sweep deletes the rows of batches without a commit once, and says whether there were any.
func (r *run) sweep(ctx context.Context) (found bool, err error) {
	tables, err := batchTables()
	if err != nil {
		return false, err
	}
	for _, t := range tables {
		var left []uint64
		query := "SELECT DISTINCT batch_id FROM " + t + " WHERE batch_id NOT IN (SELECT batch_id FROM ops.load_batches)"
		err := each(ctx, r.conn, query, func(scan func(...any) error) error {
			var id uint64
			defer func() { left = append(left, id) }()
			return scan(&id)
		})
		if err != nil {
			return found, fmt.Errorf("look for interrupted batches in %s: %w", t, err)
		}
		if len(left) == 0 {
			continue
		}
		r.log.Info("delete rows of interrupted batches", "table", t, "batches", len(left))
		if err := deleteBatches(ctx, r.conn, t, left); err != nil {
			return found, err
		}
		found = true
	}
	return found, nil
}

// deleteBatches deletes the rows of batches from a table, and waits for it. Rows that
// come later under the same batch_id are not touched.
func deleteBatches(ctx context.Context, conn driver.Conn, table string, batches []uint64) error {
	ids := strings.Trim(strings.ReplaceAll(fmt.Sprint(batches), " ", ","), "[]")
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"mutations_sync": 2}))
	if err := conn.Exec(ctx, "ALTER TABLE "+table+" DELETE WHERE batch_id IN ("+ids+")"); err != nil {
		return fmt.Errorf("delete interrupted batches from %s: %w", table, err)
	}
	return nil
}

// forget deletes all that a batch wrote before it stopped.
func (r *run) forget(ctx context.Context, batch uint64) error {
	tables, err := batchTables()
	if err != nil {
		return err
	}
	for _, t := range tables {
		var n uint64
		if err := r.conn.QueryRow(ctx, fmt.Sprintf("SELECT count() FROM %s WHERE batch_id = %d", t, batch)).Scan(&n); err != nil {
			return fmt.Errorf("look for rows of the stopped batch in %s: %w", t, err)
		}
		if n == 0 {
			continue
		}
		if err := deleteBatches(ctx, r.conn, t, []uint64{batch}); err != nil {
			return err
		}
	}
	return nil
}
