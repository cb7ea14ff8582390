package generate

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// table reads a comma-separated file with a header as rows of named values.
func table(t *testing.T, comma rune, path ...string) []map[string]string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(path...))
	if err != nil || len(found) == 0 {
		t.Fatalf("no file %v: %v", path, err)
	}
	var out []map[string]string
	for _, name := range found {
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(unpack(t, name)), "\uFEFF")))
		r.Comma = comma
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			named := map[string]string{}
			for i, v := range row {
				named[rows[0][i]] = v
			}
			out = append(out, named)
		}
	}
	return out
}

func decimal(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// within asks that a value is in an interval.
func within(t *testing.T, what string, v, low, high float64) {
	t.Helper()
	t.Logf("%s: %.4f", what, v)
	if !(v >= low && v <= high) {
		t.Errorf("%s is %.4f, want %g-%g", what, v, low, high)
	}
}

const shockMonths = 36

// shocked generates the same municipality with shocks; they come in the middle of its months, 2025-04.
func shocked(t *testing.T, s Shocks) string {
	t.Helper()
	dir := t.TempDir()
	generateTo(t, Options{Shocks: s, Clients: 2000, Months: shockMonths, Seed: 4, Out: dir})
	return dir
}

// TestShocks compares the same municipality with and without each shock.
func TestShocks(t *testing.T) {
	plain := shocked(t, Shocks{})
	if planted := table(t, ',', plain, "truth", "shocks.csv"); len(planted) > 0 {
		t.Errorf("shocks.csv without shocks: %v", planted)
	}
	t.Run("practice break", func(t *testing.T) { testPracticeBreak(t, plain) })
	t.Run("epidemic", func(t *testing.T) { testEpidemic(t, plain) })
	t.Run("new area", func(t *testing.T) { testNewArea(t, plain) })
	t.Run("missing months", func(t *testing.T) { testMissingMonths(t, plain) })
}

// earlier are the sums of the delivered files that speak of a month before 2025-04.
func earlier(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := hashes(t, dir)
	maps.DeleteFunc(all, func(name, _ string) bool {
		part := strings.Split(filepath.Base(name), "_")
		// Work on cases is in the files of the months before the decision.
		return strings.HasPrefix(name, "truth") || len(part) < 3 || part[1] >= "202504" || part[0] == "HANDLAGG" && part[1] >= "202502"
	})
	return all
}

// granted are the granted hours of the last month over those truly needed.
func granted(t *testing.T, dir string) float64 {
	t.Helper()
	var has, needs float64
	for _, r := range table(t, ',', dir, "truth", "months.csv") {
		if r["month"] >= "2026-04" && r["status"] == "home_care" {
			has, needs = has+decimal(t, r["granted_h"]), needs+decimal(t, r["true_need_h"])
		}
	}
	return has / needs
}

func testPracticeBreak(t *testing.T, plain string) {
	t.Helper()
	broken := shocked(t, Shocks{PracticeBreak: "2025-04"})
	if !maps.Equal(earlier(t, plain), earlier(t, broken)) {
		t.Error("files of the months before the break differ")
	}
	// Decisions of before the break are followed up about twice a year; rounding, and a threshold for personal care, take a little more.
	within(t, "granted over needed, with the break over without", granted(t, broken)/granted(t, plain), .86, .92)
	planted := table(t, ',', broken, "truth", "shocks.csv")
	if len(planted) != 1 || planted[0]["shock"] != "practice_break" || planted[0]["from_month"] != "2025-04" || planted[0]["value"] != "0.88" {
		t.Errorf("shocks.csv: %v", planted)
	}
	within(t, "with a factor of 1.2", granted(t, shocked(t, Shocks{PracticeBreak: "2025-04:1.2"}))/granted(t, plain), 1.15, 1.24)
}

// epidemic counts, in the three months from 2025-04: deaths, new persons, performed and planned visits.
func epidemic(t *testing.T, dir string) (deaths, entered, performed, planned float64) {
	t.Helper()
	for _, r := range table(t, ',', dir, "truth", "persons.csv") {
		if r["entered_month"] >= "2025-04" && r["entered_month"] <= "2025-06" {
			entered++
		}
	}
	for _, month := range []string{"202504", "202505", "202506"} {
		for _, r := range table(t, ';', dir, "folkbokforing", "FOLK_"+month+"*") {
			if r["HANDELSE"] == "AVLIDEN" {
				deaths++
			}
		}
		for _, r := range table(t, ';', dir, "besok", "BESOK_"+month+"*") {
			if n, err := strconv.Atoi(r["PLAN_BESOK"]); err == nil && n > 0 && r["ORSAK"] != "SJUKHUS" {
				planned, performed = planned+float64(n), performed+decimal(t, r["UTF_BESOK"])
			}
		}
	}
	return deaths, entered, performed, planned
}

func testEpidemic(t *testing.T, plain string) {
	t.Helper()
	ill := shocked(t, Shocks{Epidemic: "2025-04"})
	if !maps.Equal(earlier(t, plain), earlier(t, ill)) {
		t.Error("files of the months before the epidemic differ")
	}
	deaths, entered, performed, planned := epidemic(t, plain)
	deaths2, entered2, performed2, planned2 := epidemic(t, ill)
	// About 90 deaths and 120 new persons without it: one standard error is a tenth, less since the same random numbers are behind both.
	within(t, "deaths", deaths2/deaths, 1.75, 2.25)
	within(t, "new persons", entered2/entered, .5, .7)
	within(t, "performed of planned visits", performed2/planned2/(performed/planned), .84, .86)
	if planted := table(t, ',', ill, "truth", "shocks.csv"); len(planted) != 3 || planted[0]["to_month"] != "2025-06" {
		t.Errorf("shocks.csv: %v", planted)
	}
}

// people are the inhabitants of an area in the newest file of population, at the end of 2024.
func people(t *testing.T, dir, area string) float64 {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "register", "BEFOLKNING_202412_*"))
	if err != nil || len(found) == 0 {
		t.Fatal(err)
	}
	slices.Sort(found)
	n := 0.0
	for _, r := range strings.Split(string(unpack(t, found[len(found)-1])), "\n") {
		if f := strings.FieldsFunc(r, func(c rune) bool { return c == ';' || c == ',' }); len(f) == 6 && f[0] == area && f[1] == "2024" {
			n += decimal(t, f[4])
		}
	}
	return n
}

func testNewArea(t *testing.T, plain string) {
	t.Helper()
	split := shocked(t, Shocks{NewArea: "2025-04"})
	old := earlier(t, plain)
	for name, sum := range earlier(t, split) { // but for a new file of population, of the year before
		if old[name] != sum && !strings.HasPrefix(filepath.Base(name), "BEFOLKNING_202412_20250420") {
			t.Errorf("%s, of before the area opened, differs", name)
		}
	}
	a, b := hashes(t, plain), hashes(t, split)
	if a["truth/months.csv"] != b["truth/months.csv"] || a["truth/interventions.csv"] != b["truth/interventions.csv"] {
		t.Error("lives differ; a new area only gives them another address")
	}
	areas := map[string]map[string]float64{}
	for _, month := range []string{"202503", "202504", "202609"} {
		areas[month] = map[string]float64{}
		for _, r := range table(t, ';', split, "sol", "SOL1_"+month+"*") {
			areas[month][r["OMRADE"]]++
		}
	}
	if areas["202503"]["VA"] != 0 {
		t.Error("the area had clients before it opened")
	}
	for _, month := range []string{"202504", "202609"} {
		within(t, "decisions of the new area "+month, areas[month]["VA"]/(areas[month]["VA"]+areas[month]["C1"]), .15, .25)
	}
	within(t, "inhabitants of the new area", people(t, split, "VA")/people(t, plain, "C1"), .19, .21)
	within(t, "inhabitants of both", (people(t, split, "VA")+people(t, split, "C1"))/people(t, plain, "C1"), .99, 1.01)
	for name, want := range map[string]bool{"OMRADEN_202501_*": false, "OMRADEN_202504_*": true, "OMRADEN_202601_*": true} {
		has := slices.ContainsFunc(table(t, ';', split, "register", name), func(r map[string]string) bool { return r["OMRADE"] == "VA" })
		if has != want {
			t.Errorf("%s has the area: %v, want %v", name, has, want)
		}
	}
}

func TestReportShowsANewArea(t *testing.T) {
	dir := t.TempDir()
	sum := generateTo(t, Options{Shocks: Shocks{NewArea: "2026-08"}, Clients: 300, Months: 14, Out: dir})
	if err := WriteReport(dir, &sum); err != nil {
		t.Fatal(err)
	}
}

func testMissingMonths(t *testing.T, plain string) {
	t.Helper()
	gaps := shocked(t, Shocks{MissingMonths: 4})
	lost := map[string]map[string]bool{}
	for _, r := range table(t, ',', gaps, "truth", "shocks.csv") {
		if lost[r["shock"]] == nil {
			lost[r["shock"]] = map[string]bool{}
		}
		lost[r["shock"]][strings.Replace(r["from_month"], "-", "", 1)] = true
	}
	if len(lost["missing_sol"]) != 4 || len(lost["missing_visits"]) != 4 {
		t.Fatalf("shocks.csv: %v", lost)
	}
	have := hashes(t, gaps)
	for name, sum := range hashes(t, plain) {
		part := strings.Split(filepath.Base(name), "_")
		if strings.HasPrefix(name, "truth") || len(part) < 3 {
			continue
		}
		gone := strings.HasPrefix(part[0], "SOL") && lost["missing_sol"][part[1]] || part[0] == "BESOK" && lost["missing_visits"][part[1]]
		if _, there := have[name]; there == gone {
			t.Errorf("%s is there: %v", name, there)
		}
		if !gone && have[name] != sum {
			t.Errorf("%s differs", name)
		}
	}
	if warts := planted(t, gaps); warts["SOL1 month_missing_row"] <= planted(t, plain)["SOL1 month_missing_row"] {
		t.Error("warts.csv does not count the lost rows")
	}
}

func TestBadShocks(t *testing.T) {
	for want, s := range map[string]Shocks{
		`practice break "2026-02:x"`: {PracticeBreak: "2026-02:x"},
		"factor 0":                   {PracticeBreak: "2026-02:0"},
		"outside the months":         {Epidemic: "2020-01"},
		`month "2026"`:               {NewArea: "2026"},
		"there are":                  {MissingMonths: 40},
		"missing months -1":          {MissingMonths: -1},
	} {
		dir := t.TempDir()
		_, err := Run(t.Context(), Options{Shocks: s, Clients: 20, Months: 12, Out: dir})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", s, err, want)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%+v: wrote %v", s, left)
		}
	}
}
