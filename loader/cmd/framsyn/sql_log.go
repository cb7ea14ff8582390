package main

import (
	"context"
	"errors"
	"fmt"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// beginSQL begins the trace of somebody's own SQL as an account.
func beginSQL(log driver.Conn, plan access.Plan, account clickhouse.Role) (*trace, error) {
	who, err := commandAsker(queries.Role(account), "framsyn sql")
	if err != nil {
		return nil, err
	}
	for _, known := range plan.Accounts {
		if known.Name == string(account) && known.Role != "" {
			who.Role, who.Areas = queries.Role(known.Role), known.Areas
		}
	}
	t, err := newTrace(log, who, audit.SQL)
	if err != nil {
		return nil, err
	}
	t.reading.Raw()
	return t, nil
}

// run runs a query and writes what came of it.
func (t *trace) run(ctx context.Context, id, text string, query func() error) error {
	if err := t.ask(ctx, id, text); err != nil {
		return err
	}
	return t.end(ctx, query())
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
