package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// oneSeries makes a folder with a table of a line, and what a peer reached on it.
func oneSeries(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text := "month,line\n"
	for i := range 48 {
		text += fmt.Sprintf("%d-%02d,%d\n", 2020+i/12, i%12+1, 10+i)
	}
	for name, text := range map[string]string{"made_monthly_up.csv": text, "peer_made_up.csv": "m,mase,smape,mae,cov80\nsnaive,1.25,26.5,12,0.8\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestSeries: a method stands beside its peer, or beside a dash.
func TestSeries(t *testing.T) {
	framsyn := filepath.Join(t.TempDir(), "framsyn")
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", framsyn, "../framsyn").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	var out bytes.Buffer
	b := &bench{options: options{framsyn: framsyn, seriesDir: oneSeries(t)}, out: &out}
	if err := b.series(t.Context()); err != nil {
		t.Fatal(err)
	}
	found := false
	for line := range strings.Lines(out.String()) {
		row := strings.Join(strings.Fields(line), " ")
		found = found || strings.HasPrefix(row, "| made_monthly_up | seasonal_naive | 1.0000 | 1.2500 | 26.53 | 26.50 | 12.00 | 12.00 | ")
		if strings.Contains(row, "| ets |") && strings.Count(row, "| – ") != 4 {
			t.Errorf("no peer: %s", row)
		}
	}
	if !found {
		t.Errorf("%s", out.String())
	}
}

func TestSeriesAbsent(t *testing.T) {
	var out bytes.Buffer
	b := &bench{options: options{seriesDir: t.TempDir()}, out: &out}
	if err := b.series(t.Context()); err != nil || !strings.Contains(out.String(), "Not measured") {
		t.Errorf("%v, %s", err, out.String())
	}
}

func TestPeersFaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "peer.csv")
	for text, want := range map[string]string{
		"method,mase\nets,1\n":                         "the header is not",
		"m,mase,smape,mae,cov80\nets,1,x,1,1\n":        "row 1, column smape: not a number",
		"m,mase,smape,mae,cov80\nets,1,1,1,1\nets,1\n": "wrong number of fields",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readPeers(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, %q expected", err, want)
		}
	}
}
