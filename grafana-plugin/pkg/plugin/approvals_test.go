package plugin

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Leaders and analysts decide on runs, with a reason; nobody else does, and nothing is
// written over.
func testRunsAreDecided(t *testing.T, w *world) {
	t.Helper()
	w.forget()
	// Old runs, so that nothing that is shown changes: one that waits, one whose audit has failed.
	w.db.Exec(`INSERT INTO model.runs (run_id, model, method, target, as_of_date, status, is_published, created_at) VALUES
			(4711, 'risk', 'test', 'need_doubled', '2020-01-01', 'converged', true, '2020-01-02 05:00:00'),
			(4712, 'hours', 'test', 'hours', '2020-01-01', 'converged', true, '2020-01-02 05:00:00');
		INSERT INTO model.audits (run_id, group_name, group_value, measure, value, limit_high, verdict) VALUES (4712, 'sex', 'female', 'calibration_ratio', 2, 1.25, 'failed')`)
	instance := w.instance()
	decide := func(login string, want int, says string, change map[string]any) {
		t.Helper()
		body := map[string]any{"run": "4711", "decision": "approved", "why": "Kortet läst med teamet"}
		for name, value := range change {
			body[name] = value
		}
		var answer map[string]any
		status := w.call(instance, login, http.MethodPost, "models/approvals", body, &answer)
		if text, _ := answer["error"].(string); status != want || !strings.Contains(text, says) {
			t.Errorf("%s %v: %d %v", login, change, status, answer)
		}
	}
	for _, login := range []string{"mona", "stina", "olle", "pia"} {
		decide(login, http.StatusForbidden, "Det gör verksamhetschefer och analytiker", nil)
	}
	decide("okand", http.StatusForbidden, "", nil)
	decide("leo", http.StatusBadRequest, "Skriv skälet", map[string]any{"why": "  "})
	decide("leo", http.StatusBadRequest, "personnummer", map[string]any{"why": "Gäller 19121212" + "-1212"})
	decide("leo", http.StatusBadRequest, "för långt", map[string]any{"why": strings.Repeat("å", 1001)})
	decide("leo", http.StatusBadRequest, "ingen sådan körning", map[string]any{"run": "4713"})
	decide("leo", http.StatusBadRequest, "approved eller rejected", map[string]any{"decision": "shown"})
	decide("anna", http.StatusBadRequest, "underkänt körningen", map[string]any{"run": "4712"})
	if n := w.db.Value("SELECT count() FROM model.approvals WHERE run_id IN (4711, 4712)"); n != "0" {
		t.Fatalf("%s decisions were written that were refused", n)
	}
	decide("anna", http.StatusOK, "", map[string]any{"run": "4712", "despiteAudit": true})
	decide("leo", http.StatusOK, "", nil)
	decide("anna", http.StatusOK, "", map[string]any{"decision": "rejected", "why": "Ny riktlinje"})
	if got := w.db.Value("SELECT groupArray(concat(decision, ' ', decided_by, ' ', why, ' ', toString(n_failed), ' ', toString(is_automatic))) FROM (SELECT * FROM model.approvals WHERE run_id IN (4711, 4712) ORDER BY run_id, decision DESC)"); got != "['approved leo Kortet läst med teamet 0 false','rejected anna Ny riktlinje 0 false','approved anna Kortet läst med teamet 1 false']" {
		t.Errorf("kept %s", got)
	}
	for outcome, want := range map[string][]string{"refused": {"mona", "okand", "olle", "pia", "stina"}, "ok": {"anna", "anna", "leo"}} {
		var logins []string
		for _, row := range w.logged(instance, "request = 'POST /models/approvals' AND outcome = '"+outcome+"'") {
			logins = append(logins, row[0])
		}
		slices.Sort(logins)
		if !slices.Equal(logins, want) {
			t.Errorf("the log has %v %s, want %v", logins, outcome, want)
		}
	}
	for _, statement := range []string{"ALTER TABLE model.approvals DELETE WHERE 1", "TRUNCATE TABLE model.approvals", "SELECT run_id FROM model.approvals"} {
		if err := w.db.Conn(clickhouse.Role("pages")).Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "privileges") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	w.approvalsAreTold(instance)
	w.db.Exec("ALTER TABLE model.runs DELETE WHERE run_id IN (4711, 4712) SETTINGS mutations_sync = 2; ALTER TABLE model.audits DROP PARTITION 4712; ALTER TABLE model.approvals DELETE WHERE run_id IN (4711, 4712) SETTINGS mutations_sync = 2")
}

// approvalsAreTold tests that the page knows whether the one who looks may decide.
func (w *world) approvalsAreTold(instance *Instance) {
	w.t.Helper()
	for login, want := range map[string]bool{"leo": true, "anna": true, "olle": false, "mona": false} {
		var form struct {
			Mode      string
			MayDecide bool
		}
		if status := w.call(instance, login, http.MethodGet, "models/approvals", nil, &form); status != http.StatusOK || form.Mode != "automatic" || form.MayDecide != want {
			w.t.Errorf("%s: %d %+v", login, status, form)
		}
	}
}

// A client's extract of the log says why it is made, and is in the extract itself.
func testExtractsAreLogged(t *testing.T, w *world) {
	t.Helper()
	w.forget()
	w.db.Exec("INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, surface, n_rows, n_clients, client_id, area_id) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcde8', '2026-01-10 10:00:00', 'mona', 'manager', 'page', 3, 1, 505, 'C1')")
	instance := w.instance()
	extract := func(client, why string) map[string]any {
		return map[string]any{"name": "access_seen", "parameters": map[string]any{"pseudonym": client}, "why": why}
	}
	byNumber, byVariable := extract("", ""), extract("$c", "")
	byNumber["parameters"] = map[string]any{"pseudonym": 505}
	byVariable["variables"] = map[string]any{"c": "505"}
	for _, wrong := range []map[string]any{extract("505", ""), extract("505", "kort"), extract("505", "Gäller 19121212"+"-1212"), extract("x' OR 1=1", "Begäran, dnr 41"), byNumber, byVariable} {
		if answer := w.ask(instance, "olle", wrong)["A"]; answer.Status != http.StatusBadRequest {
			t.Errorf("%v: %d %v", wrong, answer.Status, answer.Error)
		}
	}
	if answer := w.ask(instance, "anna", extract("505", "Begäran, dnr 41"))["A"]; answer.Status != http.StatusForbidden {
		t.Errorf("an analyst: %d %v", answer.Status, answer.Error)
	}
	if frame := w.rowsOf(instance, "olle", named("access_seen", nil)); frame.Rows() != 0 {
		t.Errorf("%d rows of nobody", frame.Rows())
	}
	if got := texts(w.rowsOf(instance, "olle", extract("505", "Begäran, dnr 41")), "user_name"); len(got) != 1 || got[0] != "mona" {
		t.Errorf("seen by %v", got)
	}
	if status := w.call(instance, "olle", http.MethodPost, "export", map[string]any{"kind": "query", "name": "access_seen", "format": "csv", "parameters": map[string]any{"pseudonym": "505"}}, new(any)); status != http.StatusBadRequest {
		t.Errorf("an export without a reason: %d", status)
	}
	if status := w.call(instance, "olle", http.MethodPost, "variables", map[string]any{"query": extract("505", "")}, new(any)); status != http.StatusBadRequest {
		t.Errorf("a list of choices without a reason: %d", status)
	}
	kept := w.logged(instance, "surface = 'seen' AND why = 'Begäran, dnr 41' AND purpose = 'access_extract'")
	if len(kept) != 1 || kept[0][0] != "olle" || kept[0][9] != "505" || kept[0][6] != "ok" {
		t.Errorf("the log has %v", kept)
	}
	if n := w.db.Value("SELECT count() FROM ops.access_log WHERE surface = 'seen' AND outcome = 'started'"); n != "1" {
		t.Errorf("%s extracts were told before they were shown", n)
	}
}
