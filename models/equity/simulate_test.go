package equity_test

import (
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/equity"
)

// municipality simulates decisions whose log ratio of granted to expected hours
// is a sum of effects of sex, area, officer and client and an error.
type municipality struct {
	clients, officers, areas              int
	crossed                               bool // officers work in all areas; else each in one
	sex                                   float64
	areaSD, officerSD, clientSD, residual float64
	seed                                  uint64
}

type planted struct{ areas, officers []float64 } // logarithms, against the average decision

func (u municipality) sample() (equity.Sample, planted) {
	rng := rand.New(rand.NewPCG(u.seed, 3))
	normal := func(n int, sd float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = sd * rng.NormFloat64()
		}
		return out
	}
	truth := planted{normal(u.areas, u.areaSD), normal(u.officers, u.officerSD)}
	s := equity.Sample{Officers: u.officers, Areas: u.areas, Factors: []equity.Factor{{Name: "sex", Levels: []string{"female", "male"}}}}
	for client := range u.clients {
		own, sex, area := u.clientSD*rng.NormFloat64(), rng.IntN(2), rng.IntN(u.areas)
		need := 1.5 + rng.NormFloat64()
		for range 1 + rng.IntN(4) {
			officer := rng.IntN(u.officers)
			if !u.crossed {
				officer = area + u.areas*rng.IntN(u.officers/u.areas)
			}
			need += 0.2 * rng.NormFloat64()
			expected := 2 + math.Exp(need)
			log := truth.areas[area] + truth.officers[officer] + own + u.sex*float64(sex) + u.residual*rng.NormFloat64()
			s.Decisions = append(s.Decisions, equity.Decision{
				Client: uint64(client), Officer: officer, Area: area, Expected: expected, Granted: expected * math.Exp(log),
			})
			s.Factors[0].Of = append(s.Factors[0].Of, sex)
		}
	}
	truth.centre(s)
	return s, truth
}

// centre takes the mean over decisions from each kind's effects.
func (p planted) centre(s equity.Sample) {
	var area, officer float64
	for _, d := range s.Decisions {
		area += p.areas[d.Area] / float64(len(s.Decisions))
		officer += p.officers[d.Officer] / float64(len(s.Decisions))
	}
	for i := range p.areas {
		p.areas[i] -= area
	}
	for i := range p.officers {
		p.officers[i] -= officer
	}
}
