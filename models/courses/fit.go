package courses

import (
	"cmp"
	"math"
	"slices"
)

// Options steer what is learned. The zero value is the usual one.
type Options struct {
	EntrantMonths  int         // months before the origin whose new clients are taken as pattern; 0 means 24
	HalfLifeMonths float64     // a transition this old (months) counts half; 0 means 36, +Inf means all alike
	Population     *Population // scales new clients; nil = constant
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
	season        season
	next          *transitions
	scales        [numBands]scale
	persistence   [numBands]autoregression
	entries       [numBands][entryKinds]autoregression
	cares         [numCares]*episodes
	drift         calibration
	clients       []client
	inflow        inflow
}

// client is a person at the origin, or a new client in the first month.
type client struct {
	id      uint64
	month   int16
	area    uint16
	age     uint8
	memory  memory
	care    [numCares]careMemory
	hours   [3]float32 // home care, nurse, rehab in that month
	atStart bool       // since the first month of the records: time in state not known
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
	// Drift of existing and of new clients per month (log) that the simulation
	// is corrected by, by resource.
	DriftExisting, DriftNew [resources]float64
}

// Summary tells what the model rests on.
func (m *Model) Summary() Summary {
	var months float64
	for _, n := range m.next.byState.n {
		months += n
	}
	f := &m.inflow
	return Summary{
		Clients: len(m.clients), Months: f.history, Transitions: months, Entrants: len(f.records),
		Trend: f.slope, PerArea: f.perArea, Common: f.common, Seasonal: f.season != nil,
		DriftExisting: m.drift.slope[cohortExisting], DriftNew: m.drift.slope[cohortNew],
	}
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
	b := &builder{h: h, origin: origin, first: first, model: &Model{
		origin: origin, areas: areas, options: o.withDefaults(), next: newTransitions(),
		cares: [numCares]*episodes{newEpisodes(), newEpisodes()},
	}}
	return b.build()
}

type builder struct {
	h             *Histories
	origin, first int
	model         *Model
	weight        []float64    // by age of the transition (months)
	unseason      [][3]float32 // by month of the records: what takes the season out of hours
	home          [numBands]histogram
	windows       []window
	cohort        int     // of the course that is walked, within its window; cohorts = none
	sampled       uint64  // persons whose mixed id is at most this are in the windows
	scaled        bool    // second pass: hours can be turned into scores
	pending       float32 // score of the month that a step has just seen
	pairs         [numBands]moments
	entries       [numBands][entryKinds]moments
}

func (b *builder) build() (*Model, error) {
	m := b.model
	b.weight = make([]float64, b.origin-b.first+1)
	for age := range b.weight {
		// On a grid of 1/1024, so that sums do not depend on the order of rows.
		b.weight[age] = math.Round(1024*math.Exp2(-float64(age)/m.options.HalfLifeMonths)) / 1024
	}
	m.season = learnSeason(b.h, b.first, b.origin)
	b.unseason = make([][3]float32, b.origin-b.first+1)
	for t := range b.unseason {
		for r := range b.unseason[t] {
			b.unseason[t][r] = float32(1 / m.season[r][calendar(b.first+t)])
		}
	}
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
	for s := range b.pairs {
		m.persistence[s] = b.pairs[s].fit(0.9)
		for k := range b.entries[s] {
			m.entries[s][k] = b.entries[s][k].fit(0)
		}
	}
	m.next.learn()
	for _, c := range m.cares {
		c.learn()
	}
	m.calibrate(b.windows)
	return m, m.inflow.learn(m, entrants, b.first)
}

// walk follows the course of person p up to the origin: begin sees each first
// month, step each later one with the client as of the month before. A person
// who comes back after Left, or after more than a year without service, begins
// anew. It returns the client as of the origin and whether the course goes on.
func (b *builder) walk(p int, begin func(c *client, row int), step func(c *client, row int, next uint8)) (client, bool) {
	var c client
	active, h := false, b.h
	for i := h.Offset[p]; i < h.Offset[p+1] && int(h.Month[i]) <= b.origin; i++ {
		state := stateOf(h.Status[i], b.hours(i)[0])
		switch {
		case !active && (state == stNone || state == stLeft):
			continue
		case !active && state != stDead:
			c = b.start(p, i, state)
			begin(&c, i)
			active = true
			continue
		case active:
			step(&c, i, state)
			b.move(&c, i, state)
			active = state != stLeft && (state != stNone || c.memory.months <= forgotten)
		}
		if state == stDead {
			return c, false
		}
	}
	return c, active && int(c.month) == b.origin
}

func (b *builder) start(p, row int, state uint8) client {
	score := float32(0)
	if b.scaled {
		score = b.homeScore(state, b.hours(row)[0])
	}
	c := client{id: b.h.Person[p], memory: startMemory(state, score), atStart: int(b.h.Month[row]) == b.first}
	if c.atStart { // the time in the state is not known; most of it is long
		c.memory.months = maxMonths
	}
	b.copyRow(&c, row)
	for r := range c.care {
		c.care[r].score = noScore
		if c.care[r].on = c.hours[1+r] > 0; c.care[r].on {
			c.care[r].share = 1
		}
	}
	return c
}

func (b *builder) move(c *client, row int, state uint8) {
	c.memory.move(state, b.pending)
	b.copyRow(c, row)
	for r := range c.care {
		c.care[r].move(c.hours[1+r] > 0)
	}
}

func (b *builder) copyRow(c *client, row int) {
	h := b.h
	c.month, c.area, c.age = h.Month[row], h.Area[row], h.Age[row]
	c.hours = *b.hours(row)
}

// hours are the home care, nurse and rehabilitation hours of a row, without
// season.
func (b *builder) hours(row int) *[3]float32 {
	f := &b.unseason[int(b.h.Month[row])-b.first]
	return &[3]float32{b.h.hours(row, 0) * f[0], b.h.hours(row, 1) * f[1], b.h.hours(row, 2) * f[2]}
}

// countHours is the first pass: the distributions of hours.
func (b *builder) countHours(row int, state uint8) {
	if state >= liveStates {
		return
	}
	hours := b.hours(row)
	if isHome(state) && state != stHome0 {
		b.home[state-stHome0].add(hours[0])
	}
	for r, h := range hours[1:] {
		if h > 0 {
			b.model.cares[r].hours[group(state)].add(h)
		}
	}
}

// begin and step are the second pass: transitions, and how hours persist.
func (b *builder) begin(c *client, row int) {
	hours := b.hours(row)
	for r, h := range hours[1:] {
		if h > 0 {
			c.care[r].score = b.model.cares[r].scales[group(c.memory.state)].score(h)
		}
	}
	b.arrive(c, row)
}

func (b *builder) step(c *client, row int, next uint8) {
	b.observe(c, row, next)
	weight := b.weight[b.origin-int(b.h.Month[row])]
	b.model.next.add(&c.memory, int(c.age), next, weight)
	b.pending = 0
	if next >= liveStates {
		return
	}
	hours := b.hours(row)
	for r, h := range hours[1:] {
		b.stepCare(b.model.cares[r], &c.care[r], next, h, weight)
	}
	z := b.homeScore(next, hours[0])
	if isHome(next) && next != stHome0 {
		s := next - stHome0
		moments := &b.pairs[s]
		if next != c.memory.state {
			moments = &b.entries[s][entryKind(c.memory.state, next)]
		}
		moments.add(c.memory.score, c.memory.offset(next), z)
	}
	b.pending = z
}

func (b *builder) homeScore(state uint8, hours float32) float32 {
	if !isHome(state) || state == stHome0 {
		return 0
	}
	return b.model.scales[state-stHome0].score(hours)
}

func (b *builder) stepCare(e *episodes, m *careMemory, next uint8, hours float32, weight float64) {
	e.add(m, next, hours > 0, weight)
	if hours <= 0 {
		return
	}
	z := e.scales[group(next)].score(hours)
	if m.on {
		e.pairs.add(m.score, 0, z)
	}
	m.score = z
}
