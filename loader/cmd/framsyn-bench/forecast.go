package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// forecast prints how good forecasts from earlier months were, by method and
// horizon, for the whole municipality.
func (b *bench) forecast(ctx context.Context, conn driver.Conn, s size) error {
	methods := []string{"blend", "courses", "demographic", "ets", "theta", "combination", "seasonal_naive"}
	head := []string{"resource", "months ahead", "origins"}
	for _, method := range methods {
		head = append(head, "MASE "+strings.ReplaceAll(method, "_", " "))
	}
	t := &table{
		title: "Forecasts for the municipality: " + s.String(),
		head:  append(head, "bias, blend", "80 % interval covers, blend"),
		notes: []string{
			"Means over rolling origins (mart.forecast_accuracies). MASE: absolute error over the mean absolute difference to the same month a year before; below 1 is better than that.",
			"The blend is weighted at each origin by what was known there. Demographic: age- and sex-specific rates times population, as municipalities do today.",
		},
	}
	err := clickhouse.Each(ctx, conn, `SELECT resource, toUInt64(horizon_months), toUInt64(any(n_origins)), arrayMap(wanted -> ifNull(toNullable(found[wanted]), nan), ?) AS mases,
			100 * anyIf(bias_share, method = 'blend'), 100 * anyIf(coverage_80, method = 'blend'), mapFromArrays(groupArray(toString(method)), groupArray(mase)) AS found
		FROM mart.forecast_accuracies
		WHERE horizon_months IN (1, 3, 6, 12, 24) AND scope_kind = 'area' AND scope_id IN (SELECT area_id FROM core.areas WHERE kind = 'municipality')
		GROUP BY resource, horizon_months ORDER BY indexOf(['home_care_h', 'nurse_h', 'rehab_h', 'delegated_h', 'clients'], toString(resource)), resource, horizon_months`, []any{methods},
		func(row driver.Rows) error {
			var resource string
			var months, origins uint64
			var mases []float64
			var bias, covered float64
			var all map[string]float64
			if err := row.Scan(&resource, &months, &origins, &mases, &bias, &covered, &all); err != nil {
				return err
			}
			cells := []string{resource, grouped(months), grouped(origins)}
			for _, mase := range mases {
				cells = append(cells, fixed(mase, 3))
			}
			t.add(append(cells, fixed(bias, 1)+" %", fixed(covered, 0)+" %")...)
			return nil
		})
	if err != nil {
		return fmt.Errorf("read mart.forecast_accuracies: %w", err)
	}
	if len(t.rows) == 0 {
		t.notes = []string{"No forecasts were judged: too few months."}
	}
	return t.print(b.out)
}
