package life

import "math"

const (
	// baseYear is the middle of the years of the SCB table.
	baseYear = 2018
	// firstYear is the first year with a population; earlier years are as this one.
	firstYear = 1995
	lastYear  = 2060
	// mortalityImprovement is the yearly fall of death rates in the projection; chosen so that 80+ grows about as SCB expects
	// (+38 % to 2033, lägesrapport 2025).
	mortalityImprovement = 0.010
	// newcomersGrowth is the yearly growth of those who turn 65; chosen.
	newcomersGrowth = 0.002
	// backGrowth65 is the yearly growth of each age before baseYear; chosen.
	backGrowth65 = 0.008
)

// Population is the number of inhabitants by area, year, sex and age, projected by cohorts:
//
//	P(y+1, s, a+1) = P(y, s, a) exp(-m(s, a) (1 - i)^(y - 2018))
//
// from the structure of the SCB table, scaled to the municipality, with each area's share tilted by age.
type Population struct {
	country [lastYear - firstYear + 1]AgeTable
	scale   float64
	areas   []Area
}

// NewPopulation returns a population with size65 inhabitants of 65 and over in the year scaleYear.
func NewPopulation(base, rate AgeTable, areas []Area, size65 float64, scaleYear int) *Population {
	p := &Population{areas: areas}
	for y := firstYear; y <= lastYear; y++ {
		if y <= baseYear {
			f := math.Pow(1+backGrowth65, float64(y-baseYear))
			for s := range base {
				for a := range base[s] {
					p.country[y-firstYear][s][a] = base[s][a] * f
				}
			}
			continue
		}
		p.age(y, base, rate)
	}
	p.scale = size65 / p.total(clampYear(scaleYear))
	return p
}

// age fills year y from year y-1.
func (p *Population) age(y int, base, rate AgeTable) {
	prev, next := &p.country[y-1-firstYear], &p.country[y-firstYear]
	better := math.Pow(1-mortalityImprovement, float64(y-1-baseYear))
	for s := range prev {
		next[s][0] = base[s][0] * math.Pow(1+newcomersGrowth, float64(y-baseYear))
		for a := 1; a < nAges; a++ {
			next[s][a] = prev[s][a-1] * math.Exp(-rate[s][a-1]*better)
		}
		next[s][nAges-1] += prev[s][nAges-1] * math.Exp(-rate[s][nAges-1]*better)
	}
}

func clampYear(y int) int { return min(max(y, firstYear), lastYear) }

func (p *Population) total(year int) float64 {
	t := 0.0
	for s := range p.country[year-firstYear] {
		for _, v := range p.country[year-firstYear][s] {
			t += v
		}
	}
	return t
}

// At returns the expected number of inhabitants of an area.
func (p *Population) At(area int, year int, sex Sex, age int) float64 {
	t := &p.country[clampYear(year)-firstYear]
	return t.At(sex, age) * p.scale * p.share(area, age)
}

// Whole returns the expected number of inhabitants of the whole municipality.
func (p *Population) Whole(year int, sex Sex, age int) float64 {
	return p.country[clampYear(year)-firstYear].At(sex, age) * p.scale
}

// share is the area's part of the inhabitants of an age; the parts of all areas add up to 1.
func (p *Population) share(area, age int) float64 {
	sum := 0.0
	for i := range p.areas {
		sum += p.areas[i].weight(age)
	}
	return p.areas[area].weight(age) / sum
}
