package followup

import "math"

// measure is what is compared.
type measure uint8

const (
	hours      measure = iota // change of hours per month, among all
	survivors                 // the same among those who live at home at the horizon
	death                     // 1 if dead at the horizon
	housing                   // 1 if moved to special housing by the horizon
	either                    // 1 if one of both
	preTrend                  // change over the six months before: matched on
	earlier                   // hours 7-12 months before minus the window before: not matched on
	startMonth                // change of hours in the month of the start itself
	placebo                   // change of hours three months after the fake start
)

// quantity is a measure at a horizon (index; 0 for the checks).
type quantity struct {
	m       measure
	horizon int
}

// base is the mean of the known hours in the window before a landmark.
func (s *Study) base(person int32, landmark int) float64 {
	return s.p.meanHours(int(person), landmark-s.o.Window, landmark-1)
}

// meanHours is the mean of the known hours in months from … to, NaN if none is.
func (p *Panel) meanHours(person, from, to int) float64 {
	var sum, n float64
	for t := from; t <= to; t++ {
		if r := p.row(person, t); r >= 0 && p.Hours[r] >= 0 { // false for NaN
			sum += p.Hours[r]
			n++
		}
	}
	return sum / n
}

// level is the mean of the hours counted in the window up to month t, NaN if it
// cannot be known.
func (s *Study) level(person int32, t int) float64 {
	var sum, n float64
	for month := t - s.o.Window + 1; month <= t; month++ {
		status, ok := s.p.status(int(person), month)
		switch {
		case !ok || status == Moved:
			return math.NaN()
		case status == Dead:
			sum += s.o.AfterDeath
			n++
		case status == SpecialHousing:
			sum += s.o.InHousing
			n++
		default:
			if h := s.p.Hours[s.p.row(int(person), month)]; h >= 0 { // false for NaN
				sum += h
				n++
			}
		}
	}
	return sum / n
}

// value is a measure of a person at month t as it came: a level or a 0/1 event.
func (s *Study) value(m measure, person int32, landmark, t int) float64 {
	status, ok := s.p.status(int(person), t)
	if !ok {
		return math.NaN()
	}
	switch {
	case m == death && status != Moved:
		return is(status == Dead)
	case m == death:
		return math.NaN()
	case m == housing || m == either:
		happened := m == either && status == Dead || s.housedBy(person, landmark, t)
		if !happened && status == Moved {
			return math.NaN()
		}
		return is(happened)
	case m == survivors && status != AtHome:
		return math.NaN()
	}
	return s.level(person, t)
}

func is(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func (s *Study) housedBy(person int32, landmark, t int) bool {
	for month := landmark + 1; month <= t; month++ {
		if status, ok := s.p.status(int(person), month); ok && status == SpecialHousing {
			return true
		}
	}
	return false
}

// paths follows controls, through their own controls when they start the kind
// themselves (Lechner 2009, sequential matching).
type paths struct {
	s    *Study
	m    measure
	memo map[pathKey]float64
}

type pathKey struct {
	event int32
	after int32 // months since the event's start
}

// without is the measure of a control at month t had it not started the kind.
func (w *paths) without(person int32, kind, landmark, t int) float64 {
	s := w.s
	if s.o.Crossover != Keep {
		if e := s.startWithin(person, kind, landmark+1, t); e >= 0 {
			if s.o.Crossover == Censor {
				return math.NaN()
			}
			return w.untreated(e, t)
		}
	}
	return s.value(w.m, person, landmark, t)
}

// untreated is what a started person would have had at month t by that
// person's own controls.
func (w *paths) untreated(e int32, t int) float64 {
	s, ev := w.s, w.s.events[e]
	after := t - int(ev.month)
	key := pathKey{e, int32(after)}
	if v, ok := w.memo[key]; ok {
		return v
	}
	var sum, n float64
	own := s.base(ev.person, int(ev.month))
	from, to := s.matched.of(e)
	for c := from; c < to; c++ {
		person, landmark := s.matched.person[c], int(s.matched.landmark[c])
		v := w.without(person, ev.kind, landmark, landmark+after)
		if w.m == hours || w.m == survivors || w.m == placebo {
			v += own - s.base(person, landmark)
		}
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	v := sum / n // NaN if there is none
	w.memo[key] = v
	return v
}

// sample holds a measure of cases (by event) and controls (by position); NaN
// where it is not known.
type sample struct {
	event   []float64
	control []float64
}

// measureAll computes a quantity for the events that are cases and their controls.
func (s *Study) measureAll(q quantity) *sample {
	m := s.matched
	if q.m == placebo {
		m = s.fake
	}
	out := &sample{nans(len(s.events)), nans(len(m.person))}
	w := &paths{s: s, m: q.m, memo: make(map[pathKey]float64)}
	for _, e := range s.of {
		if e < 0 || m.reason[e] != Matched {
			continue
		}
		ev := s.events[e]
		landmark := int(ev.month) - m.shift
		out.event[e] = s.outcome(q, ev.person, landmark, func(t int) float64 { return s.value(q.m, ev.person, landmark, t) })
		from, to := m.of(e)
		for c := from; c < to; c++ {
			person, landmark := m.person[c], int(m.landmark[c])
			out.control[c] = s.outcome(q, person, landmark, func(t int) float64 { return w.without(person, ev.kind, landmark, t) })
		}
	}
	return out
}

// outcome is a quantity of one person-landmark, given the value at a month.
func (s *Study) outcome(q quantity, person int32, landmark int, at func(t int) float64) float64 {
	p := int(person)
	if q.m == preTrend {
		return s.p.meanHours(p, landmark-3, landmark-1) - s.p.meanHours(p, landmark-trajectory, landmark-4)
	}
	if q.m == earlier {
		return s.p.meanHours(p, landmark-history, landmark-trajectory-1) - s.base(person, landmark)
	}
	if q.m == startMonth {
		return s.p.meanHours(p, landmark, landmark) - s.base(person, landmark)
	}
	if q.m == placebo {
		return at(landmark+max(3, s.o.Window)) - s.base(person, landmark)
	}
	after := at(landmark + s.o.Horizons[q.horizon])
	if q.m == hours || q.m == survivors {
		after -= s.base(person, landmark)
	}
	return after
}

func nans(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}
