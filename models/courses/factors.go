package courses

import (
	"math"
	"math/rand/v2"
)

// observation is one person-month with what came of it, kept for the factors.
type observation struct {
	weight float32
	cell   uint16
	level  [numFactors]uint16
	class  uint8
}

// factors multiply the odds of each class against nothing happening, by group
// of states and level:
//
//	P(j | course) ∝ p(j | memory) · Π_f r_f(level, group, class of j)
//
// Observed counts O are Poisson with mean r·E, E what the rest of the model
// expects, and r ~ Gamma(k, k), so that E r = (O + k)/(E + k): a level differs
// from the others as far as the data show.
type factors struct {
	observed, expected [numFactors]table
	k                  [numFactors][numClasses]float64
	ratio              [numFactors]table // posterior means
}

// factorGrid are the k tried; +Inf means no difference.
var factorGrid = [...]float64{3, 10, 30, 100, 300, 1000, 3000, math.Inf(1)} //nolint:gochecknoglobals // a constant table

// factorSweeps is how often all factors are fitted in turn; chosen without a
// comparison.
const factorSweeps = 2

func newFactors(areas int) *factors {
	f := new(factors)
	for i, levels := range factorLevels(areas) {
		f.observed[i], f.expected[i] = newTable(levels*numGroups, numClasses), newTable(levels*numGroups, numClasses)
		f.ratio[i] = newTable(levels*numGroups, numClasses)
		for j := range f.ratio[i].n {
			f.ratio[i].n[j] = 1
		}
		for c := range f.k[i] {
			f.k[i][c] = math.Inf(1)
		}
	}
	return f
}

// learn fits one factor after the other to what the memory and the other
// factors leave unexplained. base holds the probabilities by memory cell.
func (f *factors) learn(list []observation, base []float64) {
	classes := newTable(numCells, numClasses)
	for c := range numCells {
		for j, p := range base[c*numStates : (c+1)*numStates] {
			classes.row(c)[classOf(uint8(c/numMemories), uint8(j))] += p
		}
	}
	for i := range list {
		o := &list[i]
		for k := range numFactors {
			f.observed[k].row(o.row(k))[o.class] += float64(o.weight)
		}
	}
	for range factorSweeps {
		for k := range numFactors {
			f.expect(k, list, classes)
			f.update(k)
		}
	}
}

// row is the row of a factor's tables that the observation belongs to.
func (o *observation) row(factor int) int {
	return int(o.level[factor])*numGroups + group(uint8(int(o.cell)/numMemories))
}

// expect sums what the model without factor k expects.
func (f *factors) expect(k int, list []observation, classes table) {
	e := f.expected[k]
	clear(e.n)
	for i := range list {
		o := &list[i]
		p := classes.row(int(o.cell))
		var q [numClasses]float64
		q[classSame] = p[classSame]
		total := q[classSame]
		for c := 1; c < numClasses; c++ {
			q[c] = p[c]
		}
		for other := range numFactors {
			ratio := f.ratio[other].row(o.row(other))
			for c := 1; c < numClasses; c++ {
				q[c] *= ratio[c]
			}
		}
		for c := 1; c < numClasses; c++ {
			total += q[c]
		}
		row, own := e.row(o.row(k)), f.ratio[k].row(o.row(k))
		scale := float64(o.weight) / total
		for c := 1; c < numClasses; c++ {
			row[c] += q[c] * scale / own[c]
		}
	}
}

// update finds each class's k by the evidence and takes the posterior means.
func (f *factors) update(k int) {
	o, e := f.observed[k], f.expected[k]
	for c := 1; c < numClasses; c++ {
		best := math.Inf(-1)
		for _, size := range factorGrid {
			var sum float64
			for row := range o.cells() {
				sum += gammaPoisson(o.row(row)[c], e.row(row)[c], size)
			}
			if sum >= best {
				best, f.k[k][c] = sum, size
			}
		}
		for row := range o.cells() {
			f.ratio[k].row(row)[c] = posteriorRatio(o.row(row)[c], e.row(row)[c], f.k[k][c], nil)
		}
	}
}

// gammaPoisson is the log likelihood of a count n with mean r·e, r ~ Gamma(k, k),
// without the terms that do not depend on k.
func gammaPoisson(n, e, k float64) float64 {
	switch {
	case e <= 0:
		return 0
	case math.IsInf(k, 1):
		return n*math.Log(e) - e
	}
	a, _ := math.Lgamma(k + n)
	b, _ := math.Lgamma(k)
	return a - b - k*math.Log1p(e/k) + n*math.Log(e/(k+e))
}

// posteriorRatio is the posterior mean of r, or a draw when rng is given.
func posteriorRatio(n, e, k float64, rng *rand.Rand) float64 {
	switch {
	case math.IsInf(k, 1):
		return 1
	case rng != nil:
		return gamma(rng, k+n) / (k + e)
	}
	return (k + n) / (k + e)
}

// draw writes the ratios by factor, level, group and class: one draw, or the
// posterior means when rng is nil.
func (f *factors) draw(dst *[numFactors][]float32, rng *rand.Rand) {
	for k := range numFactors {
		for row := range f.ratio[k].cells() {
			at := dst[k][row*numClasses:]
			at[classSame] = 1
			for c := 1; c < numClasses; c++ {
				at[c] = float32(posteriorRatio(f.observed[k].row(row)[c], f.expected[k].row(row)[c], f.k[k][c], rng))
			}
		}
	}
}
