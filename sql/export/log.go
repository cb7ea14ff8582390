package export

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

// The states of an export in ops.export_log.
const (
	StateStarted  = "started"  // the first byte may go out
	StateFinished = "finished" // all of it has been written
	StateBroken   = "broken"   // what had been written is not all of it
)

// ofClients says whether rows about single clients are exported.
func (r Request) ofClients() bool {
	return r.What == Selection || r.Statement != nil && r.Statement.OfClients
}

// entry is the row of ops.access_log of an export as it stands.
func entry(r Request, result Result) audit.Entry {
	e := audit.Entry{
		Asker: audit.Asker{Login: r.User, Role: queries.Role(r.role()), Account: r.Account, Areas: r.OwnAreas, Address: r.Address, Page: r.Page},
		ID:    uuid.New(), At: r.At, Purpose: result.Purpose, Surface: audit.Export, Request: string(r.What), QueryID: result.QueryID, QueryHash: result.QueryHash,
		Objects: result.Objects, Rows: result.Rows, Clients: result.Clients, Outcome: audit.OK,
	}
	if r.Statement != nil {
		e.Request = r.Statement.Name
	}
	return e
}

// announce says in ops.access_log that clients are about to go out; the error is
// [audit.ErrUnwritten] where that cannot be written, and then nothing may.
func announce(ctx context.Context, conn driver.Conn, r Request, result Result) error {
	e := entry(r, result)
	e.Outcome = audit.Started
	if err := audit.Write(ctx, conn, e); err != nil {
		return fmt.Errorf("%w: %w", audit.ErrUnwritten, err)
	}
	return nil
}

// record writes the rows of an export that is over, in ops.access_log and
// ops.export_log.
func record(ctx context.Context, conn driver.Conn, r Request, result Result, state string) error {
	e := entry(r, result)
	if state != StateFinished {
		e.Outcome, e.Fault = audit.Failed, state
	}
	e.Tell(result.clients, audit.DefaultMaxClients)
	if err := audit.Write(ctx, conn, e); err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	return recordState(ctx, conn, r, result, state)
}

// recordState writes how far an export has come.
func recordState(ctx context.Context, conn driver.Conn, r Request, result Result, state string) error {
	err := insert(ctx, conn, `INSERT INTO ops.export_log
		(export_id, state, exported_at, user_name, role, object, filter, purpose, format, file_name, n_rows, n_clients, n_bytes, run_id, query_hash)`,
		result.ID, state, r.At.UTC(), r.User, r.role(), string(r.What), masked(result.Filter), masked(result.Purpose), string(r.Format), r.FileName,
		result.Rows, result.Clients, result.Bytes, result.RunID, result.QueryHash)
	if err != nil {
		return fmt.Errorf("write ops.export_log: %w", err)
	}
	return nil
}

// masked is a text without identity numbers.
func masked(text string) string {
	text, _ = identity.Mask(text)
	return text
}

func insert(ctx context.Context, conn driver.Conn, statement string, values ...any) error {
	batch, err := conn.PrepareBatch(ctx, statement)
	if err != nil {
		return err
	}
	defer func() { _ = batch.Close() }()
	if err := batch.Append(values...); err != nil {
		return err
	}
	return batch.Send()
}
