package trends

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/trend"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// clientMonths is how far back a client's trend looks.
const clientMonths = 12

// publishClients measures the trend of each client with home care at the landmark who is
// not left out of models.
// Months without home care are not known: a new client has not risen from nothing.
func publishClients(ctx context.Context, in job.Input, id uint64, landmark time.Time) (uint64, error) {
	var clients []uint64
	panel := trend.Panel{Months: clientMonths}
	err := clickhouse.Each(ctx, in.Conn, `SELECT client_id, toUInt8(dateDiff('month', month, toDate(?))), home_care_granted_h FROM mart.client_months
		WHERE month > addMonths(toDate(?), ?) AND month <= ? AND status = 'home_care' AND is_sol_delivered
			AND client_id IN (SELECT now.client_id FROM mart.client_months AS now WHERE now.month = ? AND now.status = 'home_care')
			AND client_id NOT IN (SELECT excluded.client_id FROM core.excluded_clients AS excluded WHERE excluded.is_from_models)
		ORDER BY client_id, month`,
		[]any{day(landmark), day(landmark), -clientMonths, day(landmark), day(landmark)}, func(row driver.Rows) error {
			var client uint64
			var ago uint8
			var hours float64
			if err := row.Scan(&client, &ago, &hours); err != nil {
				return err
			}
			if len(clients) == 0 || clients[len(clients)-1] != client {
				clients = append(clients, client)
				for range clientMonths {
					panel.Values = append(panel.Values, math.NaN())
				}
			}
			panel.Values[len(panel.Values)-1-int(ago)] = hours
			return nil
		})
	if err != nil {
		return 0, fmt.Errorf("read mart.client_months: %w", err)
	}
	persons, err := trend.PersonTrends(panel, trend.PersonOptions{})
	if err != nil {
		return 0, fmt.Errorf("trends of clients: %w", err)
	}
	columns := []string{"as_of_date", "client_id", "n_months", "verdict", "slope", "slope_low", "slope_high", "run_id"}
	return store.Publish(ctx, in.Conn, "model.client_trends", partitionOf(in), columns, func(add func(values ...any) error) error {
		for i, p := range persons.Trends {
			if err := add(in.AsOf, clients[i], uint8(p.Known), p.Verdict.String(), orNil(p.Slope.Value), orNil(p.Slope.Low), orNil(p.Slope.High), id); err != nil {
				return err
			}
		}
		return nil
	})
}

func day(t time.Time) string { return t.Format(time.DateOnly) }
