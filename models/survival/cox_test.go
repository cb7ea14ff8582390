package survival_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/survival"
)

// Six rows with ties. With r = e^β the likelihood is r²/[(3r+3)(r+3)²] by Breslow,
// so −r² + 3r + 6 = 0, and r²/[(3r+3)(r+3)(r/2+5/2)] by Efron, so −r³ + 23r + 30 = 0
// (the example of Therneau and Grambsch 2000, appendix E).
func TestCoxByHand(t *testing.T) {
	s := survival.Sample{Exit: []float64{9, 1, 1, 6, 6, 8}, Event: []int{1, 1, 0, 1, 1, 0}}
	x := [][]float64{{0, 1, 1, 1, 0, 0}}
	breslow := fitCox(t, s, x, survival.CoxOptions{Ties: survival.Breslow})
	r := (3 + math.Sqrt(33)) / 2
	near(t, "Breslow", breslow.Coefficients[0], math.Log(r), 1e-10)
	near(t, "variance", 1/breslow.Covariance.At(0, 0), r/((r+1)*(r+1))+6*r/((r+3)*(r+3)), 1e-10)
	near(t, "null", breslow.Null, -math.Log(6)-2*math.Log(4), 1e-12)
	efron := fitCox(t, s, x, survival.CoxOptions{})
	r = math.Exp(efron.Coefficients[0])
	near(t, "Efron", -r*r*r+23*r+30, 0, 1e-7)
	near(t, "likelihood", efron.LogLikelihood, math.Log(r*r/((3*r+3)*(r+3)*(r/2+2.5))), 1e-12)
	// Hazard of a row with x = 0: sums of 1/(3r+3), 1/(r+3), 1/(r/2+5/2) and 1.
	h, _ := hazard(t, efron, 6, 0)
	near(t, "hazard", h, 1/(3*r+3)+1/(r+3)+1/(r/2+2.5), 1e-10)
	h, _ = hazard(t, efron, 100, 1)
	near(t, "hazard of the other", h, r*(1/(3*r+3)+1/(r+3)+1/(r/2+2.5)+1), 1e-9)
	if h, se := hazard(t, efron, 0.5, 1); h != 0 || se != 0 {
		t.Errorf("before the first event: %v, %v", h, se)
	}
}

func hazard(t *testing.T, m *survival.Cox, time float64, row ...float64) (value, se float64) {
	t.Helper()
	value, se, err := m.CumulativeHazard(time, row, 0)
	if err != nil {
		t.Fatal(err)
	}
	return value, se
}

// plainLikelihood is the log partial likelihood as it is written in the books, by
// Efron, each risk set summed anew.
func plainLikelihood(s survival.Sample, x [][]float64, stratum []int, cause int, beta []float64) float64 {
	risk := func(i int) float64 {
		var eta float64
		for j, b := range beta {
			eta += b * x[j][i]
		}
		return math.Exp(eta)
	}
	type key struct {
		stratum int
		time    float64
	}
	done := map[key]bool{}
	var total float64
	for e := range s.Exit {
		at := key{stratum[e], s.Exit[e]}
		if s.Event[e] != cause || done[at] {
			continue
		}
		done[at] = true
		var all, dying, events, weight float64
		for i := range s.Exit {
			if stratum[i] != at.stratum || s.Entry[i] >= at.time || s.Exit[i] < at.time {
				continue
			}
			all += s.Weight[i] * risk(i)
			if s.Event[i] == cause && s.Exit[i] == at.time {
				dying += s.Weight[i] * risk(i)
				events++
				weight += s.Weight[i]
				total += s.Weight[i] * math.Log(risk(i))
			}
		}
		for k := range int(events) {
			total -= weight / events * math.Log(all-float64(k)/events*dying)
		}
	}
	return total
}

func TestCoxLikelihood(t *testing.T) {
	s, x := draw(150, 11)
	stratum := make([]int, len(s.Exit))
	for i := range stratum {
		stratum[i] = 3 + i%2*4
	}
	m := fitCox(t, s, x, survival.CoxOptions{Cause: 2, Stratum: stratum})
	near(t, "likelihood", m.LogLikelihood, plainLikelihood(s, x, stratum, 2, m.Coefficients), 1e-9)
	near(t, "null", m.Null, plainLikelihood(s, x, stratum, 2, []float64{0, 0}), 1e-9)
	// Second differences of the likelihood give the information; the first are 0.
	const h = 1e-4
	at := func(a, b float64) float64 {
		return plainLikelihood(s, x, stratum, 2, []float64{m.Coefficients[0] + a*h, m.Coefficients[1] + b*h})
	}
	i00 := -(at(1, 0) - 2*at(0, 0) + at(-1, 0)) / (h * h)
	i11 := -(at(0, 1) - 2*at(0, 0) + at(0, -1)) / (h * h)
	i01 := -(at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h * h)
	det := i00*i11 - i01*i01
	near(t, "variance", m.Covariance.At(0, 0), i11/det, 1e-4*i11/det)
	near(t, "covariance", m.Covariance.At(0, 1), -i01/det, 1e-3*math.Abs(i01/det))
	near(t, "gradient", (at(1, 0)-at(-1, 0))/(2*h), 0, 1e-4)
	if len(m.Baselines) != 2 || m.Baselines[0].Stratum != 3 || m.Baselines[1].Stratum != 7 {
		t.Errorf("strata %+v", m.Baselines)
	}
}

// The robust variance is made of derivatives by the weights.
func TestCoxRobustIsDerivative(t *testing.T) {
	for _, ties := range []survival.Ties{survival.Efron, survival.Breslow} {
		s, x := draw(70, 12)
		o := survival.CoxOptions{Ties: ties, Tolerance: 1e-12}
		m := fitCox(t, s, x, o)
		for j := range x {
			want := jackknife(s, func() float64 { return fitCox(t, s, x, o).Coefficients[j] })
			near(t, "robust SE", math.Sqrt(m.Robust.At(j, j)), want, 1e-5*want)
		}
	}
}

func TestCoxWeightIsRepetition(t *testing.T) {
	s, x := draw(80, 13)
	long, columns := repeat(s, x)
	o := survival.CoxOptions{Ties: survival.Breslow}
	a, b := fitCox(t, s, x, o), fitCox(t, long, columns, o)
	for j := range x {
		near(t, "coefficient", a.Coefficients[j], b.Coefficients[j], 1e-9)
		near(t, "variance", a.Covariance.At(j, j), b.Covariance.At(j, j), 1e-9)
	}
	h, se := hazard(t, a, 10, 1, 1)
	g, other := hazard(t, b, 10, 1, 1)
	near(t, "hazard", h, g, 1e-9)
	near(t, "SE", se, other, 1e-9)
	// Without features it is the estimate of Nelson and Aalen.
	none, plain := fitCox(t, s, nil, o), kaplanMeier(t, s)
	h, se = hazard(t, none, 10)
	near(t, "Nelson-Aalen", h, plain.At(10).Hazard, 1e-12)
	near(t, "Aalen", se, plain.At(10).HazardSE, 1e-12)
}

// A shift and a change of unit of a feature change its coefficient by the unit
// and no prediction; the order of rows changes nothing.
func TestCoxInvariants(t *testing.T) {
	s, x := draw(120, 14)
	m := fitCox(t, s, x, survival.CoxOptions{})
	p, se, err := m.Survival(7, []float64{0.5, 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = m.Survival(7, []float64{0.5, 1}, 3); err == nil {
		t.Error("no stratum 3: no error")
	}
	other := [][]float64{make([]float64, len(x[0])), x[1]}
	for i, v := range x[0] {
		other[0][i] = 5000 + 60*v
	}
	n := fitCox(t, s, other, survival.CoxOptions{})
	near(t, "unit", 60*n.Coefficients[0], m.Coefficients[0], 1e-8)
	q, spread, err := n.Survival(7, []float64{5030, 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "survival", q, p, 1e-9)
	near(t, "SE", spread, se, 1e-9)
	rng := rand.New(rand.NewPCG(5, 5))
	order := rng.Perm(len(s.Exit))
	var mixed survival.Sample
	y := make([][]float64, 2)
	for _, i := range order {
		mixed.Entry, mixed.Exit = append(mixed.Entry, s.Entry[i]), append(mixed.Exit, s.Exit[i])
		mixed.Event, mixed.Weight = append(mixed.Event, s.Event[i]), append(mixed.Weight, s.Weight[i])
		mixed.Person = append(mixed.Person, s.Person[i])
		y[0], y[1] = append(y[0], x[0][i]), append(y[1], x[1][i])
	}
	n = fitCox(t, mixed, y, survival.CoxOptions{})
	near(t, "order", n.Coefficients[0], m.Coefficients[0], 1e-9)
	near(t, "robust in another order", n.Robust.At(1, 1), m.Robust.At(1, 1), 1e-9)
}

// Known truth: hazards ½·exp(0.7 x₁ − 0.4 x₂) from late entry on. Of 150 samples ×
// 2 coefficients and 150 survival probabilities, 95 % intervals should hold 95 %;
// 0.915 and 0.90 are 2.8 standard deviations below.
func TestCoxRecovery(t *testing.T) {
	const samples = 150
	var inside, survives float64
	for seed := range uint64(samples) {
		rng := rand.New(rand.NewPCG(seed, 77))
		var s survival.Sample
		x := make([][]float64, 2)
		for len(s.Exit) < 200 {
			a, b := rng.NormFloat64(), float64(rng.IntN(2))
			death := rng.ExpFloat64() / (0.5 * math.Exp(0.7*a-0.4*b))
			entry, end := rng.Float64(), 1+3*rng.Float64()
			if death <= entry {
				continue // never seen
			}
			event := 0
			if death <= end {
				event = 1
			}
			s.Entry, s.Exit, s.Event = append(s.Entry, entry), append(s.Exit, min(death, end)), append(s.Event, event)
			x[0], x[1] = append(x[0], a), append(x[1], b)
		}
		m := fitCox(t, s, x, survival.CoxOptions{})
		for j, want := range []float64{0.7, -0.4} {
			if math.Abs(m.Coefficients[j]-want) < 1.96*math.Sqrt(m.Covariance.At(j, j)) {
				inside += 1. / (2 * samples)
			}
		}
		h, se := hazard(t, m, 2, 1, 0)
		if want := 0.5 * math.Exp(0.7) * 2; math.Abs(math.Log(h/want)) < 1.96*se/h {
			survives += 1. / samples
		}
	}
	t.Logf("coverage of coefficients %.3f, of cumulative hazards %.3f", inside, survives)
	if inside < 0.915 || survives < 0.90 {
		t.Errorf("coverage of coefficients %.3f, of cumulative hazards %.3f", inside, survives)
	}
}

// On many rows the likelihood is a large number with few digits to spare for the
// last steps, which must not stop them.
func TestCoxManyRows(t *testing.T) {
	s, x := draw(100_000, 1)
	for i := range s.Exit {
		s.Exit[i] += float64(i%997) / 1000 // few ties
	}
	if m := fitCox(t, s, x, survival.CoxOptions{}); m.Status.Iterations > 6 {
		t.Errorf("%+v", m.Status)
	}
}

// The check of proportional hazards is small by chance in 5 % of samples where they
// are proportional, and nearly always where an effect of 1.2 turns to −0.8 at ½.
func TestProportional(t *testing.T) {
	const samples = 200
	var falsely, rightly float64
	for seed := range uint64(samples) {
		rng := rand.New(rand.NewPCG(seed, 33))
		var same, turns survival.Sample
		x := make([][]float64, 1)
		for range 200 {
			a := float64(rng.IntN(2))
			h, end := rng.ExpFloat64(), 1+2*rng.Float64()
			early, late := 0.6*math.Exp(1.2*a), 0.6*math.Exp(-0.8*a)
			add := func(s *survival.Sample, death float64) {
				event := 0
				if death <= end {
					event = 1
				}
				s.Exit, s.Event = append(s.Exit, min(death, end)), append(s.Event, event)
			}
			add(&same, h/early)
			if h > early/2 {
				add(&turns, 0.5+(h-early/2)/late)
			} else {
				add(&turns, h/early)
			}
			x[0] = append(x[0], a)
		}
		if fitCox(t, same, x, survival.CoxOptions{}).Proportional[0] < 0.05 {
			falsely += 1. / samples
		}
		if fitCox(t, turns, x, survival.CoxOptions{}).Proportional[0] < 0.05 {
			rightly += 1. / samples
		}
	}
	t.Logf("p < 0.05 in %.3f of proportional samples, in %.3f of others", falsely, rightly)
	if falsely > 0.10 || rightly < 0.9 { // 0.10 is 3 standard deviations above
		t.Errorf("p < 0.05 in %.3f of proportional samples, in %.3f of others", falsely, rightly)
	}
}

func TestCoxFaults(t *testing.T) {
	s := survival.Sample{Exit: []float64{1, 2, 3, 4}, Event: []int{1, 1, 1, 0}}
	for _, c := range []struct {
		name string
		x    [][]float64
		want error
		text string
	}{
		{"constant", [][]float64{{2, 2, 2, 2}}, survival.ErrSingular, "feature 0"},
		{"dependent", [][]float64{{1, 0, 2, 3}, {2, 0, 4, 6}}, survival.ErrSingular, "dependent"},
		{"missing", [][]float64{{1, 2, math.NaN(), 3}}, nil, "row 2: feature 0 is NaN"},
	} {
		_, err := survival.FitCox(s, c.x, survival.CoxOptions{})
		if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := survival.FitCox(s, [][]float64{{1, 2, 3, 5}}, survival.CoxOptions{Cause: 2}); !errors.Is(err, survival.ErrNoEvents) {
		t.Errorf("no events of the cause: %v", err)
	}
	// The feature tells who dies first, with others beside it too.
	for _, x := range [][][]float64{{{4, 3, 2, 1}}, {{4, 3, 2, 1}, {1, 0, 0, 1}}, {{1, 1, 1, 0}}} {
		if m, err := survival.FitCox(s, x, survival.CoxOptions{}); !errors.Is(err, survival.ErrSeparated) {
			t.Errorf("separated: %v, %+v", err, m)
		}
	}
	one := fitCox(t, survival.Sample{Exit: []float64{1, 2, 3, 3}, Event: []int{0, 1, 0, 0}}, [][]float64{{1, 1, 0, 2}}, survival.CoxOptions{})
	if one.Events != 1 || one.Rows != 4 {
		t.Errorf("one event: %+v", one)
	}
}

// plainConcordance compares all pairs.
func plainConcordance(s survival.Sample, risk []float64, cause int) float64 {
	is := func(i int) bool { return s.Event[i] > 0 && (cause == 0 || s.Event[i] == cause) }
	var won, all float64
	for i := range risk {
		for j := range risk {
			later := s.Exit[j] > s.Exit[i] || s.Exit[j] == s.Exit[i] && !is(j)
			if i == j || !is(i) || !later || s.Entry[j] >= s.Exit[i] {
				continue
			}
			w := s.Weight[i] * s.Weight[j]
			all += w
			if risk[i] > risk[j] {
				won += w
			} else if risk[i] == risk[j] {
				won += w / 2
			}
		}
	}
	return won / all
}

func TestConcordance(t *testing.T) {
	s, x := draw(90, 21)
	risk := make([]float64, len(x[0]))
	for i, v := range x[0] {
		risk[i] = math.Round(3 * v) // with ties
	}
	for cause := range 3 {
		c, err := survival.Concordance(s, risk, cause)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "concordance", c.C, plainConcordance(s, risk, cause), 1e-12)
		near(t, "SE", c.SE, jackknife(s, func() float64 { return plainConcordance(s, risk, cause) }), 1e-7)
	}
	alone := survival.Sample{Exit: []float64{1, 2}, Event: []int{0, 1}}
	if _, err := survival.Concordance(alone, []float64{1, 2}, 0); !errors.Is(err, survival.ErrNoPairs) {
		t.Errorf("no pairs: %v", err)
	}
	if _, err := survival.Concordance(alone, []float64{1, math.NaN()}, 0); err == nil {
		t.Error("risk NaN: no error")
	}
	perfect := survival.Sample{Exit: []float64{1, 2, 3}, Event: []int{1, 1, 1}}
	if c, err := survival.Concordance(perfect, []float64{3, 2, 1}, 0); err != nil || c.C != 1 || c.SE != 0 || c.Comparable != 3 {
		t.Errorf("perfect: %+v, %v", c, err)
	}
}
