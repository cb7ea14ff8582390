package demography

import (
	"fmt"
	"math"
)

const (
	fitYears     = 20   // years of deaths that are looked at: improvement at old ages changed around 1980
	leastYears   = 8    // fewer say too little of drift and spread
	localSD      = 0.1  // prior standard deviation of a municipality's mortality ratio, see ShrinkOptions
	tableSD      = 0.02 // of the yearly changes, see TableMortality
	tableDriftSD = 0.01
)

// Mortality is central death rates by sex and age (deaths per person and year) at
// an origin, the last year with deaths, and how they go on.
type Mortality struct {
	origin, firstAge int
	base             [sexes][]float64 // log rate at the origin, by age
	slope            [sexes][]float64 // b: change of the log rate by unit of index, by age
	index            index
	current          [sexes][]float64 // log rate in the origin's year, with its shock, by age
	band             [sexes][bands]deviation
	ratioSD          [sexes][bands]float64 // standard deviation of what Shrink estimated, log
	factor           Variant
}

// MortalityOptions steer FitMortality. The zero value is the usual one.
type MortalityOptions struct {
	Years    int // years to learn from, the last ones; 0 means 20
	FirstAge int // youngest age to model; 0 means the youngest in both grids
	Origin   int // last year to learn from; 0 means the last of the deaths
}

// FitMortality fits the model of Lee and Carter (1992) to deaths by age at death
// and mean populations of the same years; a country or a large region. See the
// package comment.
func FitMortality(deaths, meanPopulation *Grid, o MortalityOptions) (*Mortality, error) {
	if o.Years == 0 {
		o.Years = fitYears
	}
	if o.Origin == 0 {
		o.Origin = deaths.LastYear()
	}
	first := max(deaths.FirstAge, meanPopulation.FirstAge, o.FirstAge)
	last := min(deaths.LastAge(), meanPopulation.LastAge())
	if deaths.LastAge() != meanPopulation.LastAge() || first >= last {
		return nil, fmt.Errorf("deaths end at age %d, population at %d; give both the same open age: %w",
			deaths.LastAge(), meanPopulation.LastAge(), ErrOptions)
	}
	from := max(o.Origin-o.Years+1, deaths.FirstYear, meanPopulation.FirstYear)
	if o.Origin-from+1 < leastYears {
		return nil, fmt.Errorf("%d years of deaths and population up to %d, at least %d are needed; use TableMortality: %w",
			max(0, o.Origin-from+1), o.Origin, leastYears, ErrShort)
	}
	if err := deaths.check("deaths", from, o.Origin, first, last); err != nil {
		return nil, err
	}
	if err := meanPopulation.check("mean population", from, o.Origin, first, last); err != nil {
		return nil, err
	}
	m := &Mortality{origin: o.Origin, firstAge: first}
	var k [sexes][]float64
	var fits [sexes]leeCarter
	var d, e [sexes][][]float64
	for s := Women; s < sexes; s++ {
		d[s], e[s] = deaths.window(s, from, o.Origin, first), meanPopulation.window(s, from, o.Origin, first)
		fit, err := fitLeeCarter(d[s], e[s])
		if err != nil {
			return nil, fmt.Errorf("%s, %d to %d: %w", s, from, o.Origin, err)
		}
		fits[s], k[s] = fit, fit.k
	}
	m.index = newIndex(k)
	for s := range fits {
		m.slope[s] = fits[s].b
		m.jumpOff(Sex(s), fits[s], d[s], e[s])
		m.deviate(Sex(s), fits[s], d[s], e[s])
	}
	return m, nil
}

// window cuts years and ages out of a grid.
func (g *Grid) window(s Sex, from, to, firstAge int) [][]float64 {
	out := make([][]float64, 0, to-from+1)
	for t := from; t <= to; t++ {
		out = append(out, g.Values[s][t-g.FirstYear][firstAge-g.FirstAge:])
	}
	return out
}

// Table is death rates of one year, such as a national table.
type Table struct {
	Year, FirstAge int
	Rate           [sexes][]float64 // deaths per person and year, by age; the last age is open
	Improvement    [sexes]float64   // share by which the rates fall each year; 0 = constant
}

// TableMortality takes rates from one table where there is no history to fit. The
// standard deviation of the yearly changes is set to 2 % (FitMortality finds 1.2
// to 2 % for Sweden), that of the improvement to 1 %, since nobody fitted it.
func TableMortality(t Table) (*Mortality, error) {
	m := &Mortality{origin: t.Year, firstAge: t.FirstAge}
	n := len(t.Rate[Women])
	if n < 2 || n != len(t.Rate[Men]) {
		return nil, fmt.Errorf("table of %d has %d ages of women and %d of men: %w", t.Year, n, len(t.Rate[Men]), ErrOptions)
	}
	// Drift error is walk/years in the model; this many years make it tableDriftSD.
	m.index.years = int(math.Round(tableSD * tableSD / (tableDriftSD * tableDriftSD)))
	for s := range t.Rate {
		if !(t.Improvement[s] < 1) {
			return nil, fmt.Errorf("improvement of %s is %v: %w", Sex(s), t.Improvement[s], ErrRange)
		}
		m.base[s], m.slope[s] = make([]float64, n), make([]float64, n)
		for x, r := range t.Rate[s] {
			if !(r > 0) || math.IsInf(r, 0) {
				return nil, fmt.Errorf("table of %d, %s aged %d has rate %v: %w", t.Year, Sex(s), t.FirstAge+x, r, ErrRange)
			}
			m.base[s][x], m.slope[s][x] = math.Log(r), 1
		}
		m.index.drift[s] = math.Log(1 - t.Improvement[s])
		for r := range m.index.steps[s] {
			m.index.steps[s][r] = tableSD * tableSD
		}
	}
	return m, nil
}

// Origin is the last year with deaths, whose rates the model starts from.
func (m *Mortality) Origin() int { return m.origin }

func (m *Mortality) lastAge() int { return m.firstAge + len(m.base[0]) - 1 }

// Rate is the expected central death rate (per person and year) of a year; years
// before the origin lie on the same line. Ages above the open one have its rate;
// below the youngest it is NaN.
func (m *Mortality) Rate(s Sex, year, age int) float64 {
	if age < m.firstAge {
		return math.NaN()
	}
	x := min(age, m.lastAge()) - m.firstAge
	h := year - m.origin
	return math.Exp(m.base[s][x]+m.slope[s][x]*m.index.drift[s]*float64(h)) * m.factor.at(h)
}

// lived is Rate, but with its own shock in the origin's year, which has happened.
func (m *Mortality) lived(s Sex, year, age int) float64 {
	if year == m.origin && m.current[s] != nil {
		return math.Exp(m.current[s][min(age, m.lastAge())-m.firstAge])
	}
	return m.Rate(s, year, age)
}

// LifeExpectancy is the remaining years at an age by the rates of one year.
func (m *Mortality) LifeExpectancy(s Sex, year, age int) float64 {
	alive, sum := 1.0, 0.0
	for x := age; x < m.lastAge(); x++ {
		r := m.Rate(s, year, x)
		left := alive * math.Exp(-r)
		sum += (alive - left) / r
		alive = left
	}
	return sum + alive/m.Rate(s, year, m.lastAge())
}

// Constant is the same model without improvement: the rates of the origin stay.
func (m *Mortality) Constant() *Mortality {
	out := *m
	out.index.drift = [sexes]float64{}
	return &out
}
