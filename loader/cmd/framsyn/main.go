// Command framsyn is the one program of Framsyn: it runs the database, loads what
// is delivered, and works on it. `framsyn help` lists its verbs.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

func main() {
	clickhouse.RunChildIfAsked()
	signal.Ignore(syscall.SIGPIPE) // a reader that has seen enough (| head) must not kill the engine of the call
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
