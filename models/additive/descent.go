package additive

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const (
	carefulSteps = 25  // restrained steps of a fit, at most
	bagCareful   = 5   // and of a bag
	extraSteps   = 6   // expansions more when each serves one update of the penalties
	longestWay   = 20. // full steps that a step is stretched to, at most
	halvings     = 12  // of a restrained step
	trusted      = 0.1 // share of the gain foretold by an expansion that shows it to hold
	reach        = 1.0 // length of a restrained step in one coefficient, on the scale of the score
	bagReach     = 1.0 // change of a coefficient by a bag beyond which one step is not the whole way
	bagLeaps     = 2   // steps of such a bag, with and without updates of the penalties
)

// descent is a penalised regression under way to the minimum of the penalised loss.
type descent struct {
	s       *system
	fits    []*smoother
	st      *state // of the coefficients of fits
	without int    // fold left out; −1: none
	loss    float64
	freedom float64
	careful int // restrained steps left
	workers int
}

// refit takes a bag further that one step leads far away: where few events carry an
// effect, a step takes back only a part of what those of the fold have said, and loss
// on them would not be that of persons held out.
func (d *descent) refit(fold int, bag *state, updates int) {
	own := &descent{s: d.s, st: bag, without: fold, freedom: d.freedom, careful: bagCareful, workers: d.workers}
	for _, m := range d.fits {
		own.fits = append(own.fits, m.clone())
	}
	own.write()
	own.run(updates, bagLeaps, bagLeaps)
}

// expand returns gradient and curvature of the coefficients of one function.
func (d *descent) expand(fn int) (g []float64, h *mat.SymDense) {
	parts, total := d.s.expand(d.st, fn, nil, d.workers)
	g, h = d.fits[fn].reduce(total)
	if d.without >= 0 {
		partG, partH := d.fits[fn].reduce(parts[d.without])
		floats.Sub(g, partG)
		subtract(h, partH)
	}
	return g, h
}

// lossNow is the loss of the rows that count.
func (d *descent) lossNow() float64 {
	folds := d.s.losses(slices.Repeat([]*state{d.st}, len(d.s.t.start)-1), d.workers)
	if d.without >= 0 {
		folds[d.without] = 0
	}
	return floats.Sum(folds)
}

// run takes steps with updates of the penalties and then settles the coefficients.
// Once an expansion has not held, there is one update of the penalties to each: more
// of them run ahead of the curvature that they rest on and swing from none to all.
func (d *descent) run(updates, steps, settle int) {
	d.loss = d.lossNow()
	for step := 0; step < steps+settle; {
		gain, ok := d.leap(updates)
		switch {
		case ok:
			step++
		case d.careful == 0:
			return
		default:
			gain = d.walk(updates > 0)
			if updates > 1 {
				updates, steps = 1, steps+extraSteps
			}
			d.careful--
		}
		if step >= steps {
			updates = 0
			if gain < settled*d.s.t.weight {
				return
			}
		}
	}
}

// place is where a regression stood before a step.
type place struct {
	beta   []float64
	lambda []float64
}

func (m *smoother) place() place {
	p := place{beta: m.beta}
	for _, q := range m.penalties {
		p.lambda = append(p.lambda, q.lambda)
	}
	return p
}

// goBack returns to a place.
func (m *smoother) goBack(to place) {
	m.beta = to.beta
	m.setPenalties(to.lambda)
}

func (m *smoother) setPenalties(lambda []float64) {
	for i, v := range lambda {
		m.penalties[i].lambda = v
	}
}

// leap takes a full Newton step with updates of the penalties on its expansion. It
// goes back and reports false when the penalised loss does not fall as the expansion
// foretells: classes that are rare where the expansion was made and frequent
// elsewhere seem to ask for steps of 1/μ, and penalties set by such coefficients
// would be none. gain is by how much the penalised loss fell.
func (d *descent) leap(updates int) (gain float64, ok bool) {
	before, used, foretold, start := make([]place, len(d.fits)), 0.0, 0.0, d.loss
	for fn, m := range d.fits {
		g, h := d.expand(fn)
		m.initialise(h)
		before[fn] = m.place()
		used += m.estimate(g, h, d.s.dispersion(d.st, d.workers, d.freedom), updates)
		was, is := m.penaltyOf(before[fn].beta), m.penaltyOf(m.beta)
		foretold += m.foretold(g, h, before[fn].beta) + was - is
		start += was
		gain += was - is
	}
	d.write()
	after := d.lossNow()
	gain += d.loss - after
	if !(gain >= trusted*foretold-1e-12*math.Abs(start)) {
		for fn, m := range d.fits {
			m.goBack(before[fn])
		}
		d.write()
		return 0, false
	}
	d.loss = after
	if updates > 0 {
		d.freedom = used
	}
	if gain > settled*d.s.t.weight {
		gain += d.stretch(before, gain/foretold)
	}
	return gain, true
}

// stretch lengthens a full step that paid more than foretold, with penalties held:
// the classes' curvatures wμ are those of each alone and together too high. On a
// parabola with the slope of the expansion and the gain, that is won/foretold, the
// minimum lies at 1/(2 − won) steps. It returns what more is gained.
func (d *descent) stretch(before []place, won float64) (gain float64) {
	if !(won > 1.5) {
		return 0
	}
	share := min(1/max(2-won, 0), longestWay)
	ends, start := make([][]float64, len(d.fits)), d.loss
	for fn, m := range d.fits {
		ends[fn] = m.beta
		start += m.penaltyOf(m.beta)
		m.beta = along(before[fn].beta, m.beta, share)
		gain -= m.penaltyOf(m.beta)
	}
	d.write()
	after := d.lossNow()
	if gain += start - after; gain > 0 {
		d.loss = after
		return gain
	}
	for fn, m := range d.fits {
		m.beta = ends[fn]
	}
	d.write()
	return 0
}

// along is the point at a share of the way from a to b.
func along(a, b []float64, share float64) []float64 {
	out := make([]float64, len(a))
	for i, v := range a {
		out[i] = v + share*(b[i]-v)
	}
	return out
}

// foretold is the fall of the loss on its expansion from before to the coefficients.
func (m *smoother) foretold(g []float64, h *mat.SymDense, before []float64) float64 {
	step := make([]float64, m.size)
	floats.SubTo(step, m.beta, before)
	v := mat.NewVecDense(m.size, step)
	return -floats.Dot(g, step) - mat.Inner(v, h, v)/2
}

func (d *descent) write() {
	for fn, m := range d.fits {
		m.write(m.beta, d.st, fn)
	}
}

// walk takes a restrained step with the penalties as they are, halved until the
// penalised loss is no higher, and then updates the penalties once.
func (d *descent) walk(update bool) (gain float64) {
	before, lambda, ends := make([]place, len(d.fits)), make([][]float64, len(d.fits)), make([][]float64, len(d.fits))
	start, used := d.loss, 0.0
	for fn, m := range d.fits {
		g, h := d.expand(fn)
		before[fn] = m.place()
		start += m.penaltyOf(m.beta)
		ends[fn] = m.restrained(g, h)
		if update {
			used += m.updated(ends[fn], h, d.s.dispersion(d.st, d.workers, d.freedom))
			lambda[fn] = m.place().lambda
			m.goBack(before[fn])
		}
	}
	share := 1.0
	for range halvings {
		gain = start
		for fn, m := range d.fits {
			m.beta = along(before[fn].beta, ends[fn], share)
			gain -= m.penaltyOf(m.beta)
		}
		d.write()
		after := d.lossNow()
		if gain -= after; gain >= 0 {
			d.loss = after
			break
		}
		share /= 2
	}
	if !(gain >= 0) {
		for fn, m := range d.fits {
			m.goBack(before[fn])
		}
		d.write()
		return 0
	}
	if update {
		d.freedom = used
		for fn, m := range d.fits {
			m.setPenalties(lambda[fn])
		}
	}
	return gain
}

// restrained returns the coefficients after a Newton step with the curvature raised
// by the size of the gradient G of the penalised loss,
//
//	β − (H + Σ λS + diag |G|/reach)⁻¹ G
//
// which no coefficient alone leaves by more than reach, is Newton's step near the
// minimum, and suits losses whose curvature changes by a factor, as those with
// logarithmic links do (Doikov 2023).
func (m *smoother) restrained(g []float64, h *mat.SymDense) []float64 {
	a := m.penalised(h)
	rest := mat.NewSymDense(m.size, nil)
	rest.CopySym(a)
	subtract(rest, h)
	gradient := mat.NewVecDense(m.size, nil)
	gradient.MulVec(rest, mat.NewVecDense(m.size, m.beta))
	gradient.AddVec(gradient, mat.NewVecDense(m.size, g))
	for i := range m.size {
		a.SetSym(i, i, a.At(i, i)+math.Abs(gradient.AtVec(i))/reach)
	}
	var chol mat.Cholesky
	step := mat.NewVecDense(m.size, nil)
	if !chol.Factorize(a) || !tolerable(chol.SolveVecTo(step, gradient)) {
		return m.beta
	}
	out := make([]float64, m.size)
	floats.SubTo(out, m.beta, step.RawVector().Data)
	return out
}

// updated updates the penalties once for coefficients b and returns the effective
// degrees of freedom.
func (m *smoother) updated(b []float64, h *mat.SymDense, phi float64) float64 {
	var chol mat.Cholesky
	var v mat.SymDense
	if !chol.Factorize(m.penalised(h)) || !tolerable(chol.InverseTo(&v)) {
		return 0
	}
	return m.update(b, &v, phi)
}
