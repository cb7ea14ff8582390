package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"

	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// profileLoader loads the largest month file into a new database in this process,
// under a CPU profile: what the program itself does, the engine's work apart.
func (b *bench) profileLoader(ctx context.Context) (err error) {
	steps, err := b.largeSteps(ctx)
	if err != nil {
		return err
	}
	dir, quiet := filepath.Join(b.dir, "profiled"), slog.New(slog.DiscardHandler)
	session, err := clickhouse.Ensure(ctx, dir, clickhouse.Options{Logger: quiet})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	owner, err := session.Connect(ctx, clickhouse.Owner)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, owner.Close()) }()
	if _, err := clickhouse.Apply(ctx, owner, clickhouse.ApplyOptions{AppVersion: "bench", Logger: quiet}); err != nil {
		return err
	}
	loader, err := session.Connect(ctx, clickhouse.Loader)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, loader.Close()) }()
	file, err := os.Create(b.profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	report, err := load.Run(ctx, load.Options{Conn: loader, DataDir: dir, Paths: []string{steps[0].files[0].path}, Now: time.Now, Log: quiet, AppVersion: "bench"})
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(b.out, "%s rows in %.2f s; go tool pprof -top %s\n", grouped(report.Delivered), report.Seconds, b.profile)
	return err
}
