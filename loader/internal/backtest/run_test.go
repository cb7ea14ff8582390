package backtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/backtest"
	"github.com/framsyn/framsyn/models/series"
)

// options take a clock that stands still, so that results can be compared.
func options() backtest.Options {
	return backtest.Options{Season: 12, Horizon: 12, Origins: 1, Forecasts: true, Clock: func() time.Time { return time.Time{} }}
}

// tableOf makes a table from 2020-01.
func tableOf(months int, value map[string]func(t int) float64, names ...string) *backtest.Table {
	out := &backtest.Table{First: 2020 * 12, Months: months}
	for _, name := range names {
		s := series.Series{Name: name}
		for t := range months {
			s.Values = append(s.Values, value[name](t))
		}
		out.Series = append(out.Series, s)
	}
	return out
}

// made are series whose seasonal naive errors are known.
func made() map[string]func(t int) float64 {
	return map[string]func(t int) float64{
		"line":  func(t int) float64 { return float64(10 + t) },                                         // off by 12
		"wave":  func(t int) float64 { return 50 + 10*math.Sin(float64(t)*math.Pi/6) + float64(t*t%7) }, // not exactly periodic
		"still": func(int) float64 { return 5 },                                                         // no scale
		"late": func(t int) float64 {
			if t < 30 {
				return math.NaN()
			}
			return float64(t)
		},
		"ended": func(t int) float64 {
			if t >= 36 {
				return math.NaN()
			}
			return float64(t)
		},
	}
}

func scoreOf(t *testing.T, r *backtest.Report, method string) backtest.Score {
	t.Helper()
	for _, m := range r.Methods {
		if m.Method == method {
			return m
		}
	}
	t.Fatalf("no method %s", method)
	return backtest.Score{}
}

// A line that rises by 1 a month: seasonal naive is 12 too low each month, as it
// always was, so that MASE is 1 and MAE 12; sMAPE is by hand.
func TestRunKnownErrors(t *testing.T) {
	r, err := backtest.Run(t.Context(), tableOf(48, made(), "line"), options())
	if err != nil {
		t.Fatal(err)
	}
	smape := 0.0
	for h := 36; h < 48; h++ {
		smape += 200 * 12 / float64(10+h+10+h-12) / 12
	}
	got := scoreOf(t, r, "seasonal_naive")
	if got.MASE != 1 || got.MAE != 12 || math.Abs(got.SMAPE-smape) > 1e-9 || got.Series != 1 {
		t.Errorf("%+v, sMAPE %v", got, smape)
	}
	if p := r.Methods[0]; p.Method != "published" || p.MASE > 0.1 {
		t.Errorf("published on a line: %+v", p)
	}
}

// The measures are those of series.Backtest on all series at once, to the last bit.
func TestRunIsBacktest(t *testing.T) {
	o := options()
	o.Origins, o.Horizon = 3, 6
	table := tableOf(60, made(), "line", "wave", "late", "still")
	r, err := backtest.Run(t.Context(), table, o)
	if err != nil {
		t.Fatal(err)
	}
	want, err := series.Backtest(table.Series, series.Methods(12, true), series.BacktestOptions{Period: 12, Horizon: 6, Origins: 3})
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range want.Methods {
		if r.Methods[i].Score != m {
			t.Errorf("got %+v, want %+v", r.Methods[i].Score, m)
		}
	}
}

// What cannot be judged is left out of every method, and said.
func TestRunLeavesOut(t *testing.T) {
	r, err := backtest.Run(t.Context(), tableOf(48, made(), "line", "late", "ended", "still"), options())
	if err != nil {
		t.Fatal(err)
	}
	if r.Judged != 2 || len(r.LeftOut) != 2 || r.LeftOut[0].Series != "late" || r.LeftOut[1].Series != "ended" {
		t.Errorf("%d judged, left out %+v", r.Judged, r.LeftOut)
	}
	notes := strings.Join(r.Notes, "\n")
	for _, want := range []string{
		"2 series were left out: late (too short", "ended (no value in the months to compare with)",
		"1 series does not change from season to season in the months to learn from, and is no part of MASE",
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is not in\n%s", want, notes)
		}
	}
	if m := scoreOf(t, r, "seasonal_naive"); m.Series != 2 || m.Unscaled != 1 || m.MASE != 1 || m.MAE != 6 {
		t.Errorf("%+v", m)
	}
	// A value that no method takes fails in all of them, and is counted.
	huge := made()
	huge["huge"] = func(t int) float64 { return 1e300 * float64(t%5) }
	r, err = backtest.Run(t.Context(), tableOf(48, huge, "line", "huge"), options())
	if err != nil {
		t.Fatal(err)
	}
	if m := r.Methods[0]; m.Failed != 1 || m.Series != 1 || !strings.Contains(strings.Join(r.Notes, "\n"), "published could not forecast 1 of 2 series") {
		t.Errorf("%+v, %q", m, r.Notes)
	}
}

func TestRunFaults(t *testing.T) {
	o := options()
	o.Origins = 25
	for _, c := range []struct {
		table *backtest.Table
		o     backtest.Options
		want  string
	}{
		{tableOf(20, made(), "line"), options(), "20 months is too short: 12 months for the horizon and 0 months more for the origins leave 8 to learn from, at least 13 are needed"},
		{tableOf(48, made(), "line"), o, "leave 12 to learn from"},
		{tableOf(48, made(), "late"), options(), "none of 1 series can be judged; late: too short"},
	} {
		if _, err := backtest.Run(t.Context(), c.table, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, %q expected", err, c.want)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := backtest.Run(stopped, tableOf(48, made(), "line"), options()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Each forecast stands beside what came, for each origin.
func TestWrite(t *testing.T) {
	o := options()
	o.Origins, o.Horizon = 2, 3
	table := tableOf(48, made(), "line")
	table.Series[0].Values[46] = math.NaN()
	r, err := backtest.Run(t.Context(), table, o)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := r.Write(&out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if lines[0] != "series,method,origin,horizon,month,forecast,p10,p90,actual" || len(lines) != 1+8*2*3 {
		t.Fatalf("%d lines, %s", len(lines), lines[0])
	}
	var got []string
	for _, line := range lines[1:] {
		if cells := strings.Split(line, ","); cells[1] == "seasonal_naive" {
			got = append(got, strings.Join(append(cells[2:6:6], cells[8]), " "))
		}
	}
	want := []string{
		"2023-09 1 2023-10 43 55", "2023-09 2 2023-11 44 ", "2023-09 3 2023-12 45 57",
		"2023-08 1 2023-09 42 54", "2023-08 2 2023-10 43 55", "2023-08 3 2023-11 44 ",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// An unknown measure is null with a note, never NaN.
func TestUnknownIsNull(t *testing.T) {
	r, err := backtest.Run(t.Context(), tableOf(48, made(), "still"), options())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), `{"mase":null,"smape":0,"mae":0,"coverage80":1,`) || !strings.Contains(strings.Join(r.Notes, "\n"), "MASE is not known (null)") {
		t.Errorf("%s", text)
	}
}

func TestPrint(t *testing.T) {
	r := &backtest.Report{
		Season: 12, Horizon: 6, Origins: 3, First: 2020 * 12, Last: 2024*12 + 2, Judged: 4, Notes: []string{"1 series was left out"},
		Methods: []backtest.Score{
			{Score: series.Score{Method: "published", MASE: 0.75, SMAPE: 17.084, MAE: 16.3269, Coverage80: 0.8255}, Seconds: 1.234},
			{Score: series.Score{Method: "ses", MASE: math.NaN(), SMAPE: 20, MAE: 1, Coverage80: 1}, Seconds: 0.5},
		},
	}
	var out bytes.Buffer
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	const want = `method     MASE    sMAPE %  MAE     80 % covers  seconds
published  0.7500  17.08    16.327  0.826        1.23
ses        –       20.00    1.000   1.000        0.50
4 series, 51 months from 2020-01 to 2024-03; 6 months ahead from 2023-07 to 2023-09 (3 origins), season 12; means over series
note: 1 series was left out
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
