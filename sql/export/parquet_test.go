package export_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/export"
)

// The engine reads a Parquet export back as the table it came from.
func TestParquetReadsBackAsTheTable(t *testing.T) {
	db := newDB(t)
	text, _ := run(t, db, export.Request{What: export.Selection, Where: "1", Format: export.Parquet})
	path := filepath.Join(t.TempDir(), "candidates.parquet")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	const columns = `client_id, month, toString(status), toString(area_id), age_years, is_single_household, hours_now, hours_12m,
		arrayMap(c -> toString(c), categories), arraySort(mapKeys(severities)), severities['physical'], assessed_date,
		risk_probability, reasons_sv, run_id, hours_performed, hsl_3m_min, last_intervention_kind`
	got := db.Query("SELECT " + columns + " FROM file(" + sqlfs.Literal(path) + ", 'Parquet') ORDER BY client_id")
	want := db.Query("SELECT " + columns + " FROM mart.candidates ORDER BY client_id")
	if len(got) != 40 || len(got) != len(want) {
		t.Fatalf("got %d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d:\n got %v\nwant %v", i, got[i], want[i])
		}
	}
}

func TestParquetHasLogicalTypesAndOrigin(t *testing.T) {
	db := newDB(t)
	text, _ := run(t, db, export.Request{What: export.Selection, Where: "1", Format: export.Parquet})
	file, err := parquet.OpenFile(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	kinds := map[string]string{}
	for _, field := range file.Schema().Fields() {
		names = append(names, field.Name())
		kinds[field.Name()] = field.Type().String()
		if field.Optional() {
			kinds[field.Name()] += " optional"
		}
	}
	if names[0] != "client_id" || names[1] != "month" || names[len(names)-1] != "run_id" {
		t.Errorf("the columns are not in the table's order: %v", names)
	}
	for name, want := range map[string]string{
		"client_id": "INT(64,false)", "month": "DATE", "assessed_date": "DATE optional", "area_name": "STRING", "age_years": "INT(8,false)",
		"hours_now": "DOUBLE", "categories": "LIST", "severities": "MAP", "run_id": "INT(64,false) optional",
	} {
		if kinds[name] != want {
			t.Errorf("%s: got %s, want %s", name, kinds[name], want)
		}
	}
	if by, _ := file.Lookup("framsyn:Uttaget av"); by != "anna" {
		t.Errorf("the origin names %q", by)
	}
	if comment, _ := file.Lookup("comment:age_years"); comment != "Age, whole years." {
		t.Errorf("the comment is %q", comment)
	}
}
