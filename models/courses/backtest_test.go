package courses_test

import (
	"math"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/modeltest"
)

// Rolling origins on made-up municipalities that are not of the model's family,
// with drifting practice and growth: courses against the seasonal naive. The
// practice term of each municipality comes from origins whose forecasts had all
// come true at the first origin that is judged.
func TestBacktestBeatsSeasonalNaive(t *testing.T) {
	const areas = 3
	var judged []courses.Outcome
	for seed := range uint64(3) {
		h := modeltest.Municipality{Clients: 700, Months: 108, Areas: areas, Seed: 40 + seed}.Histories()
		past, err := courses.Backtest(h, areas, []int{35, 41, 47, 53, 59}, courses.Options{}, courses.ForecastOptions{Draws: 30, Horizon: 24})
		if err != nil {
			t.Fatal(err)
		}
		past = slices.DeleteFunc(past, func(o courses.Outcome) bool { return o.Origin+o.Horizon > 71 })
		now, err := courses.Backtest(h, areas, []int{71, 77, 83}, courses.Options{}, courses.ForecastOptions{
			Draws: 50, Horizon: 24, Practice: courses.EstimatePractice(past, 24),
		})
		if err != nil {
			t.Fatal(err)
		}
		judged = append(judged, now...)
	}
	naive := make(map[[2]int]courses.Accuracy)
	summary, ratio, covered := courses.Summarise(judged), make(map[courses.Resource]float64), make(map[courses.Resource]float64)
	for _, a := range summary {
		if a.Method == courses.MethodSeasonalNaive && a.Area == courses.Total {
			naive[[2]int{int(a.Resource), a.Horizon}] = a
		}
	}
	t.Log("total of areas         h    n   MASE (naive)   CRPS % (naive)   80 % coverage (naive)   bias %")
	for _, a := range summary {
		if a.Method != courses.MethodCourses || a.Area != courses.Total || !slices.Contains([]int{1, 3, 6, 12, 18, 24}, a.Horizon) {
			continue
		}
		n := naive[[2]int{int(a.Resource), a.Horizon}]
		t.Logf("%-20v %3d %4d   %.2f (%.2f)     %4.1f (%4.1f)       %.2f (%.2f)             %5.1f", a.Resource, a.Horizon, a.Origins,
			a.MASE, n.MASE, 100*a.CRPS/a.Level, 100*n.CRPS/n.Level, a.Coverage80, n.Coverage80, 100*a.Bias/a.Level)
		ratio[a.Resource] += a.CRPS / n.CRPS / 6
		if a.Horizon <= 6 && a.CRPS > n.CRPS {
			t.Errorf("%v, horizon %d: CRPS %.1f above the seasonal naive's %.1f", a.Resource, a.Horizon, a.CRPS, n.CRPS)
		}
		covered[a.Resource] += a.Coverage80 / 6
		limit := 0.08
		if a.Resource == courses.SpecialHousingPersons { // some hundred persons, who stay for years
			limit = 0.15
		}
		if b := a.Bias / a.Level; math.Abs(b) > limit {
			t.Errorf("%v, horizon %d: bias %.3f of the level", a.Resource, a.Horizon, b)
		}
	}
	for r, v := range ratio {
		t.Logf("%v: CRPS %.2f of the seasonal naive's, mean of six horizons", r, v)
		if v > 0.9 {
			t.Errorf("%v: CRPS %.2f of the seasonal naive's", r, v)
		}
		// Six horizons of nine outcomes of three municipalities: standard deviation
		// of the mean coverage about 0.08, as outcomes of an origin go together.
		if c := covered[r]; c < 0.6 {
			t.Errorf("%v: mean coverage %.2f", r, c)
		}
	}
}

// Errors of a known size come back: variance of log errors beyond the draws'.
func TestEstimatePractice(t *testing.T) {
	var list []courses.Outcome
	for h := 1; h <= 6; h++ {
		for _, sign := range []float64{-1, 1} {
			o := courses.Outcome{Method: courses.MethodCourses, Horizon: h, Area: courses.Total, Mean: 100, LogSD: 0.03}
			o.Actual = 100 + sign*5*float64(min(h, 3)) // log errors of about 0.05, 0.10, 0.15, 0.15 …
			list = append(list, o)
		}
	}
	p := courses.EstimatePractice(list, 8)
	sd := p.Total[courses.HomeCareHours]
	near(t, "horizon 1", sd[0], 0.04, 0.002) // √(0.05² − 0.03²)
	near(t, "horizon 3", sd[2], 0.147, 0.005)
	near(t, "horizon 8, beyond the data", sd[7], sd[5], 1e-12)
	if !slices.IsSorted(sd) {
		t.Errorf("not growing: %v", sd)
	}
	if slices.Max(p.Area[courses.HomeCareHours]) != 0 {
		t.Errorf("areas without outcomes: %v", p.Area)
	}
}

func benchmark(b *testing.B, clients, months int) {
	b.Helper()
	h := modeltest.Municipality{Clients: clients, Months: months, Areas: 20, Seed: 1}.Histories()
	m, err := courses.Fit(h, months-1, 20, courses.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ReportMetric(float64(m.Summary().Clients), "clients")
	for b.Loop() {
		if _, err := m.Forecast(courses.ForecastOptions{Horizon: 36}); err != nil {
			b.Fatal(err)
		}
	}
}

// 36 months, 200 draws, 20 areas.
func BenchmarkForecast2000(b *testing.B)   { benchmark(b, 2000, 36) }
func BenchmarkForecast100000(b *testing.B) { benchmark(b, 100_000, 36) }

func BenchmarkFit100000(b *testing.B) {
	h := modeltest.Municipality{Clients: 100_000, Months: 36, Areas: 20, Seed: 1}.Histories()
	b.ReportMetric(float64(len(h.Month)), "rows")
	for b.Loop() {
		if _, err := courses.Fit(h, 35, 20, courses.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
