package panel_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/multistate/panel"
)

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.6f, want %.6f ± %g", name, got, want, tolerance)
	}
}

func fit(t *testing.T, s panel.Sample, o panel.Options) *panel.Model {
	t.Helper()
	m, err := panel.Fit(s, o)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Status.Converged {
		t.Fatalf("not converged: %+v", m.Status)
	}
	return m
}

// cav reads heart transplants: years since the transplant, states 1 to 3 of
// coronary vasculopathy and 4, death, here from 0.
func cav(t *testing.T) (panel.Sample, panel.Options) {
	t.Helper()
	var s panel.Sample
	rows := modeltest.BenchRows(t, "cav.csv.gz")
	age := make([]float64, 0, len(rows))
	for _, row := range rows[1:] {
		person, err1 := strconv.ParseUint(row[0], 10, 64)
		years, err2 := strconv.ParseFloat(row[2], 64)
		state, err3 := strconv.Atoi(row[7])
		donor, err4 := strconv.ParseFloat(row[3], 64)
		if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
			t.Fatalf("row %v", row)
		}
		s.Person, s.Time, s.State = append(s.Person, person), append(s.Time, years), append(s.State, state-1)
		age = append(age, donor)
	}
	s.X = [][]float64{age}
	return s, panel.Options{Exact: []int{3}, Start: [][]float64{
		{0, 0.25, 0, 0.25},
		{0.166, 0, 0.166, 0.166},
		{0, 0.25, 0, 0.25},
		{0, 0, 0, 0},
	}}
}

// Wanted: R msm, same start values, death exact.
func TestBenchCav(t *testing.T) {
	s, o := cav(t)
	s.X = nil
	m := fit(t, s, o)
	t.Logf("−2 log L %.4f, %+v", -2*m.LogLikelihood, m.Status)
	near(t, "−2 log L", -2*m.LogLikelihood, 3968.798, 0.0005)
	for _, c := range []struct {
		from, to int
		want     float64
	}{
		{0, 1, 0.1279}, {0, 3, 0.0425}, {1, 0, 0.2251}, {1, 2, 0.3426}, {1, 3, 0.0402}, {2, 1, 0.1306}, {2, 3, 0.3065},
	} {
		q, low, high := m.Intensity(c.from, c.to, nil, 0.95)
		t.Logf("%d→%d %.5f (%.5f to %.5f)", c.from+1, c.to+1, q, low, high)
		near(t, "intensity", q, c.want, 0.0001)
	}
	p, se := m.Transition(1, nil), m.TransitionSE(1, nil)
	for c, want := range []float64{0.8540, 0.0884, 0.0148, 0.0429} {
		t.Logf("P(1) %.5f (SE %.5f)", p.At(0, c), se.At(0, c))
		near(t, "P(1)", p.At(0, c), want, 0.0001)
	}
	stay, spread := m.Sojourn(nil)
	for r, want := range []float64{5.870, 1.645, 2.288} {
		t.Logf("sojourn %.4f (SE %.4f)", stay[r], spread[r])
		near(t, "sojourn", stay[r], want, 0.001)
	}
}
