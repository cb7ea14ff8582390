package trial

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

//go:embed testdata/names.yaml
var nameAttacks []byte

// name is a line of the corpus.
type name struct {
	Why  string `yaml:"why"`
	Name string `yaml:"name"`
}

// inMonths is a day ahead.
func inMonths(n int) string { return time.Now().AddDate(0, n, 0).Format(time.DateOnly) }

// saved saves a selection and returns its id; empty where it was refused.
func (w *world) saved(login, name string, filter object) string {
	w.t.Helper()
	got := w.call(w.as(login), "POST", "selections", object{
		"name": name, "theme": name, "goal": name, "description": name, "steps": name, "why": name, "purpose": or(strings.TrimSpace(name), "prov"), "expires": inMonths(3), "filter": filter,
	})
	if got.status >= 500 {
		w.t.Errorf("%s saves %q: %d %s", login, name, got.status, got.text)
	}
	var told struct{ ID string }
	_ = json.Unmarshal([]byte(got.text), &told)
	return told.ID
}

// formula finds a cell of CSV that a spreadsheet would take for a formula.
var formula = regexp.MustCompile(`(?m)(^|[,;])"?[=+@\t\r]|(^|[,;])"?-[^0-9.,;\r\n]`)

// safeName is a header that names a file, with nothing of who wrote it but letters,
// digits, - and _.
var safeName = regexp.MustCompile(`(?i)content-disposition: attachment; filename="framsyn-[A-Za-z0-9_-]+\.(csv|xlsx|parquet)"\n`)

// What people name things comes back as text: in no file a formula, in no header a
// line, in no file name a path.
func testNames(t *testing.T, w *world) {
	t.Helper()
	n := 0
	for _, a := range corpus[name](t, nameAttacks) {
		if id := w.saved("mona", a.Name, object{"statuses": []string{"home_care"}}); id != "" {
			n += w.tryFile(a, object{"kind": "selection", "selection_id": id})
		}
		got := w.call(w.as("leo"), "POST", "scenarios", object{"name": a.Name, "why": a.Name, "special_housing_extra_places": 12, "granted_hours_factor": 1, "new_clients_factor": 1, "prevention_share": 1})
		if got.status >= 500 {
			t.Errorf("a scenario, %s: %d %s", a.Why, got.status, got.text)
		}
		var told struct{ Scenario string }
		if _ = json.Unmarshal([]byte(got.text), &told); got.isAnswer() {
			n += w.tryFile(a, object{"kind": "query", "name": "scenarios", "parameters": object{}})
			w.call(w.as("leo"), "POST", "scenarios/remove", object{"scenario": told.Scenario}) // there is room for so many
		}
		n += w.tryFile(a, object{"kind": "forecasts", "scenario": a.Name, "method": a.Name})
	}
	if n < 100 {
		t.Errorf("%d files were tried", n)
	}
	t.Logf("names: %d files and refusals", n)
}

func (w *world) tryFile(a name, body object) (n int) {
	w.t.Helper()
	for _, format := range []string{"csv", "csv-se", "xlsx"} {
		body["format"], body["purpose"] = format, or(strings.TrimSpace(a.Name), "prov")
		got := w.call(w.as("mona"), "POST", "export", body)
		n++
		if got.status >= 500 || strings.Contains(strings.ToLower(got.header), "set-cookie") {
			w.t.Errorf("%s, %v: %d %s %.300s", a.Why, body, got.status, got.header, got.text)
		}
		if !got.isAnswer() {
			continue
		}
		if !safeName.MatchString(got.header) {
			w.t.Errorf("%s, %v: %s", a.Why, body, got.header)
		}
		if format == "xlsx" {
			if strings.Contains(unpacked(w.t, got.text), "<f>") {
				w.t.Errorf("%s: a workbook has a formula", a.Why)
			}
		} else if found := formula.FindString(got.text); found != "" {
			w.t.Errorf("%s, %s: a cell begins with %q", a.Why, format, found)
		}
	}
	return n
}

// Identity numbers have no place in texts.
func testNumbersInTexts(t *testing.T, w *world) {
	t.Helper()
	number := canaryNumber()
	for _, text := range []string{number, number[2:], number[:8] + "-" + number[8:], "om " + number[2:8] + "-" + number[8:] + "."} {
		w.saved("mona", text, object{"age_from": 80})
		w.call(w.as("leo"), "POST", "scenarios", object{"name": text, "why": text, "special_housing_extra_places": 12, "granted_hours_factor": 1, "new_clients_factor": 1, "prevention_share": 1})
		w.call(w.as("mona"), "POST", "interventions", object{"client": fmt.Sprint(ofC1), "decision": "not_followed", "reason": "other", "kind": "training", "why": text})
		w.call(w.as("mona"), "POST", "export", object{"kind": "selection", "selection_id": "egna", "format": "csv", "purpose": text})
		w.call(w.as("mona"), "POST", "identities", object{"clients": []string{fmt.Sprint(ofC1)}, "purpose": "contact", "why": text, "page": text})
	}
	for table, columns := range map[string]string{
		"core.selections": "name, theme, goal, description, steps, why, purpose", "core.scenarios": "name_sv, description_sv", "core.intervention_ledger": "why",
		"ops.export_log": "purpose, filter", "ops.access_log": "purpose",
	} {
		rows := w.db.Value("SELECT count() FROM " + table + " WHERE match(replaceAll(concat(" + strings.ReplaceAll(columns, ", ", ", ' ', ") + ", ''), '-', ''), '" + number[2:] + "')")
		if rows != "0" {
			t.Errorf("%s rows of %s have a number of identity", rows, table)
		}
	}
}

// A selection of clients chosen by hand is seen by those only who see all of them.
func testChosenByHand(t *testing.T, w *world) {
	t.Helper()
	ofSofi := w.saved("sofi", "Utvalda i Söder", object{"clients": []string{fmt.Sprint(ofC2)}})
	ofAnna := w.saved("anna", "Utvald av analytiker", object{"sql": "client_id = " + fmt.Sprint(canaryA)})
	if ofSofi == "" || ofAnna == "" {
		t.Fatal("nothing was saved")
	}
	if got := w.call(w.as("sofi"), "GET", "selections/"+ofSofi, nil); !got.isAnswer() || !strings.Contains(got.text, fmt.Sprint(ofC2)) {
		t.Errorf("who has saved it does not see it: %d %s", got.status, got.text)
	}
	var n tally
	for _, c := range limited() {
		for _, id := range []string{ofSofi, ofAnna} {
			for _, path := range []string{"selections", "selections/" + id, "selections/" + id + "/changes"} {
				n.leak(t, c, path, w.call(w.as(c.login), "GET", path, nil), "")
			}
			for _, path := range []string{"summary", "clients"} {
				n.leak(t, c, path, w.call(w.as(c.login), "POST", "selections/"+path, object{"selection_id": id}), "")
			}
			n.leak(t, c, "export", w.call(w.as(c.login), "POST", "export", object{"kind": "selection", "selection_id": id, "format": "csv", "purpose": "prov"}), "")
		}
		for _, query := range []string{"selections", "selection_changes", "export_log", "access_log"} {
			n.leak(t, c, query, w.ask(w.as(c.login), object{"kind": "named", "name": query, "parameters": object{}, "format": "table"})[0], "")
		}
	}
}
