package up

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// inboxOf is the folder that deliveries are put in.
func inboxOf(o Options) string {
	if o.Inbox != "" {
		return o.Inbox
	}
	return filepath.Join(o.DataDir, "inbox")
}

// madeUp is the folder of the made-up municipality's deliveries.
func madeUp(o Options) string { return filepath.Join(o.DataDir, "made-up") }

// applySchema brings the database to this program's schema.
func applySchema(ctx context.Context, conn driver.Conn, o Options) error {
	applied, err := clickhouse.Apply(ctx, conn, clickhouse.ApplyOptions{AppVersion: o.Version, Logger: o.Log})
	if err == nil && len(applied.Changes) > 0 {
		o.Log.Info("schema applied", "objects", applied.Objects, "changes", len(applied.Changes))
	}
	return err
}

// isMadeUp says whether the made-up municipality's files are there: then a load
// that was interrupted is finished.
func isMadeUp(o Options) bool {
	_, err := os.Stat(madeUp(o))
	return err == nil
}

// isLoaded says whether all of them have been loaded.
func isLoaded(o Options) (bool, error) {
	_, err := os.Stat(madeUp(o) + ".loaded")
	if err == nil || errors.Is(err, os.ErrNotExist) {
		return err == nil, nil
	}
	return false, fmt.Errorf("look for the made-up municipality: %w", err)
}

func markLoaded(o Options) error {
	if err := os.WriteFile(madeUp(o)+".loaded", nil, 0o600); err != nil {
		return fmt.Errorf("note that the made-up municipality is loaded: %w", err)
	}
	return nil
}

// generateMadeUp writes the made-up municipality's files, unless they are there.
// The folder takes its name when it is whole.
func generateMadeUp(ctx context.Context, o Options) error {
	if isMadeUp(o) {
		return nil
	}
	partial := madeUp(o) + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return fmt.Errorf("make up a municipality: %w", err)
	}
	made := generate.Options{Clients: o.Clients, Months: o.Months, Seed: o.Seed, Shocks: o.Shocks, Out: partial}
	if _, err := generate.Run(ctx, made); err != nil {
		return fmt.Errorf("make up a municipality: %w", err)
	}
	if err := os.Rename(partial, madeUp(o)); err != nil {
		return fmt.Errorf("make up a municipality: %w", err)
	}
	return nil
}

// loadOptions are how deliveries are loaded.
func loadOptions(conn driver.Conn, o Options, paths ...string) load.Options {
	return load.Options{
		Conn: conn, DataDir: o.DataDir, Paths: paths, Now: o.Clock, Log: o.Log, Progress: o.Progress, AppVersion: o.Version,
	}
}

// runner runs the jobs, with the load job that empties the inbox before them.
func runner(owner, loader, reader driver.Conn, o Options, observe job.Observer) (*job.Runner, error) {
	set, err := jobs.Set()
	if err != nil {
		return nil, err
	}
	hash, err := jobs.DefinitionHash()
	if err != nil {
		return nil, err
	}
	set = append(job.Set{loadJob(loader, o)}, set...)
	_, members, err := clickhouse.ReadAccess(o.DataDir, nil)
	if err != nil {
		return nil, err
	}
	return &job.Runner{
		SmallCells: members.SmallCells, Jobs: set, Conn: owner, Reader: reader, LockDir: filepath.Join(o.DataDir, "locks"), Clock: o.Clock, Log: o.Log, Version: o.Version, DefinitionHash: hash, Observe: observe,
	}, set.Validate()
}

// loadJob loads what has arrived in the inbox.
func loadJob(conn driver.Conn, o Options) job.Job {
	return job.Job{
		Name: "load", Title: "deliveries in the inbox to raw tables", Wakes: []string{"transform"},
		Run: func(ctx context.Context, _ job.Input) (job.Result, error) {
			inbox := load.Inbox{Dir: inboxOf(o), Options: loadOptions(conn, o)}
			report, err := inbox.Once(ctx)
			return job.Result{RowsIn: report.Delivered, RowsOut: report.Loaded + report.Replaced}, err
		},
	}
}

// asOf is the as-of date of the newest delivered month; today while nothing is
// delivered.
func asOf(conn driver.Conn, clock func() time.Time) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (time.Time, error) {
		newest, ok, err := store.NewestAsOf(ctx, conn)
		if err == nil && !ok {
			now := clock().UTC()
			newest = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
		}
		return newest, err
	}
}

func countRows(ctx context.Context, conn driver.Conn, table string) (n uint64, err error) {
	if err = conn.QueryRow(ctx, "SELECT count() FROM "+table).Scan(&n); err != nil {
		return 0, fmt.Errorf("count %s: %w", table, err)
	}
	return n, nil
}
