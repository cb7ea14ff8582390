package plugin

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/framsyn/framsyn/sql/queries"
)

func sql(text string, more ...map[string]any) map[string]any {
	query := map[string]any{"rawSql": text}
	for _, fields := range more {
		for name, value := range fields {
			query[name] = value
		}
	}
	return query
}

func named(name string, parameters map[string]any) map[string]any {
	return map[string]any{"name": name, "parameters": parameters}
}

// rowsOf asks one query and returns its frame, which must come.
func (w *world) rowsOf(instance *Instance, login string, query map[string]any) *data.Frame {
	w.t.Helper()
	answer := w.ask(instance, login, query)["A"]
	if answer.Error != nil {
		w.t.Fatalf("%v: %v", query, answer.Error)
	}
	return answer.Frames[0]
}

// texts returns a column as texts.
func texts(frame *data.Frame, name string) []string {
	var found []string
	field, _ := frame.FieldByName(name)
	for row := range field.Len() {
		found = append(found, cell(field, row))
	}
	return found
}

func testSQL(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	frame := w.rowsOf(instance, "anna", sql(`
		SELECT area_id, client_id, hours_now, age_years, potential_h, month
		FROM mart.candidates
		WHERE area_id IN ($areas) AND hours_now >= {min:Float64} AND area_name ILIKE $__searchFilter AND $__adHocFilters('mart.candidates') AND $__dateFilter(month)
			AND $__conditionalAll(sex = $sex, $sex)
		ORDER BY client_id`, map[string]any{
		"variables": map[string]any{"areas": []string{"C1", "C2", `x') OR 1=1 --`}, "min": 20, "sex": "$__all"}, "search": "söder",
		"adHocFilters": []map[string]any{{"key": "mart.candidates.categories", "operator": "=", "value": "nursing"}, {"key": "core.clients.sex", "operator": "=", "value": "male"}},
		"language":     "en",
	}))
	if frame.Rows() == 0 {
		t.Fatal("no rows")
	}
	for _, area := range texts(frame, "area_id") {
		if area != "C2" {
			t.Errorf("area %s", area)
		}
	}
	if ids := texts(frame, "client_id"); len(ids[0]) != 20 || !strings.HasPrefix(ids[0], "184467440737095500") {
		t.Errorf("ids %v", ids)
	}
	hours, _ := frame.FieldByName("hours_now")
	if hours.Config.Unit != "suffix: h/month" || hours.Config.DisplayNameFromDS != "Granted home care now" {
		t.Errorf("the column's comment is not used: %+v", hours.Config)
	}
	if len(frame.Meta.Notices) != 1 || !strings.Contains(frame.Meta.Notices[0].Text, "core.clients.sex does not apply") {
		t.Errorf("notices %v", frame.Meta.Notices)
	}
	for _, want := range []string{"SET param___areas_list = '[\\'C1\\'", "SET param_min = '20';", "FROM mart.candidates"} {
		if !strings.Contains(frame.Meta.ExecutedQueryString, want) {
			t.Errorf("the executed query lacks %q:\n%s", want, frame.Meta.ExecutedQueryString)
		}
	}
	custom, ok := frame.Meta.Custom.(Custom)
	if !ok || custom.QueryID == "" || custom.Rows != frame.Rows() || custom.ReadRows == 0 {
		t.Errorf("custom %+v", frame.Meta.Custom)
	}
}

// What does not work in a named query is not its reader's fault.
func testFaultsInTheCatalogueAreOurs(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	broken, err := queries.New(fstest.MapFS{"broken.sql": {Data: []byte("-- broken: Trasig | Broken\n-- sv: Trasig.\n-- en: Broken.\n-- Kind: table\n-- Roles: analyst\n-- Reads: core.nope\n-- Column: a | A | A\nSELECT a FROM core.nope")}})
	if err != nil {
		t.Fatal(err)
	}
	instance.catalogue = broken
	answer := w.ask(instance, "anna", map[string]any{"name": "broken", "language": "en"})["A"]
	if answer.ErrorSource != backend.ErrorSourcePlugin || answer.Status != backend.StatusInternal || !strings.Contains(answer.Error.Error(), "framsyn schema apply") {
		t.Errorf("%v (%d, %s)", answer.Error, answer.Status, answer.ErrorSource)
	}
}

// A panel's queries are answered each by itself.
func testErrorsOfOneQueryAreItsOwn(t *testing.T, w *world) {
	t.Helper()
	answers := w.ask(w.instance(), "anna",
		sql("SELECT 1 AS one"), sql("SELECT nope FROM core.areas", map[string]any{"language": "en"}), named("area_months", map[string]any{"areas": []string{"C1"}}),
		sql("SELECT 1 AS one", map[string]any{"format": "timeseries", "language": "en"}), map[string]any{"kind": "graph"}, named("nope", nil), named("client", nil),
		named("area_months", map[string]any{"areas": []string{"C1"}, "color": "red"}), named("forecast", map[string]any{"scenario": []string{"a", "b"}}))
	for letter, want := range map[string]string{
		"B": "There is no such column", "D": "A time series needs", "E": `kind är "graph"`, "F": `Frågan "nope" finns inte`, "G": "behöver parametern client", "H": "har ingen parameter color", "I": "parametern scenario: 2 värden där String tar ett",
	} {
		answer := answers[letter]
		if answer.Error == nil || !strings.Contains(answer.Error.Error(), want) || answer.Status != backend.StatusBadRequest || answer.ErrorSource != backend.ErrorSourceDownstream {
			t.Errorf("%s: %v (%d, %s), want %q", letter, answer.Error, answer.Status, answer.ErrorSource, want)
		}
	}
	for _, letter := range []string{"A", "C"} {
		if answers[letter].Error != nil {
			t.Errorf("%s: %v", letter, answers[letter].Error)
		}
	}
}

func testCapsAndNames(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	frame := w.rowsOf(instance, "anna", sql("SELECT client_id FROM mart.candidates", map[string]any{"maxRows": 7, "displayNames": false}))
	if frame.Rows() != 7 || len(frame.Meta.Notices) != 1 {
		t.Errorf("%d rows, %v", frame.Rows(), frame.Meta.Notices)
	}
	if config := frame.Fields[0].Config; config.DisplayNameFromDS != "" || config.Description == "" {
		t.Errorf("config %+v", config)
	}
}

func testVariablesInParameters(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	query := named("area_comparison", map[string]any{"areas": "$area"})
	for _, test := range []struct {
		choice any
		rows   int
	}{{[]string{"C2"}, 1}, {"C1", 1}, {"$__all", 2}, {[]string{"C1", "C2"}, 2}, {[]string{`C1') OR ('1'='1`}, 0}} {
		query["variables"] = map[string]any{"area": test.choice}
		if frame := w.rowsOf(instance, "anna", query); frame.Rows() != test.rows || len(frame.Fields) != 12 {
			t.Errorf("%v: %d rows of %d fields, want %d", test.choice, frame.Rows(), len(frame.Fields), test.rows)
		}
	}
}

// A dashboard variable that happens to have the name of a parameter is not it.
func testParametersGoBeforeVariables(t *testing.T, w *world) {
	t.Helper()
	query := named("area_comparison", map[string]any{"areas": []string{"C1"}})
	query["variables"] = map[string]any{"areas": "$__all"}
	if frame := w.rowsOf(w.instance(), "anna", query); frame.Rows() != 1 {
		t.Errorf("%d rows, want that of C1", frame.Rows())
	}
}

// What is asked of a client comes as that client's alone.
func testOneClient(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	frame := w.rowsOf(instance, "anna", named("client", map[string]any{"client": "18446744073709550001"}))
	if frame.Rows() != 1 || texts(frame, "client_id")[0] != "18446744073709550001" {
		t.Errorf("%v", texts(frame, "client_id"))
	}
	events := w.rowsOf(instance, "anna", named("client_events", map[string]any{"client": "18446744073709550001"}))
	kinds := strings.Join(texts(events, "kind"), " ")
	for _, want := range []string{"decision", "widowed", "intervention", "assessment"} {
		if !strings.Contains(kinds, want) {
			t.Errorf("events %s lack %s", kinds, want)
		}
	}
}

func testNumbersOfTheFixture(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	totals := w.rowsOf(instance, "leo", named("overview_totals", nil))
	if n := texts(totals, "n_clients")[0]; n != "40" {
		t.Errorf("%s clients", n)
	}
	if month := texts(totals, "month")[0]; month != "2026-02-01" {
		t.Errorf("month %s", month)
	}
	drivers := w.rowsOf(instance, "leo", named("change_drivers", nil))
	if got := strings.Join(texts(drivers, "driver"), " "); got != "all ended existing new" {
		t.Errorf("drivers %s", got)
	}
	count := w.rowsOf(instance, "anna", named("candidates_count", map[string]any{"categories": []string{"physical"}, "severity_from": 3, "areas": []string{"C1"}, "statuses": []string{}}))
	if n := texts(count, "n_clients")[0]; n != "10" {
		t.Errorf("%s candidates with severe physical needs in C1, want 10", n)
	}
	attention := w.rowsOf(instance, "stina", named("attention", nil))
	if got := strings.Join(texts(attention, "kind"), " "); !strings.Contains(got, "job") || !strings.Contains(got, "model") || !strings.Contains(got, "delivery") {
		t.Errorf("attention %s", got)
	}
	members := w.rowsOf(instance, "anna", named("candidates", map[string]any{"selection": `d'urval\`, "statuses": []string{}}))
	if got := texts(members, "client_id"); len(got) != 1 || got[0] != "18446744073709550006" {
		t.Errorf("members %v", got)
	}
}

func testSettingsAtFaultAreTold(t *testing.T, w *world) {
	t.Helper()
	copied := *w
	w = &copied
	w.source.JSONData = []byte(`{"hosts": ["db"], "pool": {"maxOpen": -4}}`)
	instance := w.instance()
	answer := w.ask(instance, "anna", sql("SELECT 1"))["A"]
	if answer.Error == nil || !strings.Contains(answer.Error.Error(), "hosts[0]") || !strings.Contains(answer.Error.Error(), "pool.maxOpen") {
		t.Errorf("%v", answer.Error)
	}
	health, err := instance.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	if err != nil || health.Status != backend.HealthStatusError || !strings.Contains(health.Message, "hosts[0]") {
		t.Errorf("%+v, %v", health, err)
	}
}

func testHealth(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	health, err := instance.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	if err != nil || health.Status != backend.HealthStatusOk || !strings.Contains(string(health.JSONDetails), `"analyst":"ok"`) {
		t.Errorf("%+v, %v", health, err)
	}
	for name, test := range map[string]struct {
		change map[string]any
		want   string
	}{
		"database": {map[string]any{"hosts": []string{"127.0.0.1:1"}}, "Databasen svarar inte"},
		"keys":     {map[string]any{"identity": map[string]any{"grafanaUrl": "http://127.0.0.1:1"}}, "Grafanas nycklar"},
		"user":     {map[string]any{"roles": map[string]any{"analyst": map[string]any{"user": "ingen"}}, "mapping": nil, "serviceRole": ""}, "analyst (ingen)"},
	} {
		broken := *w
		broken.source = w.settings(test.change)
		health, err = broken.instance().CheckHealth(t.Context(), &backend.CheckHealthRequest{})
		if err != nil || health.Status != backend.HealthStatusError || !strings.Contains(health.Message, test.want) || strings.Count(health.Message, test.want) != 1 {
			t.Errorf("%s: %+v, %v", name, health, err)
		}
	}
}

func TestOlder(t *testing.T) {
	for version, want := range map[string]bool{"25.8.1.1": false, "25.7.9": true, "24.12": true, "26.7.1": false} {
		if older(version, leastVersion) != want {
			t.Errorf("%s: %v", version, !want)
		}
	}
}

func testLanguageAndTime(t *testing.T, w *world) {
	t.Helper()
	frame := w.rowsOf(w.instance(), "anna", map[string]any{"name": "area_months", "language": "en", "parameters": map[string]any{}})
	if frame.Meta.Type != data.FrameTypeTimeSeriesWide || frame.Rows() != 14 {
		t.Errorf("%s, %d rows", frame.Meta.Type, frame.Rows())
	}
	first, _ := frame.Fields[0].At(0).(time.Time)
	if !first.Equal(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("begins %v", first)
	}
	found := false
	for _, field := range frame.Fields {
		if field.Name == "home_care_granted_h" && field.Labels["area_name"] == "Norr" {
			found = field.Config.DisplayNameFromDS == "Granted hours Norr" && field.Config.Unit == "suffix: h/month"
		}
	}
	if !found {
		t.Error("the series of granted hours in Norr is not described")
	}
}

func testStatusOfRefusals(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	request := w.request("anna", sql("SELECT 1"))
	request.Headers = map[string]string{}
	response, err := instance.QueryData(t.Context(), request)
	if err != nil || response.Responses["A"].Status != http.StatusUnauthorized || response.Responses["A"].Frames != nil {
		t.Errorf("%+v, %v", response, err)
	}
}

// Annotations want columns by these names, and Grafana goes by the names that it
// shows: they must not get titles.
func testAnnotations(t *testing.T, w *world) {
	t.Helper()
	frame := w.rowsOf(w.instance(), "anna", sql("SELECT started_date AS time, ended_date AS timeEnd, kind AS text, concat(kind, ',', area_id) AS tags FROM core.interventions INNER JOIN core.clients ON core.interventions.client_id = core.clients.client_id WHERE $__timeFilter(started_date)"))
	want := []data.FieldType{data.FieldTypeTime, data.FieldTypeNullableTime, data.FieldTypeString, data.FieldTypeString}
	for i, name := range []string{"time", "timeEnd", "text", "tags"} {
		field := frame.Fields[i]
		if field.Name != name || field.Type() != want[i] || field.Config != nil && field.Config.DisplayName != "" || field.Len() != 2 {
			t.Errorf("%s is %s of %s with the settings %+v, %d rows", name, field.Name, field.Type(), field.Config, field.Len())
		}
	}
}
