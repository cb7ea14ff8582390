package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// cardRows are a run that is shown, a newer one that waits and one whose audit failed.
const cardRows = `INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, trained_from, trained_to, status, is_published, parameters, created_at) VALUES
	(7, 'risk', 'additive', 'need_doubled', 12, '2026-09-16', '2022-10-01', '2025-08-01', 'converged', true, '{}', '2026-09-16 04:00:00'),
	(8, 'risk', 'additive', 'need_doubled', 12, '2026-10-16', '2022-10-01', '2025-09-01', 'converged', true, '{}', '2026-10-16 04:00:00'),
	(9, 'risk', 'additive', 'function_decline', 12, '2026-10-16', '2022-10-01', '2025-09-01', 'converged', true, '{}', '2026-10-16 04:00:00');
INSERT INTO model.approvals VALUES (7, 'approved', true, 'automatic', 'test', 0, '2026-09-16 04:00:00'), (9, 'rejected', true, 'automatic', 'test', 1, '2026-10-16 04:00:00');
INSERT INTO model.metrics VALUES (7, 'test', 'all', '', 'auc', 0.73, 0.67, 0.78, 2700, 440), (7, 'test', 'sex', 'female', 'auc', 0.75, 0.67, 0.81, 1728, 277);
INSERT INTO model.calibration_curves VALUES (7, 'test', 'doubled', 1, 0, 0.1, 0.05, 0.06, 270), (7, 'test', 'doubled', 2, 0.1, 0.4, 0.2, 0.25, 270);
INSERT INTO model.audits VALUES
	(7, 'sex', 'female', 'calibration_ratio', 0.98, 0.85, 1.1, 0.81, 1.2, 0.8, 1.25, 'passed', 1728, 229, 277),
	(7, 'sex', 'male', 'missed_gap', 0.05, -0.1, 0.2, -0.2, 0.3, NULL, 0.1, 'not_shown', 972, 129, 163),
	(9, 'sex', 'female', 'calibration_ratio', 2, 1.8, 2.2, 1.6, 2.4, 0.8, 1.25, 'failed', 1728, 229, 277)`

func cardData(t *testing.T) {
	t.Helper()
	chtest.Library(t)
	library, err := clickhouse.FindLibrary("") // it is looked for from the folder of the test
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FRAMSYN_ENGINE_LIBRARY", library)
	t.Chdir(t.TempDir())
	t.Setenv("FRAMSYN_DATA", chtest.NewDir(t, false))
	if code, _, stderr := call(t, "schema", "apply"); code != 0 {
		t.Fatal(stderr)
	}
	for statement := range strings.SplitSeq(cardRows, ";\n") {
		if code, _, stderr := call(t, "sql", "--as", "owner", "--write", statement); code != 0 {
			t.Fatal(stderr)
		}
	}
}

func TestModelCardWrites(t *testing.T) {
	cardData(t)
	code, stdout, stderr := call(t, "model", "card", "--format", "md", "--out", "-", "--log-level", "warn")
	if code != 0 {
		t.Fatal(stderr)
	}
	for _, want := range []string{
		"# Modellkort: Risk för större behov: Hemtjänstbehovet fördubblas inom ett år\n\n**Väntar på godkännande. Den visas inte på någon sida.**", "**Godkänd. Det är den här körningen som visas.**",
		"**Inte godkänd. Den visas inte på någon sida.**", "| AUC | 0,730 (0,670 – 0,780) |", "| AUC, Kön: kvinnor | 0,750", "Inte för att bevilja, avslå", "för lite känt; gräns … – 0,1",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	code, stdout, stderr = call(t, "model", "card", "--run", "7", "--language", "en", "--out", "card.html", "--log-level", "warn")
	page, err := os.ReadFile("card.html")
	if code != 0 || stdout != "1 cards, card.html\n" || err != nil {
		t.Fatalf("exit %d, %q, %s, %v", code, stdout, stderr, err)
	}
	for _, want := range []string{`<html lang="en">`, "Approved. This is the run that is shown.", `class="own passed"`, `<circle class="dot" cx=`, "Sex: women"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("no %q in the page", want)
		}
	}
	for _, not := range []string{"<script", "http://", "https://", "Sex: män"} {
		if strings.Contains(string(page), not) {
			t.Errorf("%q in the page", not)
		}
	}
	if _, stdout, _ = call(t, "model", "card", "--run", "7", "--format", "json", "--out", "-", "--log-level", "warn"); true {
		var cards []struct {
			Run      string `json:"run_id"`
			State    string `json:"state"`
			Sections []any  `json:"sections"`
		}
		if err := json.Unmarshal([]byte(stdout), &cards); err != nil || len(cards) != 1 || cards[0].Run != "7" || cards[0].State != "shown" || len(cards[0].Sections) < 10 {
			t.Errorf("%v, %+v", err, cards)
		}
	}
}

func TestModelFileWrites(t *testing.T) {
	cardData(t)
	code, stdout, stderr := call(t, "model", "file", "--out", "file", "--log-level", "warn")
	if code != 0 || stdout != "12 files, 3 cards, file\n" {
		t.Fatalf("exit %d, %q, %s", code, stdout, stderr)
	}
	for name, want := range map[string]int{"approvals.csv": 3, "runs.csv": 4, "audits.csv": 4, "audit_limits.csv": 16, "alerts.csv": 4} {
		file, err := os.Open(filepath.Join("file", name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil || len(rows) != want {
			t.Errorf("%s: %d rows, want %d, %v", name, len(rows), want, err)
		}
		_ = file.Close()
	}
}

func TestModelDecisions(t *testing.T) {
	cardData(t)
	quiet := func(arguments ...string) (int, string, string) {
		return call(t, append(append([]string{"model"}, arguments...), "--log-level", "error")...)
	}
	state := func(want string) {
		t.Helper()
		_, stdout, stderr := call(t, "sql", "--format", "tsv", "--log-level", "error", "SELECT arrayStringConcat(groupArray(concat(toString(run_id), ' ', state)), ', ') AS states FROM (SELECT run_id, state FROM model.run_states ORDER BY run_id)")
		if got := strings.TrimPrefix(strings.TrimSpace(stdout), "states\n"); got != want {
			t.Errorf("%q, want %q; %s", got, want, stderr)
		}
	}
	state("7 shown, 8 waiting, 9 rejected")
	for _, test := range []struct {
		arguments []string
		code      int
		want      string
	}{
		{[]string{"approve", "--run", "8"}, exitUsage, "--why is needed"},
		{[]string{"approve", "--why", "read"}, exitUsage, "--run is needed"},
		{[]string{"reject", "--run", "77", "--why", "read"}, exitUsage, "no published run of that number"},
		{[]string{"approve", "--run", "8", "--why", "read", "--by", "automatic"}, exitUsage, "name a person"},
		{[]string{"approve", "--run", "9", "--why", "read"}, exitFault, "--despite-audit"},
		{[]string{"card", "--run", "77", "--out", "x.html"}, exitFault, "no such run"},
		{[]string{"card", "--format", "pdf"}, exitUsage, `"pdf" is none of`},
		{[]string{"card", "--language", "no"}, exitUsage, `"no" is none of`},
		{[]string{"file"}, exitUsage, "--out DIR is needed"},
		{[]string{"approval", "--mode", "now", "--why", "x"}, exitUsage, `"now" is none of`},
		{[]string{"approval", "--mode", "manual"}, exitUsage, "--why is needed"},
		{[]string{"limit", "--measure", "luck", "--group", "sex", "--why", "x"}, exitUsage, "does not measure that"},
		{[]string{"limit", "--measure", "auc_gap", "--group", "sex"}, exitUsage, "--why is needed"},
	} {
		if code, _, stderr := quiet(test.arguments...); code != test.code || !strings.Contains(stderr, test.want) {
			t.Errorf("%q: exit %d, %s", test.arguments, code, stderr)
		}
	}
	state("7 shown, 8 waiting, 9 rejected")
	if code, stdout, stderr := quiet("approve", "--waiting", "--why", "read the card", "--by", "Eva", "--no-score"); code != 0 || !strings.HasPrefix(stdout, "approved\t8\t") {
		t.Errorf("exit %d, %q, %s", code, stdout, stderr)
	}
	state("7 approved, 8 shown, 9 rejected")
	if code, _, stderr := quiet("reject", "--run", "8", "--why", "guideline", "--by", "Eva", "--no-score"); code != 0 {
		t.Error(stderr)
	}
	state("7 shown, 8 rejected, 9 rejected")
	if code, _, stderr := quiet("approve", "--run", "9,8", "--why", "known", "--by", "Eva", "--despite-audit", "--no-score"); code != 0 {
		t.Error(stderr)
	}
	state("7 approved, 8 shown, 9 shown")
	if _, stdout, _ := quiet("approval"); stdout != "automatic\n" {
		t.Errorf("%q", stdout)
	}
	if code, _, stderr := quiet("approval", "--mode", "manual", "--why", "decided", "--by", "Eva"); code != 0 {
		t.Error(stderr)
	}
	if _, stdout, _ := quiet("approval"); stdout != "manual\n" {
		t.Errorf("%q", stdout)
	}
	if code, _, stderr := quiet("limit", "--measure", "auc_gap", "--group", "area", "--lowest", "-0.1", "--why", "small areas", "--by", "Eva"); code != 0 {
		t.Error(stderr)
	}
	_, stdout, _ := call(t, "sql", "--format", "tsv", "--log-level", "error", "SELECT lowest, highest, changed_by FROM core.audit_limits WHERE measure = 'auc_gap' AND group_name = 'area'")
	if !strings.Contains(stdout, "-0.1\t\\N\tEva") && !strings.Contains(stdout, "-0.1\t\tEva") {
		t.Errorf("%q", stdout)
	}
}
