package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// publish replaces one partition of a model table by rows, in one step: readers
// see the old rows until the new ones are all there. The partition is a ClickHouse
// literal, such as ('need_doubled', '2026-10-16').
func publish(ctx context.Context, conn driver.Conn, table, partition string, columns []string, rows func(add func(values ...any) error) error) (n uint64, err error) {
	database, name, _ := strings.Cut(table, ".")
	real, twin := sqlfs.Qualified(database, name), sqlfs.Qualified(database, name+"__twin")
	drop := func(ctx context.Context) error { return conn.Exec(ctx, "DROP TABLE IF EXISTS "+twin+" SYNC") }
	if err := drop(ctx); err != nil { // left by a run that was killed
		return 0, fmt.Errorf("publish %s: %w", table, err)
	}
	if err := conn.Exec(ctx, "CREATE TABLE "+twin+" AS "+real); err != nil {
		return 0, fmt.Errorf("publish %s: %w", table, err)
	}
	defer func() { err = errors.Join(err, drop(context.WithoutCancel(ctx))) }()
	if n, err = insert(ctx, conn, twin, columns, rows); err != nil {
		return 0, fmt.Errorf("publish %s: %w", table, err)
	}
	replace := "ALTER TABLE " + real + " REPLACE PARTITION " + partition + " FROM " + twin
	if n == 0 {
		replace = "ALTER TABLE " + real + " DROP PARTITION " + partition
	}
	if err := conn.Exec(ctx, replace); err != nil {
		return 0, fmt.Errorf("publish %s: %w", table, err)
	}
	return n, nil
}

// rowsPerBlock bounds the memory of an insert.
const rowsPerBlock = 100_000

func insert(ctx context.Context, conn driver.Conn, table string, columns []string, rows func(add func(values ...any) error) error) (n uint64, err error) {
	query := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ")"
	batch, err := conn.PrepareBatch(ctx, query)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, batch.Close()) }()
	add := func(values ...any) error {
		if err := batch.Append(values...); err != nil {
			return err
		}
		if n++; n%rowsPerBlock == 0 {
			return batch.Flush()
		}
		return nil
	}
	if err := rows(add); err != nil {
		return 0, err
	}
	return n, batch.Send()
}
