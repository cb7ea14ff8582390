package identity

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestBackupAndRestore(t *testing.T) {
	dir, file := KeyDir(filepath.Join(t.TempDir(), "keys")), filepath.Join(t.TempDir(), "keys.backup")
	keys, err := dir.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dir.Backup(file, "short"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("a short passphrase: %v", err)
	}
	const secret = "en lång lösenfras"
	names, err := dir.Backup(file, secret)
	if err != nil || !slices.Equal(names, []string{"pseudonym.key", "vault.key"}) {
		t.Fatal(names, err)
	}
	if _, err := dir.Backup(file, secret); err == nil {
		t.Error("a backup was overwritten")
	}
	text, err := os.ReadFile(file)
	if info, _ := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	original, err := os.ReadFile(dir.path(PurposeVault))
	if err != nil || strings.Contains(string(text), strings.TrimSpace(string(original))) {
		t.Error("the backup holds a key as it is")
	}
	other := KeyDir(filepath.Join(t.TempDir(), "keys"))
	if _, err := other.Restore(file, secret+"x", false); !errors.Is(err, ErrBackup) {
		t.Errorf("another passphrase: %v", err)
	}
	if _, err := other.Restore(file, secret, true); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(string(other)); err == nil {
		t.Error("a dry run wrote something")
	}
	if _, err := other.Restore(file, secret, false); err != nil {
		t.Fatal(err)
	}
	again, err := other.Open(map[string]string{PurposePseudonym: keys.Pseudonym.ID(), PurposeVault: keys.Vault.ID()})
	if err != nil || again.Vault.ID() != keys.Vault.ID() {
		t.Error(err)
	}
	third := KeyDir(filepath.Join(t.TempDir(), "keys"))
	if _, err := third.Open(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := third.Restore(file, secret, false); err == nil || !strings.Contains(err.Error(), "another key") {
		t.Errorf("other keys were overwritten: %v", err)
	}
	for cut := range []int{0, len(text) / 2} {
		if err := os.WriteFile(file, text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Restore(file, secret, true); !errors.Is(err, ErrBackup) {
			t.Errorf("cut off: %v", err)
		}
	}
}

func TestPromoteMayBeRepeated(t *testing.T) {
	dir := KeyDir(t.TempDir())
	keys, err := dir.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	next, err := dir.Next(PurposePseudonym)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := dir.Next(PurposePseudonym); err != nil || again.ID() != next.ID() {
		t.Error("the next key is another one the second time", err)
	}
	for range 2 {
		if err := dir.Promote(PurposePseudonym, keys.Pseudonym); err != nil {
			t.Fatal(err)
		}
	}
	after, err := dir.Open(map[string]string{PurposePseudonym: next.ID(), PurposeVault: keys.Vault.ID(), PurposeEarlier: keys.Pseudonym.ID()})
	if err != nil || len(after.Earlier) != 1 {
		t.Fatal(after.Earlier, err)
	}
	if _, err := dir.Open(map[string]string{PurposeEarlier: "other"}); !errors.Is(err, ErrKeyChanged) {
		t.Errorf("other earlier keys: %v", err)
	}
	before, now := NewPseudonymizer(keys.Pseudonym), NewPseudonymizer(after.Pseudonym, after.Earlier...)
	signature := []byte("anna01")
	if got, want := now.Officer(signature), NewPseudonymizer(next).Again("officer", before.Officer(signature)); got != want || got == before.Officer(signature) {
		t.Error("an officer's new pseudonym is not made of the old one")
	}
	if now.Officer(nil) != 0 || now.Again("officer", 0) != 0 {
		t.Error("nobody has a pseudonym")
	}
}

func TestABrokenSwitchStopsEverybody(t *testing.T) {
	dir := KeyDir(t.TempDir())
	if _, err := dir.Open(nil); err != nil {
		t.Fatal(err)
	}
	for phase, want := range map[Phase]error{Preparing: nil, Switching: ErrRotating, Switched: nil} {
		if err := dir.WriteRotation(map[string]Phase{"phase": phase}); err != nil {
			t.Fatal(err)
		}
		if _, err := dir.Open(nil); !errors.Is(err, want) {
			t.Errorf("%s: %v", phase, err)
		}
	}
	if err := dir.EndRotation(PurposeVault); err != nil {
		t.Error(err)
	}
}
