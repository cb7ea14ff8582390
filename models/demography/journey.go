package demography

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// journey takes a population forward one year at a time.
type journey struct {
	start       *Grid
	m           *Mortality
	o           ProjectionOptions
	ages, years int // years of the mortality paths, from m.origin + 1
	inflow      [sexes][]float64
	inflowSD    [sexes]float64     // per square root of a year
	logRate     [sexes][][]float64 // of the origin's year and each year ahead, by age of the population
	steps       [sexes][sexes]float64
	out         []float64
}

// chance is what one draw adds to the expected course.
type chance struct {
	own       *rand.Rand                  // of the area: deaths and moves of single persons
	rate      [sexes][][bands + 1]float64 // by year: log rate of each band, then what the index adds per unit of slope
	migration [sexes][bands][]float64
	inflow    [sexes][]float64
}

func newJourney(population *Grid, m *Mortality, o ProjectionOptions) *journey {
	j := &journey{start: population, m: m, o: o, ages: population.LastAge() - population.FirstAge + 1}
	j.years = max(0, o.Origin+o.Horizon-m.origin)
	j.out = make([]float64, o.Horizon*sexes*j.ages)
	j.steps = cholesky(m.index.steps)
	for s := Women; s < sexes; s++ {
		j.inflow[s], j.inflowSD[s] = trendInflow(population, s, o)
		for h := range o.Horizon + 1 {
			row := make([]float64, j.ages)
			for x := range row {
				row[x] = math.Log(m.lived(s, o.Origin+h, population.FirstAge+x))
			}
			j.logRate[s] = append(j.logRate[s], row)
		}
	}
	return j
}

// each names the elements of out.
func (j *journey) each(f func(i int, s Sex, t, x int)) {
	for i := range j.out {
		f(i, Sex(i/j.ages%sexes), i/j.ages/sexes, i%j.ages)
	}
}

// trendInflow goes on with the youngest age: last count plus the damped mean
// change. It is linear in the counts, so that areas add up to their sum.
func trendInflow(population *Grid, s Sex, o ProjectionOptions) (counts []float64, sd float64) {
	age := population.FirstAge
	at := func(back int) float64 { return population.At(s, o.Origin-back, age) }
	var slope, squares, n float64
	for back := 1; back <= inflowVariance; back++ {
		if v := at(back); !math.IsNaN(v) {
			d := at(back-1) - v
			if !math.IsNaN(d) {
				squares += d * d
				n++
			}
			if back <= inflowYears {
				slope = (at(0) - v) / float64(back)
			}
		}
	}
	if n > 0 {
		sd = math.Sqrt(squares / n)
	}
	if o.Inflow[s] != nil {
		return o.Inflow[s], 0
	}
	counts = make([]float64, o.Horizon)
	level, step := at(0), slope
	for h := range counts {
		step *= inflowDamping
		level += step
		counts[h] = max(0, level)
	}
	return counts, sd
}

// run fills out; nil chance gives the expected course.
func (j *journey) run(c *chance) {
	for s := Women; s < sexes; s++ {
		before := j.start.Values[s][j.o.Origin-j.start.FirstYear]
		for h := range j.o.Horizon {
			at := (h*sexes + int(s)) * j.ages
			now := j.out[at : at+j.ages]
			now[j.ages-1] = 0
			for x := range before {
				to := min(x+1, j.ages-1)
				if v := j.survive(c, s, h, x, to, before[x]); to == j.ages-1 {
					now[to] += v
				} else {
					now[to] = v
				}
			}
			now[0] = j.inflow[s][h]
			if c != nil {
				now[0] = max(0, now[0]+c.inflow[s][h])
			}
			before = now
		}
	}
}

// survive takes the persons of one age through year h ahead.
func (j *journey) survive(c *chance, s Sex, h, x, to int, persons float64) float64 {
	left := math.Exp(-j.hazard(c, s, h, x, to))
	band := Band(j.start.FirstAge + x)
	growth := 1.0
	if j.o.Migration != nil {
		growth += j.o.Migration.Rate[s][band]
	}
	if c == nil {
		return persons * left * growth
	}
	growth += c.migration[s][band][h]
	v := persons*left + math.Sqrt(persons*left*(1-left))*c.own.NormFloat64()
	return min(persons, max(0, v)) * max(0, growth)
}

// hazard is the mean of the ages that are lived at in the year: half of it at
// each. Between means of years it spans halves of two calendar years.
func (j *journey) hazard(c *chance, s Sex, h, x, to int) float64 {
	if j.o.MeanPopulation {
		return (j.rate(c, s, h, x) + j.rate(c, s, h, to) + j.rate(c, s, h+1, x) + j.rate(c, s, h+1, to)) / 4
	}
	return (j.rate(c, s, h+1, x) + j.rate(c, s, h+1, to)) / 2
}

// rate is the death rate h years after the population's origin.
func (j *journey) rate(c *chance, s Sex, h, x int) float64 {
	v := j.logRate[s][h][x]
	if c != nil {
		age := j.start.FirstAge + x
		add := c.rate[s][h]
		v += add[Band(age)] + add[bands]*j.m.slope[s][age-j.m.firstAge]
	}
	return math.Exp(v)
}

// draw makes the chances of one draw. The index comes from its own stream, the
// same for all areas.
func (j *journey) draw(d int) *chance {
	shared := rand.New(rand.NewPCG(j.o.Seed, uint64(d)))
	c := &chance{own: rand.New(rand.NewPCG(j.o.Seed^(j.o.Area+1)*0x9e3779b97f4a7c15, uint64(d)))}
	j.drawIndex(c, shared)
	for b := range bands {
		j.drawBand(c, shared, b)
	}
	for s := range c.rate {
		for b := range bands {
			c.migration[s][b] = make([]float64, j.o.Horizon)
			if g := j.o.Migration; g != nil {
				lasting := g.SD[s][b] * c.own.NormFloat64()
				for h := range c.migration[s][b] {
					c.migration[s][b][h] = lasting + g.Yearly[s][b]*c.own.NormFloat64()
				}
			}
		}
		c.inflow[s] = make([]float64, j.o.Horizon)
		var walk float64
		for h := range c.inflow[s] {
			walk += j.inflowSD[s] * c.own.NormFloat64()
			c.inflow[s][h] = walk
		}
	}
	return c
}

// drawBand draws how a band of ages departs from the index: the same chance for
// both sexes, since what strikes the old strikes women and men.
func (j *journey) drawBand(c *chance, rng *rand.Rand, b int) {
	var level [sexes]float64
	for s := range level {
		level[s] = j.m.ratioSD[s][b] * c.own.NormFloat64()
	}
	j.eachYear(func(year, h int) {
		step, shock := rng.NormFloat64(), rng.NormFloat64()
		for s := range level {
			v := j.m.band[s][b]
			now := 0.0
			if year > j.m.origin {
				level[s] += math.Sqrt(v.walk) * step
				now = math.Sqrt(v.shock) * shock
			}
			if h >= 0 {
				c.rate[s][h][b] = level[s] + now
			}
		}
	})
}

// eachYear goes through the years from the first whose rates are unknown or
// needed; h is years after the population's origin.
func (j *journey) eachYear(f func(year, h int)) {
	for year := min(j.m.origin+1, j.o.Origin); year <= j.o.Origin+j.o.Horizon; year++ {
		f(year, year-j.o.Origin)
	}
}

// drawIndex draws drift and walk of both sexes' index.
func (j *journey) drawIndex(c *chance, rng *rand.Rand) {
	v := j.m.index
	for s := range c.rate {
		c.rate[s] = make([][bands + 1]float64, j.o.Horizon+1)
	}
	// The covariance of the steps is itself known from some years only.
	df := float64(max(3, v.years-1))
	spread := math.Sqrt(df / distuv.ChiSquared{K: df, Src: rng}.Rand())
	draw := func(share float64) [sexes]float64 {
		v := pair(rng, j.steps)
		for s := range v {
			v[s] *= spread * math.Sqrt(share)
		}
		return v
	}
	var shock [sexes]float64
	level, drift := draw(v.start), draw(1/float64(max(1, v.years)))
	j.eachYear(func(year, h int) {
		if year > j.m.origin {
			step := draw(1 - 2*v.share)
			shock = draw(v.share)
			for s := range level {
				level[s] += step[s] + drift[s]
			}
		}
		if h < 0 {
			return
		}
		for s := range level {
			if c.rate[s][h][bands] = level[s] + shock[s]; year == j.m.origin {
				c.rate[s][h][bands] = 0 // has happened
			}
		}
	})
}

// pair draws two normal numbers with the covariance that factor is the root of.
func pair(rng *rand.Rand, factor [sexes][sexes]float64) [sexes]float64 {
	a, b := rng.NormFloat64(), rng.NormFloat64()
	return [sexes]float64{factor[0][0] * a, factor[1][0]*a + factor[1][1]*b}
}

func cholesky(v [sexes][sexes]float64) [sexes][sexes]float64 {
	var l [sexes][sexes]float64
	l[0][0] = math.Sqrt(max(0, v[0][0]))
	if l[0][0] > 0 {
		l[1][0] = v[1][0] / l[0][0]
	}
	l[1][1] = math.Sqrt(max(0, v[1][1]-l[1][0]*l[1][0]))
	return l
}
