package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
		"--tasks", oneTask(t), "--task-runs", "1", "--series", oneSeries(t), "--model-rows", "2000",
	}, stdout, stderr)
	text := readFrom(t, stdout)
	if code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, readFrom(t, stderr), text)
	}
	for _, title := range []string{
		"# Measured", "## Loader beside ClickHouse's reader", "## Small files", "## Seconds and memory per step", "## Bytes on disk",
		"## Risk of a doubled need", "## A doubled need beside XGBoost", "## Forecasts for the municipality", "## Risk on public tasks", "## Forecasts of public monthly series", "## Memory of a model", "## Memory of the generator",
	} {
		if strings.Count(text, title) != 1 {
			t.Errorf("the table %q should be there once:\n%s", title, text)
		}
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// oneTask makes a folder with a small task.
func oneTask(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text := "id,fold,y,x,sex\n"
	for i := range 600 {
		text += fmt.Sprintf("%d,%d,%d,%d,%s\n", i, i%3, (i*i/7)%2, i%50, []string{"f", "m"}[i/2%2])
	}
	if err := os.WriteFile(filepath.Join(dir, "made_up.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestPeerIsJudgedAsOurs: given predictions get the measures that a
// method with the same predictions gets.
func TestPeerIsJudgedAsOurs(t *testing.T) {
	tasks, err := publicTasks(oneTask(t))
	if err != nil || len(tasks) != 1 || tasks[0].name != "made_up" {
		t.Fatal(tasks, err)
	}
	e, err := judgePeer(t.Context(), tasks[0].path, slices.Repeat([]float64{0.5}, 600))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range e.Measures {
		if m.Name == "auc" && m.Value != 0.5 || m.Name == "log_loss" && math.Abs(m.Value-math.Ln2) > 1e-12 {
			t.Errorf("%+v", m)
		}
	}
	if _, err := judgePeer(t.Context(), tasks[0].path, []float64{0.5}); err == nil {
		t.Error("one prediction for 600 rows")
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
