package modeltest

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// BenchPath is the path of a file of shared/data/bench, the public data sets, in a
// folder above the test's; it skips the test where there is none.
func BenchPath(tb testing.TB, name string) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		path := filepath.Join(dir, "shared", "data", "bench", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
		if dir == filepath.Dir(dir) {
			tb.Skipf("shared/data/bench/%s is not beside the checkout", name)
		}
		dir = filepath.Dir(dir)
	}
}

// BenchRows reads such a file, a CSV that may be packed with gzip: the header, then
// the rows.
func BenchRows(tb testing.TB, name string) [][]string {
	tb.Helper()
	file, err := os.Open(BenchPath(tb, name))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var text io.Reader = file
	if filepath.Ext(name) == ".gz" {
		if text, err = gzip.NewReader(file); err != nil {
			tb.Fatal(err)
		}
	}
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}
