package trial

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/queries"
)

// The trial fills one world: it takes most of the time.
func TestTrial(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct {
		name string
		run  func(t *testing.T, w *world)
	}{
		{"EveryQueryAsEveryRole", testQueries},
		{"EveryRouteAsEveryRole", testRoutes},
		{"EveryExportAsEveryRole", testExports},
		{"ChosenByHand", testChosenByHand}, // before others write ids into names
		{"SQLThroughThePlugin", testSQLThroughThePlugin},
		{"SQLOfTheAccounts", testSQLOfTheAccounts},
		{"ValuesOfQueries", testValuesOfQueries},
		{"Operators", testOperators},
		{"ValuesOfRoutes", testValuesOfRoutes},
		{"Forgeries", testForgeries},
		{"ServicesGetGroupsOnly", testServicesGetGroupsOnly},
		{"Names", testNames},
		{"NumbersInTexts", testNumbersInTexts},
		{"Timing", testTiming},
	} {
		t.Run(test.name, func(t *testing.T) {
			own := *w
			own.t = t
			test.run(t, &own)
			// What an attack has written may be in the log, but nothing that it asked for.
			log := own.log.take()
			for _, secret := range []string{canaryWord, canaryNumber(), "domherre"} {
				if strings.Contains(strings.ToLower(log), secret) {
					t.Errorf("the plugin's log has %q", secret)
				}
			}
		})
	}
}

// tally counts what was tried.
type tally struct{ tried, answered, withRows int }

// check holds an answer against the table and against what the caller may know.
func (n *tally) check(t *testing.T, c caller, what string, want access.Verdict, got answer, written string) {
	t.Helper()
	n.tried++
	if got.isAnswer() {
		n.answered++
	}
	switch {
	case want == access.No && got.isAnswer():
		t.Errorf("%s, %s: want a refusal, got %d %.300s", c, what, got.status, got.text)
	case want == access.No && got.status >= http.StatusInternalServerError:
		t.Errorf("%s, %s: want a refusal, got %d %.300s", c, what, got.status, got.text)
	case want != access.No && !got.isAnswer() && (c.limit == "" || !got.isRefusal()):
		t.Errorf("%s, %s: want an answer, got %d %.300s", c, what, got.status, got.text)
	}
	if c.role == access.NoRole && !strings.Contains(got.text, contact) {
		t.Errorf("%s, %s: the refusal does not say whom to ask: %.300s", c, what, got.text)
	}
	n.leak(t, c, what, got, written)
}

func (n *tally) leak(t *testing.T, c caller, what string, got answer, written string) {
	t.Helper()
	if found := c.leak(got.text+got.header, written); found != "" {
		at := strings.Index(strings.ToLower(got.text), strings.ToLower(found))
		t.Errorf("%s, %s tells %q: …%s", c, what, found, got.text[max(0, at-150):min(len(got.text), max(0, at)+100)])
	}
}

// reaches are values of parameters by which somebody may reach for others' rows.
func (c caller) reaches() []map[string]any {
	other := c.otherArea()
	return []map[string]any{
		{"area": other},
		{"area": canaryArea},
		{"area": "K"},
		{"area": ""},
		{"areas": []string{other, canaryArea}},
		{"areas": []string{c.area, other}},
		{"areas": []string{"C3') OR 1=1 --"}},
		{"scope_kind": "area", "scope_id": canaryArea},
		{"scope_kind": "area", "scope_id": other},
		{"scope_kind": "selection", "scope_id": "egna"},
		{"selection": "egna"},
		{"selection": "x' OR 1=1 --"},
		{"client": fmt.Sprint(c.other())},
		{"client": fmt.Sprint(canaryA)},
		{"search": "1777"},
		{"text": canaryWord[:4]},
		{"statuses": []string{}},
	}
}

// asked are the forms in which a caller asks a query: as it is meant, and for others.
func (c caller) asked(query queries.Query) []map[string]any {
	base := func() map[string]any {
		values := map[string]any{}
		for _, parameter := range query.Parameters {
			switch {
			case parameter.Name == "client":
				values["client"] = fmt.Sprint(c.own())
			case parameter.Name == "selection" && parameter.Default == nil:
				values["selection"] = "egna"
			case parameter.Name == "area" && c.area != "":
				values["area"] = c.area
			}
		}
		return values
	}
	form := func(parameters map[string]any) map[string]any {
		return map[string]any{
			"kind": "named", "name": query.Name, "parameters": parameters, "format": "table",
			"variables":    map[string]any{"areas": []string{canaryArea}, "area": canaryArea, "client": fmt.Sprint(canaryA)},
			"adHocFilters": []map[string]any{{"key": "mart.candidates.area_id", "operator": "=|", "values": []string{"C1", "C2", canaryArea}}},
		}
	}
	all := []map[string]any{form(base())}
	for _, reach := range c.reaches() {
		parameters, applies := base(), false
		for name, value := range reach {
			if _, ok := query.Parameter(name); ok {
				parameters[name], applies = value, true
			}
		}
		if applies {
			all = append(all, form(parameters))
		}
	}
	return all
}

// Every named query gives each role what the table says, and nothing of others.
func testQueries(t *testing.T, w *world) {
	t.Helper()
	expected, err := access.ExpectedOf(access.QueryTable)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := queries.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var n tally
	for _, query := range catalogue.All() {
		for _, c := range callers() {
			forms := c.asked(query)
			for i, got := range w.ask(w.as(c.login), forms...) {
				want := expected[query.Name][c.role]
				n.check(t, c, fmt.Sprintf("%s %v", query.Name, forms[i]["parameters"]), want, got, fmt.Sprint(forms[i]["parameters"]))
				if want != access.No && i == 0 && got.isAnswer() && rowsIn(t, got.text) > 0 {
					n.withRows++
				}
			}
		}
		for _, c := range []caller{{login: "nils", role: "manager", area: "C1", limit: "health care"}, {login: "nora", role: "analyst", limit: "health care"}} {
			forms := c.asked(query)
			for i, got := range w.ask(w.as(c.login), forms...) {
				n.tried++
				if !got.isAnswer() && !got.isRefusal() {
					t.Errorf("%s, %s: %d %.300s", c, query.Name, got.status, got.text)
				}
				n.leak(t, c, query.Name, got, fmt.Sprint(forms[i]["parameters"]))
			}
		}
	}
	if len(expected) != len(catalogue.All()) || n.tried < 3000 || n.withRows < 300 {
		t.Errorf("%d queries of %d, %+v: the trial has lost most of its cases", len(expected), len(catalogue.All()), n)
	}
	t.Logf("queries: %d tried, %d answered, %d of those meant to have rows have", n.tried, n.answered, n.withRows)
}
