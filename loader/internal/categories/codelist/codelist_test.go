package codelist_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/loader/internal/categories/codelist"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// workbook writes sheets of rows.
func workbook(t *testing.T, sheets map[string][][]string) string {
	t.Helper()
	book := excelize.NewFile()
	for name, rows := range sheets {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := book.SetSheetRow(name, "A"+string(rune('1'+i)), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "kva-2026.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWorkbookIsReadWhereverItsColumnsAre(t *testing.T) {
	path := workbook(t, map[string][][]string{
		"Läs mig": {{"Klassifikation av vårdåtgärder"}, {"Utgåva 2026"}},
		"KVÅ": {
			{"Klassifikation av vårdåtgärder"},
			{},
			{"Avsnitt", " KOD ", "Beskrivning", "Titel"},
			{"D", "", "", "Medicinsk behandling"},
			{"D", "DT021", "Lång text", "Läkemedelstillförsel,  injektion"},
			{"D", "dt026", "", "Ordination av läkemedel"},
			{"D", "DT021", "", "En gång till"},
			{"E", "AAB00", "", "En operation"},
			{"E", "AAB000", "", "Ingen kod"},
		},
	})
	found, err := codelist.Read(codelist.KVA, path)
	if err != nil {
		t.Fatal(err)
	}
	want := []codelist.Code{{Code: "AAB00", Term: "En operation"}, {Code: "DT021", Term: "Läkemedelstillförsel, injektion"}, {Code: "DT026", Term: "Ordination av läkemedel"}}
	if !slices.Equal(found.Codes, want) || found.Skipped != 2 || !slices.Equal(found.Sheets, []string{"KVÅ"}) {
		t.Errorf("%+v", found)
	}
}

func TestTextIsReadInBothEncodings(t *testing.T) {
	for name, text := range map[string]string{
		"UTF-8":        "\ufeffKod;Kortterm\nd450;Att gå\nD598a;Att se till sin egen säkerhet\nKapitel 4;Förflyttning\n",
		"Windows-1252": "code,term\nd450,Att g\xe5\nd598A,Att se till sin egen s\xe4kerhet\nKapitel 4,F\xf6rflyttning\n",
	} {
		path := filepath.Join(t.TempDir(), "icf.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := codelist.Read(codelist.ICF, path)
		want := []codelist.Code{{Code: "d450", Term: "Att gå"}, {Code: "d598A", Term: "Att se till sin egen säkerhet"}}
		if err != nil || !slices.Equal(found.Codes, want) || found.Skipped != 1 {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"none.csv": "a;b\n1;2\n", "damaged.xlsx": "PK\x03\x04 not a workbook", "list.pdf": "%PDF", "binary.csv": "Kod;Term\n\x81\x8d;x\n", "empty.csv": "",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := codelist.Read(codelist.KVA, path); !errors.Is(err, codelist.ErrFile) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := codelist.Read(codelist.KVA, filepath.Join(dir, "absent.xlsx")); !errors.Is(err, codelist.ErrFile) {
		t.Errorf("got %v", err)
	}
}

func TestImportsWinAndMayBeRepeated(t *testing.T) {
	db := chtest.New(t)
	conn := db.Conn(clickhouse.Owner)
	err := conn.Exec(t.Context(), "INSERT INTO core.hsl_actions (action_id, client_id, performed_date, kva_code) VALUES (1, 1, '2024-01-10', 'QX001'), (2, 1, '2024-01-10', 'QX002'), (3, 2, '2024-03-10', 'QX002')")
	if err != nil {
		t.Fatal(err)
	}
	found := codelist.Found{Codes: []codelist.Code{{Code: "DT021", Term: "Ny term"}, {Code: "QX001", Term: "Träning"}}, Sheets: []string{"KVÅ"}}
	now := time.Date(2024, 4, 1, 10, 0, 0, 0, time.UTC)
	first, err := codelist.Import(t.Context(), conn, codelist.KVA, "/in/kva.xlsx", found, now)
	if err != nil || first.New != 1 || first.Changed != 1 || first.Unknown != 1 || first.Source != "kva.xlsx" {
		t.Errorf("%+v, %v", first, err)
	}
	again, err := codelist.Import(t.Context(), conn, codelist.KVA, "/in/kva.xlsx", found, now.Add(time.Hour))
	if err != nil || again.New != 0 || again.Changed != 0 {
		t.Errorf("%+v, %v", again, err)
	}
	if n := db.Value("SELECT count() FROM core.code_imports"); n != "2" {
		t.Errorf("%s rows are kept, want 2", n)
	}
	// What comes with the schema is applied again at every start; imports stay.
	if _, err := clickhouse.Apply(t.Context(), conn, clickhouse.ApplyOptions{}); err != nil {
		t.Fatal(err)
	}
	if term := db.Value("SELECT term_sv FROM core.kva_codes WHERE kva_code = 'DT021'"); term != "Ny term" {
		t.Errorf("the term is %q", term)
	}
	unknown, err := codelist.UnknownCodes(t.Context(), db.Conn(clickhouse.Analyst))
	if err != nil || len(unknown) != 1 || unknown[0].Code != "QX002" || unknown[0].Rows != 2 || unknown[0].Clients != 2 || unknown[0].Last.Month() != time.March {
		t.Errorf("%+v, %v", unknown, err)
	}
}
