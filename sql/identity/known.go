package identity

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Known reads which keys a database was made with, as [KeyDir.Open] wants to be told:
// the newest of each purpose, and the pseudonym keys before it.
func Known(ctx context.Context, conn driver.Conn) (map[string]string, error) {
	rows, err := conn.Query(ctx, "SELECT toString(purpose), toString(key_id) FROM vault.keys ORDER BY first_used_at, purpose")
	if err != nil {
		return nil, fmt.Errorf("fingerprints of keys: %w: run framsyn schema apply", err)
	}
	defer func() { _ = rows.Close() }()
	known := map[string]string{}
	var earlier []string
	for rows.Next() {
		var purpose, id string
		if err := rows.Scan(&purpose, &id); err != nil {
			return nil, fmt.Errorf("fingerprints of keys: %w", err)
		}
		if before := known[purpose]; purpose == PurposePseudonym && before != "" {
			earlier = append(earlier, before)
		}
		known[purpose] = id
	}
	if len(earlier) > 0 {
		known[PurposeEarlier] = strings.Join(earlier, ",")
	}
	return known, rows.Err()
}
