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

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/up"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// whole brings a made-up municipality up, twice, and measures what came of it.
func (b *bench) whole(ctx context.Context, s size) {
	dir := filepath.Join(b.dir, fmt.Sprintf("up-%dx%d", s.clients, s.months))
	errorsBefore := len(b.errs)
	b.part(ctx, "steps of "+s.String(), func(ctx context.Context) error { return b.steps(ctx, s, dir) })
	if len(b.errs) > errorsBefore {
		return // nothing to look into
	}
	b.part(ctx, "results of "+s.String(), func(ctx context.Context) (err error) {
		session, err := clickhouse.Ensure(ctx, dir, clickhouse.Options{Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, session.Close()) }()
		conn, err := session.Connect(ctx, clickhouse.Owner)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, conn.Close()) }()
		b.part(ctx, "bytes", func(ctx context.Context) error { return b.bytes(ctx, conn, s) })
		b.part(ctx, "risk", func(ctx context.Context) error { return b.risk(ctx, conn, s, dir) })
		if b.riskRuns > 0 {
			b.part(ctx, "risk beside XGBoost", func(ctx context.Context) error { return b.riskPeers(ctx, conn, s) })
		}
		b.part(ctx, "forecast", func(ctx context.Context) error { return b.forecast(ctx, conn, s) })
		return nil
	})
	if !b.keep {
		if err := os.RemoveAll(dir); err != nil {
			b.errs = append(b.errs, err)
		}
	}
}

// steps measures the steps of `framsyn up --once`, from nothing and again.
func (b *bench) steps(ctx context.Context, s size, dir string) error {
	first, cold, err := b.up(ctx, s, dir)
	if err != nil {
		return err
	}
	second, warm, err := b.up(ctx, s, dir)
	if err != nil {
		return err
	}
	t := &table{
		title: "Seconds and memory per step: " + s.String(),
		head:  []string{"step of `framsyn up --once`", "first, s", "again, s", "first, peak so far, MiB", "again, peak so far, MiB"},
		notes: []string{
			fmt.Sprintf("One run each. First: from an empty folder, %s rows delivered. Again: the same command with nothing new.", grouped(first.Load.Delivered)),
			"Memory: peaks of program and engine added up; a step's is the greatest so far. The step load includes generate. The engine may take half of the machine's memory.",
		},
	}
	// In the order in which up does them.
	for _, step := range []string{"engine", "schema", "generate", "load", "transform", "features", "fit", "score", "forecast", "potential", "follow_up", "monitor", "total"} {
		if _, ok := first.Seconds[step]; !ok {
			continue
		}
		t.add(step, stepSeconds(first, step), stepSeconds(second, step), stepPeak(first, step), stepPeak(second, step))
	}
	t.add("whole process", fixed(cold.seconds, 1), fixed(warm.seconds, 1), mebibytes(first.PeakMemory), mebibytes(second.PeakMemory))
	return t.print(b.out)
}

func stepSeconds(s up.Summary, step string) string {
	if seconds, ok := s.Seconds[step]; ok {
		return fixed(seconds, 2)
	}
	return "–"
}

func stepPeak(s up.Summary, step string) string {
	if peak, ok := s.Peaks[step]; ok {
		return mebibytes(peak)
	}
	return "–"
}

// up runs `framsyn up --once` and reads its summary.
func (b *bench) up(ctx context.Context, s size, dir string) (up.Summary, usage, error) {
	var stdout bytes.Buffer
	var summary up.Summary
	u, err := measure(ctx, &stdout, b.framsyn, "up", "--once", "--json", "--log-level", "warn", "--data", dir,
		"--clients", fmt.Sprint(s.clients), "--months", fmt.Sprint(s.months), "--seed", fmt.Sprint(generate.DefaultSeed))
	if err != nil {
		return summary, u, err
	}
	if err := json.Unmarshal(stdout.Bytes(), &summary); err != nil {
		return summary, u, fmt.Errorf("read the summary of framsyn up: %w", err)
	}
	return summary, u, nil
}

// bytes measures the room that the tables take.
func (b *bench) bytes(ctx context.Context, conn driver.Conn, s size) error {
	var clientMonths uint64
	if err := conn.QueryRow(ctx, "SELECT count() FROM mart.client_months").Scan(&clientMonths); err != nil {
		return err
	}
	if clientMonths == 0 {
		return errors.New("mart.client_months is empty")
	}
	t := &table{
		title: "Bytes on disk: " + s.String(),
		head:  []string{"database", "rows", "bytes", "bytes per client-month"},
		notes: []string{
			fmt.Sprintf("Active parts (system.parts), compressed, with indexes, divided by the %s rows of mart.client_months.", grouped(clientMonths)),
			"A row of that table is a client and month in care, gaps filled; the engine's own system tables are not counted.",
		},
	}
	var rows, size uint64
	add := func(name string, rows, size uint64) {
		t.add(name, grouped(rows), grouped(size), fixed(float64(size)/float64(clientMonths), 1))
	}
	err := clickhouse.Each(ctx, conn, `SELECT database, sum(rows), sum(bytes_on_disk) FROM system.parts
		WHERE active AND database IN ('raw', 'core', 'mart', 'model', 'ops', 'vault') GROUP BY database ORDER BY sum(bytes_on_disk) DESC`, nil,
		func(row driver.Rows) error {
			var name string
			var r, n uint64
			err := row.Scan(&name, &r, &n)
			rows, size = rows+r, size+n
			add(name, r, n)
			return err
		})
	if err != nil {
		return fmt.Errorf("read system.parts: %w", err)
	}
	add("all", rows, size)
	return t.print(b.out)
}
