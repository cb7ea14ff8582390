package workbook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/rows"
)

// Scope is which part of the forecast is taken.
type Scope struct {
	Areas    []string // area_id; none means all
	Scenario string   // compared with as today; empty means all
}

// The faults of a scope or of what there is.
var (
	ErrNoForecast = errors.New("there is no published forecast: run framsyn job run forecast")
	ErrNoScenario = errors.New("the forecast has no such scenario")
)

// Objects are the tables and views that a workbook is read from.
func Objects() []string {
	return []string{
		"core.areas", "core.delivered_months", "core.intervention_kinds", "core.populations", "core.scenarios", "core.staffing_norms",
		"mart.area_months", "mart.forecast_accuracies", "mart.scenario_comparisons", "mart.scope_months", "mart.staffing",
		"model.current_runs", "model.forecast_changes", "model.forecast_verdicts", "model.forecast_weights", "model.forecasts", "model.runs",
		"model.trend_summaries",
	}
}

// reader reads the parts of a workbook.
type reader struct {
	conn  driver.Conn
	scope Scope
	data  *Data
}

// Read reads the published forecast and what goes with it. conn should be the
// analyst's. The areas of the scope must exist.
func Read(ctx context.Context, conn driver.Conn, scope Scope) (*Data, error) {
	r := &reader{conn: conn, scope: scope, data: &Data{QueryID: uuid.NewString()}}
	if err := r.run(ch.Context(ctx, ch.WithQueryID(r.data.QueryID))); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		name string
		read func(context.Context) error
	}{
		{"the areas", r.areas},
		{"the scenarios", r.scenarios},
		{"the newest month", r.dataTo},
		{"the staffing norms", r.norms},
		{"the population", r.population},
		{"the weights", r.weights},
		{"the months", r.values},
		{"the staffing", r.staff},
		{"the years of scenarios", r.years},
		{"the trends", r.trends},
		{"the accuracy", r.accuracies},
		{"the verdicts", r.verdicts},
		{"the changes", r.changes},
	} {
		if err := part.read(ctx); err != nil {
			return nil, fmt.Errorf("read %s: %w", part.name, err)
		}
	}
	r.sort()
	return r.data, nil
}

// each reads the rows of a query and keeps its text.
func (r *reader) each(ctx context.Context, query string, arguments []any, use func(driver.Rows) error) error {
	r.data.Queries = append(r.data.Queries, query+"\x00"+fmt.Sprint(arguments...))
	return rows.Each(ctx, r.conn, query, arguments, use)
}

// inScope is the condition that an area is in the scope.
func (r *reader) inScope(column string) (string, []any) {
	if len(r.scope.Areas) == 0 {
		return "1", nil
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(r.scope.Areas)), ", ")
	arguments := make([]any, len(r.scope.Areas))
	for i, area := range r.scope.Areas {
		arguments[i] = area
	}
	return column + " IN (" + marks + ")", arguments
}

// sort puts everything in the order of the sheets.
func (r *reader) sort() {
	place := map[string]int{}
	for i, area := range r.data.Areas {
		place[area.ID] = i
	}
	slices.SortStableFunc(r.data.Values, func(a, b Value) int {
		return compare(place[a.Area], place[b.Area], indexOf(resources(), a.Resource), indexOf(resources(), b.Resource))
	})
	slices.SortStableFunc(r.data.Staff, func(a, b Staff) int {
		return compare(place[a.Area], place[b.Area], indexOf(professions(), a.Profession), indexOf(professions(), b.Profession))
	})
	scenario := map[string]int{}
	for i, s := range r.data.Scenarios {
		scenario[s.ID] = i
	}
	slices.SortStableFunc(r.data.Years, func(a, b Year) int {
		return compare(place[a.Area], place[b.Area], scenario[a.Scenario], scenario[b.Scenario])
	})
	slices.SortStableFunc(r.data.Trends, func(a, b Trend) int {
		return compare(place[a.Area], place[b.Area], indexOf(resources(), a.Resource), indexOf(resources(), b.Resource))
	})
	slices.SortStableFunc(r.data.Accuracies, func(a, b Accuracy) int {
		return compare(place[a.Area], place[b.Area], indexOf(resources(), a.Resource), indexOf(resources(), b.Resource),
			int(a.Horizon), int(b.Horizon), indexOf(methods(), a.Method), indexOf(methods(), b.Method))
	})
	slices.SortStableFunc(r.data.Verdicts, func(a, b Verdict) int {
		return compare(indexOf(levels(), a.Level), indexOf(levels(), b.Level), indexOf(resources(), a.Resource), indexOf(resources(), b.Resource))
	})
	slices.SortStableFunc(r.data.Changes, func(a, b Change) int {
		return compare(place[a.Area], place[b.Area], indexOf(resources(), a.Resource), indexOf(resources(), b.Resource))
	})
}

// compare compares pairs of numbers, the first that differ deciding.
func compare(pairs ...int) int {
	for i := 0; i < len(pairs); i += 2 {
		if d := pairs[i] - pairs[i+1]; d != 0 {
			return d
		}
	}
	return 0
}
