package courses

import (
	"math"
	"math/rand/v2"
)

// shrinkGrid are the prior strengths κ (pseudo-observations) tried by empirical
// Bayes: half decades, wide enough that the ends mean "ignore the coarse cell"
// and "ignore the fine cell".
var shrinkGrid = [...]float64{1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000} //nolint:gochecknoglobals // a constant table

// table holds counts of outcomes (columns) in cells (rows).
type table struct {
	width int
	n     []float64
}

func newTable(cells, width int) table { return table{width, make([]float64, cells*width)} }

func (t table) row(c int) []float64 { return t.n[c*t.width : (c+1)*t.width] }

func (t table) cells() int { return len(t.n) / t.width }

// evidence is the log marginal likelihood of counts n under Dirichlet(κ·prior),
// without the terms that do not depend on κ (Minka 2000).
func evidence(n, prior []float64, kappa float64) float64 {
	var total, sum float64
	for j, c := range n {
		if c <= 0 {
			continue
		}
		total += c
		a := kappa*prior[j] + 1e-12
		g1, _ := math.Lgamma(a + c)
		g0, _ := math.Lgamma(a)
		sum += g1 - g0
	}
	if total == 0 {
		return 0
	}
	g0, _ := math.Lgamma(kappa)
	g1, _ := math.Lgamma(kappa + total)
	return sum + g0 - g1
}

// strength returns the κ of greatest evidence over the cells from … to−1; the
// largest of equals.
func strength(t table, from, to int, prior func(c int) []float64) float64 {
	best, at := math.Inf(-1), shrinkGrid[0]
	for _, kappa := range shrinkGrid {
		var sum float64
		for c := from; c < to; c++ {
			sum += evidence(t.row(c), prior(c), kappa)
		}
		if sum >= best {
			best, at = sum, kappa
		}
	}
	return at
}

// posterior writes the mean of Dirichlet(κ·prior + n) to dst, or one draw of it
// when rng is given.
func posterior(dst, n, prior []float64, kappa float64, rng *rand.Rand) {
	var total float64
	for j := range dst {
		dst[j] = kappa * prior[j]
		if n != nil {
			dst[j] += n[j]
		}
		if rng != nil {
			dst[j] = gamma(rng, dst[j])
		}
		total += dst[j]
	}
	if total <= 0 { // every gamma underflowed: the prior stands
		copy(dst, prior)
		return
	}
	for j := range dst {
		dst[j] /= total
	}
}

// transitions are the counts of monthly transitions and their shrinkage.
type transitions struct {
	byMemory table // state × direction × position × duration
	byPlace  table // state × direction × position
	byAge    table // state × age, by fate
	byState  table
	// Strengths of the prior of each level, which is the level above, by state:
	// an arrival says where the course goes next far more clearly than the rest.
	kArrival, kMemory, kPlace, kAge [liveStates]float64
}

func newTransitions() *transitions {
	return &transitions{
		byMemory: newTable(liveStates*numMemories, numStates), byPlace: newTable(liveStates*numPlaces, numStates),
		byAge: newTable(liveStates*numAges, numFates), byState: newTable(liveStates, numStates),
	}
}

func (t *transitions) add(m *memory, age int, next uint8, weight float64) {
	t.byMemory.row(m.cell())[next] += weight
	t.byAge.row(int(m.state)*numAges + ageBand(age))[fate(next)] += weight
}

// learn sums to the coarser tables and finds the strengths, coarse to fine.
func (t *transitions) learn() {
	for c := range t.byMemory.cells() {
		for j, n := range t.byMemory.row(c) {
			t.byPlace.row(placeOf(c))[j] += n
			t.byState.row(c / numMemories)[j] += n
		}
	}
	for s := range liveStates {
		t.kArrival[s], t.kMemory[s], t.kPlace[s], t.kAge[s] = 1, 1, 1, 1
	}
	l := t.levels(nil)
	for s := range liveStates {
		t.kPlace[s] = strength(t.byPlace, s*numPlaces, (s+1)*numPlaces, func(int) []float64 { return l.state.row(s) })
		t.kAge[s] = strength(t.byAge, s*numAges, (s+1)*numAges, func(int) []float64 { return l.fate.row(s) })
	}
	l = t.levels(nil)
	place := func(c int) []float64 { return l.place.row(placeOf(c)) }
	for s := range liveStates {
		first := s * numMemories
		t.kArrival[s] = strength(t.byMemory, first, first+numArrivals, place)
		t.kMemory[s] = strength(t.byMemory, first+numArrivals, first+numMemories, place)
	}
}

// levels are the probabilities of all levels of the hierarchy.
type levels struct {
	state, fate, age, place, memory table
}

// kappa is the strength of a memory cell's prior.
func (t *transitions) kappa(cell int) float64 {
	if cell%numMemories < numArrivals {
		return t.kArrival[cell/numMemories]
	}
	return t.kMemory[cell/numMemories]
}

// levels returns posterior means, or one draw through all levels, so that what
// fine cells share is uncertain in common.
func (t *transitions) levels(rng *rand.Rand) *levels {
	l := &levels{
		newTable(liveStates, numStates), newTable(liveStates, numFates), newTable(liveStates*numAges, numFates),
		newTable(liveStates*numPlaces, numStates), newTable(liveStates*numMemories, numStates),
	}
	for s := range liveStates {
		posterior(l.state.row(s), t.byState.row(s), unseen(s), 1, rng)
		copy(l.fate.row(s), fates(l.state.row(s)))
	}
	for c := range l.age.cells() {
		posterior(l.age.row(c), t.byAge.row(c), l.fate.row(c/numAges), t.kAge[c/numAges], rng)
	}
	for c := range l.place.cells() {
		posterior(l.place.row(c), t.byPlace.row(c), l.state.row(c/numPlaces), t.kPlace[c/numPlaces], rng)
	}
	for c := range l.memory.cells() {
		posterior(l.memory.row(c), t.byMemory.row(c), l.place.row(placeOf(c)), t.kappa(c), rng)
	}
	return l
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

// Age acts on what becomes of a person: death, special housing, or neither.
// Fewer outcomes than states, so that what age says is not lost among them.
const numFates = 3

func fate(next uint8) int {
	switch next {
	case stDead:
		return 1
	case stSpecial:
		return 2
	}
	return 0
}

// fates sums the probabilities of states to fates.
func fates(row []float64) []float64 {
	out := make([]float64, numFates)
	for j, p := range row {
		out[fate(uint8(j))] += p
	}
	return out
}

// combine writes the probabilities of a memory cell at an age: both act
// independently on the odds, p(j|memory)·p(fate|age)/p(fate|state), normalised.
func (l *levels) combine(dst []float64, cell, age int) {
	state := cell / numMemories
	byMemory, byAge, byState := l.memory.row(cell), l.age.row(state*numAges+age), l.fate.row(state)
	var total float64
	for j := range dst {
		dst[j] = byMemory[j]
		if f := fate(uint8(j)); byState[f] > 0 {
			dst[j] *= byAge[f] / byState[f]
		}
		total += dst[j]
	}
	if total <= 0 {
		copy(dst, byMemory)
		return
	}
	for j := range dst {
		dst[j] /= total
	}
}
