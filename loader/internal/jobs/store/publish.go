package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	engine "github.com/framsyn/framsyn/sql/clickhouse"
)

// Publish replaces one partition of a model table by rows, in one step: readers
// see the old rows until the new ones are all there. The partition is a ClickHouse
// literal, such as ('need_doubled', '2026-10-16').
func Publish(ctx context.Context, conn driver.Conn, table, partition string, columns []string, rows func(add func(values ...any) error) error) (uint64, error) {
	return PublishParts(ctx, conn, table, []string{partition}, columns, rows)
}

// PublishParts is Publish for rows of several partitions, each of which changes in
// one step.
func PublishParts(ctx context.Context, conn driver.Conn, table string, partitions, columns []string, rows func(add func(values ...any) error) error) (uint64, error) {
	return exchange(ctx, conn, table, partitions, func(twin string) (uint64, error) { return insert(ctx, conn, twin, columns, rows) })
}

// Selection is a query whose rows, under the names of a model table's columns,
// replace partitions of it.
type Selection struct {
	Query      string
	Parameters clickhouse.Parameters
	// Parts are filters on a table that the query reads, at whatever depth: the
	// query runs once for each, so that its memory does not grow with the number of
	// clients. None means once, for all.
	Parts []Part
	// Whole computes from all rows what no part of them can know, such as a rank:
	// expressions AS columns that take the place of the query's.
	Whole string
}

// Part is a condition on the rows of a table.
type Part struct{ Table, Condition string }

// PublishSelect replaces partitions of a model table by what a query returns. Each
// partition changes in one step.
func PublishSelect(ctx context.Context, conn driver.Conn, table string, partitions []string, s Selection) (uint64, error) {
	return exchange(ctx, conn, table, partitions, func(twin string) (uint64, error) {
		parts := s.Parts
		if len(parts) == 0 {
			parts = []Part{{}}
		}
		for _, part := range parts {
			if err := conn.Exec(PartContext(ctx, part, s.Parameters), "INSERT INTO "+twin+" SELECT * FROM ("+s.Query+")"); err != nil {
				return 0, err
			}
		}
		if s.Whole != "" {
			if err := rewrite(ctx, conn, table, twin, "SELECT * REPLACE ("+s.Whole+") FROM "+twin); err != nil {
				return 0, err
			}
		}
		var n uint64
		err := conn.QueryRow(ctx, "SELECT count() FROM "+twin).Scan(&n)
		return n, err
	})
}

// PartContext is a context for a query over a part of a table, which may use much
// memory.
func PartContext(ctx context.Context, part Part, parameters clickhouse.Parameters) context.Context {
	settings := engine.SpillSettings()
	if part.Table != "" {
		settings["additional_table_filters"] = "{" + sqlfs.Literal(part.Table) + ": " + sqlfs.Literal(part.Condition) + "}"
	}
	return clickhouse.Context(ctx, clickhouse.WithParameters(parameters), clickhouse.WithSettings(settings))
}

// rewrite replaces all rows of a table's twin by what a query over it returns.
func rewrite(ctx context.Context, conn driver.Conn, table, twin, query string) (err error) {
	database, name, _ := strings.Cut(table, ".")
	next := sqlfs.Qualified(database, name+"__next")
	if err := conn.Exec(ctx, "CREATE OR REPLACE TABLE "+next+" AS "+twin); err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, conn.Exec(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+next+" SYNC"))
	}()
	if err := conn.Exec(PartContext(ctx, Part{}, nil), "INSERT INTO "+next+" "+query); err != nil {
		return err
	}
	return conn.Exec(ctx, "EXCHANGE TABLES "+twin+" AND "+next)
}

// exchange fills a twin of the table and puts its partitions in the table's place.
func exchange(ctx context.Context, conn driver.Conn, table string, partitions []string, fill func(twin string) (uint64, error)) (n uint64, err error) {
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
	if n, err = fill(twin); err != nil {
		return 0, fmt.Errorf("publish %s: %w", table, err)
	}
	for _, partition := range partitions {
		var rows uint64
		if err := conn.QueryRow(ctx, "SELECT count() FROM "+twin+" WHERE _partition_value = "+tuple(partition)).Scan(&rows); err != nil {
			return 0, fmt.Errorf("publish %s: %w", table, err)
		}
		replace := "ALTER TABLE " + real + " REPLACE PARTITION " + partition + " FROM " + twin
		if rows == 0 {
			replace = "ALTER TABLE " + real + " DROP PARTITION " + partition
		}
		if err := conn.Exec(ctx, replace); err != nil {
			return 0, fmt.Errorf("publish %s: %w", table, err)
		}
	}
	return n, nil
}

// tuple is a partition's literal as a tuple, as _partition_value has it.
func tuple(partition string) string {
	if strings.HasPrefix(partition, "(") {
		return partition
	}
	return "tuple(" + partition + ")"
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
