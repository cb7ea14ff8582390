package export

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/selections"
)

// plan is what an export runs.
type plan struct {
	Query      string
	Parameters map[string]string
	Object     string   // the one whose rows are exported
	Objects    []string // all that it reads
	Selection  *selections.Selection
	OfClients  bool              // one row is one client
	RunID      uint64            // run behind rows that do not name theirs; 0 where none
	Comments   map[string]string // by column
}

// source is a table and the form of its export.
type source struct {
	object   string
	extra    string // expression of a column that the table lacks, with its alias
	join     string
	order    string
	comments map[string]string // of the extra columns
}

func sourceOf(what What) source {
	area := map[string]string{"area_name": "Name of the area, from core.areas."}
	switch what {
	case Forecasts:
		return source{
			object: "model.forecasts", extra: "ifNull(areas.area_name, '') AS area_name", comments: area,
			join:  "LEFT JOIN core.areas AS areas ON source.scope_id = areas.area_id AND source.scope_kind = 'area'",
			order: "scope_kind, scope_id, resource, scenario, driver, source.month",
		}
	case Staffing:
		return source{
			object: "mart.staffing", extra: "ifNull(areas.area_name, '') AS area_name", comments: area,
			join:  "LEFT JOIN core.areas AS areas ON source.area_id = areas.area_id",
			order: "area_id, profession, scenario, source.month",
		}
	case Scenarios:
		return source{
			object: "mart.scenario_comparisons", extra: "ifNull(areas.area_name, '') AS area_name", comments: area,
			join:  "LEFT JOIN core.areas AS areas ON source.area_id = areas.area_id",
			order: "area_id, profession, scenario, source.month",
		}
	case AreaMonths:
		return source{
			object: "mart.area_months", extra: "ifNull(areas.area_name, '') AS area_name", comments: area,
			join:  "LEFT JOIN core.areas AS areas ON source.area_id = areas.area_id",
			order: "area_id, source.month",
		}
	case Selection, Plan, Query:
	}
	return source{object: "mart.candidates", order: "isNull(risk_percentile), risk_percentile DESC, client_id"}
}

// newPlan makes the query of a request.
func newPlan(ctx context.Context, conn driver.Conn, r Request) (*plan, error) {
	from := sourceOf(r.What)
	p := &plan{Object: from.object, Objects: []string{from.object}, Parameters: map[string]string{}, OfClients: r.What == Selection}
	names, comments, err := dictionary(ctx, conn, from.object)
	if err != nil {
		return nil, err
	}
	p.Comments = comments
	maps.Copy(p.Comments, from.comments)
	table := from.object
	if r.What == Selection {
		if table, err = p.chosen(ctx, conn, r); err != nil {
			return nil, err
		}
	}
	conditions, err := p.conditions(ctx, conn, r)
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		names[i] = "source." + sqlfs.Quoted(name) + " AS " + sqlfs.Quoted(name)
	}
	if from.extra != "" {
		names = append(names, from.extra)
		p.Objects = append(p.Objects, "core.areas")
	}
	p.Query = "SELECT\n    " + strings.Join(names, ",\n    ") + "\nFROM " + table + " AS source\n" + from.join +
		"\nWHERE " + strings.Join(conditions, "\n    AND ") + "\nORDER BY " + from.order
	return p, nil
}

// chosen is mart.candidates by the request's condition, in a subquery, so that
// names given within the condition stay in it.
func (p *plan) chosen(ctx context.Context, conn driver.Conn, r Request) (string, error) {
	condition := r.Where
	if r.SelectionID != "" {
		saved, err := selections.Find(ctx, conn, r.SelectionID)
		if err == nil {
			err = saved.Usable(r.At)
		}
		if err != nil {
			return "", asRequestError(err)
		}
		p.Selection = &saved
		p.Objects = append(p.Objects, "core.selections")
		condition = p.Selection.Filter
	}
	if err := selections.CheckCondition(ctx, conn, condition); err != nil {
		if p.Selection != nil {
			err = fmt.Errorf("selection %s: %w", p.Selection.ID, err)
		}
		return "", asRequestError(err)
	}
	return "(SELECT * FROM mart.candidates WHERE " + selections.Where(condition) + ")", nil
}

// asRequestError makes a fault of a selection one of the request.
func asRequestError(err error) error {
	var fault selections.Fault
	if errors.As(err, &fault) {
		return RequestError{err}
	}
	return err
}

// conditions are the parts of WHERE, with their values as parameters.
func (p *plan) conditions(ctx context.Context, conn driver.Conn, r Request) ([]string, error) {
	parts := []string{"1"}
	add := func(text, name, value string) {
		parts = append(parts, text)
		p.Parameters[name] = value
	}
	if !r.From.IsZero() {
		add("source.month >= {from:Date}", "from", r.From.Format(time.DateOnly))
	}
	if !r.To.IsZero() {
		add("source.month <= {to:Date}", "to", r.To.Format(time.DateOnly))
	}
	area := "source.area_id"
	if r.What == Forecasts || r.What == Staffing || r.What == Scenarios {
		var err error
		if p.RunID, err = publishedForecast(ctx, conn); err != nil {
			return nil, err
		}
	}
	if r.What == Forecasts {
		area = "source.scope_id"
		parts = append(parts, "source.run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'forecast')")
		p.Objects = append(p.Objects, "model.current_runs")
		add("source.scope_kind = {scope:String}", "scope", r.scope())
		add("source.method = {method:String}", "method", sqlfs.StringParameter(r.method()))
	}
	if r.Scenario != "" {
		add("source.scenario = {scenario:String}", "scenario", sqlfs.StringParameter(r.Scenario))
	}
	if len(r.Areas) > 0 {
		if err := knownAreas(ctx, conn, r.Areas); err != nil {
			return nil, err
		}
		add(area+" IN {areas:Array(String)}", "areas", arrayParameter(r.Areas))
	}
	return parts, nil
}

// publishedForecast is the run of the forecast that is shown.
func publishedForecast(ctx context.Context, conn driver.Conn) (uint64, error) {
	var n, run uint64
	if err := conn.QueryRow(ctx, "SELECT count(), max(run_id) FROM model.current_runs WHERE model = 'forecast'").Scan(&n, &run); err != nil {
		return 0, fmt.Errorf("read model.current_runs: %w", err)
	}
	if n == 0 {
		return 0, errors.New("there is no published forecast: run framsyn job run forecast")
	}
	return run, nil
}

func knownAreas(ctx context.Context, conn driver.Conn, areas []string) error {
	var known []string
	if err := conn.QueryRow(ctx, "SELECT groupArray(toString(area_id)) FROM core.areas").Scan(&known); err != nil {
		return fmt.Errorf("read core.areas: %w", err)
	}
	for _, area := range areas { // the empty one is of clients without an area
		if area != "" && !slices.Contains(known, area) {
			slices.Sort(known)
			return faultf("there is no area %q; there are %s", area, strings.Join(known, ", "))
		}
	}
	return nil
}
