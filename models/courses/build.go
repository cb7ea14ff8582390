package courses

import "math"

// builder walks the histories: once for the distributions of hours, once for
// all that depends on the course.
type builder struct {
	h             *Histories
	origin, first int
	model         *Model
	weight        []float64            // by age of the transition (months)
	unseason      [][hourKinds]float32 // by month of the records: what takes the season out of hours
	home          [numBands]histogram
	windows       []window
	cohort        int     // of the course that is walked, within its window; cohorts = none
	sampled       uint64  // persons whose mixed id is at most this are in the windows
	scaled        bool    // second pass: hours can be turned into scores
	pending       float32 // score of the month that a step has just seen
	pairs         [numBands]moments
	same          [numBands]float64 // months whose hours are exactly those of the month before
	entries       [numBands][entryKinds]moments
	list          []observation
	moved         []move
	exposed       [2][]float64 // person-months that could have been moves, by kind, then month and area
	served        [][]float64  // persons by month of the records, then area and cell of entry
}

func (b *builder) prepare() {
	m, n := b.model, b.origin-b.first+1
	b.weight = make([]float64, n)
	for age := range b.weight {
		// On a grid of 1/1024, so that sums do not depend on the order of rows.
		b.weight[age] = math.Round(1024*math.Exp2(-float64(age)/m.options.HalfLifeMonths)) / 1024
	}
	m.season = learnSeason(b.h, b.first, b.origin)
	b.unseason = make([][hourKinds]float32, n)
	for t := range b.unseason {
		for r := range b.unseason[t] {
			b.unseason[t][r] = float32(1 / m.season[r][calendar(b.first+t)])
		}
	}
	b.exposed = [2][]float64{make([]float64, n*m.areas), make([]float64, n*m.areas)}
	b.served = make([][]float64, n)
	for t := range b.served {
		b.served[t] = make([]float64, m.areas*entryCells)
	}
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
		case !active && (state == stNone && !h.short(i) || state == stLeft):
			continue
		case !active && state != stDead:
			c = b.start(p, i, state)
			begin(&c, i)
			active = true
			continue
		case active:
			step(&c, i, state)
			b.move(&c, i, state)
			active = state != stLeft && !isForgotten(&c.memory, c.flags[flagShort].on)
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
	c := client{
		id: b.h.Person[p], sex: b.h.sex(p), memory: startMemory(state, score), atStart: int(b.h.Month[row]) == b.first, isServed: isServed(state),
	}
	if c.atStart { // the time in the state is not known; most of it is long
		c.memory.months = maxMonths
	}
	// Who has had an alarm for years before is not new, though home care is.
	seen := int(b.h.Month[b.h.Offset[p]])
	c.course, c.seenFirst = uint8(min(int(b.h.Month[row])-seen, maxCourse)), seen == b.first
	b.copyRow(&c, row)
	for r := range c.care {
		c.care[r] = careMemory{startSpell(c.hours[1+r] > 0, c.atStart), noScore}
	}
	for k, on := range b.flags(row) {
		c.flags[k] = startSpell(on, c.atStart)
	}
	return c
}

func (b *builder) move(c *client, row int, state uint8) {
	c.memory.move(state, b.pending)
	b.copyRow(c, row)
	for r := range c.care {
		c.care[r].move(c.hours[1+r] > 0)
	}
	for k, on := range b.flags(row) {
		c.flags[k].move(on)
	}
	c.course = min(c.course+1, maxCourse)
	c.isServed = isServed(state)
}

func (b *builder) copyRow(c *client, row int) {
	h := b.h
	c.month, c.area, c.age = h.Month[row], h.Area[row], h.Age[row]
	c.hours = *b.hours(row)
}

func (b *builder) flags(row int) [numFlagKinds]bool {
	return [numFlagKinds]bool{flagHSL: b.h.hsl(row), flagShort: b.h.short(row)}
}

// hours are the hours of a row by kind, without season.
func (b *builder) hours(row int) *[hourKinds]float32 {
	f := &b.unseason[int(b.h.Month[row])-b.first]
	var out [hourKinds]float32
	for r := range out {
		out[r] = b.h.hours(row, r) * f[r]
	}
	return &out
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
	b.serve(c)
}

// serve counts the person as served in the month.
func (b *builder) serve(c *client) {
	if c.isServed {
		b.served[int(c.month)-b.first][int(c.area)*entryCells+entryCell(c.sex, int(c.age))]++
	}
}

func (b *builder) step(c *client, row int, next uint8) {
	b.observe(c, row, next)
	weight := b.weight[b.origin-int(b.h.Month[row])]
	b.model.next.add(&c.memory, next, weight)
	profile := c.profile()
	o := observation{weight: float32(weight), cell: uint16(c.memory.cell()), class: classOf(c.memory.state, next)}
	for k, level := range profile.level() {
		o.level[k] = uint16(level)
	}
	b.list = append(b.list, o)
	b.pending = 0
	if next >= liveStates {
		return
	}
	b.stepArea(c, row, next)
	flags, hours := b.flags(row), b.hours(row)
	for k, on := range flags {
		if k == flagHSL && next == stHSL { // by definition
			continue
		}
		b.model.flags[k].add(c.flags[k].flagCell(cause(k, &c.care, c.memory.state, next), next, profile.time), on, weight)
	}
	for r, h := range hours[1:] {
		e := b.model.cares[r]
		e.add(careCell(&c.care, r, next, c.flags[flagHSL].on, flags[flagHSL], profile.time), h > 0, weight)
		e.follow(&c.care[r], next, h)
	}
	b.pending = b.stepHome(c, row, next, hours[0])
	after := *c
	after.month, after.area, after.age, after.isServed = b.h.Month[row], b.h.Area[row], b.h.Age[row], isServed(next)
	b.serve(&after)
}

// stepHome notes how home care hours follow on those of the month before, and
// returns their score.
func (b *builder) stepHome(c *client, row int, next uint8, hours float32) float32 {
	z := b.homeScore(next, hours)
	if !isHome(next) || next == stHome0 {
		return z
	}
	s := next - stHome0
	moments := &b.pairs[s]
	switch {
	case next != c.memory.state:
		moments = &b.entries[s][entryKind(c.memory.state, next)]
	case b.h.HomeCareH[row] == b.h.HomeCareH[row-1]:
		b.same[s]++
		return z
	}
	moments.add(c.memory.score, c.memory.offset(next), z)
	return z
}

func (b *builder) homeScore(state uint8, hours float32) float32 {
	if !isHome(state) || state == stHome0 {
		return 0
	}
	return b.model.scales[state-stHome0].score(hours)
}

// follow notes how hours follow on those of the month before.
func (e *episodes) follow(m *careMemory, next uint8, hours float32) {
	if hours <= 0 {
		return
	}
	z := e.scales[group(next)].score(hours)
	if m.on {
		e.pairs.add(m.score, 0, z)
	}
	m.score = z
}
