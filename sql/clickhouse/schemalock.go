package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// The schema lock is a query that runs for as long as the lock is held, under a
// fixed identifier: ClickHouse runs no two queries of one identifier at once. It
// ends with its connection, so a program that is killed leaves no lock behind.
const (
	schemaLockID    = "framsyn-schema-apply"
	schemaLockQuery = "SELECT sleepEachRow(0.1) FROM numbers(36000) SETTINGS max_block_size = 1"

	codeSameQueryRuns = 216 // QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING
)

// schemaLockWait is how long an apply waits for another one.
const schemaLockWait = 2 * time.Minute

// lockSchema takes the lock and returns the function that gives it back.
func lockSchema(ctx context.Context, conn driver.Conn) (release func() error, err error) {
	deadline := time.NewTimer(schemaLockWait)
	defer deadline.Stop()
	for {
		release, err := trySchemaLock(ctx, conn)
		var exception *ch.Exception
		if err == nil || !errors.As(err, &exception) || exception.Code != codeSameQueryRuns {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for another schema apply: %w", ctx.Err())
		case <-deadline.C:
			return nil, fmt.Errorf("another schema apply has been running for %s on this database", schemaLockWait)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func trySchemaLock(ctx context.Context, conn driver.Conn) (func() error, error) {
	held, cancel := context.WithCancel(noDeadline{ctx})
	rows, err := conn.Query(ch.Context(held, ch.WithQueryID(schemaLockID)), schemaLockQuery)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("lock the schema: %w", err)
	}
	if !rows.Next() { // the first row is there when the query runs
		cancel()
		return nil, fmt.Errorf("lock the schema: %w", rows.Err())
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for rows.Next() { // take the rows, so that the server can go on writing
			continue
		}
	}()
	return func() error {
		cancel()
		<-ended
		_ = rows.Close() // reports the cancellation
		return nil
	}, nil
}
