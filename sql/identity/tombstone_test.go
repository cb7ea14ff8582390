package identity_test

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/identity"
)

// A tombstone is found again after a rotation of keys, by nobody without the key, and is
// no pseudonym.
func TestATombstoneOutlivesItsKey(t *testing.T) {
	open := func() identity.Key {
		keys, err := identity.KeyDir(t.TempDir()).Open(map[string]string{})
		if err != nil {
			t.Fatal(err)
		}
		return keys.Pseudonym
	}
	old, next, other := open(), open(), open()
	number, err := identity.DefaultRules().Parse([]byte("19121212-"+"1212"), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	stone := identity.NewPseudonymizer(old).Tombstones(number)
	if len(stone) != 1 || len(stone[0]) != 32 {
		t.Fatalf("tombstone %v", stone)
	}
	if after := identity.NewPseudonymizer(next, old).Tombstones(number); len(after) != 2 || !slices.Contains(after, stone[0]) {
		t.Errorf("after a rotation %v does not hold %v", after, stone)
	}
	if slices.Contains(identity.NewPseudonymizer(other).Tombstones(number), stone[0]) {
		t.Error("another key makes the same tombstone")
	}
	raw, err := hex.DecodeString(stone[0])
	if err != nil || strings.Contains(string(raw), string(number.Normal())) {
		t.Errorf("the tombstone shows the number, or is no hash: %v", err)
	}
	p := identity.NewPseudonymizer(old)
	if before := p.Client(number); p.Client(number) != before || len(p.Tombstones(number)) != 1 || p.Client(number) != before {
		t.Error("making a tombstone changes pseudonyms")
	}
}
