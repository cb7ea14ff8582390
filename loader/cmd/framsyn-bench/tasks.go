package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/model"
)

// publicTask is a file with the columns id, fold, y and features.
type publicTask struct{ name, path string }

// taskResult is what a method reached on a task.
type taskResult struct {
	method  string
	values  map[string]float64
	seconds []float64 // of each run
}

// taskMeasures are the measures of the table, in its order.
func taskMeasures() []string { return []string{"auc", "log_loss", "ece", "calibration_slope"} }

// peerProgram predicts the folds of a file by XGBoost.
//
//go:embed peer_xgboost.py
var peerProgram []byte

// tasks puts risk on public data beside a peer on the same folds in the same run.
func (b *bench) tasks(ctx context.Context) error {
	files, err := publicTasks(b.taskDir)
	if err != nil {
		return err
	}
	t := &table{
		title: "Risk on public tasks",
		head:  []string{"task", "method", "AUC", "log loss", "ECE", "slope", "seconds (least-greatest)", "of XGBoost's seconds"},
	}
	if len(files) == 0 {
		t.notes = []string{"Not measured: there is no shared/data/bench/tasks in a folder above this one; --tasks names another."}
		return t.print(b.out)
	}
	python, absent := b.peer(ctx)
	for _, file := range files {
		results, err := b.task(ctx, file, python)
		if err != nil {
			return fmt.Errorf("%s: %w", file.name, err)
		}
		addTask(t, file.name, results)
	}
	t.notes = []string{
		fmt.Sprintf("Medians of %d alternating runs. Seconds: fitting and predicting all folds, without reading the file. AUC, log loss and slope: means over folds; ECE: of all predictions, 10 bins of equal weight.", b.taskRuns),
		"XGBoost: 2 threads, depth 4, rate 0.05, 300 rounds, rows and columns sampled at 0.8, the same on every task." + absent,
	}
	return t.print(b.out)
}

// publicTasks finds the task files in a folder, or in shared/data/bench/tasks of a
// folder above the current one.
func publicTasks(dir string) ([]publicTask, error) {
	if dir == "" {
		at, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		for ; ; at = filepath.Dir(at) {
			dir = filepath.Join(at, "shared", "data", "bench", "tasks")
			if _, err := os.Stat(dir); err == nil || at == filepath.Dir(at) {
				break
			}
		}
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.csv*"))
	if err != nil {
		return nil, err
	}
	var out []publicTask
	for _, path := range paths {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		out = append(out, publicTask{name, path})
	}
	return out, nil
}

// peer returns the Python that has XGBoost; else a sentence on what is missing.
func (b *bench) peer(ctx context.Context) (python, absent string) {
	var version bytes.Buffer
	const system = "/usr/bin/python3" // Debian's packages are there, whatever comes first in PATH
	for _, python := range []string{system, "python3"} {
		version.Reset()
		if _, err := measure(ctx, &version, python, "-c", "import numpy, xgboost; print(xgboost.__version__)"); err == nil {
			b.log.Info("peer", "python", python, "xgboost", strings.TrimSpace(version.String()))
			return python, ""
		}
	}
	return "", " XGBoost is not installed here (Debian: apt install python3-xgboost), so that its rows are missing."
}

// task measures the methods on a task, in turn.
func (b *bench) task(ctx context.Context, file publicTask, python string) ([]taskResult, error) {
	results := []taskResult{{method: "additive"}, {method: "logistic"}}
	if python != "" {
		results = append(results, taskResult{method: "XGBoost"})
	}
	for range b.taskRuns {
		for i := range results {
			r := &results[i]
			run := b.framsynTask
			if r.method == "XGBoost" {
				run = func(ctx context.Context, file publicTask, _ string) (map[string]float64, error) {
					return b.peerTask(ctx, file, python)
				}
			}
			values, err := run(ctx, file, r.method)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.method, err)
			}
			r.values, r.seconds = values, append(r.seconds, values["seconds"])
		}
	}
	return results, nil
}

// framsynTask runs framsyn model evaluate.
func (b *bench) framsynTask(ctx context.Context, file publicTask, method string) (map[string]float64, error) {
	var out bytes.Buffer
	_, err := measure(ctx, &out, b.framsyn, "model", "evaluate", "--data", file.path, "--target", "y", "--group", "id", "--fold", "fold",
		"--method", method, "--json", "--log-level", "warn")
	if err != nil {
		return nil, err
	}
	return numbersOf(out.Bytes())
}

// numbersOf are the members of a JSON object that are numbers.
func numbersOf(text []byte) (map[string]float64, error) {
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	numbers := make(map[string]float64)
	for name, value := range all {
		if number, ok := value.(float64); ok {
			numbers[name] = number
		}
	}
	return numbers, nil
}

// peerTask runs XGBoost on the same folds and judges its predictions as ours.
func (b *bench) peerTask(ctx context.Context, file publicTask, python string) (map[string]float64, error) {
	values, predictions, err := b.runPeer(ctx, python, file.path)
	if err != nil {
		return nil, err
	}
	judged, err := judgePeer(ctx, file.path, predictions)
	if err != nil {
		return nil, err
	}
	for _, m := range judged.Measures {
		values[m.Name] = m.Value
	}
	return values, nil
}

// runPeer predicts folds of a table by XGBoost trained on the others: the numbers
// that it prints, and the predictions. The arguments are those that peer_xgboost.py
// takes after the files.
func (b *bench) runPeer(ctx context.Context, python, table string, arguments ...string) (map[string]float64, []float64, error) {
	program, predictions := filepath.Join(b.dir, "peer_xgboost.py"), filepath.Join(b.dir, "peer.csv")
	if err := os.WriteFile(program, peerProgram, 0o600); err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	if _, err := measure(ctx, &out, python, append([]string{program, table, predictions}, arguments...)...); err != nil {
		return nil, nil, err
	}
	values, err := numbersOf(out.Bytes())
	if err != nil {
		return nil, nil, err
	}
	known, err := readPredictions(predictions)
	return values, known, err
}

// readPredictions reads a number a line.
func readPredictions(path string) ([]float64, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []float64
	for line := range strings.Lines(string(text)) {
		p, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// judgePeer judges predictions of a table's rows.
func judgePeer(ctx context.Context, table string, predictions given) (*model.Evaluation, error) {
	source, err := model.Open(table)
	if err != nil {
		return nil, err
	}
	data, err := model.Read(source, model.Roles{Target: "y", Group: "id", Fold: "fold"})
	if err = errors.Join(err, source.Close()); err != nil {
		return nil, err
	}
	defer data.Close() //nolint:errcheck // a temporary file without a name
	if len(predictions) != data.Rows {
		return nil, fmt.Errorf("%d predictions for %d rows", len(predictions), data.Rows)
	}
	return model.Evaluate(ctx, data, predictions, model.Options{Outcome: model.Binary, Seed: 1, Clock: time.Now})
}

// given is a method that knows the predictions already.
type given []float64

// Fit implements model.Method.
func (g given) Fit(context.Context, model.Part) (model.Predictor, error) { return g, nil }

// Predict implements model.Predictor.
func (g given) Predict(_ *model.Data, rows model.Rows) ([][]float64, error) {
	out := make([]float64, rows.Len())
	for i := range out {
		out[i] = g[rows.At(i)]
	}
	return [][]float64{out}, nil
}

// addTask adds a task's rows. Ratios are run by run.
func addTask(t *table, name string, results []taskResult) {
	peer := results[len(results)-1]
	for _, r := range results {
		cells := []string{name, r.method}
		for _, measure := range taskMeasures() {
			cells = append(cells, fixed(r.values[measure], 4))
		}
		ratio := "–"
		if peer.method == "XGBoost" {
			var ratios []float64
			for i, seconds := range r.seconds {
				ratios = append(ratios, seconds/peer.seconds[i])
			}
			ratio = spread(ratios, 2)
		}
		t.add(append(cells, spread(r.seconds, 2), ratio)...)
	}
}
