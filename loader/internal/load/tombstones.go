package load

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/contract"
)

// tombstones are the persons who were deleted by rule, with the last month, as days, of
// what was deleted: their rows of that month or earlier are not loaded again.
type tombstones map[string]int64

// errDeleting: a deletion by rule was broken off.
var errDeleting = errors.New("a deletion by rule was broken off: run framsyn retention again before anything is loaded")

func readTombstones(ctx context.Context, conn driver.Conn) (tombstones, error) {
	var waiting uint64
	if err := conn.QueryRow(ctx, "SELECT count() FROM vault.retention_queue").Scan(&waiting); err != nil {
		return nil, fmt.Errorf("look for a broken deletion: %w", err)
	}
	if waiting > 0 {
		return nil, errDeleting
	}
	found := tombstones{}
	err := each(ctx, conn, "SELECT toString(tombstone), max(through_month) FROM vault.tombstones GROUP BY tombstone", func(scan func(...any) error) error {
		var stone string
		var through time.Time
		err := scan(&stone, &through)
		found[stone] = contract.Days(through)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("tombstones: %w", err)
	}
	return found, nil
}

// isDeleted tells whether a row of a month, as days, is one that was deleted by rule.
func (p *people) isDeleted(client uint64, month int64, hasMonth bool) bool {
	through, ok := p.deleted[client]
	return ok && (!hasMonth || month <= through)
}
