package export

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// every has a column of each type that a table may get, in two rows.
const every = `SELECT * FROM (
SELECT CAST(12.5 AS Decimal(7, 2)) AS cost_sek, CAST(-0.05 AS Nullable(Decimal(18, 2))) AS change_sek, toDate32('1935-05-01') AS birth_date,
	toDateTime('2026-03-29 01:30:00', 'UTC') AS seen_at, toDateTime64('2026-03-29 01:30:00.125', 3, 'UTC') AS exact_at,
	toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') AS id, CAST(NULL AS Nullable(UInt64)) AS other_id, true AS is_it, toInt16(-3) AS small,
	toFixedString('ab', 4) AS code, [toUInt8(1), 2] AS bytes, [1.5, 2] AS halves, map('a', 'x', 'b', '=y') AS words,
	[toDate('2026-01-02')] AS days, CAST('x' AS LowCardinality(Nullable(String))) AS rare, toFloat32(0.1) AS single, 0 AS n
UNION ALL
SELECT 0, NULL, toDate32('1970-01-01'), toDateTime(0, 'UTC'), toDateTime64(0, 3, 'UTC'), toUUID('00000000-0000-0000-0000-000000000000'),
	18446744073709551615, false, 0, '', [], [], map(), [], NULL, toFloat32(nan), 1
) ORDER BY n`

func write(t *testing.T, db *chtest.DB, format Format) []byte {
	t.Helper()
	var out bytes.Buffer
	p := &plan{Query: every, Object: "every"}
	w := newWriter(format, &out)
	if _, _, err := p.copyRows(t.Context(), db.Conn(clickhouse.Analyst), w, &Result{}, func(Result) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := w.end(origin{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestEveryTypeAsCSV(t *testing.T) {
	db := chtest.New(t)
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(write(t, db, CSVSE), []byte(byteOrderMark))))
	reader.Comma = ';'
	got, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{
			"12,50", "-0,05", "1935-05-01", "2026-03-29T01:30:00Z", "2026-03-29T01:30:00.125Z", "61f0c404-5cb3-11e7-907b-a6006ad3dba0", "",
			"true", "-3", "ab", "1; 2", "1,5; 2", "a=x; b==y", "2026-01-02", "x", "0,1", "0",
		},
		{
			"0,00", "", "1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "00000000-0000-0000-0000-000000000000",
			"'18446744073709551615", "false", "0", "", "", "", "", "", "", "", "1",
		},
	}
	for i := range want {
		if !slices.Equal(got[i+1], want[i]) {
			t.Errorf("got %q\nwant %q", got[i+1], want[i])
		}
	}
}

func TestEveryTypeAsParquet(t *testing.T) {
	db := chtest.New(t)
	path := filepath.Join(t.TempDir(), "every.parquet")
	if err := os.WriteFile(path, write(t, db, Parquet), 0o600); err != nil {
		t.Fatal(err)
	}
	// What Parquet has no type for, or the engine names otherwise, is compared as text; its maps have no order.
	const columns = `cost_sek, change_sek, birth_date, toUnixTimestamp(seen_at), toUnixTimestamp64Milli(toDateTime64(exact_at, 3)), toString(id), other_id,
		is_it, small, replaceAll(toString(code), '\0', ''), bytes, halves, mapSort(words), arrayMap(d -> toString(d), days), rare, single, n`
	got := db.Query("SELECT " + columns + " FROM file(" + sqlfs.Literal(path) + ", 'Parquet') ORDER BY n")
	want := db.Query("SELECT " + columns + " FROM (" + every + ") ORDER BY n")
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("got %q\nwant %q", got[i], want[i])
		}
	}
	if name := db.Value("SELECT any(toTypeName(cost_sek)) FROM file(" + sqlfs.Literal(path) + ", 'Parquet')"); !strings.Contains(name, "Decimal(7, 2)") {
		t.Errorf("cost_sek is read as %s", name)
	}
}

func TestEveryTypeAsXLSX(t *testing.T) {
	db := chtest.New(t)
	if text := write(t, db, XLSX); len(text) == 0 {
		t.Error("nothing was written")
	}
}

func TestTypesThatCannotBeExported(t *testing.T) {
	for _, name := range []string{"Int256", "Tuple(String, UInt8)", "AggregateFunction(sum, UInt8)", "Decimal(38, 4)", "Array(Int128)", "Array(Nullable(Float64))"} {
		if c, err := newColumn("x", name); err == nil {
			t.Errorf("%s: got %+v", name, c)
		}
	}
}
