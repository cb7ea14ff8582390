package generate

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// caseSum is what the files say about one case.
type caseSum struct {
	rows                  int
	applied, met, decided string
	meeting, writing      float64
}

// casesOf reads arenden/ and checks each row against its file.
func casesOf(t *testing.T, dir string) (cases map[string]*caseSum, meeting, writing map[string]float64) {
	t.Helper()
	cases, meeting, writing = map[string]*caseSum{}, map[string]float64{}, map[string]float64{}
	found, err := filepath.Glob(filepath.Join(dir, "arenden", "HANDLAGG_*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		month := strings.Split(filepath.Base(name), "_")[1]
		for _, r := range table(t, ';', name) {
			c := cases[r["ARENDE"]]
			if c == nil {
				c = &caseSum{}
				cases[r["ARENDE"]] = c
			}
			minutes := decimal(t, r["MINUTER"])
			c.rows++
			switch r["MOMENT"] {
			case "ANSOKAN":
				c.applied = r["DATUM"]
			case "MOTE":
				c.met, c.meeting = r["DATUM"], c.meeting+minutes
				meeting[r["HANDLAGGARE"]] += minutes
			case "DOKUMENTATION":
				c.writing += minutes
				writing[r["HANDLAGGARE"]] += minutes
			}
			c.decided = max(c.decided, r["BDAT"])
			day := strings.ReplaceAll(r["DATUM"], "-", "")[:6]
			if day != month || r["BDAT"] != "" && strings.ReplaceAll(r["BDAT"], "-", "")[:6] > month || minutes < 5 || !luhn(r["PERSONNR"]) {
				t.Fatalf("%s: %v", filepath.Base(name), r)
			}
		}
	}
	return cases, meeting, writing
}

// TestCases asks that documentation takes two to three times the meetings, differently by officer as truth/officers.csv says; that first cases are
// more work; and that cases which are not decided in the last months are there without a decision.
func TestCases(t *testing.T) {
	dir := t.TempDir()
	generateTo(t, Options{Clients: 2000, Months: 24, Seed: 9, Out: dir})
	cases, meeting, writing := casesOf(t, dir)
	var met, wrote float64
	for _, r := range table(t, ',', dir, "truth", "officers.csv") {
		o := r["officer"]
		met, wrote = met+meeting[o], wrote+writing[o]
		if meeting[o] == 0 {
			continue // the last of them has no area of her own to work in
		}
		// A case's ratio has a standard deviation of a fifth and rounding; each officer has some hundred cases.
		if got, want := writing[o]/meeting[o], decimal(t, r["documentation_per_meeting"]); math.Abs(got/want-1) > .06 {
			t.Errorf("officer %s writes %.2f times the meetings, planted %.2f", o, got, want)
		}
	}
	within(t, "documentation over meetings", wrote/met, 2, 3)
	entered := map[string]bool{}
	for _, c := range cases {
		if c.applied != "" && c.met != "" && c.met < c.applied || c.decided != "" && c.applied > c.decided {
			t.Fatalf("applied %s, met %s, decided %s", c.applied, c.met, c.decided)
		}
		if c.decided == "" && c.applied >= "2026-09" {
			entered["pending"] = true
		}
		if c.decided == "" && c.applied == "" && c.met < "2026-08" {
			entered["follow-up"] = true
		}
	}
	if !entered["pending"] || !entered["follow-up"] {
		t.Errorf("kinds of cases without a decision: %v", entered)
	}
	first := firstCases(t, dir, cases)
	n, rows, work := map[bool]float64{}, map[bool]float64{}, map[bool]float64{}
	for id, c := range cases {
		is := first[id]
		n[is]++
		rows[is] += float64(c.rows)
		work[is] += c.meeting + c.writing
	}
	within(t, "rows of first cases over others'", rows[true]/n[true]/(rows[false]/n[false]), 1.2, 3)
	within(t, "minutes of first cases over others'", work[true]/n[true]/(work[false]/n[false]), 1.2, 4)
}

// firstCases are the cases that were decided in the month in which the person became known to care.
func firstCases(t *testing.T, dir string, cases map[string]*caseSum) map[string]bool {
	t.Helper()
	entered := map[string]string{}
	for _, r := range table(t, ',', dir, "truth", "persons.csv") {
		entered[r["person"]] = r["entered_month"]
	}
	first := map[string]bool{}
	for _, r := range table(t, ';', dir, "arenden", "HANDLAGG_*") {
		if c := cases[r["ARENDE"]]; c.decided != "" && c.decided[:7] == entered[strings.ReplaceAll(r["PERSONNR"], "-", "")] {
			first[r["ARENDE"]] = true
		}
	}
	return first
}

// TestNorms asks that the guideline is near what is granted, in round minutes that grow with the limitation, for home care only.
func TestNorms(t *testing.T) {
	dir := t.TempDir()
	generateTo(t, Options{Clients: 200, Months: 14, Seed: 3, Out: dir})
	truth := map[string]float64{}
	for _, r := range table(t, ',', dir, "truth", "norms.csv") {
		truth[r["icf_code"]+r["limitation"]] = decimal(t, r["minutes_per_month"]) * 7 * 12 / 365.25
	}
	last := map[string]float64{}
	for _, r := range table(t, ';', dir, "register", "NORMTIDER_202601_*") {
		v := decimal(t, r["MINUTER"])
		switch want := truth[r["ICFKOD"]+r["BEGRANSNING"]]; {
		case r["YRKE"] != "USK" || r["GILLER_FRAN"] != "2026-01-01" || math.Mod(v, 5) != 0:
			t.Errorf("row %v", r)
		case r["HUSHALL"] == "FLER":
			if v != 0 {
				t.Errorf("a partner's household: %v", r)
			}
		case math.Abs(v-want) > .1*want+2.5:
			t.Errorf("%s %s: %g minutes a week, planted %.1f", r["ICFKOD"], r["BEGRANSNING"], v, want)
		case v < last[r["ICFKOD"]]:
			t.Errorf("%s falls at limitation %s", r["ICFKOD"], r["BEGRANSNING"])
		default:
			last[r["ICFKOD"]] = v
		}
	}
	if len(last) != 18 {
		t.Errorf("%d categories", len(last))
	}
	years := map[string]int{}
	for _, r := range table(t, ';', dir, "register", "BEMANNINGSTAL_202601_*") {
		years[r["GILLER_FRAN"]]++
		if a := decimal(t, r["FRANVARO"]); a < .1 || a > .3 {
			t.Errorf("row %v", r)
		}
	}
	if fmt.Sprint(years) != "map[2025-01-01:4 2026-01-01:4]" {
		t.Errorf("staffing norms %v", years)
	}
}

// TestVacancies asks for some vacancies in the next months of a plan, and none stated after.
func TestVacancies(t *testing.T) {
	dir := t.TempDir()
	generateTo(t, Options{Clients: 2000, Months: 12, Out: dir})
	found, err := filepath.Glob(filepath.Join(dir, "register", "KAPACITET_*"))
	if err != nil || len(found) != 4 {
		t.Fatal(found, err)
	}
	stated, some, positions, vacant := 0, 0, 0.0, 0.0
	for _, name := range found {
		x, err := excelize.OpenFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.GetRows("Kapacitet")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			if len(r) < 6 || r[5] == "" {
				continue
			}
			stated++
			v := decimal(t, r[5])
			if v < 0 || math.Mod(v, .5) != 0 {
				t.Errorf("row %v", r)
			}
			if v > 0 {
				some++
			}
			positions, vacant = positions+decimal(t, r[3])/125, vacant+v
		}
	}
	if stated != 4*4*6*4 { // files, areas, months, professions
		t.Errorf("%d vacancies stated", stated)
	}
	within(t, "rows with vacancies", float64(some)/float64(stated), .1, .5)
	within(t, "vacant of all positions", vacant/positions, .02, .12)
}
