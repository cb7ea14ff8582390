package needs_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/needs"
)

// municipality simulates clients whose needs grow with a hidden frailty, with
// minutes by planted practice times the habits of officer and area, an error of
// the client's own and one of each row, both multiplicative.
type municipality struct {
	clients, rowsEach, categories int
	officers, areas               int
	officerSD, areaSD             float64
	clientSD, rowSD               float64
	unknown                       float64 // share of limitations written as 8
	spread                        float64 // of practice around the norm
	seed                          uint64
}

type planted struct {
	minutes         [][needs.Degrees]float64
	multipliers     []float64
	officers, areas []float64
	need            []float64 // of each row, at average officer and area
}

func (u municipality) sample() (needs.Sample, planted) {
	rng := rand.New(rand.NewPCG(u.seed, 7))
	s := needs.Sample{
		Circumstances: []needs.Circumstance{
			{Name: "not single", Groups: []string{"service"}, Norm: 0.5},
			{Name: "two carers", Groups: []string{"personal_care"}, Norm: 2},
		},
		Officers: u.officers, Areas: u.areas,
	}
	truth := planted{multipliers: []float64{0.3, 1.7}}
	groups := []string{"personal_care", "service", "night"}
	for c := range u.categories {
		category := needs.Category{Code: fmt.Sprintf("d%03d", c), Group: groups[c%3]}
		var cell [needs.Degrees]float64
		last := [2]float64{}
		size, own := math.Exp(0.5*rng.NormFloat64()), math.Exp(u.spread/math.Sqrt2*rng.NormFloat64())
		for l := 1; l < needs.Degrees; l++ {
			category.Norm[l] = size * [...]float64{0, 8, 25, 80, 140}[l]
			cell[l] = category.Norm[l] * own * math.Exp(u.spread/math.Sqrt2*rng.NormFloat64())
			cell[l] = max(cell[l], last[0])
			last[0] = cell[l]
		}
		s.Categories = append(s.Categories, category)
		truth.minutes = append(truth.minutes, cell)
	}
	truth.officers, truth.areas = habits(rng, u.officers, u.officerSD), habits(rng, u.areas, u.areaSD)
	for client := range u.clients {
		u.client(rng, &s, &truth, uint64(client))
	}
	return s, truth
}

// habits are factors whose mean logarithm is 0.
func habits(rng *rand.Rand, n int, sd float64) []float64 {
	out := make([]float64, n)
	var mean float64
	for i := range out {
		out[i] = sd * rng.NormFloat64()
		mean += out[i] / float64(n)
	}
	for i := range out {
		out[i] = math.Exp(out[i] - mean)
	}
	return out
}

func (u municipality) client(rng *rand.Rand, s *needs.Sample, truth *planted, id uint64) {
	frailty, own := rng.ExpFloat64(), math.Exp(u.clientSD*rng.NormFloat64()-u.clientSD*u.clientSD/2)
	area, single, two := int(id)%max(u.areas, 1), rng.Float64() < 0.6, rng.Float64() < 0.15
	for range u.rowsEach {
		frailty *= math.Exp(0.2 * rng.NormFloat64())
		r := needs.Row{Client: id, Officer: -1, Area: -1}
		if u.officers > 0 {
			r.Officer = rng.IntN(u.officers)
		}
		if u.areas > 0 {
			r.Area = area
		}
		if !single {
			r.Circumstances = append(r.Circumstances, 0)
		}
		if two {
			r.Circumstances = append(r.Circumstances, 1)
		}
		var minutes float64
		for c := range s.Categories {
			l := int(min(max(frailty+0.8*rng.NormFloat64()-float64(c%5)/4, 0), 4))
			if rng.Float64() < 0.3 && l == 0 {
				continue
			}
			x := truth.minutes[c][l]
			if !single && s.Categories[c].Group == "service" {
				x *= truth.multipliers[0]
			}
			if two && s.Categories[c].Group == "personal_care" {
				x *= truth.multipliers[1]
			}
			minutes += x
			if rng.Float64() < u.unknown {
				l = needs.NotSpecified
			}
			r.Needs = append(r.Needs, needs.Need{Category: c, Limitation: l})
		}
		truth.need = append(truth.need, minutes)
		if r.Officer >= 0 {
			minutes *= truth.officers[r.Officer]
		}
		if r.Area >= 0 {
			minutes *= truth.areas[r.Area]
		}
		r.Minutes = minutes * own * math.Exp(u.rowSD*rng.NormFloat64()-u.rowSD*u.rowSD/2)
		s.Rows = append(s.Rows, r)
	}
}
