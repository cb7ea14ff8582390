package backtest_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/backtest"
	"github.com/framsyn/framsyn/loader/internal/model"
)

// read reads a table from a file.
func read(t *testing.T, text string, columns backtest.Columns) (*backtest.Table, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := model.Open(path)
	if err != nil {
		return nil, err
	}
	defer source.Close() //nolint:errcheck // opened for reading only
	return backtest.Read(source, columns)
}

// shown writes a table, - for a missing value.
func shown(t *backtest.Table) string {
	out := t.First.String()
	for _, s := range t.Series {
		out += "; " + s.Name
		for _, v := range s.Values {
			if math.IsNaN(v) {
				out += " -"
				continue
			}
			out += fmt.Sprintf(" %g", v)
		}
	}
	return out
}

func compressed(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(text)) // a buffer takes all
	_ = w.Close()
	return out.String()
}

// The same table in each layout and form.
func TestLayouts(t *testing.T) {
	const plain = "month,a,b\n2023-12,1.5,10\n2024-01,,20\n2024-02,3,-30\n"
	const want = "2023-12; a 1.5 - 3; b 10 20 -30"
	for name, text := range map[string]string{
		"comma":                plain,
		"gzip":                 compressed(plain),
		"semicolon":            "Månad;a;b\n2023-12;1,5;10\n2024-01;;20\n2024-02;3;-30\n",
		"tab, days":            "DATE\ta\tb\n2023-12-31\t1.5\t10\n2024-01-31\t\t20\n2024-02-29\t3\t-30\n",
		"month is no. 2":       "a,period,b\n1.5,202312,10\nNaN,202401,20\n3,202402,-30\n",
		"any order, times":     "date,a,b\n2024-02-01 00:00:00,3,-30\n2023-12-01T00:00:00,1.5,10\n2024-01-01,,20\n",
		"statistics":           "month,a,b\n2023M12,1.5,10\n2024M01,,20\n2024M02,3,-30\n",
		"one figure":           "month,a,b\n2023/12,1.5,10\n2024/1,,20\n2024/2,3,-30\n",
		"days without signs":   "month,a,b\n20231201,1.5,10\n20240101,,20\n20240201,3,-30\n",
		"empty rows at an end": plain + "2024-03,,\n2024-04,,\n",
		"long":                 "unique_id,ds,y\na,2023-12-01,1.5\nb,2024-02-01,-30\nb,2023-12-01,10\na,2024-02-01,3\nb,2024-01-01,20\n",
		"long, semicolon":      "serie;månad;värde\na;2023-12;1,5\na;2024-01;\na;2024-02;3\nb;2023-12;10\nb;2024-01;20\nb;2024-02;-30\n",
	} {
		got, err := read(t, text, backtest.Columns{})
		if err != nil || shown(got) != want || got.Months != 3 || len(got.Missing) > 0 {
			t.Errorf("%s: %v", name, err)
			if err == nil {
				t.Errorf("%s: got %s, missing %v, want %s", name, shown(got), got.Missing, want)
			}
		}
	}
}

// Months without a row are missing, in every series, and said to be.
func TestGap(t *testing.T) {
	got, err := read(t, "month,a\n2024-01,1\n2024-02,2\n2024-05,5\n2024-06,6\n", backtest.Columns{})
	if err != nil {
		t.Fatal(err)
	}
	if shown(got) != "2024-01; a 1 2 - - 5 6" || fmt.Sprint(got.Missing) != "[2024-03 2024-04]" ||
		len(got.Notes) != 1 || got.Notes[0] != "2 months have no row and count as missing: 2024-03, 2024-04" {
		t.Errorf("%s, %v, %q", shown(got), got.Missing, got.Notes)
	}
}

func TestColumns(t *testing.T) {
	const text = "when,a,note\n2024-01,1,x\n2024-02,2,y\n"
	got, err := read(t, text, backtest.Columns{Month: "when", Drop: []string{"note"}})
	if err != nil || shown(got) != "2024-01; a 1 2" {
		t.Error(err)
	}
	for _, columns := range []backtest.Columns{
		{Month: "month"},
		{Month: "when", Drop: []string{"b"}},
		{Month: "when", Drop: []string{"when"}},
	} {
		var wrong backtest.ColumnError
		if _, err := read(t, text, columns); !errors.As(err, &wrong) {
			t.Errorf("%+v: %v", columns, err)
		}
	}
}

func TestReadingFaults(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no months":        {"a,b\n1,2\n", "there is no column of months: none is called month, månad, manad, period, date, datum, ds; name it by --month; there are a, b"},
		"no series":        {"month\n2024-01\n", "no column beside the months"},
		"no rows":          {"month,a\n", "there is no value below the header"},
		"no values":        {"month,a\n2024-01,\n", "there is no value below the header"},
		"twice":            {"month,a\n2024-01,1\n2024-02,2\n2024-01-31,3\n", "line 4, column month: 2024-01 is in line 2 already; a month has one row"},
		"twice, long":      {"month,series,value\n2024-01,a,1\n2024-01,b,1\n2024-01,a,2\n", "line 4, column month: 2024-01 of this series is in line 2 already"},
		"no month":         {"month,a\n2024-01,1\nTotal,2\n", "line 3, column month: this is no month; write it as 2024-01"},
		"month 13":         {"month,a\n2024-13,1\n", "line 2, column month: this is no month"},
		"number for month": {"month,a\n1,1\n", "line 2, column month: this is no month"},
		"empty month":      {"month,a\n,1\n", "line 2, column month: this is no month"},
		"text":             {"month,a,b\n2024-01,1,2\n2024-02,1,Anna\n", "line 3, column b: the cell is no number; write numbers as 1234.5 without spaces, leave the cell empty if it is not known, or leave the column out by --drop b"},
		"infinite":         {"month,a\n2024-01,inf\n", "line 2, column a: the cell is no number"},
		"thousands":        {"month;a\n2024-01;1 000,5\n", "line 2, column a: the cell is no number; write numbers as 1234,5"},
		"decimal comma":    {"month,a\n2024-01,\"1,5\"\n", "line 2, column a: the cell is no number; write numbers as 1234.5"},
		"ragged":           {"month,a\n2024-01,1\n2024-02\n", "line 3 has 1 cells where the header has 2"},
		"nameless, long":   {"month,series,value\n2024-01,,1\n", "line 2, column series: the cell is empty"},
		"Latin-1, long":    {"month,series,value\n2024-01,\xe5,1\n", "line 2, column series: the cell is no UTF-8"},
		"years":            {"month,a\n2020-01,1\n2021-01,2\n2022-01,3\n", "of the 25 months from 2020-01 to 2022-01 only 3 have a value; is the table monthly"},
		"compressed badly": {"\x1f\x8bnonsense", "gzip"},
	} {
		_, err := read(t, c.text, backtest.Columns{})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "Anna") {
			t.Errorf("%s: %v, %q expected", name, err, c.want)
		}
	}
}

// FuzzRead: any text is a table or a fault, and a table is whole.
func FuzzRead(f *testing.F) {
	f.Add("month,a,b\n2023-12,1.5,10\n2024-01,,20\n")
	f.Add("serie;månad;värde\na;2023-12;1,5\nb;2024-01;\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := read(t, text, backtest.Columns{})
		if err != nil {
			return
		}
		for _, s := range got.Series {
			if len(s.Values) != got.Months {
				t.Errorf("%d values in %d months", len(s.Values), got.Months)
			}
		}
	})
}
