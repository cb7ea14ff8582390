package identity

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeysAreMadeOnceAndKept(t *testing.T) {
	dir := KeyDir(filepath.Join(t.TempDir(), "keys"))
	first, err := dir.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir.path(PurposeVault))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	known := map[string]string{PurposePseudonym: first.Pseudonym.ID(), PurposeVault: first.Vault.ID()}
	again, err := dir.Open(known)
	if err != nil || again.Pseudonym.ID() != first.Pseudonym.ID() || again.Vault.ID() != first.Vault.ID() {
		t.Errorf("another key the second time: %v", err)
	}
	if first.Pseudonym.ID() == first.Vault.ID() {
		t.Error("both keys are the same")
	}
	if text := fmt.Sprintf("%v %+v %#v", first, first.Vault, first.Pseudonym); strings.Contains(text, string(first.Vault.secret)) {
		t.Error("a key prints its secret")
	}
}

func TestMissingAndChangedKeysStop(t *testing.T) {
	dir := KeyDir(filepath.Join(t.TempDir(), "keys"))
	keys, err := dir.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{PurposePseudonym: keys.Pseudonym.ID(), PurposeVault: keys.Vault.ID()}
	if err := os.Remove(dir.path(PurposePseudonym)); err != nil {
		t.Fatal(err)
	}
	if _, err := dir.Open(known); !errors.Is(err, ErrKeyMissing) {
		t.Errorf("missing: %v", err)
	}
	if _, err := os.Stat(dir.path(PurposePseudonym)); err == nil {
		t.Error("a new key was made although the database has one")
	}
	if err := os.WriteFile(dir.path(PurposePseudonym), []byte(strings.Repeat("ab", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := dir.Open(known); !errors.Is(err, ErrKeyChanged) {
		t.Errorf("changed: %v", err)
	}
	if err := os.Chmod(dir.path(PurposePseudonym), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := dir.Open(known); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("readable by others: %v", err)
	}
}

func TestVaultRowsCannotBeMoved(t *testing.T) {
	keys, err := KeyDir(t.TempDir()).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	vault, err := NewVault(keys.Vault)
	if err != nil {
		t.Fatal(err)
	}
	sealed := vault.Seal([]byte("row"), 7, 1)
	if plain, err := vault.Open(sealed, 7, 1); err != nil || string(plain) != "row" {
		t.Errorf("%q %v", plain, err)
	}
	for name, open := range map[string]func() ([]byte, error){
		"another client": func() ([]byte, error) { return vault.Open(sealed, 8, 1) },
		"cut off":        func() ([]byte, error) { return vault.Open(sealed[:5], 7, 1) },
		"changed":        func() ([]byte, error) { return vault.Open(append(sealed[:len(sealed)-1:len(sealed)-1], 0), 7, 1) },
	} {
		if _, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPseudonymsOfClientsAndOfficersDiffer(t *testing.T) {
	keys, err := KeyDir(t.TempDir()).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := NewPseudonymizer(keys.Pseudonym)
	full := madeUp(day(1938, 4, 12), 984, false)
	n, err := DefaultRules().Parse([]byte(full), day(2024, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	if p.Client(n) != NewPseudonymizer(keys.Pseudonym).Client(n) || p.Client(n) == 0 {
		t.Error("a client's pseudonym is not stable")
	}
	if p.Client(n) == p.Officer([]byte(full)) {
		t.Error("an officer has a client's pseudonym")
	}
	if p.Officer([]byte(" anna01 ")) != p.Officer([]byte("ANNA01")) || p.Officer(nil) != 0 {
		t.Error("signatures are not normalized")
	}
	if p.Client(n) == NewPseudonymizer(keys.Vault).Client(n) {
		t.Error("another key gives the same pseudonym")
	}
}
