package effects

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// kind is a kind of intervention with its names.
type kind struct {
	code, swedish, english string
}

// readKinds reads the listed kinds in order, and after them those that were
// delivered without being listed.
func readKinds(ctx context.Context, conn driver.Conn) (listed, all []kind, err error) {
	err = clickhouse.Each(ctx, conn, `SELECT toString(kinds.kind), kinds.title_sv, kinds.title_en, kinds.position > 0 AS is_listed
		FROM
		(
			SELECT kind, title_sv, title_en, position FROM core.intervention_kinds
			UNION ALL
			SELECT DISTINCT kind, toString(kind) AS title_sv, title_sv AS title_en, 0 AS position FROM core.interventions
			WHERE kind NOT IN (SELECT known.kind FROM core.intervention_kinds AS known)
		) AS kinds
		ORDER BY kinds.position = 0, kinds.position, kinds.kind`, nil, func(row driver.Rows) error {
		var k kind
		var isListed bool
		if err := row.Scan(&k.code, &k.swedish, &k.english, &isListed); err != nil {
			return err
		}
		if all = append(all, k); isListed {
			listed = append(listed, k)
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read core.intervention_kinds: %w", err)
	}
	return listed, all, nil
}
