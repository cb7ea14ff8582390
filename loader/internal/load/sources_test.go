package load_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/sql/chtest"
)

func TestWartsOfNeedNorms(t *testing.T) {
	checkWarts(t, "NORMTIDER_202501_20250115.csv", "ICFKOD;BEGRANSNING;YRKE;MINUTER;HUSHALL;GILLER_FRAN\n", []wart{
		{"d510;3;USK;90;;2025-01-01", ""},
		{"d620;2;USK;62,5;ENSAM;20250101", ""},
		{"d620;2;USK;0;FLER;20250101", ""},
		{"d598A;0;SSK;0;;2025-01-01", ""},
		{"dusch;3;USK;90;;2025-01-01", "pattern"},
		{"d510;8;USK;90;;2025-01-01", "range"},
		{"d510;3;LÄK;90;;2025-01-01", "code"},
		{"d510;3;USK;-5;;2025-01-01", "range"},
		{"d510;3;USK;;;2025-01-01", "required"},
		{"d510;3;USK;90;BARN;2025-01-01", "code"},
		{"d510;3;USK;90;;", "required"},
	})
}

func TestWartsOfStaffingNorms(t *testing.T) {
	checkWarts(t, "BEMANNINGSTAL_202501_20250115.csv", "YRKE;GILLER_FRAN;TIMMAR_PER_HELTID;FRANVARO;RESTID;BRUKARTID\n", []wart{
		{"USK;2025-01-01;160;0,22;0,15;0,75", ""},
		{"SSK;20250101;160;0;0;1", ""},
		{"AT;2025-01-01;165;0,61;0,15;0,75", "range"},
		{"FT;2025-01-01;0;0,2;0,15;0,75", "range"},
		{"USK;2026-01-01;160;22 %;0,15;0,75", "number"},
		{"USK;;160;0,2;0,15;0,75", "required"},
	})
}

func TestWartsOfCases(t *testing.T) {
	checkWarts(t, "HANDLAGG_202501_20250210.csv", "ARENDE;PERSONNR;HANDLAGGARE;DATUM;MOMENT;MINUTER;BDAT\n", []wart{
		{"2025-117;PNR;ANNA;2025-01-10;MOTE;60;", ""},
		{"2025-117;PNR;;2025-01-10;DOKUMENTATION;150,5;2025-01-20", ""},
		{";PNR;ANNA;2025-01-10;RESA;20;", "required"},
		{"2025-118;PNR9;ANNA;2025-01-10;RESA;20;", "identity_form"},
		{"2025-118;PNR;ANNA;2025-02-01;ANSOKAN;20;", "period_of_file"},
		{"2025-118;PNR;ANNA;2025-01-10;LUNCH;20;", "code"},
		{"2025-118;PNR;ANNA;2025-01-10;OVRIGT;-1;", "range"},
		{"2025-118;PNR;ANNA;2025-01-10;OVRIGT;10;2025-02-11", "decided_not_after_delivery"},
	})
}

// The number of a case is a pseudonym, the same in all files; two equal meetings in a day are two.
func TestCasesArePseudonyms(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	header := "ARENDE;PERSONNR;HANDLAGGARE;DATUM;MOMENT;MINUTER;BDAT\n"
	row := "2025-117;" + testNumber(0) + ";ANNA;2025-01-10;MOTE;30;\n"
	write(t, dir, "in/HANDLAGG_202501_20250210.csv", header+row+row+"2025-118;"+testNumber(0)+";ANNA;2025-01-10;MOTE;30;\n")
	write(t, dir, "in/HANDLAGG_202502_20250310.csv", header+" 2025-117;"+testNumber(0)+";anna;2025-02-03;DOKUMENTATION;160;2025-02-03\n")
	mustLoad(t, db, options(db, dir, filepath.Join(dir, "in")))
	got := db.Query("SELECT count(), uniqExact(case_id), uniqExact(officer_id), uniqExact(row_key), sum(minutes), min(case_id) > 1000000 FROM raw.case_times")
	if fmt.Sprint(got) != "[[4 2 1 4 250 1]]" {
		t.Error(got)
	}
	got = db.Query("SELECT case_id = (SELECT case_id FROM raw.case_times WHERE activity = 'documentation') AS same, count() FROM raw.case_times GROUP BY same ORDER BY same")
	if fmt.Sprint(got) != "[[0 1] [1 3]]" {
		t.Error(got)
	}
}

// Workbooks of capacities from before vacancies were told load as they did.
func TestCapacitiesWithAndWithoutVacancies(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	book := func(name string, rows ...[]any) {
		t.Helper()
		x := excelize.NewFile()
		if err := x.SetSheetName("Sheet1", "Kapacitet"); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := x.SetSheetRow("Kapacitet", fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.SaveAs(write(t, dir, name, "")); err != nil {
			t.Fatal(err)
		}
	}
	book("in/KAPACITET_202501_20250112.xlsx", []any{"Område", "Månad", "Yrke", "Timmar", "Kostnad per timme"}, []any{"C1", "2025-02", "USK", 100.5, 412})
	book("in/KAPACITET_202504_20250412.xlsx", []any{"Område", "Månad", "Yrke", "Timmar", "Kostnad per timme", "Vakanser"},
		[]any{"C1", "2025-05", "USK", 100.5, 412, 1.5}, []any{"C1", "2025-06", "USK", 100.5, 412, nil}, []any{"C1", "2025-07", "USK", 100.5, 412, -1})
	report := mustLoad(t, db, options(db, dir, filepath.Join(dir, "in")))
	got := db.Query("SELECT month, available_h, vacant_fte FROM stg.capacities ORDER BY month")
	if fmt.Sprint(got) != `[[2025-02-01 100.5 \N] [2025-05-01 100.5 1.5] [2025-06-01 100.5 \N]]` || report.Rejected != 1 {
		t.Error(got, report.Totals)
	}
}
