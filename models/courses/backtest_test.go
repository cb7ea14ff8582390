package courses_test

import (
	"testing"
	"time"

	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/modeltest"
)

func TestExplore(t *testing.T) {
	for seed := range uint64(2) {
		h := modeltest.Municipality{Seed: seed, Months: 84}.Histories()
		obs := courses.Observed(h, 5, 0, 83)
		for _, r := range courses.Resources() {
			t.Logf("%v %.0f", r, obs.Series(courses.Total, r))
		}
		start := time.Now()
		m, err := courses.Fit(h, 59, 5, courses.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("persons %d rows %d fit %v %+v", len(h.Person), len(h.Month), time.Since(start), m.Summary())
		start = time.Now()
		f, err := m.Forecast(courses.ForecastOptions{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("forecast %v", time.Since(start))
		start = time.Now()
		for _, hor := range []int{1, 6, 12, 24} {
			for _, d := range courses.Drivers() {
				t.Logf("%v", f.Cell(courses.Total, hor, courses.HomeCareHours, d))
			}
		}
		f.Cells()
		t.Logf("cells %v", time.Since(start))
		start = time.Now()
		var origins []int
		for o := 36; o < 82; o += 3 {
			origins = append(origins, o)
		}
		out, err := courses.Backtest(h, 5, origins, courses.Options{}, courses.ForecastOptions{Draws: 100})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("backtest %v", time.Since(start))
		for _, a := range courses.Summarise(out) {
			if a.Area == courses.Total && (a.Horizon == 1 || a.Horizon == 3 || a.Horizon%6 == 0) {
				t.Logf("%-15s %-12v h=%2d n=%2d MASE %.2f bias%% %5.1f CRPS%% %.2f cov %.2f", a.Method, a.Resource, a.Horizon, a.Origins, a.MASE, 100*a.Bias/a.Level, 100*a.CRPS/a.Level, a.Coverage80)
			}
		}
		p := courses.EstimatePractice(out, 24)
		t.Logf("practice %.3f", p.Total[0])
		t.Logf("area %.3f", p.Area[0])
	}
}
