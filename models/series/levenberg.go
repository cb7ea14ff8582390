package series

import "math"

const (
	levenbergSteps = 60   // at most; 10 to 20 are usual
	levenbergStop  = 1e-6 // relative fall of the sum of squares: n·1e-6 of log likelihood
)

// leastSquares minimises Σ r(z)² from z by the method of Levenberg and Marquardt
// (Marquardt 1963; damping in the scale of each parameter). run fills r and, if
// not nil, its derivatives, and reports false where z is out of bounds. It
// returns the sum of squares, +Inf when the start is out of bounds, and leaves
// the best point in z.
func leastSquares(z []float64, months int, run func(z, r []float64, j [][]float64) bool) float64 {
	k := len(z)
	r, j := make([]float64, months), matrix(months, k)
	normal, factor := matrix(k, k), matrix(k, k)
	gradient, step, trial := make([]float64, k), make([]float64, k), make([]float64, k)
	if !run(z, r, j) {
		return math.Inf(1)
	}
	best := squares(r)
	damping := 1e-2
	for range levenbergSteps {
		normalEquations(r, j, normal, gradient)
		before := best
		for damping < 1e10 {
			if solveDamped(normal, factor, gradient, step, damping) {
				for i := range z {
					trial[i] = z[i] - step[i]
				}
				if run(trial, r, nil) {
					if ss := squares(r); ss < best {
						best = ss
						copy(z, trial)
						damping = max(damping/5, 1e-12)
						break
					}
				}
			}
			damping *= 4
		}
		if !(before-best > levenbergStop*before) {
			break
		}
		run(z, r, j)
	}
	return best
}

func matrix(rows, columns int) [][]float64 {
	all := make([]float64, rows*columns)
	out := make([][]float64, rows)
	for i := range out {
		out[i] = all[i*columns : (i+1)*columns]
	}
	return out
}

func squares(r []float64) float64 {
	var sum float64
	for _, v := range r {
		sum += v * v
	}
	return sum
}

// normalEquations fills JᵀJ (lower triangle) and Jᵀr.
func normalEquations(r []float64, j, normal [][]float64, gradient []float64) {
	clear(gradient)
	for a := range normal {
		clear(normal[a])
	}
	for t, row := range j {
		for a, va := range row {
			gradient[a] += va * r[t]
			out := normal[a][:a+1]
			for b := range out {
				out[b] += va * row[b]
			}
		}
	}
}

// solveDamped solves (N + λ diag N) step = gradient by Cholesky.
//
// A flat direction, such as a smoothing parameter at its bound, gets the least
// damping that keeps its step finite.
func solveDamped(normal, factor [][]float64, gradient, step []float64, damping float64) bool {
	var ground float64
	for a := range normal {
		ground = max(ground, 1e-10*normal[a][a])
	}
	for a := range normal {
		for b := 0; b <= a; b++ {
			v := normal[a][b]
			if a == b {
				v += damping*v + ground
			}
			for c := range b {
				v -= factor[a][c] * factor[b][c]
			}
			if a != b {
				factor[a][b] = v / factor[b][b]
				continue
			}
			if !(v > 0) {
				return false
			}
			factor[a][a] = math.Sqrt(v)
		}
	}
	for a := range step {
		v := gradient[a]
		for c := range a {
			v -= factor[a][c] * step[c]
		}
		step[a] = v / factor[a][a]
	}
	for a := len(step) - 1; a >= 0; a-- {
		v := step[a]
		for c := a + 1; c < len(step); c++ {
			v -= factor[c][a] * step[c]
		}
		step[a] = v / factor[a][a]
	}
	return true
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
