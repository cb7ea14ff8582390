package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

func TestModelPageFaults(t *testing.T) {
	chtest.Library(t)
	t.Setenv("FRAMSYN_DATA", chtest.NewDir(t, false))
	folder := t.TempDir()
	if code, _, stderr := call(t, "schema", "apply"); code != 0 {
		t.Fatal(stderr)
	}
	for _, test := range []struct {
		arguments []string
		code      int
		want      string
	}{
		{[]string{"--lang", "no"}, exitUsage, `"no" is none of sv, en`},
		{[]string{"--class", "dead"}, exitUsage, "add --target"},
		{[]string{"--out", ""}, exitUsage, "--out is empty"},
		{[]string{"--target", "luck"}, exitUsage, `target "luck": not known`},
		{[]string{}, exitFault, "framsyn job run fit"},
	} {
		code, stdout, stderr := call(t, append([]string{"model", "page", "--log-level", "warn", "--out", filepath.Join(folder, "model.html")}, test.arguments...)...)
		if code != test.code || stdout != "" || !strings.Contains(stderr, test.want) {
			t.Errorf("%q: exit %d, output %q, errors %q", test.arguments, code, stdout, stderr)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("a call that found nothing made %v, %v", entries, err)
	}
}

func TestModelPageWritesFile(t *testing.T) {
	chtest.Library(t)
	t.Setenv("FRAMSYN_DATA", chtest.NewDir(t, false))
	path := filepath.Join(t.TempDir(), "model.html")
	if code, _, stderr := call(t, "schema", "apply"); code != 0 {
		t.Fatal(stderr)
	}
	for _, statement := range []string{
		`INSERT INTO model.runs (run_id, model, method, target, as_of_date, trained_from, trained_to, is_published) VALUES
			(7, 'risk', 'additive', 'need_doubled', '2026-10-16', '2022-10-01', '2025-09-01', true)`,
		`INSERT INTO model.approvals (run_id, decision, decided_by, decided_at) SELECT run_id, 'approved', 'test', created_at FROM model.runs`,
		`INSERT INTO model.terms (run_id, class, term, feature, kind, bin_from, bin_to, contribution, standard_error, n_clients, weight) VALUES
			(7, 'doubled', 'age_years', 'age_years', 'interval', -inf, inf, 0, 0.1, 30, 40)`,
	} {
		if code, _, stderr := call(t, "sql", "--as", "owner", "--write", statement); code != 0 {
			t.Fatal(stderr)
		}
	}
	code, stdout, stderr := call(t, "model", "page", "--target", "need_doubled", "--lang", "en", "--log-level", "warn", "--out", path)
	if code != 0 || stdout != "1 models, 1 terms, "+path+"\n" {
		t.Fatalf("exit %d, %q, %q", code, stdout, stderr)
	}
	file, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(file), "<!DOCTYPE html>\n<html lang=\"en\">") {
		t.Fatal(err)
	}
	if code, stdout, _ = call(t, "model", "page", "--target", "need_doubled", "--lang", "en", "--out", "-"); code != 0 || stdout != string(file) {
		t.Errorf("exit %d: standard output got another page than the file", code)
	}
}
