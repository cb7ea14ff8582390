package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/identity"
)

// TestTrueRisksByClient: chances of the landmark only, by the pseudonyms that the
// loader makes of the same persons. The numbers use the serials set apart for tests.
func TestTrueRisksByClient(t *testing.T) {
	keys, err := identity.KeyDir(t.TempDir()).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	path, landmark := filepath.Join(t.TempDir(), "risk.csv"), time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)
	text := "person,landmark_month,granted_h,p_true\n193604029987,2024-09,1.75,0.01\n193604029987,2025-09,2,0.25\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	pseudonyms := identity.NewPseudonymizer(keys.Pseudonym)
	risks, err := readTrueRisks(path, landmark, pseudonyms)
	if err != nil {
		t.Fatal(err)
	}
	person, err := identity.DefaultRules().Parse([]byte("360402-9987"), landmark)
	if err != nil {
		t.Fatal(err)
	}
	if chance, ok := risks[pseudonyms.Client(person)]; !ok || chance != 0.25 || len(risks) != 1 {
		t.Errorf("%v", risks)
	}
	if err := os.WriteFile(path, []byte("person,p_true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readTrueRisks(path, landmark, pseudonyms); err == nil {
		t.Error("other columns should be an error")
	}
}
