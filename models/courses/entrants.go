package courses

import (
	"math"
	"math/rand/v2"
)

// sort lists the records by area and cell.
func (f *inflow) sort(areas int) {
	cells := f.cells()
	f.byArea, f.byCell, f.byBoth = make([][]int32, areas), make([][]int32, cells), make([][]int32, areas*cells)
	for i := range f.records {
		c := &f.records[i]
		a, k := int(c.area), f.cellOf(c)
		f.byArea[a] = append(f.byArea[a], int32(i))
		f.byCell[k] = append(f.byCell[k], int32(i))
		f.byBoth[a*cells+k] = append(f.byBoth[a*cells+k], int32(i))
	}
}

// rates are what one replicate draws of the inflow.
type rates struct {
	area  []float64 // by area
	tilt  float64   // of the trend, per month
	level float64
}

// draw draws level and areas: Gamma posteriors, times what the common factor of
// the window's months leaves uncertain in their mean. Areas' factors are scaled
// so that the level alone carries what is uncertain in the sum.
func (f *inflow) draw(rng *rand.Rand) rates {
	out := rates{area: make([]float64, len(f.events))}
	var n, e float64
	for a, v := range f.events {
		out.area[a] = f.areaFactor(a, rng)
		n += v
		e += out.area[a] * f.expected[a]
	}
	if n == 0 || e == 0 {
		return out
	}
	out.level = gamma(rng, n) / e
	if f.common > 0 {
		size := float64(f.window) / f.common
		out.level *= gamma(rng, size) / size
	}
	out.tilt = f.slopeSD * rng.NormFloat64()
	return out
}

// enter adds the new clients of month h. Each area and month, and within them
// each arrival, has a random stream of its own, so that more or fewer of them
// leave the others as they are.
func (s *simulation) enter(draw, h int) {
	m, f := s.model, &s.model.inflow
	if len(f.records) == 0 {
		return
	}
	month := m.origin + h
	// The rate is known best in the middle of the window.
	common := s.rates.level * f.calendar(month) * math.Exp(s.rates.tilt*(f.trendMonths(month)+float64(f.window)/2)) * s.scenario.entrants(h)
	if f.common > 0 {
		src := newStream(s.options.Seed, draw, forCommon, uint64(h))
		common *= gamma(rand.New(&src), 1/f.common) * f.common
	}
	people := f.inhabitants
	if s.scenario != nil && s.scenario.Inhabitants != nil {
		people = s.scenario.Inhabitants
	}
	weights := make([]float64, f.cells())
	for area := range m.areas {
		var mean float64
		for k, r := range f.rate {
			mean += r * f.atRisk(people, area, k, month, s.served)
			weights[k] = mean
		}
		place := uint64(h)<<16 | uint64(area)
		src := newStream(s.options.Seed, draw, forEntrants, place)
		rng := rand.New(&src)
		mean *= common * s.rates.area[area]
		if f.perArea > 0 {
			size := 1 / f.perArea
			mean *= gamma(rng, size) / size
		}
		var at float64
		for i := uint64(0); ; i++ {
			if at += rng.ExpFloat64(); at >= mean { // arrivals of a Poisson process
				break
			}
			own := newStream(s.options.Seed, draw, forArrival, place<<24|i)
			record := f.pick(rand.New(&own), area, weights)
			s.arrive(record, area, h, own)
		}
	}
}

// pick draws the record that a new client is modelled on in the area: a cell of entry by its
// weight (cumulated), then an entrant of that cell from the area itself or, the
// rarer its own entrants the more often, from all.
func (f *inflow) pick(rng *rand.Rand, area int, weights []float64) int {
	cells := f.cells()
	u, k := rng.Float64()*weights[cells-1], 0
	for k < cells-1 && u >= weights[k] {
		k++
	}
	own, all := f.byBoth[area*cells+k], f.byCell[k]
	choice, which := rng.Float64(), rng.Float64()
	switch {
	case choice*float64(len(own)+ownAreaPrior) < float64(len(own)):
		return int(own[int(which*float64(len(own)))])
	case len(all) > 0:
		return int(all[int(which*float64(len(all)))])
	}
	return int(which * float64(len(f.records)))
}
