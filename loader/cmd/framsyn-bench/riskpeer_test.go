package main

import (
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/evaluate"
)

// madeUpRisk makes rows of persons, two each: x says nothing of y, and z decides it.
func madeUpRisk(persons int, seed uint64) *riskTable {
	rng := rand.New(rand.NewPCG(seed, 1))
	t := &riskTable{terms: []additive.Feature{{Name: "x"}, {Name: "z"}}, columns: make([][]float64, 2)}
	for row := range 2 * persons {
		x, z, y := rng.NormFloat64(), rng.NormFloat64(), 0.0
		if z > 0.5 {
			y = 1
		}
		if row%10 == 0 {
			x = math.NaN()
		}
		person := seed*1_000_000 + uint64(row/2)
		t.client, t.person, t.month = append(t.client, person), append(t.person, person), append(t.month, 600)
		t.doubled, t.isRight = append(t.doubled, y), append(t.isRight, true)
		t.columns[0], t.columns[1] = append(t.columns[0], x), append(t.columns[1], z)
	}
	return t
}

func riskBench(t *testing.T) *bench {
	t.Helper()
	return &bench{options: options{riskRuns: 1}, dir: t.TempDir(), log: slog.New(slog.DiscardHandler), out: io.Discard}
}

func TestWriteRisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "risk.csv")
	train := &riskTable{terms: []additive.Feature{{Name: "a"}, {Name: "b"}}, columns: [][]float64{{0.1, math.NaN()}, {1e-9, 2}}, client: []uint64{7, 8}, doubled: []float64{1, 0}}
	if err := writeRisk(path, train, &riskTable{columns: [][]float64{{3}, {-4}}, client: []uint64{9}, doubled: []float64{1}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if want := "id,fold,y,a,b\n7,train,1,0.1,1e-09\n8,train,0,,2\n9,test,1,3,-4\n"; err != nil || string(text) != want {
		t.Errorf("%v: %q\n%q expected", err, text, want)
	}
}

// TestPeerRisk: a program in XGBoost's place gets the table and answers for the
// test rows alone; an answer for other rows is an error.
func TestPeerRisk(t *testing.T) {
	b, train, test := riskBench(t), madeUpRisk(20, 1), madeUpRisk(10, 2)
	standIn := func(name, program string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+program+"\necho '{\"seconds\": 1.5}'\n"), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
		return path
	}
	p, seconds, err := b.peerRisk(t.Context(), standIn("good", `test "$4" = --choose-rounds && awk -F, -v part="$5" '$2 == part {print $3}' "$2" > "$3"`), train, test, chooseRounds)
	if err != nil || seconds != 1.5 || !slices.Equal(p, test.doubled) {
		t.Errorf("%v, %g, %v", err, seconds, p)
	}
	if _, _, err := b.peerRisk(t.Context(), standIn("bad", `echo 0.5 > "$3"`), train, test); err == nil || !strings.Contains(err.Error(), "1 predictions for 20 rows") {
		t.Error(err)
	}
}

// TestRiskMethods: what z decides is found by all, and a table without XGBoost has
// the other rows.
func TestRiskMethods(t *testing.T) {
	b, train, test := riskBench(t), madeUpRisk(400, 1), madeUpRisk(200, 2)
	run := &riskRun{sizes: partSizes{test: 400, testEvents: 123}}
	python, absent := b.peer(t.Context())
	for _, python := range []string{"", python} {
		tab := &table{}
		if err := b.addRiskMethods(t.Context(), tab, python, run, train, test); err != nil {
			t.Fatal(err)
		}
		want := 1
		if python != "" {
			want = 3
		}
		if len(tab.rows) != want || len(tab.notes) != want-1 {
			t.Errorf("%d methods expected: %v, %v", want, tab.rows, tab.notes)
		}
		for _, row := range tab.rows {
			if auc, err := strconv.ParseFloat(row[3], 64); err != nil || auc < 0.97 || row[1] != "400" || row[2] != "123" {
				t.Errorf("%v", row)
			}
		}
	}
	if notes := riskNotes(3, run, train, absent); python == "" && !strings.Contains(notes[len(notes)-1], "not installed") {
		t.Errorf("nothing says that XGBoost is missing: %v", notes)
	}
}

func TestRiskRow(t *testing.T) {
	tab := &table{}
	addRisk(tab, "persistence", partSizes{test: 2700, testEvents: 440}, map[string]evaluate.Metric{"auc": {Value: 0.5464, Low: 0.4812, High: 0.6071}}, nil)
	addRisk(tab, "peer", partSizes{test: 2700, testEvents: 440}, map[string]evaluate.Metric{
		"auc": {Value: 0.7, Low: 0.6, High: 0.8}, "log_loss": {Value: 0.4}, "brier": {Value: 0.125}, "calibration_slope": {Value: 1}, "calibration_intercept": {Value: -0.25}, "ece": {Value: 0.03},
	}, []float64{2, 1, 3})
	want := [][]string{
		{"persistence", "2,700", "440", "0.546", "0.481-0.607", "–", "–", "–", "–", "–", "–"},
		{"peer", "2,700", "440", "0.700", "0.600-0.800", "0.4000", "0.1250", "1.0000", "-0.2500", "0.0300", "2.00 (1.00-3.00)"},
	}
	if !slices.EqualFunc(tab.rows, want, slices.Equal) {
		t.Errorf("%q\n%q expected", tab.rows, want)
	}
}

// TestAUCDifference: none between equal predictions in any draw; 1 between what is
// always right and what is always wrong.
func TestAUCDifference(t *testing.T) {
	test := madeUpRisk(50, 3)
	wrong := make([]float64, len(test.doubled))
	for i, y := range test.doubled {
		wrong[i] = 1 - y
	}
	for _, c := range []struct {
		b    []float64
		want float64
	}{{test.doubled, 0}, {wrong, 1}} {
		d, err := aucDifference(test.doubled, c.b, test)
		if err != nil || d.Value != c.want || d.Low != c.want || d.High != c.want {
			t.Errorf("%+v, %v; %g expected", d, err, c.want)
		}
	}
}
