package followup_test

import (
	"math"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/followup"
)

func TestErrorsSayWhatIsWrong(t *testing.T) {
	good := func() *followup.Panel { return build(life{hours: []float64{1}}, life{hours: []float64{2}}) }
	one := []followup.Case{{Person: 100, Month: 12}}
	for _, c := range []struct {
		name  string
		spoil func(*followup.Panel)
		cases []followup.Case
		o     followup.Options
		says  string
	}{
		{"negative hours", func(p *followup.Panel) { p.Hours[3] = -1 }, one, followup.Options{}, "row 3"},
		{"infinite risk", func(p *followup.Panel) { p.Risk[2] = math.Inf(1) }, one, followup.Options{}, "row 2"},
		{"status", func(p *followup.Panel) { p.Status[1] = 9 }, one, followup.Options{}, "row 1"},
		{"short area", func(p *followup.Panel) { p.Area = p.Area[:4] }, one, followup.Options{}, "Area"},
		{"offsets", func(p *followup.Panel) { p.Offset[1] = 0 }, one, followup.Options{}, "person 0"},
		{"no offsets", func(p *followup.Panel) { p.Offset = nil }, one, followup.Options{}, "offset"},
		{"same id", func(p *followup.Panel) { p.Person[1] = 100 }, one, followup.Options{}, "same id"},
		{"twice", nil, append(one, one...), followup.Options{}, "two cases"},
		{"believed", nil, []followup.Case{{Person: 100, Believed: []float64{1}}}, followup.Options{}, "case 0"},
		{"horizon", nil, one, followup.Options{Horizons: []int{1}}, "horizon 1"},
		{"no horizons", nil, one, followup.Options{Horizons: []int{}}, "no horizons"},
		{"window", nil, one, followup.Options{Window: 9}, "window"},
		{"controls", nil, one, followup.Options{Controls: 1}, "controls"},
		{"level", nil, one, followup.Options{Level: 2}, "levels"},
		{"caliper", nil, one, followup.Options{Caliper: -1}, "caliper"},
		{"after death", nil, one, followup.Options{AfterDeath: -1}, "after death"},
		{"crossover", nil, one, followup.Options{Crossover: 9}, "crossover"},
	} {
		p := good()
		if c.spoil != nil {
			c.spoil(p)
		}
		if _, err := followup.Match(p, c.cases, nil, c.o); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
	s := match(t, good(), one, nil, followup.Options{})
	if _, err := s.Estimate([]int{1}); err == nil {
		t.Error("an unknown case is estimated")
	}
	if _, err := s.Groups([]string{"a", "b"}); err == nil {
		t.Error("two keys for one case")
	}
}

// Nothing to follow is an answer too.
func TestEmpty(t *testing.T) {
	for _, p := range []*followup.Panel{build(), build(life{hours: []float64{1}})} {
		s := match(t, p, nil, nil, followup.Options{})
		g, err := s.Estimate(nil)
		if err != nil || !g.TooFew || g.Cases != 0 {
			t.Errorf("%+v, %v", g, err)
		}
	}
}
