package multistate

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// member is a transition: an origin and the place of the next state in its dest.
type member struct{ origin, dest int }

// block is a set of transitions that share the effects f, each with an intercept
// of its own.
type block struct {
	name      string
	members   []member
	index     [][]int   // by member and global bin: the place in f; nil: the bin itself
	f         []float64 // by global bin
	penalties []penalty
	centre    []float64 // by global bin: share of the feature's person-periods
	size      float64   // transitions, the weight of the centring
	shared    *block    // of the kind, which f adds to; nil without
	place     int       // of the transition among the kind's members
	level     float64   // posterior variance of a single intercept, the effects known
	chol      mat.Cholesky
	inverse   mat.SymDense
}

// at is the place in f of a member's bin.
func (b *block) at(member, bin int) int {
	if b.index == nil {
		return bin
	}
	return b.index[member][bin]
}

// penalty is λ times the sum of squares of f (ridge), or of its steps from bin to
// bin (fused), over n bins.
type penalty struct {
	from, n int
	fused   bool
	lambda  float64
}

func (p *penalty) rank() float64 {
	if p.fused {
		return float64(p.n - 1)
	}
	return float64(p.n)
}

// quadratic is fᵀSf.
func (p *penalty) quadratic(f []float64) float64 {
	var sum float64
	for i := p.from; i < p.from+p.n; i++ {
		v := f[i]
		if p.fused {
			if i == p.from {
				continue
			}
			v -= f[i-1]
		}
		sum += v * v
	}
	return sum
}

// trace is tr(V S), V's rows shifted by the number of intercepts.
func (p *penalty) trace(v *mat.SymDense, shift int) float64 {
	var sum float64
	for i := p.from + shift; i < p.from+p.n+shift; i++ {
		switch {
		case !p.fused:
			sum += v.At(i, i)
		case i > p.from+shift:
			sum += v.At(i, i) - 2*v.At(i, i-1) + v.At(i-1, i-1)
		}
	}
	return sum
}

// force adds λSf to g.
func (p *penalty) force(g, f []float64) {
	for i := p.from; i < p.from+p.n; i++ {
		switch {
		case !p.fused:
			g[i] += p.lambda * f[i]
		case i > p.from:
			step := p.lambda * (f[i] - f[i-1])
			g[i] += step
			g[i-1] -= step
		}
	}
}

// addTo adds λS to h.
func (p *penalty) addTo(h *mat.SymDense, shift int) {
	plus := func(i, j int, v float64) { h.SetSym(i+shift, j+shift, h.At(i+shift, j+shift)+v) }
	for i := p.from; i < p.from+p.n; i++ {
		switch {
		case !p.fused:
			plus(i, i, p.lambda)
		case i > p.from:
			plus(i, i, p.lambda)
			plus(i-1, i-1, p.lambda)
			plus(i-1, i, -p.lambda)
		}
	}
}

// The prior of each λ is Gamma with shape ½ + priorShape/2 and rate priorRate/2:
// where the data say nothing, effects have a standard deviation of √(priorRate/priorShape) = 0.014.
const (
	priorShape = 1
	priorRate  = 0.0002
	minLambda  = 1e-2
	maxLambda  = 1e7
	smallRidge = 1e-4 // on all parameters: what no data and no penalty determine is 0
	maxStep    = 2    // longest step of a parameter: a factor of 7 in the odds
)

func (f *fitter) newBlock(name string, members []member, index [][]int, lambda float64) *block {
	n := f.off[len(f.bins)]
	b := &block{name: name, members: members, index: index, f: make([]float64, n), centre: make([]float64, n)}
	for k := range f.bins {
		bins, from := &f.bins[k], f.off[k]
		var total float64
		for i := from; i < f.off[k+1]; i++ {
			for j, m := range members {
				b.centre[b.at(j, i)] += f.origins[m.origin].byBin[i]
				total += f.origins[m.origin].byBin[i]
			}
		}
		for i := from; i < f.off[k+1]; i++ {
			b.centre[i] /= total
		}
		if bins.nominal {
			b.penalties = append(b.penalties, penalty{from, bins.size(), false, lambda})
			continue
		}
		if bins.m > 1 {
			b.penalties = append(b.penalties, penalty{from, bins.m, true, lambda})
		}
		b.penalties = append(b.penalties, penalty{from + bins.m, 1, false, lambda})
	}
	for _, m := range members {
		b.size += f.origins[m.origin].y0[m.dest]
	}
	return b
}

// system assembles the penalised curvature and, when gradient is true, the
// gradient of the block's parameters: first the intercepts, then the bins.
func (f *fitter) system(b *block, e []*expected, curved bool) (*mat.SymDense, []float64) {
	shift, bins := len(b.members), f.off[len(f.bins)]
	h, g := mat.NewSymDense(shift+bins, nil), make([]float64, shift+bins)
	for i, m := range b.members {
		o, x := &f.origins[m.origin], e[m.origin]
		d := len(o.dest)
		g[i] = o.y0[m.dest] - x.total[m.dest]
		h.SetSym(i, i, x.total[m.dest]+smallRidge)
		for a := range bins {
			v, at := x.bin[a*d+m.dest], shift+b.at(i, a)
			g[at] += o.y[a*d+m.dest] - v
			h.SetSym(i, at, h.At(i, at)+v)
			h.SetSym(at, at, h.At(at, at)+v)
		}
		if curved {
			f.addPairs(h, x.pair, b, i)
		}
	}
	for k := range f.bins {
		b.addCentre(h, f.off[k], f.off[k+1])
	}
	for i := range b.penalties {
		b.penalties[i].addTo(h, shift)
	}
	pull := make([]float64, bins)
	b.pull(pull, b.f, f.off)
	for a := range bins {
		h.SetSym(shift+a, shift+a, h.At(shift+a, shift+a)+smallRidge)
		g[shift+a] -= pull[a]
	}
	return h, g
}

func (f *fitter) addPairs(h *mat.SymDense, pair []float64, b *block, member int) {
	bins, shift, m := f.off[len(f.bins)], len(b.members), b.members[member]
	d := len(f.origins[m.origin].dest)
	for k := range f.bins {
		for a := f.off[k]; a < f.off[k+1]; a++ {
			i := shift + b.at(member, a)
			for c := f.off[k+1]; c < bins; c++ {
				j := shift + b.at(member, c)
				h.SetSym(i, j, h.At(i, j)+pair[(a*bins+c)*d+m.dest])
			}
		}
	}
}

// addCentre holds the weighted mean of a feature's effects at 0, as the
// intercepts make it free.
func (b *block) addCentre(h *mat.SymDense, from, to int) {
	shift, weight := len(b.members), b.size+1
	for i := from; i < to; i++ {
		for j := i; j < to; j++ {
			h.SetSym(shift+i, shift+j, h.At(shift+i, shift+j)+weight*b.centre[i]*b.centre[j])
		}
	}
}

// pull writes S f to dst, S all that is added to the curvature of the likelihood.
func (b *block) pull(dst, f []float64, off []int) {
	for a, v := range f {
		dst[a] = smallRidge * v
	}
	for k := range len(off) - 1 {
		var mean float64
		for i := off[k]; i < off[k+1]; i++ {
			mean += b.centre[i] * f[i]
		}
		for i := off[k]; i < off[k+1]; i++ {
			dst[i] += (b.size + 1) * b.centre[i] * mean
		}
	}
	for i := range b.penalties {
		b.penalties[i].force(dst, f)
	}
}

// factor keeps the Cholesky factor of h.
func (b *block) factor(h *mat.SymDense) error {
	if !b.chol.Factorize(h) {
		return fmt.Errorf("%w: %s: curvature not positive definite", ErrNoFit, b.name)
	}
	return nil
}

// step solves for the change of the parameters, at most maxStep long.
func (b *block) step(g []float64) (delta []float64, longest float64, err error) {
	x := mat.NewVecDense(len(g), nil)
	if err := b.chol.SolveVecTo(x, mat.NewVecDense(len(g), g)); err != nil {
		return nil, 0, fmt.Errorf("%w: %s: %w", ErrNoFit, b.name, err)
	}
	delta = x.RawVector().Data
	for _, v := range delta {
		longest = max(longest, math.Abs(v))
	}
	if math.IsNaN(longest) || math.IsInf(longest, 0) {
		return nil, 0, fmt.Errorf("%w: %s: step not finite", ErrNoFit, b.name)
	}
	if longest > maxStep {
		for i := range delta {
			delta[i] *= maxStep / longest
		}
	}
	return delta, longest, nil
}

// retune sets each λ to the value that maximises its evidence in the normal
// approximation (Fellner and Schall; Wood and Fasiolo 2017) with its prior,
//
//	λ ← (rank − λ tr(VS) + priorShape) / (fᵀSf + priorRate)
//
// and returns the largest change of log λ and the effective degrees of freedom.
func (b *block) retune() (change, freedom float64, err error) {
	if err := b.chol.InverseTo(&b.inverse); err != nil {
		return 0, 0, fmt.Errorf("%w: %s: %w", ErrNoFit, b.name, err)
	}
	for i := range b.penalties {
		p := &b.penalties[i]
		free := max(p.rank()-p.lambda*p.trace(&b.inverse, len(b.members)), 0)
		lambda := min(max((free+priorShape)/(p.quadratic(b.f)+priorRate), minLambda), maxLambda)
		change = max(change, math.Abs(math.Log(lambda/p.lambda)))
		freedom += free
		p.lambda = lambda
	}
	return change, freedom, nil
}
