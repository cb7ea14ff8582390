package needs

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/floats"
)

const (
	mostCorrelated = 0.95 // beyond which rows of a client are copies

	chunks = 8 // partial sums held at once; fixed, so that the answer does not depend on the number of cores
)

// parallel runs f for each chunk of the clients; each sees whole clients.
func (d *design) parallel(workers int, f func(chunk, fromClient, toClient int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	clients := len(d.client) - 1
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, chunks) {
		wg.Go(func() {
			for c := int(next.Add(1)) - 1; c < chunks; c = int(next.Add(1)) - 1 {
				f(c, clients*c/chunks, clients*(c+1)/chunks)
			}
		})
	}
	wg.Wait()
}

// means returns the mean of each row at theta.
func (d *design) means(theta []float64, workers int) []float64 {
	mu := make([]float64, len(d.row))
	d.parallel(workers, func(_, from, to int) {
		var g gradient
		for i := d.client[from]; i < d.client[to]; i++ {
			g.of(d, i, theta)
			mu[i] = g.mu
		}
	})
	return mu
}

// equations are H = JᵀWJ (upper triangle, by rows) and g = JᵀW(y − μ).
type equations struct {
	h, g []float64
}

// working says how rows count: row i has weight w_i = 1/V(μ_i), and the standardised
// residuals of a client's rows correlate by ρ (Liang and Zeger 1986). The inverse
// of the n × n exchangeable correlation is
//
//	(I − κ 11ᵀ) / (1 − ρ)        κ = ρ / (1 + (n − 1) ρ)
type working struct {
	w   []float64
	rho float64
}

func (w working) kappa(n int) float64 { return w.rho / (1 + float64(n-1)*w.rho) }

// normal sums the equations at theta.
func (d *design) normal(theta []float64, w working, workers int) equations {
	n := d.size()
	parts := make([]equations, chunks)
	d.parallel(workers, func(c, from, to int) {
		part := equations{make([]float64, n*n), make([]float64, n)}
		var g gradient
		s := newSparse(n)
		for client := from; client < to; client++ {
			first, end := d.client[client], d.client[client+1]
			var residual float64
			for i := first; i < end; i++ {
				g.of(d, i, theta)
				part.add(n, &g, w.w[i], d.y[i]-g.mu)
				if end-first > 1 {
					root := math.Sqrt(w.w[i])
					s.add(g.at, g.by, root)
					residual += root * (d.y[i] - g.mu)
				}
			}
			if end-first > 1 {
				part.less(n, s, w.kappa(end-first), residual)
				s.clear()
			}
		}
		parts[c] = part
	})
	sum := parts[0]
	for _, part := range parts[1:] {
		floats.Add(sum.h, part.h)
		floats.Add(sum.g, part.g)
	}
	floats.Scale(1/(1-w.rho), sum.h)
	floats.Scale(1/(1-w.rho), sum.g)
	return sum
}

// add adds one row.
func (e *equations) add(n int, g *gradient, w, residual float64) {
	for a, at := range g.at {
		x := w * g.by[a]
		e.g[at] += x * residual
		row := e.h[at*n:]
		for b := a; b < len(g.at); b++ {
			row[g.at[b]] += x * g.by[b]
		}
	}
}

// less takes away what a client's rows have in common.
func (e *equations) less(n int, s *sparse, kappa, residual float64) {
	slices.Sort(s.used)
	for a, at := range s.used {
		x := kappa * s.v[at]
		e.g[at] -= x * residual
		row := e.h[at*n:]
		for _, b := range s.used[a:] {
			row[b] -= x * s.v[b]
		}
	}
}

// sparse is a vector of which few elements are used.
type sparse struct {
	v    []float64
	seen []bool
	used []int
}

func newSparse(n int) *sparse { return &sparse{v: make([]float64, n), seen: make([]bool, n)} }

func (s *sparse) add(at []int, by []float64, scale float64) {
	for a, i := range at {
		if !s.seen[i] {
			s.seen[i] = true
			s.used = append(s.used, i)
		}
		s.v[i] += scale * by[a]
	}
}

func (s *sparse) clear() {
	for _, i := range s.used {
		s.v[i], s.seen[i] = 0, false
	}
	s.used = s.used[:0]
}

// clusterTrace is tr(V J) with J = Σ_client s sᵀ and s a client's score; v is
// dense, by rows.
func (d *design) clusterTrace(theta []float64, w working, v []float64, workers int) float64 {
	n := d.size()
	parts := make([]float64, chunks)
	d.parallel(workers, func(c, from, to int) {
		var g gradient
		s := newSparse(n)
		for client := from; client < to; client++ {
			first, end := d.client[client], d.client[client+1]
			var sum float64
			for i := first; i < end; i++ {
				g.of(d, i, theta)
				sum += math.Sqrt(w.w[i]) * (d.y[i] - g.mu)
			}
			for i := first; i < end; i++ {
				g.of(d, i, theta)
				root := math.Sqrt(w.w[i])
				s.add(g.at, g.by, root*(root*(d.y[i]-g.mu)-w.kappa(end-first)*sum)/(1-w.rho))
			}
			for _, a := range s.used {
				for _, b := range s.used {
					parts[c] += s.v[a] * s.v[b] * v[a*n+b]
				}
			}
			s.clear()
		}
	})
	return floats.Sum(parts)
}

// squares is the weighted sum of squares rᵀR⁻¹r of the standardised residuals.
func (d *design) squares(mu []float64, w working) float64 {
	var total float64
	for client := range len(d.client) - 1 {
		first, end := d.client[client], d.client[client+1]
		var own, sum float64
		for i := first; i < end; i++ {
			r := math.Sqrt(w.w[i]) * (d.y[i] - mu[i])
			own += r * r
			sum += r
		}
		total += own - w.kappa(end-first)*sum*sum
	}
	return total / (1 - w.rho)
}

// correlation is the moment estimate of ρ: the mean product of two standardised
// residuals of a client, over the mean square.
func (d *design) correlation(mu, w []float64) float64 {
	var squares, products, pairs float64
	for client := range len(d.client) - 1 {
		first, end := d.client[client], d.client[client+1]
		var own, sum float64
		for i := first; i < end; i++ {
			r := math.Sqrt(w[i]) * (d.y[i] - mu[i])
			own += r * r
			sum += r
		}
		squares += own
		products += (sum*sum - own) / 2
		pairs += float64((end - first) * (end - first - 1) / 2)
	}
	if pairs == 0 || squares == 0 {
		return 0
	}
	return min(max(products/pairs/(squares/float64(len(d.row))), 0), mostCorrelated)
}

// variance is the variance function: V(μ) = φ (μ₀² + μ²), with constant relative
// error of large means and constant absolute error of small ones; for sums of
// independent parts V(μ) = φ (μ₀ + μ).
type variance struct {
	small      float64 // μ₀, minutes/week
	dispersion float64 // φ
	sums       bool
}

func (v variance) of(mu float64) float64 {
	if v.sums {
		return v.small + mu
	}
	return v.small*v.small + mu*mu
}

func (v variance) weights(mu, w []float64) []float64 {
	out := make([]float64, len(mu))
	for i, m := range mu {
		out[i] = w[i] / v.of(m)
	}
	return out
}

// sumsSmall is μ₀ of sums, share of the mean row: next to nothing, so that fitted
// and recorded time agree in total.
const sumsSmall = 0.01

// leastDispersion is a relative error of a thousandth: no recorded minutes say
// more, however well they happen to fit.
const leastDispersion = 1e-6

// learnVariance finds μ₀ by Gaussian pseudo-likelihood on a grid, φ profiled out
// (Davidian and Carroll 1987).
func learnVariance(y, mu, w []float64, unit float64, sums bool) variance {
	grid := []float64{.02, .04, .06, .1, .15, .2, .3, .4, .6, .8, 1.2, 2, 4}
	if sums {
		grid = []float64{sumsSmall}
	}
	best, least := variance{}, math.Inf(1)
	for _, share := range grid {
		v := variance{small: share * unit, sums: sums}
		var weight, logs, squares float64
		for i, m := range mu {
			x := v.of(m)
			weight += w[i]
			logs += w[i] * math.Log(x)
			squares += w[i] * (y[i] - m) * (y[i] - m) / x
		}
		v.dispersion = max(squares/weight, leastDispersion)
		if f := weight*math.Log(v.dispersion) + logs; f < least {
			best, least = v, f
		}
	}
	return best
}
