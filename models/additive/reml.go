package additive

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const (
	newtonSteps = 6    // expansions of the smooth fit
	pairSteps   = 2    // and of its continuation with pairs
	remlSteps   = 5    // updates of the penalties per expansion
	bagSteps    = 4    // updates of the penalties in each bag
	settleSteps = 15   // expansions with the penalties held, at most
	settled     = 1e-6 // change of the penalised loss per unit of weight that ends them
	strongest   = 1e5  // times the information that a penalty meets: removes what it penalises
	weakest     = 1e-3 // times φ: a prior standard deviation of 30 leaves it free
	fastest     = 10   // largest factor of an update
	gone        = 1e-3 // share of free coefficients that is none
)

// newSmoothers makes an unfitted regression for each function.
func (s *system) newSmoothers(crosses []cross) []*smoother {
	out := make([]*smoother, s.l.functions())
	for fn := range out {
		out[fn] = s.newSmoother()
		for _, c := range crosses {
			out[fn].addSurface(c)
		}
	}
	return out
}

// smooth fits the penalised regressions with penalties by restricted maximum
// likelihood, and each bag by one Newton step from it, or more where that is long.
// It returns the ensemble and its effective degrees of freedom. updates is how
// often each bag adjusts the penalties.
func (s *system) smooth(start *ensemble, fits []*smoother, steps, updates, workers int) (*ensemble, float64) {
	e := start.clone(s.size)
	for fn, m := range fits {
		if m.beta == nil {
			m.beta = make([]float64, m.size)
			m.beta[0] = e.all.a[fn]
		}
		m.write(m.beta, e.all, fn)
	}
	d := &descent{s: s, fits: fits, st: e.all, without: -1, careful: carefulSteps, workers: workers}
	d.run(remlSteps, steps, settleSteps)
	folds := len(e.bags)
	far := make([]float64, folds)
	for fn, m := range fits {
		parts, total := s.expand(e.all, fn, nil, workers)
		g, h := m.reduce(total)
		phi := s.dispersion(e.all, workers, d.freedom)
		parallel(folds, workers, func(k int) { far[k] = max(far[k], m.leaveOut(g, h, parts[k], e.bags[k], fn, phi, updates)) })
	}
	for k, bag := range e.bags {
		if s.l.family != Continuous && !(far[k] <= bagReach) {
			d.refit(k, bag, min(updates, 1))
		}
	}
	return e, d.freedom
}

// penaltyOf is ½ Σ λ βᵀSβ.
func (m *smoother) penaltyOf(beta []float64) float64 {
	sum := 0.0
	for _, p := range m.penalties {
		b := mat.NewVecDense(p.s.SymmetricDim(), beta[p.first:p.first+p.s.SymmetricDim()])
		sum += p.lambda / 2 * mat.Inner(b, p.s, b)
	}
	return sum
}

// leaveOut writes the regression without one fold, one Newton step from that
// with it: β + (H − H_k + Σ λS)⁻¹ g_k, where g_k and H_k are the fold's. The
// penalties are updated without the fold, so that they do not tell of it. It returns
// the length of the step in the coefficient that moves most.
func (m *smoother) leaveOut(g []float64, h *mat.SymDense, part *expansion, bag *state, fn int, phi float64, updates int) float64 {
	restG, partH := m.reduce(part)
	for i, v := range restG {
		restG[i] = g[i] - v
	}
	rest := mat.NewSymDense(m.size, nil)
	rest.CopySym(h)
	subtract(rest, partH)
	bagged := m.clone()
	bagged.estimate(restG, rest, phi, updates)
	m.write(bagged.beta, bag, fn)
	return floats.Distance(bagged.beta, m.beta, math.Inf(1))
}

// clone copies what a fit changes.
func (m *smoother) clone() *smoother {
	out := *m
	out.penalties = slices.Clone(m.penalties)
	return &out
}

func subtract(a, b *mat.SymDense) {
	n := a.SymmetricDim()
	for i := range n {
		for j := i; j < n; j++ {
			a.SetSym(i, j, a.At(i, j)-b.At(i, j))
		}
	}
}

// estimate alternates between coefficients and penalties on one expansion.
func (m *smoother) estimate(g []float64, h *mat.SymDense, phi float64, updates int) float64 {
	m.initialise(h)
	b, chol, ok := m.solve(g, h, m.beta)
	edf := 0.0
	for range updates {
		if !ok {
			break
		}
		var v mat.SymDense
		if err := chol.InverseTo(&v); !tolerable(err) {
			break
		}
		edf = m.update(b, &v, phi)
		b, chol, ok = m.solve(g, h, m.beta)
	}
	if ok {
		m.beta = b
	}
	return edf
}

// update sets the penalties by the rule of Fellner and Schall,
//
//	λ ← φ (rank S − λ tr(V S)) / βᵀSβ        V = (H + Σ λS)⁻¹
//
// and returns the effective degrees of freedom under those before.
func (m *smoother) update(b []float64, v *mat.SymDense, phi float64) float64 {
	floor := weakest * phi
	if m.s.l.family == Continuous {
		floor = 0 // scores have a unit, and no outcome is too rare to hold them
	}
	edf := float64(m.size)
	for i := range m.penalties {
		p := &m.penalties[i]
		n := p.s.SymmetricDim()
		trace, size := 0.0, 0.0
		for r := range n {
			for c := range n {
				s := p.s.At(r, c)
				trace += v.At(p.first+r, p.first+c) * s
				size += b[p.first+r] * b[p.first+c] * s
			}
		}
		edf -= p.lambda * trace
		next := p.lambda * fastest
		if free := p.rank - p.lambda*trace; free > gone*p.rank { // below that it is a difference of equal numbers
			next = min(max(phi*free/max(size, 1e-12*phi), p.lambda/fastest), next)
		}
		p.lambda = min(max(next, floor), p.most)
	}
	return edf
}

// initialise starts each new penalty at the information it meets: a first step that
// is too short is safe, one that is too long separates the classes.
func (m *smoother) initialise(h *mat.SymDense) {
	for i := range m.penalties {
		p := &m.penalties[i]
		if p.most > 0 {
			continue
		}
		var info, own float64
		for r := range p.s.SymmetricDim() {
			info += h.At(p.first+r, p.first+r)
			own += p.s.At(r, r)
		}
		p.most = strongest * max(info, 1e-6) / own
		if p.lambda == 0 {
			p.lambda = p.most / strongest
		}
	}
}

// dispersion is φ: 1 for classes, else the mean squared Pearson residual P over
// 1 + s̄, where s̄ is the mean of V′(μ)(y−μ)/V(μ) (Fletcher 2012). Where most
// outcomes are 0, P comes close to 0 when a few scores reach for the others, and
// penalties set by it would let them.
func (s *system) dispersion(st *state, workers int, used float64) float64 {
	if s.l.family == Binary || s.l.family == Multinomial {
		return 1
	}
	folds := len(s.t.start) - 1
	part, slant := make([]float64, folds), make([]float64, folds)
	parallel(folds, workers, func(k int) {
		eta := buffers(1)
		for lo := s.t.start[k]; lo < s.t.start[k+1]; lo += batch {
			hi := min(lo+batch, s.t.start[k+1])
			s.scores(st, lo, hi, eta)
			for i, e := range eta[0][:hi-lo] {
				part[k] += s.t.w[lo+i] * s.l.pearson(s.t.y[lo+i], e)
				slant[k] += s.t.w[lo+i] * s.l.slant(s.t.y[lo+i], e)
			}
		}
	})
	pearson := floats.Sum(part) / max(s.t.weight-used, 1)
	return max(pearson/max(1+floats.Sum(slant)/s.t.weight, leastSlant), 1e-12)
}

// leastSlant bounds 1 + s̄ from below (as mgcv 1.9 does): s̄ has an error too.
const leastSlant = 0.1
