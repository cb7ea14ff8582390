package courses

import "math"

// life is one simulated course; client is the person at the start of it.
type life struct {
	client
	rng      stream
	memory   memory
	care     [numCares]careMemory
	flags    [numFlagKinds]spell
	age      int16
	area     uint16
	course   uint8
	birthday uint8
	next     uint8 // the state that the month leads to
	existing bool  // known at the origin
	housed   bool  // in special housing, and not so at the start
	counted  bool  // has been in special housing since the start
	ended    bool
	extra    bool    // in a place beyond those of the history
	decided  bool    // home care rests on a decision after a scenario began
	queued   int16   // month of asking for special housing that is full; 0 = none
	hazard   float32 // of special housing this month
	// What the risk model says: multipliers of the odds of death and of special
	// housing in the first year.
	death, housing float32
	prevented      float32 // change of home care hours that prevention brings
	groups         uint64
}

func newLife(c *client, rng stream) life {
	l := life{
		client: *c, rng: rng, memory: c.memory, care: c.care, flags: c.flags, age: int16(c.age), area: c.area, course: c.course,
		// The month of birth is not known.
		birthday: uint8(mix(c.id) % 12), death: 1, housing: 1,
	}
	return l
}

// outcomes are the weights of next month's states, in the order of steps,
// cumulated.
type outcomes [numStates]float32

// weigh fills w for the life in month h ahead.
func (s *simulation) weigh(l *life, h int, w *outcomes) {
	state := l.memory.state
	row := s.p.next[l.memory.cell()*numStates : (l.memory.cell()+1)*numStates]
	p := profile{age: int(l.age), sex: l.sex, time: timeBand(l.course, l.seenFirst), area: l.area, flags: flagLevel(&l.flags, &l.care)}
	g := group(state)
	mult := s.hazards[h]
	for k, level := range p.level() {
		ratio := s.p.ratio[k][(level*numGroups+g)*numClasses:]
		for c := 1; c < numClasses; c++ {
			mult[c] *= ratio[c]
		}
	}
	if l.death != 1 || l.housing != 1 {
		mult[classDead] *= faded(l.death, h)
		mult[classSpecial] *= faded(l.housing, h)
	}
	sum := row[0]
	w[0] = sum
	for k := 1; k < numStates; k++ {
		sum += row[k] * mult[s.steps.class[state][k]]
		w[k] = sum
	}
}

// faded is a multiplier in month h: whole for a year, then on the way to one,
// which it reaches after another.
func faded(multiplier float32, h int) float32 {
	switch {
	case h <= riskMonths:
		return multiplier
	case h >= 2*riskMonths:
		return 1
	}
	share := float64(2*riskMonths-h) / riskMonths
	return float32(math.Pow(float64(multiplier), share))
}

// riskMonths is the horizon of the risk model's probabilities.
const riskMonths = 12

// grow ages the life by a month.
func (l *life) grow(h int) {
	if (h+int(l.birthday))%12 == 0 {
		l.age++
	}
}

// decide draws the state of month h.
func (s *simulation) decide(l *life, h int) {
	var w outcomes
	s.weigh(l, h, &w)
	u := float32(l.rng.Uint64()>>40) * (1.0 / (1 << 24)) * w[numStates-1]
	k := 0
	for k < numStates-1 && u >= w[k] {
		k++
	}
	l.next = s.steps.state[l.memory.state][k]
	l.hazard = 0
	if s.scenario != nil && l.memory.state != stSpecial {
		l.hazard = float32(s.chance(l.memory.state, stSpecial, &w))
	}
}

// chance is the probability of another state.
func (s *simulation) chance(from, to uint8, w *outcomes) float64 {
	for k := 1; k < numStates; k++ {
		if s.steps.state[from][k] == to {
			return float64(w[k]-w[k-1]) / float64(w[numStates-1])
		}
	}
	return 0
}

// live moves the life to l.next, a living state, and returns its hours in the
// month, without season.
func (s *simulation) live(l *life) [hourKinds]float32 {
	m, p := s.model, s.p
	var hours [hourKinds]float32
	u, v, w := l.rng.Uint64(), l.rng.Uint64(), l.rng.Uint64()
	next, time := l.next, timeBand(l.course, l.seenFirst)
	score := float32(0)
	if isHome(next) && next != stHome0 {
		score = m.homeScore(&l.memory, s.normals[u&(1<<normalBits-1)], float32(u>>normalBits&0xffff)*(1.0/(1<<16)), next)
		hours[0] = m.scales[next-stHome0].hours(score)
	}
	was, had := l.memory.state, l.flags[flagHSL].on
	for k := range l.flags {
		f := &l.flags[k]
		x := float32(w>>(20*k)&0xfffff) * (1.0 / (1 << 20))
		f.move(x < p.flag[k][f.flagCell(cause(k, &l.care, was, next), next, time)] || k == flagHSL && next == stHSL)
	}
	before := l.care
	for r := range l.care {
		c, e := &l.care[r], m.cares[r]
		on := float32(v>>(20*r)&0xfffff)*(1.0/(1<<20)) < p.on[r][careCell(&before, r, next, had, l.flags[flagHSL].on, time)]
		if on {
			c.next(e.persistence, s.normals[u>>(28+12*r)&(1<<normalBits-1)])
			hours[1+r] = e.scales[group(next)].hours(c.score)
		}
		c.move(on)
	}
	if next != stSpecial && l.memory.state != stSpecial && m.areas > 1 {
		kind, x := moverKind(next), float64(w>>40&0xffffff)*(1.0/(1<<24))
		moves := m.moves[kind]
		if rate := moves.monthly[l.area] * p.moveRate[kind]; x < rate {
			l.area = moves.pick(l.area, x/rate)
		}
	}
	l.memory.move(next, score)
	l.course = min(l.course+1, maxCourse)
	return hours
}

// homeScore is the score of the home care hours in the new month: that of last
// month where the hours stand still, else from last month's and the own level
// or, in a band newly entered, from the own level.
func (m *Model) homeScore(mem *memory, e, steady float32, next uint8) float32 {
	s := next - stHome0
	u := min(max(mem.offset(next), -2), 3)
	if next == mem.state {
		if steady < m.steady[s] {
			return mem.score
		}
		return m.persistence[s].next(mem.score, u, e)
	}
	return m.entries[s][entryKind(mem.state, next)].next(0, u, e)
}
