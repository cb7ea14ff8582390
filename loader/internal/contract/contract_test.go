package contract

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/framsyn/framsyn/loader/contracts"
)

func TestEmbeddedContracts(t *testing.T) {
	set, err := Load(contracts.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"areas", "capacities", "case_times", "hsl_actions", "hsl_clients", "ibic", "interventions", "kolada", "need_norms", "person_events",
		"populations", "sol_changed", "sol_ongoing", "staffing_norms", "visits", "visits_single",
	} {
		if set.Get(name) == nil {
			t.Errorf("%s is missing", name)
		}
	}
	if a, b := set.Get("sol_ongoing"), set.Get("sol_changed"); len(a.Columns) != len(b.Columns) || b.Constants["register_part"] != "changed" || a.Constants["register_part"] != "ongoing" {
		t.Error("sol_changed does not take over from sol_ongoing")
	}
}

const faulty = `name: faulty
version: 1
source: Visits!
title: {sv: Fel, en: Faults}
files: ["A_{period}.csv"]
formats: [{kind: delimited, delimiters: [";;"]}]
delivery: {default: whole}
row_identity: {columns: [nothing]}
columns:
  - {name: a, from: A, type: number}
  - {name: a, type: date, forms: [DDMMYY]}
  - {name: b, from: B, type: code, like: "("}
rules:
  - {name: r, not_before: [a, c], reason: {sv: x}}
`

func TestValidateJoinsAllFaultsWithTheirLines(t *testing.T) {
	_, err := Load(fstest.MapFS{"faulty.yaml": {Data: []byte(faulty)}}, "")
	if err == nil {
		t.Fatal("no fault found")
	}
	for _, want := range []string{
		`source: "Visits!"`, `delimiter ";;"`, `delivery.default: "whole"`, `row_identity: "nothing"`, "one must be named month",
		`faulty.yaml:10: column a: type "number"`, "faulty.yaml:11: column a stands twice", "faulty.yaml:11: column a: from is missing",
		`faulty.yaml:11: column a: form "DDMMYY"`, "faulty.yaml:12: column b: pattern", `faulty.yaml:14: rule r: "c" is no column above`,
		"faulty.yaml:14: rule r needs a name and a reason",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no fault says %s", want)
		}
	}
	_, err = Load(fstest.MapFS{"x.yaml": {Data: []byte("name: x\ncolums: []\n")}}, "")
	if err == nil || !strings.Contains(err.Error(), "colums") || !strings.Contains(err.Error(), "x.yaml") {
		t.Errorf("an unknown key: %v", err)
	}
}

func TestOwnContractsReplaceAndAdd(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"visits.yaml": "name: visits\nlike: visits\nversion: 2\nfiles: [\"EXPORT_{period}_{delivered}{kind}.csv\"]\ncolumns:\n  - {name: visit_date, from: Besöksdag, type: date, required: true}\n",
		"other.yaml":  "name: other\nlike: ibic\ntitle: {sv: Annan, en: Other}\nfiles: [\"OTHER_{period}.csv\"]\ndrop: [officer_id]\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := Load(contracts.FS, dir)
	if err != nil {
		t.Fatal(err)
	}
	own := set.Get("visits")
	plan, err := own.Bind(own.Formats[0], []string{"PERSONNR", "besöksdag", "INSATS", "UTFORARE", "PLAN_BESOK", "PLAN_MIN", "UTF_BESOK", "UTF_MIN", "UTEBLIVNA", "ORSAK"}, FileFacts{})
	if err != nil || !plan.Usable() || own.Version != 2 {
		t.Errorf("%v %v", plan.Missing, err)
	}
	if other := set.Get("other"); len(other.Columns) != len(set.Get("ibic").Columns)-1 || other.Source != "assessments" {
		t.Errorf("%+v", other)
	}
}

func TestFileNames(t *testing.T) {
	set, err := Load(contracts.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"SOL1_202401_20240212.csv":         "sol_ongoing 2024-01 2024-02-12 complete",
		"in/SOL2_202401_20240312R.csv.zip": "sol_changed 2024-01 2024-03-12 complete R",
		"besok_202401_20240210K.CSV.GZ":    "visits 2024-01 2024-02-10 partial K",
		"FOREBYGG_202401_20240210.csv":     "interventions 2024-01 2024-02-10 partial",
		"KOLADA_N21704_2023.json":          "kolada 0001-01 0001-01-01 partial",
		"BESOK_202413_20240210.csv":        "",
		"BESOK_202401_20240210X.csv":       "",
		"BESOK_202401.csv":                 "",
	} {
		c, f := set.Named(name, "")
		got := ""
		if c != nil {
			got = strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", c.Name, f.Period.Format("2006-01"), f.Delivered.Format(time.DateOnly), map[bool]string{true: Partial, false: Complete}[f.Partial], f.Letter))
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestGenerations(t *testing.T) {
	set, err := Load(contracts.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	c := set.Get("sol_ongoing")
	common := "PERIOD;AR;BESLUT;BDAT;VDAT;ADAT;AVDAT;SURV;DATAVREG;SBO;OBO;ABO;EPH;OMDR;HTJ;HTJTIM;BOTIM;KORTMAN"
	for generation, own := range map[string]string{"2023": ";PERSONNR;HTJSERV;HTJPOMV;HTJLED;HTJAVAN;NY", "older": ";PNR;SERV;POMV;LED;AVAN;NY"} {
		plan, err := c.Bind(c.Formats[0], strings.Split(common+own, ";"), FileFacts{})
		if err != nil || plan.Generation != generation || !plan.Usable() || strings.Join(plan.Unknown, " ") != "NY" {
			t.Errorf("%s: %+v %v", generation, plan, err)
		}
		if strings.Join(plan.Absent, " ") != "ANSDAT OMRADE UTFORARE HANDLAGGARE" {
			t.Errorf("absent %v", plan.Absent)
		}
	}
	plan, err := c.Bind(c.Formats[0], strings.Split(common, ";"), FileFacts{})
	if err != nil || plan.Usable() || !strings.Contains(strings.Join(plan.Missing, " "), "PERSONNR") {
		t.Errorf("%v %v", plan.Missing, err)
	}
}

func TestDatesReadAsTimeDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 100_000).Draw(t, "day"))
		for _, layout := range []string{"20060102", "2006-01-02", "2006-01-02 00:00:00", "2006-01-02T00:00:00Z"} {
			got, ok := parseDate([]byte(day.Format(layout)), dateForms{true, true}, false)
			if !ok || got != day.Unix()/86400 {
				t.Fatalf("%s: %d %v", day.Format(layout), got, ok)
			}
		}
		serial := int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
		if got, ok := parseDate([]byte(fmt.Sprint(serial)), dateForms{true, true}, true); serial > 60 && (!ok || got != day.Unix()/86400) {
			t.Fatalf("serial %d: %d %v", serial, got, ok)
		}
		if got, ok := parseMonth([]byte(day.Format("200601")), false); !ok || Day(got).Format("200601") != day.Format("200601") {
			t.Fatalf("month %v %v", got, ok)
		}
	})
	for _, text := range []string{"20240230", "20230229", "2024-1-05", "20241301", "240105", "", "2024010", "2024-01-05 08:00:00", "2024/01/05"} {
		if _, ok := parseDate([]byte(text), dateForms{true, true}, false); ok {
			t.Errorf("%q is read as a date", text)
		}
	}
}

func TestDecimalsReadExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-999_999_999, 999_999_999).Draw(t, "digits")
		scale := rapid.IntRange(0, 6).Draw(t, "decimals")
		want := float64(n) / math.Pow10(scale)
		text := fmt.Sprintf("%.*f", scale, want)
		for _, form := range []string{text, strings.Replace(text, ".", ",", 1), strings.Replace(text, ".", ",", 1) + "0"[:min(scale, 1)]} {
			m, s, ok := parseDecimal([]byte(form))
			v := Value{Int: m, Scale: s}
			if !ok || v.Float() != want {
				t.Fatalf("%s: %d %d %v", form, m, s, ok)
			}
		}
	})
	for text, want := range map[string]float64{"1 234,5": 1234.5, "1\u00a0234": 1234, "+7": 7, "-0,5": -0.5, ",5": 0.5, "5,": 5, "1.5E-2": 0.015, "0012": 12} {
		m, s, ok := parseDecimal([]byte(text))
		if v := (Value{Int: m, Scale: s}); !ok || v.Float() != want {
			t.Errorf("%q: %v %v, want %v", text, v.Float(), ok, want)
		}
	}
	for _, text := range []string{"", "-", ",", "1,2,3", "1.234,5", "tio", "5 h", "1234567890123456789", "--1", "1e400"} {
		if m, s, ok := parseDecimal([]byte(text)); ok {
			t.Errorf("%q is read as %d / 10^%d", text, m, s)
		}
	}
}

func TestScaledRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		v    Value
		to   uint8
		want int64
	}{{Value{Int: 12345, Scale: 3}, 2, 1235}, {Value{Int: -12345, Scale: 3}, 2, -1235}, {Value{Int: 12344, Scale: 3}, 2, 1234}, {Value{Int: 7}, 2, 700}} {
		if got, ok := c.v.Scaled(c.to); !ok || got != c.want {
			t.Errorf("%+v: %d %v, want %d", c.v, got, ok, c.want)
		}
	}
	if _, ok := (&Value{Int: math.MaxInt64}).Scaled(2); ok {
		t.Error("an overflow is not seen")
	}
}

// TestWorkedExample loads the contract of docs/contracts.md and reads the file it is for.
func TestWorkedExample(t *testing.T) {
	manual, err := os.ReadFile("../../../docs/contracts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(manual), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tid.yaml"), []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := Load(contracts.FS, dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "TID_202603_20260403.csv")
	text := "Brukare,Datum,Insatskod,Utförarenhet,Planerade besök,Planerad tid,Utförda besök,Utförd tid,Inställda,Orsak,Turnamn\n" +
		"19380412-J94X,2026-03-01,HEMSERVICE,Hemvård Norr,2,45,2,41,0,,Tur 7\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := set.Choose(file, "")
	if err != nil || c.Contract.Name != "tid" || c.Contract.ScopeName() != "visits" || strings.Join(c.Plan.Unknown, " ") != "Turnamn" {
		t.Errorf("%+v %v", c, err)
	}
}
