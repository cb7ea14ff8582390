package demography

import (
	"fmt"
	"slices"

	"github.com/framsyn/framsyn/models/evaluate"
)

const panicLevel = "demography: quantile level must lie between 0 and 1"

// Quantiles of the number of both sexes at ages from … to, by level and then year
// ahead − 1. It is nil for a projection without draws.
func (p *Projection) Quantiles(from, to int, levels []float64) [][]float64 {
	if p.draws == nil {
		return nil
	}
	for _, l := range levels {
		if !(l > 0 && l < 1) {
			panic(panicLevel)
		}
	}
	ages := p.Mean.LastAge() - p.Mean.FirstAge + 1
	first := max(0, from-p.Mean.FirstAge)
	last := min(ages-1, to-p.Mean.FirstAge)
	out := make([][]float64, len(levels))
	sums := make([]float64, len(p.draws))
	for t := range p.Mean.Values[Women] {
		for d, draw := range p.draws {
			sums[d] = 0
			for s := range sexes {
				at := (t*sexes + s) * ages
				for x := first; x <= last; x++ {
					sums[d] += draw[at+x]
				}
			}
		}
		slices.Sort(sums)
		for l, level := range levels {
			out[l] = append(out[l], evaluate.Quantile(sums, level))
		}
	}
	return out
}

// SumProjections adds the projections of areas, draw by draw, so that the index of
// mortality that they share does not average out. All must have the same years,
// ages and draws.
func SumProjections(parts []*Projection) (*Projection, error) {
	if len(parts) == 0 {
		return nil, fmt.Errorf("no projections to add: %w", ErrMissing)
	}
	a := parts[0].Mean
	out := &Projection{Mean: NewGrid(a.FirstYear, len(a.Values[Women]), a.FirstAge, a.LastAge()-a.FirstAge+1)}
	for s := range out.Mean.Values {
		for _, row := range out.Mean.Values[s] {
			clear(row)
		}
	}
	for _, draw := range parts[0].draws {
		out.draws = append(out.draws, make([]float64, len(draw)))
	}
	for i, p := range parts {
		b := p.Mean
		if b.FirstYear != a.FirstYear || b.LastYear() != a.LastYear() || b.FirstAge != a.FirstAge || b.LastAge() != a.LastAge() ||
			len(p.draws) != len(out.draws) {
			return nil, fmt.Errorf("projection %d covers other years, ages or draws than the first: %w", i, ErrOptions)
		}
		for s := range b.Values {
			for t, row := range b.Values[s] {
				for x, v := range row {
					out.Mean.Values[s][t][x] += v
				}
			}
		}
		for d, draw := range p.draws {
			for k, v := range draw {
				out.draws[d][k] += v
			}
		}
	}
	return out, nil
}
