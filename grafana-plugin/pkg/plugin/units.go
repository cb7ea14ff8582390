package plugin

import (
	"context"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
)

// units are the areas one level below others, by the area above: whoever sees an area
// sees these, on pages as in the row filters of the database.
type units struct{ kept[map[string][]string] }

func newUnits(from *store.Store, now func() time.Time) *units {
	return &units{kept[map[string][]string]{now: now, read: func(ctx context.Context, account settings.Account) (map[string][]string, error) {
		return readUnits(ctx, from, account)
	}}}
}

func readUnits(ctx context.Context, from *store.Store, account settings.Account) (map[string][]string, error) {
	below := map[string][]string{}
	query := store.Query{
		SQL:     "SELECT toString(parent_area_id), toString(area_id) FROM core.areas WHERE parent_area_id != '' ORDER BY area_id",
		Account: account, Origin: store.Origin{Login: "units", Role: string(account)},
	}
	_, err := from.Run(ctx, query, func(rows driver.Rows) error {
		for rows.Next() {
			var above, unit string
			if err := rows.Scan(&above, &unit); err != nil {
				return err
			}
			below[above] = append(below[above], unit)
		}
		return rows.Err()
	})
	return below, err
}

// withUnits adds the units below a person's areas. Where they cannot be read, the
// areas that are set are what is seen.
func (u *units) withUnits(ctx context.Context, who identity.Identity) identity.Identity {
	if who.AllAreas || len(who.Areas) == 0 {
		return who
	}
	below, err := u.get(ctx, who.Account)
	if err != nil {
		backend.Logger.FromContext(ctx).Warn("the units below areas cannot be read: only the areas themselves are shown", "account", who.Account, "error", err)
		return who
	}
	areas := slices.Clone(who.Areas)
	for _, area := range who.Areas {
		areas = append(areas, below[area]...)
	}
	slices.Sort(areas)
	who.Areas = slices.Compact(areas)
	return who
}
