package plugin

import (
	"net/http"
	"strings"
	"testing"
)

// supposed is a scenario that may be saved, with changes.
func supposed(changes map[string]any) map[string]any {
	body := map[string]any{
		"name": "Fler platser på Ängen", "why": "Inför budget 2027.", "increase_pct_per_year": 0, "mortality_pct_per_year": 0,
		"special_housing_extra_places": 12, "granted_hours_factor": 1, "least_granted_h": 0, "new_clients_factor": 1, "population_variant": "main",
		"prevention_n_clients": 0, "prevention_kind": "", "prevention_share": 1,
	}
	for name, value := range changes {
		body[name] = value
	}
	return body
}

// A scenario is saved as a row that the forecast will read, changed by a newer
// version, and taken away by one that is not active.
func testScenarios(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var saved scenarioSaved
	if status := w.call(instance, "leo", http.MethodPost, "scenarios", supposed(nil), &saved); status != http.StatusOK || saved != (scenarioSaved{"fler_platser_pa_angen", 1, "waiting"}) {
		t.Fatalf("saved: %d %+v", status, saved)
	}
	row := "SELECT concat(name_sv, '|', description_sv, '|', author, '|', toString(created_date), '|', toString(special_housing_extra_places), '|', toString(is_active), '|', toString(population_variant)) FROM core.scenarios WHERE scenario = 'fler_platser_pa_angen' ORDER BY version DESC LIMIT 1"
	if got := w.db.Value(row); got != "Fler platser på Ängen|Inför budget 2027.|leo|2026-02-05|12|true|main" {
		t.Errorf("the row is %s", got)
	}
	if state := w.stateOf(instance, "fler_platser_pa_angen"); state != "waiting" {
		t.Errorf("state %q", state)
	}
	w.call(instance, "leo", http.MethodPost, "scenarios", supposed(map[string]any{"scenario": "fler_platser_pa_angen", "special_housing_extra_places": 20}), &saved)
	if saved.Version != 2 {
		t.Errorf("changed: %+v", saved)
	}
	w.call(instance, "pia", http.MethodPost, "scenarios", supposed(nil), &saved)
	if saved.Scenario != "fler_platser_pa_angen_2" || saved.Version != 1 {
		t.Errorf("a second of the name: %+v", saved)
	}
	if status := w.call(instance, "leo", http.MethodPost, "scenarios/remove", map[string]any{"scenario": "fler_platser_pa_angen"}, &saved); status != http.StatusOK || saved.Version != 3 || saved.State != "removed" {
		t.Errorf("removed: %d %+v", status, saved)
	}
	if state := w.stateOf(instance, "fler_platser_pa_angen"); state != "" {
		t.Errorf("after it was taken away: state %q", state)
	}
	if n := w.db.Value("SELECT count() FROM core.scenarios WHERE scenario = 'fler_platser_pa_angen'"); n != "3" {
		t.Errorf("%s versions: rows are only ever added", n)
	}
}

// stateOf is what the query scenarios says of a scenario; empty where it is not there.
func (w *world) stateOf(instance *Instance, scenario string) string {
	w.t.Helper()
	frame := w.rowsOf(instance, "leo", named("scenarios", nil))
	for row := range frame.Rows() {
		if cell(frame.Fields[0], row) == scenario {
			return cell(frame.Fields[8], row)
		}
	}
	return ""
}

// What cannot be meant is refused, with all that is wrong told.
func testScenariosAreChecked(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, test := range []struct {
		login  string
		change map[string]any
		status int
		text   string
	}{
		{"mona", nil, 403, "får inte spara scenarier"},
		{"stina", nil, 403, "får inte spara scenarier"},
		{"leo", map[string]any{"special_housing_extra_places": 0}, 400, "detsamma som i dag"},
		{"leo", map[string]any{"special_housing_extra_places": -3}, 400, "mellan 0 och 200"},
		{"leo", map[string]any{"granted_hours_factor": 3, "new_clients_factor": 0}, 400, "Nya brukare, gånger är 0"},
		{"leo", map[string]any{"name": " ", "why": ""}, 400, "Skriv varför"},
		{"leo", map[string]any{"why": "För 19121212-1212"}, 400, "personnummer"},
		{"leo", map[string]any{"population_variant": "huge"}, 400, "main, low eller high"},
		{"leo", map[string]any{"prevention_n_clients": 10, "prevention_kind": "nope", "prevention_share": 0.5}, 400, "nope"},
		{"leo", map[string]any{"prevention_n_clients": 10, "prevention_share": 4}, 400, "mellan 0.1 och 1"},
		{"leo", map[string]any{"prevention_n_clients": -1}, 400, "går inte att läsa"},
		{"leo", map[string]any{"scenario": "prevention_100"}, 403, "Framsyn"},
		{"pia", map[string]any{"scenario": "leos"}, 403, "leo"},
		{"leo", map[string]any{"scenario": "nope"}, 400, "inget scenario"},
	} {
		var failed report
		if status := w.call(instance, test.login, http.MethodPost, "scenarios", supposed(test.change), &failed); status != test.status || !strings.Contains(failed.Text, test.text) {
			t.Errorf("%s %v: %d %s", test.login, test.change, status, failed.Text)
		}
	}
	var form struct {
		MaySave bool
		Limits  []struct {
			Name        string
			Least, Most float64
		}
	}
	for login, want := range map[string]bool{"leo": true, "mona": false} {
		if w.call(instance, login, http.MethodGet, "scenarios/form", nil, &form); form.MaySave != want || len(form.Limits) != 8 {
			t.Errorf("the form of %s: %+v", login, form)
		}
	}
}

// The nightly forecast has room for so many.
func testScenariosAreCounted(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	saved := map[string]savedScenario{}
	for n := range 25 {
		saved[string(rune('a'+n))] = savedScenario{version: 1, author: "leo", isActive: n < 19}
	}
	saved["as_today"] = savedScenario{version: 1, author: maker, isActive: true}
	if n := countActive(saved); n != 19 {
		t.Errorf("%d active", n)
	}
	for n := 0; ; n++ {
		var failed report
		status := w.call(instance, "anna", http.MethodPost, "scenarios", supposed(map[string]any{"name": "Många"}), &failed)
		if status != http.StatusOK {
			if !strings.Contains(failed.Text, "Ta bort ett först") || n > mostScenarios {
				t.Errorf("after %d: %d %s", n, status, failed.Text)
			}
			break
		}
	}
}

func TestAScenarioTakesNoOthersID(t *testing.T) {
	if got := free("as_today", nil); got != "as_today_2" {
		t.Errorf("as today: %q", got)
	}
}
