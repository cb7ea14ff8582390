package plugin

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// call calls a route as a login and reads its JSON into answer.
func (w *world) call(instance *Instance, login, method, path string, body, answer any) int {
	w.t.Helper()
	request := &backend.CallResourceRequest{PluginContext: w.context(login), Method: method, URL: path, Headers: map[string][]string{}}
	request.Path, _, _ = strings.Cut(path, "?")
	if login != "" {
		request.SetHTTPHeader(backend.GrafanaUserSignInTokenHeaderName, w.token(login))
	}
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			w.t.Fatal(err)
		}
		request.Body = text
	}
	var got *backend.CallResourceResponse
	sender := backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
		got = response
		return nil
	})
	if err := instance.CallResource(w.t.Context(), request, sender); err != nil {
		w.t.Fatal(err)
	}
	if err := json.Unmarshal(got.Body, answer); err != nil {
		w.t.Fatalf("%s %s: %v in %s", method, path, err, got.Body)
	}
	return got.Status
}

// The areas are those of the account and the units below them, none below clients
// without an area.
func testWhoAmI(t *testing.T, w *world) {
	t.Helper()
	var who struct {
		Login, Role, Contact string
		Areas                []string
		RawSQL, AllAreas     bool
	}
	if status := w.call(w.instance(), "mona", http.MethodGet, "whoami", nil, &who); status != http.StatusOK || who.Login != "mona" || who.Role != "manager" || !slices.Equal(who.Areas, []string{"", "C1", "C1A"}) || who.RawSQL || who.Contact == "" {
		t.Errorf("%d: %+v", status, who)
	}
}

func testRoutesAskWhoCalls(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, route := range []string{"GET whoami", "GET schema", "GET functions", "GET catalogue", "GET cookbook", "GET export/kinds", "GET export/status", "POST export", "POST interpolate", "POST variables", "GET adhoc/keys", "POST adhoc/values", "GET identities/purposes", "POST identities", "POST interventions", "GET scenarios/form", "POST scenarios", "POST scenarios/remove"} {
		method, path, _ := strings.Cut(route, " ")
		var failed report
		if status := w.call(instance, "okand", method, path, map[string]any{}, &failed); status != http.StatusForbidden || failed.Code != "no_role" || failed.Class != "access" || !strings.Contains(failed.Text, "data@example.org") {
			t.Errorf("%s: %d %+v", route, status, failed)
		}
	}
	var failed report
	if status := w.call(instance, "anna", http.MethodGet, "nowhere", nil, &failed); status != http.StatusNotFound || failed.Code != "no_route" {
		t.Errorf("%d %+v", status, failed)
	}
	if status := w.call(instance, "anna", http.MethodPost, "variables?language=en", "x", &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "cannot be read") {
		t.Errorf("%d %+v", status, failed)
	}
}

func testSchema(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var schema Schema
	w.call(instance, "anna", http.MethodGet, "schema", nil, &schema)
	object, ok := schema.object("mart.candidates")
	if !ok || object.Kind != "table" || object.Comment == "" {
		t.Fatalf("mart.candidates: %+v", object)
	}
	column, ok := object.column("hours_now")
	if !ok || column.Type != "Float64" || column.Unit != "h_per_month" || column.Comment == "" {
		t.Errorf("hours_now: %+v", column)
	}
	for _, name := range []string{"vault.identities", "raw.visits", "ops.access_log"} {
		if _, ok := schema.object(name); ok {
			t.Errorf("the analyst's schema has %s", name)
		}
	}
}

// The schema is read once for callers who come together, and kept.
func testSchemaIsCached(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var group sync.WaitGroup
	found := make([]*Schema, 8)
	for i := range found {
		group.Go(func() {
			schema, err := instance.schemas.get(t.Context(), "analyst")
			if err != nil {
				t.Error(err)
			}
			found[i] = schema
		})
	}
	group.Wait()
	again, err := instance.schemas.get(t.Context(), "analyst")
	if err != nil {
		t.Fatal(err)
	}
	for _, schema := range found {
		if schema != again {
			t.Error("the schema was read more than once")
		}
	}
}

func testFunctionsAndCatalogue(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var functions struct {
		Functions []Function
		Macros    []struct{ Name, Syntax string }
	}
	w.call(instance, "anna", http.MethodGet, "functions", nil, &functions)
	if !slices.ContainsFunc(functions.Functions, func(f Function) bool { return f.Name == "quantile" && f.IsAggregate }) || len(functions.Macros) < 25 {
		t.Errorf("%d functions, %d macros", len(functions.Functions), len(functions.Macros))
	}
	var catalogue struct {
		Queries []struct {
			Name       string
			Title      struct{ SV, EN string }
			Parameters []struct {
				Name    string
				Default any
			}
		}
	}
	w.call(instance, "leo", http.MethodGet, "catalogue", nil, &catalogue)
	names := ""
	for _, query := range catalogue.Queries {
		names += " " + query.Name
	}
	if !strings.Contains(names, " overview_totals") || strings.Contains(names, " candidates") {
		t.Errorf("a leader's catalogue:%s", names)
	}
}

func testInterpolate(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var shown struct {
		SQL        string
		Parameters map[string]string
		Notices    []string
	}
	body := map[string]any{
		"query": sql("SELECT $area, $__timeFilter(t)", map[string]any{"variables": map[string]any{"area": "å'"}}),
		"range": map[string]any{"from": 1769902200000, "to": "2026-02-02T11:30:00Z"},
	}
	if status := w.call(instance, "anna", http.MethodPost, "interpolate", body, &shown); status != http.StatusOK || shown.SQL != "SELECT {__area:String}, (t >= toDateTime(1769902200) AND t <= toDateTime(1770031800))" || shown.Parameters["__area"] != "å'" {
		t.Errorf("%d %+v", status, shown)
	}
	var failed report
	if status := w.call(instance, "leo", http.MethodPost, "interpolate", body, &failed); status != http.StatusForbidden || failed.Code != "not_allowed" {
		t.Errorf("SQL by a leader: %d %+v", status, failed)
	}
}

func testVariables(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var choices []choice
	w.call(instance, "anna", http.MethodPost, "variables", map[string]any{"query": named("areas", nil)}, &choices)
	if !slices.Equal(choices, []choice{{Text: "Norr", Value: "C1"}, {Text: "Söder å", Value: "C2"}}) {
		t.Errorf("areas %v", choices)
	}
	w.call(instance, "mona", http.MethodPost, "variables", map[string]any{"query": named("areas", nil)}, &choices)
	if !slices.Equal(choices, []choice{{Text: "Norr", Value: "C1"}}) {
		t.Errorf("a manager's areas %v", choices)
	}
	w.call(instance, "anna", http.MethodPost, "variables", map[string]any{"query": sql("SELECT area_name FROM core.areas WHERE area_name ILIKE $__searchFilter"), "search": "r*å"}, &choices)
	if !slices.Equal(choices, []choice{{Text: "Söder å", Value: "Söder å"}}) {
		t.Errorf("searched %v", choices)
	}
	w.call(instance, "anna", http.MethodPost, "variables", map[string]any{"query": sql("SELECT 7 AS value, 'sju' AS text WHERE 0")}, &choices)
	if choices == nil || len(choices) != 0 {
		t.Errorf("no rows: %v", choices)
	}
}

func testAdHoc(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var choices []choice
	w.call(instance, "anna", http.MethodGet, "adhoc/keys?table=mart.candidates", nil, &choices)
	if !slices.Contains(choices, choice{Text: "candidates.area_id", Value: "mart.candidates.area_id", Type: "LowCardinality(String)"}) {
		t.Errorf("keys %v", choices)
	}
	values := func(login, key, search string) (texts []string, status int) {
		var raw json.RawMessage
		status = w.call(instance, login, http.MethodPost, "adhoc/values", map[string]any{"key": key, "search": search}, &raw)
		var found []choice
		if json.Unmarshal(raw, &found) == nil {
			for _, one := range found {
				texts = append(texts, one.Value)
			}
		}
		return texts, status
	}
	for _, test := range []struct {
		login, key, search string
		want               []string
		status             int
	}{
		{"anna", "mart.candidates.area_id", "", []string{"C1", "C2"}, 200},
		{"mona", "mart.candidates.area_name", "", []string{"Norr"}, 200},
		{"anna", "mart.candidates.categories", "nurs", []string{"nursing"}, 200},
		{"anna", "mart.candidates.status", "", []string{"home_care", "hsl_only"}, 200},
		{"anna", "mart.candidates.potential_h", "", []string{"-2.5", "__null__"}, 200},
		{"leo", "mart.area_months.area_id", "", nil, 400}, // has no right to the object itself
		{"leo", "mart.candidates.client_id", "", nil, 400},
		{"mona", "core.assessments.icf_code", "", nil, 403},
		{"anna", "vault.identities.name", "", nil, 400},
		{"anna", "mart.candidates.area_id` FROM core.areas --", "", nil, 400},
		{"anna", "area_id", "", nil, 400},
	} {
		if got, status := values(test.login, test.key, test.search); status != test.status || !slices.Equal(got, test.want) {
			t.Errorf("%s %s: %d %v, want %d %v", test.login, test.key, status, got, test.status, test.want)
		}
	}
}

// The guide's questions are for those who may write SQL.
func testCookbook(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var got struct {
		Questions []struct {
			Number     int
			Title      struct{ SV, EN string }
			Group, SQL string
		}
	}
	w.call(instance, "anna", http.MethodGet, "cookbook", nil, &got)
	if len(got.Questions) < 21 || got.Questions[6].Number != 7 || got.Questions[6].Title.SV == "" || !strings.Contains(got.Questions[6].SQL, "model.forecasts") {
		t.Errorf("%d questions: %+v", len(got.Questions), got.Questions[:min(1, len(got.Questions))])
	}
	for _, question := range got.Questions {
		if answer := w.ask(instance, "anna", sql(question.SQL))["A"]; answer.Error != nil {
			t.Errorf("%d. %s: %v", question.Number, question.Title.SV, answer.Error)
		}
	}
	w.call(instance, "leo", http.MethodGet, "cookbook", nil, &got)
	if len(got.Questions) != 0 {
		t.Errorf("a leader gets %d questions", len(got.Questions))
	}
}
