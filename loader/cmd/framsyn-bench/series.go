package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// publicSeries is a table of monthly series, and what peers reached on it.
type publicSeries struct {
	name, path string
	peer       string // file of the peers' numbers; may not be there
}

// backtested is what framsyn model backtest says of a method.
type backtested struct {
	MASE       *float64 `json:"mase"`
	SMAPE      *float64 `json:"smape"`
	MAE        *float64 `json:"mae"`
	Coverage80 *float64 `json:"coverage80"`
	Seconds    float64  `json:"seconds"`
}

// seriesMethods are our methods in the table's order, with the name that a file of
// peers has for the same one; empty for none.
func seriesMethods() [][2]string {
	return [][2]string{
		{"published", ""},
		{"mean", "comb"},
		{"gaussian_process", ""},
		{"theta", "theta"},
		{"ets", "ets"},
		{"stl_ets", "stlm"},
		{"ses", "ses"},
		{"seasonal_naive", "snaive"},
	}
}

// series puts forecasts of public series beside what peers reached on the same
// months.
func (b *bench) series(ctx context.Context) error {
	files, err := publicSeriesFiles(b.seriesDir)
	if err != nil {
		return err
	}
	t := &table{
		title: "Forecasts of public monthly series",
		head:  []string{"series", "method", "MASE", "peer's", "sMAPE %", "peer's", "MAE", "peer's", "80 % interval covers", "peer's", "seconds"},
	}
	if len(files) == 0 {
		t.notes = []string{"Not measured: there is no shared/data/bench/*_monthly_*.csv in a folder above this one; --series names another."}
		return t.print(b.out)
	}
	for _, file := range files {
		if err := b.addSeries(ctx, t, file); err != nil {
			return fmt.Errorf("%s: %w", file.name, err)
		}
	}
	t.notes = []string{
		"The last 12 months, forecast from those before; means over series. Seconds: fitting and forecasting all series, on all cores, without reading the file. One run.",
		"Peers: read from the file beside the data, on the same months and by the same measures: the package forecast 8.20 for R, not run here. mean: of Theta, ETS and STL-ETS.",
	}
	return t.print(b.out)
}

// publicSeriesFiles finds NAME_monthly_PART.csv, plain or gzip, and the peers'
// peer_NAME_PART.csv.
func publicSeriesFiles(dir string) ([]publicSeries, error) {
	if dir == "" {
		var err error
		if dir, err = benchFolder(); err != nil {
			return nil, err
		}
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*_monthly_*.csv*"))
	if err != nil {
		return nil, err
	}
	var out []publicSeries
	for _, path := range paths {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		out = append(out, publicSeries{name, path, filepath.Join(dir, "peer_"+strings.Replace(name, "_monthly_", "_", 1)+".csv")})
	}
	return out, nil
}

// benchFolder is shared/data/bench in the nearest folder above that has it, else of
// the root.
func benchFolder() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; at = filepath.Dir(at) {
		dir := filepath.Join(at, "shared", "data", "bench")
		if _, err := os.Stat(dir); err == nil || at == filepath.Dir(at) {
			return dir, nil
		}
	}
}

// addSeries runs framsyn model backtest and adds a row for each method.
func (b *bench) addSeries(ctx context.Context, t *table, file publicSeries) error {
	var out bytes.Buffer
	if _, err := measure(ctx, &out, b.framsyn, "model", "backtest", "--data", file.path, "--season", "12", "--horizon", "12", "--json", "--log-level", "warn"); err != nil {
		return err
	}
	var got struct {
		Methods map[string]backtested `json:"methods"`
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		return err
	}
	peers, err := readPeers(file.peer)
	if err != nil {
		return err
	}
	for _, names := range seriesMethods() {
		m, ok := got.Methods[names[0]]
		if !ok {
			return fmt.Errorf("framsyn model backtest says nothing of %s", names[0])
		}
		p := peers[names[1]]
		t.add(file.name, names[0], measured(m.MASE, 4), measured(p.MASE, 4), measured(m.SMAPE, 2), measured(p.SMAPE, 2),
			measured(m.MAE, 2), measured(p.MAE, 2), measured(m.Coverage80, 3), measured(p.Coverage80, 3), fixed(m.Seconds, 2))
	}
	return nil
}

// readPeers reads a file with the columns m (the method), mase, smape, mae and
// cov80; nothing if there is none.
func readPeers(path string) (map[string]backtested, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return map[string]backtested{}, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != "m,mase,smape,mae,cov80" {
		return nil, fmt.Errorf("%s: the header is not m,mase,smape,mae,cov80", filepath.Base(path))
	}
	out := make(map[string]backtested)
	for i, row := range rows[1:] {
		var v [4]float64
		for j := range v {
			if v[j], err = strconv.ParseFloat(row[j+1], 64); err != nil {
				return nil, fmt.Errorf("%s, row %d, column %s: not a number", filepath.Base(path), i+1, rows[0][j+1])
			}
		}
		out[row[0]] = backtested{MASE: &v[0], SMAPE: &v[1], MAE: &v[2], Coverage80: &v[3]}
	}
	return out, nil
}

// measured writes a number, and a dash for none.
func measured(v *float64, decimals int) string {
	if v == nil {
		return "–"
	}
	return fixed(*v, decimals)
}
