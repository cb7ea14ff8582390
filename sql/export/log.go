package export

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"
)

// The states of an export in ops.export_log.
const (
	StateStarted  = "started"  // the first byte may go out
	StateFinished = "finished" // all of it has been written
	StateBroken   = "broken"   // what had been written is not all of it
)

// record writes the rows of an export that is over, in ops.access_log and
// ops.export_log.
func record(ctx context.Context, conn driver.Conn, r Request, result Result, state string) error {
	err := insert(ctx, conn, `INSERT INTO ops.access_log
		(access_id, accessed_at, user_name, role, purpose, surface, query_id, query_hash, objects, n_rows, n_clients)`,
		uuid.New(), r.At.UTC(), r.User, r.role(), result.Purpose, "export", result.QueryID, result.QueryHash, result.Objects,
		result.Rows, result.Clients)
	if err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	return recordState(ctx, conn, r, result, state)
}

// recordState writes how far an export has come.
func recordState(ctx context.Context, conn driver.Conn, r Request, result Result, state string) error {
	err := insert(ctx, conn, `INSERT INTO ops.export_log
		(export_id, state, exported_at, user_name, role, object, filter, purpose, format, file_name, n_rows, n_clients, n_bytes, run_id, query_hash)`,
		result.ID, state, r.At.UTC(), r.User, r.role(), string(r.What), result.Filter, result.Purpose, string(r.Format), r.FileName,
		result.Rows, result.Clients, result.Bytes, result.RunID, result.QueryHash)
	if err != nil {
		return fmt.Errorf("write ops.export_log: %w", err)
	}
	return nil
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
