package export_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
	"github.com/framsyn/framsyn/sql/export/workbook"
)

// sheetRows finds rows of a sheet's table by their first cells.
type sheetRows struct {
	t    *testing.T
	file *excelize.File
	name string
	rows [][]string // as stored: numbers with all digits, months as days since 1899-12-30
}

func openSheet(t *testing.T, file *excelize.File, name string) sheetRows {
	t.Helper()
	rows, err := file.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return sheetRows{t, file, name, rows}
}

// find returns the first row that begins so; empty texts match all.
func (s sheetRows) find(first ...string) []string {
	s.t.Helper()
	for _, row := range s.rows {
		same := len(row) >= len(first)
		for i, want := range first {
			same = same && (want == "" || row[i] == want)
		}
		if same {
			return append(row, make([]string, 20)...)
		}
	}
	s.t.Fatalf("%s has no row that begins with %q", s.name, first)
	return nil
}

// numbers compares cells with a row of a query, NULL with empty.
func (s sheetRows) numbers(row []string, from int, want []string) {
	s.t.Helper()
	for i, text := range want {
		got := row[from+i]
		if text == `\N` || got == "" {
			if text != `\N` || got != "" {
				s.t.Errorf("%s: cell %d is %q, want %s", s.name, from+i, got, text)
			}
			continue
		}
		a, errA := strconv.ParseFloat(got, 64)
		b, errB := strconv.ParseFloat(text, 64)
		if errA != nil || errB != nil || math.Abs(a-b) > 1e-9*math.Max(1, math.Abs(b)) {
			s.t.Errorf("%s: cell %d is %q, want %s", s.name, from+i, got, text)
		}
	}
}

func (s sheetRows) says(text string) {
	s.t.Helper()
	for _, row := range s.rows {
		for _, cell := range row {
			if strings.Contains(cell, text) {
				return
			}
		}
	}
	s.t.Errorf("%s does not say %q", s.name, text)
}

func planBook(t *testing.T, db *chtest.DB, r export.Request) (*excelize.File, []byte, export.Result) {
	t.Helper()
	r.What, r.Format = export.Plan, export.XLSX
	text, result := run(t, db, r)
	return openXLSX(t, text), text, result
}

func TestWorkbookHoldsWhatTheDatabaseSays(t *testing.T) {
	db := newDB(t)
	db.Exec(planFixture)
	db.Exec(judgeFixture)
	file, _, result := planBook(t, db, export.Request{})
	if got := file.GetSheetList(); !slices.Equal(got, workbook.Sheets()) {
		t.Fatalf("the sheets are %v", got)
	}
	if result.RunID != 12 || result.Rows == 0 || result.Clients != 0 {
		t.Errorf("the result is %+v", result)
	}
	const may = "46143" // 2026-05-01
	months := openSheet(t, file, "Månader")
	months.numbers(months.find("'=Centrum 1", "Beviljad hemtjänst", "timmar per månad", may), 5, db.Query(`SELECT mean, p10, p90, horizon_months FROM model.forecasts
		WHERE run_id = 12 AND scope_kind = 'area' AND scope_id = 'C1' AND resource = 'home_care_h' AND scenario = 'as_today' AND method = 'blend' AND month = '2026-05-01'`)[0])
	months.numbers(months.find("Kommunen", "Beviljad hemtjänst", "", "46082"), 4, // 2026-03-01
		db.Query("SELECT home_care_granted_h FROM mart.area_months WHERE area_id = 'KN' AND month = '2026-03-01'")[0])
	staff := openSheet(t, file, "Bemanning")
	for area, name := range map[string]string{"C1": "'=Centrum 1", "C2": `Å, "Ö"; Ä`} {
		row := staff.find(name, "Undersköterska", may)
		staff.numbers(row, 3, db.Query(`SELECT client_h, needed_h, available_h, needed_fte, needed_fte * client_low_h / client_h, needed_fte * client_high_h / client_h,
			available_fte, gap_fte, vacant_fte FROM mart.staffing WHERE area_id = '` + area + `' AND month = '2026-05-01' AND profession = 'assistant_nurse' AND scenario = 'as_today'`)[0])
		staff.numbers(row, 13, db.Query(`SELECT cost_sek_per_h, cost_sek FROM mart.staffing
			WHERE area_id = '` + area + `' AND month = '2026-05-01' AND profession = 'assistant_nurse' AND scenario = 'as_today'`)[0])
	}
	scenarios := openSheet(t, file, "Scenarier")
	scenarios.numbers(scenarios.find("Kommunen", "'@Mer rehab", "2026"), 3, db.Query(`SELECT uniqExact(month), sum(client_h), sum(difference_h), sum(needed_fte) / uniqExact(month),
		sum(difference_fte) / uniqExact(month), if(count(cost_sek) = count(), sumOrNull(cost_sek), NULL) FROM mart.scenario_comparisons
		WHERE area_id = 'KN' AND scenario = 'more_rehab' AND toYear(month) = 2026`)[0])
	accuracy := openSheet(t, file, "Träffsäkerhet")
	row := accuracy.find("Kommunen", "Beviljad hemtjänst", "Thetametoden", "6")
	accuracy.numbers(row, 4, db.Query(`SELECT n_origins, level, mase, mae, bias_share, coverage_80 FROM mart.forecast_accuracies WHERE method = 'theta'`)[0])
	if row[10] != "minst" {
		t.Errorf("the least error is not marked: %v", row)
	}
	accuracy.says("1-3 månader framåt: den sammanvägda prognosen visas.")
	changes := openSheet(t, file, "Förändring")
	changes.numbers(changes.find("Kommunen", "Beviljad hemtjänst", may), 3, []string{"12.5", "10", `\N`, `\N`, `\N`, `\N`, `\N`, "2.5"})
	changes.says("'=Prognosen är högre.")
	changes.says("2026-03-16")
	summary := openSheet(t, file, "Sammanfattning")
	summary.says("'+ Ökar med 20 timmar per månad.")
	summary.numbers(summary.find("Kommunen", "Beviljad hemtjänst", "timmar per månad"), 3, []string{"1006.5", "2022.5", "1800", "2200", "1016"})
	summary.numbers(summary.find("'=Centrum 1", "Undersköterska"), 4, db.Query(`SELECT needed_fte, needed_fte * client_low_h / client_h, needed_fte * client_high_h / client_h,
		available_fte, gap_fte, vacant_fte, next.1, cost_sek, cost_sek * client_low_h / client_h, cost_sek * client_high_h / client_h, next.2
		FROM (SELECT *, (SELECT (anyIf(cost_sek, horizon_months = 1), sum(cost_sek)) FROM mart.staffing
			WHERE area_id = 'C1' AND profession = 'assistant_nurse' AND scenario = 'as_today') AS next FROM mart.staffing)
		WHERE area_id = 'C1' AND profession = 'assistant_nurse' AND scenario = 'as_today' AND horizon_months = 12`)[0])
	assumptions := openSheet(t, file, "Antaganden")
	for _, text := range []string{
		"behoven växer 2,5 % långsammare för varje år framåt", "100 brukare med högst risk får den insats", "60 % av potentialen nås", "Räknad 2024–2025, befolkningsprognos 2026–2027",
		"mars 2026", "BEMANNINGSTAL, known 2026-03-01", "En del av bemanningstalen är exempel", "Där tillgången är antagen",
	} {
		assumptions.says(text)
	}
	assumptions.numbers(assumptions.find("Kommunen", "Beviljad hemtjänst"), 2, []string{"0.75", "0.25"})
	facts := openSheet(t, file, "Ursprung")
	expect(t, map[string]string{"run": facts.find("Modellkörning")[1], "who": facts.find("Uttaget av")[1], "rows": facts.find("Antal rader")[1]},
		map[string]string{"run": "12", "who": "anna", "rows": fmt.Sprint(result.Rows)})
}

func TestWorkbookIsSafeAndReadyToPrint(t *testing.T) {
	db := newDB(t)
	db.Exec(planFixture)
	file, text, _ := planBook(t, db, export.Request{})
	for _, name := range workbook.Sheets() {
		rows, err := file.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, cell := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				kind, err := file.GetCellType(name, at)
				if err != nil {
					t.Fatal(err)
				}
				if formula, _ := file.GetCellFormula(name, at); formula != "" {
					t.Errorf("%s %s has the formula %s", name, at, formula)
				}
				if kind == excelize.CellTypeSharedString && cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					t.Errorf("%s %s is %q", name, at, cell)
				}
			}
		}
		layout, err := file.GetPageLayout(name)
		if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 {
			t.Errorf("%s: layout %+v, %v", name, layout, err)
		}
		if props, err := file.GetSheetProps(name); err != nil || !*props.FitToPage {
			t.Errorf("%s does not fit the page, %v", name, err)
		}
	}
	if panes, err := file.GetPanes("Månader"); err != nil || !panes.Freeze || panes.YSplit != 3 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	charts := chartsOf(t, text)
	// Two on the summary, one of scenarios; two resources and two professions of the municipality, two of each area.
	if len(charts) != 2+1+4+4 {
		t.Errorf("there are %d charts", len(charts))
	}
	for _, chart := range charts {
		for _, match := range regexp.MustCompile(`<f>([^<]+)</f>`).FindAllStringSubmatch(chart, -1) {
			checkReference(t, file, strings.ReplaceAll(match[1], "&#39;", "'"))
		}
	}
}

func chartsOf(t *testing.T, text []byte) []string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var charts []string
	for _, part := range archive.File {
		if ok, _ := filepath.Match("xl/charts/chart*.xml", part.Name); !ok {
			continue
		}
		reader, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		chart, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		charts = append(charts, string(chart))
	}
	return charts
}

// checkReference looks whether a chart draws cells that are there: a header, or a
// column in which a value stands.
func checkReference(t *testing.T, file *excelize.File, reference string) {
	t.Helper()
	match := regexp.MustCompile(`^'([^']+)'!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?$`).FindStringSubmatch(reference)
	if match == nil {
		t.Fatalf("a chart draws %q", reference)
	}
	first, _ := strconv.Atoi(match[3])
	last := first
	if match[4] != "" {
		last, _ = strconv.Atoi(match[4])
	}
	for row := first; row <= last; row++ {
		if value, err := file.GetCellValue(match[1], fmt.Sprintf("%s%d", match[2], row)); err == nil && value != "" {
			return
		}
	}
	t.Errorf("a chart draws %s, where nothing stands", reference)
}

func TestWorkbookSaysWhatIsMissing(t *testing.T) {
	db := newDB(t)
	file, _, _ := planBook(t, db, export.Request{})
	for sheet, texts := range map[string][]string{
		"Sammanfattning": {"Inga bemanningstal finns", "Inga trender är beräknade"},
		"Antaganden":     {"Ingen folkmängd är levererad", "Inga vikter", "Scenariot finns inte längre i core.scenarios"},
		"Scenarier":      {"Det finns inga scenarier att jämföra."},
		"Träffsäkerhet":  {"Inga omdömen", "Ingen träffsäkerhet är mätt"},
		"Förändring":     {"Det finns ingen tidigare prognos"},
	} {
		for _, text := range texts {
			openSheet(t, file, sheet).says(text)
		}
	}
	db.Exec(planFixture)
	db.Exec("TRUNCATE TABLE core.capacities SYNC")
	file, _, _ = planBook(t, db, export.Request{})
	openSheet(t, file, "Bemanning").says("Ingen kapacitet är levererad")
}

func TestWorkbookOfOneAreaAndScenario(t *testing.T) {
	db := newDB(t)
	db.Exec(planFixture)
	db.Exec("INSERT INTO model.forecasts SELECT * REPLACE('third' AS scenario) FROM (SELECT * FROM model.forecasts WHERE scenario = 'as_today')")
	file, _, result := planBook(t, db, export.Request{Areas: []string{"C2"}, Scenario: "third"})
	for _, sheet := range []string{"Månader", "Bemanning", "Scenarier"} {
		for _, row := range openSheet(t, file, sheet).rows {
			if len(row) > 0 && (row[0] == "Kommunen" || row[0] == "'=Centrum 1") || len(row) > 1 && row[1] == "'@Mer rehab" {
				t.Fatalf("%s has the row %v", sheet, row)
			}
		}
	}
	openSheet(t, file, "Scenarier").find(`Å, "Ö"; Ä`, "third", "2026")
	if result.Filter != "area=C2; scenario=third" {
		t.Errorf("the filter is %s", result.Filter)
	}
}

func TestWorkbooksThatAreRefused(t *testing.T) {
	db := newDB(t)
	for want, r := range map[string]export.Request{
		"take the format xlsx":   {Format: export.CSV},
		"leave --from and --to":  {Format: export.XLSX, From: month(t, "2026-01")},
		`no such scenario: "no"`: {Format: export.XLSX, Scenario: "no"},
		`there is no area "C9"`:  {Format: export.XLSX, Areas: []string{"C9"}},
		"a scope is for":         {Format: export.XLSX, Scope: "area"},
	} {
		r.What = export.Plan
		err := mustFail(t, db, r)
		var fault export.RequestError
		if !strings.Contains(err.Error(), want) || !errors.As(err, &fault) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestWorkbookLeavesItsRow(t *testing.T) {
	db := newDB(t)
	db.Exec(planFixture)
	r := request(export.Request{What: export.Plan, Format: export.XLSX, Purpose: "Budget 2027"})
	result, err := export.ToFile(t.Context(), db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Loader), r, filepath.Join(t.TempDir(), "budget.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	got := db.Query("SELECT object, purpose, format, file_name, n_rows, n_clients, run_id, query_hash > 0 FROM ops.export_log")
	want := []string{"plan", "Budget 2027", "xlsx", "budget.xlsx", fmt.Sprint(result.Rows), "0", "12", "1"}
	if len(got) != 1 || !slices.Equal(got[0], want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestStaffingAndScenarios(t *testing.T) {
	db := newDB(t)
	db.Exec(planFixture)
	text, result := run(t, db, export.Request{What: export.Staffing, Scenario: "as_today", Areas: []string{"C1"}, From: month(t, "2026-05"), To: month(t, "2026-05")})
	rows := readCSV(t, text, ',')
	if len(rows) != 2 || result.Object != "mart.staffing" || result.RunID != 12 {
		t.Fatalf("got %v, %+v", rows, result)
	}
	expect(t, rows[0], map[string]string{"profession": "assistant_nurse", "available_h": "1300", "vacant_fte": "", "is_norm_example": "false", "area_name": "'=Centrum 1"})
	text, _ = run(t, db, export.Request{What: export.Scenarios, Scenario: "more_rehab", Areas: []string{"C2"}, Format: export.CSVSE})
	if rows := readCSV(t, bytes.TrimPrefix(text, []byte("\ufeff")), ';'); len(rows) != 24 || rows[0]["difference_h"] != "0" || rows[0]["cost_sek"] != "" {
		t.Errorf("got %d rows: %v", len(rows), rows)
	}
	for _, format := range []export.Format{export.XLSX, export.Parquet} {
		run(t, db, export.Request{What: export.Staffing, Format: format})
	}
}
