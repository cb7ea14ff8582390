package demography

import (
	"fmt"
	"math"
	"slices"
)

// ShrinkOptions steer Mortality.Shrink. The zero value is the usual one.
type ShrinkOptions struct {
	Years   int     // last years of deaths to use; 0 means 10
	PriorSD float64 // standard deviation of the mortality ratio between areas; 0 means 0.1, chosen: about one year of life expectancy at 65
}

// Shrink fits the level of an area's mortality by Gamma and Poisson: the ratio of
// the area's deaths to those that m expects, for both sexes together, and by sex
// and band of age around that. Improvement and spread stay those of m. A band
// without deaths or people keeps the area's common ratio.
func (m *Mortality) Shrink(deaths, meanPopulation *Grid, o ShrinkOptions) (*Mortality, error) {
	if o.Years == 0 {
		o.Years = 10
	}
	if o.PriorSD == 0 {
		o.PriorSD = localSD
	}
	last := min(deaths.LastYear(), meanPopulation.LastYear())
	from := max(last-o.Years+1, deaths.FirstYear, meanPopulation.FirstYear)
	if from > last {
		return nil, fmt.Errorf("no year has both deaths and population of the area: %w", ErrShort)
	}
	first := max(deaths.FirstAge, meanPopulation.FirstAge, m.firstAge)
	if deaths.LastAge() != m.lastAge() || meanPopulation.LastAge() != m.lastAge() {
		return nil, fmt.Errorf("open age %d of deaths, %d of population, %d of the mortality; give all the same: %w",
			deaths.LastAge(), meanPopulation.LastAge(), m.lastAge(), ErrOptions)
	}
	if err := deaths.check("deaths", from, last, first, m.lastAge()); err != nil {
		return nil, err
	}
	if err := meanPopulation.check("mean population", from, last, first, m.lastAge()); err != nil {
		return nil, err
	}
	var seen, expected [sexes][bands]float64
	var allSeen, allExpected float64
	for s := Women; s < sexes; s++ {
		for t := from; t <= last; t++ {
			for x := first; x <= m.lastAge(); x++ {
				d, e := deaths.At(s, t, x), meanPopulation.At(s, t, x)*m.Rate(s, t, x)
				seen[s][Band(x)] += d
				expected[s][Band(x)] += e
				allSeen += d
				allExpected += e
			}
		}
	}
	common := shrunk(allSeen, allExpected, 1, o.PriorSD)
	alpha := 1 / (o.PriorSD * o.PriorSD)
	out := *m
	for s := range out.base {
		out.base[s], out.current[s] = slices.Clone(m.base[s]), slices.Clone(m.current[s])
		for x := range out.base[s] {
			b := Band(m.firstAge + x)
			ratio := math.Log(shrunk(seen[s][b], expected[s][b], common, o.PriorSD))
			out.base[s][x] += ratio
			if out.current[s] != nil {
				out.current[s][x] += ratio
			}
		}
		for b := range bands {
			// Posterior coefficients of variation of the two stages, 1/√shape.
			out.ratioSD[s][b] = math.Sqrt(1/(alpha+allSeen) + 1/(alpha+seen[s][b]))
		}
	}
	return &out, nil
}
