package panel

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const (
	bfgsReach = 1.    // longest step in any parameter, which are log intensities
	bfgsStop  = 1e-6  // fall of the objective in a step, a log likelihood: Newton's method goes on
	bfgsSlope = 1e-4  // part of the promised fall that a step must give (Nocedal and Wright 2006, section 3.1)
	bfgsCurve = 1e-10 // curvature too small to learn from, relative
)

// minimise goes down from x by BFGS with backtracking (Nocedal and Wright 2006,
// algorithms 3.1 and 6.1) and returns the number of steps. f returns the value,
// +∞ out of bounds, and fills the gradient. The best point is left in x.
func minimise(f func(x, gradient []float64) float64, x []float64, steps int) int {
	n := len(x)
	gradient, next := make([]float64, n), make([]float64, n)
	direction, trial := make([]float64, n), make([]float64, n)
	value := f(x, gradient)
	// A first step of length 1 in the direction of the gradient.
	inverse := mat.NewSymDense(n, nil)
	for j := range n {
		inverse.SetSym(j, j, 1/max(1, floats.Norm(gradient, 2)))
	}
	for i := range steps {
		for j := range direction {
			direction[j] = 0
			for k, g := range gradient {
				direction[j] -= inverse.At(j, k) * g
			}
		}
		slope := floats.Dot(direction, gradient)
		if !(slope < 0) {
			return i
		}
		better := math.Inf(1)
		t := min(1, bfgsReach/floats.Norm(direction, math.Inf(1)))
		for range 30 {
			floats.AddScaledTo(trial, x, t, direction)
			if better = f(trial, next); better <= value+bfgsSlope*t*slope {
				break
			}
			t /= 3
		}
		if !(better < value) {
			return i
		}
		floats.Sub(trial, x)                   // the step
		floats.SubTo(gradient, next, gradient) // and what it changed
		floats.Add(x, trial)
		learn(inverse, trial, gradient)
		fall := value - better
		value = better
		copy(gradient, next)
		if fall < bfgsStop {
			return i + 1
		}
	}
	return steps
}

// learn is the update of the inverse Hessian by a step s that changed the
// gradient by y.
func learn(inverse *mat.SymDense, s, y []float64) {
	sy := floats.Dot(s, y)
	if sy <= bfgsCurve*floats.Dot(y, y) {
		return
	}
	sv, hy := mat.NewVecDense(len(s), s), mat.NewVecDense(len(y), nil)
	hy.MulVec(inverse, mat.NewVecDense(len(y), y))
	outer := (1 + floats.Dot(y, hy.RawVector().Data)/sy) / sy
	inverse.SymRankOne(inverse, outer, sv)
	inverse.RankTwo(inverse, -1/sy, sv, hy)
}
