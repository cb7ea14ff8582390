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
// likelihood, and each bag by one Newton step from it with the same penalties.
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
	freedom, penalties, loss := 0.0, remlSteps, s.lossOf(e.all, workers)
	for step := range steps + settleSteps {
		if step == steps {
			penalties = 0
		}
		used := 0.0
		before := make([][]float64, len(fits))
		for fn, m := range fits {
			before[fn] = m.beta
			_, total := s.expand(e.all, fn, nil, workers)
			g, h := m.reduce(total)
			used += m.estimate(g, h, s.dispersion(e.all, workers, freedom), penalties)
		}
		if step < steps {
			freedom = used
		}
		var gain float64
		if loss, gain = s.damp(fits, before, loss, e.all, workers); gain < settled*s.t.weight && step >= steps {
			break
		}
	}
	for fn, m := range fits {
		parts, total := s.expand(e.all, fn, nil, workers)
		g, h := m.reduce(total)
		phi := s.dispersion(e.all, workers, freedom)
		parallel(len(parts), workers, func(k int) { m.leaveOut(g, h, parts[k], e.bags[k], fn, phi, updates) })
	}
	return e, freedom
}

// damp halves the step from before until the penalised loss is no higher, and
// writes where it ends to st. It takes the loss before the step and returns that
// after it, and how much lower the penalised loss is.
func (s *system) damp(fits []*smoother, before [][]float64, loss float64, st *state, workers int) (after, gain float64) {
	end := make([][]float64, len(fits))
	for fn, m := range fits {
		end[fn] = m.beta
	}
	start := loss
	for fn, m := range fits {
		start += m.penaltyOf(before[fn])
	}
	share := 1.0
	for range 12 {
		gain = start
		for fn, m := range fits {
			m.beta = make([]float64, m.size)
			for i, b := range before[fn] {
				m.beta[i] = b + share*(end[fn][i]-b)
			}
			m.write(m.beta, st, fn)
			gain -= m.penaltyOf(m.beta)
		}
		after = s.lossOf(st, workers)
		gain -= after
		if gain >= -1e-12*math.Abs(start) {
			break
		}
		share /= 2
	}
	return after, gain
}

// lossOf is the loss of all rows.
func (s *system) lossOf(st *state, workers int) float64 {
	return floats.Sum(s.losses(slices.Repeat([]*state{st}, len(s.t.start)-1), workers))
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
// penalties are updated without the fold, so that they do not tell of it.
func (m *smoother) leaveOut(g []float64, h *mat.SymDense, part *expansion, bag *state, fn int, phi float64, updates int) {
	restG, partH := m.reduce(part)
	for i, v := range restG {
		restG[i] = g[i] - v
	}
	rest := mat.NewSymDense(m.size, nil)
	rest.CopySym(h)
	subtract(rest, partH)
	bagged := *m
	bagged.penalties = slices.Clone(m.penalties)
	bagged.estimate(restG, rest, phi, updates)
	m.write(bagged.beta, bag, fn)
}

func subtract(a, b *mat.SymDense) {
	n := a.SymmetricDim()
	for i := range n {
		for j := i; j < n; j++ {
			a.SetSym(i, j, a.At(i, j)-b.At(i, j))
		}
	}
}

// estimate alternates between coefficients and penalties on one expansion. The
// update of a penalty is that of Fellner and Schall:
//
//	λ ← φ (rank S − λ tr(V S)) / βᵀSβ        V = (H + Σ λS)⁻¹
func (m *smoother) estimate(g []float64, h *mat.SymDense, phi float64, updates int) float64 {
	m.initialise(h)
	floor := weakest * phi
	if m.s.l.family == Continuous {
		floor = 0 // scores have a unit, and no outcome is too rare to hold them
	}
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
		edf = float64(m.size)
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
		b, chol, ok = m.solve(g, h, m.beta)
	}
	if ok {
		m.beta = b
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

// dispersion is φ: 1 for classes, else the mean squared Pearson residual.
func (s *system) dispersion(st *state, workers int, used float64) float64 {
	if s.l.family == Binary || s.l.family == Multinomial {
		return 1
	}
	folds := len(s.t.start) - 1
	part := make([]float64, folds)
	parallel(folds, workers, func(k int) {
		eta := buffers(1)
		for lo := s.t.start[k]; lo < s.t.start[k+1]; lo += batch {
			hi := min(lo+batch, s.t.start[k+1])
			s.scores(st, lo, hi, eta)
			for i, e := range eta[0][:hi-lo] {
				part[k] += s.t.w[lo+i] * s.l.pearson(s.t.y[lo+i], e)
			}
		}
	})
	total := 0.0
	for _, v := range part {
		total += v
	}
	return max(total/max(s.t.weight-used, 1), 1e-12)
}
