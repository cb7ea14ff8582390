package identity

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// madeUp returns a number with a serial of those set apart for tests.
func madeUp(born time.Time, serial int, coordination bool) string {
	day := born.Day()
	if coordination {
		day += 60
	}
	nine := fmt.Sprintf("%s%02d%03d", born.Format("0601"), day, serial)
	return born.Format("2006") + nine[2:] + string(CheckDigit([]byte(nine)))
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func TestEveryFormGivesTheSameNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reference := day(2014, 1, 1).AddDate(0, 0, rapid.IntRange(0, 6000).Draw(t, "reference"))
		ageDays := rapid.IntRange(1, 40000).Draw(t, "age in days")
		born := reference.AddDate(0, 0, -ageDays)
		if born.Year() < OldestBirthYear {
			return
		}
		serial, coordination := rapid.IntRange(980, 999).Draw(t, "serial"), rapid.Bool().Draw(t, "coordination")
		full := madeUp(born, serial, coordination)
		sign := "-"
		if reference.Year()-born.Year() >= 100 {
			sign = "+"
		}
		forms := []string{full, full[:8] + "-" + full[8:], full[2:8] + sign + full[8:], " " + full + " "}
		if sign == "-" {
			forms = append(forms, full[2:])
		}
		for _, form := range forms {
			n, err := DefaultRules().Parse([]byte(form), reference)
			if err != nil {
				t.Fatalf("form of %d characters: %v", len(form), err)
			}
			if string(n.Normal()) != full {
				t.Fatalf("a form of %d characters gives another number", len(form))
			}
			if want := day(born.Year(), int(born.Month()), 1); !n.BirthMonth.Equal(want) {
				t.Fatalf("month of birth %v, want %v", n.BirthMonth, want)
			}
			if (n.Sex == Male) != (serial%2 == 1) || n.Sex == Unknown {
				t.Fatalf("sex %v of serial %d", n.Sex, serial)
			}
			if (n.Kind == Coordination) != coordination {
				t.Fatalf("kind %v", n.Kind)
			}
		}
	})
}

func TestEveryWrongDigitIsFound(t *testing.T) {
	full := []byte(madeUp(day(1938, 4, 12), 984, false))
	for i := 2; i < 12; i++ { // the century is not part of the check digit
		for c := byte('0'); c <= '9'; c++ {
			if c == full[i] {
				continue
			}
			wrong := append([]byte(nil), full...)
			wrong[i] = c
			if _, err := DefaultRules().Parse(wrong, day(2024, 1, 1)); err == nil {
				t.Errorf("digit %d changed to %c is not found", i+1, c)
			}
		}
	}
}

func TestParseFaults(t *testing.T) {
	ref := day(2024, 6, 1)
	valid := madeUp(day(1940, 2, 29), 990, false)
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"empty":              {"", ErrForm},
		"short":              {valid[:11], ErrForm},
		"letters in date":    {"1940X229" + valid[8:], ErrForm},
		"wrong sign":         {valid[2:8] + "/" + valid[8:], ErrForm},
		"check digit":        {valid[:11] + string('0'+(valid[11]-'0'+1)%10), ErrCheckDigit},
		"no such day":        {madeUpText("19410229", 990), ErrDate},
		"month 13":           {madeUpText("19401301", 990), ErrDate},
		"after the delivery": {madeUp(day(2024, 6, 2), 990, false), ErrFuture},
		"before 1900":        {madeUp(day(1899, 6, 2), 990, false), ErrTooOld},
	} {
		if _, err := DefaultRules().Parse([]byte(c.text), ref); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// madeUpText is madeUp for days that do not exist.
func madeUpText(date string, serial int) string {
	nine := date[2:] + fmt.Sprint(serial)
	return date + fmt.Sprint(serial) + string(CheckDigit([]byte(nine)))
}

func TestReserveNumbers(t *testing.T) {
	ref := day(2024, 1, 1)
	for _, text := range []string{"19380412J94X", "19380412-j94x", "380412-J94X"} {
		n, err := DefaultRules().Parse([]byte(text), ref)
		if err != nil || n.Kind != Reserve || n.Sex != Unknown || string(n.Normal()) != "19380412J94X" {
			t.Errorf("%s: %v %v %v", text, n.Kind, n.Sex, err)
		}
	}
	if _, err := (Rules{}).Parse([]byte("19380412J94X"), ref); !errors.Is(err, ErrForm) {
		t.Errorf("without a pattern: %v", err)
	}
}

func TestNumbersNeverPrintThemselves(t *testing.T) {
	n, err := DefaultRules().Parse([]byte(madeUp(day(1938, 4, 12), 984, false)), day(2024, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(format, n); strings.ContainsAny(got, "0123456789") {
			t.Errorf("%s prints digits", format)
		}
	}
}

func TestMask(t *testing.T) {
	full := madeUp(day(1938, 4, 12), 984, false)
	ten := full[2:8] + "-" + full[8:]
	for text, want := range map[string]string{
		"dottern " + full + " ringde":                "dottern ‹nummer› ringde",
		"pnr" + full + "och":                         "pnr‹nummer›och",
		ten + ", " + full[:8] + " " + full[8:] + ".": "‹nummer›, ‹nummer›.",
		full[:8] + "–" + full[8:]:                    "‹nummer›",
		"res 19380412-J94X":                          "res ‹nummer›",
		"2024-01-15 kl 10, tel 042-10 50 00":         "2024-01-15 kl 10, tel 042-10 50 00",
		"BESOK_202401_20240210.csv":                  "BESOK_202401_20240210.csv",
		"bokförd 20240115, 12 timmar":                "bokförd 20240115, 12 timmar",
	} {
		if got, _ := Mask(text); got != want {
			t.Errorf("masked to %q, want %q", got, want)
		}
	}
	if _, n := Mask(ten + " " + ten); n != 2 {
		t.Errorf("%d numbers, want 2", n)
	}
}

func FuzzParse(f *testing.F) {
	full := madeUp(day(1938, 4, 12), 984, false)
	for _, seed := range []string{full, full[2:8] + "+" + full[8:], "19380412J94X", "", "-", "000000000000"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := DefaultRules().Parse(text, day(2024, 1, 1))
		if err != nil {
			if len(text) >= 10 && strings.Contains(err.Error(), string(text)) {
				t.Fatal("the error quotes the number")
			}
			return
		}
		again, err := DefaultRules().Parse(n.Normal(), day(2024, 1, 1))
		if err != nil || again.normal != n.normal {
			t.Fatalf("the normal form does not parse to itself: %v", err)
		}
	})
}

func FuzzMask(f *testing.F) {
	f.Add("anteckning " + madeUp(day(1938, 4, 12), 984, false))
	f.Fuzz(func(t *testing.T, text string) {
		masked, n := Mask(text)
		if n == 0 && masked != text {
			t.Fatal("changed without a number")
		}
		if again, more := Mask(masked); more != 0 || again != masked {
			t.Fatalf("masking twice finds %d more", more)
		}
	})
}
