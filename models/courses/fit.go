package courses

import (
	"cmp"
	"math"
	"slices"
)

// Options steer what is learned. The zero value is the usual one.
type Options struct {
	EntrantMonths  int          // months before the origin whose new clients are taken as pattern; 0 means 24
	HalfLifeMonths float64      // a transition this old (months) counts half; 0 means 36, +Inf means all alike
	Inhabitants    *Inhabitants // those who can become new clients, by area, sex and age; nil = not known
	Population     *Population  // an index instead, read when Inhabitants is nil; nil = constant
}

func (o Options) withDefaults() Options {
	if o.EntrantMonths == 0 {
		o.EntrantMonths = 24
	}
	if o.HalfLifeMonths == 0 {
		o.HalfLifeMonths = 36
	}
	return o
}

// Model is what was learned from the histories up to an origin, with the
// clients of the origin.
type Model struct {
	origin, areas int
	options       Options
	has           []Resource
	season        season
	next          transitionModel
	factors       *factors
	scales        [numBands]scale
	steady        [numBands]float32 // share of months in a band in which the hours do not change at all
	persistence   [numBands]autoregression
	entries       [numBands][entryKinds]autoregression
	cares         [numCares]*episodes
	flags         [numFlagKinds]*onOff
	moves         movers
	drift         calibration
	clients       []client
	inflow        inflow
}

// client is a person at the origin, or a new client in the first month.
type client struct {
	id        uint64
	month     int16
	area      uint16
	age       uint8
	sex       Sex
	course    uint8 // months since the person was first seen, up to maxCourse
	atStart   bool  // since the first month of the records: time in state not known
	seenFirst bool  // seen in the first month of the records: course is at least what it says
	memory    memory
	care      [numCares]careMemory
	flags     [numFlagKinds]spell
	hours     [hourKinds]float32 // in that month, without season
	isServed  bool
}

const maxCourse = 250

// profile is the client's as of the month.
func (c *client) profile() profile {
	return profile{age: int(c.age), sex: c.sex, time: timeBand(c.course, c.seenFirst), area: c.area, flags: flagLevel(&c.flags, &c.care)}
}

// Summary tells what a model rests on.
type Summary struct {
	Clients     int     // persons at the origin whose course goes on
	Months      int     // months of history
	Transitions float64 // person-months, weighted by age
	Entrants    int     // new clients in the window
	Trend       float64 // growth of the inflow per month (log), shrunk
	PerArea     float64 // 1/size of the negative binomial per area and month; 0 = Poisson
	Common      float64 // 1/size of what all areas share in a month
	Seasonal    bool    // the inflow follows the calendar
	// Drift of existing and of new clients per month (log) that the simulation is
	// corrected by for twelve months, by resource.
	DriftExisting, DriftNew [resources]float64
	// AreaStrength is the strength κ by which areas are drawn together, by what
	// happens: a higher band, near or far, a lower, near or far, no service,
	// special housing, death, leaving. +Inf means that the data show no difference.
	AreaStrength [numClasses - 1]float64
	Moves        float64 // moves between areas per person and month
}

// Summary tells what the model rests on.
func (m *Model) Summary() Summary {
	f := &m.inflow
	s := Summary{
		Clients: len(m.clients), Months: f.history, Transitions: m.next.months(), Entrants: len(f.records),
		Trend: f.slope, PerArea: f.perArea, Common: f.common, Seasonal: f.season != nil,
		DriftExisting: m.drift.slope[cohortExisting], DriftNew: m.drift.slope[cohortNew], Moves: m.moves.rate(),
	}
	copy(s.AreaStrength[:], m.factors.k[factorArea][1:])
	return s
}

// Fit learns from all rows at or before the origin (a month). It panics when
// lengths do not agree.
func Fit(h *Histories, origin, areas int, o Options) (*Model, error) {
	if areas <= 0 {
		panic(panicAreas)
	}
	if err := h.Validate(areas); err != nil {
		return nil, err
	}
	first := math.MaxInt
	for p := range h.Person {
		if h.Offset[p] < h.Offset[p+1] {
			first = min(first, int(h.Month[h.Offset[p]]))
		}
	}
	switch {
	case first > origin:
		return nil, ErrEmpty
	case origin-first+1 < MinMonths:
		return nil, ErrShort
	}
	m := &Model{origin: origin, areas: areas, options: o.withDefaults(), has: h.Resources(), next: newDirichlet(), factors: newFactors(areas)}
	for r := range m.cares {
		m.cares[r] = newEpisodes()
	}
	for k := range m.flags {
		m.flags[k] = newFlag()
	}
	b := &builder{h: h, origin: origin, first: first, model: m}
	return b.build()
}

func (b *builder) build() (*Model, error) {
	m := b.model
	b.prepare()
	for p := range b.h.Person {
		b.walk(p, func(c *client, row int) { b.countHours(row, c.memory.state) },
			func(_ *client, row int, next uint8) { b.countHours(row, next) })
	}
	for s := range b.home {
		m.scales[s] = b.home[s].scale()
	}
	for _, c := range m.cares {
		c.learnHours()
	}
	b.scaled = true
	b.openWindows()
	entrants := make([][]client, m.areas)
	for p := range b.h.Person {
		c, live := b.walk(p, func(c *client, row int) {
			b.begin(c, row)
			if !c.atStart {
				entrants[c.area] = append(entrants[c.area], *c)
			}
		}, b.step)
		if live {
			m.clients = append(m.clients, c)
		}
	}
	slices.SortFunc(m.clients, func(x, y client) int { return cmp.Compare(x.id, y.id) })
	b.learn()
	m.calibrate(b.windows)
	return m, m.inflow.learn(m, entrants, b)
}

// learn turns the counts of the second pass into parameters.
func (b *builder) learn() {
	m := b.model
	for s := range b.pairs {
		m.persistence[s] = b.pairs[s].fit(0.9)
		// Twenty pseudo-months that change: a band hardly ever seen is not steady.
		m.steady[s] = float32(b.same[s] / (b.same[s] + b.pairs[s].n + 20))
		for k := range b.entries[s] {
			m.entries[s][k] = b.entries[s][k].fit(0)
		}
	}
	m.next.learn()
	base := make([]float64, numCells*numStates)
	m.next.probabilities(base, nil)
	m.factors.learn(b.list, base)
	b.list = nil
	for _, c := range m.cares {
		c.learn()
	}
	for _, f := range m.flags {
		f.learn()
	}
	m.moves = learnMovers(b.moved, b.exposed, m.areas, b.first)
}
