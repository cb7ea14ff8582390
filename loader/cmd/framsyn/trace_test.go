package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// commandOfClients is a command that can show single clients, or delivered rows about
// them, on the terminal or in a file.
type commandOfClients struct {
	path      string   // without framsyn
	arguments []string // CLIENT is a client, DIR a folder; without the path
	isTwo     bool     // a row before it reads, and one that says what it came to
	isUnnamed bool     // the rows do not say whose they are
	surface   string
}

// commandsOfClients are all of them, in the order of the test.
func commandsOfClients() []commandOfClients {
	const rows = "SELECT client_id, age_years AS x, client_id % 2 AS y FROM mart.candidates ORDER BY client_id"
	return []commandOfClients{
		{"sql", []string{"SELECT client_id FROM mart.candidates ORDER BY client_id LIMIT 1"}, true, false, "sql"},
		{"sql", []string{"SELECT client_id FROM \"m\\x61rt\" . `candidates` ORDER BY client_id LIMIT 1"}, true, false, "sql"}, // quoted
		{"sql", []string{"SELECT client_id FROM “mart”.“candidates” ORDER BY client_id LIMIT 1"}, true, false, "sql"},
		{"needs explain", []string{"--client", "CLIENT"}, true, false, "command"},
		{"select list", []string{"--json"}, true, false, "command"},
		{"select show", []string{"egna"}, true, false, "command"},
		{"export", []string{"selection", "--selection", "egna", "--format", "csv", "--out", "-"}, true, false, "export"},
		{"model fit", []string{"--query", rows, "--target", "y", "--group", "client_id", "--method", "logistic", "--out", "DIR/model.csv"}, true, false, "sql"},
		{"model predict", []string{"--query", rows, "--model", "DIR/model.csv", "--keep", "client_id", "--out", "-"}, true, false, "sql"},
		{"rejects export", []string{"--out", "DIR/rejects"}, true, true, "command"},
		{"schema check", []string{"--cases=false"}, true, false, "command"},
		{"identity show", []string{"--client", "CLIENT", "--purpose", "contact", "--why", "Ringa om uppföljning", "--areas", "C1"}, false, false, "identity"},
		{"access watch", nil, false, false, "review"},
		{"access seen", []string{"--client", "CLIENT", "--why", "Begäran, dnr 41"}, false, false, "seen"},
		{"access review", nil, false, true, "review"}, // what others saw; findings may be about a client
		{"person exclude", []string{"--client", "CLIENT", "--reason", "Nämndens beslut, ärende 17"}, false, false, "exclusion"},
		{"person include", []string{"--client", "CLIENT", "--reason", "Nämndens beslut, ärende 18"}, false, false, "exclusion"},
		{"person export", []string{"--client", "CLIENT", "--purpose", "registerutdrag", "--reason", "Begäran, ärende 21", "--out", "DIR/person.zip"}, false, false, "person_export"},
	}
}

// commandsWithoutClients say why each of the others needs no row.
func commandsWithoutClients() map[string]string {
	const verbs, sums, own, pages = "holds verbs", "counts and sums", "files, keys or settings", "the pages write rows of their own"
	return map[string]string{
		"access": verbs, "categories": verbs, "check": verbs, "codes": verbs, "identity": verbs, "identity purposes": verbs, "job": verbs, "keys": verbs, "model": verbs,
		"needs": verbs, "person": verbs, "rejects": verbs, "schema": verbs, "select": verbs, "completion": verbs,
		"access apply": own, "access show": own, "access datasource": own, "access test": "says which trial failed", "access review mark": own, "access review limit": own,
		"categories list": own, "categories show": own, "categories load": own, "categories diff": sums, "check privacy": "places and counts, never a number",
		"codes import": own, "codes unknown": sums, "dashboards": own, "doctor": sums, "engine": own, "generate": "made-up clients", "help": own,
		"completion bash": own, "completion fish": own, "completion powershell": own, "completion zsh": own,
		"host": pages, "up": pages, "serve": "runs jobs", "job list": sums, "job run": sums,
		"identity purposes list": own, "identity purposes add": own,
		"keys check": own, "keys backup": own, "keys restore": own, "keys rotate": sums,
		"load": "counts; rejected rows are counted, not shown", "rejects list": "counts by rule",
		"model approval": own, "model approve": own, "model reject": own, "model limit": own, "model runs": sums, "model card": sums, "model file": sums, "model page": sums,
		"model evaluate": "a file of one's own", "model backtest": "a file of one's own",
		"plan": sums, "retention": "counts; what is deleted is in the log", "retention rules": own, "retention certificate": sums,
		"schema apply": own, "schema dict": own, "select save": "takes a condition, and says the version", "select renew": "says the version",
	}
}

// Every command is known to show clients, with a row in the access log, or not to.
func TestEveryCommandIsLoggedOrShowsNoClients(t *testing.T) {
	root := newRootCommand(&app{})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	without, left := commandsWithoutClients(), commandsWithoutClients()
	var with []string
	for _, c := range commandsOfClients() {
		with = append(with, c.path)
	}
	var visit func(command *cobra.Command)
	visit = func(command *cobra.Command) {
		path := strings.TrimPrefix(strings.TrimPrefix(command.CommandPath(), "framsyn"), " ")
		switch _, isWithout := without[path]; {
		case path == "":
		case slices.Contains(with, path) == isWithout:
			t.Errorf("framsyn %s: say in one of the two lists whether it can show single clients; if it can, it goes through traced or writes its own row", path)
		}
		delete(left, path)
		with = slices.DeleteFunc(with, func(name string) bool { return name == path })
		for _, child := range command.Commands() {
			visit(child)
		}
	}
	visit(root)
	if len(left)+len(with) > 0 {
		t.Errorf("there are no commands %v %v", left, with)
	}
}

// shownTown is a data folder with clients whom commands can show.
type shownTown struct {
	*testing.T
	dir    string
	client string
}

func newShownTown(t *testing.T) *shownTown {
	t.Helper()
	chtest.Library(t)
	data := chtest.NewDir(t, false)
	t.Setenv("FRAMSYN_DATA", data)
	session, err := clickhouse.Ensure(t.Context(), data, clickhouse.Options{}) // one engine for all calls
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	s := &shownTown{T: t, dir: t.TempDir()}
	ask(t, "schema", "apply")
	ask(t, "generate", "--clients", "200", "--months", "3", "--seed", "7", "--out", filepath.Join(s.dir, "delivered"))
	ask(t, "load", filepath.Join(s.dir, "delivered"))
	s.client = strings.TrimSpace(strings.TrimPrefix(ask(t, "sql", "--as", "owner", "--format", "csv", "SELECT client_id FROM vault.identities ORDER BY client_id LIMIT 1"), "client_id\n"))
	for _, statement := range []string{
		"INSERT INTO core.clients (client_id, area_id) SELECT CLIENT, 'C1' FROM numbers(2)", // twice, which schema check finds
		"INSERT INTO mart.candidates (client_id, area_id, age_years) SELECT CLIENT + number, 'C1', 60 + number % 40 FROM numbers(200)",
		"INSERT INTO core.selections (selection_id, version, name, purpose, author, expires_date, filter_sql) SELECT 'egna', 1, 'Egna', 'Hembesök', 'anna', '2100-01-01', 'client_id IN (CLIENT)'",
		"INSERT INTO model.runs (run_id, model, is_published) SELECT 7, 'need', true",
		"INSERT INTO model.approvals (run_id, decision, decided_at) SELECT 7, 'approved', now64(6)",
		"INSERT INTO model.client_need_parts (client_id, run_id, month, resource, part, minutes_per_week) SELECT CLIENT, 7, '2026-01-01', 'home_care_granted', 'remainder', 20",
	} {
		ask(t, "sql", "--as", "owner", "--write", s.fill(statement))
	}
	watched := filepath.Join(s.dir, "watched.txt")
	if err := os.WriteFile(watched, []byte(s.client+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ask(t, "access", "watch", "--file", watched)
	return s
}

func (s *shownTown) fill(text string) string {
	return strings.NewReplacer("CLIENT", s.client, "DIR", s.dir).Replace(text)
}

// run calls a command.
func (s *shownTown) run(c commandOfClients) (code int, stdout, stderr string) {
	s.Helper()
	arguments := strings.Fields(c.path)
	for _, argument := range c.arguments {
		arguments = append(arguments, s.fill(argument))
	}
	return call(s.T, append(arguments, "--log-level", "error")...)
}

// Each command that shows clients has a row in the access log that says which, and one
// from before it read them.
func TestCommandsThatShowClientsAreLogged(t *testing.T) {
	s := newShownTown(t)
	for _, c := range commandsOfClients() {
		ask(t, "sql", "--as", "owner", "--write", "TRUNCATE TABLE ops.access_log SYNC")
		code, stdout, stderr := s.run(c)
		if wantsFault := c.path == "schema check"; (code != 0) != wantsFault {
			t.Errorf("%s: exit %d: %s", c.path, code, stderr)
			continue
		}
		if c.path == "needs explain" && !strings.Contains(stdout, "recorded 20 minutes") {
			t.Errorf("%s: %s", c.path, stdout)
		}
		got := ask(t, "sql", "--as", "owner", "--format", "tsv", s.fill(`SELECT countIf(outcome = 'started') > 0 AS isStarted,
			countIf(outcome != 'started' AND (n_clients > 0 OR client_id != 0) AND (client_id = CLIENT OR has(client_ids, CLIENT))) > 0 AS isNamed
			FROM ops.access_log WHERE surface = '`+c.surface+`' AND user_name != '' AND outcome IN ('ok', 'started')`))
		unnamed := ask(t, "sql", "--as", "owner", "--format", "tsv", "SELECT count() AS n FROM ops.access_log WHERE outcome = 'ok' AND surface = '"+c.surface+"' AND (has_unnamed_clients AND n_rows > 0 OR surface = 'review')")
		want := fmt.Sprintf("isStarted\tisNamed\n%v\t%v\n", c.isTwo, !c.isUnnamed)
		if strings.NewReplacer("1", "true", "0", "false").Replace(got) != want {
			t.Errorf("%s: got %q, want %q\n%s", c.path, got, want, ask(t, "sql", "--as", "owner", "--format", "tsv", "SELECT surface, page, outcome, n_rows, n_clients, client_id, client_ids, has_unnamed_clients, objects FROM ops.access_log"))
		}
		if c.isUnnamed && strings.TrimSpace(strings.TrimPrefix(unnamed, "n\n")) == "0" {
			t.Errorf("%s: rows about clients that name none are not told", c.path)
		}
	}
	s.closed()
}

// closed checks that none of them shows anything while the log cannot be written.
func (s *shownTown) closed() {
	s.Helper()
	ask(s.T, "sql", "--as", "owner", "--write", "RENAME TABLE ops.access_log TO ops.access_log_away")
	for _, name := range []string{"rejects", "person.zip"} {
		if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
			s.Fatal(err)
		}
	}
	for _, c := range commandsOfClients() {
		code, stdout, stderr := s.run(c)
		if strings.Contains(stdout, s.client) || code == 0 {
			s.Errorf("%s: without a log: exit %d, shows %q, says %q", c.path, code, stdout, stderr)
		}
	}
	for _, name := range []string{"rejects/*/*", "person.zip"} {
		if files, err := filepath.Glob(filepath.Join(s.dir, name)); err != nil || len(files) > 0 {
			s.Errorf("without a log %v was written, %v", files, err)
		}
	}
}
