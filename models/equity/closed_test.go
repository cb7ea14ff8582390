package equity_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/equity"
)

// sampleOf makes decisions of distinct clients whose log ratio is y.
func sampleOf(y []float64, officer, area []int, officers, areas int) equity.Sample {
	s := equity.Sample{Officers: officers, Areas: areas}
	for i, v := range y {
		d := equity.Decision{Client: uint64(i), Officer: -1, Area: -1, Expected: 10, Granted: 10 * math.Exp(v)}
		if officer != nil {
			d.Officer = officer[i]
		}
		if area != nil {
			d.Area = area[i]
		}
		s.Decisions = append(s.Decisions, d)
	}
	return s
}

func fit(t *testing.T, s equity.Sample, o equity.Options) *equity.Model {
	t.Helper()
	m, err := equity.Fit(s, o)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Status.Converged {
		t.Fatalf("not converged: %+v", m.Status)
	}
	return m
}

func component(t *testing.T, m *equity.Model, name string) equity.Component {
	t.Helper()
	for _, c := range m.Components {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no component %s", name)
	return equity.Component{}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s: %v, wanted %v", what, got, want)
	}
}

// Dyestuff (Davies 1947): six batches of five yields, in grams. REML: batch
// 42.001, residual 49.510 (lme4, Bates et al. 2015); the ANOVA estimates of a
// balanced design are the same: MS_between = 11271.5, MS_within = 2451.25.
func TestBalancedDesignIsThatOfAnova(t *testing.T) {
	yields := []float64{
		1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
		1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445,
	}
	y, batch := make([]float64, 30), make([]int, 30)
	for i, v := range yields {
		y[i], batch[i] = (v-1527.5)/100, i/5
	}
	m := fit(t, sampleOf(y, batch, nil, 6, 0), equity.Options{MinClients: 1})
	near(t, "batch", 100*math.Sqrt(component(t, m, "officer").Variance), 42.001, 1e-4)
	near(t, "residual", 100*math.Sqrt(component(t, m, "residual").Variance), 49.510, 1e-4)
	near(t, "batch by ANOVA", component(t, m, "officer").Variance, (11271.5-2451.25)/5/1e4, 1e-5)
	near(t, "residual by ANOVA", component(t, m, "residual").Variance, 2451.25/1e4, 1e-6)
	near(t, "mean", 1+m.Intercept, 1, 1e-9)
	// The profile interval of the batch's standard deviation. lme4's is
	// 12.1986 to 84.0632, of the likelihood, not the restricted one, which is
	// wider upwards.
	c := component(t, m, "officer")
	if low, high := 100*math.Sqrt(c.Low), 100*math.Sqrt(c.High); math.Abs(low-13) > 5 || high < 84.06 || high > 115 {
		t.Errorf("batch between %v and %v", low, high)
	}
}

// In a balanced nested design the mean squares decide: σ² = MS_error,
// σ_officer² = (MS_officer − MS_error)/n, σ_area² = (MS_area − MS_officer)/(bn).
func TestBalancedNestedDesignIsThatOfAnova(t *testing.T) {
	const areas, each, n = 6, 5, 8
	rng := rand.New(rand.NewPCG(4, 4))
	var y []float64
	var officer, area []int
	areaMean, officerMean := make([]float64, areas), make([]float64, areas*each)
	var mean float64
	for a := range areas {
		u := .3 * rng.NormFloat64()
		for o := range each {
			v := .2 * rng.NormFloat64()
			for range n {
				x := u + v + .3*rng.NormFloat64()
				y, officer, area = append(y, x), append(officer, a*each+o), append(area, a)
				areaMean[a] += x / each / n
				officerMean[a*each+o] += x / n
				mean += x / areas / each / n
			}
		}
	}
	var msArea, msOfficer, msError float64
	for a, v := range areaMean {
		msArea += each * n * (v - mean) * (v - mean) / (areas - 1)
		for _, w := range officerMean[a*each : a*each+each] {
			msOfficer += n * (w - v) * (w - v) / (areas * (each - 1))
		}
	}
	for i, v := range y {
		msError += (v - officerMean[officer[i]]) * (v - officerMean[officer[i]]) / (areas * each * (n - 1))
	}
	if msArea < msOfficer || msOfficer < msError {
		t.Fatal("the draw has a negative component: choose another seed")
	}
	m := fit(t, sampleOf(y, officer, area, areas*each, areas), equity.Options{MinClients: 1})
	near(t, "residual", component(t, m, "residual").Variance, msError, 1e-5)
	near(t, "officer", component(t, m, "officer").Variance, (msOfficer-msError)/n, 1e-4)
	near(t, "area", component(t, m, "area").Variance, (msArea-msOfficer)/(each*n), 1e-4)
}

// Unbalanced by hand. Two officers with log ratios (0, 2) and (−3): within, one
// degree of freedom gives σ² = 2; the difference of means is 4, its expected
// square 2σ_o² + σ²(½ + 1) = 16, so σ_o² = 6.5; REML with two groups is just
// these two equations. (Scaled by 1/10.)
func TestUnbalancedByHand(t *testing.T) {
	m := fit(t, sampleOf([]float64{0, .2, -.3}, []int{0, 0, 1}, nil, 2, 0), equity.Options{MinClients: 1})
	near(t, "residual", component(t, m, "residual").Variance, .02, 1e-5)
	near(t, "officer", component(t, m, "officer").Variance, .065, 1e-4)
	// The mean weighs each officer's by 1/(σ_o² + σ²/n): 1/7.5 and 1/8.5.
	near(t, "mean", m.Intercept, (.1/7.5-.3/8.5)/(1/7.5+1/8.5), 1e-4)
}

// A component whose ANOVA estimate is negative is 0, and nothing is found.
func TestNegativeEstimatesAreZero(t *testing.T) {
	y := []float64{-1, 1, -1, 1, -1.2, 1.2, -.8, .8}
	for i := range y {
		y[i] /= 10
	}
	m := fit(t, sampleOf(y, []int{0, 0, 1, 1, 2, 2, 3, 3}, nil, 4, 0), equity.Options{MinClients: 1})
	if c := component(t, m, "officer"); c.Variance > 1e-12 || c.Low != 0 || !(c.High > 0) {
		t.Errorf("%+v", c)
	}
	for _, test := range m.Tests {
		if test.P < .5 {
			t.Errorf("%+v", test)
		}
	}
}

// Clients that come back do not count as new evidence: with each decision
// written ten times, officers are as uncertain as with one each, when the
// copies are of the same client; and far less when they are of new ones.
func TestRepeatedDecisionsAreOfOneClient(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	build := func(copies int, same bool) equity.Sample {
		s := equity.Sample{Officers: 6}
		for i := range 240 {
			v := .2*rng.NormFloat64() + .1*float64(i%6%2)
			for c := range copies {
				client := uint64(i)
				if !same {
					client = uint64(i*100 + c)
				}
				s.Decisions = append(s.Decisions, equity.Decision{Client: client, Officer: i % 6, Area: -1, Expected: 10, Granted: 10 * math.Exp(v+.01*rng.NormFloat64())})
			}
		}
		return s
	}
	width := func(s equity.Sample) float64 {
		m := fit(t, s, equity.Options{})
		return math.Log(m.Officers[0].High / m.Officers[0].Low)
	}
	once, copied, fresh := width(build(1, true)), width(build(10, true)), width(build(10, false))
	if copied < .7*once || copied > 1.4*once || fresh > .6*once {
		t.Errorf("width %v with one decision each, %v with ten of the same client, %v with ten clients", once, copied, fresh)
	}
}
