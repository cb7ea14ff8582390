package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"os/user"
	"slices"
	"syscall"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// trace is what the access log is told of a command that may show single clients.
type trace struct {
	reading   *audit.Reading
	log       driver.Conn // that writes it
	persons   map[string]bool
	isStarted bool // there is a row that says so
}

// commandAsker is who runs a command: the login of the system, on this machine.
func commandAsker(role queries.Role, page string) (audit.Asker, error) {
	login, err := user.Current()
	if err != nil {
		return audit.Asker{}, fmt.Errorf("the login of the system cannot be read: %w", err)
	}
	host, _ := os.Hostname() // empty where it has none
	return audit.Asker{Login: login.Username, Role: role, Account: role, Address: host, Page: page}, nil
}

func newTrace(log driver.Conn, who audit.Asker, surface audit.Surface) (*trace, error) {
	persons, err := audit.Persons()
	if err != nil {
		return nil, err
	}
	return &trace{reading: audit.Begin(who, surface, "", time.Now(), persons), log: log, persons: persons}, nil
}

// readsPersons tells whether a query names objects about single clients.
func (t *trace) readsPersons(query string) bool {
	return slices.ContainsFunc(queries.Objects(query), func(name string) bool { return t.persons[name] })
}

// ask is told of a query before it is run. Before the first that may give rows about
// clients there is a row in the log: what is killed has one, too.
func (t *trace) ask(ctx context.Context, id, query string) error {
	t.reading.Query(id, query)
	if t.isStarted || !t.readsPersons(query) {
		return nil
	}
	if err := audit.Note(ctx, t.log, t.reading, audit.Started, "", time.Now()); err != nil {
		return err
	}
	t.isStarted = true
	signal.Ignore(syscall.SIGPIPE) // a reader that stops is an error here, not the end: what went out must be logged
	return nil
}

// end writes what came of it, and returns that with what went wrong before.
func (t *trace) end(ctx context.Context, err error) error {
	if errors.Is(err, audit.ErrUnwritten) && !t.isStarted {
		return err // nothing was read
	}
	outcome, code := sqlOutcome(err)
	written := audit.Note(context.WithoutCancel(ctx), t.log, t.reading, outcome, code, time.Now())
	if written != nil && !t.isStarted { // about no clients: it goes on, and says so
		slog.Warn("the access log has no row of this query", "error", written)
		written = nil
	}
	return errors.Join(err, written)
}

// traced calls use with a connection whose queries and rows the access log is told of,
// as of a command.
func traced(command *cobra.Command, log, conn driver.Conn, as queries.Role, surface audit.Surface, use func(driver.Conn, *audit.Reading) error) error {
	who, err := commandAsker(as, command.CommandPath())
	if err != nil {
		return err
	}
	t, err := newTrace(log, who, surface)
	if err != nil {
		return err
	}
	return t.end(command.Context(), use(tracedConn{Conn: conn, trace: t}, t.reading))
}

// tracedConn is a connection that tells what is asked on it.
type tracedConn struct {
	driver.Conn

	trace *trace
}

// Query tells of a query and of its rows, where they may be about clients.
func (c tracedConn) Query(ctx context.Context, query string, arguments ...any) (driver.Rows, error) {
	id := uuid.NewString()
	if err := c.trace.ask(ctx, id, query); err != nil {
		return nil, err
	}
	rows, err := c.Conn.Query(ch.Context(ctx, ch.WithQueryID(id)), query, arguments...)
	if err != nil || !c.trace.readsPersons(query) {
		return rows, err
	}
	return c.trace.reading.Watch(rows), nil
}

// QueryRow tells of a query. What its row says of clients is for the caller to tell.
func (c tracedConn) QueryRow(ctx context.Context, query string, arguments ...any) driver.Row {
	id := uuid.NewString()
	if err := c.trace.ask(ctx, id, query); err != nil {
		return unreadRow{err}
	}
	return c.Conn.QueryRow(ch.Context(ctx, ch.WithQueryID(id)), query, arguments...)
}

// Select tells of a query, as QueryRow does.
func (c tracedConn) Select(ctx context.Context, destination any, query string, arguments ...any) error {
	id := uuid.NewString()
	if err := c.trace.ask(ctx, id, query); err != nil {
		return err
	}
	return c.Conn.Select(ch.Context(ctx, ch.WithQueryID(id)), destination, query, arguments...)
}

// unreadRow is the row of a query that was not run.
type unreadRow struct{ err error }

// Err tells why it was not.
func (r unreadRow) Err() error { return r.err }

// Scan tells why it was not.
func (r unreadRow) Scan(...any) error { return r.err }

// ScanStruct tells why it was not.
func (r unreadRow) ScanStruct(any) error { return r.err }
