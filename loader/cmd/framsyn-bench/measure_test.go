package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	var out strings.Builder
	tab := table{title: "T", head: []string{"a", "number"}, rows: [][]string{{"öl", "1,234"}}, notes: []string{"N."}}
	if err := tab.print(&out); err != nil {
		t.Fatal(err)
	}
	want := "## T\n\n| a   | number |\n|-----|-------:|\n| öl  |  1,234 |\n\nN.\n\n"
	if out.String() != want {
		t.Errorf("%q\n%q expected", out.String(), want)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	if m := median([]float64{3, 1, 2}); m != 2 {
		t.Errorf("median %g", m)
	}
	if m := median([]float64{4, 1, 2, 3}); m != 2.5 {
		t.Errorf("median %g", m)
	}
	if got := spread([]float64{0.5, 0.7, 0.6}, 2); got != "0.60 (0.50-0.70)" {
		t.Error(got)
	}
}

// TestMeasure: a process that takes a while, and one that fails with its last words.
func TestMeasure(t *testing.T) {
	u, err := measure(t.Context(), io.Discard, "sleep", "0.1")
	if err != nil || u.seconds < 0.1 || u.peak == 0 || u.cpu > 0.1 {
		t.Errorf("%+v, %v", u, err)
	}
	if _, err := measure(t.Context(), io.Discard, "sh", "-c", "echo why >&2; exit 3"); err == nil || !strings.Contains(err.Error(), "why") {
		t.Error(err)
	}
	if cpuSeconds(os.Getpid()) < 0 || cpuSeconds(-1) != 0 {
		t.Error("processor time")
	}
}

func TestMonthFiles(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "to")
	for _, name := range []string{"A_202601_20260203.csv", "A_202602_20260303.csv", "A_202602_20260403K.csv", "A_202603_20260403.csv.zip", "AB_202603_20260403.csv"} {
		if err := os.WriteFile(filepath.Join(from, name), []byte("TITLE\n1\n2\n3"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := monthFiles(from, "A", to, 1)
	if err != nil || len(files) != 1 || filepath.Base(files[0].path) != "A_202602_20260303.csv" || files[0].lines != 3 || files[0].bytes != 11 {
		t.Fatalf("%+v, %v", files, err)
	}
	less, err := files[0].without(map[int]bool{2: true})
	if err != nil || less.lines != 2 {
		t.Fatalf("%+v, %v", less, err)
	}
	if text, err := os.ReadFile(less.path); err != nil || string(text) != "TITLE\n1\n3" {
		t.Errorf("%q, %v", text, err)
	}
}
