package plugin

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/frames"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/macros"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// plan is a query that may be run.
type plan struct {
	statement store.Query
	format    string
	known     map[string]frames.Description
	canFilter bool   // the text takes ad hoc filters
	seen      string // pseudonym of the client whose extract of the access log it is; empty for none
	notices   []queries.Text
}

// window is the part of a request that says when.
type window struct {
	timeRange backend.TimeRange
	interval  time.Duration
}

// plan makes SQL of a query, if the caller may ask it. Here and nowhere else is
// decided who may ask what; what a database user may read is decided in the
// database.
func (i *Instance) plan(ctx context.Context, who identity.Identity, model *Model, when window, origin store.Origin) (plan, error) {
	scope := i.scope(who, model, when)
	p := plan{format: model.Format, statement: store.Query{Account: who.Account, Origin: origin}}
	text := model.RawSQL
	var columns []queries.Column
	if model.Kind == kindNamed {
		query, err := i.named(who, model)
		if err != nil {
			return plan{}, err
		}
		if scope.Parameters, err = model.parameters(query); err != nil {
			return plan{}, err
		}
		scope.Variables = nil // a named query knows its parameters only
		text, columns, p.statement.Origin.Query = query.SQL, query.Columns, query.Name
		audit.From(ctx).About(clientOf(query, scope.Parameters))
		if query.Name == audit.SeenQuery {
			p.seen = fmt.Sprint(scope.Parameters["pseudonym"])
		}
		if !hasPersons(query) {
			audit.From(ctx).Sums()
		}
		if p.format == "" && query.Kind == queries.TimeSeries {
			p.format = formatTimeSeries
		}
	} else if !who.RawSQL {
		return plan{}, &fault{access: true, Text: queries.Text{
			SV: fmt.Sprintf("Rollen %s kan ställa katalogens frågor, inte egna i SQL.", who.Role),
			EN: fmt.Sprintf("The role %s may ask the catalogue's queries, not its own in SQL.", who.Role),
		}}
	}
	if model.Kind != kindNamed {
		audit.From(ctx).Raw()
	}
	expanded, err := macros.Expand(ctx, text, &scope)
	if err != nil {
		return plan{}, err
	}
	if err := refuseInnards(expanded.SQL); err != nil {
		return plan{}, err
	}
	p.statement.SQL, p.statement.Parameters, p.notices = expanded.SQL, expanded.Parameters, expanded.Notices
	p.canFilter = strings.Contains(text, "$__adHocFilters(")
	p.known = i.knownOfSQL(ctx, who.Account, text)
	describe(p.known, columns)
	return p, nil
}

// named finds a named query that the caller may ask.
func (i *Instance) named(who identity.Identity, model *Model) (queries.Query, error) {
	query, ok := i.catalogue.Get(model.Name)
	if !ok {
		return queries.Query{}, &fault{Text: queries.Text{SV: fmt.Sprintf("Frågan %q finns inte i katalogen.", model.Name), EN: fmt.Sprintf("There is no query %q in the catalogue.", model.Name)}}
	}
	if !query.MayRun(who.Role) {
		return queries.Query{}, &fault{access: true, Text: queries.Text{
			SV: fmt.Sprintf("Rollen %s får inte ställa frågan %s.", who.Role, query.Name), EN: fmt.Sprintf("The role %s may not ask the query %s.", who.Role, query.Name),
		}}
	}
	return query, nil
}

func (i *Instance) scope(who identity.Identity, model *Model, when window) macros.Scope {
	return macros.Scope{
		From: when.timeRange.From, To: when.timeRange.To, Interval: when.interval, Location: i.settings.Location,
		Variables: model.variables(), Language: model.Language, Search: model.Search, Table: model.Table, Column: model.Column, Filters: model.AdHocFilters,
		Areas: who.Areas, AllAreas: who.AllAreas,
		Types: func(ctx context.Context, table string) (map[string]string, error) {
			return i.schemas.types(ctx, who.Account, table)
		},
	}
}

// describe puts the titles and units of a named query's columns in the place of
// those that the data dictionary gives.
func describe(known map[string]frames.Description, columns []queries.Column) {
	for _, column := range columns {
		known[column.Name] = frames.Description{Title: column.Title, Unit: column.Unit, Text: known[column.Name].Text}
	}
}

// knownOfSQL describes columns by the objects that a text names. Without a schema
// nothing is known, and the query runs all the same.
func (i *Instance) knownOfSQL(ctx context.Context, account settings.Account, text string) map[string]frames.Description {
	known := map[string]frames.Description{}
	schema, err := i.schemas.get(ctx, account)
	if err != nil {
		return known
	}
	for _, name := range queries.Objects(text) {
		object, ok := schema.object(name)
		if !ok {
			continue
		}
		for _, column := range object.Columns {
			if _, ok := known[column.Name]; !ok {
				known[column.Name] = frames.FromComment(column.Comment)
			}
		}
	}
	return known
}
