package plugin

import (
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/sql/queries"
)

// A role asks the queries that name it, and no others; SQL is for those who may.
func testRolesAskTheirOwn(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, role := range []queries.Role{queries.Analyst, queries.Manager, queries.Leader, queries.Steward, queries.Officer, queries.Service} {
		login := loginOf(role)
		for _, query := range instance.catalogue.All() {
			if query.MayRun(role) {
				continue // TestEveryNamedQueryGivesWhatItPromises
			}
			answer := w.ask(instance, login, map[string]any{"name": query.Name, "parameters": required(query), "language": "en"})["A"]
			if answer.Error == nil || answer.Status != backend.StatusForbidden || len(answer.Frames) != 0 || !strings.Contains(answer.Error.Error(), "may not ask") {
				t.Errorf("%s asked %s: %v", role, query.Name, answer.Error)
			}
		}
		answer := w.ask(instance, login, sql("SELECT 1 AS one"))["A"]
		if (answer.Error == nil) != (role == queries.Analyst) {
			t.Errorf("SQL by %s: %v", role, answer.Error)
		}
	}
}

// Who sees some areas gets nothing of others, whatever is sent.
func testManagersSeeTheirAreas(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	attempts := []map[string]any{
		{},
		{"areas": []string{"C1", "C2"}},
		{"areas": []string{"C2"}},
		{"areas": []string{"C1') OR 1=1 --"}},
		{"area": "C2"},
		{"area": "K"},
		{"area": ""},
		{"scope_kind": "area", "scope_id": "C2"},
		{"scope_kind": "selection", "scope_id": "egna"},
		{"selection": "egna"},
		{"selection": `x' OR 1=1 --`},
		{"statuses": []string{}},
	}
	for _, query := range instance.catalogue.For(queries.Manager) {
		if _, ok := query.Parameter("client"); ok {
			for client, some := range map[string]bool{
				"18446744073709550001": false, "18446744073709550002": true,
				"18446744073709550041": false, "18446744073709550042": slices.Contains([]string{"client_events", "decision_basis"}, query.Name), // dead, by their last area
			} {
				frame := w.rowsOf(instance, "mona", map[string]any{"name": query.Name, "parameters": map[string]any{"client": client}, "format": "table"})
				if (frame.Rows() != 0) != some && query.Name != "client_exclusion" { // nobody is left out
					t.Errorf("%s of client %s gives %d rows", query.Name, client, frame.Rows())
				}
			}
			continue
		}
		for letter, answer := range w.ask(instance, "mona", attemptsOn(query, attempts)...) {
			if answer.Error != nil {
				t.Errorf("%s, %s: %v", query.Name, letter, answer.Error)
				continue
			}
			for _, field := range answer.Frames[0].Fields {
				for row := range field.Len() {
					if value := cell(field, row); isOfOtherArea(field.Name, value) {
						t.Errorf("%s, %s gives %s = %s", query.Name, letter, field.Name, value)
					}
				}
			}
		}
	}
}

// Those with health care only have no decision that tells the area: that of today
// counts.
func testManagersSeeThoseWithHealthCareOnly(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for client, rows := range map[string]int{"18446744073709550036": 14, "18446744073709550037": 0} {
		if frame := w.rowsOf(instance, "mona", named("client_months", map[string]any{"client": client})); frame.Rows() != rows {
			t.Errorf("client %s: %d rows, want %d", client, frame.Rows(), rows)
		}
	}
}

// attemptsOn are the attempts whose parameters a query has, with variables and
// filters that reach for more too.
func attemptsOn(query queries.Query, attempts []map[string]any) []map[string]any {
	var asked []map[string]any
	for n, attempt := range attempts {
		parameters := required(query)
		applies := n == 0
		for name, value := range attempt {
			if _, ok := query.Parameter(name); ok {
				parameters[name], applies = value, true
			}
		}
		if applies {
			asked = append(asked, map[string]any{
				"name": query.Name, "parameters": parameters, "format": "table",
				"variables":    map[string]any{"areas": []string{"C2"}, "area": "C2"},
				"adHocFilters": []map[string]any{{"key": "mart.candidates.area_id", "operator": "=|", "values": []string{"C1", "C2"}}},
			})
		}
	}
	return asked
}

// isOfOtherArea knows the fixture: clients with odd numbers, and intervention 70,
// are of C2.
func isOfOtherArea(name, value string) bool {
	return value == "C2" || value == "Söder å" || name == "intervention_id" && value == "70" ||
		strings.HasPrefix(value, "18446744073709550") && (value[len(value)-1]-'0')%2 == 1
}

// Callers who cannot be told who they are get nothing.
func testClosedWhenInDoubt(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for name, change := range map[string]func(*backend.QueryDataRequest){
		"no token":       func(r *backend.QueryDataRequest) { r.Headers = nil },
		"forged":         func(r *backend.QueryDataRequest) { r.SetHTTPHeader("X-Grafana-Id", w.token("anna")+"x") },
		"another person": func(r *backend.QueryDataRequest) { r.SetHTTPHeader("X-Grafana-Id", w.token("mona")) },
		"no role": func(r *backend.QueryDataRequest) {
			r.PluginContext.User.Login = "okand"
			r.SetHTTPHeader("X-Grafana-Id", w.token("okand"))
		},
		"a bare header": func(r *backend.QueryDataRequest) {
			r.Headers = map[string]string{"http_X-Grafana-User": "anna", "X-Grafana-Id": w.token("anna")}
		},
		"another organisation": func(r *backend.QueryDataRequest) { r.PluginContext.Namespace = "org-2" },
	} {
		request := w.request("anna", sql("SELECT 1"), named("overview_totals", nil))
		change(request)
		response, err := instance.QueryData(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		for letter, answer := range response.Responses {
			if answer.Error == nil || len(answer.Frames) != 0 || !strings.Contains(answer.Error.Error(), "data@example.org") {
				t.Errorf("%s, %s: %v", name, letter, answer.Error)
			}
		}
		if len(response.Responses) != 2 {
			t.Errorf("%s: %d answers", name, len(response.Responses))
		}
	}
}

// Alert rules ask as the service: aggregates.
func testAlerts(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	request := w.request("", named("failed_jobs", nil), named("total_months", nil), named("candidates", nil), sql("SELECT client_id FROM mart.candidates"))
	request.Headers["FromAlert"] = "true"
	request.Headers["X-Rule-Uid"] = "rule-1"
	response, err := instance.QueryData(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range []string{"A", "B"} {
		if answer := response.Responses[letter]; answer.Error != nil || answer.Frames[0].Rows() == 0 {
			t.Errorf("%s: %v", letter, answer.Error)
		}
	}
	for _, letter := range []string{"C", "D"} {
		if answer := response.Responses[letter]; answer.Status != backend.StatusForbidden {
			t.Errorf("%s: %v", letter, answer.Error)
		}
	}
}

// The database is the wall: what SQL must not do, it cannot.
func testSQLCannot(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, text := range []string{
		"SELECT * FROM vault.identities", "SELECT * FROM raw.visits", "SELECT * FROM system.processes", "SELECT * FROM url('http://127.0.0.1:1', 'CSV')",
		"SELECT * FROM file('/etc/passwd', 'LineAsString')", "SELECT 1 SETTINGS readonly = 0", "SET readonly = 0", "INSERT INTO core.areas VALUES ('a', 'b', '', 'area')",
		"SYSTEM FLUSH LOGS", "KILL QUERY WHERE 1", "SELECT 1; SELECT 2", "GRANT ALL ON *.* TO analyst", "SELECT * FROM executable('ls', 'TSV', 'a String')",
		"SELECT * FROM remote('127.0.0.1', 'core.areas')", "CREATE TABLE core.x (a UInt8) ENGINE = Memory", "SELECT * FROM ops.access_log",
	} {
		answer := w.ask(instance, "anna", sql(text))["A"]
		if answer.Error == nil {
			t.Errorf("%s gave %d rows", text, answer.Frames[0].Rows())
		} else if answer.ErrorSource == backend.ErrorSourcePlugin {
			t.Errorf("%s is blamed on us: %v", text, answer.Error)
		}
	}
	if n := w.db.Value("SELECT count() FROM core.areas"); n != "4" {
		t.Errorf("%s areas after it", n)
	}
}
