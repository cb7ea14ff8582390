package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/gofrs/flock"
)

// ErrBusy says that another loader is at work.
var ErrBusy = errors.New("another loader is at work on this database: wait until it has ended")

// queryPrefix starts the ids of all queries by which a loader writes.
const queryPrefix = "framsyn-load-"

// lock keeps a second loader of the same data folder out.
func lock(dir string) (*flock.Flock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	l := flock.New(filepath.Join(dir, "load.lock"))
	locked, err := l.TryLock()
	switch {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", l.Path(), err)
	case !locked:
		return nil, fmt.Errorf("%w (it holds %s)", ErrBusy, l.Path())
	}
	return l, nil
}

// waitForWriters waits until no loader writes: a killed loader's insert may still be
// ending, and one of another data folder may be at work.
func waitForWriters(ctx context.Context, conn driver.Conn) error {
	for range 50 {
		var n uint64
		err := conn.QueryRow(ctx, "SELECT count() FROM system.processes WHERE startsWith(query_id, '"+queryPrefix+"')").Scan(&n)
		if err != nil {
			if exception := new(clickhouse.Exception); errors.As(err, &exception) {
				return nil // the account may not look; the batch number still tells loaders apart
			}
			return fmt.Errorf("look for other loaders: %w", err)
		}
		if n == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	return ErrBusy
}

// Lock keeps loaders out of a data folder until it is unlocked.
func Lock(dir string) (unlock func() error, err error) {
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	return held.Unlock, nil
}
