package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

func TestPlanFaults(t *testing.T) {
	chtest.Library(t)
	t.Setenv("FRAMSYN_DATA", chtest.NewDir(t, false))
	if code, _, stderr := call(t, "schema", "apply"); code != 0 {
		t.Fatal(stderr)
	}
	folder := t.TempDir()
	out := filepath.Join(folder, "budget.xlsx")
	for _, test := range []struct {
		arguments []string
		code      int
		want      string
	}{
		{[]string{"plan", "--month", "soon"}, exitUsage, `--month "soon" is no month`},
		{[]string{"plan", "--format", "xml"}, exitUsage, `"xml" is none of text, csv`},
		{[]string{"plan", "--most-moved", "0"}, exitUsage, "--most-moved: 0 is not above 0"},
		{[]string{"plan", "now"}, exitUsage, `does not know "now"`},
		{[]string{"plan"}, exitFault, "framsyn job run forecast"},
		{[]string{"export", "plan", "--out", out}, exitUsage, "take the format xlsx"},
		{[]string{"export", "forecasts", "--scope", "house", "--out", out}, exitUsage, `"house" is none of area, category, selection`},
		{[]string{"export", "plan", "--format", "xlsx", "--out", out}, exitFault, "framsyn job run forecast"},
	} {
		code, stdout, stderr := call(t, append(test.arguments, "--log-level", "warn")...)
		if code != test.code || stdout != "" || !strings.Contains(stderr, test.want) {
			t.Errorf("%q: exit %d, output %q, errors %q", test.arguments, code, stdout, stderr)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("a call that failed made %v, %v", entries, err)
	}
}

func TestPlanAndWorkbook(t *testing.T) {
	chtest.Library(t)
	t.Setenv("FRAMSYN_DATA", chtest.NewDir(t, false))
	if code, _, stderr := call(t, "schema", "apply"); code != 0 {
		t.Fatal(stderr)
	}
	for _, statement := range []string{
		"INSERT INTO core.areas VALUES ('KN', 'Kommunen', '', 'municipality'), ('A', 'Ett', 'KN', 'area'), ('B', 'Två', 'KN', 'area')",
		"INSERT INTO core.staffing_norms VALUES ('nurse', 125, 0.2, 0, 0.5, true, 'An example', '1970-01-01')",
		"INSERT INTO core.capacities VALUES ('A', '2026-04-01', 'nurse', 400, 500, NULL), ('B', '2026-04-01', 'nurse', 100, 500, NULL)",
		`INSERT INTO model.runs (run_id, model, method, target, as_of_date, is_published) VALUES (12, 'forecast', 'blend', '', '2026-04-16', true)`,
		`INSERT INTO model.approvals (run_id, decision, decided_by, decided_at) SELECT run_id, 'approved', 'test', created_at FROM model.runs`,
		`INSERT INTO model.forecasts SELECT '2026-04-16', 'area', area, 'nurse_h', addMonths(toDate('2026-03-01'), number + 1), number + 1, 'as_today', 'all', 'blend', 100, 90, 100, 110, 12
			FROM numbers(12) ARRAY JOIN ['KN', 'A', 'B'] AS area`,
	} {
		if code, _, stderr := call(t, "sql", "--as", "owner", "--write", statement); code != 0 {
			t.Fatal(stderr)
		}
	}
	code, stdout, stderr := call(t, "plan", "--log-level", "warn", "--most-moved", "0.5")
	if code != 0 || !strings.Contains(stdout, "Staff in 2026-06") || !strings.Contains(stdout, "move 104 hours from A to B\ngreatest shortage 50.0 % of the need, then none\n") {
		t.Errorf("exit %d, %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr = call(t, "plan", "--log-level", "warn", "--format", "csv"); code != 0 || !strings.HasPrefix(stdout, "month,scenario,profession,") {
		t.Errorf("exit %d, %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr = call(t, "plan", "--json", "--scenario", "better"); code != exitUsage || stdout != "" || !strings.Contains(stderr, "it has as_today") {
		t.Errorf("exit %d, %s%s", code, stdout, stderr)
	}
	out := filepath.Join(t.TempDir(), "budget.xlsx")
	if code, stdout, stderr = call(t, "export", "plan", "--format", "xlsx", "--out", out, "--log-level", "warn"); code != 0 || !strings.HasSuffix(stdout, " rows, "+out+"\n") {
		t.Errorf("exit %d, %s%s", code, stdout, stderr)
	}
}
