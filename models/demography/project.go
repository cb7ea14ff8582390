package demography

import (
	"fmt"
	"math"
)

const (
	defaultYears   = 10
	defaultDraws   = 500
	inflowYears    = 5   // years whose mean change the youngest age goes on with
	inflowDamping  = 0.9 // of that change, per year ahead; in the range of Gardner (2006)
	inflowVariance = 10  // years whose changes give the spread of the youngest age
)

// ProjectionOptions steer Project. The zero value is the usual one.
type ProjectionOptions struct {
	Horizon        int              // years ahead; 0 means 10
	Origin         int              // last year of population to use; 0 means the last
	MeanPopulation bool             // counts are means of years and not of year-ends
	Migration      *Migration       // nil = none
	Inflow         [sexes][]float64 // persons of the youngest age, by year ahead; nil = damped trend of the last years
	Draws          int              // for quantiles; 0 means 500, negative none
	Seed           uint64           // the index of mortality is the same for all areas of a seed
	Area           uint64           // what is chance in one area alone is drawn from (Seed, Area)
}

// Projection is a population ahead.
type Projection struct {
	Mean  *Grid       // first year = origin + 1
	draws [][]float64 // by draw: [year][sex][age] flat; nil = none
}

// Project survives cohorts with the mortality, adds net migration and lets the
// youngest age in. All ages of population are projected, so that with ages from
// 55 the first ten years of those aged 65 and older rest on people who are known.
func Project(population *Grid, m *Mortality, o ProjectionOptions) (*Projection, error) {
	o = o.withDefaults(population)
	if err := o.check(population, m); err != nil {
		return nil, err
	}
	j := newJourney(population, m, o)
	p := &Projection{Mean: NewGrid(o.Origin+1, o.Horizon, population.FirstAge, j.ages)}
	j.run(nil)
	j.each(func(i int, s Sex, t, x int) { p.Mean.Values[s][t][x] = j.out[i] })
	for d := range max(0, o.Draws) {
		j.run(j.draw(d))
		p.draws = append(p.draws, append([]float64(nil), j.out...))
	}
	return p, nil
}

func (o ProjectionOptions) withDefaults(population *Grid) ProjectionOptions {
	if o.Horizon == 0 {
		o.Horizon = defaultYears
	}
	if o.Draws == 0 {
		o.Draws = defaultDraws
	}
	if o.Origin == 0 {
		o.Origin = population.LastYear()
	}
	return o
}

func (o ProjectionOptions) check(population *Grid, m *Mortality) error {
	if o.Horizon < 0 {
		return fmt.Errorf("horizon of %d years: %w", o.Horizon, ErrOptions)
	}
	if population.FirstAge < m.firstAge || population.LastAge() != m.lastAge() {
		return fmt.Errorf("population of ages %d to %d+, mortality %d to %d+; the open age must be the same: %w",
			population.FirstAge, population.LastAge(), m.firstAge, m.lastAge(), ErrOptions)
	}
	for s, in := range o.Inflow {
		if in != nil && len(in) < o.Horizon {
			return fmt.Errorf("inflow of %s has %d years of %d: %w", Sex(s), len(in), o.Horizon, ErrMissing)
		}
		for h, v := range in {
			if !(v >= 0) || math.IsInf(v, 1) {
				return fmt.Errorf("inflow of %s, %d years ahead, is %v: %w", Sex(s), h+1, v, ErrRange)
			}
		}
	}
	return population.check("population", o.Origin, o.Origin, population.FirstAge, population.LastAge())
}

// Total is the expected number of both sexes at ages from … to, by year ahead − 1.
func (p *Projection) Total(from, to int) []float64 {
	out := make([]float64, 0, p.Mean.LastYear()-p.Mean.FirstYear+1)
	for t := p.Mean.FirstYear; t <= p.Mean.LastYear(); t++ {
		out = append(out, p.Mean.Sum(t, from, to))
	}
	return out
}

// Rows are the counts of the projection for an area, in the form that FitStandard
// takes.
func (p *Projection) Rows(area string) []Population {
	var out []Population
	for s := Women; s < sexes; s++ {
		for t, row := range p.Mean.Values[s] {
			for x, v := range row {
				out = append(out, Population{
					Year: p.Mean.FirstYear + t, Area: area, Sex: s, Age: p.Mean.FirstAge + x, Persons: v, Projected: true,
				})
			}
		}
	}
	return out
}
