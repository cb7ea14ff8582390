package trial

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/export"
)

// exportsOf are the rows of the table of exports, each with forms of it: the first
// as it is meant, the others reaching for more.
func exportsOf(c caller) map[string][]object {
	everywhere := []string{canaryArea, c.otherArea()}
	all := map[string][]object{}
	for _, kind := range []string{"plan", "forecasts", "staffing", "scenarios", "area-months"} {
		all[kind] = []object{{"kind": kind}, {"kind": kind, "areas": everywhere}, {"kind": kind, "scope": "selection"}}
	}
	all["selection"] = []object{
		{"kind": "selection", "selection_id": "egna"},
		{"kind": "selection", "choices": object{"areas": everywhere}},
		{"kind": "selection", "choices": object{"clients": []string{fmt.Sprint(canaryA)}}},
		{"kind": "selection", "selection_id": "egna", "areas": everywhere},
		{"kind": "selection", "choices": object{"age_from": 1}},
	}
	all["selection, eget villkor"] = []object{{"kind": "selection", "filter": "1"}}
	all["query, grupper"] = []object{
		{"kind": "query", "name": "area_months", "parameters": object{}}, {"kind": "query", "name": "area_months", "parameters": object{"areas": everywhere}},
	}
	all["query, brukare"] = []object{
		{"kind": "query", "name": "candidates", "parameters": object{}}, {"kind": "query", "name": "client_months", "parameters": object{"client": fmt.Sprint(canaryA)}},
	}
	return all
}

// Every export gives each role what the table says in every format, and nothing of
// others.
func testExports(t *testing.T, w *world) {
	t.Helper()
	expected, err := access.ExpectedOf(access.ExportTable)
	if err != nil {
		t.Fatal(err)
	}
	var n tally
	for _, c := range append(callers(), caller{login: "nils", role: "manager", area: "C1", limit: "health care"}) {
		exports := exportsOf(c)
		for name, row := range expected {
			if len(exports[name]) == 0 {
				t.Errorf("matrix.md has %s, which is not tried", name)
			}
			for i, body := range exports[name] {
				w.tryExport(&n, c, name, row[c.role], i == 0, body)
			}
		}
	}
	t.Logf("exports: %d tried, %d answered", n.tried, n.answered)
}

func (w *world) tryExport(n *tally, c caller, name string, want access.Verdict, isMeant bool, body object) {
	w.t.Helper()
	for _, format := range export.Formats() {
		if name == "plan" && format != export.XLSX {
			continue
		}
		body["format"], body["purpose"] = format, "Prov"
		got := w.call(w.as(c.login), "POST", "export", body)
		isFile := strings.Contains(got.header, "attachment")
		if isFile {
			got.text = unpacked(w.t, got.text)
		}
		what := fmt.Sprintf("%s %v", name, body)
		if isMeant {
			n.check(w.t, c, what, want, got, fmt.Sprint(body))
			continue
		}
		n.tried++
		if want == access.No && got.isAnswer() {
			w.t.Errorf("%s, %s: want a refusal, got %d", c, what, got.status)
		}
		n.leak(w.t, c, what, got, fmt.Sprint(body))
	}
}

// unpacked is what a workbook holds; other files are as they are.
func unpacked(t *testing.T, file string) string {
	t.Helper()
	if !strings.HasPrefix(file, "PK") {
		return file
	}
	archive, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range archive.File {
		opened, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, opened); err != nil {
			t.Fatal(err)
		}
		_ = opened.Close()
	}
	return all.String()
}
