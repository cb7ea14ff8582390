package survival_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/survival"
)

func kaplanMeier(t *testing.T, s survival.Sample) *survival.Curve {
	t.Helper()
	c, err := survival.KaplanMeier(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func aalenJohansen(t *testing.T, s survival.Sample) *survival.Incidence {
	t.Helper()
	c, err := survival.AalenJohansen(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestKaplanMeierByHand(t *testing.T) {
	c := kaplanMeier(t, survival.Sample{Exit: []float64{5, 1, 2, 3, 2}, Event: []int{0, 1, 1, 1, 0}})
	for _, k := range []struct{ time, survival, greenwood, hazard, aalen float64 }{
		{0.9, 1, 0, 0, 0},
		{1, 0.8, 1. / 20, 0.2, 1. / 25},
		{2, 0.6, 1./20 + 1./12, 0.45, 1./25 + 1./16},
		{4, 0.3, 1./20 + 1./12 + 1./2, 0.95, 1./25 + 1./16 + 1./4},
	} {
		p := c.At(k.time)
		near(t, "survival", p.Survival, k.survival, 1e-15)
		near(t, "Greenwood", p.SurvivalSE, k.survival*math.Sqrt(k.greenwood), 1e-15)
		near(t, "hazard", p.Hazard, k.hazard, 1e-15)
		near(t, "Aalen", p.HazardSE, math.Sqrt(k.aalen), 1e-15)
	}
	if median, ok := c.Quantile(0.5); median != 3 || !ok {
		t.Errorf("median %v, %v", median, ok)
	}
	if _, ok := c.Quantile(0.9); ok || c.Last != 5 {
		t.Errorf("a curve that ends at 0.3 has a 0.9 quantile; last %v", c.Last)
	}
	// Areas from 1, 2 and 3 to 5: 0.8 + 0.6 + 0.6 = 2, 1.2, 0.6.
	mean, se := c.RestrictedMean(0, 5)
	near(t, "mean", mean, 3, 1e-15)
	near(t, "SE of mean", se, math.Sqrt(4./20+1.44/12+0.36/2), 1e-14)
	part, _ := c.RestrictedMean(1.5, 2.5)
	near(t, "mean of a part", part, 0.5*0.8+0.5*0.6, 1e-15)
	// log(−log S) ± 1.96 SE/(S |log S|).
	low, high := c.Interval(2.5, 0.95)
	width := math.Exp(1.959963984540054 * math.Sqrt(1./20+1./12) / -math.Log(0.6))
	near(t, "low", low, math.Pow(0.6, width), 1e-12)
	near(t, "high", high, math.Pow(0.6, 1/width), 1e-12)
}

// Those who enter at the time of an event are not at risk for it.
func TestLeftTruncationByHand(t *testing.T) {
	s := survival.Sample{Entry: []float64{0, 1, 2, 3}, Exit: []float64{3, 4, 5, 6}, Event: []int{1, 1, 0, 1}}
	c := kaplanMeier(t, s)
	for i, want := range []float64{2. / 3, 4. / 9, 0} {
		near(t, "survival", c.Survival[i], want, 1e-15)
	}
	if c.AtRisk[0] != 3 || c.AtRisk[1] != 3 || c.AtRisk[2] != 1 || c.SurvivalSE[2] != 0 || c.First != 0 {
		t.Errorf("%+v", c)
	}
	if low, high := c.Interval(6, 0.9); low != 0 || !(high > 4./9) {
		t.Errorf("interval where nobody is left: %v to %v", low, high)
	}
	later, rows := s.After(3.5)
	if c = kaplanMeier(t, later); c.First != 3.5 || len(rows) != 3 || rows[0] != 1 {
		t.Errorf("after 3.5: %+v, rows %v", c, rows)
	}
	near(t, "conditional", c.At(4).Survival, 2./3, 1e-15)
}

// A risk set that empties and fills again: survival stays 0, hazard goes on.
func TestGapInRiskSet(t *testing.T) {
	s := survival.Sample{Entry: []float64{0, 2, 2}, Exit: []float64{1, 3, 4}, Event: []int{1, 2, 0}, Weight: []float64{0.1, 0.3, 0.7}}
	c := kaplanMeier(t, s)
	if p := c.At(3); p.Survival != 0 || p.SurvivalSE != 0 || !(p.Hazard > 1.29 && p.Hazard < 1.31) {
		t.Errorf("%+v", p)
	}
	i := aalenJohansen(t, s)
	for cause, want := range []float64{1, 0} {
		if p, se := i.At(cause+1, 9); p != want || math.IsNaN(se) {
			t.Errorf("cause %d: %v (SE %v), want %v", cause+1, p, se, want)
		}
	}
}

func TestAalenJohansenByHand(t *testing.T) {
	// n = 5, 4, 3 and 1; S before 1, 4/5, 3/5 and 2/5.
	s := survival.Sample{Exit: []float64{1, 2, 3, 3.5, 4}, Event: []int{1, 2, 1, 0, 2}}
	c := aalenJohansen(t, s)
	for _, k := range []struct {
		cause   int
		t, want float64
	}{{1, 1, 0.2}, {2, 2, 0.2}, {1, 3.9, 0.4}, {2, 3.9, 0.2}, {2, 4, 0.6}, {1, 4, 0.4}, {1, 0.5, 0}, {3, 4, 0}} {
		p, _ := c.At(k.cause, k.t)
		near(t, "incidence", p, k.want, 1e-15)
	}
	// Without censoring before 3 the variance is the binomial p(1 − p)/n.
	_, se := c.At(1, 3)
	near(t, "SE", se, math.Sqrt(0.4*0.6/5), 1e-14)
	robust, err := survival.RobustSE(s, 1, 3)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "robust SE", robust, math.Sqrt(0.4*0.6/5), 1e-14)
	low, high := survival.Interval(0.4, se, 0.95)
	if !(low > 0 && low < 0.4 && high > 0.4 && high < 1) {
		t.Errorf("interval %v to %v", low, high)
	}
}

// draw makes rows with entry times, ties, three kinds of events and weights.
func draw(n int, seed uint64) (survival.Sample, [][]float64) {
	rng := rand.New(rand.NewPCG(seed, 3))
	var s survival.Sample
	x := make([][]float64, 2)
	for range n {
		a, b := rng.NormFloat64(), float64(rng.IntN(2))
		entry := math.Floor(6 * rng.Float64())
		s.Entry = append(s.Entry, entry)
		s.Exit = append(s.Exit, entry+1+math.Floor(8*rng.ExpFloat64()*math.Exp(-0.5*a+0.3*b)))
		s.Event = append(s.Event, rng.IntN(3))
		s.Weight = append(s.Weight, float64(1+rng.IntN(3)))
		s.Person = append(s.Person, rng.Uint64N(uint64(2*n/3)))
		x[0], x[1] = append(x[0], a), append(x[1], b)
	}
	return s, x
}

// repeat writes each row as many times as its weight says.
func repeat(s survival.Sample, x [][]float64) (survival.Sample, [][]float64) {
	var out survival.Sample
	columns := make([][]float64, len(x))
	for i, w := range s.Weight {
		for range int(w) {
			out.Entry, out.Exit, out.Event = append(out.Entry, s.Entry[i]), append(out.Exit, s.Exit[i]), append(out.Event, s.Event[i])
			for j := range x {
				columns[j] = append(columns[j], x[j][i])
			}
		}
	}
	return out, columns
}

func TestWeightIsRepetition(t *testing.T) {
	s, _ := draw(60, 1)
	long, _ := repeat(s, nil)
	a, b := kaplanMeier(t, s), kaplanMeier(t, long)
	i, j := aalenJohansen(t, s), aalenJohansen(t, long)
	for time := range 30 {
		p, q := a.At(float64(time)), b.At(float64(time))
		near(t, "survival", p.Survival, q.Survival, 1e-12)
		near(t, "SE", p.SurvivalSE, q.SurvivalSE, 1e-12)
		near(t, "hazard", p.Hazard, q.Hazard, 1e-12)
		near(t, "SE of hazard", p.HazardSE, q.HazardSE, 1e-12)
		total := p.Survival
		for cause := 1; cause <= 2; cause++ {
			f, se := i.At(cause, float64(time))
			g, other := j.At(cause, float64(time))
			near(t, "incidence", f, g, 1e-12)
			near(t, "SE of incidence", se, other, 1e-9)
			total += f
		}
		near(t, "sum over states", total, 1, 1e-12)
	}
}

// With one cause the incidence is 1 − S, and its standard error Greenwood's.
func TestOneCauseIsKaplanMeier(t *testing.T) {
	s, _ := draw(80, 2)
	for i := range s.Event {
		s.Event[i] = min(s.Event[i], 1)
	}
	a, b := kaplanMeier(t, s), aalenJohansen(t, s)
	for i, time := range a.Time {
		p, se := b.At(1, time)
		near(t, "incidence", p, 1-a.Survival[i], 1e-12)
		near(t, "SE", se, a.SurvivalSE[i], 1e-7)
	}
}

// The infinitesimal jackknife is the derivative by the weights, which can be had
// by moving each of them a little; rows of one person are summed first.
func TestRobustSEIsDerivative(t *testing.T) {
	s, _ := draw(60, 4)
	for cause := range 3 {
		value := func() float64 {
			if cause == 0 {
				return 1 - kaplanMeier(t, s).At(12).Survival
			}
			p, _ := aalenJohansen(t, s).At(cause, 12)
			return p
		}
		got, err := survival.RobustSE(s, cause, 12)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "robust SE", got, jackknife(s, value), 1e-6)
	}
}

// jackknife is the root of the squared influences by person, differenced.
func jackknife(s survival.Sample, value func() float64) float64 {
	const h = 1e-5
	sums := map[uint64]float64{}
	for i, w := range s.Weight {
		s.Weight[i] = w + h
		up := value()
		s.Weight[i] = w - h
		sums[s.Person[i]] += w * (up - value()) / (2 * h)
		s.Weight[i] = w
	}
	var total float64
	for _, v := range sums {
		total += v * v
	}
	return math.Sqrt(total)
}

func TestCurvesOfLittle(t *testing.T) {
	censored := survival.Sample{Exit: []float64{1, 2}, Event: []int{0, 0}}
	c := kaplanMeier(t, censored)
	if p := c.At(5); p.Survival != 1 || p.Hazard != 0 || len(c.Time) != 0 || c.Last != 2 {
		t.Errorf("all censored: %+v", c)
	}
	if mean, se := c.RestrictedMean(0, 2); mean != 2 || se != 0 {
		t.Errorf("all censored: mean %v, SE %v", mean, se)
	}
	if i := aalenJohansen(t, censored); len(i.Probability) != 0 {
		t.Errorf("all censored: %+v", i)
	}
	one := kaplanMeier(t, survival.Sample{Exit: []float64{0}, Event: []int{1}})
	if one.Survival[0] != 0 || one.SurvivalSE[0] != 0 || one.Hazard[0] != 1 {
		t.Errorf("one event at 0: %+v", one)
	}
	if low, high := one.Interval(1, 0.95); low != 0 || high != 1 {
		t.Errorf("one event: interval %v to %v", low, high)
	}
}

func TestFaults(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name   string
		sample survival.Sample
		want   string
	}{
		{"empty", survival.Sample{}, "no rows"},
		{"no weight", survival.Sample{Exit: []float64{1}, Event: []int{1}, Weight: []float64{0}}, "no rows"},
		{"exit", survival.Sample{Exit: []float64{1, nan}, Event: []int{1, 0}}, "row 1: exit NaN"},
		{"before the start", survival.Sample{Exit: []float64{-1}, Event: []int{1}}, "row 0: exit -1 is negative"},
		{"entry", survival.Sample{Entry: []float64{math.Inf(1)}, Exit: []float64{1}, Event: []int{1}}, "row 0: entry +Inf"},
		{"no time", survival.Sample{Entry: []float64{1}, Exit: []float64{1}, Event: []int{1}}, "row 0: exit 1 is not after entry 1"},
		{"event", survival.Sample{Exit: []float64{1}, Event: []int{-2}}, "row 0: event -2"},
		{"weight", survival.Sample{Exit: []float64{1}, Event: []int{1}, Weight: []float64{-1}}, "row 0: weight -1"},
	} {
		_, err := survival.KaplanMeier(c.sample)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
		if _, other := survival.FitCox(c.sample, nil, survival.CoxOptions{}); other == nil || other.Error() != err.Error() {
			t.Errorf("%s: Cox has error %v", c.name, other)
		}
	}
	both := survival.Sample{Exit: []float64{nan, nan}, Event: []int{1, 0}}
	if err := both.Validate(); !strings.Contains(err.Error(), "row 0") || !strings.Contains(err.Error(), "row 1") {
		t.Errorf("two faults: %v", err)
	}
	var row *survival.RowError
	if err := both.Validate(); !errors.As(err, &row) || row.Row != 0 {
		t.Errorf("no row in %v", err)
	}
}
