package panel_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/framsyn/framsyn/models/multistate/panel"
)

// Two states and one way between them: somebody seen still in the first after
// time t counts exp(−qt), somebody seen in the second 1 − exp(−qt), so with 30
// and 70 of them q = −log 0.3/t, and the variance of log q by hand.
func TestTwoStatesByHand(t *testing.T) {
	var s panel.Sample
	for i := range uint64(100) {
		state := 1
		if i < 30 {
			state = 0
		}
		s.Person = append(s.Person, i, i)
		s.Time, s.State = append(s.Time, 5, 7), append(s.State, 0, state)
	}
	m := fit(t, s, panel.Options{Start: [][]float64{{0, 1}, {0, 0}}})
	q := -math.Log(0.3) / 2
	near(t, "log q", m.LogIntensity[0], math.Log(q), 1e-7)
	near(t, "log likelihood", m.LogLikelihood, 30*math.Log(0.3)+70*math.Log(0.7), 1e-9)
	// dP/d log q = 0.3·qt, information n P'²/(P(1 − P)).
	slope := 0.3 * q * 2
	near(t, "variance", m.Covariance.At(0, 0), 0.3*0.7/(100*slope*slope), 1e-6)
	near(t, "SE of P", m.TransitionSE(2, nil).At(0, 1), math.Sqrt(0.21/100), 1e-6)
	stay, se := m.Sojourn(nil)
	near(t, "sojourn", stay[0], 1/q, 1e-6)
	near(t, "SE of sojourn", se[0], stay[0]*math.Sqrt(m.Covariance.At(0, 0)), 1e-6)
	if !math.IsInf(stay[1], 1) || se[1] != 0 {
		t.Errorf("state that is never left: sojourn %v, SE %v", stay[1], se[1])
	}
	near(t, "time in the first of 3", m.Occupancy(3, nil).At(0, 0), (1-math.Exp(-3*q))/q, 1e-7)
}

// Deaths seen exactly: with survival 1, q is events per time, whoever is alive at
// the end being in an unknown state or in the only one there is.
func TestExactDeathByHand(t *testing.T) {
	for _, last := range []int{0, panel.Unknown} {
		s := panel.Sample{
			Person: []uint64{1, 1, 2, 2, 3, 3, 4, 4},
			Time:   []float64{0, 2, 0, 3, 1, 5, 0, 6},
			State:  []int{0, 1, 0, 1, 0, last, 0, last},
		}
		m := fit(t, s, panel.Options{Start: [][]float64{{0, 1}, {0, 0}}, Exact: []int{1}})
		near(t, "q", m.Intensities(nil).At(0, 1), 2./15, 1e-8)
		near(t, "variance of log q", m.Covariance.At(0, 0), 0.5, 1e-6)
		near(t, "log likelihood", m.LogLikelihood, 2*math.Log(2./15)-2, 1e-9)
	}
}

// truth is an illness-death model with recovery, per year.
var truth = [][]float64{{-0.4, 0.3, 0.1}, {0.2, -0.6, 0.4}, {0, 0, 0}}

// simulate draws persons of a chain seen about once a year for up to ten years,
// deaths exactly; effect is that of a 0/1 covariate on the log of 0→1.
func simulate(persons int, effect float64, seed uint64) panel.Sample {
	rng := rand.New(rand.NewPCG(seed, 2))
	s := panel.Sample{X: [][]float64{nil}}
	for id := range uint64(persons) {
		x := float64(id % 2)
		add := func(time float64, state int) {
			s.Person, s.Time, s.State = append(s.Person, id), append(s.Time, time), append(s.State, state)
			s.X[0] = append(s.X[0], x)
		}
		now, state, visit := 0., 0, 0.
		for state != 2 && now < 10 {
			q := [2]float64{truth[state][1-state], truth[state][2]}
			if state == 0 {
				q[0] *= math.Exp(effect * x)
			}
			next := now + rng.ExpFloat64()/(q[0]+q[1])
			for ; visit < min(next, 10); visit += 0.5 + float64(rng.IntN(3))/2 {
				add(visit, state)
			}
			if rng.Float64() < q[0]/(q[0]+q[1]) {
				state = 1 - state
			} else {
				state = 2
			}
			now = next
			switch {
			case now >= 10:
				add(10, panel.Unknown) // no visit is as late
			case state == 2:
				add(now, 2)
			}
		}
	}
	return s
}

// The truth lies in 95 % intervals: of 25 samples × 4 intensities, 95 are
// expected, and fewer than 88 come with probability 0.002.
func TestRecovery(t *testing.T) {
	inside, all := 0, 0
	for seed := range uint64(25) {
		s := simulate(250, 0, seed)
		s.X = nil
		start, err := panel.Crude(s, [][]bool{{false, true, true}, {true, false, true}, {false, false, false}})
		if err != nil {
			t.Fatal(err)
		}
		m := fit(t, s, panel.Options{Start: start, Exact: []int{2}})
		for _, way := range m.Transitions {
			_, low, high := m.Intensity(way.From, way.To, nil, 0.95)
			if want := truth[way.From][way.To]; low <= want && want <= high {
				inside++
			}
			all++
		}
	}
	t.Logf("%d of %d intervals hold the truth", inside, all)
	if inside < 88 {
		t.Errorf("%d of %d 95 %% intervals hold the truth", inside, all)
	}
}

// Without the rows that say who was alive at the end, deaths after the last visit
// stay and survivors go: the intensities of death come out higher, here by 2 % and
// 3 %. With the rows they are right but for the noise of the samples.
func TestUnknown(t *testing.T) {
	const samples = 12
	var with, without [2]float64
	for seed := range uint64(samples) {
		s := simulate(250, 0, 100+seed)
		s.X = nil
		o := panel.Options{Start: [][]float64{{0, 0.5, 0.5}, {0.5, 0, 0.5}, {0, 0, 0}}, Exact: []int{2}}
		whole := fit(t, s, o).Intensities(nil)
		var seen panel.Sample
		for i, state := range s.State {
			if state != panel.Unknown {
				seen.Person, seen.Time, seen.State = append(seen.Person, s.Person[i]), append(seen.Time, s.Time[i]), append(seen.State, state)
			}
		}
		part := fit(t, seen, o).Intensities(nil)
		for r := range with {
			with[r] += whole.At(r, 2) / truth[r][2] / samples
			without[r] += part.At(r, 2) / truth[r][2] / samples
		}
	}
	t.Logf("death, estimated/true: with the rows %.3f, without %.3f", with, without)
	for r := range with {
		near(t, "death with unknown", with[r], 1, 0.15)
		if without[r] <= with[r] {
			t.Errorf("state %d: %v without the last rows, %v with them", r, without[r], with[r])
		}
	}
}

// A covariate that doubles one intensity.
func TestCovariate(t *testing.T) {
	s := simulate(600, math.Ln2, 7)
	m := fit(t, s, panel.Options{Start: [][]float64{{0, 0.5, 0.5}, {0.5, 0, 0.5}, {0, 0, 0}}, Exact: []int{2}})
	k := len(m.Transitions)
	for i, way := range m.Transitions {
		want := 0.
		if way == (panel.Transition{From: 0, To: 1}) {
			want = math.Ln2
		}
		se := math.Sqrt(m.Covariance.At(k+i, k+i))
		t.Logf("effect on %v: %.3f (SE %.3f), true %.3f", way, m.Effects[0][i], se, want)
		near(t, "effect", m.Effects[0][i], want, 2.6*se) // 1 % by chance each
	}
	near(t, "ratio", m.Intensities([]float64{1}).At(0, 1)/m.Intensities([]float64{0}).At(0, 1), math.Exp(m.Effects[0][0]), 1e-9)
	// Coding 0/1 as 5/25 changes the unit of the effects and nothing else.
	other := s
	other.X = [][]float64{make([]float64, len(s.Time))}
	for i, v := range s.X[0] {
		other.X[0][i] = 5 + 20*v
	}
	n := fit(t, other, panel.Options{Start: [][]float64{{0, 0.5, 0.5}, {0.5, 0, 0.5}, {0, 0, 0}}, Exact: []int{2}})
	near(t, "log likelihood", n.LogLikelihood, m.LogLikelihood, 1e-6)
	near(t, "effect per unit", n.Effects[0][0]*20, m.Effects[0][0], 1e-6)
	near(t, "SE of P", n.TransitionSE(2, []float64{25}).At(0, 1), m.TransitionSE(2, []float64{1}).At(0, 1), 1e-6)
}

// Rows of P sum to 1 and of Q to 0, P(s + t) = P(s) P(t), the time in all states
// is the time; and the order of rows and the unit of time do not matter.
func TestInvariants(t *testing.T) {
	s := simulate(120, 0, 3)
	s.X = nil
	o := panel.Options{Start: [][]float64{{0, 1, 1}, {1, 0, 1}, {0, 0, 0}}, Exact: []int{2}}
	m := fit(t, s, o)
	var product mat.Dense
	product.Mul(m.Transition(0.7, nil), m.Transition(2.3, nil))
	if !mat.EqualApprox(&product, m.Transition(3, nil), 1e-12) {
		t.Error("P(0.7) P(2.3) is not P(3)")
	}
	for r := range m.States {
		near(t, "sum of Q", mat.Sum(m.Intensities(nil).RowView(r)), 0, 1e-15)
		near(t, "sum of P", mat.Sum(m.Transition(200, nil).RowView(r)), 1, 1e-12)
		near(t, "sum of times", mat.Sum(m.Occupancy(4, nil).RowView(r)), 4, 1e-10)
	}
	var other panel.Sample
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(s.Time)) {
		other.Person = append(other.Person, s.Person[i])
		other.Time, other.State = append(other.Time, s.Time[i]*12), append(other.State, s.State[i])
	}
	monthly := fit(t, other, o)
	for k, v := range m.LogIntensity {
		near(t, "per month", monthly.LogIntensity[k], v-math.Log(12), 1e-6)
	}
	again := fit(t, s, o)
	for k, v := range m.LogIntensity {
		if again.LogIntensity[k] != v {
			t.Error("not the same twice")
		}
	}
}

// Two intensities at one value make Q defective, where methods by eigenvectors
// fail: P has t·e^{−t} in it.
func TestEqualIntensities(t *testing.T) {
	s := panel.Sample{
		Person: []uint64{1, 1, 2, 2, 3, 3, 4, 4}, Time: []float64{0, 1, 0, 1, 0, 1, 0, 1},
		State: []int{0, 1, 0, 0, 1, 2, 1, 1},
	}
	m := fit(t, s, panel.Options{Start: [][]float64{{0, 1, 0}, {0, 0, 1}, {0, 0, 0}}})
	if m.LogLikelihood < 4*math.Log(0.3) {
		t.Errorf("log likelihood %v", m.LogLikelihood)
	}
}

func TestFaults(t *testing.T) {
	start := [][]float64{{0, 1, 0}, {0, 0, 1}, {0, 0, 0}}
	good := func() panel.Sample {
		return panel.Sample{Person: []uint64{1, 1, 1, 2, 2}, Time: []float64{0, 1, 2, 0, 1}, State: []int{0, 1, 2, 0, 0}}
	}
	for _, c := range []struct {
		name   string
		change func(*panel.Sample, *panel.Options)
		want   string
	}{
		{"back from death", func(s *panel.Sample, _ *panel.Options) { s.State[2] = 0 }, "row 2: no allowed way from state 1 (row 1) to state 0"},
		{"time", func(s *panel.Sample, _ *panel.Options) { s.Time[3] = math.NaN() }, "row 3: time NaN"},
		{"twice", func(s *panel.Sample, _ *panel.Options) { s.Time[2] = 1 }, "seen twice at time 1"},
		{"state", func(s *panel.Sample, _ *panel.Options) { s.State[0] = 3 }, "row 0: state 3 is outside 0 to 2"},
		{"unknown within", func(s *panel.Sample, _ *panel.Options) { s.State[1] = panel.Unknown }, "row 1: unknown state before"},
		{"once", func(s *panel.Sample, _ *panel.Options) { s.Person = []uint64{1, 2, 3, 4, 5} }, "nobody is seen at two times"},
		{"covariate", func(s *panel.Sample, _ *panel.Options) { s.X = [][]float64{{1, math.Inf(1), 1, 1, 1}} }, "row 1: covariate 0"},
		{"constant", func(s *panel.Sample, _ *panel.Options) { s.X = [][]float64{{2, 2, 2, 2, 2}} }, "covariate 0 is the same"},
		{"start", func(_ *panel.Sample, o *panel.Options) { o.Start = [][]float64{{0, -1}, {0, 0}} }, "start value -1"},
		{"none", func(_ *panel.Sample, o *panel.Options) { o.Start = [][]float64{{0}} }, "no transition is allowed"},
	} {
		s, o := good(), panel.Options{Start: start}
		c.change(&s, &o)
		if _, err := panel.Fit(s, o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	// Nobody goes from 0 to 2 directly: its intensity wants to be 0.
	s := simulate(60, 0, 5)
	s.X = nil
	for i, state := range s.State {
		if state == 2 && s.State[i-1] == 0 {
			s.State[i] = panel.Unknown
		}
	}
	m, err := panel.Fit(s, panel.Options{Start: [][]float64{{0, 1, 1}, {1, 0, 1}, {0, 0, 0}}, Exact: []int{2}})
	var flat *panel.FlatError
	if !errors.As(err, &flat) && (err != nil || m.Status.Converged) {
		t.Errorf("intensity at 0: %v, %+v", err, m)
	}
}
