package additive

import "gonum.org/v1/gonum/mat"

// surfaceKnots is the number of knots per feature in the surface of a pair.
const surfaceKnots = 5

// profile expresses the groups of one feature by few coefficients: hats over the
// groups in order, one coefficient for each that stands alone, none for the
// group that stays 0.
func profile(g grouping) *mat.Dense {
	k := min(surfaceKnots, g.steps)
	alone := g.live() - g.steps
	out := mat.NewDense(g.n, max(k+alone, 1), nil)
	at := make([]float64, k)
	for i := range at {
		if k > 1 {
			at[i] = float64(i) * float64(g.steps-1) / float64(k-1)
		}
	}
	for i := range g.steps {
		if k == 1 {
			out.Set(i, 0, 1)
			continue
		}
		j, share := locate(at, float64(i))
		out.Set(i, j, 1-share)
		out.Set(i, j+1, share)
	}
	for i := range alone {
		out.Set(g.steps+i, k+i, 1)
	}
	return out
}

// surface expresses the cells of a pair by products of the two profiles, each
// with weighted mean 0: main effects stay out as far as the features are
// independent.
func (c cross) surface(t *table) *mat.Dense {
	var out mat.Dense
	out.Kronecker(centred(c.ga, t.bins[c.a]), centred(c.gb, t.bins[c.b]))
	return &out
}

func centred(g grouping, b *binning) *mat.Dense {
	p := profile(g)
	weight := make([]float64, g.n)
	for bin, group := range g.of {
		if int(group) != g.zero {
			weight[group] += b.weight[bin]
		}
	}
	_, cols := p.Dims()
	for c := range cols {
		var sum, all float64
		for i, w := range weight {
			sum += w * p.At(i, c)
			all += w
		}
		for i := range g.n {
			if i != g.zero {
				p.Set(i, c, p.At(i, c)-sum/all)
			}
		}
	}
	return p
}

// addSurface gives a pair coefficients with a ridge.
func (m *smoother) addSurface(c cross) {
	value := c.surface(m.s.t)
	_, size := value.Dims()
	m.bases = append(m.bases, basis{first: m.size, cols: size, value: value})
	m.penalise(m.size, identity(size), float64(size))
	m.size += size
}

// smoothPairs continues the regressions of a round before with more surfaces.
func (s *system) smoothPairs(e *ensemble, crosses []cross, before []*smoother, workers int) (*ensemble, []*smoother) {
	fits := s.newSmoothers(crosses)
	for fn, m := range fits {
		m.beta = append(append(make([]float64, 0, m.size), before[fn].beta...), make([]float64, m.size-before[fn].size)...)
		for i, p := range before[fn].penalties {
			m.penalties[i].lambda, m.penalties[i].most = p.lambda, p.most
		}
	}
	out, _ := s.smooth(e, fits, pairSteps, 0, workers)
	return out, fits
}
