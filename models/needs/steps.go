package needs

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// toIncrements turns a system in cells into one in increments within each
// category, in place: m_l = δ_0 + … + δ_l, so A becomes BᵀAB and b Bᵀb. The
// parameters behind the cells stay.
func (l *layout) toIncrements(a *mat.Dense, b []float64) {
	n, _ := a.Dims()
	for c := range l.cell {
		for i := l.first[c+1] - 2; i >= l.first[c]; i-- {
			for j := range n {
				a.Set(i, j, a.At(i, j)+a.At(i+1, j))
			}
			b[i] += b[i+1]
		}
	}
	for c := range l.cell {
		for i := l.first[c+1] - 2; i >= l.first[c]; i-- {
			for j := range n {
				a.Set(j, i, a.At(j, i)+a.At(j, i+1))
			}
		}
	}
}

// toCells turns increments into cells, in place.
func (l *layout) toCells(x []float64) {
	for c := range l.cell {
		for i := l.first[c] + 1; i < l.first[c+1]; i++ {
			x[i] += x[i-1]
		}
	}
}

// bounds is the posterior of a linearised fit over increments and multipliers,
// officers and areas integrated out.
type bounds struct {
	*quadratic
	l    *layout
	free []float64  // A_ff⁻¹ b_f
	tail *mat.Dense // A_ff⁻¹ A_fb
}

// newBounds eliminates officers and areas from a and b.
func newBounds(l *layout, a *mat.SymDense, b []float64) (*bounds, error) {
	n, k := l.size(), l.bounded()
	top := mat.NewDense(k, k, nil)
	right := append([]float64(nil), b[:k]...)
	for i := range k {
		for j := range k {
			top.Set(i, j, a.At(i, j))
		}
	}
	out := &bounds{l: l}
	if f := n - k; f > 0 {
		var chol mat.Cholesky
		low, cross := mat.NewSymDense(f, nil), mat.NewDense(f, k, nil)
		for i := range f {
			for j := i; j < f; j++ {
				low.SetSym(i, j, a.At(k+i, k+j))
			}
			for j := range k {
				cross.Set(i, j, a.At(k+i, j))
			}
		}
		if !chol.Factorize(low) {
			return nil, ErrSingular
		}
		out.tail = new(mat.Dense)
		var free, down mat.VecDense
		var less mat.Dense
		if chol.SolveTo(out.tail, cross) != nil || chol.SolveVecTo(&free, mat.NewVecDense(f, b[k:])) != nil {
			return nil, ErrSingular
		}
		out.free = free.RawVector().Data
		less.Mul(cross.T(), out.tail)
		top.Sub(top, &less)
		down.MulVec(cross.T(), &free)
		for i := range right {
			right[i] -= down.AtVec(i)
		}
	}
	l.toIncrements(top, right)
	sym := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			sym.SetSym(i, j, (top.At(i, j)+top.At(j, i))/2)
		}
	}
	q, err := newQuadratic(sym, right)
	out.quadratic = q
	return out, err
}

// mode returns all parameters at the minimum, given which increments are thought
// to be above zero.
func (s *bounds) mode(passive []bool) ([]float64, error) {
	x, err := s.solve(passive)
	if err != nil {
		return nil, err
	}
	s.l.toCells(x)
	theta := slices.Concat(x, s.free)
	for i := range s.free {
		for j := range s.l.bounded() {
			theta[s.l.bounded()+i] -= s.tail.At(i, j) * theta[j]
		}
	}
	return theta, nil
}
