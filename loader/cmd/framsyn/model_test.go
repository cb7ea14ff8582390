package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/sql/chtest"
)

// save writes a file in a folder of its own.
func save(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// smallTable is a table whose outcome depends on x and kind.
func smallTable() string {
	var text strings.Builder
	text.WriteString("id;fold;y;x;kind\n")
	for i := range 400 {
		y := 0
		if (i*37)%101 < 20+i%50 {
			y = 1
		}
		fmt.Fprintf(&text, "P%d;%d;%d;%d,5;%s\n", i/2, i/2%2, y, i%50, []string{"A", "B", ""}[i%3])
	}
	return text.String()
}

// seconds are what no two runs have in common.
var seconds = regexp.MustCompile(`in [0-9.]+ s`)

func TestModelEvaluatePrints(t *testing.T) {
	t.Chdir(t.TempDir())
	code, stdout, stderr := call(t, "model", "evaluate", "--data", save(t, "small.csv", smallTable()),
		"--target", "y", "--group", "id", "--fold", "fold", "--method", "logistic", "--log-level", "warn")
	if code != 0 || stderr != "" {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	lines := strings.Split(stdout, "\n")
	lines[8] = "seconds" // they differ each time
	const want = `measure                mean over folds  95 % interval      all together  fold 0  fold 1
auc                    0.6574           0.6171 to 0.6977   0.6570        0.6660  0.6488
auprc                  0.5854           0.5319 to 0.6389   0.5797        0.5915  0.5793
brier                  0.2286           0.2198 to 0.2375   0.2286        0.2273  0.2299
log_loss               0.6491           0.6304 to 0.6678   0.6491        0.6463  0.6519
calibration_slope      1.2284           0.8891 to 1.5677   1.2074        1.1689  1.2879
calibration_intercept  0.0005           -0.1454 to 0.1463  -0.0002       0.0645  -0.0636
ece                                     0.0413 to 0.1030   0.0474        0.0654  0.0634
seconds
400 rows of 200 persons, 2 features, 2 folds, mean outcome 0.4375; method logistic
`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestModelEvaluateWritesPredictions(t *testing.T) {
	t.Chdir(t.TempDir())
	table := save(t, "small.csv", smallTable())
	code, stdout, stderr := call(t, "model", "evaluate", "--data", table, "--target", "y", "--group", "id", "--fold", "fold", "--json", "--out", "p.csv")
	if code != 0 {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	var result struct {
		AUC, Seconds float64
		Method       string
		Rows         int
	}
	if err := json.Unmarshal([]byte(stdout), &result); err != nil || result.AUC <= 0.5 || result.Method != "additive" || result.Rows != 400 {
		t.Errorf("%+v, %v", result, err)
	}
	file, err := os.Open("p.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 401 || strings.Join(rows[0], " ") != "row id fold y prediction" || strings.Join(rows[400][:4], " ") != "400 P199 1 "+rows[400][3] {
		t.Fatalf("%d rows, %v, %v", len(rows), rows[0], err)
	}
	for _, row := range rows[1:] {
		if p, err := strconv.ParseFloat(row[4], 64); err != nil || !(p > 0 && p < 1) {
			t.Fatal(row, err)
		}
	}
	if info, err := os.Stat("p.csv"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: only the owner reads what is about persons", info.Mode(), err)
	}
}

func TestModelFitAndPredict(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("FRAMSYN_DATA", "nowhere") // the folder of the engine, not the file
	table := save(t, "small.csv", smallTable())
	code, stdout, stderr := call(t, "model", "fit", "--data", table, "--target", "y", "--group", "id", "--drop", "fold", "--out", "model.csv")
	if code != 0 || seconds.ReplaceAllString(stdout, "in a while") != "additive model of 400 rows of 200 persons in a while, model.csv\n" {
		t.Fatalf("exit %d, %s, %s", code, stdout, stderr)
	}
	code, stdout, stderr = call(t, "model", "predict", "--model", "model.csv", "--data", table, "--out", "-", "--explain")
	lines := strings.Split(stdout, "\n")
	if code != 0 || len(lines) != 402 || !strings.HasPrefix(lines[0], "row,id,prediction,score,contribution_intercept,contribution_x,contribution_kind") || !strings.HasPrefix(lines[1], "1,P0,0.") {
		t.Errorf("exit %d, %d lines, %s, %s", code, len(lines), lines[0], stderr)
	}
	if _, err := os.Stat("nowhere"); err == nil {
		t.Error("a file needs no engine")
	}
}

// TestModelOnAQuery: the same numbers as on a file, with NULL as missing.
func TestModelOnAQuery(t *testing.T) {
	chtest.Library(t)
	data := chtest.NewDir(t, false)
	fitted := filepath.Join(t.TempDir(), "model.csv")
	const query = "SELECT number % 97 AS x, if(number % 5 = 0, NULL, toString(number % 3)) AS kind, cityHash64(number) % 100 < x AS y, intDiv(number, 2) AS who FROM numbers(1000)"
	const target = "SELECT number % 97 AS x, number % 3 AS kind FROM numbers(3)"
	if code, _, stderr := call(t, "model", "fit", "--data-dir", data, "--query", query, "--target", "y", "--group", "who", "--nominal", "kind", "--out", fitted); code != 0 {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	t.Setenv("FRAMSYN_DATA", data)
	code, stdout, stderr := call(t, "model", "predict", "--model", fitted, "--query", target, "--out", "-")
	if code != 0 || strings.Count(stdout, "\n") != 4 || !strings.HasPrefix(stdout, "row,prediction\n1,0.") {
		t.Errorf("exit %d, %s, %s", code, stdout, stderr)
	}
	code, _, stderr = call(t, "model", "fit", "--query", "CREATE DATABASE mine", "--target", "y", "--out", fitted)
	if code != exitFault || !strings.Contains(stderr, "--as owner") {
		t.Errorf("a query changes something: exit %d, %s", code, stderr)
	}
}

func TestModelFaults(t *testing.T) {
	t.Chdir(t.TempDir())
	leak := save(t, "leak.csv", "id,fold,y,x\nAnna,1,0,1\nBo,2,1,2\nAnna,2,1,3\nBo,1,0,3\n")
	good := save(t, "good.csv", smallTable())
	evaluate := []string{"model", "evaluate", "--target", "y", "--log-level", "warn"}
	for _, test := range []struct {
		arguments []string
		code      int
		want      string
	}{
		{[]string{"model"}, exitUsage, "approval, approve, backtest, card, evaluate, file, fit, limit, page, predict, reject, runs"},
		{[]string{"model", "guess"}, exitUsage, "guess"},
		{evaluate, exitUsage, "--data FILE is needed"},
		{[]string{"model", "evaluate", "--data", good}, exitUsage, "--target COLUMN is needed"},
		{append(evaluate, "--data", good, "--method", "magic"), exitUsage, "none of additive, logistic"},
		{append(evaluate, "--data", good, "--outcome", "happy"), exitUsage, "none of binary"},
		{append(evaluate, "--data", good, "--outcome", "count", "--method", "logistic"), exitUsage, "binary"},
		{append(evaluate, "--data", good, "--fold", "folds"), exitUsage, `--fold: there is no column "folds"; there are id, fold, y, x, kind`},
		{append(evaluate, "--data", good+"x"), exitFault, "no such file"},
		{append(evaluate, "--data", leak, "--group", "id", "--fold", "fold"), exitFault, "row 3: the person of this row is in fold 1 and in fold 2"},
		{[]string{"model", "evaluate", "--data", good, "--target", "x"}, exitFault, "a binary outcome is 0 or 1"},
		{[]string{"model", "fit", "--data", good, "--query", "SELECT 1", "--target", "y"}, exitUsage, "one of --data"},
		{[]string{"model", "fit", "--data", good, "--target", "y"}, exitUsage, "--out is needed"},
		{[]string{"model", "predict", "--data", good, "--out", "p.csv"}, exitUsage, "--model FILE is needed"},
		{[]string{"model", "predict", "--data", good, "--out", "p.csv", "--model", good}, exitFault, "this is no model file"},
	} {
		code, stdout, stderr := call(t, test.arguments...)
		if code != test.code || stdout != "" || !strings.Contains(stderr, test.want) || strings.Contains(stderr, "Anna") {
			t.Errorf("%q: exit %d, output %q, errors %q", test.arguments, code, stdout, stderr)
		}
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("a wrong call made %v, %v", entries, err)
	}
}

// TestModelOnPublicTask: five-year death in flchain, which is placed beside the
// checkout. Wanted is at least what a peer reaches, EBM of interpret 0.7.8 (.8247,
// .28203), less what folds leave to chance.
func TestModelOnPublicTask(t *testing.T) {
	code, stdout, stderr := call(t, "model", "evaluate", "--data", modeltest.BenchPath(t, "tasks/flchain_death5y.csv.gz"), "--target", "y", "--group", "id", "--fold", "fold", "--json")
	if code != 0 {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	var got struct {
		AUC     float64 `json:"auc"`
		LogLoss float64 `json:"log_loss"`
		ECE     float64 `json:"ece"`
		Slope   float64 `json:"calibration_slope"`
		Rows    int     `json:"rows"`
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", got)
	if got.AUC < 0.823 || got.LogLoss > 0.2835 || got.ECE > 0.0125 || got.Slope < 0.95 || got.Slope > 1.05 || got.Rows != 7679 {
		t.Errorf("%+v", got)
	}
}
