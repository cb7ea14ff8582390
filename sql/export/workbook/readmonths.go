package workbook

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// historyMonths is how many delivered months stand before the forecast.
const historyMonths = 36

// values are what was, then what is expected. Two resources are not in
// mart.scope_months: places in special housing and short-term stays are in
// mart.area_months.
func (r *reader) values(ctx context.Context) error {
	condition, arguments := r.inScope("scope_id")
	err := r.each(ctx, `
		WITH (SELECT min(forecasts.month) FROM model.forecasts AS forecasts WHERE forecasts.run_id = ? AND forecasts.scope_kind = 'area') AS first_month
		SELECT scope_id, resource, month, value FROM
		(
			SELECT scope_id, resource, month, value FROM mart.scope_months WHERE scope_kind = 'area' AND resource != 'performed_h'
			UNION ALL
			SELECT toString(area_id), 'special_housing', month, toFloat64(n_special_housing_clients) FROM mart.area_months
			UNION ALL
			SELECT toString(area_id), 'short_term', month, toFloat64(n_short_term_clients) FROM mart.area_months
		)
		WHERE month < first_month AND month >= addMonths(first_month, ?) AND scope_id != '' AND `+condition+`
		ORDER BY scope_id, resource, month`,
		append([]any{r.data.Run.ID, -historyMonths}, arguments...), func(row driver.Rows) error {
			var v Value
			err := row.Scan(&v.Area, &v.Resource, &v.Month, &v.Actual)
			if r.isShown(v.Area) {
				r.data.Values = append(r.data.Values, v)
			}
			return err
		})
	if err != nil {
		return err
	}
	condition, arguments = r.inScope("scope_id")
	return r.each(ctx, `SELECT toString(scope_id), toString(resource), month, horizon_months, mean, p10, p50, p90 FROM model.forecasts
		WHERE run_id = ? AND scope_kind = 'area' AND method = 'blend' AND driver = 'all' AND scenario = 'as_today' AND `+condition+`
		ORDER BY scope_id, resource, month`,
		append([]any{r.data.Run.ID}, arguments...), func(row driver.Rows) error {
			var v Value
			var mean, low, mid, high float64
			err := row.Scan(&v.Area, &v.Resource, &v.Month, &v.Horizon, &mean, &low, &mid, &high)
			v.Mean, v.Low, v.Mid, v.High = &mean, &low, &mid, &high
			r.data.Values = append(r.data.Values, v)
			return err
		})
}

func (r *reader) isShown(area string) bool {
	for _, a := range r.data.Areas {
		if a.ID == area {
			return true
		}
	}
	return false
}

func (r *reader) staff(ctx context.Context) error {
	condition, arguments := r.inScope("area_id")
	return r.each(ctx, `SELECT toString(area_id), toString(profession), month, horizon_months, client_h, client_low_h, client_high_h, needed_h, needed_fte,
			available_h, available_fte, vacant_fte, gap_fte, is_capacity_assumed, cost_sek_per_h, cost_sek, performed_share
		FROM mart.staffing WHERE scenario = 'as_today' AND `+condition+` ORDER BY area_id, profession, month`,
		arguments, func(row driver.Rows) error {
			var s Staff
			err := row.Scan(&s.Area, &s.Profession, &s.Month, &s.Horizon, &s.ClientH, &s.ClientLowH, &s.ClientHigh, &s.NeededH, &s.NeededFTE,
				&s.AvailableH, &s.AvailableFTE, &s.VacantFTE, &s.GapFTE, &s.IsAssumed, &s.CostPerH, &s.Cost, &s.PerformedShare)
			r.data.Staff = append(r.data.Staff, s)
			return err
		})
}

// years are calendar years, as budgets are; staff is the mean over the months.
func (r *reader) years(ctx context.Context) error {
	condition, arguments := r.inScope("area_id")
	return r.each(ctx, `SELECT toString(area_id), toString(scenario), toYear(month) AS year, uniqExact(month) AS n_months,
			sum(client_h), sum(needed_fte) / n_months, if(count(cost_sek) = count(), sumOrNull(cost_sek), NULL),
			sum(difference_h), sum(difference_fte) / n_months, if(count(difference_sek) = count(), sumOrNull(difference_sek), NULL)
		FROM mart.scenario_comparisons WHERE (? = '' OR scenario IN (?, 'as_today')) AND `+condition+`
		GROUP BY area_id, scenario, year ORDER BY area_id, scenario, year`,
		append([]any{r.scope.Scenario, r.scope.Scenario}, arguments...), func(row driver.Rows) error {
			var y Year
			err := row.Scan(&y.Area, &y.Scenario, &y.Year, &y.Months, &y.Hours, &y.FTE, &y.Cost, &y.MoreHours, &y.MoreFTE, &y.MoreCost)
			r.data.Years = append(r.data.Years, y)
			return err
		})
}

// changes are gathered by month, its causes side by side.
func (r *reader) changes(ctx context.Context) error {
	condition, arguments := r.inScope("scope_id")
	type key struct {
		area, resource string
		month          time.Time
	}
	place := map[key]int{}
	return r.each(ctx, `SELECT toString(scope_id), toString(resource), month, previous_as_of_date, toString(cause), change, sentence_sv
		FROM model.forecast_changes WHERE run_id = ? AND scope_kind = 'area' AND `+condition+` ORDER BY scope_id, resource, month, cause`,
		append([]any{r.data.Run.ID}, arguments...), func(row driver.Rows) error {
			var c Change
			var cause, sentence string
			var part float64
			if err := row.Scan(&c.Area, &c.Resource, &c.Month, &c.Previous, &cause, &part, &sentence); err != nil {
				return err
			}
			k := key{c.Area, c.Resource, c.Month}
			i, ok := place[k]
			if !ok {
				i = len(r.data.Changes)
				place[k] = i
				c.Parts = map[string]float64{}
				r.data.Changes = append(r.data.Changes, c)
			}
			r.data.Changes[i].Parts[cause] = part
			if cause == "total" {
				r.data.Changes[i].Sentence = sentence
			}
			return nil
		})
}
