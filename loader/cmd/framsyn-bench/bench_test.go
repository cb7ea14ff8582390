package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func TestMain(m *testing.M) {
	clickhouse.RunLocalIfAsked()
	os.Exit(m.Run())
}

// TestAllTables runs the tool from end to end on a municipality so small that the
// numbers mean nothing; it asserts that they come.
func TestAllTables(t *testing.T) {
	chtest.Library(t)
	framsyn := filepath.Join(t.TempDir(), "framsyn")
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", framsyn, "../framsyn").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	library, err := clickhouse.FindLibrary("")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(clickhouse.LibraryEnv, library) // the program is not beside it
	stdout, err := os.Create(filepath.Join(t.TempDir(), "tables.md"))
	if err != nil {
		t.Fatal(err)
	}
	defer stdout.Close() //nolint:errcheck // read below
	stderr, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close() //nolint:errcheck // read below
	work := t.TempDir()
	code := run(t.Context(), []string{
		"--framsyn", framsyn, "--sizes", "60x14", "--load-clients", "60", "--runs", "1", "--futures", "10", "--generator-clients", "100", "--work", work,
	}, stdout, stderr)
	text := readFrom(t, stdout)
	if code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, readFrom(t, stderr), text)
	}
	for _, title := range []string{
		"# Measured", "## Loader beside ClickHouse's reader", "## Small files", "## Seconds and memory per step", "## Bytes on disk",
		"## Risk of a doubled need", "## Forecasts for the municipality", "## Memory of the generator",
	} {
		if strings.Count(text, title) != 1 {
			t.Errorf("the table %q should be there once:\n%s", title, text)
		}
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func readFrom(t *testing.T, file *os.File) string {
	t.Helper()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]string{
		"2000x60,100000x12": "[2,000 clients × 60 months 100,000 clients × 12 months]",
		"":                  "[]",
		"2000":              "error", "2000x": "error", "2000x60x1": "error", "0x3": "error", "2000x-1": "error",
	} {
		sizes, err := parseSizes(text)
		got := fmt.Sprint(sizes)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q: %s, %s expected", text, got, want)
		}
	}
}
