// Command framsyn-bench measures Framsyn on this machine and prints Markdown
// tables: the loader beside ClickHouse's own reader, seconds and memory per step,
// bytes on disk, how good risks and forecasts are beside the best possible, and
// the generator's memory. It is a tool for developers, run by `make bench`;
// docs/bench.md says what each number means.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

func main() {
	clickhouse.RunChildIfAsked()
	clickhouse.RunLocalIfAsked()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run measures what the arguments say; it returns the exit code.
func run(ctx context.Context, arguments []string, stdout, stderr *os.File) int {
	o, err := parseOptions(arguments, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		_, _ = fmt.Fprintln(stderr, "framsyn-bench:", err)
		return 2
	}
	b, err := newBench(o, stdout, stderr)
	if err == nil {
		err = errors.Join(b.all(ctx), b.close())
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "framsyn-bench:", err)
		return 1
	}
	return 0
}
