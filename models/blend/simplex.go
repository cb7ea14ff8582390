package blend

import "math"

// onSimplex minimises ½ w′Aw − b′w over w ≥ 0, Σ w = 1, for a positive definite A
// (row-major), starting from w and leaving the answer there. Each step moves
// weight between the two methods whose gradients differ most, by the exact
// minimiser along that direction.
func onSimplex(a, b, w []float64) {
	n := len(w)
	gradient := make([]float64, n)
	for i := range n {
		gradient[i] = -b[i]
		for j := range n {
			gradient[i] += a[i*n+j] * w[j]
		}
	}
	var size float64
	for i := range n {
		size = max(size, math.Abs(a[i*n+i]), math.Abs(b[i]))
	}
	for range 2000 * n {
		to, from := 0, -1
		for i := range n {
			if gradient[i] < gradient[to] {
				to = i
			}
			if w[i] > 0 && (from < 0 || gradient[i] > gradient[from]) {
				from = i
			}
		}
		gap := gradient[from] - gradient[to]
		if gap <= 1e-13*size {
			return
		}
		step := w[from]
		if curve := a[to*n+to] + a[from*n+from] - 2*a[to*n+from]; curve > 0 {
			step = min(step, gap/curve)
		}
		w[to] += step
		w[from] -= step
		for i := range n {
			gradient[i] += step * (a[i*n+to] - a[i*n+from])
		}
	}
}
