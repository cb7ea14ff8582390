package additive

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// blendPrior is how strongly the weights of the blend are drawn to equal parts, in the
// unit of the information on a slope: one is that of about forty rows whose parts
// differ by a standard deviation of 0.3. It counts per dispersion φ.
const blendPrior = 1.0

// blendSteps is how many steps and halvings a blend takes at most.
const blendSteps = 40

// blend finds the weights of models whose scores for a row come from bags that
// have not seen its person: offset + intercept + Σ weight·(score − that model's
// intercept on all rows). Weights are
// drawn towards equal parts and are not negative.
func (s *system) blend(parts []*ensemble, workers int) (weights []float64, intercept []float64) {
	p := len(parts)
	weights = make([]float64, p)
	intercept = make([]float64, s.l.functions())
	free := make([]bool, p)
	for i, e := range parts {
		weights[i], free[i] = 1/float64(p), true
		for fn, a := range e.all.a {
			intercept[fn] += a / float64(p)
		}
	}
	phi := s.dispersion(parts[p-1].all, workers, 0)
	for range p {
		s.blendNewton(parts, weights, intercept, free, phi, workers)
		worst := -1
		for i, w := range weights {
			if w < 0 && (worst < 0 || w < weights[worst]) {
				worst = i
			}
		}
		if worst < 0 {
			break
		}
		weights[worst], free[worst] = 0, false
	}
	return weights, intercept
}

// blendNewton takes Newton steps, each halved until the loss and the prior together
// are no higher: a model that is far off on some persons makes the loss steep.
func (s *system) blendNewton(parts []*ensemble, weights, intercept []float64, free []bool, phi float64, workers int) {
	p := len(parts)
	at := slices.Concat(weights, intercept)
	from, step, low := slices.Clone(at), make([]float64, len(at)), math.Inf(1)
	for range blendSteps {
		total := s.blendSums(parts, at[:p], at[p:], workers)
		loss := total.loss + blendPrior*phi*total.prior(at[:p], free)
		if loss <= low+1e-12*math.Abs(low) {
			low = loss
			copy(from, at)
			step = total.step(at[:p], free, blendPrior*phi)
		} else {
			floats.Scale(0.5, step)
		}
		floats.AddTo(at, from, step)
		if floats.Norm(step, math.Inf(1)) < 1e-9 {
			break
		}
	}
	copy(weights, from[:p])
	copy(intercept, from[p:])
}

// blendSums adds up the folds.
func (s *system) blendSums(parts []*ensemble, weights, intercept []float64, workers int) blendSum {
	sums := make([]blendSum, len(s.t.start)-1)
	parallel(len(sums), workers, func(k int) { sums[k] = s.blendFold(parts, weights, intercept, k) })
	total := newBlendSum(len(weights), len(intercept))
	for _, f := range sums {
		total.add(f)
	}
	return total
}

// blendSum has derivatives by the weights and, last, by a common intercept; for
// several classes the intercepts move apart from the weights.
type blendSum struct {
	loss           float64
	g              []float64
	h              [][]float64
	classG, classH []float64
}

func newBlendSum(p, fns int) blendSum {
	b := blendSum{g: make([]float64, p+1), classG: make([]float64, fns), classH: make([]float64, fns)}
	for range p + 1 {
		b.h = append(b.h, make([]float64, p+1))
	}
	return b
}

func (b *blendSum) add(o blendSum) {
	b.loss += o.loss
	for i := range b.g {
		b.g[i] += o.g[i]
		for j := range b.h[i] {
			b.h[i][j] += o.h[i][j]
		}
	}
	for k := range b.classG {
		b.classG[k] += o.classG[k]
		b.classH[k] += o.classH[k]
	}
}

func (s *system) blendFold(parts []*ensemble, weights, intercept []float64, k int) blendSum {
	p, fns := len(parts), len(intercept)
	out := newBlendSum(p, fns)
	score := make([][][]float64, p)
	for i := range score {
		score[i] = buffers(fns)
	}
	eta, g, h := buffers(fns), buffers(fns), buffers(fns)
	x, mean := make([]float64, p+1), make([]float64, p+1)
	for lo := s.t.start[k]; lo < s.t.start[k+1]; lo += batch {
		hi := min(lo+batch, s.t.start[k+1])
		n := hi - lo
		for i, e := range parts {
			s.scores(e.bags[k], lo, hi, score[i])
		}
		s.mix(parts, score, weights, intercept, lo, hi, eta)
		out.loss += s.l.loss(s.t.y[lo:hi], s.t.w[lo:hi], clip(eta, n))
		for fn := range fns {
			s.l.derivatives(fn, s.t.y[lo:hi], s.t.w[lo:hi], clip(eta, n), g[fn][:n], h[fn][:n])
		}
		for i := range n {
			clear(mean)
			for fn := range fns {
				for q := range p {
					x[q] = score[q][fn][i] - parts[q].all.a[fn] - s.offsetAt(lo+i)
				}
				x[p] = 1
				out.row(x, mean, g[fn][i], h[fn][i])
				out.classG[fn] += g[fn][i]
				out.classH[fn] += h[fn][i]
			}
			if w := s.t.w[lo+i]; fns > 1 && w > 0 {
				for a := range mean {
					for b := range mean {
						out.h[a][b] -= mean[a] * mean[b] / w
					}
				}
			}
		}
	}
	return out
}

func (b *blendSum) row(x, mean []float64, g, h float64) {
	for a, v := range x {
		b.g[a] += g * v
		mean[a] += h * v
		for c, u := range x {
			b.h[a][c] += h * v * u
		}
	}
}

func (s *system) offsetAt(i int) float64 {
	if s.t.offset == nil {
		return 0
	}
	return s.t.offset[i]
}

// mix writes the blended scores.
func (s *system) mix(parts []*ensemble, score [][][]float64, weights, intercept []float64, lo, hi int, eta [][]float64) {
	for fn := range eta {
		e := eta[fn][:hi-lo]
		for i := range e {
			o := s.offsetAt(lo + i)
			e[i] = o + intercept[fn]
			for q, w := range weights {
				e[i] += w * (score[q][fn][i] - parts[q].all.a[fn] - o)
			}
		}
	}
}

// prior is half the squared distance of the free weights from equal parts.
func (b *blendSum) prior(weights []float64, free []bool) float64 {
	sum := 0.0
	for i, w := range weights {
		if d := w - 1/float64(len(weights)); free[i] {
			sum += d * d / 2
		}
	}
	return sum
}

// step solves for the free weights and, with one function, the intercept. It returns
// a change for each weight and intercept.
func (b *blendSum) step(weights []float64, free []bool, prior float64) []float64 {
	p, fns := len(weights), len(b.classG)
	var at []int
	for i, f := range free {
		if f {
			at = append(at, i)
		}
	}
	if fns == 1 {
		at = append(at, p)
	}
	n := len(at)
	a := make([][]float64, n)
	for r, i := range at {
		a[r] = make([]float64, n+1)
		for c, j := range at {
			a[r][c] = b.h[i][j]
		}
		a[r][n] = -b.g[i]
		if i < p {
			a[r][r] += prior
			a[r][n] -= prior * (weights[i] - 1/float64(p))
		}
		a[r][r] *= 1 + 1e-12
	}
	out := make([]float64, p+fns)
	for r, v := range eliminate(a) {
		out[at[r]] = v
	}
	if fns > 1 {
		for fn, g := range b.classG {
			out[p+fn] = -g / max(b.classH[fn], 1e-12)
		}
	}
	return out
}

// eliminate solves a positive definite system of a few equations, given with its right
// side as last column.
func eliminate(a [][]float64) []float64 {
	n := len(a)
	for i := range n {
		if a[i][i] <= 0 {
			a[i][i] = 1e-12
		}
		for r := i + 1; r < n; r++ {
			q := a[r][i] / a[i][i]
			if q != 0 {
				floats.AddScaled(a[r][i:], -q, a[i][i:])
			}
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = a[i][n]
		for c := i + 1; c < n; c++ {
			x[i] -= a[i][c] * x[c]
		}
		x[i] /= a[i][i]
	}
	return x
}

// mixed returns the weighted sum of ensembles.
func mixed(parts []*ensemble, weights, intercept []float64) *ensemble {
	out := parts[0].clone(len(parts[0].all.f[0]))
	for m, st := range out.models() {
		for fn := range st.a {
			st.a[fn] = intercept[fn]
			clear(st.f[fn])
			for q, w := range weights {
				other := parts[q].models()[m]
				st.a[fn] += w * (other.a[fn] - parts[q].all.a[fn])
				for i, v := range other.f[fn] {
					st.f[fn][i] += w * v
				}
			}
		}
	}
	return out
}
