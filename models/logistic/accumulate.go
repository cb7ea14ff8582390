package logistic

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

const (
	blockRows = 512 // 41 columns × 512 rows × 8 bytes = 168 kB, inside a core's L2 cache
	maxChunks = 64  // upper bound on partial sums held at once
)

// sample is the part of a data set that a fit sees.
type sample struct {
	d      Design
	r      Response
	fold   []int // nil, or the fold of each row
	drop   int   // the fold that is left out when fold is not nil
	only   bool  // reverse: only the rows of fold drop are seen
	n, p   int
	mean   []float64
	sd     []float64
	weight float64
}

func (s *sample) rowWeight(i int) float64 {
	if s.fold != nil && (s.fold[i] == s.drop) != s.only {
		return 0
	}
	if s.r.Weight == nil {
		return 1
	}
	return s.r.Weight[i]
}

// parallel runs f for each chunk 0 ≤ c < chunks on some workers.
func parallel(chunks, workers int, f func(c int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, chunks) {
		wg.Go(func() {
			for c := int(next.Add(1)) - 1; c < chunks; c = int(next.Add(1)) - 1 {
				f(c)
			}
		})
	}
	wg.Wait()
}

// chunkBounds cuts n items into at most maxChunks ranges of whole units.
func chunkBounds(n, unit int) []int {
	units := (n + unit - 1) / unit
	chunks := min(maxChunks, units)
	bounds := make([]int, chunks+1)
	for c := range bounds {
		bounds[c] = min(n, units*c/max(chunks, 1)*unit)
	}
	return bounds
}

// standardise finds weighted means and standard deviations in two passes.
func (s *sample) standardise(workers int) error {
	s.mean, s.sd = make([]float64, s.p), make([]float64, s.p)
	for i := range s.n {
		s.weight += s.rowWeight(i)
	}
	if s.weight <= 0 {
		return ErrEmpty
	}
	bad := make([]int, s.p)
	parallel(s.p, workers, func(j int) { bad[j] = s.moments(j) })
	for j, row := range bad {
		if row >= 0 {
			return &NotFiniteError{Row: row, Column: j}
		}
	}
	return nil
}

// moments sets mean and sd of column j and returns the first bad row or −1.
func (s *sample) moments(j int) int {
	buf := make([]float64, blockRows)
	sweep := func(f func(i int, v float64)) {
		for lo := 0; lo < s.n; lo += blockRows {
			b := buf[:min(blockRows, s.n-lo)]
			s.d.Column(b, j, lo)
			for i, v := range b {
				f(lo+i, v)
			}
		}
	}
	bad, sum, lo, hi := -1, 0.0, math.Inf(1), math.Inf(-1)
	sweep(func(i int, v float64) {
		if bad < 0 && (math.IsNaN(v) || math.IsInf(v, 0)) {
			bad = i
		}
		if w := s.rowWeight(i); w > 0 {
			sum += w * v
			lo, hi = min(lo, v), max(hi, v)
		}
	})
	if bad >= 0 {
		return bad
	}
	if lo == hi { // a constant column: no rounding may make it vary
		s.mean[j] = lo
		return -1
	}
	m, ss := sum/s.weight, 0.0
	sweep(func(i int, v float64) { ss += s.rowWeight(i) * (v - m) * (v - m) })
	s.mean[j], s.sd[j] = m, math.Sqrt(ss/s.weight)
	return -1
}

// load fills a with the standardised block: row 0 ones, row j+1 column j.
func (s *sample) load(a []float64, lo, rows int) {
	for i := range rows {
		a[i] = 1
	}
	for j := range s.p {
		col := a[(j+1)*rows : (j+2)*rows]
		if s.sd[j] == 0 {
			clear(col)
			continue
		}
		s.d.Column(col, j, lo)
		floats.AddConst(-s.mean[j], col)
		floats.Scale(1/s.sd[j], col)
	}
}

// totals are the sums of one pass over the rows; hess is the upper triangle.
type totals struct {
	loss float64
	grad []float64
	hess []float64
}

// pass sums loss, gradient and Hessian at theta (intercept first); with
// lossOnly the latter two are left at zero.
func (s *sample) pass(theta []float64, workers int, lossOnly bool) totals {
	k := s.p + 1
	bounds := chunkBounds(s.n, blockRows)
	parts := make([]totals, len(bounds)-1)
	parallel(len(parts), workers, func(c int) {
		t := totals{grad: make([]float64, k), hess: make([]float64, k*k)}
		a, eta, root := make([]float64, k*blockRows), make([]float64, blockRows), make([]float64, blockRows)
		for lo := bounds[c]; lo < bounds[c+1]; lo += blockRows {
			rows := min(blockRows, bounds[c+1]-lo)
			s.block(&t, theta, a[:k*rows], eta[:rows], root[:rows], lo, lossOnly)
		}
		parts[c] = t
	})
	sum := totals{grad: make([]float64, k), hess: make([]float64, k*k)}
	for _, t := range parts {
		sum.loss += t.loss
		floats.Add(sum.grad, t.grad)
		floats.Add(sum.hess, t.hess)
	}
	return sum
}

// block adds the rows lo … lo+len(eta)−1 to t.
func (s *sample) block(t *totals, theta, a, eta, root []float64, lo int, lossOnly bool) {
	rows := len(eta)
	s.load(a, lo, rows)
	clear(eta)
	for j, b := range theta {
		floats.AddScaled(eta, b, a[j*rows:(j+1)*rows])
	}
	for i, e := range eta {
		w := s.rowWeight(lo + i)
		if w == 0 {
			eta[i], root[i] = 0, 0
			continue
		}
		y := s.r.Y[lo+i]
		t.loss += w * (softplus(e) - y*e)
		p := Sigmoid(e)
		eta[i] = w * (p - y)
		root[i] = math.Sqrt(w * p * (1 - p))
	}
	if lossOnly {
		return
	}
	for j := range theta {
		row := a[j*rows : (j+1)*rows]
		t.grad[j] += floats.Dot(row, eta)
		floats.Mul(row, root)
	}
	k := len(theta)
	blas64.Syrk(blas.NoTrans, 1, blas64.General{Rows: k, Cols: rows, Stride: rows, Data: a}, 1,
		blas64.Symmetric{N: k, Stride: k, Data: t.hess, Uplo: blas.Upper})
}

// Sigmoid is 1/(1+e^−x), without overflow.
func Sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}

// softplus is log(1+e^x), without overflow.
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}
