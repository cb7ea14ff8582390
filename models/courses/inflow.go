package courses

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	ownAreaPrior  = 20 // entrants of an area at which half are drawn from the area itself, half from all
	patternMonths = 60 // months that rates by age and sex are estimated on
)

// inflow is the model of new clients.
type inflow struct {
	history     int          // months of records
	window      int          // months of entrants taken as pattern and level
	inhabitants *Inhabitants // may be nil
	index       *Population  // may be nil
	known       [entryCells]bool
	rate        []float64 // by cell of entry: new clients per month and inhabitant not served
	events      []float64 // by area, in the window
	expected    []float64 // by area, in the window, before the area's own factor
	areaK       float64   // strength of the prior that areas are alike
	area        []float64 // by area: factor, posterior mean
	level       float64   // new clients in the window / expected
	perArea     float64   // 1/size of the negative binomial per area and month beyond what is common
	common      float64   // 1/size of the factor shared by all areas in a month
	season      *[12]float64
	records     []client // entrants of the window, by area
	byArea      [][]int32
	byCell      [][]int32 // records by cell of entry
	byBoth      [][]int32 // records by area and cell
	origin      int
	slope       float64 // growth per month of the log rate, shrunk
	slopeSD     float64 // what is uncertain in it
}

// arrivals are new clients by month after the first, area and cell, with those
// who could have come.
type arrivals struct {
	first, months, areas, cells int
	counts, atRisk              []float64
	opened                      []int // by area: first month in which anyone was served
}

func (l *arrivals) at(t, area int) int { return (t*l.areas + area) * l.cells }

func (l *arrivals) sum(area, t int) float64 {
	var n float64
	for _, v := range l.counts[l.at(t, area) : l.at(t, area)+l.cells] {
		n += v
	}
	return n
}

// cells is the number of cells of entry; one when only an index is known.
func (f *inflow) cells() int {
	if f.inhabitants == nil {
		return 1
	}
	return entryCells
}

func (f *inflow) cellOf(c *client) int {
	if f.inhabitants == nil {
		return 0
	}
	return entryCell(c.sex, int(c.age))
}

// atRisk is the number of inhabitants of an area and cell who could become new
// clients in a month; served are those who were served the month before, by area
// and cell. Where the counts hold nobody of a cell in any area (persons below
// 65), all inhabitants of the area stand for them.
func (f *inflow) atRisk(n *Inhabitants, area, cell, month int, served []float64) float64 {
	if n == nil {
		return f.index.at(area, month)
	}
	if !f.known[cell] {
		var sum float64
		for k := range entryCells {
			sum += n.at(area, k, month)
		}
		return sum
	}
	return max(0, n.at(area, cell, month)-served[area*entryCells+cell])
}

// learn takes the entrants by area, of all months after the first.
func (f *inflow) learn(m *Model, entrants [][]client, b *builder) error {
	f.history = m.origin - b.first + 1
	f.inhabitants, f.index = m.options.Inhabitants, m.options.Population
	if err := f.inhabitants.check(m.areas); err != nil {
		return err
	}
	f.window = min(m.options.EntrantMonths, m.origin-b.first)
	f.origin = m.origin
	for k := range f.known {
		f.known[k] = f.inhabitants.has(k)
	}
	list := f.arrivals(m, entrants, b)
	from := list.months - f.window
	for t := from; t < list.months; t++ {
		for a := range m.areas {
			if t < list.opened[a] {
				continue
			}
			for k := range list.cells {
				if e := list.atRisk[list.at(t, a)+k]; !(e >= 0) || math.IsInf(e, 1) || e == 0 && list.cells == 1 {
					return fmt.Errorf("area %d, month %d: %w", a, list.first+t, ErrPopulation)
				}
			}
		}
	}
	f.learnRates(list)
	f.learnSeason(list)
	f.learnTrend(list)
	f.learnAreas(list, from)
	f.learnSpread(list, from)
	f.sort(m.areas)
	return nil
}

// arrivals counts new clients and those at risk.
func (f *inflow) arrivals(m *Model, entrants [][]client, b *builder) *arrivals {
	list := &arrivals{first: b.first + 1, months: m.origin - b.first, areas: m.areas, cells: f.cells(), opened: make([]int, m.areas)}
	list.counts = make([]float64, list.months*m.areas*list.cells)
	list.atRisk = make([]float64, len(list.counts))
	for a := range entrants {
		list.opened[a] = list.months
		slices.SortFunc(entrants[a], func(x, y client) int {
			return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.month, y.month))
		})
		for i := range entrants[a] {
			c := &entrants[a][i]
			list.counts[list.at(int(c.month)-list.first, a)+f.cellOf(c)]++
			if int(c.month) > m.origin-f.window {
				f.records = append(f.records, *c)
			}
		}
	}
	for t := range list.months {
		for a := range m.areas {
			at := b.served[t][a*entryCells : (a+1)*entryCells]
			if list.opened[a] > t && (slices.Max(at) > 0 || list.sum(a, t) > 0) {
				list.opened[a] = t
			}
			if t < list.opened[a] {
				continue
			}
			for k := range list.cells {
				list.atRisk[list.at(t, a)+k] = f.atRisk(f.inhabitants, a, k, list.first+t, b.served[t])
			}
		}
	}
	return list
}

// learnRates pools areas: rates by age, and by sex within age as far as the
// sexes differ.
func (f *inflow) learnRates(list *arrivals) {
	f.area = make([]float64, list.areas)
	for a := range f.area {
		f.area[a] = 1
	}
	f.rate = make([]float64, list.cells)
	n, e := make([]float64, list.cells), make([]float64, list.cells)
	for t := max(0, list.months-patternMonths); t < list.months; t++ {
		for a := range list.areas {
			for k := range list.cells {
				if v := list.atRisk[list.at(t, a)+k]; v > 0 {
					n[k] += list.counts[list.at(t, a)+k]
					e[k] += v
				}
			}
		}
	}
	if list.cells == 1 {
		f.rate[0] = 1
		return
	}
	pooled := make([]float64, list.cells)
	for k := range pooled {
		other := k ^ 1
		if both := e[k] + e[other]; both > 0 {
			pooled[k] = (n[k] + n[other]) / both * e[k]
		}
	}
	size := gammaStrength(n, pooled)
	for k := range pooled {
		if e[k] > 0 {
			f.rate[k] = pooled[k] / e[k] * posteriorRatio(n[k], pooled[k], size, nil)
		}
	}
}

// mean is the expected number of new clients of an area in a month of the
// records, without the level.
func (f *inflow) mean(list *arrivals, area, t int) float64 {
	var sum float64
	for k, r := range f.rate {
		sum += r * list.atRisk[list.at(t, area)+k]
	}
	return sum * f.area[area] * f.calendar(list.first+t)
}

// calendar is season times trend.
func (f *inflow) calendar(month int) float64 {
	e := math.Exp(f.slope * f.trendMonths(month))
	if f.season != nil {
		e *= f.season[calendar(month)]
	}
	return e
}

// learnAreas finds the level of the window and each area's own, drawn together
// as far as the data show no difference. Without a population areas differ in
// size, so that each stands for itself.
func (f *inflow) learnAreas(list *arrivals, from int) {
	f.events, f.expected = make([]float64, list.areas), make([]float64, list.areas)
	var n, e float64
	for a := range list.areas {
		for t := from; t < list.months; t++ {
			f.events[a] += list.sum(a, t)
			f.expected[a] += f.mean(list, a, t)
		}
		n += f.events[a]
		e += f.expected[a]
	}
	if e > 0 {
		f.level = n / e
	}
	if f.inhabitants != nil || f.index != nil {
		f.areaK = gammaStrength(f.events, scaled(f.expected, f.level))
	}
	for a := range list.areas {
		f.area[a] = f.areaFactor(a, nil)
	}
}

// areaFactor is an area's factor: posterior mean, or a draw. An area without
// anyone at risk in the window is as the others.
func (f *inflow) areaFactor(a int, rng *rand.Rand) float64 {
	if f.expected[a] <= 0 {
		return 1
	}
	return posteriorRatio(f.events[a], f.level*f.expected[a], f.areaK, rng)
}

// learnSpread finds the two parts of overdispersion by moments.
func (f *inflow) learnSpread(list *arrivals, from int) {
	var extra, squares, totalExtra, totalSquares float64
	for t := from; t < list.months; t++ {
		var n, mu float64
		for a := range list.areas {
			c, e := list.sum(a, t), f.level*f.mean(list, a, t)
			extra += (c-e)*(c-e) - e
			squares += e * e
			n += c
			mu += e
		}
		totalExtra += (n-mu)*(n-mu) - mu
		totalSquares += mu * mu
	}
	if totalSquares == 0 {
		return
	}
	f.common = max(0, totalExtra/totalSquares)
	if list.areas > 1 {
		f.perArea = max(0, extra/squares-f.common)
	}
}

// covers checks the population of the months ahead.
func (f *inflow) covers(n *Inhabitants, origin, areas, horizon int) error {
	if err := n.check(areas); err != nil {
		return err
	}
	if n != nil {
		return nil
	}
	for a := range areas {
		for t := origin + 1; t <= origin+horizon; t++ {
			if e := f.index.at(a, t); !(e >= 0) || math.IsInf(e, 1) {
				return fmt.Errorf("area %d, month %d: %w", a, t, ErrPopulation)
			}
		}
	}
	return nil
}

// has tells whether anyone of a cell was ever counted.
func (n *Inhabitants) has(cell int) bool {
	if n == nil {
		return false
	}
	for _, c := range n.counts {
		for a := range n.areas {
			if c[a*entryCells+cell] > 0 {
				return true
			}
		}
	}
	return false
}
