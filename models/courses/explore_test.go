package courses_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/modeltest"
)

func TestGrid(t *testing.T) {
	drift, _ := strconv.ParseFloat(os.Getenv("DRIFT"), 64)
	growth, _ := strconv.ParseFloat(os.Getenv("GROWTH"), 64)
	var all []courses.Outcome
	for seed := range uint64(8) {
		h := modeltest.Municipality{Seed: 100 + seed, Months: 84, Drift: drift, Growth: growth, Clients: 2000}.Histories()
		var origins []int
		for o := 47; o < 82; o += 6 {
			origins = append(origins, o)
		}
		out, err := courses.Backtest(h, 5, origins, courses.Options{}, courses.ForecastOptions{Draws: 60})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, out...)
	}
	for _, a := range courses.Summarise(all) {
		if a.Area == courses.Total && (a.Horizon == 1 || a.Horizon == 3 || a.Horizon%6 == 0) {
			t.Logf("%-15s %-12v h=%2d n=%2d MASE %.2f bias%% %5.1f CRPS%% %.2f cov %.2f", a.Method, a.Resource, a.Horizon, a.Origins, a.MASE, 100*a.Bias/a.Level, 100*a.CRPS/a.Level, a.Coverage80)
		}
	}
}

func TestProbe(t *testing.T) {
	for _, hor := range []int{1, 3, 12, 24} {
		var a, b, c, d [12]float64
		for seed := range uint64(6) {
			h := modeltest.Municipality{Seed: 100 + seed, Months: 84, Drift: 1e-9, Growth: 1e-9, Clients: 2000}.Histories()
			for o := 48; o < 60; o += 4 {
				m, _ := courses.Fit(h, o, 5, courses.Options{})
				n, hs := m.Probe(hor, 20)
				n2, hs2 := m.ActualAt(h, o+hor)
				for i := range n {
					a[i] += n[i]
					b[i] += hs[i]
					c[i] += n2[i]
					d[i] += hs2[i]
				}
			}
		}
		t.Logf("h %d", hor)
		if hor == 1 {
			m, _ := courses.Fit(modeltest.Municipality{Seed: 100, Months: 84, Drift: 1e-9, Growth: 1e-9, Clients: 2000}.Histories(), 60, 5, courses.Options{})
			t.Logf("ks %+v", m.Summary())
		}
		var tb, td float64
		for i := range a {
			tb += b[i]
			td += d[i]
			t.Logf("state %2d sim %7.0f act %7.0f ratio %.3f hours/p sim %.2f act %.2f", i, a[i], c[i], a[i]/c[i], b[i]/a[i], d[i]/c[i])
		}
		t.Logf("total hours ratio %.4f", tb/td)
	}
}

func TestStationary(t *testing.T) {
	var hs, cs [8]float64
	for seed := range uint64(6) {
		h := modeltest.Municipality{Seed: 100 + seed, Months: 84, Drift: 1e-9, Growth: 1e-9, Clients: 2000}.Histories()
		o := courses.Observed(h, 5, 0, 83)
		a, b := o.Series(-1, courses.HomeCareHours), o.Series(-1, courses.Clients)
		for i := range a {
			hs[i/12] += a[i] / 72
			cs[i/12] += b[i] / 72
		}
	}
	for i := range hs {
		if cs[i] > 0 {
			t.Logf("year %d hours %.0f clients %.0f per %.2f", i, hs[i], cs[i], hs[i]/cs[i])
		}
	}
}

func TestFlows(t *testing.T) {
	var sim, act [2][12][12]float64
	var simD, actD [12][32]float64
	const draws = 20
	for seed := range uint64(6) {
		h := modeltest.Municipality{Seed: 100 + seed, Months: 84, Drift: 1e-9, Growth: 1e-9, Clients: 2000}.Histories()
		for o := 48; o < 60; o += 6 {
			m, _ := courses.Fit(h, o, 5, courses.Options{})
			courses.Trace = func(h int, a, b uint8, mem *courses.Mem) {
				sim[(h-1)/12][a][b] += 1. / draws
				simD[a][mem.Dir()*3+mem.Pos()] += 1. / draws
			}
			m.Probe(24, draws)
			courses.Trace = nil
			m.ActualTrace(h, o+24, func(h int, a, b uint8, mem *courses.Mem) {
				act[(h-1)/12][a][b]++
				actD[a][mem.Dir()*3+mem.Pos()]++
			})
		}
	}
	for s := range 10 {
		for y := range 2 {
			var n, k float64
			for j := range 12 {
				n += sim[y][s][j]
				k += act[y][s][j]
			}
			line := ""
			for j := range 12 {
				line += fmt.Sprintf(" %.4f/%.4f", sim[y][s][j]/n, act[y][s][j]/k)
			}
			t.Logf("state %d year %d n %.0f/%.0f %s", s, y, n, k, line)
		}
	}
	for s := range 10 {
		var n, k float64
		for j := range 21 {
			n += simD[s][j]
			k += actD[s][j]
		}
		line := ""
		for j := range 21 {
			line += fmt.Sprintf(" %.3f/%.3f", simD[s][j]/n, actD[s][j]/k)
		}
		t.Logf("state %d dirpos %s", s, line)
	}
}
