package additive

import (
	"cmp"
	"math"
	"slices"
)

// cross is a pairwise term: coarse groups of the bins of two features.
type cross struct {
	a, b   int // features
	ga, gb grouping
}

// grouping maps the bins of a feature to coarse groups.
type grouping struct {
	of    []uint8
	n     int
	steps int // groups 0 … steps−1 are in order, later ones stand alone
	zero  int // group of bins with too few persons, whose contribution stays 0; −1: none
}

// groupsFor is the number of coarse groups of a feature in pairs: 8 below 10,000
// rows and 12 above, so that a cell has a hundred rows on average.
func groupsFor(rows int) int {
	if rows < 10_000 {
		return 8
	}
	return 12
}

// group makes at most most groups: neighbouring intervals of equal weight, or the
// most frequent levels and a group of the others. Missing values are a group of
// their own. The outcome has no say in it, so that held-out persons stay so.
func (b *binning) group(most int) grouping {
	g := grouping{of: make([]uint8, b.size()), zero: -1}
	if b.feature.Nominal() {
		b.groupLevels(&g, most)
	} else {
		b.groupIntervals(&g, most)
	}
	for i, pinned := range b.pinned {
		if pinned {
			g.of[i], g.zero = uint8(g.n), g.n
		}
	}
	if g.zero >= 0 {
		g.n++
	}
	return g
}

func (b *binning) groupIntervals(g *grouping, most int) {
	left, here := 0.0, 0.0
	for _, w := range b.weight[:b.m] {
		left += w
	}
	for i := range b.m {
		g.of[i] = uint8(g.n)
		here += b.weight[i]
		target := left / float64(most-g.n)
		fits := i+1 < b.m && here+b.weight[i+1]/2 < target && b.m-1-i >= most-g.n
		if i+1 == b.m || !fits && g.n+1 < most {
			left -= here
			here = 0
			g.n++
		}
	}
	g.steps = g.n
	if !b.pinned[b.missing()] {
		g.of[b.missing()] = uint8(g.n)
		g.n++
	}
}

func (b *binning) groupLevels(g *grouping, most int) {
	var order []int
	for i := range b.size() {
		if !b.pinned[i] {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(b.weight[y], b.weight[x]) })
	for k, i := range order {
		g.of[i] = uint8(min(k, most-1))
		g.n = min(k, most-1) + 1
	}
}

// live is the number of groups that may have a contribution.
func (g grouping) live() int {
	if g.zero >= 0 {
		return g.n - 1
	}
	return g.n
}

// pairRounds is how often pairs are looked for, each time on what the pairs found
// before leave over: a strong pair casts a shadow on pairs with features that are
// correlated with its own, which is gone once it is in the model.
const pairRounds = 5

// fitPairs finds pairs, fits them both ways on top of the main effects, purifies
// and blends them, and keeps the first few by the one-standard-error rule.
func (s *system) fitPairs(e *ensemble, fits []*smoother, o Options, st *Status) ([]cross, *ensemble, error) {
	if o.MaxPairs < 1 {
		return nil, e, nil
	}
	mains := len(s.blocks)
	crosses, smooth, err := s.findPairs(e, fits, o)
	if err != nil {
		return nil, nil, err
	}
	st.PairsTried = len(crosses)
	if len(crosses) == 0 {
		return nil, e, nil
	}
	var active []int
	for i := range crosses {
		active = append(active, mains+i)
	}
	boosted, _ := s.boost(e, path{
		active: active, rate: o.LearningRate, smooth: smoothRounds, rounds: (o.MaxRounds + 2) / 3,
		patience: patience, seed: o.Seed, workers: o.Workers,
	})
	parts := []*ensemble{boosted, smooth}
	weights := s.cellWeights(crosses)
	for _, part := range parts {
		models := part.models()
		parallel(len(models), o.Workers, func(i int) { s.purify(models[i], crosses, weights) })
		s.straighten(part)
	}
	shares, intercept := s.blend(parts, o.Workers)
	withPairs := mixed(parts, shares, intercept)
	keep := s.oneStandardError(withPairs, mains, len(crosses), o.Workers, st)
	if keep == 0 || st.PairLoss[keep] >= st.MainLoss {
		s.drop(e, mains)
		return nil, e, nil
	}
	s.drop(withPairs, mains+keep)
	st.PairsKept, st.PairBlend = keep, shares
	st.Loss = s.meanLoss(withPairs, o.Workers)
	return crosses[:keep], withPairs, nil
}

// findPairs looks for pairs in rounds. From each it takes those that save at
// least a quarter of what the best one saves.
func (s *system) findPairs(e *ensemble, fits []*smoother, o Options) ([]cross, *ensemble, error) {
	var crosses []cross
	now := e
	for range pairRounds {
		var found []cross
		list := s.detect(now, crosses, o)
		for _, c := range list[:min(len(list), o.MaxPairs-len(crosses))] {
			if c.gain >= list[0].gain/4 {
				found = append(found, c.cross)
			}
		}
		if len(found) == 0 {
			break
		}
		if err := s.addCrosses(found, o.Memory); err != nil {
			return nil, nil, err
		}
		crosses = append(crosses, found...)
		now, fits = s.smoothPairs(e, crosses, fits, o.Workers)
	}
	return crosses, now, nil
}

// addCrosses gives the pairs columns of cells and blocks.
func (s *system) addCrosses(crosses []cross, m Memory) error {
	cols, err := byteColumns(m, len(crosses), s.t.n)
	if err != nil {
		return err
	}
	for i, c := range crosses {
		a, b := s.t.cols[c.a], s.t.cols[c.b]
		for row := range cols[i] {
			cols[i][row] = c.ga.of[a[row]]*uint8(c.gb.n) + c.gb.of[b[row]]
		}
		s.add(block{shape: crossed, n: c.ga.n * c.gb.n, columns: c.gb.n, col: cols[i]})
	}
	return nil
}

// drop forgets the blocks from the given one on.
func (s *system) drop(e *ensemble, from int) {
	if from == len(s.blocks) {
		return
	}
	s.cells = s.pairs[from][0]
	s.size = s.blocks[from].off
	s.blocks, s.pairs = s.blocks[:from], s.pairs[:from]
	for _, m := range e.models() {
		for fn := range m.f {
			m.f[fn] = m.f[fn][:min(s.size, len(m.f[fn]))]
		}
	}
}

// purify moves what a pair says about one feature alone to that feature's own
// term: rows and columns of each table of cells get weighted mean 0 (Lengerich
// et al. 2020). Scores stay the same, except in bins with too few persons.
func (s *system) purify(st *state, crosses []cross, weights [][]float64) {
	first := len(s.blocks) - len(crosses)
	for i, c := range crosses {
		b := &s.blocks[first+i]
		for fn := range st.f {
			f := st.f[fn][b.off : b.off+b.n]
			for cell, w := range weights[i] {
				if w == 0 {
					f[cell] = 0
				}
			}
			ma, mb := margins(f, weights[i], c.ga.n, c.gb.n, 1e-13)
			s.shift(st.f[fn], c.a, c.ga, ma)
			s.shift(st.f[fn], c.b, c.gb, mb)
		}
	}
	s.centre(st)
}

// cellWeights sums the case weights of the cells of each pair, 0 in the groups
// that stay 0.
func (s *system) cellWeights(crosses []cross) [][]float64 {
	first := len(s.blocks) - len(crosses)
	out := make([][]float64, len(crosses))
	for i, c := range crosses {
		b := &s.blocks[first+i]
		_, out[i] = s.t.countCells(b.col, b.n)
		for cell := range out[i] {
			if cell/b.columns == c.ga.zero || cell%b.columns == c.gb.zero {
				out[i][cell] = 0
			}
		}
	}
	return out
}

// shift adds the margins of a pair to the bins of a main effect.
func (s *system) shift(f []float64, j int, g grouping, margin []float64) {
	for bin, group := range g.of {
		f[s.blocks[j].off+bin] += margin[group]
	}
}

// margins takes weighted row and column means out of f until none is larger than
// the tolerance.
func margins(f, weight []float64, rows, cols int, tolerance float64) (a, b []float64) {
	a, b = make([]float64, rows), make([]float64, cols)
	for range 1000 {
		largest := 0.0
		for r := range rows {
			largest = max(largest, takeMean(f, weight, r*cols, 1, cols, &a[r]))
		}
		for c := range cols {
			largest = max(largest, takeMean(f, weight, c, cols, rows, &b[c]))
		}
		if largest < tolerance {
			break
		}
	}
	for i, w := range weight {
		if w == 0 {
			f[i] = 0 // no row is there; what remains is arbitrary
		}
	}
	return a, b
}

func takeMean(f, weight []float64, from, step, count int, into *float64) float64 {
	var sum, w float64
	for k := range count {
		sum += weight[from+k*step] * f[from+k*step]
		w += weight[from+k*step]
	}
	if w == 0 {
		return 0
	}
	for k := range count {
		f[from+k*step] -= sum / w
	}
	*into += sum / w
	return math.Abs(sum / w)
}
