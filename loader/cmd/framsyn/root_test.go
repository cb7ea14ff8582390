package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

// call runs the program as main does.
func call(t *testing.T, arguments ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	code = run(context.WithoutCancel(t.Context()), arguments, &out, &log)
	return code, out.String(), log.String()
}

func TestWrongUseEndsWithTwo(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, arguments := range [][]string{
		{"nonsense"},
		{"schema"},
		{"schema", "nonsense"},
		{"schema", "apply", "--nonsense"},
		{"schema", "apply", "--tcp-port", "many"},
		{"schema", "apply", "--log-level", "loud"},
		{"dashboards"},
		{"dashboards", "--language", "fi", "--out", "x"},
		{"sql"},
		{"sql", "SELECT 1", "SELECT 2"},
		{"sql", "--format", "xml", "SELECT 1"},
		{"sql", "--as", "root", "SELECT 1"},
		{"sql", "--write", "SELECT 1"},
		{"engine", "--clickhouse", "clickhouse://localhost"},
	} {
		code, stdout, stderr := call(t, arguments...)
		if code != exitUsage || stdout != "" || !strings.HasPrefix(stderr, "framsyn: ") {
			t.Errorf("%q: exit %d, output %q, errors %q", arguments, code, stdout, stderr)
		}
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("a wrong call made %v, %v", entries, err)
	}
}

func TestSchemaAndSQL(t *testing.T) {
	chtest.Library(t)
	data := "--data=" + chtest.NewDir(t, false)
	code, stdout, stderr := call(t, "schema", "apply", "--json", data)
	var applied struct{ Objects int }
	if err := json.Unmarshal([]byte(stdout), &applied); code != 0 || err != nil || applied.Objects < 50 {
		t.Fatalf("exit %d, %v, %s %s", code, err, stdout, stderr)
	}
	for _, test := range []struct {
		name      string
		arguments []string
		code      int
		out, log  string // parts
	}{
		{"apply again", []string{"schema", "apply"}, 0, " 0 changes", ""},
		{"dictionary", []string{"schema", "dict"}, 0, "## core.clients", ""},
		{"table", []string{"sql", "SELECT 1 AS one, NULL AS none"}, 0, "one  none\n1    NULL\n", ""},
		{"csv", []string{"sql", "--format=csv", "SELECT 'a,b' AS text, NULL AS none"}, 0, "text,none\n\"a,b\",\n", ""},
		{"tsv", []string{"sql", "--format=tsv", "SELECT 'a\tb' AS text, NULL AS none"}, 0, "text\tnone\na\\tb\t\\N\n", ""},
		{"json", []string{"sql", "--json", "SELECT 1 AS b, [1, 2] AS a, toDate('2026-01-31') AS d, nan AS x"}, 0, `{"b":1,"a":[1,2],"d":"2026-01-31","x":"NaN"}`, ""},
		{"no such table", []string{"sql", "SELECT * FROM core.nothing"}, 1, "", "framsyn schema dict"},
		{"closed", []string{"sql", "SELECT * FROM vault.identities"}, 1, "", "--as owner"},
		{"write as analyst", []string{"sql", "INSERT INTO core.areas (area_id) VALUES ('x')"}, 1, "", "--as owner"},
		{"write by accident", []string{"sql", "--as=owner", "INSERT INTO core.areas (area_id) SELECT 'x'"}, 1, "", "--write"},
		{"write", []string{"sql", "--as=owner", "--write", "INSERT INTO core.areas (area_id) SELECT 'x'"}, 0, "", ""},
		{"written", []string{"sql", "--format=csv", "SELECT area_id FROM core.areas"}, 0, "area_id\nx\n", ""},
		{"syntax", []string{"sql", "SELEC 1"}, 1, "", "Syntax error"},
	} {
		code, stdout, stderr := call(t, append(test.arguments, data)...)
		if code != test.code || !strings.Contains(stdout, test.out) || !strings.Contains(stderr, test.log) {
			t.Errorf("%s: exit %d, output %q, errors %q", test.name, code, stdout, stderr)
		}
	}
}
