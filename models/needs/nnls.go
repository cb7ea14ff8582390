package needs

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// quadratic is ½ xᵀAx − bᵀx, to be minimised over x ≥ 0; A has a unit diagonal.
type quadratic struct {
	a     *mat.SymDense
	b     []float64
	scale []float64 // x as asked for is x here divided by scale
}

// newQuadratic scales A to a unit diagonal, so that no unit of measurement
// decides in which order elements enter.
func newQuadratic(a *mat.SymDense, b []float64) (*quadratic, error) {
	n := len(b)
	q := &quadratic{mat.NewSymDense(n, nil), make([]float64, n), make([]float64, n)}
	for i := range n {
		if !(a.At(i, i) > 0) {
			return nil, ErrSingular
		}
		q.scale[i] = math.Sqrt(a.At(i, i))
	}
	for i := range n {
		q.b[i] = b[i] / q.scale[i]
		for j := i; j < n; j++ {
			q.a.SetSym(i, j, a.At(i, j)/q.scale[i]/q.scale[j])
		}
	}
	return q, nil
}

// solve is the active-set method of Lawson and Hanson (1974) on the normal
// equations (Bro and de Jong 1997), started from passive: the elements thought
// to be above zero. passive is updated.
func (q *quadratic) solve(passive []bool) ([]float64, error) {
	n := len(q.b)
	x := make([]float64, n)
	tolerance := 1e-11 * largest(q.b)
	for range 3*n + 10 { // Lawson and Hanson's bound
		if err := q.descend(x, passive); err != nil {
			return nil, err
		}
		at, most := -1, tolerance
		for i := range n {
			if passive[i] {
				continue
			}
			slope := q.b[i]
			for j, v := range x {
				slope -= q.a.At(i, j) * v
			}
			if slope > most {
				at, most = i, slope
			}
		}
		if at < 0 {
			for i := range x {
				x[i] /= q.scale[i]
			}
			return x, nil
		}
		passive[at] = true
	}
	return nil, ErrNotConverged
}

// descend moves x to the minimum over the passive elements; those that would
// turn negative on the way stop at zero and leave.
func (q *quadratic) descend(x []float64, passive []bool) error {
	for {
		at, s, err := q.restricted(passive)
		if err != nil {
			return err
		}
		step, stop, left := 1.0, -1, false
		for p, i := range at {
			switch {
			case s[p] > 0:
			case x[i] == 0:
				passive[i], left = false, true
			case x[i]/(x[i]-s[p]) < step || stop < 0:
				step, stop = x[i]/(x[i]-s[p]), i
			}
		}
		if left { // each round of the loop takes at least one element out: it ends
			continue
		}
		for p, i := range at {
			x[i] = max(0, x[i]+step*(s[p]-x[i]))
		}
		if stop < 0 {
			return nil
		}
		x[stop], passive[stop] = 0, false
	}
}

// restricted solves A x = b over the passive elements.
func (q *quadratic) restricted(passive []bool) (at []int, s []float64, err error) {
	for i, in := range passive {
		if in {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil, nil, nil
	}
	sub, right := mat.NewSymDense(len(at), nil), mat.NewVecDense(len(at), nil)
	for i, p := range at {
		for j := i; j < len(at); j++ {
			sub.SetSym(i, j, q.a.At(p, at[j]))
		}
		right.SetVec(i, q.b[p])
	}
	var chol mat.Cholesky
	if !chol.Factorize(sub) {
		return nil, nil, ErrSingular
	}
	var out mat.VecDense
	if err := chol.SolveVecTo(&out, right); err != nil {
		return nil, nil, ErrSingular
	}
	return at, out.RawVector().Data, nil
}

func largest(x []float64) float64 {
	var most float64
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}
