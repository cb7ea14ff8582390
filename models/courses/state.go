package courses

import "gonum.org/v1/gonum/stat/distuv"

// The states of a course. Bands of home care hours per month follow the
// published Swedish practice of the forecast: 0, 1-9, 10-24, 25-49, 50-79,
// 80-119 and 120 or more.
const (
	stNone = iota
	stHome0
	stHome1
	stHome2
	stHome3
	stHome4
	stHome5
	stHome6
	stHSL
	stSpecial
	stDead
	stLeft
	numStates
	liveStates = stDead // the states that a course goes on from
	numBands   = stHome6 - stHome0 + 1
)

// bandEdges are the lower edges of bands 2 … 6 (hours/month); band 0 is no
// hours, band 1 anything below the first edge.
var bandEdges = [...]float32{10, 25, 50, 80, 120} //nolint:gochecknoglobals // a constant table

// stateOf maps a row to its state.
func stateOf(s Status, homeCareH float32) uint8 {
	switch s {
	case HomeCare:
		if homeCareH <= 0 {
			return stHome0
		}
		for i, edge := range bandEdges {
			if homeCareH < edge {
				return stHome1 + uint8(i)
			}
		}
		return stHome6
	case HSLOnly:
		return stHSL
	case SpecialHousing:
		return stSpecial
	case Dead:
		return stDead
	case Left:
		return stLeft
	case None:
	}
	return stNone
}

// band is the state's place on the scale of need that the memory averages.
func band(state uint8) float32 {
	switch {
	case state >= stHome0 && state <= stHome6:
		return float32(state - stHome0)
	case state == stSpecial:
		return numBands
	}
	return 0
}

func isHome(state uint8) bool   { return state >= stHome0 && state <= stHome6 }
func isClient(state uint8) bool { return state >= stHome0 && state <= stHSL }
func isServed(state uint8) bool { return state >= stHome0 && state <= stSpecial }

const (
	forgotten = 12 // months without service after which a person counts as gone
	maxMonths = 13 // months in a state are counted up to the last band

	// levelGain and shareGain are the weights of the newest month in the
	// memory's moving averages: half-lives of 5.4 and 6.6 months. On simulated
	// municipalities, with an earlier form of the memory, a gain of 0.05 gave a
	// third more error 24 months ahead than 0.12, and 0.2 no less. shareGain was chosen without a comparison.
	levelGain = 0.12
	shareGain = 0.10

	numDirections = 7
	numPositions  = 3
	numDurations  = 3
	numPlaces     = 1 + numDirections*numPositions
	numArrivals   = 2 * liveStates
	numMemories   = numArrivals + (numPlaces-1)*numDurations
	numCells      = liveStates * numMemories
)

// isForgotten tells whether a person without service counts as gone.
func isForgotten(m *memory, short bool) bool {
	return m.state == stNone && m.months > forgotten && !short
}

// memory is what the next transition depends on besides the person's profile.
type memory struct {
	state  uint8
	months uint8   // in the state, this month included
	before uint8   // the state before this one; the same in the first state of a course
	level  float32 // moving average of rank
	came   bool    // back from a state that was entered from this one
	score  float32 // normal score of the home care hours within the band; 0 in other states
}

func startMemory(state uint8, score float32) memory {
	return memory{state: state, before: state, months: 1, score: score, level: rank(state, score)}
}

// rank is the place on the scale of need: the number of the band and, within
// it, the share of clients below; 0 without home care.
func rank(state uint8, score float32) float32 {
	switch {
	case state == stSpecial:
		return numBands + 0.5
	case !isHome(state):
		return 0
	case state == stHome0:
		return 0.5
	}
	return float32(state-stHome0) + below(score)
}

// below is the standard normal distribution function on a grid of 0.1.
func below(score float32) float32 {
	i := int(score*10 + scorePoints/2 + 0.5)
	return belowTable[min(max(i, 0), scorePoints-1)]
}

var belowTable = func() (t [scorePoints]float32) { //nolint:gochecknoglobals // a constant table
	for i := range t {
		t[i] = float32(distuv.UnitNormal.CDF(-scoreMax + scoreStep*float64(i)))
	}
	return t
}()

// returns tells whether going to next is a return to where the state was
// entered from.
func (m *memory) returns(next uint8) bool { return next == m.before && next != m.state }

// move goes to the next month's state and score.
func (m *memory) move(next uint8, score float32) {
	if next != m.state {
		m.came = m.returns(next)
		m.state, m.before, m.months = next, m.state, 1
	} else if m.months < maxMonths {
		m.months++
	}
	m.score = score
	m.level += levelGain * (rank(next, score) - m.level)
}

// offset is the own level relative to the lower edge of a state's band: 0 … 1
// within it, below 0 the level is lower, above 1 higher.
func (m *memory) offset(state uint8) float32 { return m.level - band(state) }

// directionEdges part the offset: own level a band or more below, below, at the
// lower edge, in the middle, at the upper edge, above, a band or more above. The
// edges were chosen so that a client whose own level is well inside the band is
// told from one who often crosses its edge.
var directionEdges = [numDirections - 1]float32{-0.75, -0.05, 0.3, 0.7, 1.05, 1.75} //nolint:gochecknoglobals // a constant table

func (m *memory) direction() int {
	u := m.offset(m.state)
	d := 0
	for d < len(directionEdges) && u >= directionEdges[d] {
		d++
	}
	return d
}

// position is the third of the band that the hours are in: a client near the
// upper edge is the next to cross it.
func (m *memory) position() int {
	const third = 0.4307 // standard normal quantile of 2/3
	switch {
	case m.score < -third:
		return 0
	case m.score <= third:
		return 1
	}
	return 2
}

// cell is the index of the memory cell. In the first month of a state it is the
// state before: after a month in hospital a client goes back to where he or she
// came from. Later it is direction, position and the band of months in the
// state: 2-3, 4-9, 10 or more.
func (m *memory) cell() int {
	c := int(m.state) * numMemories
	if m.months == 1 {
		if m.came {
			c += liveStates
		}
		return c + int(m.before)
	}
	return c + numArrivals + (m.direction()*numPositions+m.position())*numDurations + int(durationBand[m.months])
}

// placeOf is the cell without what is shrunk first: the state before, or the
// months in the state.
func placeOf(cell int) int {
	state, c := cell/numMemories, cell%numMemories
	if c < numArrivals {
		return state * numPlaces
	}
	return state*numPlaces + 1 + (c-numArrivals)/numDurations
}

var durationBand = [maxMonths + 1]uint8{0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2} //nolint:gochecknoglobals // a constant table

// The groups of states in which nurse and rehabilitation hours are alike.
const numGroups = 6

func group(state uint8) int {
	switch {
	case state == stNone:
		return 0
	case state <= stHome1:
		return 1
	case state <= stHome3:
		return 2
	case state <= stHome6:
		return 3
	case state == stHSL:
		return 4
	}
	return 5
}
