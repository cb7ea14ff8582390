package plugin

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/selections"
)

// A selection that has expired shows nobody, by whatever way one asks, until it is
// renewed.
func testExpired(t *testing.T, w *world) {
	t.Helper()
	w.db.Exec(`INSERT INTO core.selections (selection_id, version, name, purpose, author, created_date, expires_date, filter_sql) VALUES ('utgangen', 1, 'Utgången', 'x', 'anna', '2025-01-01', '2026-01-01', 'age_years > 1')`)
	instance := w.instance()
	if s := w.saved(instance, "anna", "")["utgangen"]; !s.IsExpired {
		t.Errorf("%+v", s)
	}
	var failed report
	if status := w.call(instance, "anna", http.MethodPost, "selections/clients", object{"selection_id": "utgangen"}, &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "får inte användas längre") {
		t.Errorf("%d %+v", status, failed)
	}
	// Two entered before it expired, and no job has written that they left.
	w.db.Exec(`INSERT INTO core.selection_events (selection_id, selection_version, client_id, kind, event_date, written_at)
		SELECT 'utgangen', 1, client_id, 'entered', '2025-02-01', '2025-02-01 00:00:00' FROM mart.candidates ORDER BY client_id LIMIT 2`)
	rows := func(name string, parameters object) int {
		t.Helper()
		answer := w.ask(instance, "anna", map[string]any{"kind": "named", "name": name, "parameters": parameters, "format": "table"})["A"]
		if answer.Error != nil {
			t.Fatalf("%s: %v", name, answer.Error)
		}
		return answer.Frames[0].Rows()
	}
	export := func() received {
		return w.export(t.Context(), instance, "anna", object{"kind": "selection", "format": "csv", "selection_id": "utgangen", "purpose": "Uppföljning"}, nil)
	}
	var changes struct{ Changes []selectionChange }
	if status := w.call(instance, "anna", http.MethodGet, "selections/utgangen/changes?since=2025-01-01", nil, &changes); status != http.StatusOK || len(changes.Changes) > 0 {
		t.Errorf("%d %+v", status, changes)
	}
	asked := object{"selection": "utgangen"}
	listed := rows("selections", object{})
	if list, changed, file := rows("candidates", asked), rows("selection_changes", asked), export(); list+changed > 0 || file.status != http.StatusBadRequest || !strings.Contains(string(file.body), "2026-01-01") {
		t.Errorf("expired: %d on the list, %d changes, export %d %s", list, changed, file.status, file.body)
	}
	saved, err := selections.Find(t.Context(), w.db.Conn(clickhouse.Owner), "utgangen")
	if err == nil {
		_, err = selections.Renew(t.Context(), w.db.Conn(clickhouse.Owner), w.db.Conn(clickhouse.Analyst), saved, "Nytt ändamål", "anna", time.Now(), time.Now().AddDate(0, 6, 0))
	}
	if err != nil {
		t.Fatal(err)
	}
	if list, changed, file := rows("candidates", asked), rows("selection_changes", asked), export(); list != 2 || changed != 2 || file.status != http.StatusOK {
		t.Errorf("renewed: %d on the list, %d changes, export %d %s", list, changed, file.status, file.body)
	}
	if now := rows("selections", object{}); now != listed+1 {
		t.Errorf("%d to choose from when it is renewed, %d before", now, listed)
	}
}
