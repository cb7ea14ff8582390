package export_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/export"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func TestConditionsThatMayRun(t *testing.T) {
	db := newDB(t)
	for _, condition := range []string{
		"age_years > 80",
		"has(categories, 'cognitive') AND NOT has_hsl",
		"area_id IN ('C1', 'C2')\n  AND risk_percentile >= 80",
		"client_id IN (SELECT client_id FROM core.clients)",
		"area_name = '; -- no comment /* nor this'",
		"arrayExists(h -> h > 2, hours_12m)",
		"(age_years > 80) OR (age_years < 70)",
		"NULL",
	} {
		if err := export.CheckCondition(t.Context(), db.Conn(clickhouse.Analyst), condition); err != nil {
			t.Errorf("%s: %v", condition, err)
		}
	}
}

func TestConditionsThatAreRefused(t *testing.T) {
	db := newDB(t)
	for condition, want := range map[string]string{
		"":                                   "not one expression",
		"age_years > 80; DROP TABLE x":       "line 1, column 15: a semicolon",
		"age_years > 80 -- and more":         "column 16: a comment",
		"age_years > 80 /* and more */":      "a comment",
		"age_years > 80 # and more":          "a comment",
		"area_id = 'C1":                      "line 1, column 11: a quote is not closed",
		"1) UNION ALL SELECT (1":             "column 2: a bracket is closed",
		"1) OR (1":                           "column 2: a bracket is closed",
		"(age_years > 80":                    "column 16: a bracket is not closed",
		"age_years >":                        "column 12: something is missing at the end",
		"age_years > 80\nAND sex == == 'x'":  "line 2, column 12",
		"age_years > 80 LIMIT 1":             "column 16",
		"SELECT client_id FROM core.clients": "column 8",
		"age_years, sex":                     "not one expression",
		"agee_years > 80":                    "perhaps you meant ['age_years']",
		"area_name":                          "cannot be used",
		"(SELECT count() FROM vault.keys)":   "reads what an analyst may not",
		"1 IN (SELECT 1 FROM file('/etc/hosts', 'LineAsString'))": "reads what an analyst may not",
		"age_years > 80 SETTINGS max_execution_time = 0":          "column 16",
		"1 IN (SELECT 1 SETTINGS max_execution_time = 0)":         "SETTINGS has no place",
		"(hours_now > 3 AS area_id) OR 1":                         "the name area_id, which is a column",
	} {
		err := export.CheckCondition(t.Context(), db.Conn(clickhouse.Analyst), condition)
		var fault export.RequestError
		switch {
		case err == nil:
			t.Errorf("%q is let through", condition)
		case !errors.As(err, &fault):
			t.Errorf("%q: %v is no RequestError", condition, err)
		case !strings.Contains(err.Error(), want):
			t.Errorf("%q: got %v, want %s", condition, err, want)
		}
	}
}

func TestConditionPointsAtTheFault(t *testing.T) {
	db := newDB(t)
	err := export.CheckCondition(t.Context(), db.Conn(clickhouse.Analyst), "age_years > 80 AND\nsex LIMIT 1")
	want := "the condition is wrong at line 2, column 5: expected"
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "\nsex LIMIT 1\n    ^") {
		t.Errorf("got %v", err)
	}
}

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
	if err := mustFail(t, db, export.Request{What: export.Forecasts}); !strings.Contains(err.Error(), "framsyn job run forecast") {
		t.Error(err)
	}
}
