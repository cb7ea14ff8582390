package main

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// forecast prints how good forecasts from earlier months were, by horizon, for the
// whole municipality.
func (b *bench) forecast(ctx context.Context, conn driver.Conn, s size) error {
	t := &table{
		title: "Forecasts for the municipality: " + s.String(),
		head: []string{
			"resource", "months ahead", "origins", "MASE courses", "MASE seasonal naive", "80 % interval covers, courses", "covers, seasonal naive",
		},
		notes: []string{
			"Means over rolling origins (model.forecast_accuracy). MASE: absolute error over the mean absolute difference to the same month a year before; below 1 is better than that.",
		},
	}
	err := clickhouse.Each(ctx, conn, `SELECT resource, toUInt64(horizon_months), uniqExact(origin), avgIf(scaled_error, method = 'courses'), avgIf(scaled_error, method = 'seasonal_naive'),
			100 * avgIf(is_covered, method = 'courses'), 100 * avgIf(is_covered, method = 'seasonal_naive')
		FROM model.forecast_accuracy
		WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'forecast') AND horizon_months IN (1, 3, 6, 12, 24)
			AND scope_kind = 'area' AND scope_id IN (SELECT area_id FROM core.areas WHERE kind = 'municipality')
		GROUP BY resource, horizon_months ORDER BY indexOf(['home_care_h', 'nurse_h', 'rehab_h', 'clients'], toString(resource)), horizon_months`, nil,
		func(row driver.Rows) error {
			var resource string
			var months, origins uint64
			var courses, naive, covered, naiveCovered float64
			if err := row.Scan(&resource, &months, &origins, &courses, &naive, &covered, &naiveCovered); err != nil {
				return err
			}
			t.add(resource, grouped(months), grouped(origins), fixed(courses, 3), fixed(naive, 3), fixed(covered, 0)+" %", fixed(naiveCovered, 0)+" %")
			return nil
		})
	if err != nil {
		return fmt.Errorf("read model.forecast_accuracy: %w", err)
	}
	if len(t.rows) == 0 {
		t.notes = []string{"No forecasts were judged: too few months."}
	}
	return t.print(b.out)
}
