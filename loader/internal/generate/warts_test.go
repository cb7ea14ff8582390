package generate

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// planted reads truth/warts.csv as rows by source and kind.
func planted(t *testing.T, dir string) map[string]int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "truth", "warts.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, r := range rows[1:] {
		n, err := strconv.Atoi(r[3])
		if err != nil {
			t.Fatal(err)
		}
		out[r[0]+" "+r[2]] += n
	}
	return out
}

// luhn says whether a 12-digit number has the right check digit; reserve numbers have none.
func luhn(s string) bool {
	s = strings.NewReplacer("-", "", "+", "").Replace(s)
	if len(s) == 12 {
		s = s[2:]
	}
	if strings.ContainsAny(s, "ABCDEFGHIJX") {
		return true
	}
	sum := 0
	for i, c := range s {
		v := int(c - '0')
		if i%2 == 0 {
			v *= 2
			v -= v / 10 * 9
		}
		sum += v
	}
	return sum%10 == 0
}

// recount finds the warts in the files by what they look like.
func recount(files []delivered) map[string]int {
	got := map[string]int{}
	date := regexp.MustCompile(`^(20[3-9]\d|2[1-9]\d\d)`)
	for i := range files {
		d := &files[i]
		seen := map[string]bool{}
		for _, row := range d.rows {
			line := strings.Join(row, ";")
			add := func(kind string, is bool) {
				if is {
					got[d.source+" "+kind]++
				}
			}
			if d.part == 'K' {
				got[d.source+" supplement"]++
				continue
			}
			person := row[max(d.column("PERSONNR", "PNR"), 0)]
			if strings.HasPrefix(d.source, "KHSL") {
				person = row[1]
				add("required_field_empty", person == "")
			}
			if d.source != "KHSL2" && person != "" { // rows without a person may be alike
				add("duplicate_row", seen[line])
				seen[line] = true
			}
			add("wrong_check_digit", person != "" && !luhn(person))
			switch d.source {
			case "SOL1", "SOL2":
				begun, ended := row[d.column("VDAT")], row[d.column("ADAT")]
				add("ended_before_executed", begun != "" && ended != "" && ended < begun)
				add("required_field_empty", row[d.column("BDAT")] == "")
				add("text_in_number", strings.Contains(row[d.column("HTJTIM")], "tim"))
			case "KHSL2":
				add("kva_ends_in_000", strings.HasSuffix(row[5], "000"))
				add("future_date", row[4][:6] > d.month)
			case "IBIC":
				add("limitation_7", row[4] == "7")
				add("future_date", date.MatchString(row[1]))
				add("required_field_empty", row[3] == "")
				add("identity_number_in_wording", strings.Contains(row[7], "Se även"))
			case "BESOK":
				add("text_in_number", strings.Contains(row[7], "min"))
				add("future_date", strings.ReplaceAll(row[1], "-", "")[:6] > d.month)
				add("required_field_empty", row[2] == "")
			}
		}
	}
	return got
}

// TestWarts recounts the planted faults in the files: each as often as truth/warts.csv says.
func TestWarts(t *testing.T) {
	dir := t.TempDir()
	sum := generateTo(t, Options{Clients: 900, Months: 26, Seed: 21, Out: dir})
	want, files := planted(t, dir), readAll(t, dir)
	got := recount(files)
	bad := []string{
		"ended_before_executed", "limitation_7", "wrong_check_digit", "kva_ends_in_000", "future_date", "required_field_empty", "text_in_number",
		"duplicate_row",
	}
	kinds := map[string]bool{}
	for _, source := range []string{"SOL1", "SOL2", "KHSL1", "KHSL2", "IBIC", "BESOK"} {
		for _, kind := range bad {
			if k := source + " " + kind; got[k] != want[k] {
				t.Errorf("%s: %d in the files, %d planted", k, got[k], want[k])
			}
			kinds[kind] = kinds[kind] || want[source+" "+kind] > 0
		}
		supplement := want[source+" late_row"] + want[source+" corrected_row"]
		for _, kind := range bad[:7] {
			supplement += want[source+" "+kind]
		}
		if n := got[source+" supplement"]; n != supplement {
			t.Errorf("%s: %d rows in supplements, want %d", source, n, supplement)
		}
	}
	for kind, any := range kinds {
		if !any {
			t.Errorf("no %s was planted", kind)
		}
	}
	// A wording with a number may also be left out of the first delivery as late.
	if g, w := got["IBIC identity_number_in_wording"], want["IBIC identity_number_in_wording"]; g > w || w > 0 && g == 0 {
		t.Errorf("identity numbers in wordings: %d, planted %d", g, w)
	}
	months := map[string]map[string]string{}
	for _, d := range files {
		if months[d.source] == nil {
			months[d.source] = map[string]string{}
		}
		months[d.source][d.month] += string(rune(max(d.part, '.')))
	}
	for source, n := range map[string]int{"SOL1": 25, "SOL2": 25, "BESOK": 25, "IBIC": 26, "FOLK": 26, "KHSL1": 24, "KHSL2": 24} {
		if len(months[source]) != n {
			t.Errorf("%s: %d months, want %d", source, len(months[source]), n)
		}
	}
	redone := 0
	for _, parts := range months["SOL1"] {
		redone += strings.Count(parts, "R")
	}
	if redone != 2 {
		t.Errorf("%d corrected complete deliveries of SOL1, want 2", redone)
	}
	if sum.Warts == (Summary{}).Warts {
		t.Error("no warts in the summary")
	}
}
