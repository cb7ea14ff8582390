package courses

import (
	"math/rand/v2"
	"slices"
)

// move is a move between areas in a month.
type move struct {
	month    int16
	from, to uint16
	kind     uint8
}

// movers are the moves of those who are served in the new month and of those who
// are not: clients without service may be in no area, and in one on return.
type movers [2]*moves

// moverKind is the part of movers that a month leading to a state is counted in.
func moverKind(next uint8) int {
	if isServed(next) {
		return 0
	}
	return 1
}

// rate is moves per person and month.
func (m *movers) rate() float64 {
	if months := m[0].months + m[1].months; months > 0 {
		return (m[0].happened + m[1].happened) / months
	}
	return 0
}

// moves are how often persons move between areas, and where to.
type moves struct {
	areas    int
	monthly  []float64 // by area: probability, shrunk towards that of all
	to       []float64 // by area of origin, then destination: cumulated probabilities
	happened float64
	months   float64
}

const (
	// destinationPrior is the number of pseudo-moves, spread as all moves are,
	// that an area's own destinations are shrunk with; chosen.
	destinationPrior = 20
	// A month in which more than a 50th of all persons, and more than ten times
	// the mean of the other months, change area is taken as a new division of the
	// municipality, not as moves. Both were chosen without a comparison.
	divisionShare = 0.02
	divisionTimes = 10
)

// stepArea notes a month at home, and whether the area changed.
func (b *builder) stepArea(c *client, row int, next uint8) {
	if c.memory.state == stSpecial || next == stSpecial { // the move there is no move between areas of home care
		return
	}
	kind := moverKind(next)
	b.exposed[kind][(int(b.h.Month[row])-b.first)*b.model.areas+int(c.area)]++
	if to := b.h.Area[row]; to != c.area {
		b.moved = append(b.moved, move{b.h.Month[row], c.area, to, uint8(kind)})
	}
}

// learnMovers estimates both kinds.
func learnMovers(list []move, persons [2][]float64, areas, first int) movers {
	var m movers
	for kind := range m {
		var own []move
		for _, v := range list {
			if int(v.kind) == kind {
				own = append(own, v)
			}
		}
		m[kind] = learnMoves(own, persons[kind], areas, first)
	}
	return m
}

// learnMoves estimates rates and destinations from the months that are not a
// new division.
func learnMoves(list []move, persons []float64, areas, first int) *moves {
	m := &moves{areas: areas, monthly: make([]float64, areas), to: make([]float64, areas*areas)}
	n := len(persons) / areas
	byMonth, at := make([]float64, n), make([]float64, n)
	for _, v := range list {
		byMonth[int(v.month)-first]++
	}
	for t := range at {
		for a := range areas {
			at[t] += persons[t*areas+a]
		}
	}
	division := divisions(byMonth, at)
	moved, exposed, into := make([]float64, areas), make([]float64, areas), make([]float64, areas)
	pairs := newTable(areas, areas)
	for t := range n {
		if division[t] {
			continue
		}
		for a := range areas {
			exposed[a] += persons[t*areas+a]
		}
		m.months += at[t]
	}
	for _, v := range list {
		if division[int(v.month)-first] {
			continue
		}
		moved[v.from]++
		into[v.to]++
		pairs.row(int(v.from))[v.to]++
		m.happened++
	}
	m.shrink(moved, exposed, into, pairs)
	return m
}

// divisions finds the months in which the municipality was divided anew.
func divisions(moved, persons []float64) []bool {
	out := make([]bool, len(moved))
	var all float64
	for _, v := range moved {
		all += v
	}
	for t, v := range moved {
		others := (all - v) / float64(max(1, len(moved)-1))
		out[t] = v > divisionShare*persons[t] && v > divisionTimes*others
	}
	return out
}

func (m *moves) shrink(moved, exposed, into []float64, pairs table) {
	overall, counts := m.rate(), newTable(m.areas, 2)
	for a := range m.areas {
		counts.row(a)[0], counts.row(a)[1] = exposed[a]-moved[a], moved[a]
	}
	prior := []float64{1 - overall, overall}
	size := strength(counts, 0, m.areas, func(int) []float64 { return prior })
	for a := range m.areas {
		m.monthly[a] = (size*overall + moved[a]) / (size + exposed[a])
		var sum float64
		at := m.to[a*m.areas : (a+1)*m.areas]
		for b := range m.areas {
			if b != a {
				sum += pairs.row(a)[b] + destinationPrior*(into[b]+1e-6)/(m.happened+1)
			}
			at[b] = sum
		}
		for b := range at {
			at[b] /= max(sum, 1e-300)
		}
		if m.areas == 1 || m.happened == 0 {
			m.monthly[a] = 0
		}
	}
}

// rate is moves per person and month.
func (m *moves) rate() float64 {
	if m.months == 0 {
		return 0
	}
	return m.happened / m.months
}

// pick is the area moved to, by a number in 0 … 1.
func (m *moves) pick(from uint16, u float64) uint16 {
	at := m.to[int(from)*m.areas : (int(from)+1)*m.areas]
	i, _ := slices.BinarySearch(at, u)
	for i < m.areas && (i == int(from) || at[i] <= u) {
		i++
	}
	if i >= m.areas {
		return from
	}
	return uint16(i)
}

// gammaStrength is the k of greatest evidence for counts n with means r·e,
// r ~ Gamma(k, k).
func gammaStrength(n, e []float64) float64 {
	best, at := 0.0, factorGrid[0]
	for i, k := range factorGrid {
		var sum float64
		for j := range n {
			sum += gammaPoisson(n[j], e[j], k)
		}
		if i == 0 || sum >= best {
			best, at = sum, k
		}
	}
	return at
}

func scaled(v []float64, by float64) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = x * by
	}
	return out
}

// draw returns a factor for the overall rate of moves in one replicate.
func (m *moves) draw(rng *rand.Rand) float64 {
	if rng == nil || m.happened == 0 {
		return 1
	}
	return gamma(rng, m.happened) / m.happened
}
