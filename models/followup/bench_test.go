package followup_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/followup"
)

// BenchmarkMatch matches 20,000 cases in a pool of 100,000 clients followed for
// 60 months, 20 areas, at the start and at the fake start, and computes all
// quantities. Reported beside: seconds for one group per area and year.
func BenchmarkMatch(b *testing.B) {
	panel, cases := largePanel(100_000, 60, 20, 20_000)
	for b.Loop() {
		s, err := followup.Match(panel, cases, nil, followup.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		all, err := s.Estimate(nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(all.Unmatched[followup.NoControls]), "without_controls")
		b.ReportMetric(float64(all.Effects[0].Cases), "followed")
		b.StartTimer()
	}
}

// BenchmarkGroups estimates 60 groups of the same study, pooled.
func BenchmarkGroups(b *testing.B) {
	panel, cases := largePanel(100_000, 60, 20, 20_000)
	s, err := followup.Match(panel, cases, nil, followup.Options{})
	if err != nil {
		b.Fatal(err)
	}
	key := make([]string, len(cases))
	for i, c := range cases {
		key[i] = string(rune('A'+c.Person%20)) + string(rune('0'+c.Month/20))
	}
	for b.Loop() {
		if _, err := s.Groups(key); err != nil {
			b.Fatal(err)
		}
	}
}

// largePanel is quick to make: log hours walk, nobody dies.
func largePanel(persons, months, areas, cases int) (*followup.Panel, []followup.Case) {
	rng := rand.New(rand.NewPCG(1, 1))
	p := &followup.Panel{Offset: []int{0}}
	for id := range persons {
		level, area := 3+0.5*rng.NormFloat64(), uint16(rng.IntN(areas))
		for range months {
			level += 0.05 * rng.NormFloat64()
			h := math.Exp(level + 0.1*rng.NormFloat64())
			p.Area, p.Band = append(p.Area, area), append(p.Band, band(math.Exp(level)))
			p.Risk, p.Hours = append(p.Risk, level-4+0.2*rng.NormFloat64()), append(p.Hours, h)
			p.Status = append(p.Status, followup.AtHome)
		}
		p.Person, p.First, p.Offset = append(p.Person, uint64(id)), append(p.First, 0), append(p.Offset, len(p.Hours))
	}
	out := make([]followup.Case, cases)
	for i := range out {
		out[i] = followup.Case{Person: uint64(i * persons / cases), Month: 12 + rng.IntN(36), Kind: 1 + i%3}
	}
	return p, out
}
