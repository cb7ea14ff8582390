package jobs

import (
	"context"
	"fmt"
	"slices"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
)

// SweepExcluded deletes the rows of those who today are left out of models, and those
// of the lists for those who are left out of either, and returns how many by table. The
// lists are to be filled anew for those who only are left out of models.
func SweepExcluded(ctx context.Context, conn driver.Conn) (map[string]uint64, error) {
	description, err := access.ReadDescription(sqlfs.Embedded())
	if err != nil {
		return nil, err
	}
	deleted := map[string]uint64{}
	ctx = ch.Context(ctx, ch.WithSettings(ch.Settings{"mutations_sync": 2}))
	for _, table := range append(slices.Clone(description.Excluded.FromModels), "mart.candidates") {
		who := "client_id IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models"
		if table == "mart.candidates" {
			who += " OR excluded.is_from_selections"
		}
		var n uint64
		if err := conn.QueryRow(ctx, "SELECT count() FROM "+table+" WHERE "+who+")").Scan(&n); err != nil {
			return deleted, fmt.Errorf("count %s: %w", table, err)
		}
		if n == 0 {
			continue
		}
		if err := conn.Exec(ctx, "ALTER TABLE "+table+" DELETE WHERE "+who+")"); err != nil {
			return deleted, fmt.Errorf("delete from %s: %w", table, err)
		}
		deleted[table] = n
	}
	return deleted, nil
}
