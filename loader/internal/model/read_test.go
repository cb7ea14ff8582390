package model_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/model"
)

// write makes a file in a folder of its own.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// read reads a file; the error may be of opening or of reading.
func read(t *testing.T, path string, roles model.Roles) (*model.Data, error) {
	t.Helper()
	source, err := model.Open(path)
	if err != nil {
		return nil, err
	}
	defer source.Close() //nolint:errcheck // opened for reading only
	data, err := model.Read(source, roles)
	if err == nil {
		t.Cleanup(func() { _ = data.Close() })
	}
	return data, err
}

func compressed(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return out.String()
}

// The same table in each form that a file may have.
func TestForms(t *testing.T) {
	const plain = "id,y,hours,area\n1,0,1.5,A\n1,1,,\"B, north\"\n2,0,-2e1,\n"
	for name, text := range map[string]string{
		"comma":      plain,
		"gzip":       compressed(plain),
		"mark, CRLF": "\ufeff" + strings.ReplaceAll(plain, "\n", "\r\n"),
		"semicolon":  "id;y;hours;area\n1;0;1,5;A\n1;1;;B, north\n2;0;-20;\n",
		"tab":        "id\ty\thours\tarea\n1\t0\t1.5\tA\n1\t1\t\tB, north\n2\t0\t-20\t\n",
		"spaces":     "id, y, hours, area\n1, 0, 1.5, A\n1, 1, ,\"B, north\"\n2, 0, -20, \n",
	} {
		d, err := read(t, write(t, text), model.Roles{Target: "y", Group: "id"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		hours, area := d.Features[0], d.Features[1]
		persons, err := d.Persons()
		if err != nil || d.Rows != 3 || persons != 2 || hours.Nominal || !area.Nominal {
			t.Errorf("%s: %d rows, %d persons, %+v, %+v", name, d.Rows, persons, hours.Nominal, area.Nominal)
			continue
		}
		if hours.Number(0) != 1.5 || !math.IsNaN(hours.Number(1)) || hours.Number(2) != -20 {
			t.Errorf("%s: hours %v %v %v", name, hours.Number(0), hours.Number(1), hours.Number(2))
		}
		if area.Levels()[area.Code(0)] != "A" || area.Levels()[area.Code(1)] != "B, north" || area.Code(2) != 0 {
			t.Errorf("%s: area %q", name, area.Levels())
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		cell  string
		comma bool
		want  float64
		ok    bool
	}{
		{"1", false, 1, true},
		{"-1.5e3", false, -1500, true},
		{"1,5", true, 1.5, true},
		{"1.5", true, 1.5, true},
		{"1,5", false, 0, false},
		{"1.000,5", true, 0, false},
		{"inf", false, 0, false},
		{"1e999", false, 0, false},
		{"0x10", false, 0, false},
		{"1_000", false, 0, false},
		{"A", false, 0, false},
	} {
		got, ok := model.Number(c.cell, c.comma)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%q: %v, %v", c.cell, got, ok)
		}
	}
	if v, ok := model.Number("NaN", false); !ok || !math.IsNaN(v) {
		t.Error("NaN is a missing number")
	}
}

// A column with more distinct numbers than two bytes tell apart keeps them all, and
// the chunks keep their order.
func TestManyValues(t *testing.T) {
	const rows = 150_000
	var text strings.Builder
	text.WriteString("y,x,few\n")
	for i := range rows {
		fmt.Fprintf(&text, "%d,%d.25,%d\n", i%2, i, i%7)
	}
	d, err := read(t, write(t, text.String()), model.Roles{Target: "y"})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []int{0, 65_533, 65_534, 65_535, 65_536, 131_072, rows - 1} {
		if x, few := d.Features[0].Number(row), d.Features[1].Number(row); x != float64(row)+0.25 || few != float64(row%7) {
			t.Errorf("row %d: %v, %v", row, x, few)
		}
	}
	if d.Features[0].Levels() != nil || len(d.Features[1].Levels()) != 8 {
		t.Error("levels")
	}
}

func TestReadingFaults(t *testing.T) {
	var long strings.Builder
	long.WriteString("y,name\n")
	for i := range 70_000 {
		fmt.Fprintf(&long, "0,n%d\n", i)
	}
	roles := model.Roles{Target: "y"}
	for name, c := range map[string]struct {
		text  string
		roles model.Roles
		want  string
	}{
		"empty file":       {"", roles, "the file is empty"},
		"spaces only":      {" \n \n", roles, "the file is empty"},
		"no rows":          {"y,x\n", roles, "no rows below the header"},
		"header twice":     {"y,x,x\n0,1,2\n", roles, `columns 2 and 3 are both called "x"`},
		"nameless":         {"y,,x\n0,1,2\n", roles, "column 2 has no name"},
		"ragged":           {"y,x\n0,1\n1\n", roles, "line 3 has 1 cells where the header has 2"},
		"quote":            {"y,x\n0,\"a\nb", roles, "line 3"},
		"no target":        {"z,x\n0,1\n", roles, `--target: there is no column "y"; there are z, x`},
		"two roles":        {"y,x\n0,1\n", model.Roles{Target: "y", Group: "y"}, `column "y" is already --target`},
		"no feature":       {"y,x\n0,1\n", model.Roles{Target: "y", Drop: []string{"x"}}, "no column is left"},
		"no person":        {"y,x,id\n0,1,\n", model.Roles{Target: "y", Group: "id"}, "line 2: the column of --group is empty"},
		"Latin-1":          {"y,x\n0,\xe5\n", roles, "line 2, column x: the cell is no UTF-8"},
		"Latin-1 header":   {"y,\xe5\n0,1\n", roles, "the header is no UTF-8"},
		"too many texts":   {long.String(), roles, "is text with more than 65535"},
		"compressed badly": {"\x1f\x8bnonsense", roles, "gzip"},
	} {
		_, err := read(t, write(t, c.text), c.roles)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %q expected", name, err, c.want)
		}
	}
}

func TestNotes(t *testing.T) {
	d, err := read(t, write(t, "y,x,empty\n0,1,\n1,2,\n0,3,\n1,unknown,\n"), model.Roles{Target: "y"})
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Join(d.Notes(), "\n")
	if !strings.Contains(notes, "column x is nominal: 1 of its 4 different values are no numbers, the first in line 5") ||
		!strings.Contains(notes, "column empty is empty") {
		t.Error(notes)
	}
}

// Scratch gives zeroed, aligned bytes that do not overlap, from memory and file.
func TestScratch(t *testing.T) {
	var s model.Scratch
	var parts [][]byte
	for i, n := range []int{1, 20 << 20, 13, 20 << 20, 7, 100 << 20, 9} {
		b, err := s.Bytes(n)
		if err != nil || len(b) != n {
			t.Fatal(len(b), err)
		}
		if b[0] != 0 || b[n-1] != 0 {
			t.Error("not zeroed")
		}
		b[0], b[n-1] = byte(i+1), byte(i+1)
		parts = append(parts, b)
	}
	for i, b := range parts {
		if b[0] != byte(i+1) || b[len(b)-1] != byte(i+1) {
			t.Errorf("part %d overlaps another", i)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
