package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/chtest"
)

// ask runs a command that must succeed, and returns what it prints.
func ask(t *testing.T, arguments ...string) string {
	t.Helper()
	code, stdout, stderr := call(t, append(arguments, "--log-level", "error")...)
	if code != 0 {
		t.Fatalf("%q: exit %d: %s", arguments, code, stderr)
	}
	return stdout
}

func logRows(t *testing.T, where string) string {
	t.Helper()
	return strings.TrimSpace(ask(t, "sql", "--as", "owner", "--format", "tsv", "SELECT arrayStringConcat(groupArray(line), ';') AS rows FROM (SELECT concat(toString(surface), ' ', toString(outcome), ' ', toString(n_clients), ' ', toString(client_id), ' ', purpose) AS line FROM ops.access_log WHERE "+where+" ORDER BY accessed_at, outcome DESC)"))
}

// The command line leaves rows as the pages do, and the officer sees them.
func TestTheCommandLineIsLogged(t *testing.T) {
	chtest.Library(t)
	data := chtest.NewDir(t, false)
	t.Setenv("FRAMSYN_DATA", data)
	ask(t, "schema", "apply")
	ask(t, "sql", "--as", "owner", "--write", "INSERT INTO core.clients (client_id, area_id) VALUES (41, 'C1'), (42, 'C2')")
	ask(t, "sql", "SELECT client_id FROM core.clients ORDER BY client_id")
	if code, _, _ := call(t, "sql", "SELECT * FROM vault.identities"); code == 0 {
		t.Error("the analyst reads the vault")
	}
	got := logRows(t, "has(objects, 'core.clients') OR has(objects, 'vault.identities')")
	want := "rows\nsql started 0 0 ;sql ok 0 0 ;sql started 0 0 ;sql ok 2 0 ;sql started 0 0 ;sql refused 0 0 "
	if got != strings.TrimSpace(want) {
		t.Errorf("logged\n%s\nwant\n%s", got, want)
	}
	if areas := ask(t, "sql", "--as", "owner", "--format", "tsv", "SELECT toString(mapSort(clients_of_areas)) AS areas FROM ops.access_log WHERE n_clients = 2"); areas != "areas\n{'C1':1,'C2':1}\n" {
		t.Errorf("areas %s", areas)
	}

	extract := ask(t, "access", "seen", "--client", "41", "--why", "Begäran, dnr 41")
	if !strings.Contains(extract, "fanns med i en lista") || !strings.Contains(extract, "tog fram ett loggutdrag") {
		t.Errorf("the extract is\n%s", extract)
	}
	if got := logRows(t, "surface = 'seen'"); got != "rows\nseen ok 1 41 access_extract" {
		t.Errorf("the extract is logged as %s", got)
	}
	var sights []audit.Sight
	if err := json.Unmarshal([]byte(ask(t, "access", "seen", "--client", "42", "--why", "Begäran, dnr 42", "--json")), &sights); err != nil || len(sights) != 2 {
		t.Errorf("%v %+v", err, sights)
	}

	list := filepath.Join(t.TempDir(), "watched.txt")
	write := func(text string) {
		if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("41 # skådespelare\n\n43\n")
	if got := ask(t, "access", "watch", "--file", list); got != "41\n43\n" {
		t.Errorf("watched %q", got)
	}
	write("41\n42\n")
	if got := ask(t, "access", "watch", "--file", list); got != "41\n42\n" {
		t.Errorf("watched %q", got)
	}
	ask(t, "access", "review", "limit", "sql_clients", "2", "--why", "prov")
	var report reviewReport
	if err := json.Unmarshal([]byte(ask(t, "access", "review", "--json")), &report); err != nil {
		t.Fatal(err)
	}
	rules := map[string]audit.Finding{}
	for _, f := range report.Findings {
		rules[f.Rule+" "+clientText(f.ClientID)] = f
	}
	if len(rules["sql_clients "].ID) != 16 || rules["watched 41"].ID == "" || rules["watched 42"].ID == "" {
		t.Errorf("%+v", report.Findings)
	}
	ask(t, "access", "review", "mark", rules["watched 41"].ID, "--verdict", "in_order", "--note", "Handläggaren")
	if text := ask(t, "access", "review"); !strings.Contains(text, "in_order") || !strings.Contains(text, "sql_clients") {
		t.Errorf("the report is\n%s", text)
	}
	if text := ask(t, "access", "review", "--csv"); !strings.Contains(text, "Handläggaren") || !strings.HasPrefix(text, "finding_id,") {
		t.Errorf("the CSV is\n%s", text)
	}
	for _, wrong := range [][]string{
		{"access", "seen", "--client", "41"},
		{"access", "seen", "--why", "Begäran, dnr 41"},
		{"access", "seen", "--client", "41", "--why", "om 19400229" + "9810"},
		{"access", "seen", "--client", "x", "--why", "Begäran, dnr 41"},
		{"access", "review", "--since", "i går"},
		{"access", "review", "limit", "nothing", "2", "--why", "prov"},
		{"access", "review", "limit", "sql_clients", "2"},
		{"access", "review", "mark", "nothing", "--verdict", "in_order", "--note", "x"},
		{"access", "watch", "--file", filepath.Join(t.TempDir(), "none")},
	} {
		if code, _, stderr := call(t, wrong...); code != exitUsage || stderr == "" {
			t.Errorf("%q: exit %d %s", wrong, code, stderr)
		}
	}
}
