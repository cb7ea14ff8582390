package panel

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// exponential is exp(tQ), by scaling, squaring and Padé approximation. What
// rounding leaves below 0 is 0.
func exponential(q *mat.Dense, t float64) *mat.Dense {
	var scaled, out mat.Dense
	scaled.Scale(t, q)
	out.Exp(&scaled)
	out.Apply(func(_, _ int, v float64) float64 { return max(0, v) }, &out)
	return &out
}

// frechet is the derivative of exp(tA) in the direction E, ∫₀ᵗ e^{uA} E e^{(t−u)A} du:
// the upper right block of exp t[[A, E], [0, A]] (Van Loan 1978).
func frechet(a, e mat.Matrix, t float64) *mat.Dense {
	n, _ := a.Dims()
	// The exponential is linear in E; its size must not call for more squarings.
	size := mat.Norm(e, math.Inf(1))
	if size == 0 {
		return mat.NewDense(n, n, nil)
	}
	block := mat.NewDense(2*n, 2*n, nil)
	for i := range n {
		for j := range n {
			block.Set(i, j, t*a.At(i, j))
			block.Set(n+i, n+j, t*a.At(i, j))
			block.Set(i, n+j, t*e.At(i, j)/size)
		}
	}
	var exp, out mat.Dense
	exp.Exp(block)
	out.Scale(size, exp.Slice(0, n, n, 2*n))
	return &out
}

// addAdjoint adds to byQ the derivative with respect to Q of a function of
// P = exp(tQ) whose derivative with respect to P is byP: one exponential for all
// elements of Q.
func addAdjoint(byQ, q, byP *mat.Dense, t float64) {
	byQ.Add(byQ, frechet(q.T(), byP, t))
}
