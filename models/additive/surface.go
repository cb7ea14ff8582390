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

// surface expresses the cells of a pair by products of the two profiles.
func surface(a, b grouping) *mat.Dense {
	var out mat.Dense
	out.Kronecker(profile(a), profile(b))
	return &out
}

// addSurface gives a pair coefficients with a ridge. What a surface says about
// one feature alone costs less there, so that it mostly stays there.
func (m *smoother) addSurface(c cross) {
	value := surface(c.ga, c.gb)
	_, size := value.Dims()
	m.bases = append(m.bases, basis{first: m.size, cols: size, value: value})
	m.penalise(m.size, identity(size), float64(size))
	m.size += size
}

// smoothPairs continues the regressions on the main effects with surfaces.
func (s *system) smoothPairs(e *ensemble, crosses []cross, mains []*smoother, workers int) *ensemble {
	fits := s.newSmoothers(crosses)
	for fn, m := range fits {
		m.beta = append(append(make([]float64, 0, m.size), mains[fn].beta...), make([]float64, m.size-mains[fn].size)...)
		for i, p := range mains[fn].penalties {
			m.penalties[i].lambda, m.penalties[i].most = p.lambda, p.most
		}
	}
	out, _ := s.smooth(e, fits, pairSteps, workers)
	return out
}
