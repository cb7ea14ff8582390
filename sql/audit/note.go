package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"
)

// Note writes the row of a reading at once, for programs that end with it. A reading
// may be noted as [Started] first, and must not be shown where that fails. Rows of a
// reading that broke off have gone out, so that they are told.
func Note(ctx context.Context, conn driver.Conn, r *Reading, outcome Outcome, fault string, at time.Time) error {
	e, clients := r.soFar(outcome, fault, at)
	p := &pending{entry: e, clients: clients}
	if err := newAreaCache(func() time.Time { return at }).fill(ctx, conn, []*pending{p}); err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritten, err)
	}
	p.entry.Tell(p.clients, DefaultMaxClients)
	if err := Write(ctx, conn, p.entry); err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritten, err)
	}
	return nil
}

// soFar is the entry of a reading as it stands; each has an id of its own.
func (r *Reading) soFar(outcome Outcome, fault string, at time.Time) (entry Entry, clients map[uint64]string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	entry, clients = r.told(at)
	entry.ID, entry.Outcome, entry.Fault = uuid.New(), outcome, fault
	return entry, clients
}
