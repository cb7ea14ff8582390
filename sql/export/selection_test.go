package export_test

import (
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/export"
)

// What is given besides the condition holds whatever the condition is.
func TestAreasHoldBesidesACondition(t *testing.T) {
	db := newDB(t)
	text, _ := run(t, db, export.Request{What: export.Selection, Where: "area_id = 'C2' OR ((hours_now > 3) AS has_hours)", Areas: []string{"C1"}})
	rows := readCSV(t, text, ',')
	if len(rows) != 20 {
		t.Fatalf("got %d rows, want the 20 of area C1", len(rows))
	}
	for _, row := range rows {
		if row["area_id"] != "C1" {
			t.Fatalf("got %v", row)
		}
	}
}

func TestSelections(t *testing.T) {
	db := newDB(t)
	for _, row := range db.Query("SELECT selection_id FROM core.selection_examples") {
		if _, result := run(t, db, export.Request{What: export.Selection, SelectionID: row[0]}); !strings.Contains(result.Purpose, "uppföljning") {
			t.Errorf("%s: purpose %q", row[0], result.Purpose)
		}
	}
	text, result := run(t, db, export.Request{What: export.Selection, SelectionID: "gamla", Purpose: "Provkörning"})
	if n := len(readCSV(t, text, ',')); n != 10 || result.Filter != "selection=gamla version 2" || result.Purpose != "Provkörning" {
		t.Errorf("got %d rows, %+v", n, result)
	}
}

func TestSelectionsThatAreRefused(t *testing.T) {
	db := newDB(t)
	for want, r := range map[string]export.Request{
		"may not be used since 2026-05-01": {SelectionID: "gamla", At: month(t, "2026-05")},
		"there is no selection":            {SelectionID: "a'b\\c"},
		"selection trasig: the condition":  {SelectionID: "trasig"},
		`there is no area "C9"`:            {Where: "1", Areas: []string{"C9"}},
		"give one of a selection and":      {SelectionID: "gamla", Where: "1"},
		"it is of today":                   {Where: "1", From: month(t, "2026-01")},
	} {
		r.What = export.Selection
		if err := mustFail(t, db, r); !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestForecastsNeedAPublishedRun(t *testing.T) {
	db := newDB(t)
	db.Exec("TRUNCATE TABLE model.runs SYNC")
	for _, what := range []export.What{export.Forecasts, export.Staffing, export.Scenarios} {
		if err := mustFail(t, db, export.Request{What: what}); !strings.Contains(err.Error(), "framsyn job run forecast") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := mustFail(t, db, export.Request{What: export.Plan, Format: export.XLSX}); !strings.Contains(err.Error(), "framsyn job run forecast") {
		t.Error(err)
	}
}
