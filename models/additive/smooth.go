package additive

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// penalty is λ/2 βᵀSβ on some coefficients of one block.
type penalty struct {
	first  int // first coefficient
	s      *mat.SymDense
	rank   float64
	lambda float64
	most   float64 // λ that removes what is penalised, and no more than doubles keep in their digits
}

// basis expresses the bins of one block by few coefficients.
type basis struct {
	first int        // place of its coefficients, after the intercept
	cols  int        // number of coefficients
	knots int        // how many of them are values at knots
	value *mat.Dense // bins × coefficients
}

// smoother is the penalised regression on the bins: the contribution of an
// interval is piecewise linear in the interval's place between the knots.
type smoother struct {
	s         *system
	bases     []basis
	penalties []penalty
	size      int // coefficients with the intercept
	beta      []float64
}

// knots is how many knots a numeric feature has at most: enough for the shapes
// that data of this size can show, fewer when the features are many, since time
// grows with the cube of all coefficients.
func knots(features int) int { return max(5, min(12, 300/features)) }

func (s *system) newSmoother() *smoother {
	m := &smoother{s: s, size: 1}
	for j, bins := range s.t.bins {
		if bins.feature.Nominal() {
			m.addLevels(bins)
		} else {
			m.addIntervals(bins, knots(len(s.t.bins)))
		}
		m.bases[j].value = trim(m.bases[j].value, bins.size(), m.bases[j].cols)
	}
	return m
}

func trim(v *mat.Dense, rows, cols int) *mat.Dense {
	if cols == 0 {
		return nil
	}
	return mat.DenseCopyOf(v.Slice(0, rows, 0, cols))
}

// addLevels gives each level a coefficient with a ridge: a random effect.
func (m *smoother) addLevels(bins *binning) {
	b := basis{first: m.size, value: mat.NewDense(bins.size(), bins.size(), nil)}
	for bin := range bins.size() {
		if !bins.pinned[bin] {
			b.value.Set(bin, b.cols, 1)
			b.cols++
		}
	}
	if b.cols < 2 {
		b.cols = 0
	}
	m.bases = append(m.bases, b)
	m.penalise(b.first, identity(b.cols), float64(b.cols))
	m.size += b.cols
}

func (m *smoother) penalise(first int, s *mat.SymDense, rank float64) {
	if s != nil && rank > 0 {
		m.penalties = append(m.penalties, penalty{first: first, s: s, rank: rank})
	}
}

func identity(n int) *mat.SymDense {
	if n == 0 {
		return nil
	}
	s := mat.NewSymDense(n, nil)
	for i := range n {
		s.SetSym(i, i, 1)
	}
	return s
}

// addIntervals gives a numeric feature values at knots, of which curvature and
// slope are penalised apart, and the missing bin a coefficient of its own.
func (m *smoother) addIntervals(bins *binning, most int) {
	z := places(bins)
	k := min(most, bins.m)
	b := basis{first: m.size, value: mat.NewDense(bins.size(), k+1, nil)}
	if k > 1 {
		at := knotsAt(z, bins.weight[:bins.m], k)
		k = len(at)
		for bin := range bins.m {
			i, share := locate(at, z[bin])
			b.value.Set(bin, i, 1-share)
			b.value.Set(bin, i+1, share)
		}
		b.cols, b.knots = k, k
		m.penalise(b.first, curvature(at), float64(k-2))
		m.penalise(b.first, slope(at), 1)
	}
	if miss := bins.missing(); !bins.pinned[miss] {
		b.value.Set(miss, b.cols, 1)
		m.penalise(b.first+b.cols, identity(1), 1)
		b.cols++
	}
	m.bases = append(m.bases, b)
	m.size += b.cols
}

// knotsAt picks k of the places, or fewer: the first, the last, and those that
// divide the weight evenly, so that each knot rests on many rows.
func knotsAt(z, weight []float64, k int) []float64 {
	if k >= len(z) {
		return z
	}
	at := []float64{z[0]}
	total, here := floats.Sum(weight), 0.0
	for i, w := range weight[:len(z)-1] {
		if i > 0 && len(at) < k-1 && (here+w/2)*float64(k-1) >= total*float64(len(at)) {
			at = append(at, z[i])
		}
		here += w
	}
	return append(at, z[len(z)-1])
}

// places puts the intervals on a line: the normal score of the middle rank of
// each. A straight line on this scale is what a strong penalty leaves.
func places(bins *binning) []float64 {
	total := floats.Sum(bins.weight[:bins.m])
	z := make([]float64, bins.m)
	below := 0.0
	for i, w := range bins.weight[:bins.m] {
		rank := (below + w/2) / total
		z[i] = math.Sqrt2 * math.Erfinv(2*min(max(rank, 1e-6), 1-1e-6)-1)
		below += w
	}
	return z
}

// locate returns i and share with z = (1−share)·at[i] + share·at[i+1].
func locate(at []float64, z float64) (i int, share float64) {
	for i < len(at)-2 && z >= at[i+1] {
		i++
	}
	if at[i+1] == at[i] {
		return i, 0
	}
	return i, min(max((z-at[i])/(at[i+1]-at[i]), 0), 1)
}

// curvature is ∫f″² for values at knots: squared changes of slope over the mean
// distance.
func curvature(at []float64) *mat.SymDense {
	k := len(at)
	s := mat.NewSymDense(k, nil)
	for i := 1; i+1 < k; i++ {
		left, right := at[i]-at[i-1], at[i+1]-at[i]
		d := mat.NewVecDense(k, nil)
		scale := 1 / math.Sqrt((left+right)/2)
		d.SetVec(i-1, scale/left)
		d.SetVec(i, -scale/left-scale/right)
		d.SetVec(i+1, scale/right)
		s.SymRankOne(s, 1, d)
	}
	return s
}

// slope penalises the straight line, which curvature leaves alone.
func slope(at []float64) *mat.SymDense {
	k := len(at)
	u := append([]float64(nil), at...)
	floats.AddConst(-floats.Sum(u)/float64(k), u)
	floats.Scale(1/floats.Norm(u, 2), u)
	s := mat.NewSymDense(k, nil)
	s.SymRankOne(s, 1, mat.NewVecDense(k, u))
	return s
}

// reduce turns an expansion into gradient and curvature of the coefficients.
func (m *smoother) reduce(e *expansion) (g []float64, h *mat.SymDense) {
	g, h = make([]float64, m.size), mat.NewSymDense(m.size, nil)
	g[0] = e.sumG
	h.SetSym(0, 0, e.sumH)
	for j, b := range m.bases {
		if b.cols == 0 {
			continue
		}
		bl := m.s.blocks[j]
		for bin := range bl.n {
			eg, eh := e.g[bl.off+bin], e.h[bl.off+bin]
			for c := range b.cols {
				v := b.value.At(bin, c)
				if v == 0 {
					continue
				}
				g[b.first+c] += v * eg
				h.SetSym(0, b.first+c, h.At(0, b.first+c)+v*eh)
				for d := c; d < b.cols; d++ {
					h.SetSym(b.first+c, b.first+d, h.At(b.first+c, b.first+d)+v*b.value.At(bin, d)*eh)
				}
			}
		}
		for k, a := range m.bases[:j] {
			if a.cols > 0 {
				m.reducePair(e, h, k, j)
			}
		}
	}
	return g, h
}

func (m *smoother) reducePair(e *expansion, h *mat.SymDense, k, j int) {
	a, b := m.bases[k], m.bases[j]
	rows, cols := m.s.blocks[k].n, m.s.blocks[j].n
	start := m.s.pairs[j][k]
	cross := mat.NewDense(rows, cols, e.cross[start:start+rows*cols])
	var half, whole mat.Dense
	half.Mul(cross, b.value)
	whole.Mul(a.value.T(), &half)
	for r := range a.cols {
		for c := range b.cols {
			h.SetSym(a.first+r, b.first+c, whole.At(r, c))
		}
	}
}

// penalised returns h with the penalties, and a penalty on the mean of the values
// at the knots of each feature, which the intercept says already: that mean
// becomes 0 at no cost. A trifle on the diagonal is for knots without rows.
func (m *smoother) penalised(h *mat.SymDense) *mat.SymDense {
	out := mat.NewSymDense(m.size, nil)
	out.CopySym(h)
	for _, p := range m.penalties {
		n := p.s.SymmetricDim()
		for i := range n {
			for j := i; j < n; j++ {
				out.SetSym(p.first+i, p.first+j, out.At(p.first+i, p.first+j)+p.lambda*p.s.At(i, j))
			}
		}
	}
	for _, b := range m.bases {
		information := 0.0
		for i := b.first; i < b.first+b.knots; i++ {
			information += h.At(i, i) / float64(b.knots*b.knots)
		}
		for i := b.first; i < b.first+b.knots; i++ {
			for j := i; j < b.first+b.knots; j++ {
				out.SetSym(i, j, out.At(i, j)+information)
			}
		}
	}
	for i := 1; i < m.size; i++ {
		out.SetSym(i, i, out.At(i, i)+1e-8*(1+h.At(i, i)))
	}
	return out
}

// solve returns the coefficients that minimise the penalised expansion around
// beta, and the factor of its curvature.
func (m *smoother) solve(g []float64, h *mat.SymDense, beta []float64) ([]float64, *mat.Cholesky, bool) {
	var chol mat.Cholesky
	if !chol.Factorize(m.penalised(h)) {
		return beta, nil, false
	}
	right := mat.NewVecDense(m.size, nil)
	right.MulVec(h, mat.NewVecDense(m.size, beta))
	right.SubVec(right, mat.NewVecDense(m.size, g))
	out := mat.NewVecDense(m.size, nil)
	if err := chol.SolveVecTo(out, right); !tolerable(err) {
		return beta, nil, false
	}
	return out.RawVector().Data, &chol, true
}

// tolerable tells whether an answer can be used: a warning about the condition of
// the matrix comes with one, and the penalties bound the condition.
func tolerable(err error) bool {
	var condition mat.Condition
	return err == nil || errors.As(err, &condition)
}

// write puts coefficients into a state.
func (m *smoother) write(beta []float64, st *state, fn int) {
	st.a[fn] = beta[0]
	for j, b := range m.bases {
		if b.cols == 0 {
			continue
		}
		bl := m.s.blocks[j]
		out := mat.NewVecDense(bl.n, st.f[fn][bl.off:bl.off+bl.n])
		out.MulVec(b.value, mat.NewVecDense(b.cols, beta[b.first:b.first+b.cols]))
	}
}
