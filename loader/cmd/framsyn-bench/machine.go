package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// machine prints what the numbers were measured on.
func (b *bench) machine(ctx context.Context) error {
	var version bytes.Buffer
	if _, err := measure(ctx, &version, b.framsyn, "--version"); err != nil {
		return err
	}
	engine, err := b.engineVersion(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(b.out, "# Measured %s\n\n%d cores (%s), %s MiB memory, %s/%s; %s, ClickHouse %s, %s. Load of the machine before: %s.\n\n",
		time.Now().Format(time.DateOnly), runtime.NumCPU(), field("/proc/cpuinfo", "model name"), memory(), runtime.GOOS, runtime.GOARCH,
		strings.TrimSpace(version.String()), engine, runtime.Version(), loadBefore())
	return err
}

// engineVersion asks the engine library for its version.
func (b *bench) engineVersion(ctx context.Context) (string, error) {
	into := filepath.Join(b.dir, "version.tsv")
	command, err := clickhouse.LocalCommand(ctx, "", "--path", filepath.Join(b.dir, "version"),
		"--query", "SELECT version() INTO OUTFILE '"+into+"'")
	if err != nil {
		return "", err
	}
	if text, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the engine's version: %w: %s", err, text)
	}
	text, err := os.ReadFile(into)
	return strings.TrimSpace(string(text)), err
}

// field is the first value of a field in a file of lines "name : value"; empty
// where the system does not say.
func field(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// memory is the machine's memory, MiB.
func memory() string { return mebibytes(kilobytes(field("/proc/meminfo", "MemTotal"))) }

// kilobytes reads "N kB" as bytes; 0 for anything else.
func kilobytes(text string) uint64 {
	var n uint64
	if _, err := fmt.Sscanf(text, "%d kB", &n); err != nil {
		return 0
	}
	return n << 10
}

// loadBefore is the mean number of running processes over the last minute: on a
// machine that does something else, above a few tenths, the numbers say little.
func loadBefore() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
