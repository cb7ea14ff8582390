package plugin

import (
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/framsyn/framsyn/sql/queries"
)

// loginOf is somebody of the tests who has a role.
func loginOf(role queries.Role) string {
	return map[queries.Role]string{queries.Analyst: "anna", queries.Manager: "mona", queries.Leader: "leo", queries.Steward: "stina", queries.Officer: "olle", queries.Planner: "pia"}[role]
}

// required are values of parameters that have no default.
func required(query queries.Query) map[string]any {
	values := map[string]any{}
	for _, parameter := range query.Parameters {
		switch {
		case parameter.Name == "pseudonym":
			values["pseudonym"] = "18446744073709550002" // without one there are no rows
		case parameter.Default != nil:
		case parameter.Name == "client":
			values["client"] = "18446744073709550002"
		case parameter.Name == "selection":
			values["selection"] = "egna"
		}
	}
	return values
}

// Every named query runs for the first of its roles, gives the columns that it
// promises, and rows on the fixture.
func testEveryNamedQueryGivesWhatItPromises(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, query := range instance.catalogue.All() {
		for _, role := range query.Roles {
			login := loginOf(role)
			if login == "" && role != queries.Service {
				continue
			}
			answer := w.ask(instance, login, map[string]any{"kind": "named", "name": query.Name, "parameters": required(query), "format": "table", "why": "Prov av frågan"})["A"]
			if answer.Error != nil {
				t.Errorf("%s as %s: %v", query.Name, role, answer.Error)
				continue
			}
			var found, promised []string
			for _, field := range answer.Frames[0].Fields {
				found = append(found, field.Name)
			}
			for _, column := range query.Columns {
				promised = append(promised, column.Name)
			}
			if !slices.Equal(found, promised) {
				t.Errorf("%s gives   %v\npromised %v", query.Name, found, promised)
			}
			_, isOfMunicipality := query.Parameter("area")                                                // by default, which a manager does not see
			mayBeEmpty := role == queries.Manager && isOfMunicipality || query.Name == "client_exclusion" // nobody is left out
			if answer.Frames[0].Rows() == 0 && !mayBeEmpty {
				t.Errorf("%s as %s gives no rows on the fixture", query.Name, role)
			}
			if query.Kind == queries.Value && answer.Frames[0].Rows() > 1 {
				t.Errorf("%s is of kind value and gives %d rows", query.Name, answer.Frames[0].Rows())
			}
		}
	}
}

func testTimeSeriesAreWide(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, query := range instance.catalogue.All() {
		if query.Kind != queries.TimeSeries {
			continue
		}
		answer := w.ask(instance, loginOf(query.Roles[0]), map[string]any{"kind": "named", "name": query.Name, "parameters": required(query)})["A"]
		if answer.Error != nil {
			t.Errorf("%s: %v", query.Name, answer.Error)
			continue
		}
		frame := answer.Frames[0]
		if frame.Meta.Type != data.FrameTypeTimeSeriesWide {
			t.Errorf("%s: frame of type %q", query.Name, frame.Meta.Type)
		}
		if schema := frame.TimeSeriesSchema(); schema.Type != data.TimeSeriesTypeWide {
			t.Errorf("%s: a %s series", query.Name, schema.Type)
		}
		for _, notice := range frame.Meta.Notices {
			t.Errorf("%s: %s", query.Name, notice.Text)
		}
	}
}

// Queries that name clients are limited to the areas that the caller sees.
func TestClientsAreLimitedToAreas(t *testing.T) {
	catalogue, err := queries.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range catalogue.All() {
		if query.MayRun(queries.Manager) && strings.Contains(query.SQL, "client_id") && !strings.Contains(query.SQL, "$__areas(") && !strings.Contains(query.SQL, "$__clients(") {
			t.Errorf("%s names clients without $__areas or $__clients", query.Name)
		}
		if slices.ContainsFunc(query.Columns, func(c queries.Column) bool { return c.Name == "client_id" }) {
			for _, role := range []queries.Role{queries.Leader, queries.Planner, queries.Steward, queries.Officer, queries.Service} {
				if query.MayRun(role) {
					t.Errorf("%s gives clients to the role %s", query.Name, role)
				}
			}
		}
	}
}
