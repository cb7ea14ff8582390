package life

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The number 811218-9876 is the example of the Swedish Tax Agency (SKV 704).
func TestCheckDigit(t *testing.T) {
	n := Number{Birth: 19811218, Serial: 987}
	if got := n.String(); got != "19811218"+"9876" {
		t.Errorf("number = %s, want the known example", got)
	}
	// By hand: samordningsnummer of the same day has day 78.
	n.Kind = Coordination
	if got := string(n.Append(nil, '-')); got[:8] != "19811278" || got[8] != '-' {
		t.Errorf("samordningsnummer = %s", got)
	}
}

func TestShortForm(t *testing.T) {
	n := Number{Birth: 19250101, Serial: 980}
	for year, sep := range map[int]byte{2024: '-', 2025: '+'} {
		if got := string(n.AppendShort(nil, year)); got[6] != sep || got[:6] != "250101" {
			t.Errorf("%d: %s, want separator %c", year, got, sep)
		}
	}
	n.Kind = Reserve
	if got := n.String(); got != "19250101J80X" {
		t.Errorf("reserve number = %s", got)
	}
}

// TestNumbers draws several hundred persons of one day: all numbers differ, the third serial digit tells the sex, and the serials set apart
// for tests come first.
func TestNumbers(t *testing.T) {
	numbers := NewNumbers()
	seen := map[uint16]bool{}
	for k := range 400 {
		for _, sex := range []Sex{Woman, Man} {
			s := numbers.Next(19400101, sex)
			if seen[s] {
				t.Fatalf("serial %d twice", s)
			}
			seen[s] = true
			if (s%2 == 1) != (sex == Man) {
				t.Errorf("serial %d for sex %c", s, sex.Letter())
			}
			if k < 10 && s < 980 {
				t.Errorf("serial %d before those for tests ran out", s)
			}
		}
	}
}

func TestDateAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 60000).Draw(t, "day"))
		n := rapid.IntRange(-800, 800).Draw(t, "n")
		d := Date(start.Year()*10000 + int(start.Month())*100 + start.Day())
		want := start.AddDate(0, 0, n).Format("20060102")
		if got := string(d.Add(n).AppendCompact(nil)); got != want {
			t.Fatalf("%d + %d = %s, want %s", d, n, got, want)
		}
	})
}

func TestMonth(t *testing.T) {
	m, err := ParseMonth("2024-02")
	if err != nil || m.Days() != 29 || m.String() != "2024-02" || m.Compact() != "202402" || (m+11).Year() != 2025 {
		t.Errorf("month %v %v", m, err)
	}
	if m.Date(31) != 20240229 {
		t.Errorf("last day %d", m.Date(31))
	}
	if _, err := ParseMonth("2024-13"); err == nil {
		t.Error("month 13 was accepted")
	}
}
