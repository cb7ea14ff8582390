package export_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
)

func openXLSX(t *testing.T, text []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// cellOf returns the cell's name of a column's first rows.
func cellOf(t *testing.T, file *excelize.File, column string, row int) string {
	t.Helper()
	rows, err := file.GetRows("Uttag")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range rows[0] {
		if name == column {
			cell, err := excelize.CoordinatesToCellName(i+1, row)
			if err != nil {
				t.Fatal(err)
			}
			return cell
		}
	}
	t.Fatalf("there is no column %s in %v", column, rows[0])
	return ""
}

func TestXLSXHasRealNumbersAndDates(t *testing.T) {
	db := newDB(t)
	text, _ := run(t, db, export.Request{What: export.Selection, Where: "1", Format: export.XLSX})
	file := openXLSX(t, text)
	for column, want := range map[string]struct {
		value string
		kind  excelize.CellType
	}{
		"client_id":              {"18446744073709551556", excelize.CellTypeInlineString},
		"run_id":                 {"9007199254740993", excelize.CellTypeInlineString},
		"hours_now":              {"48.5", excelize.CellTypeUnset},
		"age_years":              {"98", excelize.CellTypeUnset},
		"hsl_3m_min":             {"38", excelize.CellTypeUnset},
		"month":                  {"2026-03-01", excelize.CellTypeUnset},
		"is_single_household":    {"FALSE", excelize.CellTypeBool},
		"last_intervention_kind": {"'@SUM(1)", excelize.CellTypeInlineString},
		"area_name":              {"'=Centrum 1", excelize.CellTypeInlineString},
		"hours_12m":              {"1,5; 2,25", excelize.CellTypeInlineString},
	} {
		cell := cellOf(t, file, column, 2)
		value, err := file.GetCellValue("Uttag", cell)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := file.GetCellType("Uttag", cell)
		if err != nil {
			t.Fatal(err)
		}
		if value != want.value || kind != want.kind {
			t.Errorf("%s: got %q of kind %d, want %q of %d", column, value, kind, want.value, want.kind)
		}
		if formula, _ := file.GetCellFormula("Uttag", cell); formula != "" {
			t.Errorf("%s has the formula %s", column, formula)
		}
	}
	raw, err := file.GetCellValue("Uttag", cellOf(t, file, "month", 2), excelize.Options{RawCellValue: true})
	if err != nil || raw != "46082" { // days since 1899-12-30, by hand
		t.Errorf("the date is %q, %v", raw, err)
	}
	panes, err := file.GetPanes("Uttag")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header is not frozen: %+v, %v", panes, err)
	}
}

func TestXLSXSaysWhereItComesFrom(t *testing.T) {
	db := newDB(t)
	text, _ := run(t, db, export.Request{What: export.Selection, SelectionID: "gamla", Areas: []string{"C1"}, Format: export.XLSX})
	rows, err := openXLSX(t, text).GetRows("Ursprung")
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]string{}
	for _, row := range rows {
		if len(row) > 1 {
			facts[row[0]] = strings.Join(row[1:], " | ")
		}
	}
	expect(t, facts, map[string]string{
		"Uttag": "selection", "Källa": "mart.candidates", "Tidpunkt": "2026-04-20 12:30:00 +00:00", "Uttaget av": "anna",
		"Ändamål": "Uppföljning", "Villkor": "selection=gamla version 2; area=C1", "Antal rader": "5", "Antal personer": "5",
		"Data till och med": "2026-03", "Urval": "Gamla", "Urvalets villkor": "age_years >= 90", "Modellkörning": "9007199254740993",
		"Modell": "risk need_doubled", "Metod": "logistic", "Ser framåt från": "2026-04-16", "Tränad på månaderna": "2024-01 till 2025-03",
		"Körd med":  "framsyn 0.1",
		"age_years": "år | UInt8 | Age, whole years.",
		"hours_now": "timmar per månad | Float64 | Granted home care now, hours per month.",
	})
}

func TestXLSXRefusesWhatDoesNotFit(t *testing.T) {
	db := newDB(t)
	db.Exec("INSERT INTO mart.candidates (client_id, status) SELECT number, 'none' FROM numbers(1048576)")
	var out bytes.Buffer
	_, err := export.Run(t.Context(), db.Conn(clickhouse.Owner), request(export.Request{What: export.Selection, Where: "status = 'none'", Format: export.XLSX}), &out)
	if err == nil || !strings.Contains(err.Error(), "1048576 rows do not fit") || out.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, out.Len())
	}
	if err := mustFail(t, db, export.Request{What: export.Selection, Where: "status = 'none'", Format: export.XLSX}); !strings.Contains(err.Error(), "do not fit") {
		t.Errorf("as the analyst: %v", err)
	}
}
