package plugin

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

// registration is a decision that nothing is wrong with.
func registration(more map[string]any) map[string]any {
	body := map[string]any{
		"client": "18446744073709550002", "decision": "followed", "kind": "training", "start": "2026-02-10", "plannedEnd": "2026-05-10", "selection": "egna",
		"why": `Vill själv. C:\ 'och' "så"`, "believedChange": -3.5,
	}
	for key, value := range more {
		body[key] = value
	}
	return body
}

// A registration is kept with the scores as they stand, whoever sent what.
func testRegister(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var done decided
	if status := w.call(instance, "mona", http.MethodPost, "interventions", registration(nil), &done); status != http.StatusOK || done.DecidedDate != "2026-02-05" {
		t.Fatalf("%d %+v", status, done)
	}
	got := w.db.Value(`SELECT toString((client_id, kind, decision, toString(decided_date), toString(started_date), toString(planned_end_date), selection_id, why, chosen_by,
		believed_change_h_per_month, toString(as_of_date), run_id, risk_target, risk_probability, hours_expected, potential_h, is_potential_supported, length(reasons_sv), intervention_id))
		FROM core.intervention_ledger WHERE ledger_id = ` + done.LedgerID)
	want := `(18446744073709550002,'training','followed','2026-02-05','2026-02-10','2026-05-10','egna','Vill själv. C:\\ \'och\' "så"','` + pseudonymOf("mona") +
		`',-3.5,'2026-02-01',11,'need_doubled',0.02,12,-2.5,true,3,NULL)`
	if got != want {
		t.Errorf("kept %s,\nwant %s", got, want)
	}
	if n := w.db.Value("SELECT count() FROM ops.access_log WHERE user_name = 'mona' AND surface = 'page' AND has(objects, 'core.intervention_ledger')"); n != "1" {
		t.Errorf("%s rows in the access log", n)
	}
	waiting := w.rowsOf(instance, "mona", named("follow_up_waiting", map[string]any{"kinds": []string{"training"}}))
	if waiting.Rows() != 1 {
		t.Errorf("%d interventions wait", waiting.Rows())
	}
	checkTwice(t, w, instance, done.LedgerID)
}

// checkTwice registers the same again, corrects it and takes it back.
func checkTwice(t *testing.T, w *world, instance *Instance, first string) {
	t.Helper()
	var failed report
	if status := w.call(instance, "mona", http.MethodPost, "interventions?language=en", registration(map[string]any{"start": "2026-03-01"}), &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "registered already") {
		t.Errorf("the same again: %d %+v", status, failed)
	}
	var corrected decided
	change := map[string]any{"corrects": first, "start": "2026-02-20", "believedChange": nil}
	if status := w.call(instance, "mona", http.MethodPost, "interventions", registration(change), &corrected); status != http.StatusOK {
		t.Fatalf("a correction: %d", status)
	}
	if status := w.call(instance, "mona", http.MethodPost, "interventions?language=en", registration(change), &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "no longer stands") {
		t.Errorf("a correction of what was corrected: %d %+v", status, failed)
	}
	starts := w.db.Value("SELECT groupArray(toString(started_date)) FROM core.known_interventions WHERE client_id = 18446744073709550002 AND kind = 'training'")
	if starts != "['2026-02-20']" {
		t.Errorf("starts %s", starts)
	}
	var done decided
	back := map[string]any{"client": "18446744073709550002", "decision": "withdrawn", "corrects": corrected.LedgerID, "why": "Blev inte av"}
	if status := w.call(instance, "mona", http.MethodPost, "interventions", back, &done); status != http.StatusOK {
		t.Fatalf("a withdrawal: %d", status)
	}
	if n := w.db.Value("SELECT count() FROM core.known_interventions WHERE client_id = 18446744073709550002 AND kind = 'training'"); n != "0" {
		t.Errorf("%s interventions after the withdrawal", n)
	}
	if rows := w.db.Value("SELECT concat(toString(count()), ' ', toString(countIf(kind = 'training'))) FROM core.intervention_ledger WHERE client_id = 18446744073709550002 AND chosen_by = '" + pseudonymOf("mona") + "'"); rows != "3 3" {
		t.Errorf("rows of the ledger: %s", rows)
	}
}

// A proposal that is not followed, with a reason and words.
func testNotFollowed(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var done decided
	body := map[string]any{"client": "18446744073709550006", "decision": "not_followed", "reason": "score_too_high", "why": "Fick hjälp av en tillfällig orsak.", "believedChange": -9}
	if status := w.call(instance, "mona", http.MethodPost, "interventions", body, &done); status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	got := w.db.Value("SELECT toString((kind, reason, why, isNull(started_date), isNull(believed_change_h_per_month), risk_probability)) FROM core.intervention_ledger WHERE ledger_id = " + done.LedgerID)
	if got != "('','score_too_high','Fick hjälp av en tillfällig orsak.',1,1,0.06)" {
		t.Error(got)
	}
	for _, row := range []struct {
		login, query string
		rows         int
	}{{"mona", "decisions", 8}, {"leo", "decision_counts", 1}} {
		if frame := w.rowsOf(instance, row.login, named(row.query, nil)); frame.Rows() != row.rows {
			t.Errorf("%s of %s: %d rows, want %d", row.query, row.login, frame.Rows(), row.rows)
		}
	}
}

// Who may not decide on somebody writes nothing, and is not told whether she is there.
func testDecisionsAreRefused(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	before := w.db.Value("SELECT count() FROM core.intervention_ledger")
	full := "1938" + "0412" + "-" + "9842"
	for _, test := range []struct {
		login, text string
		status      int
		change      map[string]any
	}{
		{"mona", "none of your areas", 403, map[string]any{"client": "18446744073709550001"}},
		{"mona", "none of your areas", 403, map[string]any{"client": "1"}},
		{"mona", "none of your areas", 403, map[string]any{"client": "18446744073709550003", "decision": "not_followed", "reason": "declined"}},
		{"mona", "none of your areas", 403, map[string]any{"client": "18446744073709550003", "decision": "withdrawn", "corrects": "113"}},
		{"anna", "unit managers", 403, nil},
		{"leo", "unit managers", 403, nil},
		{"mona", "is no number", 400, map[string]any{"client": "1 OR 1=1"}},
		{"mona", "among those to choose", 400, map[string]any{"kind": `training' OR '1'='1`}},
		{"mona", "Choose which", 400, map[string]any{"kind": ""}},
		{"mona", "is no day", 400, map[string]any{"start": "2026-02-30"}},
		{"mona", "check the year", 400, map[string]any{"start": "2062-02-10"}},
		{"mona", "not after the first day", 400, map[string]any{"plannedEnd": "2026-02-10"}},
		{"mona", "not after the first day", 400, map[string]any{"plannedEnd": "2025-02-10"}},
		{"mona", "no selection", 400, map[string]any{"selection": `x\`}},
		{"mona", "does not have", 400, map[string]any{"believedChange": 1000}},
		{"mona", "identity number", 400, map[string]any{"why": "dottern " + full + " ringde"}},
		{"mona", "1,001 characters", 400, map[string]any{"why": strings.Repeat("å", 1001)}},
		{"mona", "decision is", 400, map[string]any{"decision": "maybe"}},
		{"mona", "Choose a reason", 400, map[string]any{"decision": "not_followed"}},
		{"mona", "reason", 400, map[string]any{"decision": "not_followed", "reason": "no_such"}},
		{"mona", "needs words", 400, map[string]any{"decision": "not_followed", "reason": "other", "why": " "}},
		{"mona", "no longer stands", 400, map[string]any{"decision": "withdrawn", "corrects": "111"}},
		{"mona", "which row", 400, map[string]any{"decision": "withdrawn"}},
		{"mona", "has been delivered already", 400, map[string]any{"kind": "rehabilitation", "start": "2025-08-20", "plannedEnd": ""}},
	} {
		var failed report
		want := strings.ReplaceAll(test.text, "1,001", "1001")
		if status := w.call(instance, test.login, http.MethodPost, "interventions?language=en", registration(test.change), &failed); status != test.status || !strings.Contains(failed.Text, want) || strings.Contains(failed.Text, full) {
			t.Errorf("%s %v: %d %+v", test.login, test.change, status, failed)
		}
	}
	if after := w.db.Value("SELECT count() FROM core.intervention_ledger"); after != before {
		t.Errorf("%s rows of the ledger, before it %s", after, before)
	}
}

func TestDecisionsAreValidated(t *testing.T) {
	today := time.Date(2026, 2, 5, 0, 0, 0, 0, time.UTC)
	nan := math.NaN()
	several := decisionRequest{Client: "x", Decision: followed, Kind: "training", Start: "2026-02-10", BelievedChange: &nan, Corrects: "0"}
	if _, err := several.validate(today); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("not every fault at once: %v", err)
	}
	text, err := freeText(" rad ett\r\nrad\ttvå\x00 ")
	if err != nil || text != "rad ett\nradtvå" {
		t.Errorf("%q, %v", text, err)
	}
	if a, b := pseudonymOf("Mona "), pseudonymOf("mona"); a != b || len(a) != 16 || strings.Contains(a, "mona") {
		t.Errorf("pseudonyms %s and %s", a, b)
	}
	if got := dayOf(time.Date(2026, 3, 29, 0, 30, 0, 0, time.FixedZone("", 7200))); got.Format(time.DateTime) != "2026-03-29 00:00:00" {
		t.Error(fmt.Sprint(got))
	}
}
