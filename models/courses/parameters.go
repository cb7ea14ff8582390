package courses

import "math/rand/v2"

const (
	transitionBits = 24 // resolution 6e-8 of a monthly probability
	careBits       = 20 // resolution 1e-6
)

// parameters are what one replicate simulates with.
type parameters struct {
	next [numCells][numStates]uint32 // cumulated, in the order of states
	on   [numCares][careCells]uint32
}

// order lists the states, the row's own first: most months nothing changes.
func order() *[liveStates][numStates]uint8 {
	var o [liveStates][numStates]uint8
	for s := range liveStates {
		o[s][0] = uint8(s)
		k := 1
		for j := range numStates {
			if j != s {
				o[s][k] = uint8(j)
				k++
			}
		}
	}
	return &o
}

// draw fills p with one draw of all probabilities, or with their posterior means
// when rng is nil.
func (m *Model) draw(p *parameters, states *[liveStates][numStates]uint8, rng *rand.Rand) {
	l := m.next.levels(rng)
	row := make([]float64, numStates)
	for c := range numCells {
		l.combine(row, c/numAges, c%numAges)
		sum := 0.0
		for k, state := range states[c/(numMemories*numAges)] {
			sum += row[state]
			p.next[c][k] = uint32(min(sum, 1) * (1 << transitionBits))
		}
		p.next[c][numStates-1] = 1 << transitionBits
	}
	for r, e := range m.cares {
		for c, on := range e.probabilities(rng) {
			p.on[r][c] = uint32(on * (1 << careBits))
		}
	}
}
