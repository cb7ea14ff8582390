package plugin

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/audit"
)

// logged waits until all that was asked has been written, and returns rows of the log.
func (w *world) logged(instance *Instance, where string) [][]string {
	w.t.Helper()
	for range 500 {
		if instance.log.State().Waiting == 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return w.db.Query("SELECT user_name, role, if(startsWith(account, role), role, account), surface, request, page, outcome, n_rows, n_clients, client_id, area_id FROM ops.access_log WHERE outcome != 'started' AND (" + where + ") ORDER BY accessed_at, access_id")
}

func (w *world) forget() { w.db.Exec("TRUNCATE TABLE ops.access_log SYNC") }

// Everything that is asked leaves a row, whatever comes of it.
func testEverythingIsLogged(t *testing.T, w *world) {
	t.Helper()
	w.forget()
	instance := w.instance()
	w.ask(instance, "mona", named("candidates", nil))
	w.ask(instance, "mona", named("client_months", map[string]any{"client": fmt.Sprint(ofC1)}))
	w.ask(instance, "mona", named("client_months", map[string]any{"client": fmt.Sprint(ofC2)}))
	w.ask(instance, "mona", named("deliveries", nil))
	w.ask(instance, "anna", sql("SELECT area_id, client_id FROM mart.candidates LIMIT 3"))
	w.ask(instance, "anna", sql("SELECT area_id, count() FROM mart.candidates GROUP BY area_id"))
	w.ask(instance, "anna", sql("SELECT wrong FROM mart.candidates"))
	w.ask(instance, "leo", sql("SELECT 1"))
	w.ask(instance, "leo", named("overview_totals", nil))
	w.ask(instance, "leo", named("ett namn på någon", nil))
	w.ask(instance, "okand", named("overview_totals", nil))
	w.call(instance, "mona", http.MethodPost, "selections/clients", map[string]any{"filter": map[string]any{}}, new(any))
	w.call(instance, "leo", http.MethodPost, "selections/clients", map[string]any{"filter": map[string]any{}}, new(any))
	w.call(instance, "olle", http.MethodGet, "whoami", nil, new(any))
	dashboard := w.request("anna", named("months", nil), sql("SELECT 1 AS one"))
	dashboard.SetHTTPHeader("X-Dashboard-Uid", "framsyn-ledning")
	dashboard.SetHTTPHeader("X-Panel-Id", "7")
	dashboard.SetHTTPHeader("X-Forwarded-For", "10.1.2.3")
	if _, err := instance.QueryData(context.WithoutCancel(t.Context()), dashboard); err != nil {
		t.Fatal(err)
	}
	client := func(id uint64) string { return fmt.Sprint(id) }
	for _, want := range []struct{ where, row string }{
		{"request = 'candidates'", "mona|manager|manager|page|candidates||ok|N|N|0|"},
		{"client_id = " + client(ofC1), "mona|manager|manager|page|client_months||ok|N|1|" + client(ofC1) + "|C1"},
		{"client_id = " + client(ofC2), "mona|manager|manager|page|client_months||ok|0|0|" + client(ofC2) + "|C2"},
		{"request = 'deliveries'", "mona|manager|manager|page|deliveries||refused|0|0|0|"},
		{"surface = 'sql' AND n_clients = 3", "anna|analyst|analyst|sql|||ok|3|3|0|"},
		{"surface = 'sql' AND has_unnamed_clients", "anna|analyst|analyst|sql|||ok|N|0|0|"},
		{"surface = 'sql' AND outcome = 'error'", "anna|analyst|analyst|sql|||error|0|0|0|"},
		{"surface = 'sql' AND outcome = 'refused'", "leo|leader|leader|sql|||refused|0|0|0|"},
		{"request = 'overview_totals'", "leo|leader|leader|page|overview_totals||ok|N|0|0|"},
		{"outcome = 'error' AND user_name = 'leo'", "leo|leader|leader|page|||error|0|0|0|"},
		{"fault = 'no_role'", "okand|||page|query||refused|0|0|0|"},
		{"request = 'POST /selections/clients' AND user_name = 'mona'", "mona|manager|manager|page|POST /selections/clients||ok|N|N|0|"},
		{"request = 'POST /selections/clients' AND user_name = 'leo'", "leo|leader|leader|page|POST /selections/clients||refused|0|0|0|"},
		{"request = 'GET /whoami'", "olle|officer|officer|page|GET /whoami||ok|0|0|0|"},
		{"request = 'months'", "anna|analyst|analyst|panel|months|d/framsyn-ledning panel 7|ok|N|0|0|"},
		{"page LIKE 'd/%' AND surface = 'sql'", "anna|analyst|analyst|sql||d/framsyn-ledning panel 7|ok|1|0|0|"},
	} {
		rows := w.logged(instance, want.where)
		if len(rows) != 1 {
			t.Errorf("%s: %d rows %v", want.where, len(rows), rows)
			continue
		}
		got := rows[0]
		for n, part := range strings.Split(want.row, "|") {
			if part == "N" && got[n] != "0" {
				got[n] = "N"
			}
		}
		if strings.Join(got, "|") != want.row {
			t.Errorf("%s:\ngot  %s\nwant %s", want.where, strings.Join(got, "|"), want.row)
		}
	}
	if n := w.db.Value("SELECT count() FROM ops.access_log WHERE outcome != 'started'"); n != "16" {
		t.Errorf("%s rows, want one for each request", n)
	}
	// Who read of clients had said so before.
	if got := w.db.Value("SELECT groupArray(concat(request, ' ', toString(n))) FROM (SELECT if(request = '', 'SQL', request) AS request, count() AS n FROM ops.access_log WHERE outcome = 'started' AND n_rows = 0 GROUP BY request ORDER BY request)"); got != "['POST /selections/clients 1','SQL 3','candidates 1','client_months 2']" {
		t.Errorf("started: %s", got)
	}
	for _, about := range []struct{ where, want string }{
		{"request = 'months'", "10.1.2.3"},
		{"request = 'candidates'", ""},
	} {
		if got := w.db.Value("SELECT address FROM ops.access_log WHERE outcome = 'ok' AND " + about.where); got != about.want {
			t.Errorf("%s: address %q", about.where, got)
		}
	}
	if got := w.db.Value("SELECT length(client_ids) = n_clients AND arraySum(mapValues(clients_of_areas)) = n_clients AND clients_of_areas['C1'] > 0 AND clients_of_areas['C2'] = 0 AND has(own_areas, 'C1') AND startsWith(account, 'manager_') AND query_id != '' AND query_hash != 0 AND has(objects, 'mart.candidates') AND seconds >= 0 FROM ops.access_log WHERE request = 'candidates' AND outcome = 'ok'"); got != "1" {
		t.Error("the row of a list does not tell which clients, of which areas, by which query")
	}
	if got := w.db.Value("SELECT groupUniqArray(clients_of_areas['C1'] + clients_of_areas['C2']) FROM ops.access_log WHERE surface = 'sql' AND n_clients = 3"); got != "[3]" {
		t.Errorf("clients by area %s", got)
	}
}

// The log holds no identity number and no text of a filter.
func testTheLogHoldsNoTexts(t *testing.T, w *world) {
	t.Helper()
	w.forget()
	instance := w.instance()
	number := "19400229" + "9810"
	w.ask(instance, "anna", sql("SELECT area_id FROM mart.candidates WHERE area_name = 'Tolvan Tolvansson' AND toString(client_id) != '"+number+"'", map[string]any{"search": "Tolvan", "page": "individ " + number}))
	w.ask(instance, "mona", named("Tolvan "+number, nil))
	w.ask(instance, "mona", map[string]any{"name": "client_search", "parameters": map[string]any{"search": "Tolvan " + number}})
	w.call(instance, "mona", http.MethodPost, "adhoc/values", map[string]any{"key": "mart.candidates.area_id", "search": "Tolvan " + number}, new(any))
	if rows := w.logged(instance, "1"); len(rows) != 4 {
		t.Errorf("%d rows", len(rows))
	}
	for _, text := range []string{"Tolvan", number, number[2:]} {
		if n := w.db.Value("SELECT count() FROM ops.access_log AS log WHERE position(toString(tuple(log.*)), '" + text + "') > 0"); n != "0" {
			t.Errorf("%s rows hold %s", n, text)
		}
	}
}

// Who would see clients sees nothing where the log cannot be written; aggregates go
// on, and are written when it can.
func testNothingIsShownWithoutTheLog(t *testing.T, w *world) {
	t.Helper()
	w.forget()
	instance := w.instance()
	w.db.Exec("ALTER TABLE ops.access_log ADD CONSTRAINT full CHECK n_rows > 1000000")
	answers := w.ask(instance, "anna", named("candidates", map[string]any{}), sql("SELECT count() FROM mart.candidates"), named("months", nil))
	for _, letter := range []string{"A", "B"} {
		if answer := answers[letter]; answer.Error == nil || len(answer.Frames) > 0 || !strings.Contains(answer.Error.Error(), "åtkomstloggen") {
			t.Errorf("%s was shown: %v", letter, answer.Error)
		}
	}
	if answers["C"].Error != nil {
		t.Errorf("an aggregate: %v", answers["C"].Error)
	}
	var failed report
	if status := w.call(instance, "mona", http.MethodPost, "selections/clients", map[string]any{"filter": map[string]any{}}, &failed); status != http.StatusInternalServerError || failed.Code != "not_logged" {
		t.Errorf("a page: %d %+v", status, failed)
	}
	if health, err := instance.CheckHealth(t.Context(), nil); err != nil || !strings.Contains(health.Message, "tkomstloggen") {
		t.Errorf("health: %v %v", health, err)
	}
	w.db.Exec("ALTER TABLE ops.access_log DROP CONSTRAINT full")
	rows := w.logged(instance, "1")
	if len(rows) != 4 {
		t.Fatalf("%v", rows)
	}
	for _, row := range rows {
		if shown := row[4] == "months"; (row[6] == "ok") != shown || row[8] != "0" {
			t.Errorf("the row says %v", row)
		}
	}
}

// What waits is written when the data source ends; nobody's row is left behind.
func testTheLogIsWrittenAtTheEnd(t *testing.T, w *world) {
	t.Helper()
	w.forget()
	instance := w.instance()
	for range 5 {
		w.ask(instance, "leo", named("months", nil), named("overview_totals", nil))
	}
	instance.Dispose()
	if n := w.db.Value("SELECT count() FROM ops.access_log"); n != "10" {
		t.Errorf("%s rows", n)
	}
	if err := instance.log.End(t.Context(), audit.Begin(audit.Asker{}, audit.Page, "", asOf, nil), audit.OK, ""); err != nil || instance.log.State().Lost != 1 {
		t.Error("a row after the end is not counted")
	}
}

// The officer says what a control came to; nobody else does.
func testReviewIsMarked(t *testing.T, w *world) {
	t.Helper()
	w.forget()
	w.db.Exec("INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, surface, n_rows, n_clients) VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcde9', '2026-01-10 22:00:00', 'mona', 'manager', 'page', 25, 25)")
	instance := w.instance()
	finding := w.db.Value("SELECT finding_id FROM ops.access_review WHERE rule = 'odd_hours'")
	for _, id := range []string{finding, "9b2f8a4e-0000-4000-8000-abcdefabcde9"} {
		body := map[string]any{"id": id, "verdict": "in_order", "note": "Jour"}
		var answer map[string]any
		for _, login := range []string{"anna", "mona", "leo", "stina", "pia"} {
			if status := w.call(instance, login, http.MethodPost, "review/marks", body, new(any)); status != http.StatusForbidden {
				t.Errorf("%s: %d", login, status)
			}
		}
		if status := w.call(instance, "olle", http.MethodPost, "review/marks", body, &answer); status != http.StatusOK {
			t.Errorf("%d %v", status, answer)
		}
		body["verdict"] = "bra"
		if status := w.call(instance, "olle", http.MethodPost, "review/marks", body, &answer); status != http.StatusBadRequest {
			t.Errorf("a verdict that is none: %d %v", status, answer)
		}
	}
	if got := w.db.Value("SELECT groupArray(verdict || ' ' || note || ' ' || marked_by) FROM (SELECT verdict, note, marked_by FROM ops.access_review WHERE rule = 'odd_hours' UNION ALL SELECT verdict, note, marked_by FROM ops.access_samples)"); got != "['in_order Jour olle','in_order Jour olle']" {
		t.Errorf("marked %s", got)
	}
}
