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

	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// sqlTrace is what is written down of a query on the command line.
type sqlTrace struct {
	reading     *audit.Reading
	conn        driver.Conn
	query       string
	readsPerson bool // it names objects about single clients
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

func beginSQL(conn driver.Conn, query string, plan access.Plan, account clickhouse.Role) (*sqlTrace, error) {
	persons, err := audit.Persons()
	if err != nil {
		return nil, err
	}
	who, err := commandAsker(queries.Role(account), "framsyn sql")
	if err != nil {
		return nil, err
	}
	for _, known := range plan.Accounts {
		if known.Name == string(account) && known.Role != "" {
			who.Role, who.Areas = queries.Role(known.Role), known.Areas
		}
	}
	t := &sqlTrace{reading: audit.Begin(who, audit.SQL, "", time.Now(), persons), conn: conn, query: query}
	t.reading.Raw()
	t.readsPerson = slices.ContainsFunc(queries.Objects(query), func(name string) bool { return persons[name] })
	return t, nil
}

// run runs the query and writes what came of it. Where it may give rows about clients
// there is a row in the log before it is run: what is killed has one, too.
func (t *sqlTrace) run(ctx context.Context, id string, query func() error) error {
	t.reading.Query(id, t.query)
	if t.readsPerson {
		if err := audit.Note(ctx, t.conn, t.reading, audit.Started, "", time.Now()); err != nil {
			return err
		}
		signal.Ignore(syscall.SIGPIPE) // a reader that stops is an error here, not the end: what went out must be logged
	}
	err := query()
	outcome, code := sqlOutcome(err)
	written := audit.Note(context.WithoutCancel(ctx), t.conn, t.reading, outcome, code, time.Now())
	if written != nil && !t.readsPerson { // about no clients: it goes on, and says so
		slog.Warn("the access log has no row of this query", "error", written)
		written = nil
	}
	return errors.Join(err, written)
}

func sqlOutcome(err error) (outcome audit.Outcome, code string) {
	var exception *ch.Exception
	switch {
	case err == nil:
		return audit.OK, ""
	case errors.Is(err, context.Canceled):
		return audit.Cancelled, ""
	case !errors.As(err, &exception):
		return audit.Failed, ""
	case exception.Code == codeAccessDenied || exception.Code == codeReadOnly:
		return audit.Refused, fmt.Sprint(exception.Code)
	}
	return audit.Failed, fmt.Sprint(exception.Code)
}
