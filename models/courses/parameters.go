package courses

import "math/rand/v2"

// parameters are what one replicate simulates with.
type parameters struct {
	next     [numCells * numStates]float32 // by memory cell, in the order of states
	ratio    [numFactors][]float32         // by level, group of states and class
	on       [numCares][careCells]float32
	flag     [numFlagKinds][flagCells]float32
	moveRate [2]float64 // factor by kind
}

func newParameters(areas int) *parameters {
	p := new(parameters)
	for k, levels := range factorLevels(areas) {
		p.ratio[k] = make([]float32, levels*numGroups*numClasses)
	}
	return p
}

// steps lists the states that each state goes to, its own first (most months
// nothing changes), and the classes of those steps.
type steps struct {
	state, class [liveStates][numStates]uint8
}

func newSteps() *steps {
	o := new(steps)
	for s := range liveStates {
		o.state[s][0] = uint8(s)
		k := 1
		for j := range numStates {
			if j != s {
				o.state[s][k] = uint8(j)
				o.class[s][k] = classOf(uint8(s), uint8(j))
				k++
			}
		}
	}
	return o
}

// draw fills p with one draw of all parameters, or with their posterior means
// when rng is nil.
func (m *Model) draw(p *parameters, o *steps, rng *rand.Rand) {
	base := make([]float64, numCells*numStates)
	m.next.probabilities(base, rng)
	for c := range numCells {
		row := base[c*numStates : (c+1)*numStates]
		for k, state := range o.state[c/numMemories] {
			p.next[c*numStates+k] = float32(row[state])
		}
	}
	m.factors.draw(&p.ratio, rng)
	for r, e := range m.cares {
		e.probabilities(p.on[r][:], rng)
	}
	for k, f := range m.flags {
		f.probabilities(p.flag[k][:], rng)
	}
	for kind, moves := range m.moves {
		p.moveRate[kind] = moves.draw(rng)
	}
}
