package followup

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Reason says what became of a case.
type Reason uint8

// The reasons.
const (
	Matched       Reason = iota
	NotInPanel           // no row of the person in the start month
	NotAtHome            // not living at home in the start month
	NoHours              // no known hours in the window before the start
	RepeatedStart        // the same kind within the washout before
	NoControls           // fewer than two similar clients within the caliper
)

// String returns the reason in words.
func (r Reason) String() string {
	return [...]string{
		"matched", "not in the panel", "not at home at the start", "no hours known before the start",
		"same kind shortly before", "no similar clients",
	}[r]
}

// Reach says how far controls had to be looked for.
type Reach uint8

// The reaches, each including those before.
const (
	SameMonth Reach = iota // same month, area and need band
	NearMonth              // a month before or after
	AllAreas               // same month, any area
	Anywhere               // a month before or after, any area
	numReach  = iota
)

// String returns the reach in words.
func (r Reach) String() string {
	return [...]string{"same month and area", "a month apart", "other areas", "other areas, a month apart"}[r]
}

// Control is a similar client without the intervention.
type Control struct {
	Person   uint64
	Month    int     // the landmark: what the start month is to the case
	Distance float64 // Mahalanobis, standard deviations
	Reach    Reach
}

// matching holds the controls of each event, nearest first within a reach.
type matching struct {
	shift    int // months from the landmark to the start
	reason   []Reason
	offset   []int32 // per event
	person   []int32
	landmark []int32
	distance []float32
	reach    []Reach
}

// of returns the range of an event's controls.
func (m *matching) of(e int32) (from, to int32) { return m.offset[e], m.offset[e+1] }

type found struct {
	person, landmark int32
	d2               float32 // squared distance
	reach            Reach
}

func compareFound(a, b found) int {
	return cmp.Or(cmp.Compare(a.d2, b.d2), cmp.Compare(a.person, b.person), cmp.Compare(a.landmark, b.landmark))
}

// match finds the controls of all events at landmarks `shift` months before the
// start.
func (s *Study) match(shift int) *matching {
	var months []int
	for _, e := range s.events {
		landmark := int(e.month) - shift
		months = append(months, landmark-1, landmark, landmark+1)
	}
	slices.Sort(months)
	x := s.newIndex(slices.Compact(months), shift)
	all := make([][]found, len(s.events))
	m := &matching{shift: shift, reason: make([]Reason, len(s.events)), offset: []int32{0}}
	parallel(len(s.events), 64, s.o.Workers, func(from, to int) {
		for e := from; e < to; e++ {
			all[e], m.reason[e] = s.search(x, s.events[e], shift)
		}
	})
	for _, controls := range all {
		for _, c := range controls {
			m.person, m.landmark = append(m.person, c.person), append(m.landmark, c.landmark)
			m.distance, m.reach = append(m.distance, c.d2), append(m.reach, c.reach)
		}
		m.offset = append(m.offset, int32(len(m.person)))
	}
	return m
}

// search widens the reach until there are enough controls.
func (s *Study) search(x *index, e event, shift int) ([]found, Reason) {
	landmark := int(e.month) - shift
	r := s.p.row(int(e.person), landmark)
	switch {
	case r < 0:
		return nil, NotInPanel
	case s.p.Status[r] != AtHome:
		return nil, NotAtHome
	case !s.p.knownBefore(int(e.person), landmark, s.o.Window):
		return nil, NoHours
	case s.startWithin(e.person, e.kind, int(e.month)-s.o.Washout, int(e.month)-1) >= 0:
		return nil, RepeatedStart
	}
	raw, known := s.p.describe(int(e.person), landmark)
	q := &query{s: s, x: x, e: e, landmark: landmark, at: x.white.apply(raw.narrow()), known: known}
	area, band := x.areas[int(s.p.Area[r])], int(s.p.Band[r])
	// First in every reach for those within half the caliper: a client of another
	// area on the same course says more than a neighbour on another one.
	for _, caliper := range []float64{s.o.Caliper / 2, s.o.Caliper} {
		q.limit = float32(caliper * caliper)
		for reach := SameMonth; reach < numReach && len(q.best) < s.o.Controls; reach++ {
			q.widen(reach, area, band)
		}
	}
	if len(q.best) < minEach {
		return nil, NoControls
	}
	return q.best, Matched
}

// widen fills up from the cells that a reach adds.
func (q *query) widen(reach Reach, area, band int) {
	q.reach, q.kept = reach, len(q.best)
	for other := range len(q.x.areas) {
		switch {
		case reach == SameMonth && other == area || reach == AllAreas && other != area:
			q.scan(q.landmark, q.x.cell(q.landmark, other, band))
		case reach == NearMonth && other == area || reach == Anywhere && other != area:
			q.scan(q.landmark-1, q.x.cell(q.landmark-1, other, band))
			q.scan(q.landmark+1, q.x.cell(q.landmark+1, other, band))
		}
	}
}

// query is the search for one event's controls.
type query struct {
	s        *Study
	x        *index
	e        event
	landmark int
	at       [features]float32
	known    uint8
	best     []found
	limit    float32 // squared distance
	kept     int     // of best, from nearer reaches; the rest is sorted by distance
	reach    Reach
}

// scan looks outwards from the case's first feature until no row can be nearer.
func (q *query) scan(landmark, cell int) {
	if cell < 0 {
		return
	}
	from, to := int(q.x.offset[cell]), int(q.x.offset[cell+1])
	middle := from + sort.Search(to-from, func(i int) bool { return q.x.at[from+i][0] >= q.at[0] })
	for i := middle; i < to && q.consider(i, landmark); i++ {
		continue
	}
	for i := middle - 1; i >= from && q.consider(i, landmark); i-- {
		continue
	}
}

// consider takes row i if it is among the nearest; false means that rows
// farther out cannot be.
func (q *query) consider(i, landmark int) bool {
	limit := q.limit
	if len(q.best) == q.s.o.Controls {
		limit = min(limit, q.best[len(q.best)-1].d2)
	}
	var d2 float32
	for j, v := range q.at {
		d := q.x.at[i][j] - v
		d2 += d * d
		if d2 > limit {
			return j > 0
		}
	}
	person := q.x.person[i]
	if q.x.known[i] != q.known || person == q.e.person || !q.without(person, landmark) {
		return true
	}
	q.insert(found{person, int32(landmark), d2, q.reach})
	return true
}

// without tells whether the person had never had the kind up to the landmark,
// nor up to the case's: so each crossover is later than the last and following
// them comes to an end. Those who had it long ago keep an effect, if there is
// one: they are not like a case with the same hours.
func (q *query) without(person int32, landmark int) bool {
	return q.s.startWithin(person, q.e.kind, math.MinInt, max(landmark, q.landmark)) < 0
}

// insert keeps the nearest, and each person once: from the nearest reach, and
// within it at the nearest month.
func (q *query) insert(f found) {
	for i, b := range q.best {
		if b.person != f.person {
			continue
		}
		if i < q.kept || compareFound(b, f) <= 0 {
			return
		}
		q.best = slices.Delete(q.best, i, i+1)
		break
	}
	at, _ := slices.BinarySearchFunc(q.best[q.kept:], f, compareFound)
	q.best = slices.Insert(q.best, q.kept+at, f)
	if len(q.best) > q.s.o.Controls {
		q.best = q.best[:q.s.o.Controls]
	}
}
