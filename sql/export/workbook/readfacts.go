package workbook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

func (r *reader) run(ctx context.Context) error {
	n := 0
	err := r.each(ctx, `SELECT run_id, as_of_date, toString(method), trained_from, trained_to, n_clients, toString(app_version), created_at
		FROM model.runs WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'forecast')`, nil, func(row driver.Rows) error {
		n++
		run := &r.data.Run
		return row.Scan(&run.ID, &run.AsOf, &run.Method, &run.TrainedFrom, &run.TrainedTo, &run.Clients, &run.Version, &run.Created)
	})
	if err != nil {
		return fmt.Errorf("read model.runs: %w", err)
	}
	if n == 0 {
		return ErrNoForecast
	}
	return nil
}

// areas are those of the forecast: what it has no rows of is not shown.
func (r *reader) areas(ctx context.Context) error {
	condition, arguments := r.inScope("forecasts.scope_id")
	err := r.each(ctx, `SELECT toString(forecasts.scope_id) AS id, toString(ifNull(any(areas.area_name), '')), toString(ifNull(any(areas.kind), ''))
		FROM model.forecasts AS forecasts LEFT JOIN core.areas AS areas ON forecasts.scope_id = areas.area_id
		WHERE forecasts.run_id = ? AND forecasts.scope_kind = 'area' AND forecasts.method = 'blend' AND `+condition+`
		GROUP BY id ORDER BY any(areas.kind) = 'municipality' DESC, id = '', any(areas.area_name), id`,
		append([]any{r.data.Run.ID}, arguments...), func(row driver.Rows) error {
			var a Area
			err := row.Scan(&a.ID, &a.Name, &a.Kind)
			switch {
			case a.ID == "":
				a.Name = "Utan känt område"
			case a.Name == "":
				a.Name = a.ID
			}
			r.data.Areas = append(r.data.Areas, a)
			return err
		})
	if err == nil && len(r.data.Areas) == 0 {
		return fmt.Errorf("%w (it has no row of %s)", ErrNoForecast, strings.Join(r.scope.Areas, ", "))
	}
	return err
}

// scenarios are those of the forecast, as today first, with the parameters of their
// newest version.
func (r *reader) scenarios(ctx context.Context) error {
	err := r.each(ctx, `SELECT DISTINCT toString(forecasts.scenario), isNotNull(saved.version), ifNull(saved.version, 0), ifNull(saved.name_sv, ''),
			ifNull(saved.description_sv, ''), ifNull(saved.increase_pct_per_year, 0), ifNull(saved.mortality_pct_per_year, 0),
			ifNull(saved.special_housing_extra_places, 0), ifNull(saved.granted_hours_factor, 1), ifNull(saved.least_granted_h, 0),
			ifNull(saved.new_clients_factor, 1), ifNull(toString(saved.population_variant), 'main'), ifNull(saved.prevention_n_clients, 0),
			ifNull(kinds.title_sv, ifNull(toString(saved.prevention_kind), '')), ifNull(saved.prevention_share, 1), ifNull(toString(saved.author), ''),
			ifNull(saved.created_date, toDate(0))
		FROM model.forecasts AS forecasts
		LEFT JOIN (SELECT * FROM core.scenarios ORDER BY scenario, version DESC LIMIT 1 BY scenario) AS saved ON forecasts.scenario = saved.scenario
		LEFT JOIN core.intervention_kinds AS kinds ON saved.prevention_kind = kinds.kind
		WHERE forecasts.run_id = ? AND forecasts.scope_kind = 'area' AND forecasts.method = 'blend' AND (? = '' OR forecasts.scenario IN (?, 'as_today'))
		ORDER BY forecasts.scenario != 'as_today', forecasts.scenario`,
		[]any{r.data.Run.ID, r.scope.Scenario, r.scope.Scenario}, func(row driver.Rows) error {
			var s Scenario
			err := row.Scan(&s.ID, &s.IsSaved, &s.Version, &s.Name, &s.Description, &s.IncreasePct, &s.MortalityPct, &s.ExtraPlaces, &s.HoursFactor,
				&s.LeastHours, &s.NewFactor, &s.PopulationVariant, &s.Prevented, &s.PreventionKind, &s.PreventionShare, &s.Author, &s.Created)
			if s.Name == "" {
				s.Name = s.ID
			}
			r.data.Scenarios = append(r.data.Scenarios, s)
			return err
		})
	if err != nil {
		return err
	}
	if r.scope.Scenario != "" && !slices.ContainsFunc(r.data.Scenarios, func(s Scenario) bool { return s.ID == r.scope.Scenario }) {
		return fmt.Errorf("%w: %q", ErrNoScenario, r.scope.Scenario)
	}
	return nil
}

func (r *reader) dataTo(ctx context.Context) error {
	return r.each(ctx, `SELECT max(month) FROM core.delivered_months HAVING count() > 0`, nil, func(row driver.Rows) error {
		return row.Scan(&r.data.DataTo)
	})
}

func (r *reader) norms(ctx context.Context) error {
	err := r.each(ctx, `SELECT toString(profession), paid_h_per_month, absence_share, travel_share, client_share, is_example, source FROM core.staffing_norms`, nil,
		func(row driver.Rows) error {
			var n Norm
			err := row.Scan(&n.Profession, &n.PaidHours, &n.Absence, &n.Travel, &n.Share, &n.IsExample, &n.Source)
			r.data.Norms = append(r.data.Norms, n)
			return err
		})
	slices.SortFunc(r.data.Norms, func(a, b Norm) int {
		return indexOf(professions(), a.Profession) - indexOf(professions(), b.Profession)
	})
	return err
}

func (r *reader) population(ctx context.Context) error {
	return r.each(ctx, `SELECT minIf(year, NOT is_projection), maxIf(year, NOT is_projection), minIf(year, is_projection), maxIf(year, is_projection)
		FROM core.populations`, nil, func(row driver.Rows) error {
		p := &r.data.Population
		return row.Scan(&p.CountedFrom, &p.CountedTo, &p.ProjectedFrom, &p.ProjectedTo)
	})
}

func (r *reader) weights(ctx context.Context) error {
	return r.each(ctx, `SELECT toString(level), toString(resource), toString(method), weight FROM model.forecast_weights
		WHERE run_id = ? AND horizon_months = 12`, []any{r.data.Run.ID}, func(row driver.Rows) error {
		var w Weight
		err := row.Scan(&w.Level, &w.Resource, &w.Method, &w.Weight)
		r.data.Weights = append(r.data.Weights, w)
		return err
	})
}

// trends are those of the newest day, of areas.
func (r *reader) trends(ctx context.Context) error {
	condition, arguments := r.inScope("scope_id")
	return r.each(ctx, `SELECT toString(scope_id), toString(resource), sentence_sv FROM model.trend_summaries
		WHERE scope_kind = 'area' AND as_of_date = (SELECT max(newest.as_of_date) FROM model.trend_summaries AS newest) AND `+condition,
		arguments, func(row driver.Rows) error {
			var t Trend
			err := row.Scan(&t.Area, &t.Resource, &t.Sentence)
			r.data.Trends = append(r.data.Trends, t)
			return err
		})
}

// accuracies are of all methods for the first area, which is the municipality if it
// is in the scope, and of the blend for the others.
func (r *reader) accuracies(ctx context.Context) error {
	condition, arguments := r.inScope("scope_id")
	return r.each(ctx, `SELECT toString(scope_id), toString(resource), toString(method), horizon_months, n_origins, level, mase, mae, bias_share, coverage_80
		FROM mart.forecast_accuracies WHERE run_id = ? AND scope_kind = 'area' AND (method = 'blend' OR scope_id = ?) AND `+condition,
		append([]any{r.data.Run.ID, r.data.Areas[0].ID}, arguments...), func(row driver.Rows) error {
			var a Accuracy
			err := row.Scan(&a.Area, &a.Resource, &a.Method, &a.Horizon, &a.Origins, &a.Level, &a.MASE, &a.MAE, &a.Bias, &a.Coverage80)
			r.data.Accuracies = append(r.data.Accuracies, a)
			return err
		})
}

func (r *reader) verdicts(ctx context.Context) error {
	return r.each(ctx, `SELECT toString(level), toString(resource), n_origins, sentence_sv FROM model.forecast_verdicts
		WHERE run_id = ? ORDER BY horizon_from_months`, []any{r.data.Run.ID}, func(row driver.Rows) error {
		var v Verdict
		err := row.Scan(&v.Level, &v.Resource, &v.Origins, &v.Sentence)
		r.data.Verdicts = append(r.data.Verdicts, v)
		return err
	})
}
