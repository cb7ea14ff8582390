package additive

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// candidate is a pair with what it would gain on held-out persons.
type candidate struct {
	cross
	gain float64
}

// detect ranks the pairs that are not known by what a smooth surface over their
// cells, learned on the residuals of all folds but one, saves on that one. Like
// FAST (Lou et al. 2013) it reads the rows once and then works on cells. A saving
// is the logarithm of a likelihood ratio on data not learned from, whose
// exponential is at most 1 in the mean where there is no interaction (Wasserman
// et al. 2020). The k best of m pairs are returned for the largest k with
//
//	saving_k ≥ φ log(m / (k·falseShare))
//
// which bounds the share of false ones among them (Wang and Ramdas 2022); known
// pairs count as the first ones.
func (s *system) detect(e *ensemble, known []cross, o Options) []candidate {
	list := s.candidates(known)
	pairs, phi := float64(len(list)+len(known)), s.dispersion(e.all, o.Workers, 0)
	for fn := range s.l.functions() {
		tables := s.residuals(e, fn, list, o.Workers)
		parallel(len(list), o.Workers, func(i int) {
			list[i].gain += heldOutGain(tables, i, list[i].surface(s.t), list[i].gb.n)
		})
	}
	slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(y.gain, x.gain) })
	keep := 0
	for i, c := range list {
		if c.gain >= phi*math.Log(pairs/(falseShare*float64(len(known)+i+1))) {
			keep = i + 1
		}
	}
	return list[:keep]
}

// candidates lists the pairs that are not known: of features that vary and may
// take any shape.
func (s *system) candidates(known []cross) []candidate {
	groups := make([]grouping, len(s.t.bins))
	for j := range groups {
		groups[j] = s.t.bins[j].group(groupsFor(s.t.n))
	}
	fit := func(j int) bool { return s.t.bins[j].feature.Monotone == 0 && groups[j].live() > 1 }
	var list []candidate
	for b := range groups {
		for a := range b {
			has := slices.ContainsFunc(known, func(c cross) bool { return c.a == a && c.b == b })
			if fit(a) && fit(b) && !has {
				list = append(list, candidate{cross: cross{a, b, groups[a], groups[b]}})
			}
		}
	}
	return list
}

// residuals returns, per fold and pair, gradient and then curvature of the cells
// at the scores of the bag that has not seen the fold.
func (s *system) residuals(e *ensemble, fn int, list []candidate, workers int) [][][]float64 {
	folds := len(s.t.start) - 1
	out := make([][][]float64, folds)
	parallel(folds, workers, func(k int) {
		tables := make([][]float64, len(list))
		for i, c := range list {
			tables[i] = make([]float64, 2*c.ga.n*c.gb.n)
		}
		eta, gh := buffers(s.l.functions()), buffers(2)
		coarse := make([][]uint8, len(s.t.bins))
		for j := range coarse {
			coarse[j] = make([]uint8, batch)
		}
		for lo := s.t.start[k]; lo < s.t.start[k+1]; lo += batch {
			hi := min(lo+batch, s.t.start[k+1])
			n := hi - lo
			s.scores(e.bags[k], lo, hi, eta)
			s.l.derivatives(fn, s.t.y[lo:hi], s.t.w[lo:hi], clip(eta, n), gh[0][:n], gh[1][:n])
			filled := make([]bool, len(coarse))
			fill := func(j int, g grouping) {
				if !filled[j] {
					filled[j] = true
					for i, bin := range s.t.cols[j][lo:hi] {
						coarse[j][i] = g.of[bin]
					}
				}
			}
			for i, c := range list {
				fill(c.a, c.ga)
				fill(c.b, c.gb)
				cells := len(tables[i]) / 2
				scatter(tables[i][:cells], coarse[c.a], coarse[c.b], c.gb.n, gh[0][:n])
				scatter(tables[i][cells:], coarse[c.a], coarse[c.b], c.gb.n, gh[1][:n])
			}
		}
		out[k] = tables
	})
	return out
}

// falseShare bounds the expected share of pairs that are found and are none. The
// one-standard-error rule stops most of those.
const falseShare = 0.05

// shrinkages are the ridge penalties tried on the coefficients of a pair: a prior
// standard deviation of the contribution from 0.58 down to 0.06.
func shrinkages() []float64 { return []float64{3, 10, 30, 100, 300} }

// heldOutGain is the sum over folds of the loss saved on the fold by a smooth
// surface learned on the others, at the best shrinkage; 0 when none saves any.
func heldOutGain(tables [][][]float64, pair int, surface *mat.Dense, columns int) float64 {
	folds := len(tables)
	cells, size := surface.Dims()
	g, h := make([][]float64, folds), make([][][]float64, folds)
	totalG, totalH := make([]float64, size), square(size, size)
	for k := range folds {
		withoutMargins(tables[k][pair][:cells], tables[k][pair][cells:], columns)
		g[k], h[k] = reduceCells(tables[k][pair][:cells], tables[k][pair][cells:], surface)
		floats.Add(totalG, g[k])
		for i, row := range h[k] {
			floats.Add(totalH[i], row)
		}
	}
	best := 0.0
	for _, lambda := range shrinkages() {
		var sum float64
		for k := range folds {
			sum += saved(totalG, g[k], totalH, h[k], lambda)
		}
		best = max(best, sum)
	}
	return best
}

// withoutMargins takes out of the gradient of cells what the fold itself says of
// each feature alone. Those are no interactions, and residuals of persons whom the
// main effects have not seen are full of them when features are many.
func withoutMargins(g, h []float64, columns int) {
	step := make([]float64, len(g))
	for i, v := range h {
		if v > 0 {
			step[i] = -g[i] / v
		}
	}
	margins(step, h, len(g)/columns, columns, 1e-6)
	for i, v := range h {
		g[i] = -step[i] * v
	}
}

// reduceCells turns gradient and curvature of cells into those of coefficients.
func reduceCells(cellG, cellH []float64, surface *mat.Dense) ([]float64, [][]float64) {
	cells, size := surface.Dims()
	g, h := make([]float64, size), square(size, size)
	for cell := range cells {
		row := surface.RawRowView(cell)
		for a, v := range row {
			if v == 0 {
				continue
			}
			g[a] += v * cellG[cell]
			for b, u := range row {
				h[a][b] += v * u * cellH[cell]
			}
		}
	}
	return g, h
}

func square(rows, cols int) [][]float64 {
	all := make([]float64, rows*cols)
	out := make([][]float64, rows)
	for i := range out {
		out[i] = all[i*cols : (i+1)*cols]
	}
	return out
}

// saved is the loss that coefficients learned on total minus part save on part.
func saved(totalG, partG []float64, totalH, partH [][]float64, lambda float64) float64 {
	size := len(totalG)
	rest := square(size, size+1)
	for i := range size {
		for j := range size {
			rest[i][j] = totalH[i][j] - partH[i][j]
		}
		rest[i][i] += lambda
		rest[i][size] = partG[i] - totalG[i]
	}
	d := eliminate(rest)
	out := 0.0
	for i, v := range d {
		out -= partG[i]*v + v*floats.Dot(partH[i], d)/2
	}
	return out
}
