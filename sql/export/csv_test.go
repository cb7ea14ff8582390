package export_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/export"
)

// readCSV returns the rows by column name.
func readCSV(t *testing.T, text []byte, comma rune) []map[string]string {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = comma
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func expect(t *testing.T, row map[string]string, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got, ok := row[name]; !ok || got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
}

func TestCSVIsPlain(t *testing.T) {
	db := newDB(t)
	text, result := run(t, db, export.Request{What: export.Selection, Where: "status = 'home_care'"})
	if bytes.HasPrefix(text, []byte("\ufeff")) || !bytes.Contains(text, []byte("\r\n")) {
		t.Error("want no byte order mark and CRLF")
	}
	rows := readCSV(t, text, ',')
	if len(rows) != 40 || result.Rows != 40 || result.Clients != 40 || result.RunID != 9007199254740993 {
		t.Fatalf("got %d rows, result %+v", len(rows), result)
	}
	// The riskiest first, then down, those without a score last.
	expect(t, rows[0], map[string]string{
		"client_id": "18446744073709551556", "month": "2026-03-01", "status": "home_care", "hours_now": "48.5", "hours_12m": "1.5; 2.25",
		"risk_probability": "0.38", "run_id": "9007199254740993", "is_single_household": "false", "last_intervention_kind": "'@SUM(1)",
		"reasons_sv": `'+ fler timmar; "mer"; -2 besök`, "area_name": "'=Centrum 1", "severities": "physical=2", "hsl_3m_min": "38",
	})
	expect(t, rows[39], map[string]string{"client_id": bigID, "risk_probability": "", "assessed_date": "", "is_single_household": "", "run_id": ""})
	expect(t, rows[2], map[string]string{"categories": "physical; cognitive", "severities": "cognitive=1; physical=3"})
}

func TestCSVSEIsForSwedishExcel(t *testing.T) {
	db := newDB(t)
	text, _ := run(t, db, export.Request{What: export.Selection, Where: "1", Format: export.CSVSE})
	rest, marked := bytes.CutPrefix(text, []byte("\ufeff"))
	if !marked || bytes.Count(rest, []byte("\r\n")) != 41 {
		t.Error("want a byte order mark and 41 lines that end in CRLF")
	}
	rows := readCSV(t, rest, ';')
	expect(t, rows[0], map[string]string{
		"client_id": "'18446744073709551556", "month": "2026-03-01", "hours_now": "48,5", "hours_12m": "1,5; 2,25", "risk_probability": "0,38",
		"run_id": "'9007199254740993", "hsl_3m_min": "38", "area_name": "'=Centrum 1",
	})
}

func TestNoCellIsAFormula(t *testing.T) {
	db := newDB(t)
	for _, format := range []export.Format{export.CSV, export.CSVSE} {
		text, _ := run(t, db, export.Request{What: export.Selection, Where: "1", Format: format})
		comma := ','
		if format == export.CSVSE {
			comma = ';'
		}
		for _, row := range readCSV(t, bytes.TrimPrefix(text, []byte("\ufeff")), comma) {
			for name, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+@\t\r") {
					t.Fatalf("%s: %s has the cell %q", format, name, cell)
				}
			}
		}
	}
}

func TestNegativeNumbersStayNumbers(t *testing.T) {
	db := newDB(t)
	db.Exec("INSERT INTO mart.candidates (client_id, month, status, hours_change_6m_h) VALUES (1, '2026-03-01', 'home_care', -12.5)")
	text, _ := run(t, db, export.Request{What: export.Selection, Where: "client_id = 1", Format: export.CSVSE})
	expect(t, readCSV(t, bytes.TrimPrefix(text, []byte("\ufeff")), ';')[0], map[string]string{"hours_change_6m_h": "-12,5", "client_id": "'1"})
}

func TestForecastsAreThoseOfThePublishedRun(t *testing.T) {
	db := newDB(t)
	text, result := run(t, db, export.Request{
		What: export.Forecasts, From: month(t, "2026-05"), To: month(t, "2026-07"), Areas: []string{"C1"}, Scenario: "as_today",
	})
	rows := readCSV(t, text, ',')
	if len(rows) != 3 || result.RunID != 12 || result.Clients != 0 {
		t.Fatalf("got %d rows of run %d", len(rows), result.RunID)
	}
	expect(t, rows[0], map[string]string{
		"month": "2026-05-01", "run_id": "12", "mean": "1001.25", "method": "blend", "scope_kind": "area", "as_of_date": "2026-04-16", "area_name": "'=Centrum 1",
	})
	all, _ := run(t, db, export.Request{What: export.Forecasts, Method: "seasonal_naive"})
	if got := len(readCSV(t, all, ',')); got != 48 {
		t.Errorf("got %d rows of two areas, two scenarios and 12 months, want 48", got)
	}
	ofGroup, result := run(t, db, export.Request{What: export.Forecasts, Scope: export.ScopeCategory, Scenario: "as_today"})
	if rows := readCSV(t, ofGroup, ','); len(rows) != 12 || rows[0]["scope_id"] != "physical" || !strings.Contains(result.Filter, "scope=category; method=blend") {
		t.Errorf("got %d rows of a category, filter %s", len(rows), result.Filter)
	}
}

func TestAreaMonths(t *testing.T) {
	db := newDB(t)
	text, result := run(t, db, export.Request{What: export.AreaMonths, To: month(t, "2026-02"), Areas: []string{"C2", "KN"}})
	rows := readCSV(t, text, ',')
	if len(rows) != 4 || result.RunID != 0 {
		t.Fatalf("got %v", rows)
	}
	expect(t, rows[0], map[string]string{"area_id": "C2", "month": "2026-01-01", "home_care_performed_h": "", "area_name": `Å, "Ö"; Ä`})
	expect(t, rows[1], map[string]string{"month": "2026-02-01", "home_care_performed_h": "900.25", "n_clients": "25"})
}

func TestEveryColumnOfTheTableIsThere(t *testing.T) {
	db := newDB(t)
	text, _ := run(t, db, export.Request{What: export.Selection, Where: "0"})
	header := strings.Split(strings.TrimSpace(string(text)), ",")
	for _, row := range db.Query("SELECT name FROM system.columns WHERE database = 'mart' AND table = 'candidates'") {
		if !slices.Contains(header, row[0]) {
			t.Errorf("%s is missing", row[0])
		}
	}
}
