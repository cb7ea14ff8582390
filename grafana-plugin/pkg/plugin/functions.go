package plugin

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/macros"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
)

// Function is a function of ClickHouse.
type Function struct {
	Name        string `json:"name"`
	IsAggregate bool   `json:"isAggregate"`
	Syntax      string `json:"syntax"`
	Description string `json:"description"`
}

// functions lists what SQL may call. Where the role may not read the list of
// functions there are only macros.
func (i *Instance) functions(c call) (any, error) {
	found, err := i.readFunctions(c.Context(), c.who.Account)
	if err != nil && store.Classify(err).Class != store.Access {
		return nil, err
	}
	return map[string]any{"functions": found, "macros": macros.Helps()}, nil
}

func (i *Instance) readFunctions(ctx context.Context, account settings.Account) ([]Function, error) {
	found := []Function{}
	query := store.Query{
		SQL:     "SELECT name, is_aggregate = 1, syntax, description FROM system.functions WHERE alias_to = '' AND NOT startsWith(name, '__') ORDER BY name",
		Account: account, Origin: store.Origin{Login: "functions", Role: string(account)},
	}
	_, err := i.store.Run(ctx, query, func(rows driver.Rows) error {
		for rows.Next() {
			var f Function
			var isAggregate uint8
			if err := rows.Scan(&f.Name, &isAggregate, &f.Syntax, &f.Description); err != nil {
				return err
			}
			f.IsAggregate = isAggregate == 1
			found = append(found, f)
		}
		return rows.Err()
	})
	return found, err
}
