package courses

import "math/rand/v2"

// care is nurse (0) or rehabilitation (1): given in some months and not in
// others, so that it is simulated as on or off and, when on, as hours.
const numCares = 2

const (
	numShares = 4
	careCells = numGroups * 2 * numShares
	noScore   = float32(99) // the person never had the care: a first score is drawn
)

// careMemory is what the next month of a care depends on besides the state.
type careMemory struct {
	on    bool
	share float32 // moving average of on
	score float32 // normal score of the hours when last on
}

func (m *careMemory) move(on bool) {
	m.on = on
	m.share -= shareGain * m.share
	if on {
		m.share += shareGain
	}
}

// shareBand: below 0.1, 0.1-0.4, 0.4-0.75, 0.75 and more. Chosen so that each
// holds a good part of the months of persons with care now and then.
func shareBand(share float32) int {
	switch {
	case share < 0.1:
		return 0
	case share < 0.4:
		return 1
	case share < 0.75:
		return 2
	}
	return 3
}

func (m *careMemory) cell(next uint8) int {
	c := group(next) * 2
	if m.on {
		c++
	}
	return c*numShares + shareBand(m.share)
}

// episodes are the counts of on and off for one care.
type episodes struct {
	fine, coarse   table // group × on × share; group × on
	kFine, kCoarse float64
	all            []float64
	hours          [numGroups]histogram
	scales         [numGroups]scale
	pairs          moments
	persistence    autoregression
}

func newEpisodes() *episodes {
	return &episodes{fine: newTable(careCells, 2), coarse: newTable(careCells/numShares, 2), all: make([]float64, 2)}
}

func (e *episodes) add(m *careMemory, next uint8, on bool, weight float64) {
	j := 0
	if on {
		j = 1
	}
	e.fine.row(m.cell(next))[j] += weight
}

func (e *episodes) learn() {
	for c := range careCells {
		for j, n := range e.fine.row(c) {
			e.coarse.row(c / numShares)[j] += n
			e.all[j] += n
		}
	}
	e.persistence = e.pairs.fit(0.9)
	base := e.base()
	e.kCoarse = strength(e.coarse, 0, e.coarse.cells(), func(int) []float64 { return base })
	coarse := newTable(e.coarse.cells(), 2)
	for c := range coarse.cells() {
		posterior(coarse.row(c), e.coarse.row(c), base, e.kCoarse, nil)
	}
	e.kFine = strength(e.fine, 0, careCells, func(c int) []float64 { return coarse.row(c / numShares) })
}

// base is the share of all person-months with the care, with one pseudo-month
// without.
func (e *episodes) base() []float64 {
	total := e.all[0] + e.all[1] + 1
	return []float64{(e.all[0] + 1) / total, e.all[1] / total}
}

// probabilities returns P(on) by cell: posterior means, or a draw.
func (e *episodes) probabilities(rng *rand.Rand) [careCells]float64 {
	var out [careCells]float64
	base := e.base()
	coarse, fine := make([]float64, 2), make([]float64, 2)
	for c := range careCells {
		if c%numShares == 0 {
			posterior(coarse, e.coarse.row(c/numShares), base, e.kCoarse, rng)
		}
		posterior(fine, e.fine.row(c), coarse, e.kFine, rng)
		out[c] = fine[1]
	}
	return out
}

// learnHours makes the scales; a group with fewer than 30 months of care, too
// few for 65 quantiles to mean anything, takes that of all groups.
func (e *episodes) learnHours() {
	var all histogram
	for g := range e.hours {
		all.merge(&e.hours[g])
	}
	for g := range e.hours {
		if e.hours[g].total < 30 {
			e.scales[g] = all.scale()
		} else {
			e.scales[g] = e.hours[g].scale()
		}
	}
}
