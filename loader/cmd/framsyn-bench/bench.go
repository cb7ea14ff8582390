package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
)

// bench is a run of the tool.
type bench struct {
	options
	out  io.Writer // of the tables
	log  *slog.Logger
	dir  string // to work in
	errs []error
}

func newBench(o options, out, stderr io.Writer) (*bench, error) {
	b := &bench{options: o, out: out, log: slog.New(slog.NewTextHandler(stderr, nil))}
	var err error
	if b.framsyn, err = filepath.Abs(o.framsyn); err != nil {
		return nil, err
	}
	if _, err := os.Stat(b.framsyn); err != nil {
		return nil, fmt.Errorf("the program to measure: %w; run make build", err)
	}
	if o.work == "" {
		b.dir, err = os.MkdirTemp("", "framsyn-bench-")
		return b, err
	}
	// A folder of its own, so that nothing else there is deleted at the end.
	b.dir = filepath.Join(o.work, "framsyn-bench-"+time.Now().Format("20060102-150405"))
	return b, os.MkdirAll(b.dir, 0o700)
}

// close takes the working folder away.
func (b *bench) close() error {
	if b.keep {
		b.log.Info("kept", "folder", b.dir)
		return nil
	}
	return os.RemoveAll(b.dir)
}

// all measures everything. A part that fails is reported at the end; the others go on.
func (b *bench) all(ctx context.Context) error {
	if b.profile != "" {
		return b.profileLoader(ctx)
	}
	b.part(ctx, "machine", b.machine)
	if b.overheadData != "" {
		b.part(ctx, "overhead", b.overhead)
		return errors.Join(b.errs...)
	}
	b.part(ctx, "loader", b.loader)
	for _, s := range b.sizes {
		b.whole(ctx, s)
	}
	if b.taskRuns > 0 {
		b.part(ctx, "tasks", b.tasks)
	}
	b.part(ctx, "series", b.series)
	if b.studySeeds > 0 {
		b.part(ctx, "forecasts of several municipalities", b.study)
	}
	if b.modelRows > 0 {
		b.part(ctx, "model", b.modelMemory)
	}
	if b.generatorClients > 0 {
		b.part(ctx, "generator", b.generator)
	}
	return errors.Join(b.errs...)
}

// part measures one thing.
func (b *bench) part(ctx context.Context, name string, measure func(context.Context) error) {
	if ctx.Err() != nil {
		b.errs = []error{ctx.Err()}
		return
	}
	b.log.Info("measure", "what", name)
	if err := measure(ctx); err != nil {
		b.log.Error("not measured", "what", name, "reason", err)
		b.errs = append(b.errs, fmt.Errorf("%s: %w", name, err))
	}
}

// generated is the folder of a made-up municipality's files, made at first use.
func (b *bench) generated(ctx context.Context, s size) (string, error) {
	dir := filepath.Join(b.dir, fmt.Sprintf("files-%dx%d", s.clients, s.months))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	b.log.Info("generate", "size", s)
	_, err := generate.Run(ctx, generate.Options{Clients: s.clients, Months: s.months, Out: dir})
	return dir, err
}
