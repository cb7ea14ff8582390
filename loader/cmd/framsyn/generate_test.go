package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGeneratePlantsShocks(t *testing.T) {
	dir := t.TempDir()
	code, stdout, stderr := call(t, "generate", "--clients=60", "--months=12", "--out", dir,
		"--practice-break=2026-03:0.9", "--epidemic=2025-12", "--new-area=2026-05", "--missing-months=1")
	if code != 0 || !strings.Contains(stdout, "over 12 months") {
		t.Fatal(code, stdout, stderr)
	}
	planted, err := os.ReadFile(filepath.Join(dir, "truth", "shocks.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"shock,area,from_month,to_month,value\n", "practice_break,,2026-03,,0.9\n", "epidemic_deaths,,2025-12,2026-02,2\n",
		"epidemic_new_clients,,2025-12,2026-02,0.6\n", "epidemic_performed_visits,,2025-12,2026-02,0.85\n", "new_area,VA,2026-05,,0.2\n",
		"missing_sol,,", "missing_visits,,",
	} {
		if !strings.Contains(string(planted), want) {
			t.Errorf("truth/shocks.csv has no %q:\n%s", want, planted)
		}
	}
	if code, _, stderr := call(t, "generate", "--months=12", "--out", dir, "--epidemic=2020-01"); code == 0 || !strings.Contains(stderr, "outside the months delivered") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}
