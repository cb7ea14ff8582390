package followup

import (
	"cmp"
	"fmt"
	"slices"
)

// event is one start of one kind.
type event struct {
	person int32 // index in the panel
	month  int32
	kind   int
}

func compareEvents(a, b event) int {
	return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.kind, b.kind), cmp.Compare(a.month, b.month))
}

// Study holds cases with their controls. It is safe for concurrent use.
type Study struct {
	p      *Panel
	o      Options
	end    int // last month of the panel
	cases  []Case
	of     []int32 // event of each case, −1 if the person is not in the panel
	events []event // distinct, by person, kind and month
	first  []int32 // first event of each person, and at the end their number

	matched *matching // at the start
	fake    *matching // at the fake start
	sets    map[quantity]*sets
	spread  []*spread // of the hours, by horizon
}

// Match finds the controls of each case, and of each other start, and computes
// what is needed for all estimates. The panel must not change afterwards.
func Match(p *Panel, cases []Case, starts []Start, o Options) (*Study, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	s := &Study{p: p, o: o, end: p.last(), cases: cases}
	if err := s.gather(starts); err != nil {
		return nil, err
	}
	s.matched, s.fake = s.match(0), s.match(s.o.FakeStart)
	s.compute()
	return s, nil
}

// gather numbers the persons of cases and starts and joins both to events.
func (s *Study) gather(starts []Start) error {
	index := make(map[uint64]int32, len(s.p.Person))
	for i, id := range s.p.Person {
		if j, ok := index[id]; ok {
			return fmt.Errorf("followup: persons %d and %d of the panel have the same id; join their rows", j, i)
		}
		index[id] = int32(i)
	}
	caseEvents := make([]event, len(s.cases))
	for i, c := range s.cases {
		if c.Believed != nil && len(c.Believed) != len(s.o.Horizons) {
			return fmt.Errorf("followup: case %d states %d effects for %d horizons; give one each, NaN where none was stated",
				i, len(c.Believed), len(s.o.Horizons))
		}
		caseEvents[i] = event{person: -1}
		if person, ok := index[c.Person]; ok {
			caseEvents[i] = event{person, int32(c.Month), c.Kind}
			s.events = append(s.events, caseEvents[i])
		}
	}
	slices.SortFunc(s.events, compareEvents)
	for i := 1; i < len(s.events); i++ {
		if s.events[i] == s.events[i-1] {
			e := s.events[i]
			return fmt.Errorf("followup: person %d has two cases of kind %d in month %d; keep one", e.person, e.kind, e.month)
		}
	}
	for _, start := range starts {
		if person, ok := index[start.Person]; ok {
			s.events = append(s.events, event{person, int32(start.Month), start.Kind})
		}
	}
	slices.SortFunc(s.events, compareEvents)
	s.events = slices.Compact(s.events)
	s.of = make([]int32, len(s.cases))
	for i, e := range caseEvents {
		s.of[i] = -1
		if e.person >= 0 {
			at, _ := slices.BinarySearchFunc(s.events, e, compareEvents)
			s.of[i] = int32(at)
		}
	}
	s.first = make([]int32, len(s.p.Person)+1)
	for _, e := range s.events {
		s.first[e.person+1]++
	}
	for i := range s.p.Person {
		s.first[i+1] += s.first[i]
	}
	return nil
}

// compute measures each quantity and finds its sets.
func (s *Study) compute() {
	real, fake := s.design(s.matched), s.design(s.fake)
	quantities := []quantity{{m: preTrend}, {m: earlier}, {m: startMonth}, {m: placebo}}
	for h := range s.o.Horizons {
		for m := hours; m <= either; m++ {
			quantities = append(quantities, quantity{m, h})
		}
	}
	found := make([]*sets, len(quantities))
	parallel(len(quantities), 1, s.o.Workers, func(i, _ int) {
		q := quantities[i]
		m, x := s.matched, real
		if q.m == placebo {
			m, x = s.fake, fake
		}
		// What is matched on is shown as it is; all else is adjusted.
		found[i] = newSets(m, x, s.measureAll(q), q.m != preTrend)
	})
	s.sets = make(map[quantity]*sets, len(quantities))
	for i, q := range quantities {
		s.sets[q] = found[i]
	}
	for h := range s.o.Horizons {
		s.spread = append(s.spread, s.newSpread(s.sets[quantity{hours, h}]))
	}
}

// startWithin returns the first event of a kind in the months from … to of a
// person, −1 if there is none.
func (s *Study) startWithin(person int32, kind, from, to int) int32 {
	for e := s.first[person]; e < s.first[person+1]; e++ {
		if ev := s.events[e]; ev.kind == kind && int(ev.month) >= from && int(ev.month) <= to {
			return e
		}
	}
	return -1
}
