package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// loadStep is a call of `framsyn load`.
type loadStep struct {
	name   string // in the table
	source string
	files  []monthFile
}

// lines is the number of rows in the files.
func (s loadStep) lines() (n int) {
	for _, f := range s.files {
		n += f.lines
	}
	return n
}

func (s loadStep) bytes() (n int64) {
	for _, f := range s.files {
		n += f.bytes
	}
	return n
}

// loadUsage is what a step took of the loader.
type loadUsage struct {
	usage             // seconds as the loader reports them, without the start of program and engine; processor time of the program
	engineCPU float64 // processor time of the engine meanwhile, seconds
}

// loadAll loads the files of each step, one call of the program a step, into a new
// database, and says what each step took. Rejected lines go to reject, by path.
func (b *bench) loadAll(ctx context.Context, steps []loadStep, reject func(path string, lines map[int]bool)) (used []loadUsage, err error) {
	dir, err := os.MkdirTemp(b.dir, "loader-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the whole folder goes at the end
	quiet := slog.New(slog.DiscardHandler)
	session, err := clickhouse.Ensure(ctx, dir, clickhouse.Options{Logger: quiet})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	owner, err := session.Connect(ctx, clickhouse.Owner)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, owner.Close()) }()
	if _, err := clickhouse.Apply(ctx, owner, clickhouse.ApplyOptions{AppVersion: "bench", Logger: quiet}); err != nil {
		return nil, err
	}
	for _, s := range steps {
		engine := cpuSeconds(session.EnginePID())
		u, report, err := b.load(ctx, dir, s)
		if err != nil {
			return nil, err
		}
		used = append(used, loadUsage{usage: u, engineCPU: cpuSeconds(session.EnginePID()) - engine})
		for _, f := range report.Files {
			if f.Rejected == 0 {
				continue
			}
			lines, err := rejectedLines(ctx, owner, f.BatchID)
			if err != nil {
				return nil, err
			}
			reject(filepath.Join(filepath.Dir(s.files[0].path), f.Name), lines)
		}
	}
	return used, nil
}

// load runs `framsyn load` with the files of a step.
func (b *bench) load(ctx context.Context, dir string, s loadStep) (usage, load.Report, error) {
	arguments := []string{"load", "--json", "--log-level", "warn", "--data", dir}
	for _, f := range s.files {
		arguments = append(arguments, f.path)
	}
	var stdout bytes.Buffer
	u, err := measure(ctx, &stdout, b.framsyn, arguments...)
	if err != nil {
		return u, load.Report{}, err
	}
	var report load.Report
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		return u, report, fmt.Errorf("read the loader's report: %w", err)
	}
	if report.Delivered != uint64(s.lines()) || len(report.Files) != len(s.files) {
		return u, report, fmt.Errorf("the loader read %d rows of %d files; %d rows of %d were there", report.Delivered, len(report.Files), s.lines(), len(s.files))
	}
	u.seconds = report.Seconds
	return u, report, nil
}
