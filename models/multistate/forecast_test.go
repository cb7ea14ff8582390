package multistate_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/framsyn/framsyn/models/multistate"
)

func cohortOf(tb testing.TB, h *multistate.Histories, origin, people int) *multistate.Cohort {
	tb.Helper()
	c, err := h.Cohort(truthDesign(), origin)
	if err != nil {
		tb.Fatal(err)
	}
	people = min(people, c.Len())
	c.ID, c.Memory = c.ID[:people], c.Memory[:people]
	for k := range c.X {
		if c.X[k] != nil {
			c.X[k] = c.X[k][:people]
		}
	}
	return c
}

// Expectations and simulation agree within Monte Carlo error: each count is
// within five standard deviations of a Poisson-binomial sum, which is no larger
// than a Poisson's.
func TestPropagateAgreesWithSimulate(t *testing.T) {
	m, h := fitTruth(t, 2000, multistate.Options{})
	c := cohortOf(t, h, 12, 500)
	for i := range c.Len() {
		c.Group = append(c.Group, uint16(i%3))
	}
	const horizon, draws = 12, 400
	want, err := multistate.Propagate(m.Table(), c, horizon, multistate.PropagateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := multistate.Simulate(m, c, horizon, multistate.SimulateOptions{Draws: draws, Fixed: true})
	if err != nil {
		t.Fatal(err)
	}
	for g := range 3 {
		for period := range horizon + 1 {
			var people float64
			for j := range want.States {
				expected := want.At(0, g, period, j)
				people += expected
				var mean float64
				for r := range draws {
					mean += got.At(r, g, period, j) / draws
				}
				if d := math.Abs(mean - expected); d > 5*math.Sqrt((expected+1e-9)/draws)+0.02 {
					t.Errorf("group %d, period %d, state %d: simulated %.3f, expected %.3f", g, period, j, mean, expected)
				}
			}
			if n := float64((c.Len() + 2 - g) / 3); math.Abs(people-n) > 1e-9 {
				t.Errorf("group %d, period %d: %v people of %v", g, period, people, n)
			}
		}
	}
}

// The occupancy of the true chain, simulated afresh, is what the fit expects: the
// total variation of states is below 0.015 for 10,000 learners and as many tested.
func TestExpectedOccupancyIsTrue(t *testing.T) {
	m, _ := fitTruth(t, 10_000, multistate.Options{})
	fresh := truth{10_000, 13}.histories(2)
	c := cohortOf(t, fresh, 0, 10_000)
	o, err := multistate.Propagate(m.Table(), c, 12, multistate.PropagateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	share, seen := make([]float64, 6), make([]float64, 6)
	for p := range fresh.Person {
		seen[fresh.State[fresh.Offset[p+1]-1]] += 1.0 / 10_000
	}
	for j, n := range o.Row(0, 0, 12) {
		share[j] = n / 10_000
	}
	if tv := variation(share, seen); tv > 0.015 {
		t.Errorf("total variation %.4f: expected %.3v, seen %.3v", tv, share, seen)
	}
}

func TestSameSeedSameAnswer(t *testing.T) {
	one, h := fitTruth(t, 1000, multistate.Options{Workers: 1})
	two, _ := fitTruth(t, 1000, multistate.Options{Workers: 3})
	if !reflect.DeepEqual(one.Effects(), two.Effects()) && !equalEffects(one.Effects(), two.Effects()) {
		t.Error("effects differ by number of workers")
	}
	c := cohortOf(t, h, 12, 300)
	var counts [2][]float64
	for i, m := range []*multistate.Model{one, two} {
		o, err := multistate.Simulate(m, c, 6, multistate.SimulateOptions{Draws: 7, Seed: 5, Workers: 1 + 2*i})
		if err != nil {
			t.Fatal(err)
		}
		counts[i] = o.Count
	}
	if !reflect.DeepEqual(counts[0], counts[1]) {
		t.Error("counts differ by number of workers")
	}
	other, err := multistate.Simulate(one, c, 6, multistate.SimulateOptions{Draws: 7, Seed: 6})
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(counts[0], other.Count) {
		t.Error("another seed gave the same counts")
	}
}

func equalEffects(a, b []multistate.Effect) bool {
	for i := range a {
		x, y := a[i], b[i]
		if math.Float64bits(x.Value) != math.Float64bits(y.Value) || math.Float64bits(x.StandardError) != math.Float64bits(y.StandardError) {
			return false
		}
	}
	return len(a) == len(b)
}

// Draws of the parameters have the spread of fits to other samples: of the log of
// the expected number of dead after a year, within a factor of 1.6 (25 samples
// give the standard deviation to ±14 %).
func TestDrawsSpreadAsSamplesDo(t *testing.T) {
	d := truthDesign()
	c := cohortOf(t, truth{200, 1}.histories(99), 0, 200)
	dead := func(table *multistate.Table) float64 {
		o, err := multistate.Propagate(table, c, 6, multistate.PropagateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return math.Log(o.At(0, 0, 6, 5))
	}
	var samples, draws []float64
	for k := range 25 {
		src, err := truth{400, 24}.histories(uint64(100+k)).Source(d, multistate.Window{Origin: 100})
		if err != nil {
			t.Fatal(err)
		}
		m, err := multistate.Fit(d, src, multistate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		samples = append(samples, dead(m.Table()))
		if k < 5 {
			centre := dead(m.Table())
			for r := range 10 {
				draws = append(draws, dead(m.Draw(1, r))-centre)
			}
		}
	}
	ratio := deviation(draws) / deviation(samples)
	t.Logf("standard deviation of draws %.4f, of samples %.4f", deviation(draws), deviation(samples))
	if ratio < 1/1.6 || ratio > 1.6 {
		t.Errorf("draws spread %.2f times as much as samples", ratio)
	}
}

// The mean over draws is the estimate, also of rare transitions: within 4 % (the
// mean of 100 draws has a standard error of 1 %).
func TestDrawsAreCentred(t *testing.T) {
	m, _ := fitTruth(t, 400, multistate.Options{})
	c := cohortOf(t, truth{200, 1}.histories(99), 0, 200)
	const draws = 100
	mean, want := make([]float64, 6), make([]float64, 6)
	for r := -1; r < draws; r++ {
		table := m.Table()
		if r >= 0 {
			table = m.Draw(1, r)
		}
		o, err := multistate.Propagate(table, c, 6, multistate.PropagateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if r < 0 {
			copy(want, o.Row(0, 0, 6))
			continue
		}
		for j, n := range o.Row(0, 0, 6) {
			mean[j] += n / draws
		}
	}
	for j := range mean {
		if math.Abs(mean[j]-want[j]) > 0.04*want[j] {
			t.Errorf("state %d: %.3f in the mean of draws, estimate %.3f", j, mean[j], want[j])
		}
	}
}

func deviation(x []float64) float64 {
	var mean, ss float64
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return math.Sqrt(ss / float64(len(x)-1))
}

// Offsets give each person the wanted probabilities, so that the expected number
// is the sum of risks.
func TestSolveOffsets(t *testing.T) {
	m, h := fitTruth(t, 2000, multistate.Options{})
	c := cohortOf(t, h, 12, 40)
	target := make([][]float64, 6)
	for i := range c.Len() {
		target[4] = append(target[4], 0.01+0.01*float64(i%20))
		target[5] = append(target[5], 0.6/float64(1+i))
	}
	target[4][3], target[5][7] = 0, math.NaN()
	if err := multistate.SolveOffsets(m.Table(), c, 12, target, multistate.SolveOptions{}); err != nil {
		t.Fatal(err)
	}
	if c.Offset[5][7] != 0 {
		t.Errorf("offset %v where no target was given", c.Offset[5][7])
	}
	for i := range c.Len() {
		c.Group = append(c.Group, uint16(i))
	}
	o, err := multistate.Propagate(m.Table(), c, 12, multistate.PropagateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Len() {
		for _, j := range []int{4, 5} {
			if want := target[j][i]; math.Abs(o.At(0, i, 12, j)-want) > 1e-9 {
				t.Errorf("person %d, state %d: %.12f, want %.12f", i, j, o.At(0, i, 12, j), want)
			}
		}
	}
	c.Group = nil
	one, err := multistate.SolveOffset(m.Table(), c, 0, 5, 12, target[5][0])
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(one-c.Offset[5][0]) > 1e-7 {
		t.Errorf("offset of one person %v, of all %v", one, c.Offset[5][0])
	}
	target[5][0] = 1
	if err := multistate.SolveOffsets(m.Table(), c, 12, target, multistate.SolveOptions{}); err == nil {
		t.Error("a probability of 1 was met")
	}
}

// On sampled paths the expected number is met up to the error of 400 paths.
func TestSolveOffsetsOnPaths(t *testing.T) {
	m, h := fitTruth(t, 2000, multistate.Options{})
	c := cohortOf(t, h, 12, 100)
	target := make([][]float64, 6)
	var want float64
	for i := range c.Len() {
		target[5] = append(target[5], 0.05+0.003*float64(i))
		want += target[5][i]
	}
	if err := multistate.SolveOffsets(m.Table(), c, 12, target, multistate.SolveOptions{Paths: 400}); err != nil {
		t.Fatal(err)
	}
	o, err := multistate.Propagate(m.Table(), c, 12, multistate.PropagateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := o.At(0, 0, 12, 5); math.Abs(got-want) > 0.01*want {
		t.Errorf("expected dead %.3f, sum of risks %.3f", got, want)
	}
}
