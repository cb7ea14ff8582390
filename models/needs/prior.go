package needs

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	floorShare   = 0.05 // of the mean norm at the same limitation: the least scale of a cell, so that a need without a norm can have minutes; chosen
	centred      = 1e6  // precision of the held means: a standard deviation of 0.001
	levelSD      = 0.5  // prior standard deviation of practice over norm, all cells alike; chosen
	multiplierSD = 0.5  // and of a circumstance's multiplier; chosen
)

// prior is θ ~ N(mean, Q⁻¹) before the bounds.
type prior struct {
	mean   []float64     // of cells and multipliers; officers and areas have 0
	norm   []float64     // of cells
	scale  []float64     // of cells
	block  []int         // category of each cell: deviations within it correlate
	tier   []int         // cells of a tier share a level
	spread float64       // τ
	within float64       // correlation of a category's cells
	q      *mat.SymDense // precision of the cells, by settle
	// Standard deviations of the logarithms of officers' and areas' factors.
	officerSD, areaSD float64
	// Share of the rows' weight of each officer, then of each area. The mean
	// logarithm with these weights is held at 0: else a common factor of all
	// officers or areas could not be told from the level of the minutes.
	share []float64
}

// emptyPrior has the usual spreads, and no means.
func emptyPrior(l *layout) *prior {
	return &prior{
		mean: make([]float64, l.size()), norm: make([]float64, l.cells), scale: make([]float64, l.cells),
		block: make([]int, l.cells), tier: make([]int, l.cells), share: make([]float64, l.officers+l.areas),
		spread: 0.5, within: 0.5, officerSD: 0.1, areaSD: 0.1,
	}
}

func newPrior(l *layout, categories []Category, circumstances []Circumstance, perNeed float64) *prior {
	p := emptyPrior(l)
	for d := range Degrees {
		var floor float64
		for c := range categories {
			floor += categories[c].Norm[d]
		}
		floor *= floorShare / float64(len(categories))
		if floor == 0 { // no norms at all: the recorded time of a need sets the scale
			floor = perNeed * float64(d) / 2
		}
		for c := range categories {
			if at := l.cell[c][d]; at >= 0 {
				p.norm[at] = categories[c].Norm[d]
				p.mean[at] = p.norm[at]
				p.scale[at] = p.norm[at] + floor
				p.block[at] = c
			}
		}
	}
	for k := range circumstances {
		p.mean[l.multiplier(k)] = circumstances[k].Norm
	}
	return p
}

// covariance of the cells for a spread τ and a correlation r within a block:
//
//	s_i s_j τ² [(1−r) 1{i = j} + r 1{same block}] + σ_level² n_i n_j 1{same tier}
func (p *prior) covariance(tau, r, level float64) *mat.SymDense {
	n := len(p.norm)
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			var v float64
			switch {
			case i == j:
				v = tau * tau * p.scale[i] * p.scale[i]
			case p.block[i] == p.block[j]:
				v = tau * tau * r * p.scale[i] * p.scale[j]
			}
			if p.tier[i] == p.tier[j] {
				v += level * level * p.norm[i] * p.norm[j]
			}
			s.SetSym(i, j, v)
		}
	}
	return s
}

// settle inverts the covariance for the spread and correlation as they stand.
func (p *prior) settle() error {
	var chol mat.Cholesky
	p.q = new(mat.SymDense)
	if !chol.Factorize(p.covariance(p.spread, p.within, levelSD)) || chol.InverseTo(p.q) != nil {
		return ErrSingular
	}
	return nil
}

// precision of a parameter behind the cells.
func (p *prior) precision(l *layout, at int) float64 {
	sd := p.areaSD
	switch {
	case at < l.officer(0):
		sd = multiplierSD
	case at < l.area(0):
		sd = p.officerSD
	}
	return 1 / (sd * sd)
}

// addPrecision adds Q to a and Q·mean to b.
func (p *prior) addPrecision(a *mat.SymDense, b []float64, l *layout) {
	for i := range l.cells {
		for j := i; j < l.cells; j++ {
			a.SetSym(i, j, a.At(i, j)+p.q.At(i, j))
		}
		for j := range l.cells {
			b[i] += p.q.At(i, j) * p.mean[j]
		}
	}
	for i := l.cells; i < l.size(); i++ {
		x := p.precision(l, i)
		a.SetSym(i, i, a.At(i, i)+x)
		b[i] += x * p.mean[i]
	}
	p.addCentring(a, l, 0)
}

// addCentring adds the precision of the held means to a, whose first parameter
// is number from.
func (p *prior) addCentring(a *mat.SymDense, l *layout, from int) {
	first := l.officer(0)
	for _, r := range [...][2]int{{first, l.area(0)}, {l.area(0), l.size()}} {
		for i := r[0]; i < r[1]; i++ {
			for j := i; j < r[1]; j++ {
				a.SetSym(i-from, j-from, a.At(i-from, j-from)+centred*p.share[i-first]*p.share[j-first])
			}
		}
	}
}

// penalty is ½ (θ − mean)ᵀ Q (θ − mean).
func (p *prior) penalty(l *layout, theta []float64) float64 {
	d := mat.NewVecDense(l.cells, nil)
	for i := range l.cells {
		d.SetVec(i, theta[i]-p.mean[i])
	}
	sum := mat.Inner(d, p.q, d)
	for i := l.cells; i < l.size(); i++ {
		sum += p.precision(l, i) * (theta[i] - p.mean[i]) * (theta[i] - p.mean[i])
	}
	var officers, areas float64
	for o := range l.officers {
		officers += p.share[o] * theta[l.officer(o)]
	}
	for v := range l.areas {
		areas += p.share[l.officers+v] * theta[l.area(v)]
	}
	return (sum + centred*(officers*officers+areas*areas)) / 2
}

// level is the generalised least-squares ratio of minutes to norm, and its
// standard error given the spread.
func (p *prior) level(l *layout, theta []float64, v *mat.SymDense) (ratio, se float64) {
	var chol mat.Cholesky
	n, m := mat.NewVecDense(l.cells, p.norm), mat.NewVecDense(l.cells, theta[:l.cells])
	var q mat.VecDense
	if !chol.Factorize(p.covariance(p.spread, p.within, 0)) || chol.SolveVecTo(&q, n) != nil {
		return math.NaN(), math.NaN()
	}
	nn := mat.Dot(&q, n)
	if nn == 0 {
		return 1, levelSD
	}
	top := v.SliceSym(0, l.cells)
	return mat.Dot(&q, m) / nn, math.Sqrt(mat.Inner(&q, top, &q)/nn/nn + 1/(nn+1/(levelSD*levelSD)))
}
