package trial

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/access"
)

type object = map[string]any

// route is a row of the table of routes, with a body that is about the caller's own
// and others that reach for more.
type route struct {
	name      string // as in matrix.md
	path      string // where it is not that of the name
	own       any
	others    []any
	isRefused bool // reaching for others is refused, rather than answered without them
}

func named(name string, parameters object) object {
	return object{"query": object{"kind": "named", "name": name, "parameters": parameters}}
}

func rawSQL(text string) object { return object{"query": object{"rawSql": text}} }

// readingRoutes are those that answer with what is there.
func readingRoutes(c caller) []route {
	own, others := fmt.Sprint(c.own()), []string{fmt.Sprint(c.other()), fmt.Sprint(canaryA)}
	return []route{
		{name: "GET whoami"},
		{name: "GET schema"},
		{name: "GET functions"},
		{name: "GET catalogue"},
		{name: "GET cookbook"},
		{name: "POST interpolate", own: named("area_months", object{"areas": []string{or(c.area, "C1")}})},
		{name: "POST interpolate, SQL", path: "interpolate", own: rawSQL("SELECT client_id FROM mart.candidates")},
		{name: "POST variables", own: named("areas", nil)},
		{name: "POST variables, SQL", path: "variables", own: rawSQL("SELECT toString(client_id) FROM mart.candidates")},
		{name: "GET adhoc/keys"},
		{name: "GET adhoc/keys", path: "adhoc/keys?table=mart.candidates"},
		{name: "POST adhoc/values", own: object{"key": "mart.candidates.area_name"}, others: []any{
			object{"key": "mart.candidates.client_id"},
			object{"key": "mart.candidates.hours_now"},
			object{"key": "mart.candidates.reasons_sv"},
			object{"key": "mart.candidates.area_id", "search": canaryArea},
			object{"key": "core.assessments.wording"},
			object{"key": "core.clients.client_id", "search": "1777"},
		}},
		{name: "GET export/kinds"},
		{name: "GET export/status", path: "export/status?id=9b2f8a4e-0000-4000-8000-abcdefabcdf4"},
		{name: "GET identities/purposes"},
		{name: "POST identities", own: object{"clients": []string{own}, "purpose": "contact", "why": "Ringa om hembesök", "page": "individ"}, others: []any{
			object{"clients": others, "purpose": "contact", "why": "Ringa om hembesök", "page": "individ"},
		}},
		{name: "GET selections"},
		{name: "GET selections/{id}", path: "selections/egna"},
		{name: "GET selections/{id}/changes", path: "selections/egna/changes?since=2025-01-01"},
		{name: "GET scenarios/form"},
		{name: "GET models/approvals"},
	}
}

// selectionRoutes are those that count and list clients.
func selectionRoutes(c caller) []route {
	others := []any{
		object{"filter": object{"areas": []string{canaryArea, c.otherArea()}}},
		object{"selection_id": "egna"},
		object{"filter": object{}, "limit": 1000},
		object{"filter": object{"clients": []string{fmt.Sprint(canaryA), fmt.Sprint(c.other())}}},
		object{"filter": object{"hours_from": 7000}},
	}
	home := object{"filter": object{"statuses": []string{"home_care"}}}
	return []route{
		{name: "POST selections/summary", own: home, others: others},
		{name: "POST selections/clients", own: home, others: others},
		{name: "POST selections/compare", own: object{"first": home, "second": object{"selection_id": "egna"}}, others: []any{
			object{"first": object{"filter": object{"areas": []string{canaryArea}}}, "second": object{"filter": object{"areas": []string{c.otherArea()}}}},
		}},
	}
}

// writingRoutes are those that save something.
func writingRoutes(c caller) []route {
	start := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	decision := func(client uint64, more object) object {
		body := object{"client": fmt.Sprint(client), "decision": "followed", "kind": "training", "start": start}
		for name, value := range more {
			body[name] = value
		}
		return body
	}
	return []route{
		{name: "POST selections", own: object{"name": "Prov av " + c.role, "purpose": "hembesök", "expires": time.Now().AddDate(0, 3, 0).Format(time.DateOnly), "filter": object{"age_from": 80}}},
		{name: "POST scenarios", own: object{"name": "Prov", "why": "Inför budget.", "special_housing_extra_places": 12, "granted_hours_factor": 1, "new_clients_factor": 1, "prevention_share": 1}},
		{name: "POST scenarios/remove", own: object{"scenario": "prevention_100"}},
		{name: "POST interventions", isRefused: true, own: decision(c.own(), object{"kind": kindOf(c)}), others: []any{
			decision(c.other(), nil), decision(canaryA, nil), decision(canaryA, object{"decision": "withdrawn", "corrects": "113", "why": "fel"}),
		}},
		{name: "POST review/marks", own: object{"id": "9b2f8a4e-0000-4000-8000-abcdefabcdf5", "verdict": "in_order", "note": "Jour"}},
		{name: "POST models/approvals", own: object{"run": trialRun, "decision": "rejected", "why": "Prov av vem som får"}},
	}
}

// Every route gives each role what the table says, and nothing of others.
func testRoutes(t *testing.T, w *world) {
	t.Helper()
	expected, err := access.ExpectedOf(access.RouteTable)
	if err != nil {
		t.Fatal(err)
	}
	var n tally
	tried := map[string]bool{}
	for _, c := range append(callers(), caller{login: "nils", role: "manager", area: "C1", limit: "health care"}) {
		for _, r := range append(append(readingRoutes(c), selectionRoutes(c)...), writingRoutes(c)...) {
			if c.limit != "" && strings.Contains(r.name, "adhoc") {
				continue // which columns there are is tried with objects
			}
			tried[r.name] = true
			w.tryRoute(&n, c, r, expected[r.name][c.role])
		}
	}
	for name := range expected {
		if !tried[name] {
			t.Errorf("matrix.md has %s, which is not tried", name)
		}
	}
	foreign := "client_id IN (17777777777777777770, 17777777777777777771) AND decided_date > '2026-06-01'"
	if rows := w.db.Value("SELECT count() FROM core.intervention_ledger WHERE " + foreign); rows != "0" {
		t.Errorf("%s decisions were written of clients of another area", rows)
	}
	t.Logf("routes: %d tried, %d answered", n.tried, n.answered)
}

func (w *world) tryRoute(n *tally, c caller, r route, want access.Verdict) {
	w.t.Helper()
	method, path, _ := strings.Cut(r.name, " ")
	path = or(r.path, path)
	if want == "" {
		w.t.Errorf("matrix.md has nothing of %s for %s", r.name, c)
	}
	who := w.as(c.login)
	n.check(w.t, c, r.name, want, w.call(who, method, path, r.own), fmt.Sprint(r.own))
	for _, body := range r.others {
		got := w.call(who, method, path, body)
		n.tried++
		if (want == access.No || r.isRefused) && got.isAnswer() {
			w.t.Errorf("%s, %s: reaching for others is answered: %.300s", c, r.name, got.text)
		}
		n.leak(w.t, c, r.name+fmt.Sprint(body), got, fmt.Sprint(body))
	}
}

// kindOf is an intervention that nobody else registers for the same client.
func kindOf(c caller) string {
	kinds := map[string]string{"tea": "nutrition", "nils": "aids"}
	return or(kinds[c.login], "training")
}

// Every route that the plugin has is in the table.
func TestEveryRouteIsInTheMatrix(t *testing.T) {
	expected, err := access.ExpectedOf(access.RouteTable)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("..", "plugin", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	pattern := regexp.MustCompile(`(?:handle|mux\.Handle)\("((?:GET|POST|PUT|DELETE|PATCH) )/([^"]*)"`)
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range pattern.FindAllStringSubmatch(string(text), -1) {
			n++
			if name := found[1] + found[2]; expected[name] == nil && name != "POST export" { // exports have a table of their own
				t.Errorf("%s: matrix.md does not have %s: say who may call it, and try it here", filepath.Base(file), name)
			}
		}
	}
	if n < 24 {
		t.Errorf("%d routes were found", n)
	}
}
