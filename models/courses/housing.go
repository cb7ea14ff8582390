package courses

import (
	"cmp"
	"math"
	"slices"
)

// house lets the scenario decide who moves to special housing in month h, after
// each life has drawn its next state.
func (s *simulation) house(draw, h int) {
	if !s.scenario.active(h) {
		return
	}
	switch p := s.scenario.Housing; {
	case p.Limited:
		s.wait(p.Places)
		s.admit(h)
	case p.Extra > 0:
		s.add(p.Extra, draw, h)
	}
}

// wait counts those who stay in special housing and lists those who want a
// place: who drew it, and who waits and is at home still.
func (s *simulation) wait(places int) {
	s.queue = s.queue[:0]
	s.free = places
	for i := range s.lives {
		l := &s.lives[i]
		switch {
		case l.memory.state == stSpecial:
			if l.next == stSpecial {
				s.free--
			}
		case l.next == stSpecial, l.queued > 0 && l.next < liveStates:
			s.queue = append(s.queue, i)
		}
	}
}

// admit gives the free places to those who asked first; the others go on at
// home.
func (s *simulation) admit(h int) {
	for _, i := range s.queue {
		if l := &s.lives[i]; l.queued == 0 {
			l.queued = int16(h)
		}
	}
	if s.free < len(s.queue) {
		slices.SortStableFunc(s.queue, func(x, y int) int {
			a, b := &s.lives[x], &s.lives[y]
			return cmp.Or(cmp.Compare(a.queued, b.queued), cmp.Compare(mix(uint64(a.rng)), mix(uint64(b.rng))))
		})
	}
	for k, i := range s.queue {
		l := &s.lives[i]
		switch {
		case k < s.free:
			l.next, l.queued = stSpecial, 0
		case l.next == stSpecial:
			l.next = l.memory.state
		}
	}
	s.free = max(0, s.free-len(s.queue))
}

// add moves in those at home likeliest to do so, until there are as many in
// special housing as there are places more. Each person's turn is the time of an
// exponential clock with the hazard as its rate.
func (s *simulation) add(extra, draw, h int) {
	s.queue = s.queue[:0]
	taken := 0
	turn := make(map[int]float64)
	for i := range s.lives {
		l := &s.lives[i]
		switch {
		case l.extra:
			if l.extra = l.next == stSpecial; l.extra {
				taken++
			}
		case l.hazard > 0 && isClient(l.memory.state) && l.next < liveStates && l.next != stSpecial:
			src := newStream(s.options.Seed, draw, forExtra, uint64(l.rng)^uint64(h))
			turn[i] = -math.Log(1-float64(src.Uint64()>>11)/(1<<53)) / float64(l.hazard)
			s.queue = append(s.queue, i)
		}
	}
	if taken >= extra {
		return
	}
	slices.SortFunc(s.queue, func(x, y int) int { return cmp.Or(cmp.Compare(turn[x], turn[y]), cmp.Compare(x, y)) })
	for _, i := range s.queue[:min(extra-taken, len(s.queue))] {
		s.lives[i].next, s.lives[i].extra = stSpecial, true
	}
}

// lodge keeps a new client who would come straight to special housing at home,
// with the most home care, when it is full.
func (s *simulation) lodge(l *life, h int) {
	if !s.scenario.active(h) || !s.scenario.Housing.Limited || l.memory.state != stSpecial {
		return
	}
	if s.free > 0 {
		s.free--
		return
	}
	l.memory = startMemory(stHome6, 0)
	l.hours[0] = s.model.scales[stHome6-stHome0].hours(0)
	l.queued = int16(h)
}
