package main

import (
	"os"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

// The data dictionary in docs is the one that the database gives.
func TestDictionaryIsCurrent(t *testing.T) {
	chtest.Library(t)
	data := "--data=" + chtest.NewDir(t, false)
	if code, _, stderr := call(t, "schema", "apply", data); code != 0 {
		t.Fatal(stderr)
	}
	code, stdout, stderr := call(t, "schema", "dict", data)
	if code != 0 {
		t.Fatal(stderr)
	}
	committed, err := os.ReadFile("../../../docs/dictionary.md")
	if err != nil {
		t.Fatal(err)
	}
	if stdout != string(committed) {
		t.Error("docs/dictionary.md is not what the database says; run make dict")
	}
}
