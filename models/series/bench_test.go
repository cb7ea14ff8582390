package series_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/series"
)

// columns reads a wide file without its first column.
func columns(t *testing.T, name string) []series.Series {
	t.Helper()
	rows := modeltest.BenchRows(t, name)
	out := make([]series.Series, len(rows[0])-1)
	for j := range out {
		out[j].Name = rows[0][j+1]
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[j+1], 64)
			if err != nil {
				t.Fatal(err)
			}
			out[j].Values = append(out[j].Values, v)
		}
	}
	return out
}

// peers are the scores of the forecast package 8.20 for R and of the seasonal naive method
// on the same months.
func peers(t *testing.T) map[string][3]float64 {
	t.Helper()
	rows := modeltest.BenchRows(t, "peer_hospital_a.csv")
	names := map[string]string{"comb": "mean", "ets": "ets", "ses": "ses", "snaive": "seasonal_naive", "stlm": "stl_ets", "theta": "theta"}
	out := make(map[string][3]float64)
	for _, row := range rows[1:] {
		var v [3]float64
		for i, column := range []int{1, 2, 4} { // MASE, sMAPE, coverage
			value, err := strconv.ParseFloat(row[column], 64)
			if err != nil {
				t.Fatal(err)
			}
			v[i] = value
		}
		out[names[row[0]]] = v
	}
	return out
}

// 384 monthly hospital series, 72 months to learn and 12 ahead. Each method is
// held to its peer with 2 % to spare, the published one to the goal: MASE at
// most 0.759 and 80 % intervals that cover 0.78 to 0.84.
func TestBenchHospital(t *testing.T) {
	set := columns(t, "hospital_monthly_a.csv.gz")
	peer := peers(t)
	got, err := series.Backtest(set, series.Methods(12, true), series.BacktestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	table := new(strings.Builder)
	fmt.Fprintf(table, "%-18s %23s   %s\n", "", "MASE   sMAPE  coverage", "peer")
	for _, s := range got.Methods {
		p, ok := peer[s.Method]
		fmt.Fprintf(table, "%-18s %7.4f %7.3f %7.4f   ", s.Method, s.MASE, s.SMAPE, s.Coverage80)
		if ok {
			fmt.Fprintf(table, "%7.4f %7.3f %7.4f", p[0], p[1], p[2])
		}
		fmt.Fprintln(table)
		if ok && s.MASE > 1.02*p[0] {
			t.Errorf("%s: MASE %.4f, a peer has %.4f", s.Method, s.MASE, p[0])
		}
		if s.Method == "seasonal_naive" && (math.Abs(s.MASE-p[0]) > 0.0005 || math.Abs(s.SMAPE-p[1]) > 0.005) {
			t.Errorf("seasonal naive: %.4f and %.3f, a peer has %.4f and %.3f: the measures differ", s.MASE, s.SMAPE, p[0], p[1])
		}
		if s.Failed+s.Unscaled > 0 || s.Coverage80 < 0.76 || s.Coverage80 > 0.85 {
			t.Errorf("%+v", s)
		}
	}
	t.Logf("%d series\n%s", len(set), table)
	if p := got.Methods[0]; p.MASE > 0.759 || p.Coverage80 < 0.78 || p.Coverage80 > 0.84 {
		t.Errorf("published: MASE %.4f, coverage %.4f", p.MASE, p.Coverage80)
	}
}

// AirPassengers, ETS(M,Ad,M). Wanted: forecast 8.20 for R reports AIC 1395.166
// and, for 1961, the means below. Its optimiser stops early; ours may be likelier,
// and forecasts within 1 %.
func TestAirPassengers(t *testing.T) {
	y := columns(t, "ts_AirPassengers.csv")[0].Values
	got := fit(t, series.ETS{Model: "MAdM"}, y).Forecast(12, nil).Mean
	want := []float64{441.80, 434.12, 496.63, 483.24, 483.99, 551.02, 613.18, 609.36, 530.54, 463.03, 402.75, 451.97}
	for h := range want {
		if math.Abs(got[h]/want[h]-1) > 0.01 {
			t.Errorf("month %d: %.1f, want %.1f", h+1, got[h], want[h])
		}
	}
	notes := strings.Join(series.Notes(fit(t, series.ETS{}, y)), " ")
	if notes != "ETS(MAM)" && notes != "ETS(MAdM)" {
		t.Errorf("chosen: %s", notes)
	}
}
