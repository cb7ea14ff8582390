package courses

import "math/rand/v2"

// transitionModel is how the probabilities of the next state given the memory
// are learned; what the person's profile adds is learned on top of it.
type transitionModel interface {
	add(m *memory, next uint8, weight float64)
	learn()
	// probabilities writes those of all memory cells, by cell and state:
	// posterior means, or one draw when rng is given.
	probabilities(dst []float64, rng *rand.Rand)
	// months is the sum of the weights added.
	months() float64
}

var _ transitionModel = (*dirichlet)(nil)

// dirichlet is counts of monthly transitions by memory cell, shrunk level by
// level.
type dirichlet struct {
	byMemory table // state × direction × position × duration
	byPlace  table // state × direction × position
	byState  table
	// Strengths of the prior of each level, which is the level above, by state:
	// an arrival says where the course goes next far more clearly than the rest.
	kArrival, kMemory, kPlace [liveStates]float64
}

func newDirichlet() *dirichlet {
	return &dirichlet{
		byMemory: newTable(numCells, numStates), byPlace: newTable(liveStates*numPlaces, numStates), byState: newTable(liveStates, numStates),
	}
}

func (t *dirichlet) add(m *memory, next uint8, weight float64) {
	t.byMemory.row(m.cell())[next] += weight
}

func (t *dirichlet) months() float64 {
	var sum float64
	for _, n := range t.byState.n {
		sum += n
	}
	return sum
}

// learn sums to the coarser tables and finds the strengths, coarse to fine.
func (t *dirichlet) learn() {
	for c := range t.byMemory.cells() {
		for j, n := range t.byMemory.row(c) {
			t.byPlace.row(placeOf(c))[j] += n
			t.byState.row(c / numMemories)[j] += n
		}
	}
	state, place := newTable(liveStates, numStates), newTable(liveStates*numPlaces, numStates)
	for s := range liveStates {
		posterior(state.row(s), t.byState.row(s), unseen(s), 1, nil)
		t.kPlace[s] = strength(t.byPlace, s*numPlaces, (s+1)*numPlaces, func(int) []float64 { return state.row(s) })
	}
	for c := range place.cells() {
		posterior(place.row(c), t.byPlace.row(c), state.row(c/numPlaces), t.kPlace[c/numPlaces], nil)
	}
	above := func(c int) []float64 { return place.row(placeOf(c)) }
	for s := range liveStates {
		first := s * numMemories
		t.kArrival[s] = strength(t.byMemory, first, first+numArrivals, above)
		t.kMemory[s] = strength(t.byMemory, first+numArrivals, first+numMemories, above)
	}
}

// kappa is the strength of a memory cell's prior.
func (t *dirichlet) kappa(cell int) float64 {
	if cell%numMemories < numArrivals {
		return t.kArrival[cell/numMemories]
	}
	return t.kMemory[cell/numMemories]
}

// probabilities draws through all levels, so that what fine cells share is
// uncertain in common.
func (t *dirichlet) probabilities(dst []float64, rng *rand.Rand) {
	state, place := newTable(liveStates, numStates), newTable(liveStates*numPlaces, numStates)
	for s := range liveStates {
		posterior(state.row(s), t.byState.row(s), unseen(s), 1, rng)
	}
	for c := range place.cells() {
		posterior(place.row(c), t.byPlace.row(c), state.row(c/numPlaces), t.kPlace[c/numPlaces], rng)
	}
	for c := range numCells {
		posterior(dst[c*numStates:(c+1)*numStates], t.byMemory.row(c), place.row(placeOf(c)), t.kappa(c), rng)
	}
}

// unseen is the prior of a state: one pseudo-month, 0.9 of it staying. A state
// never seen keeps its persons; with data it is one month in thousands.
func unseen(state int) []float64 {
	prior := make([]float64, numStates)
	for j := range prior {
		prior[j] = 0.1 / (numStates - 1)
	}
	prior[state] = 0.9
	return prior
}
