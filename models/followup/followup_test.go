package followup_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/followup"
)

// life is a person for tests by hand: hours by month from 0, the last repeated.
type life struct {
	area   uint16
	band   uint8
	risk   float64
	hours  []float64
	months int                     // 0 means 24
	status map[int]followup.Status // from that month on
}

func build(lives ...life) *followup.Panel {
	p := &followup.Panel{Offset: []int{0}}
	for id, l := range lives {
		status := followup.AtHome
		if l.months == 0 {
			l.months = 24
		}
		for t := range l.months {
			if s, ok := l.status[t]; ok {
				status = s
			}
			p.Area, p.Band, p.Risk = append(p.Area, l.area), append(p.Band, l.band), append(p.Risk, l.risk)
			p.Hours, p.Status = append(p.Hours, l.hours[min(t, len(l.hours)-1)]), append(p.Status, status)
		}
		p.Person, p.First, p.Offset = append(p.Person, uint64(id+100)), append(p.First, 0), append(p.Offset, len(p.Hours))
	}
	return p
}

// steps is `before` hours in months 0 … at−1, then `after`.
func steps(at int, before, after float64) []float64 {
	out := make([]float64, at+1)
	for t := range out {
		out[t] = before
	}
	out[at] = after
	return out
}

func match(t *testing.T, p *followup.Panel, cases []followup.Case, starts []followup.Start, o followup.Options) *followup.Study {
	t.Helper()
	s, err := followup.Match(p, cases, starts, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > tolerance {
		t.Errorf("%s: %v, want %v", name, got, want)
	}
}

// By hand: three cases fall by 8, 6 and 4 hours, the two controls of each by 2
// on average with residuals ±1. d = −6, −4, −2, τ̂ = −4; no control is shared
// and all trajectories are equal, so V = (4 + 0 + 4)/9 · 3/2 and SE = √(4/3).
// Student's with 2 degrees of freedom: 4.30265.
func TestByHand(t *testing.T) {
	var lives []life
	var cases []followup.Case
	for i := range 3 {
		area := uint16(i)
		cases = append(cases, followup.Case{Person: uint64(100 + len(lives)), Month: 12, Kind: 1, Believed: []float64{-5}})
		for _, after := range []float64{12 + 2*float64(i), 17, 19} {
			lives = append(lives, life{area: area, hours: steps(13, 20, after)})
		}
	}
	o := followup.Options{Horizons: []int{6}, Controls: 2, MinCases: 2}
	s := match(t, build(lives...), cases, nil, o)
	g, err := s.Estimate(nil)
	if err != nil {
		t.Fatal(err)
	}
	e := g.Effects[0]
	near(t, "effect", e.Hours.Value, -4, 1e-9)
	near(t, "standard error", e.Hours.SE, math.Sqrt(4./3), 1e-9)
	near(t, "low", e.Hours.Low, -4-4.30265*math.Sqrt(4./3), 1e-4)
	near(t, "observed", e.Observed.Value, -6, 1e-9)
	near(t, "similar", e.Similar, -2, 1e-9)
	near(t, "surprise", e.Surprise.Value, 1, 1e-9)
	near(t, "survivors", e.Survivors.Value, -4, 1e-9)
	if e.Death.Value != 0 || e.Death.Low >= 0 || e.Death.High <= 0 {
		t.Errorf("nobody died of three: %+v; that is no proof", e.Death)
	}
	c := s.Cases()[1]
	if c.Reason != followup.Matched || c.Reach != followup.SameMonth || len(c.Controls) != 2 {
		t.Errorf("case 1: %+v", c)
	}
	near(t, "difference of case 1", c.At[0].Difference, -4, 1e-9)
}

// One control serves both cases: its residual counts jointly. Controls' changes
// 1, −1 in both sets: r = ±1·√2 (one spread) · √2 (products), weights ½: E = ±2,
// V·n² = Σ(D−E)² − Σ(r/k)² = 1 + 1 + 4 + 4 − 4·1 = 6 over the case persons and
// controls, d = ±1.
func TestSharedControlsWidenTheInterval(t *testing.T) {
	p := build(
		life{hours: steps(13, 20, 21)}, life{hours: steps(13, 20, 19)},
		life{hours: steps(13, 20, 21)}, life{hours: steps(13, 20, 19)},
	)
	cases := []followup.Case{{Person: 100, Month: 12, Kind: 1}, {Person: 101, Month: 12, Kind: 1}}
	g, err := match(t, p, cases, nil, followup.Options{Horizons: []int{6}, Controls: 2, MinCases: 2}).Estimate(nil)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "standard error", g.Effects[0].Hours.SE, math.Sqrt(6./4*2), 1e-9)
	if g.Effects[0].Controls != 2 {
		t.Errorf("%d distinct controls, want 2", g.Effects[0].Controls)
	}
}

func TestReasonsAndReach(t *testing.T) {
	steady := steps(13, 20, 20)
	unknown := make([]float64, 24)
	for i := range unknown {
		unknown[i] = math.NaN()
	}
	p := build(
		life{hours: steady}, life{hours: steady}, life{hours: steady}, // 100-102 in area 0
		life{area: 1, hours: steady}, // 103: controls in the other area only
		life{band: 1, hours: steady}, // 104: alone in its band
		life{hours: unknown},         // 105
		life{hours: steady, status: map[int]followup.Status{10: followup.SpecialHousing}}, // 106
		life{hours: steady, months: 8}, // 107
		life{hours: steady, risk: 50},  // 108: far from all
	)
	ids := []uint64{100, 103, 104, 105, 106, 107, 108, 7, 101}
	var cases []followup.Case
	for _, id := range ids {
		cases = append(cases, followup.Case{Person: id, Month: 12, Kind: int(id)})
	}
	s := match(t, p, cases, []followup.Start{{Person: 101, Month: 5, Kind: 101}}, followup.Options{Controls: 2})
	want := []followup.Reason{
		followup.Matched, followup.Matched, followup.NoControls, followup.NoHours, followup.NotAtHome,
		followup.NotInPanel, followup.NoControls, followup.NotInPanel, followup.RepeatedStart,
	}
	for i, c := range s.Cases() {
		if c.Reason != want[i] {
			t.Errorf("person %d: %v, want %v", ids[i], c.Reason, want[i])
		}
		if (c.Reason == followup.Matched) != (c.At[0].Followed == followup.Complete) {
			t.Errorf("person %d: %v but %v", ids[i], c.Reason, c.At[0].Followed)
		}
	}
	if r := s.Cases()[1].Reach; r != followup.AllAreas {
		t.Errorf("reach %v, want other areas", r)
	}
	g, err := s.Estimate(nil)
	if err != nil {
		t.Fatal(err)
	}
	if !g.TooFew || g.Unmatched[followup.NoControls] != 2 || g.Reach[followup.SameMonth] != 1 || !math.IsNaN(g.Effects[0].Hours.Value) {
		t.Errorf("group %+v", g)
	}
}

// The control 101 starts in month 15 and falls from 20 to 2; its own controls
// stay at 20 (102, 103). The case falls to 10, 102 stays: in sequence the
// controls had 0, as it came −9, censored only 102 is left of two.
func TestCrossover(t *testing.T) {
	p := build(
		life{hours: steps(13, 20, 10)}, life{hours: steps(16, 20, 2)},
		life{hours: steps(13, 20, 20)}, life{area: 1, hours: steps(13, 20, 20)},
	)
	cases := []followup.Case{{Person: 100, Month: 12, Kind: 1}}
	starts := []followup.Start{{Person: 101, Month: 15, Kind: 1}}
	for mode, want := range map[followup.Crossover]float64{followup.Replace: -10, followup.Keep: -1} {
		s := match(t, p, cases, starts, followup.Options{Controls: 2, Horizons: []int{8}, Crossover: mode})
		near(t, fmt.Sprint("mode ", mode), s.Cases()[0].At[0].Difference, want, 1e-9)
	}
	s := match(t, p, cases, starts, followup.Options{Controls: 2, Horizons: []int{8}, Crossover: followup.Censor})
	if f := s.Cases()[0].At[0].Followed; f != followup.ControlsLost {
		t.Errorf("censored: %v", f)
	}
}

// Death counts as told, survivors leave the dead out, movers leave.
func TestWhatComesAfter(t *testing.T) {
	dead := map[int]followup.Status{14: followup.Dead}
	housed := map[int]followup.Status{14: followup.SpecialHousing}
	moved := map[int]followup.Status{14: followup.Moved}
	steady := steps(13, 20, 20)
	lives := []life{
		{hours: steady, status: dead, months: 15},
		{hours: steady, status: housed},
		{hours: steady, status: moved, months: 15},
		{hours: steady},
	}
	for range 3 {
		lives = append(lives, life{hours: steady})
	}
	var cases []followup.Case
	for i := range 4 {
		cases = append(cases, followup.Case{Person: uint64(100 + i), Month: 12, Kind: 1})
	}
	cases = append(cases, followup.Case{Person: 106, Month: 20, Kind: 1})
	o := followup.Options{Horizons: []int{6}, MinCases: 2, InHousing: 100}
	s := match(t, build(lives...), cases, nil, o)
	at := func(i int) followup.CaseAt { return s.Cases()[i].At[0] }
	near(t, "dead", at(0).Observed, -20, 1e-9)
	near(t, "in special housing", at(1).Observed, 80, 1e-9)
	if at(2).Followed != followup.MovedAway || at(4).Followed != followup.NotYet || at(0).Status != followup.Dead {
		t.Errorf("followed %v and %v, status %v", at(2).Followed, at(4).Followed, at(0).Status)
	}
	g, err := s.Estimate(nil)
	if err != nil {
		t.Fatal(err)
	}
	e := g.Effects[0]
	near(t, "deaths", e.Deaths, 1./3, 1e-9)
	near(t, "housed", e.Housing.Value, 1./3, 1e-9)
	near(t, "either", e.Either.Value, 2./3, 1e-9)
	if e.Cases != 3 || e.SurvivorCases != 1 {
		t.Errorf("%d cases and %d survivors, want 3 and 1", e.Cases, e.SurvivorCases)
	}
	o.AfterDeath = math.NaN()
	if f := match(t, build(lives...), cases, nil, o).Cases()[0].At[0].Followed; f == followup.Complete {
		t.Error("a death that does not count is followed")
	}
}

// Unknown months are compared with the same months unknown only.
func TestUnknownMonths(t *testing.T) {
	gap := steps(13, 20, 20)
	gap[7] = math.NaN()
	full := steps(13, 20, 15)
	p := build(life{hours: gap}, life{hours: full}, life{hours: gap}, life{hours: gap}, life{hours: full})
	s := match(t, p, []followup.Case{{Person: 100, Month: 12, Kind: 1}}, nil, followup.Options{Controls: 2})
	for _, c := range s.Cases()[0].Controls {
		if c.Person != 102 && c.Person != 103 {
			t.Errorf("control %d does not have the case's gap", c.Person)
		}
	}
	near(t, "similar", s.Cases()[0].At[0].Similar, 0, 1e-9)
}

// The same answer on any number of cores and in any order of persons and cases.
func TestSameAnswer(t *testing.T) {
	w := small()
	w.seed, w.effect = 3, -8
	s := w.simulate()
	key := make([]string, len(s.cases))
	for i, c := range s.cases {
		key[i] = fmt.Sprint("half-year ", c.Month/6)
	}
	run := func(workers int) string {
		study := match(t, s.panel, s.cases, s.starts, followup.Options{Workers: workers})
		groups, err := study.Groups(key)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%v %v", groups, study.Cases())
	}
	if run(1) != run(7) {
		t.Error("one worker and seven disagree")
	}
	all, err := match(t, s.panel, s.cases, s.starts, followup.Options{}).Estimate(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.cases[:len(s.cases)/2] {
		j := len(s.cases) - 1 - i
		s.cases[i], s.cases[j] = s.cases[j], s.cases[i]
	}
	other, err := match(t, s.panel, s.cases, s.starts, followup.Options{}).Estimate(nil)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "effect in another order", other.Effects[1].Hours.Value, all.Effects[1].Hours.Value, 1e-9)
	near(t, "standard error in another order", other.Effects[1].Hours.SE, all.Effects[1].Hours.SE, 1e-9)
}

// Believed is right, and then twenty hours too hopeful.
func TestSurprise(t *testing.T) {
	for _, optimism := range []float64{0, -20} {
		w := small()
		w.persons, w.effect, w.seed = 2000, -8, 5
		s := w.simulate()
		for i := range s.cases {
			s.cases[i].Believed = []float64{-6.5 + optimism, -7.5 + optimism, math.NaN()}
		}
		g, err := match(t, s.panel, s.cases, s.starts, followup.Options{}).Estimate(nil)
		if err != nil {
			t.Fatal(err)
		}
		e := g.Effects[1]
		near(t, "believed", e.Believed, -7.5+optimism, 1e-9)
		if right := e.Surprise.Low <= 0 && e.Surprise.High >= 0; right != (optimism == 0) {
			t.Errorf("optimism %v: surprise %+v", optimism, e.Surprise)
		}
		if n := g.Effects[2].BelievedCases; n != 0 {
			t.Errorf("%d cases stated an effect at 12 months", n)
		}
	}
}

func TestSentences(t *testing.T) {
	c := followup.CaseAt{Months: 6, Observed: -12, Similar: -9, Low: -25, High: 6, Difference: -3}
	if s := c.Swedish(0.8); !strings.Contains(s, "inget bevis") || !strings.Contains(s, "-12 timmar") || !strings.Contains(s, "80 %") {
		t.Error(s)
	}
	if s := c.English(0.8); !strings.Contains(s, "no proof") || !strings.Contains(s, "between -25 and +6") {
		t.Error(s)
	}
	c.Low, c.High = math.NaN(), math.NaN()
	if s := c.Swedish(0.8) + c.English(0.8); strings.Contains(s, "NaN") {
		t.Error(s)
	}
	for f := followup.Unmatched; f <= followup.ControlsLost; f++ {
		c.Followed = f
		if c.Swedish(0.8) == "" || c.English(0.8) == "" || f.String() == "" {
			t.Errorf("%v has no sentence", f)
		}
	}
}

func TestGroupSentences(t *testing.T) {
	e := followup.Effect{
		Months: 6, Persons: 40, Observed: followup.Interval{Value: -9.2}, Similar: -8.9,
		Hours: followup.Interval{Value: -0.3, SE: 1, Low: -2.3, High: 1.7},
	}
	if s := e.Swedish(); !strings.Contains(s, "-9,2 i månaden") || !strings.Contains(s, "hade -8,9") || !strings.Contains(s, "inte större än") {
		t.Error(s)
	}
	e.Hours.High = -0.1
	if s := e.English(); !strings.Contains(s, "had -8.9") || !strings.Contains(s, "larger than chance usually") {
		t.Error(s)
	}
	e.Hours.SE = math.NaN()
	if s := e.Swedish(); s != "För få: 40 personer kunde följas i 6 månader." {
		t.Error(s)
	}
}

// Groups by area: the small one says too few, the others draw together.
func TestGroups(t *testing.T) {
	w := small()
	w.persons, w.areas, w.seed, w.effect = 2000, 6, 2, -8
	s := w.simulate()
	key := make([]string, len(s.cases))
	for i, c := range s.cases {
		area := s.panel.Area[s.panel.Offset[c.Person-1]]
		if key[i] = fmt.Sprint("area ", area); area == 5 && i > len(key)/10 {
			key[i] = "" // leaves a handful in the last area
		}
	}
	groups, err := match(t, s.panel, s.cases, s.starts, followup.Options{}).Groups(key)
	if err != nil {
		t.Fatal(err)
	}
	if len(groups) != 6 || !groups[5].TooFew || groups[5].Cases == 0 || groups[5].Checks != nil {
		t.Errorf("%d groups, the last %+v", len(groups), groups[len(groups)-1])
	}
	var raw, pooled []float64
	for _, g := range groups[:5] {
		e := g.Effects[1]
		raw, pooled = append(raw, e.Hours.Value), append(pooled, e.Pooled.Value)
		if !(e.Pooled.High-e.Pooled.Low < e.Hours.High-e.Hours.Low) {
			t.Errorf("%s: pooled %+v, single %+v", g.Key, e.Pooled, e.Hours)
		}
	}
	if slices.Max(pooled)-slices.Min(pooled) >= slices.Max(raw)-slices.Min(raw) {
		t.Errorf("pooled %.2f, single %.2f", pooled, raw)
	}
}
