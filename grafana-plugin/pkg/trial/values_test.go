package trial

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/queries"
)

//go:embed testdata/values.yaml
var valueAttacks []byte

// value is a line of the corpus.
type value struct {
	Why   string `yaml:"why"`
	Value string `yaml:"value"`
}

// askers are who sees some clients and who sees groups only.
func askers() []caller {
	return []caller{{login: "mona", role: "manager", area: "C1"}, {login: "leo", role: "leader"}}
}

// takesText tells whether a parameter takes a text, or a list of texts.
func takesText(parameter queries.Parameter) (asList, ok bool) {
	return strings.HasPrefix(parameter.Type, "Array("), strings.Contains(parameter.Type, "String") || parameter.Name == "client"
}

// Values of parameters of every named query, and of filters and variables beside
// them, are values: they get nothing of others, and no error of the engine's
// parser.
func testValuesOfQueries(t *testing.T, w *world) {
	t.Helper()
	catalogue, err := queries.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var n tally
	for _, c := range askers() {
		for _, query := range catalogue.For(queries.Role(c.role)) {
			if c.role == "leader" && query.MayRun(queries.Manager) {
				continue // the same text, tried as the manager
			}
			for _, parameter := range query.Parameters {
				isList, ok := takesText(parameter)
				if !ok {
					continue
				}
				var asked []map[string]any
				for _, v := range corpus[value](t, valueAttacks) {
					text, _ := c.filled(v.Value)
					asked = append(asked, formOf(c, query, parameter.Name, text, isList))
				}
				for i, got := range w.ask(w.as(c.login), asked...) {
					n.tried++
					what := fmt.Sprintf("%s.%s = %q", query.Name, parameter.Name, asked[i]["search"])
					if got.status >= 500 || strings.Contains(got.text, "Syntax error") || strings.Contains(got.text, "(62)") {
						t.Errorf("%s, %s: %d %.300s", c, what, got.status, got.text)
					}
					n.leak(t, c, what, got, fmt.Sprint(asked[i]["search"]))
				}
			}
		}
	}
	t.Logf("values of queries: %d tried", n.tried)
}

// formOf is a query with a text in a parameter, and in filters, variables and the
// search beside it.
func formOf(c caller, query queries.Query, parameter, text string, isList bool) map[string]any {
	parameters := c.asked(query)[0]["parameters"].(map[string]any)
	parameters[parameter] = text
	if isList {
		parameters[parameter] = []string{text, canaryArea}
	}
	return map[string]any{
		"kind": "named", "name": query.Name, "parameters": parameters, "format": "table", "search": text, "table": text, "column": text,
		"variables": map[string]any{"areas": text, "area": text},
		"adHocFilters": []map[string]any{
			{"key": "mart.candidates.area_id", "operator": "=", "value": text},
			{"key": "mart.candidates." + text, "operator": "=", "value": "a"},
			{"key": text, "operator": "=", "value": "a"},
			{"key": "area_name", "operator": "=~", "value": text},
			{"key": "area_id", "operator": "!=", "value": text},
		},
	}
}

// Operators of filters are those of a list.
func testOperators(t *testing.T, w *world) {
	t.Helper()
	c := askers()[0]
	for _, operator := range []string{"OR 1=1 OR area_id =", "= '' OR 1=1 --", "IN (SELECT 1) OR", ";", "", "LIKE", "=|", "!=|", "=~", "!~", "<", ">"} {
		for _, column := range []string{"client_id", "area_id", "hours_now", "reasons_sv", "categories", "status", "severities"} {
			form := object{"kind": "named", "name": "candidates", "parameters": object{}, "format": "table", "adHocFilters": []object{
				{"key": "mart.candidates." + column, "operator": operator, "value": canaryHours, "values": []string{"C3", fmt.Sprint(canaryA)}},
			}}
			got := w.ask(w.as(c.login), form)[0]
			var n tally
			n.leak(t, c, operator+" "+column, got, fmt.Sprint(form))
			if got.status >= 500 || strings.Contains(got.text, "Syntax error") {
				t.Errorf("%s %s: %d %.300s", operator, column, got.status, got.text)
			}
		}
	}
}

// Values of every field of every route, as each limited role.
func testValuesOfRoutes(t *testing.T, w *world) {
	t.Helper()
	var n tally
	others := []caller{{login: "stina", role: "steward"}, {login: "olle", role: "officer"}, {role: "service"}, {login: "okand", role: "ingen"}}
	for i, v := range corpus[value](t, valueAttacks) {
		for _, c := range append(askers(), others[i%len(others)]) { // who sees nothing in turns: it takes long
			text, _ := c.filled(v.Value)
			for _, r := range append(append(readingRoutes(c), selectionRoutes(c)...), writingRoutes(c)...) {
				method, path, _ := strings.Cut(r.name, " ")
				path = or(r.path, path)
				if method == "GET" {
					w.tryValue(&n, c, method, path, nil, text)
				}
				for _, body := range append([]any{r.own}, r.others...) {
					fields, _ := body.(object)
					for field := range fields {
						w.tryValue(&n, c, method, path, with(fields, field, text), text)
					}
				}
			}
		}
	}
	if n.tried < 2000 {
		t.Errorf("%d tried: the trial has lost most of its cases", n.tried)
	}
	t.Logf("values of routes: %d tried", n.tried)
}

func (w *world) tryValue(n *tally, c caller, method, path string, body any, text string) {
	w.t.Helper()
	if body == nil {
		path = strings.ReplaceAll(path, "egna", escaped(text))
		joint := "?"
		if strings.Contains(path, "?") {
			joint = "&"
		}
		path += joint + "table=" + escaped(text) + "&id=" + escaped(text) + "&since=" + escaped(text) + "&language=" + escaped(text)
	}
	got := w.call(w.as(c.login), method, path, body)
	n.tried++
	if got.status >= 500 || strings.Contains(got.text, "Syntax error") {
		w.t.Errorf("%s, %s %s %v: %d %.300s", c, method, path, body, got.status, got.text)
	}
	if strings.Contains(strings.ToLower(got.header), "set-cookie") {
		w.t.Errorf("%s, %s %s %v: a header of the attack's comes back: %s", c, method, path, body, got.header)
	}
	n.leak(w.t, c, fmt.Sprintf("%s %s %v", method, path, body), got, path+fmt.Sprint(body))
}

// with is a body with another value in a field; a list or an object there gets it
// within.
func with(body object, field, text string) object {
	changed := object{}
	for name, old := range body {
		changed[name] = old
	}
	switch old := body[field].(type) {
	case []string:
		changed[field] = append([]string{text}, old...)
	case object:
		inner := object{}
		for name, value := range old {
			inner[name] = value
			if list, ok := value.([]string); ok {
				inner[name] = append([]string{text}, list...)
			}
		}
		inner["areas"], inner["sql"], inner["rawSql"] = []string{text}, text, text
		changed[field] = inner
	default:
		changed[field] = text
	}
	return changed
}
