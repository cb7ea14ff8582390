package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

func TestTheDataSourceAsksAsEachRolesAccount(t *testing.T) {
	chtest.Library(t)
	t.Setenv("FRAMSYN_DATA", chtest.NewDir(t, false))
	members, out := filepath.Join(t.TempDir(), "access.yaml"), filepath.Join(t.TempDir(), "framsyn.yaml")
	if err := os.WriteFile(members, []byte("people: {leo: {role: leader}, mona: {role: manager, areas: [C1, C2]}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := call(t, "access", "apply", "--file", members); code != 0 {
		t.Fatal(stderr)
	}
	if code, _, stderr := call(t, "access", "datasource", "--grafana", "http://localhost:3000", "--out", out); code != 0 {
		t.Fatal(stderr)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"leo: leader\n", "mona: manager_39bf160c\n", "user: manager_39bf160c\n", "password_manager_39bf160c: ", "password_leader: ", "user: leader\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("there is no %q", want)
		}
	}
	if data, _, _ := strings.Cut(string(text), "secureJsonData:"); strings.Contains(data, "password_") {
		t.Error("a password stands outside of secureJsonData")
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	if code, _, stderr := call(t, "access", "datasource"); code != exitUsage || !strings.Contains(stderr, "--grafana and --out are needed") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

func TestTheVaultsKeyIsWhereGrafanaHasIt(t *testing.T) {
	chtest.Library(t)
	t.Setenv("FRAMSYN_DATA", chtest.NewDir(t, false))
	out := filepath.Join(t.TempDir(), "framsyn.yaml")
	if code, _, stderr := call(t, "access", "datasource", "--grafana", "http://localhost:3000", "--vault-key", "/keys/vault.key", "--out", out); code != 0 {
		t.Fatal(stderr)
	}
	if text, err := os.ReadFile(out); err != nil || !strings.Contains(string(text), "keyFile: /keys/vault.key\n") || !strings.Contains(string(text), "password_vault: ") {
		t.Errorf("%v in\n%s", err, text)
	}
}
