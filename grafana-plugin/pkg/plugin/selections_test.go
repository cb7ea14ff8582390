package plugin

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// The tests of selections share a fixture; what one saves is seen by the next.
func TestSelections(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct {
		name string
		run  func(t *testing.T, w *world)
	}{
		{"Summary", testSummary},
		{"List", testSelectionClients},
		{"ManagersCountTheirOwn", testManagersCountTheirOwn},
		{"WhoMayNot", testWhoMayNotSelect},
		{"SQLInFilters", testSQLInFilters},
		{"SavedOnes", testSavedOnes},
		{"SaveAndOpen", testSaveAndOpen},
		{"SaveAgain", testSaveAgain},
		{"NotSaved", testNotSaved},
		{"Compare", testCompare},
		{"Expired", testExpired},
		{"ExportOfChoices", testExportOfChoices},
	} {
		t.Run(test.name, func(t *testing.T) {
			own := *w
			own.t = t
			test.run(t, &own)
		})
	}
}

// summaryOf is what the route answers.
type summaryOf struct {
	Total     totals
	First     firstOnes
	Areas     []areaTotals
	Condition string
	SQL       string
	Error     string
}

func testSummary(t *testing.T, w *world) {
	t.Helper()
	var got summaryOf
	status := w.call(w.instance(), "anna", http.MethodPost, "selections/summary", object{"filter": object{"statuses": []string{"home_care"}}}, &got)
	if status != http.StatusOK || got.Total.Scope != 40 || got.Total.Clients != 30 || len(got.Areas) != 2 || got.Areas[0].Name != "Norr" || got.Areas[0].Clients+got.Areas[1].Clients != 30 {
		t.Fatalf("%d %+v", status, got)
	}
	// 10.5 + number for the 30 first; of them 0.01 * number are expected to double their need
	if got.Total.Hours != 750 || got.Total.Expected != 390 || got.Total.Doubled < 4.349 || got.Total.Doubled > 4.351 || got.Total.WithPotential != 6 || got.Total.Potential != -15 {
		t.Errorf("%+v", got.Total)
	}
	if got.First.Clients != 30 || got.First.Doubled < 4.349 || got.First.Doubled > 4.351 {
		t.Errorf("%+v", got.First)
	}
	if got.Condition != "status = 'home_care'" || !strings.Contains(got.SQL, "status = 'home_care'") {
		t.Errorf("%s\n%s", got.Condition, got.SQL)
	}
	rows := w.ask(w.instance(), "anna", object{"rawSql": got.SQL})["A"]
	if rows.Error != nil || rows.Frames[0].Rows() != 30 {
		t.Errorf("the SQL that is shown: %v", rows.Error)
	}
}

func testSelectionClients(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	list := func(body object) (clients []listedClient) {
		t.Helper()
		var got struct {
			Clients []listedClient
			Error   string
		}
		if status := w.call(instance, "anna", http.MethodPost, "selections/clients?language=en", body, &got); status != http.StatusOK {
			t.Fatalf("%d %s", status, got.Error)
		}
		return got.Clients
	}
	byRisk := list(object{"filter": object{}, "limit": 3})
	if len(byRisk) != 3 || byRisk[0].Client != "18446744073709550039" || *byRisk[0].Risk != 0.39 || len(byRisk[0].Course) != 12 || byRisk[0].Reasons[0] != "Hours have grown" {
		t.Fatalf("%+v", byRisk)
	}
	w.db.Exec(`INSERT INTO model.client_trends (as_of_date, client_id, verdict) VALUES ('2026-01-01', 18446744073709550039, 'falling'), ('2026-02-01', 18446744073709550039, 'rising');
		INSERT INTO mart.early_signs (client_id, month, is_evident, points, is_flagged, sentences_sv, sentences_en) VALUES (18446744073709550039, '2030-01-01', false, 5, true, ['Larmar ofta'], ['Alarms often'])`)
	if found := list(object{"filter": object{"early_signs": true, "trends": []string{"rising"}}}); len(found) != 1 || found[0].Trend != "rising" || !found[0].HasEarlySigns || found[0].Signs[0] != "Alarms often" {
		t.Errorf("%+v", found)
	}
	next := list(object{"filter": object{}, "limit": 3, "offset": 3})
	if next[0].Client != "18446744073709550036" {
		t.Errorf("%+v", next[0])
	}
	byPotential := list(object{"filter": object{"statuses": []string{"home_care"}}, "sort": "potential", "descending": true})
	if len(byPotential) != 30 || *byPotential[0].Potential != -2.5 || byPotential[29].Potential != nil {
		t.Errorf("%d %+v", len(byPotential), byPotential[0])
	}
	byAge := list(object{"filter": object{}, "sort": "age", "limit": 1})
	if byAge[0].Age != 70 {
		t.Errorf("%+v", byAge[0])
	}
	var failed report
	if status := w.call(instance, "anna", http.MethodPost, "selections/clients", object{"filter": object{}, "sort": "1; DROP"}, &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "välj bland age") {
		t.Errorf("%d %+v", status, failed)
	}
}

func testManagersCountTheirOwn(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, filter := range []object{{}, {"areas": []string{"C1", "C2"}}, {"clients": []string{"18446744073709550001", "18446744073709550002"}}} {
		var got summaryOf
		w.call(instance, "mona", http.MethodPost, "selections/summary", object{"filter": filter}, &got)
		if got.Total.Scope != 20 || len(got.Areas) != 1 || got.Areas[0].Area != "C1" {
			t.Errorf("%v: %+v", filter, got)
		}
		var list struct{ Clients []listedClient }
		w.call(instance, "mona", http.MethodPost, "selections/clients", object{"filter": filter}, &list)
		for _, client := range list.Clients {
			if client.Area != "C1" {
				t.Errorf("%v: %+v", filter, client)
			}
		}
		if uint64(len(list.Clients)) != got.Total.Clients || len(list.Clients) == 0 {
			t.Errorf("%v: %d listed, %d counted", filter, len(list.Clients), got.Total.Clients)
		}
	}
}

func testWhoMayNotSelect(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, route := range []string{"GET selections", "POST selections", "POST selections/summary", "POST selections/clients", "POST selections/compare", "GET selections/egna", "GET selections/egna/changes"} {
		method, path, _ := strings.Cut(route, " ")
		for _, login := range []string{"leo", "stina", "olle"} {
			var failed report
			if status := w.call(instance, login, method, path, object{"filter": object{}}, &failed); status != http.StatusForbidden || failed.Code != "not_allowed" {
				t.Errorf("%s by %s: %d %+v", route, login, status, failed)
			}
		}
	}
}

func testSQLInFilters(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	count := func(login, sql string) (summaryOf, int) {
		var got summaryOf
		status := w.call(instance, login, http.MethodPost, "selections/summary", object{"filter": object{"sql": sql}}, &got)
		return got, status
	}
	if got, status := count("anna", "age_years > 80 OR has(categories, 'cognitive')"); status != http.StatusOK || got.Total.Clients == 0 || got.Total.Clients == 40 {
		t.Errorf("%d %+v", status, got)
	}
	for sql, want := range map[string]string{
		"agee_years > 80":               "perhaps you meant ['age_years']",
		"age_years >":                   "something is missing at the end",
		"1) OR (1":                      "a bracket is closed",
		"1; DROP TABLE mart.candidates": "a semicolon",
		"client_id IN (SELECT client_id FROM vault.identities)": "reads what an analyst may not",
	} {
		if got, status := count("anna", sql); status != http.StatusBadRequest || !strings.Contains(got.Error, want) {
			t.Errorf("%s: %d %+v", sql, status, got)
		}
	}
	if got, status := count("mona", "age_years > 80 OR 1"); status != http.StatusForbidden || !strings.Contains(got.Error, "sparade urval") {
		t.Errorf("%d %+v", status, got)
	}
	// the condition of a saved selection is hers to use, in her own area
	if got, status := count("mona", "age_years > 75"); status != http.StatusOK || got.Total.Scope != 20 || got.Total.Clients == 0 {
		t.Errorf("%d %+v", status, got)
	}
}

func (w *world) saved(instance *Instance, login, since string) map[string]savedSelection {
	w.t.Helper()
	var got struct {
		Selections []savedSelection
		Error      string
	}
	if status := w.call(instance, login, http.MethodGet, "selections?since="+since, nil, &got); status != http.StatusOK {
		w.t.Fatalf("%d %s", status, got.Error)
	}
	found := map[string]savedSelection{}
	for _, s := range got.Selections {
		found[s.ID] = s
	}
	return found
}

func testSavedOnes(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	all := w.saved(instance, "anna", "2026-01-01")
	if names := slices.Sorted(maps.Keys(all)); !slices.Equal(names, []string{`d'urval\`, "egna"}) {
		t.Fatal(names)
	}
	if s := all["egna"]; s.Version != 2 || s.Members != 3 || s.Entered != 0 || s.Left != 1 || s.Filter.SQL != "age_years > 75" || s.IsExpired || *s.Followed != "2026-02-02" {
		t.Errorf("%+v", s)
	}
	if s := w.saved(instance, "anna", "2026-02-02")["egna"]; s.Left != 0 {
		t.Errorf("%+v", s)
	}
	// the numbers 0 and 2 of the four are hers
	if s := w.saved(instance, "mona", "2026-01-01")["egna"]; s.Members != 2 || s.Left != 0 {
		t.Errorf("%+v", s)
	}
	var changes struct{ Changes []selectionChange }
	w.call(instance, "anna", http.MethodGet, "selections/egna/changes?since=2026-01-01", nil, &changes)
	if len(changes.Changes) != 1 || changes.Changes[0].Client != "18446744073709550001" || changes.Changes[0].Kind != "left" || changes.Changes[0].Age == nil {
		t.Errorf("%+v", changes)
	}
	w.call(instance, "mona", http.MethodGet, "selections/egna/changes?since=2026-01-01", nil, &changes)
	if len(changes.Changes) != 0 {
		t.Errorf("%+v", changes)
	}
	var failed report
	if status := w.call(instance, "anna", http.MethodGet, "selections?since=igår", nil, &failed); status != http.StatusBadRequest {
		t.Errorf("%d %+v", status, failed)
	}
}

// form is a selection as the page saves it.
func form(more object) object {
	all := object{
		"name": "Äldre på Söder", "theme": "Förebyggande", "goal": "Färre timmar", "description": "", "steps": "", "why": "", "purpose": "Förebyggande arbete",
		"expires": asOf.AddDate(0, 6, 0).Format(time.DateOnly), "filter": object{"age_from": 80, "statuses": []string{"home_care"}},
	}
	maps.Copy(all, more)
	return all
}

func testSaveAndOpen(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var saved savedSelection
	if status := w.call(instance, "mona", http.MethodPost, "selections", form(nil), &saved); status != http.StatusOK || saved.ID != "aldre_pa_soder" || saved.Version != 1 || saved.Author != "mona" {
		t.Fatalf("%d %+v", status, saved)
	}
	var opened struct {
		Selection savedSelection
		Versions  []version
	}
	w.call(instance, "anna", http.MethodGet, "selections/aldre_pa_soder", nil, &opened)
	if s := opened.Selection; *s.Filter.AgeFrom != 80 || s.Filter.SQL != "" || s.Purpose != "Förebyggande arbete" || len(opened.Versions) != 1 {
		t.Errorf("%+v", opened)
	}
	// it is followed at once, in all areas: the job finds those whom the page finds
	var got summaryOf
	w.call(instance, "anna", http.MethodPost, "selections/summary", object{"selection_id": "aldre_pa_soder"}, &got)
	if s := w.saved(instance, "anna", "2026-01-01")["aldre_pa_soder"]; s.Members != got.Total.Clients || s.Members == 0 || s.Entered != 0 {
		t.Errorf("%+v, %d counted", s, got.Total.Clients)
	}
	// a second of the same name is another one
	if w.call(instance, "anna", http.MethodPost, "selections", form(nil), &saved); saved.ID != "aldre_pa_soder_2" {
		t.Errorf("%+v", saved)
	}
}

func testSaveAgain(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var saved savedSelection
	body := form(object{"id": "aldre_pa_soder", "filter": object{"age_from": 90}})
	if status := w.call(instance, "anna", http.MethodPost, "selections", body, &saved); status != http.StatusOK || saved.Version != 2 || saved.Author != "anna" {
		t.Errorf("%d %+v", status, saved)
	}
	var opened struct{ Versions []version }
	w.call(instance, "anna", http.MethodGet, "selections/aldre_pa_soder", nil, &opened)
	if len(opened.Versions) != 2 || opened.Versions[0].Condition != "age_years >= 90" || opened.Versions[1].Author != "mona" {
		t.Errorf("%+v", opened)
	}
	if s := w.saved(instance, "anna", "2026-01-01")["aldre_pa_soder"]; s.Version != 2 || *s.Filter.AgeFrom != 90 {
		t.Errorf("%+v", s)
	}
}

func testNotSaved(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	before := len(w.saved(instance, "anna", ""))
	for want, more := range map[string]object{
		"Namnet saknas":                    {"name": " "},
		"Ändamålet saknas":                 {"purpose": ""},
		"skriv ÅÅÅÅ-MM-DD":                 {"expires": "snart"},
		"a selection lives a year at most": {"expires": "2030-01-01"},
		"before it begins":                 {"expires": "2020-01-01"},
		"Det finns inget sparat urval":     {"id": "nej"},
		"högre":                            {"filter": object{"age_from": 80, "age_to": 70}},
		"filtret går inte att läsa":        {"filter": object{"hittepa": 1}},
	} {
		if want == "högre" {
			want = "från 80 är mer än till 70"
		}
		var failed report
		if status := w.call(instance, "anna", http.MethodPost, "selections", form(more), &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, want) {
			t.Errorf("%v: %d %+v", more, status, failed)
		}
	}
	var failed report
	if status := w.call(instance, "mona", http.MethodPost, "selections", form(object{"filter": object{"sql": "1 = 1"}}), &failed); status != http.StatusForbidden {
		t.Errorf("%d %+v", status, failed)
	}
	w.source = w.settings(map[string]any{"writer": ""})
	if status := w.call(w.instance(), "anna", http.MethodPost, "selections", form(nil), &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "writer") {
		t.Errorf("%d %+v", status, failed)
	}
	if after := len(w.saved(instance, "anna", "")); after != before {
		t.Errorf("%d were saved", after-before)
	}
}

func testCompare(t *testing.T, w *world) {
	t.Helper()
	var got struct{ Parts []compared }
	body := object{"first": object{"filter": object{"age_from": 80}}, "second": object{"filter": object{"statuses": []string{"home_care"}}}}
	compare := func(login string) (clients [3]uint64) {
		w.call(w.instance(), login, http.MethodPost, "selections/compare", body, &got)
		for n, part := range got.Parts {
			clients[n] = part.Clients
			if uint64(len(part.Listed)) != part.Clients {
				t.Errorf("%s: %d listed of %d", part.Part, len(part.Listed), part.Clients)
			}
		}
		return clients
	}
	// ages are 70-94 and then 70-84 for the 40: 15 of the first 25 are 80 or more, and five of the last 15, of whom all have health care only
	if all := compare("anna"); all != [3]uint64{5, 15, 15} || got.Parts[1].Part != "both" {
		t.Errorf("%v", all)
	}
	if own := compare("mona"); own[0]+own[1]+own[2] >= 20 || own[1] == 0 {
		t.Errorf("%v", own)
	}
}

func TestFirstOfSeveralAreas(t *testing.T) {
	risks := make([]float64, 150)
	for n := range risks {
		risks[n] = float64(n%2) / 2 // 75 of one half
	}
	if got := firstOf(risks); got.Clients != 100 || got.Doubled != 37.5 {
		t.Errorf("%+v", got)
	}
	if got := firstOf(nil); got.Clients != 0 {
		t.Errorf("%+v", got)
	}
}

// A manager takes out what she has chosen on the page, in her own areas.
func testExportOfChoices(t *testing.T, w *world) {
	t.Helper()
	var failed report
	body := object{"kind": "selection", "format": "csv", "purpose": "hembesök", "choices": object{"age_from": 80, "age_to": 70}}
	if status := w.call(w.instance(), "mona", http.MethodPost, "export", body, &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "från 80 är mer än till 70") {
		t.Errorf("%d %+v", status, failed)
	}
	body["choices"] = object{"sql": "1 = 1"}
	if status := w.call(w.instance(), "mona", http.MethodPost, "export", body, &failed); status != http.StatusForbidden {
		t.Errorf("%d %+v", status, failed)
	}
	body["choices"] = object{"areas": []string{"C1", "C2"}, "age_from": 90}
	file := w.export(t.Context(), w.instance(), "mona", body, nil)
	if text := string(file.body); file.status != http.StatusOK || !strings.Contains(text, "Norr") || strings.Contains(text, "Söder å") {
		t.Errorf("%d %s", file.status, text)
	}
}
