package courses

import "math/bits"

// end takes a life that leads to death or away.
func (s *simulation) end(l *life, h int) {
	l.ended = true
	if !l.existing {
		return
	}
	if l.next == stDead {
		s.happen(l, Died, h)
	}
	if l.housed {
		s.lose(l, Housed, h, 1)
	}
	s.lose(l, Ended, h, -1)
}

// track books what a client of the origin takes along to special housing and to
// other areas.
func (s *simulation) track(l *life, h int, was uint8, from uint16) {
	now := l.memory.state
	if l.area != from {
		l.add(s.row(int(from), Moved, h), -1)
		l.add(s.row(int(l.area), Moved, h), 1)
	}
	if l.client.memory.state == stSpecial || (now == stSpecial) == (was == stSpecial) {
		return
	}
	l.housed = now == stSpecial
	if !l.housed {
		s.lose(l, Housed, h, 1)
		return
	}
	s.lose(l, Housed, h, -1)
	if !l.counted {
		l.counted = true
		s.happen(l, WasHoused, h)
	}
}

// happen counts an event, of all and of the life's groups.
func (s *simulation) happen(l *life, e Event, h int) {
	s.events[int(e)*s.horizon+h-1]++
	for left := l.groups; left != 0; left &= left - 1 {
		s.events[((1+bits.TrailingZeros64(left))*numEvents+int(e))*s.horizon+h-1]++
	}
}

// lose adds sign times the client's month of origin to the events at h.
func (s *simulation) lose(l *life, d Driver, h int, sign float64) {
	l.add(s.row(int(l.area), d, h), sign)
	for left := l.groups; left != 0; left &= left - 1 {
		l.add(s.groupRow(bits.TrailingZeros64(left), d, h), sign)
	}
}

// emit adds the life's month to the sums.
func (s *simulation) emit(l *life, h int, hours [hourKinds]float32) {
	d := New
	if l.existing {
		d = Existing
	}
	state, short := l.memory.state, l.flags[flagShort].on
	if s.scenario != nil {
		hours[0], state = s.scenario.grant(l, h, hours[0])
	}
	book(s.row(int(l.area), d, h), &hours, state, short, 1)
	for left := l.groups; left != 0; left &= left - 1 {
		book(s.groupRow(bits.TrailingZeros64(left), d, h), &hours, state, short, 1)
	}
}

// add adds sign times the client's month to a row by resource.
func (c *client) add(row []float64, sign float64) {
	book(row, &c.hours, c.memory.state, c.flags[flagShort].on, sign)
}

func book(row []float64, hours *[hourKinds]float32, state uint8, short bool, sign float64) {
	row[HomeCareHours] += sign * float64(hours[0])
	row[NurseHours] += sign * float64(hours[1])
	row[RehabHours] += sign * float64(hours[2])
	row[DelegatedHours] += sign * float64(hours[3])
	switch {
	case isClient(state):
		row[Clients] += sign
	case state == stSpecial:
		row[SpecialHousingPersons] += sign
	}
	if short {
		row[ShortTermPersons] += sign
	}
}
