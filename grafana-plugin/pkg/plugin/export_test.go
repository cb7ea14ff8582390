package plugin

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
	"github.com/framsyn/framsyn/sql/queries"
)

// received is what came of an export.
type received struct {
	status  int
	headers http.Header
	body    []byte
	pieces  int
	failed  report // where it is no file
	err     error  // the answer broke off
}

// export asks for an export as a login. each sees the pieces as they come, and may be
// nil.
func (w *world) export(ctx context.Context, instance *Instance, login string, body any, each func(piece []byte)) received {
	w.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	request := &backend.CallResourceRequest{PluginContext: w.context(login), Method: http.MethodPost, Path: "export", URL: "export", Headers: map[string][]string{}, Body: text}
	request.SetHTTPHeader(backend.GrafanaUserSignInTokenHeaderName, w.token(login))
	var got received
	got.err = instance.CallResource(ctx, request, backend.CallResourceResponseSenderFunc(func(part *backend.CallResourceResponse) error {
		if got.pieces++; got.pieces == 1 {
			got.status, got.headers = part.Status, part.Headers
		}
		if each != nil {
			each(part.Body)
			return nil
		}
		got.body = append(got.body, part.Body...)
		return nil
	}))
	if got.status != http.StatusOK && json.Unmarshal(got.body, &got.failed) != nil {
		w.t.Errorf("status %d with %q", got.status, got.body)
	}
	return got
}

type object = map[string]any

func testExportOfAQuery(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	got := w.export(t.Context(), instance, "leo", object{"kind": "query", "name": "area_comparison", "format": "csv-se", "parameters": object{"areas": []string{"C2"}}}, nil)
	if got.status != http.StatusOK || got.err != nil {
		t.Fatalf("%+v", got.failed)
	}
	if got := got.headers.Get("Content-Disposition"); got != `attachment; filename="framsyn-area_comparison-2026-02-05.csv"` {
		t.Error(got)
	}
	if got := got.headers.Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Error(got)
	}
	if text := string(got.body); !strings.HasPrefix(text, "\ufeffarea_id;area_name;month;") || strings.Count(text, "\r\n") != 2 || !strings.Contains(text, "\r\nC2;Söder å;2026-02-01;20;15;313;20,8") {
		t.Errorf("%q", text)
	}
	var state struct {
		State       string
		Rows, Bytes int
	}
	id := got.headers.Get("X-Framsyn-Export")
	if w.call(instance, "leo", http.MethodGet, "export/status?id="+id, nil, &state); state.State != export.StateFinished || state.Rows != 1 || state.Bytes != len(got.body) {
		t.Errorf("%+v, %d bytes came", state, len(got.body))
	}
	var failed report
	if status := w.call(instance, "anna", http.MethodGet, "export/status?id="+id, nil, &failed); status != http.StatusBadRequest {
		t.Errorf("another's export: %d %+v", status, failed)
	}
	row := w.db.Query("SELECT state, user_name, role, object, filter, format, file_name, n_rows, n_clients FROM ops.export_log WHERE toString(export_id) = '" + id + "' ORDER BY state DESC")
	want := []string{"started", "leo", "leader", "query", `query=area_comparison; areas=["C2"]`, "csv-se", "framsyn-area_comparison-2026-02-05.csv", "0", "0"}
	if len(row) != 2 || !slices.Equal(row[0], want) || row[1][0] != export.StateFinished || row[1][7] != "1" {
		t.Errorf("logged %v", row)
	}
}

// The page gives what the command line gives.
func testExportIsTheCommandLines(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	for _, test := range []struct {
		body    object
		request export.Request
	}{
		{object{"kind": "area-months", "from": "2025-03", "areas": []string{"C1", "K"}}, export.Request{What: export.AreaMonths, From: asOf.AddDate(0, -11, -4), Areas: []string{"C1", "K"}}},
		{object{"kind": "selection", "filter": "age_years > 75", "purpose": "Prov"}, export.Request{What: export.Selection, Where: "age_years > 75"}},
		{object{"kind": "selection", "selection_id": "egna", "purpose": "Prov"}, export.Request{What: export.Selection, SelectionID: "egna"}},
		{object{"kind": "forecasts", "scenario": "as_today", "method": "courses"}, export.Request{What: export.Forecasts, Scenario: "as_today", Method: "courses"}},
	} {
		for _, format := range []export.Format{export.CSV, export.CSVSE} {
			test.body["format"] = format
			got := w.export(t.Context(), instance, "anna", test.body, nil)
			r := test.request
			r.Format, r.User, r.At = format, "anna", asOf
			var want bytes.Buffer
			if _, err := export.Run(t.Context(), w.db.Conn(clickhouse.Analyst), r, &want); err != nil {
				t.Fatal(err)
			}
			if got.status != http.StatusOK || !bytes.Equal(got.body, want.Bytes()) || bytes.Count(got.body, []byte("\n")) < 3 {
				t.Errorf("%v: %+v\n%.300s\nwant\n%.300s", test.body, got.failed, got.body, want.Bytes())
			}
		}
	}
}

// Who sees some areas gets those, and aggregates are for those who see no persons.
func testExportAccess(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	const yes, no, wrong = http.StatusOK, http.StatusForbidden, http.StatusBadRequest
	for _, test := range []struct {
		login  string
		status int
		body   object
	}{
		{"mona", yes, object{"kind": "selection", "selection_id": "egna", "purpose": "Möte"}},
		{"mona", wrong, object{"kind": "selection", "selection_id": "egna", "purpose": "  "}},
		{"mona", no, object{"kind": "selection", "selection_id": "egna", "purpose": "Möte", "areas": []string{"C2"}}},
		{"mona", no, object{"kind": "selection", "filter": "1", "purpose": "Möte"}},
		{"mona", yes, object{"kind": "query", "name": "candidates", "parameters": object{"areas": []string{"C1", "C2"}}, "purpose": "Möte"}},
		{"mona", wrong, object{"kind": "query", "name": "candidates"}},
		{"mona", yes, object{"kind": "query", "name": "client_months", "parameters": object{"client": "18446744073709550002"}, "purpose": "Möte"}},
		{"mona", wrong, object{"kind": "query", "name": "client_months", "parameters": object{"client": "18446744073709550002"}}},
		{"mona", yes, object{"kind": "query", "name": "area_comparison"}},
		{"mona", yes, object{"kind": "area-months"}},
		{"mona", yes, object{"kind": "forecasts"}},
		{"mona", no, object{"kind": "forecasts", "scope": "category"}},
		{"leo", no, object{"kind": "selection", "selection_id": "egna", "purpose": "Möte"}},
		{"leo", no, object{"kind": "query", "name": "candidates", "purpose": "Möte"}},
		{"leo", yes, object{"kind": "area-months"}},
		{"leo", yes, object{"kind": "forecasts", "scope": "category"}},
		{"stina", no, object{"kind": "forecasts"}},
		{"stina", no, object{"kind": "selection", "selection_id": "egna", "purpose": "Möte"}},
		{"olle", yes, object{"kind": "query", "name": "export_log"}},
		{"anna", wrong, object{"kind": "selection", "selection_id": "finns inte", "purpose": "Möte"}},
		{"anna", wrong, object{"kind": "selection", "filter": "age_years >", "purpose": "Möte"}},
		{"anna", no, object{"kind": "query", "name": "access_log"}},
		{"anna", wrong, object{"kind": "query", "name": "nope"}},
		{"anna", wrong, object{"kind": "nope"}},
		{"anna", wrong, object{"kind": "plan"}},
		{"anna", wrong, object{"kind": "area-months", "from": "mars"}},
		{"okand", no, object{"kind": "area-months"}},
	} {
		test.body["format"] = "csv"
		got := w.export(t.Context(), instance, test.login, test.body, nil)
		if got.status != test.status || got.err != nil {
			t.Errorf("%s, %v: %d %+v", test.login, test.body, got.status, got.failed)
		}
		if test.status != yes && (got.failed.Text == "" || got.failed.Class == "" || got.headers.Get("Content-Type") != "application/json" || got.headers.Get("Content-Disposition") != "") {
			t.Errorf("%s, %v: %+v", test.login, test.body, got)
		}
		if test.status == yes && test.login == "mona" {
			checkAreas(t, got.body)
		}
	}
}

// checkAreas fails where a row of a CSV file is of another area than C1.
func checkAreas(t *testing.T, text []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 1 {
		t.Errorf("there is no header: %q", text)
	}
	for _, row := range rows[1:] {
		for column, value := range row {
			if isOfOtherArea(rows[0][column], value) {
				t.Errorf("%s is %s", rows[0][column], value)
			}
		}
	}
}

func testExportKinds(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	var got struct {
		Kinds []struct {
			Kind       string
			Title      queries.Text
			Formats    []string
			HasPersons bool `json:"has_persons"`
		}
		Queries []exportableQuery
	}
	for login, want := range map[string]int{"anna": 6, "mona": 6, "leo": 5, "stina": 0, "olle": 0} {
		w.call(instance, login, http.MethodGet, "export/kinds", nil, &got)
		if len(got.Kinds) != want || len(got.Queries) == 0 {
			t.Errorf("%s: %d kinds, %d queries", login, len(got.Kinds), len(got.Queries))
		}
		mayPersons := login == "anna" || login == "mona"
		for _, query := range got.Queries {
			if query.HasPersons && !mayPersons {
				t.Errorf("%s may export %s", login, query.Name)
			}
		}
	}
}

// Every named query can be exported in every form, and what could be a formula is not.
func testEveryQueryCanBeExported(t *testing.T, w *world) {
	t.Helper()
	w.db.Exec("INSERT INTO core.selections (selection_id, version, name, theme, author, created_date, filter_sql) VALUES ('farlig', 1, '=1+1', '@SUM(1)', '-anna', '2026-01-01', '1')")
	instance := w.instance()
	for _, query := range instance.catalogue.All() {
		for _, format := range export.Formats() {
			body := object{"kind": "query", "name": query.Name, "format": format, "parameters": required(query), "purpose": "Prov av uttag", "range": object{"from": 0}}
			got := w.export(t.Context(), instance, loginOf(query.Roles[len(query.Roles)-1]), body, nil)
			if query.MayRun(queries.Analyst) {
				got = w.export(t.Context(), instance, "anna", body, nil)
			}
			if got.status != http.StatusOK || got.err != nil {
				t.Errorf("%s as %s: %d %+v", query.Name, format, got.status, got.failed)
				continue
			}
			switch format {
			case export.CSV, export.CSVSE:
				checkHarmless(t, query.Name, string(got.body))
			case export.XLSX:
				checkWorkbook(t, query, got.body)
			case export.Parquet:
				if _, err := parquet.OpenFile(bytes.NewReader(got.body), int64(len(got.body))); err != nil {
					t.Errorf("%s: %v", query.Name, err)
				}
			}
		}
	}
}

// checkHarmless fails where a field of CSV begins as a formula does and is no number.
func checkHarmless(t *testing.T, name, text string) {
	t.Helper()
	if name == "selections" && (!strings.Contains(text, "'=1+1") || !strings.Contains(text, "'@SUM(1)")) {
		t.Errorf("the dangerous selection is not in %s", text)
	}
	comma := ','
	if strings.HasPrefix(text, "\ufeff") {
		comma = ';'
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	reader.Comma = comma
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, row := range rows {
		for _, field := range row {
			if field != "" && strings.ContainsRune("=+-@\t\r", rune(field[0])) && strings.Trim(field, "-0123456789.,") != "" {
				t.Errorf("%s: the field %q", name, field)
			}
		}
	}
}

func checkWorkbook(t *testing.T, query queries.Query, text []byte) {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Errorf("%s: %v", query.Name, err)
		return
	}
	defer func() { _ = file.Close() }()
	if sheets := file.GetSheetList(); !slices.Equal(sheets, []string{"Uttag", "Ursprung"}) {
		t.Errorf("%s: sheets %v", query.Name, sheets)
	}
	origin, err := file.GetRows("Ursprung")
	if err != nil || !slices.ContainsFunc(origin, func(row []string) bool { return slices.Equal(row, []string{"Fråga", query.Title.SV}) }) {
		t.Errorf("%s: its title is not in the origin: %v", query.Name, err)
	}
	rows, err := file.GetRows("Uttag")
	if err != nil || len(rows) == 0 || len(rows[0]) != len(query.Columns) {
		t.Errorf("%s: %d rows, %v", query.Name, len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+@", rune(cell[0])) {
				t.Errorf("%s: the cell %q", query.Name, cell)
			}
		}
	}
}

// Memory stays flat while 100,000 rows go out, in pieces of a bounded size.
func testExportStreams(t *testing.T, w *world) {
	t.Helper()
	w.manyClients()
	instance := w.instance()
	for _, format := range export.Formats() {
		before, peak, total, largest, next := alive(), uint64(0), 0, 0, 0
		got := w.export(t.Context(), instance, "anna", object{"kind": "selection", "filter": "1", "format": format, "purpose": "Prov"}, func(piece []byte) {
			largest = max(largest, len(piece))
			if total += len(piece); total > next {
				next += 4 << 20
				peak = max(peak, alive())
			}
		})
		if got.err != nil || got.status != http.StatusOK {
			t.Fatalf("%s: %d %v", format, got.status, got.err)
		}
		t.Logf("%s: %d kB in %d pieces of at most %d kB; %d MB alive, %d before", format, total>>10, got.pieces, largest>>10, peak>>20, before>>20)
		if largest > pieceBytes || got.pieces < 3 || peak > before+120<<20 { // measured: see docs/export.md
			t.Errorf("%s: %d pieces of at most %d bytes, %d MB more than before", format, got.pieces, largest, (peak-before)>>20)
		}
		var state struct {
			State       string
			Rows, Bytes int
		}
		if w.call(instance, "anna", http.MethodGet, "export/status?id="+got.headers.Get("X-Framsyn-Export"), nil, &state); state.Rows < 100_000 || state.Bytes != total {
			t.Errorf("%s: %+v, %d bytes came", format, state, total)
		}
	}
}

// A reader who goes away ends the query; the answer is broken off and logged as such.
func testExportBreaksOff(t *testing.T, w *world) {
	t.Helper()
	instance := w.instance()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	got := w.export(ctx, instance, "anna", object{"kind": "selection", "filter": "1", "format": "csv", "purpose": "Bryts"}, func([]byte) { cancel() })
	if !errors.Is(got.err, errBrokenOff) {
		t.Errorf("%v", got.err)
	}
	rows := w.db.Query("SELECT state, n_rows > 0, n_rows < 100000 FROM ops.export_log WHERE purpose = 'Bryts' ORDER BY state DESC")
	if len(rows) != 2 || rows[0][0] != export.StateStarted || !slices.Equal(rows[1], []string{export.StateBroken, "1", "1"}) {
		t.Errorf("%v", rows)
	}
	if n := w.db.Value("SELECT count() FROM ops.access_log WHERE purpose = 'Bryts' AND n_clients > 0"); n != "1" {
		t.Errorf("%s rows in ops.access_log", n)
	}
}

// Where nothing may be written there is no export, for it would not be logged.
func testExportNeedsALog(t *testing.T, w *world) {
	t.Helper()
	w.source = w.settings(map[string]any{"writer": ""})
	got := w.export(t.Context(), w.instance(), "anna", object{"kind": "area-months", "format": "csv"}, nil)
	if got.status != http.StatusInternalServerError || got.failed.Class != "ours" {
		t.Errorf("%d %+v", got.status, got.failed)
	}
}

func (w *world) manyClients() {
	w.db.Exec("INSERT INTO mart.candidates (client_id, month, status, area_id, reasons_sv) SELECT number, '2026-02-01', 'home_care', 'C1', ['a', 'b'] FROM numbers(100000)")
}

// alive is how much is alive on the heap, bytes.
func alive() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
