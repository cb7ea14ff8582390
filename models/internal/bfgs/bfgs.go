// Package bfgs goes down a smooth function of few parameters.
//
// It is the method of Broyden, Fletcher, Goldfarb and Shanno with backtracking:
//
//	x′ = x − t H g,    t the first of 1, ⅓, ⅑ … with f(x′) ≤ f(x) − 10⁻⁴ t g′Hg
//	H′ = (I − s y′/s′y) H (I − y s′/s′y) + s s′/s′y,    s = x′ − x, y = g′ − g
//
// g the gradient, H the inverse Hessian as far as it has been learned. Steps are
// held short in every parameter, for a function that is +∞ outside its bounds.
//
// # References
//
//   - Nocedal, J. and Wright, S. J. (2006). Numerical Optimization, 2nd ed.,
//     algorithms 3.1 and 6.1. Springer. doi:10.1007/978-0-387-40065-5
package bfgs

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

const (
	sufficient = 1e-4  // part of the promised fall that a step must give (section 3.1)
	curvature  = 1e-10 // too small to learn from, relative
)

// Options say when to stop; all must be given.
type Options struct {
	Steps int     // at most
	Tries int     // of shorter and shorter steps
	Stop  float64 // fall of the function in a step at which all is done
	Reach float64 // longest step in any parameter
	First float64 // longest first step in any parameter, which has no curvature to go by
}

// Minimise finds a minimum from x. f returns the value, +∞ or NaN out of bounds,
// and fills the gradient. The best point is left in x; its value and the number of
// steps are returned.
func Minimise(f func(x, gradient []float64) float64, x []float64, o Options) (value float64, steps int) {
	n := len(x)
	gradient, next, direction, trial := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	inverse := identity(n)
	value = f(x, gradient)
	for i := range o.Steps {
		for a := range direction {
			direction[a] = -floats.Dot(inverse[a], gradient)
		}
		slope := floats.Dot(direction, gradient)
		if !(slope < 0) {
			return value, i
		}
		longest := floats.Norm(direction, math.Inf(1))
		t := min(1, o.Reach/longest)
		if i == 0 {
			t = min(t, o.First/longest)
		}
		better := math.Inf(1)
		for range o.Tries {
			floats.AddScaledTo(trial, x, t, direction)
			if better = f(trial, next); better <= value+sufficient*t*slope {
				break
			}
			t /= 3
		}
		if !(better < value) {
			return value, i
		}
		floats.SubTo(direction, trial, x)      // the step
		floats.SubTo(gradient, next, gradient) // and what it changed
		learn(inverse, direction, gradient, i == 0)
		copy(x, trial)
		copy(gradient, next)
		fall := value - better
		value = better
		if fall < o.Stop {
			return value, i + 1
		}
	}
	return value, o.Steps
}

// learn updates the inverse Hessian by a step s that changed the gradient by y; the
// first one sets its size.
func learn(inverse [][]float64, s, y []float64, first bool) {
	sy, yy := floats.Dot(s, y), floats.Dot(y, y)
	if sy <= curvature*yy {
		return
	}
	hy := make([]float64, len(y))
	for a, row := range inverse {
		if first {
			row[a] = sy / yy
		}
		hy[a] = floats.Dot(row, y)
	}
	outer := (1 + floats.Dot(y, hy)/sy) / sy
	for a, row := range inverse {
		for b := range row {
			row[b] += outer*s[a]*s[b] - (hy[a]*s[b]+s[a]*hy[b])/sy
		}
	}
}

func identity(n int) [][]float64 {
	out := make([][]float64, n)
	for a := range out {
		out[a] = make([]float64, n)
		out[a][a] = 1
	}
	return out
}
