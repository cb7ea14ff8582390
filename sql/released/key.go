package released

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Key draws numbers for cells that stay the same from release to release, and that
// nobody can work out who does not have it.
type Key [2]uint64

// ReadKey returns the key of the database, and makes it when there is none. conn
// must be the owner's.
func ReadKey(ctx context.Context, conn driver.Conn) (Key, error) {
	var key Key
	found := false
	err := each(ctx, conn, "SELECT first, second FROM ops.release_keys ORDER BY made_at LIMIT 1", func(rows driver.Rows) error {
		found = true
		return rows.Scan(&key[0], &key[1])
	})
	if err != nil || found {
		return key, err
	}
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return key, fmt.Errorf("make the key of releases: %w", err)
	}
	key = Key{binary.BigEndian.Uint64(random[:8]), binary.BigEndian.Uint64(random[8:])}
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO ops.release_keys (first, second)")
	if err != nil {
		return key, fmt.Errorf("keep the key of releases: %w", err)
	}
	if err := errors.Join(batch.Append(key[0], key[1]), batch.Send()); err != nil {
		return key, fmt.Errorf("keep the key of releases: %w", err)
	}
	return key, nil
}

// draw is the expression for a number from 0 to below n; 0 for the zero key. The
// slice is left out of it: a cell keeps its number from month to month, for many
// numbers of one cell would tell what lies between them.
func (k Key) draw(what, object, cell, scope string, n int) string {
	if k == (Key{}) {
		return "0"
	}
	return fmt.Sprintf("toInt64(sipHash64Keyed((toUInt64(%d), toUInt64(%d)), %s, %s) %% %d)", k[0], k[1], sqlfs.Literal(what+" "+object+" "+cell), scope, n)
}
