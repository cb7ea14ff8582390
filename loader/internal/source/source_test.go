package source

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

func write(tb testing.TB, name string, content []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// readAll returns the records; a faulty one is preceded by its fault's number.
func readAll(r Reader) (rows [][]string, err error) {
	next := uint32(1)
	for {
		b, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		if b.First != next {
			return rows, fmt.Errorf("block starts at %d, want %d", b.First, next)
		}
		next += uint32(b.Len())
		for i := range b.Len() {
			fields, fault := b.Fields(i, nil)
			var row []string
			if fault != FaultNone {
				row = append(row, fmt.Sprint(fault))
			}
			for _, f := range fields {
				row = append(row, string(f))
			}
			rows = append(rows, row)
		}
		b.Release()
	}
}

func read(tb testing.TB, path, member string, spec Spec) (header []string, rows [][]string, info Info, err error) {
	tb.Helper()
	r, err := Open(path, member, spec)
	if err != nil {
		return nil, nil, Info{}, err
	}
	defer func() {
		if err := r.Close(); err != nil {
			tb.Error(err)
		}
	}()
	rows, err = readAll(r)
	return r.Header(), rows, r.Info(), err
}

func TestDelimitedText(t *testing.T) {
	spec := Spec{Kind: Delimited, Header: true, Delimiters: ";,\t"}
	for name, c := range map[string]struct{ text, want string }{
		"plain":               {"A;B\n1;2\n3;4\n", "[[1 2] [3 4]]"},
		"no last line end":    {"A;B\n1;2", "[[1 2]]"},
		"CRLF and blank line": {"A;B\r\n\r\n1;2\r\n\r\n", "[[1 2]]"},
		"comma":               {"A,B\n\"1,5\",2\n", "[[1,5 2]]"},
		"tab":                 {"A\tB\n1\t2\n", "[[1 2]]"},
		"quotes":              {"A;B\n\"x;y\";\"say \"\"hi\"\"\"\n", `[[x;y say "hi"]]`},
		"quoted line end":     {"A;B\n\"x\ny\";2\n3;4\n", "[[x\ny 2] [3 4]]"},
		"quote in the middle": {"A;B\n5\" pipe;2\n", `[[5" pipe 2]]`},
		"stray quote":         {"A;B\n\"x;2\n3;4\n", `[[1 "x;2] [3 4]]`},
		"stray and good":      {"A;B\n\"x;2\n3;\"4\"\n5;6\n", `[[1 "x;2] [3 4] [5 6]]`},
		"empty fields":        {"A;B;C\n;;\n", "[[  ]]"},
		"spreadsheet's sep":   {"sep=,\nA,B\n1,2\n", "[[1 2]]"},
	} {
		header, rows, _, err := read(t, write(t, "f.csv", []byte(c.text)), "", spec)
		if err != nil || header[0] != "A" || fmt.Sprint(rows) != c.want {
			t.Errorf("%s: %v %v %v, want %s", name, header, rows, err, c.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	spec := Spec{Kind: Delimited, Header: true}
	legacy := "\xc5\xe4\xf6"
	for name, c := range map[string]struct{ text, encoding, want string }{
		"ASCII":                    {"A\nx\n", "utf-8", "[[x]]"},
		"UTF-8":                    {"A\nÅäö\n", "utf-8", "[[Åäö]]"},
		"BOM":                      {"\xef\xbb\xbfA\nÅäö\n", "utf-8-bom", "[[Åäö]]"},
		"Windows-1252":             {"A\n" + legacy + "\n\x80\n", "windows-1252", "[[Åäö] [€]]"},
		"one bad byte in UTF-8":    {"A\nÅäö\nÅ\nx\xe4\n", "utf-8", "[[Åäö] [Å] [2 x�]]"},
		"one good line in 1252":    {"A\n" + legacy + "\n\xe4\nÅ\n", "windows-1252", "[[Åäö] [ä] [2 Å]]"},
		"undefined byte in 1252":   {"A\n" + legacy + "\n\xe4\n\x81\n", "windows-1252", "[[Åäö] [ä] [2 �]]"},
		"quoted Windows-1252":      {"A\n\"\xe4\"\"\"\n", "windows-1252", `[[ä"]]`},
		"decided by a later block": {"A\n" + strings.Repeat("abcdefg\n", 300_000) + legacy + "\n", "windows-1252", ""},
	} {
		_, rows, info, err := read(t, write(t, "f.csv", []byte(c.text)), "", spec)
		if err != nil || info.Encoding != c.encoding || c.want != "" && fmt.Sprint(rows) != c.want {
			t.Errorf("%s: %s %.200v %v", name, info.Encoding, rows, err)
		}
		if last := rows[len(rows)-1][0]; c.want == "" && last != "Åäö" {
			t.Errorf("%s: %s", name, last)
		}
	}
}

func TestManyBlocks(t *testing.T) {
	var text bytes.Buffer
	text.WriteString("A;B\n")
	const n = 200_000
	for i := range n {
		fmt.Fprintf(&text, "%d;\"value %d\"\n", i, i)
	}
	_, rows, _, err := read(t, write(t, "f.csv", text.Bytes()), "", Spec{Kind: Delimited, Header: true})
	if err != nil || len(rows) != n {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, row := range rows {
		if row[0] != fmt.Sprint(i) || row[1] != fmt.Sprint("value ", i) {
			t.Fatalf("row %d is %v", i, row)
		}
	}
}

func gz(tb testing.TB, content []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(content)
	if err := errors.Join(err, z.Close()); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestWrongFiles(t *testing.T) {
	text := []byte("A;B\n" + strings.Repeat("1;2\n", 100_000))
	packed := gz(t, text)
	spec := Spec{Kind: Delimited, Header: true, Limits: Limits{RecordBytes: 1 << 20, UnpackedBytes: 8 << 20}}
	for name, c := range map[string]struct {
		file    string
		content []byte
		kind    Kind
		want    error
	}{
		"empty":            {"f.csv", nil, Delimited, ErrEmpty},
		"blank":            {"f.csv", []byte("\n\r\n"), Delimited, ErrEmpty},
		"empty gz":         {"f.csv.gz", nil, Delimited, ErrEmpty},
		"truncated gz":     {"f.csv.gz", packed[:len(packed)/2], Delimited, ErrTruncated},
		"no gz":            {"f.csv.gz", text, Delimited, ErrFormat},
		"bomb":             {"f.csv.gz", gz(t, bytes.Repeat([]byte("1;2\n"), 4<<20)), Delimited, ErrTooLarge},
		"endless line":     {"f.csv", bytes.Repeat([]byte("1;2"), 2<<20), Delimited, ErrLongLine},
		"UTF-16":           {"f.csv", []byte("\xff\xfeA\x00;\x00"), Delimited, ErrBinary},
		"binary":           {"f.csv", []byte("A;B\n1;\x00\n"), Delimited, ErrBinary},
		"no workbook":      {"f.xlsx", text, XLSX, ErrFormat},
		"empty workbook":   {"f.xlsx", nil, XLSX, ErrEmpty},
		"no Parquet":       {"f.parquet", text, Parquet, ErrFormat},
		"empty Parquet":    {"f.parquet", nil, Parquet, ErrEmpty},
		"no Kolada":        {"f.json", []byte(`{"count": 1}`), Kolada, ErrFormat},
		"empty Kolada":     {"f.json", nil, Kolada, ErrEmpty},
		"truncated Kolada": {"f.json", []byte(`{"values": [{"kpi": "N1", "per`), Kolada, ErrFormat},
	} {
		spec.Kind = c.kind
		if _, _, _, err := read(t, write(t, c.file, c.content), "", spec); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestZipMembers(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"a.csv", "folder/b.csv", "__MACOSX/._a.csv", ".hidden"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "A;B\n%s;1\n", name) //nolint:errcheck // a zip in memory takes everything
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := write(t, "f.zip", b.Bytes())
	members, err := Members(path, Limits{})
	if err != nil || !slices.Equal(members, []string{"a.csv", "folder/b.csv"}) {
		t.Fatalf("%v %v", members, err)
	}
	_, rows, _, err := read(t, path, members[1], Spec{Kind: Delimited, Header: true})
	if err != nil || rows[0][0] != "folder/b.csv" {
		t.Errorf("%v %v", rows, err)
	}
}

func workbook(tb testing.TB) []byte {
	tb.Helper()
	f := excelize.NewFile()
	var b bytes.Buffer
	err := errors.Join(
		f.SetSheetName("Sheet1", "Kapacitet"),
		f.SetSheetRow("Kapacitet", "A1", &[]any{"Område", "Månad", "Timmar"}),
		f.SetSheetRow("Kapacitet", "A2", &[]any{"C1", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), 1234.5}),
		f.SetSheetRow("Kapacitet", "A4", &[]any{"C2", "2024-02"}),
		f.Write(&b), f.Close(),
	)
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	path := write(t, "f.xlsx", workbook(t))
	header, rows, _, err := read(t, path, "", Spec{Kind: XLSX, Header: true, Sheet: "Kapacitet"})
	if err != nil || !slices.Equal(header, []string{"Område", "Månad", "Timmar"}) {
		t.Fatalf("%v %v", header, err)
	}
	if got := fmt.Sprint(rows); got != "[[C1 45292 1234.5] [C2 2024-02 ]]" {
		t.Error(got)
	}
	if _, _, _, err := read(t, path, "", Spec{Kind: XLSX, Header: true, Sheet: "Annat"}); !errors.Is(err, ErrFormat) {
		t.Errorf("another sheet: %v", err)
	}
}

type parquetRow struct {
	Code  string  `parquet:"INSATS"`
	Day   int32   `parquet:"DATUM,date"`
	Count *int32  `parquet:"ANTAL,optional"`
	Hours float64 `parquet:"TIM"`
	Price int64   `parquet:"PRIS,decimal(2:12)"`
}

func table1(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	n := int32(3)
	rows := []parquetRow{{"SERV", 19753, &n, 1.25, 12345}, {"LEDS", 19754, nil, 0, -5}}
	if err := parquet.Write(&b, rows); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestParquet(t *testing.T) {
	for _, name := range []string{"f.parquet", "f.parquet.gz"} {
		content := table1(t)
		if strings.HasSuffix(name, ".gz") {
			content = gz(t, content)
		}
		header, rows, _, err := read(t, write(t, name, content), "", Spec{Kind: Parquet})
		if err != nil || !slices.Equal(header, []string{"INSATS", "DATUM", "ANTAL", "TIM", "PRIS"}) {
			t.Fatalf("%v %v", header, err)
		}
		if got := fmt.Sprint(rows); got != "[[SERV 2024-01-31 3 1.25 123.45] [LEDS 2024-02-01  0 -0.05]]" {
			t.Error(got)
		}
	}
}

const koladaAnswer = `{"count": 1, "values": [{"kpi": "N21704", "municipality": "9901", "period": 2023,
	"values": [{"gender": "T", "count": 1, "status": "", "value": 16.25}, {"gender": "K", "count": 1, "status": "Missing", "value": null}]}], "next_url": null}`

func TestKolada(t *testing.T) {
	_, rows, _, err := read(t, write(t, "f.json", []byte(koladaAnswer)), "", Spec{Kind: Kolada})
	if got := fmt.Sprint(rows); err != nil || got != "[[N21704 9901 2023 T 16.25 1 ] [N21704 9901 2023 K  1 Missing]]" {
		t.Error(got, err)
	}
}
