package series

import "math"

const (
	bfgsSteps = 60   // at most; 10 to 20 are usual
	bfgsStop  = 1e-5 // fall of the objective in a step, which is a log likelihood
	bfgsReach = 1.5  // longest step in any parameter, which are logs
)

// minimise finds a minimum of f from x by BFGS with backtracking (Nocedal and
// Wright 2006, algorithms 3.1 and 6.1). f returns the value and fills the
// gradient; +Inf or NaN is out of bounds. The best point is left in x.
func minimise(f func(x, gradient []float64) float64, x []float64) float64 {
	n := len(x)
	g, trial, next := make([]float64, n), make([]float64, n), make([]float64, n)
	step, change := make([]float64, n), make([]float64, n)
	inverse := identity(n)
	value := f(x, g)
	for i := range bfgsSteps {
		var slope, longest float64
		for a := range step {
			step[a] = -dot(inverse[a], g)
			slope += step[a] * g[a]
			longest = max(longest, math.Abs(step[a]))
		}
		if !(slope < 0) {
			break
		}
		t := min(1, bfgsReach/longest)
		if i == 0 {
			t = min(t, 0.5/longest) // the first step has no curvature to go by
		}
		better := math.Inf(1)
		for range 12 {
			for a := range x {
				trial[a] = x[a] + t*step[a]
			}
			if better = f(trial, next); better <= value+1e-4*t*slope {
				break
			}
			t /= 3
		}
		if !(better < value) {
			break
		}
		for a := range x {
			step[a], change[a] = trial[a]-x[a], next[a]-g[a]
		}
		copy(x, trial)
		copy(g, next)
		fall := value - better
		value = better
		if fall < bfgsStop {
			break
		}
		updateInverse(inverse, step, change, i == 0)
	}
	return value
}

// updateInverse is the BFGS update of the inverse Hessian; the first one sets
// its size.
func updateInverse(inverse [][]float64, s, y []float64, first bool) {
	sy, yy := dot(s, y), dot(y, y)
	if sy <= 1e-10*yy {
		return
	}
	if first {
		for a := range inverse {
			inverse[a][a] = sy / yy
		}
	}
	hy := make([]float64, len(y))
	for a := range hy {
		hy[a] = dot(inverse[a], y)
	}
	outer := (1 + dot(y, hy)/sy) / sy
	for a := range inverse {
		for b := range inverse {
			inverse[a][b] += outer*s[a]*s[b] - (hy[a]*s[b]+s[a]*hy[b])/sy
		}
	}
}

func identity(n int) [][]float64 {
	out := matrix(n, n)
	for a := range out {
		out[a][a] = 1
	}
	return out
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
