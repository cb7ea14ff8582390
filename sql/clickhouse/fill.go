package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// twinSuffix marks the table that is filled before it takes the real one's place.
const twinSuffix = "__twin"

// monthsPerInsert bounds the memory of one statement.
const monthsPerInsert = 12

// Fill runs the INSERT of a derived table as its Load line says, and returns the
// rows written. A table that is replaced by month is filled for the months from
// the one of from to the one of to, both included; for one that is replaced whole
// they do not count. The INSERT of an appended table, if it has one, is run as it
// is: it adds what is missing. Readers see the old rows until the new ones are all there:
// for the table as a whole, or month by month. conn must be the owner's.
func Fill(ctx context.Context, conn driver.Conn, object sqlfs.Object, from, to time.Time) (uint64, error) {
	var written uint64
	var err error
	switch object.Load() {
	case sqlfs.LoadWhole:
		written, err = fillWhole(ctx, conn, object)
	case sqlfs.LoadByMonth:
		written, err = fillByMonth(ctx, conn, object, firstOfMonth(from), firstOfMonth(to))
	case sqlfs.LoadAppended:
		written, err = fillMissing(ctx, conn, object)
	case sqlfs.LoadNone, sqlfs.LoadSeed:
		err = fmt.Errorf("it is not filled from other objects (Load: %s)", object.Header.Load)
	}
	if err != nil {
		return 0, fmt.Errorf("fill %s: %w", object.FullName(), err)
	}
	return written, nil
}

func fillWhole(ctx context.Context, conn driver.Conn, object sqlfs.Object) (written uint64, err error) {
	err = throughTwin(ctx, conn, object, func(twin string) error {
		if err := conn.Exec(insertContext(ctx, nil), object.InsertInto(object.Database, twin)); err != nil {
			return err
		}
		written, err = countRows(ctx, conn, object.Database, twin)
		return err
	})
	return written, err
}

func fillMissing(ctx context.Context, conn driver.Conn, object sqlfs.Object) (uint64, error) {
	if object.Insert == "" {
		return 0, fmt.Errorf("it has no INSERT (Load: %s)", object.Header.Load)
	}
	before, err := countRows(ctx, conn, object.Database, object.Name)
	if err != nil {
		return 0, err
	}
	if err := conn.Exec(insertContext(ctx, nil), object.Insert); err != nil {
		return 0, err
	}
	after, err := countRows(ctx, conn, object.Database, object.Name)
	return after - min(before, after), err
}

// throughTwin makes an empty twin, has it filled, and exchanges the two.
func throughTwin(ctx context.Context, conn driver.Conn, object sqlfs.Object, fill func(twin string) error) error {
	twin := object.Name + twinSuffix
	return withTwin(ctx, conn, object, func() error {
		if err := fill(twin); err != nil {
			return err
		}
		exchange := "EXCHANGE TABLES " + sqlfs.Qualified(object.Database, object.Name) + " AND " + sqlfs.Qualified(object.Database, twin)
		if err := conn.Exec(ctx, exchange); err != nil {
			return fmt.Errorf("exchange with the twin: %w", err)
		}
		return nil
	})
}

// withTwin makes an empty twin and drops it at the end.
func withTwin(ctx context.Context, conn driver.Conn, object sqlfs.Object, use func() error) error {
	twin := sqlfs.Qualified(object.Database, object.Name+twinSuffix)
	drop := func(ctx context.Context) error { return conn.Exec(ctx, "DROP TABLE IF EXISTS "+twin+" SYNC") }
	if err := drop(ctx); err != nil { // left by a run that was killed
		return fmt.Errorf("drop the old twin: %w", err)
	}
	if err := conn.Exec(ctx, "CREATE TABLE "+twin+" AS "+sqlfs.Qualified(object.Database, object.Name)); err != nil {
		return fmt.Errorf("make the twin: %w", err)
	}
	err := use()
	if dropped := drop(context.WithoutCancel(ctx)); dropped != nil {
		err = errors.Join(err, fmt.Errorf("drop the twin: %w", dropped))
	}
	return err
}

func fillByMonth(ctx context.Context, conn driver.Conn, object sqlfs.Object, from, to time.Time) (written uint64, err error) {
	if to.Before(from) {
		return 0, fmt.Errorf("the months go from %s to %s", from.Format(time.DateOnly), to.Format(time.DateOnly))
	}
	err = withTwin(ctx, conn, object, func() error {
		twin := object.Name + twinSuffix
		for begin := from; !begin.After(to); begin = begin.AddDate(0, monthsPerInsert, 0) {
			end := begin.AddDate(0, monthsPerInsert-1, 0)
			if end.After(to) {
				end = to
			}
			parameters := ch.Parameters{"from_month": begin.Format(time.DateOnly), "to_month": end.Format(time.DateOnly)}
			if err := conn.Exec(insertContext(ctx, parameters), object.InsertInto(object.Database, twin)); err != nil {
				return fmt.Errorf("months %s to %s: %w", parameters["from_month"], parameters["to_month"], err)
			}
		}
		var err error
		if written, err = countRows(ctx, conn, object.Database, twin); err != nil {
			return err
		}
		return replaceMonths(ctx, conn, object, from, to)
	})
	return written, err
}

// spillBytes is from where on a statement sorts and groups on disk.
const spillBytes = 1 << 30

// SpillSettings are the settings of a statement that sorts and groups on disk from
// 1 GiB on, so that its memory does not grow with the number of clients.
func SpillSettings() ch.Settings {
	return ch.Settings{"max_bytes_before_external_group_by": spillBytes, "max_bytes_before_external_sort": spillBytes}
}

// insertContext carries the settings of an INSERT … SELECT.
func insertContext(ctx context.Context, parameters ch.Parameters) context.Context {
	settings := SpillSettings()
	settings["max_partitions_per_insert_block"], settings["join_use_nulls"] = 1000, 1
	options := []ch.QueryOption{ch.WithSettings(settings)}
	if parameters != nil {
		options = append(options, ch.WithParameters(parameters))
	}
	return ch.Context(ctx, options...)
}

func countRows(ctx context.Context, conn driver.Conn, database, name string) (uint64, error) {
	var rows uint64
	if err := conn.QueryRow(ctx, "SELECT count() FROM "+sqlfs.Qualified(database, name)).Scan(&rows); err != nil {
		return 0, fmt.Errorf("count rows: %w", err)
	}
	return rows, nil
}

func firstOfMonth(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}
