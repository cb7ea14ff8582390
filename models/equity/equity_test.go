package equity_test

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/equity"
)

// share counts how often something is so.
type share struct{ n, is float64 }

func (s *share) see(is bool) {
	s.n++
	if is {
		s.is++
	}
}

func (s *share) within(t *testing.T, what string, low, high float64) {
	t.Helper()
	t.Logf("%s: %.3f of %.0f", what, s.is/s.n, s.n)
	if x := s.is / s.n; !(x >= low && x <= high) {
		t.Errorf("%s: %.3f of %.0f, wanted %v to %v", what, x, s.n, low, high)
	}
}

func covers(e equity.Effect, log float64) bool {
	return math.Log(e.Low) <= log && log <= math.Log(e.High)
}

// Over 200 made-up municipalities, intervals hold planted effects and components
// as often as they say, and no pair is said to differ the wrong way round more
// often than one municipality in twenty.
func TestPlantedDifferencesAreRecovered(t *testing.T) {
	var areas, officers, fixed, ranked, wrong share
	components := map[string]*share{"area": {}, "officer": {}, "client": {}, "residual": {}}
	for seed := range uint64(200) {
		u := municipality{
			clients: 250, officers: 20, areas: 5, crossed: seed%2 == 0, sex: .05,
			areaSD: .08, officerSD: .07, clientSD: .1, residual: .2, seed: seed,
		}
		s, truth := u.sample()
		m := fit(t, s, equity.Options{Draws: 1000})
		for i, e := range m.Areas {
			areas.see(covers(e, truth.areas[i]))
		}
		for i, e := range m.Officers {
			officers.see(covers(e, truth.officers[i]))
		}
		e := m.Fixed[0]
		sign := 1.0 // the reference is the level that is more common
		if e.Level == "female" {
			sign = -1
		}
		fixed.see(math.Log(e.Low) <= sign*u.sex && sign*u.sex <= math.Log(e.High))
		for name, sd := range map[string]float64{"area": u.areaSD, "officer": u.officerSD, "client": u.clientSD, "residual": u.residual} {
			c := component(t, m, name)
			components[name].see(c.Low <= sd*sd && sd*sd <= c.High)
		}
		ranks, err := m.Ranks(equity.Officer)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range ranks {
			place := 1.0
			for _, v := range truth.officers {
				if v > truth.officers[r.Index] {
					place++
				}
			}
			ranked.see(r.Low <= place && place <= r.High)
		}
		wrong.see(wrongPair(t, m, truth.officers))
	}
	areas.within(t, "areas", .90, .98)
	officers.within(t, "officers", .90, .98)
	fixed.within(t, "sex", .90, .99)
	ranked.within(t, "ranks", .90, .995)
	wrong.within(t, "municipalities with a pair the wrong way round", 0, .05)
	for name, c := range components {
		c.within(t, name, .90, .985)
	}
}

// wrongPair says whether any two officers are said to differ in the order that
// is not theirs.
func wrongPair(t *testing.T, m *equity.Model, truth []float64) bool {
	t.Helper()
	c, err := m.Compare(equity.Officer)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.Levels {
		for _, other := range l.Differs {
			if (m.Officers[l.Index].Ratio > m.Officers[other].Ratio) != (truth[l.Index] > truth[other]) {
				return true
			}
		}
	}
	return false
}

// Where nothing was planted, nothing is found: each test at 5 % finds something
// in at most 5 % of 200 municipalities (three standard errors of chance allowed),
// hardly any comparison differs, ranks span most places.
func TestNothingIsFoundWhereNothingIs(t *testing.T) {
	found := map[string]*share{"area": {}, "officer": {}, "any": {}}
	var differs, narrow share
	for seed := range uint64(200) {
		s, _ := municipality{
			clients: 150, officers: 20, areas: 5, crossed: seed%2 == 0, clientSD: .1, residual: .2, seed: 1000 + seed,
		}.sample()
		m := fit(t, s, equity.Options{Draws: 500})
		for _, test := range m.Tests {
			found[test.Name].see(test.P < .05)
		}
		for _, kind := range []equity.Kind{equity.Area, equity.Officer} {
			c, err := m.Compare(kind)
			if err != nil {
				t.Fatal(err)
			}
			differs.see(slices.ContainsFunc(c.Levels, func(l equity.Compared) bool { return len(l.Differs) > 0 || l.Standing != equity.Comparable }))
		}
		ranks, err := m.Ranks(equity.Officer)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range ranks {
			narrow.see(r.High-r.Low < 10)
		}
	}
	for name, f := range found {
		f.within(t, "test of "+name, 0, .05+3*math.Sqrt(.05*.95/200))
	}
	differs.within(t, "comparisons in which something differs", 0, .05)
	narrow.within(t, "ranks narrower than half the places", 0, .05)
}

// Officers with few clients are neither shown nor ranked nor compared, and make
// no difference to the others' being so.
func TestTooFewAreNotShown(t *testing.T) {
	s, _ := municipality{clients: 300, officers: 12, areas: 4, crossed: true, officerSD: .1, residual: .2, seed: 3}.sample()
	s.Officers++
	for i := range 9 {
		s.Decisions[i*40].Officer = 12
		s.Decisions[i*40].Client = uint64(10_000 + i)
	}
	m := fit(t, s, equity.Options{})
	few := m.Officers[12]
	if few.Shown || few.Clients != 9 || !math.IsNaN(few.Ratio) || !math.IsNaN(few.Low) || !math.IsNaN(few.High) {
		t.Errorf("%+v", few)
	}
	ranks, err := m.Ranks(equity.Officer)
	if err != nil {
		t.Fatal(err)
	}
	if len(ranks) != 12 || slices.ContainsFunc(ranks, func(r equity.Rank) bool { return r.Index == 12 }) {
		t.Errorf("%d ranks: %+v", len(ranks), ranks)
	}
	c, err := m.Compare(equity.Officer)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.Levels {
		if l.Index == 12 || slices.Contains(l.Differs, 12) {
			t.Errorf("compared: %+v", l)
		}
	}
	if _, err := fit(t, s, equity.Options{MinClients: 1000}).Ranks(equity.Area); err == nil {
		t.Error("areas too small were ranked")
	}
	if _, err := (&equity.Model{Areas: []equity.Effect{{Shown: true}}}).Compare(equity.Area); err == nil {
		t.Error("areas of a model without draws were compared")
	}
}

// A planted difference of a third between two groups of officers is found, and
// not within the groups.
func TestComparisonFindsWhatIsLarge(t *testing.T) {
	s, _ := municipality{clients: 1500, officers: 8, areas: 4, crossed: true, clientSD: .05, residual: .2, seed: 8}.sample()
	for i, d := range s.Decisions {
		if d.Officer < 4 {
			s.Decisions[i].Granted *= 4. / 3
		}
	}
	m := fit(t, s, equity.Options{})
	c, err := m.Compare(equity.Officer)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.Levels {
		want, standing := []int{4, 5, 6, 7}, equity.Above
		if l.Index >= 4 {
			want, standing = []int{0, 1, 2, 3}, equity.Below
		}
		if !slices.Equal(l.Differs, want) || l.Standing != standing {
			t.Errorf("officer %d: %+v", l.Index, l)
		}
	}
	if c, err := m.Compare(equity.Area); err != nil || slices.ContainsFunc(c.Levels, func(l equity.Compared) bool { return len(l.Differs) > 0 }) {
		t.Errorf("areas: %+v %v", c, err)
	}
}

func TestFreeSlopeIsRecovered(t *testing.T) {
	s, _ := municipality{clients: 800, officers: 10, areas: 4, officerSD: .1, residual: .2, seed: 5}.sample()
	for i, d := range s.Decisions {
		s.Decisions[i].Granted *= math.Pow(d.Expected, -.2)
	}
	m := fit(t, s, equity.Options{FreeSlope: true})
	if math.Abs(m.Slope-.8) > 4*m.SlopeSE || m.SlopeSE > .02 || m.SlopeSE <= 0 {
		t.Errorf("slope %v ± %v, planted 0.8", m.Slope, m.SlopeSE)
	}
	if c := component(t, m, "residual"); math.Abs(math.Sqrt(c.Variance)-.2) > .01 {
		t.Errorf("residual %v", math.Sqrt(c.Variance))
	}
}

// The shares add up to one.
func TestSharesAddUp(t *testing.T) {
	s, _ := municipality{clients: 300, officers: 10, areas: 4, sex: .1, officerSD: .1, areaSD: .1, clientSD: .1, residual: .2, seed: 6}.sample()
	m := fit(t, s, equity.Options{})
	var sum float64
	for _, c := range m.Components {
		sum += c.Share
		if c.ShareLow > c.Share || c.ShareHigh < c.Share || c.Low > c.Variance || c.High < c.Variance {
			t.Errorf("%+v", c)
		}
	}
	near(t, "sum", sum, 1, 1e-12)
}

func TestSameAnswerTwiceAndInAnyOrder(t *testing.T) {
	s, _ := municipality{clients: 300, officers: 12, areas: 4, officerSD: .1, areaSD: .1, clientSD: .1, residual: .2, seed: 7}.sample()
	a, b := fit(t, s, equity.Options{}), fit(t, s, equity.Options{})
	if !reflect.DeepEqual(a, b) {
		t.Error("two fits differ")
	}
	slices.Reverse(s.Decisions)
	slices.Reverse(s.Factors[0].Of)
	c := fit(t, s, equity.Options{})
	for i := range a.Officers {
		near(t, "officer in another order", c.Officers[i].Ratio, a.Officers[i].Ratio, 1e-5)
		near(t, "officer's interval in another order", c.Officers[i].High, a.Officers[i].High, 1e-5)
	}
}

func TestBadSamplesAreNamed(t *testing.T) {
	good := func() equity.Sample {
		s, _ := municipality{clients: 30, officers: 4, areas: 4, residual: .2, seed: 1}.sample()
		return s
	}
	for want, spoil := range map[string]func(s *equity.Sample){
		"no decisions":                  func(s *equity.Sample) { s.Decisions, s.Factors = nil, nil },
		"decision 3: NaN hours granted": func(s *equity.Sample) { s.Decisions[3].Granted = math.NaN() },
		"decision 3: -1 hours expected": func(s *equity.Sample) { s.Decisions[3].Expected = -1 },
		"decision 2: officer 4 of 4":    func(s *equity.Sample) { s.Decisions[2].Officer = 4 },
		"decision 2: area -2 of 4":      func(s *equity.Sample) { s.Decisions[2].Area = -2 },
		"values for":                    func(s *equity.Sample) { s.Factors[0].Of = s.Factors[0].Of[1:] },
		"factor sex: level 7 of 2":      func(s *equity.Sample) { s.Factors[0].Of[0] = 7 },
		"5000 officers and 4 areas":     func(s *equity.Sample) { s.Officers = 5000 },
		"cannot be told apart":          func(s *equity.Sample) { s.Factors = append(s.Factors, s.Factors[0]) },
		"no decision can be compared":   func(s *equity.Sample) { *s = sampleOf([]float64{math.Inf(-1)}, nil, nil, 0, 0) },
		"nothing is left to vary":       func(s *equity.Sample) { *s = sampleOf([]float64{0, 0, 0, 0}, nil, nil, 0, 0) },
	} {
		s := good()
		spoil(&s)
		if _, err := equity.Fit(s, equity.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, wanted one with %q", err, want)
		}
	}
	for _, o := range []equity.Options{{Level: 1}, {MaxRatio: .5}, {MinExpected: -1}, {Draws: 5}, {PriorSD: -1}, {MinClients: -1}} {
		if _, err := equity.Fit(good(), o); err == nil {
			t.Errorf("options %+v were taken", o)
		}
	}
}

func TestLeftOutAreCounted(t *testing.T) {
	s, _ := municipality{clients: 50, officers: 4, areas: 4, residual: .2, seed: 1}.sample()
	s.Decisions[0].Granted = 0
	s.Decisions[1].Expected = 1
	s.Decisions[2].Granted *= 10
	m := fit(t, s, equity.Options{})
	if want := (equity.LeftOut{NothingGranted: 1, LittleExpected: 1, OutOfProportion: 1}); m.LeftOut != want || m.Decisions != len(s.Decisions)-3 {
		t.Errorf("%+v, %d of %d compared", m.LeftOut, m.Decisions, len(s.Decisions))
	}
}
