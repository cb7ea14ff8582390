package followup

import (
	"math"
	"runtime"
	"sync"

	"gonum.org/v1/gonum/mat"
)

const (
	features = 4 // of the distance: risk, and the trajectory in three blocks
	allKnown = 1<<(trajectory+1) - 1
)

// feature is what the distance is taken of: risk, and the square root of the
// mean hours in the last month, the two before and the three before these. The
// square root makes a difference of 5 hours count for more at 10 than at 100.
type feature [features]float64

func (x feature) narrow() (out [features]float32) {
	for i, v := range x {
		out[i] = float32(v)
	}
	return out
}

// describe returns the features at a landmark month and which of the six months
// and the risk are known, as bits. Blocks without a known month are 0.
func (p *Panel) describe(person, landmark int) (x feature, known uint8) {
	if r := p.row(person, landmark); r >= 0 && !math.IsNaN(p.Risk[r]) {
		x[0] = p.Risk[r]
		known = 1 << trajectory
	}
	for block, months := range [features - 1][2]int{{1, 1}, {2, 3}, {4, 6}} {
		var sum, n float64
		for back := months[0]; back <= months[1]; back++ {
			if r := p.row(person, landmark-back); r >= 0 && !math.IsNaN(p.Hours[r]) {
				sum += p.Hours[r]
				n++
				known |= 1 << (back - 1)
			}
		}
		if n > 0 {
			x[block+1] = math.Sqrt(sum / n)
		}
	}
	return x, known
}

// covariates are what is adjusted for by regression: risk and the hours of each
// of the six months, 0 where unknown (in case and control alike).
func (p *Panel) covariates(dst []float64, person, landmark int) {
	clear(dst)
	if r := p.row(person, landmark); r >= 0 && !math.IsNaN(p.Risk[r]) {
		dst[0] = p.Risk[r]
	}
	for back := 1; back <= trajectory; back++ {
		if r := p.row(person, landmark-back); r >= 0 && !math.IsNaN(p.Hours[r]) {
			dst[back] = p.Hours[r]
		}
	}
	dst[7] = max(0, (dst[1]+dst[2])/2-(dst[4]+dst[5]+dst[6])/3)
	dst[8] = max(0, dst[1]-dst[2])
}

// whitening turns features so that their distance is Mahalanobis'.
type whitening struct {
	inverse [features][features]float64 // of the lower Cholesky factor
}

func (w *whitening) apply(x [features]float32) (out [features]float32) {
	for i := range features {
		var sum float64
		for j := 0; j <= i; j++ {
			sum += w.inverse[i][j] * float64(x[j])
		}
		out[i] = float32(sum)
	}
	return out
}

// moments are sums of products of features over rows where all is known.
type moments struct {
	n     float64
	sum   feature
	cross [features][features]float64
}

func (m *moments) add(x feature) {
	m.n++
	for i := range features {
		m.sum[i] += x[i]
		for j := range features {
			m.cross[i][j] += x[i] * x[j]
		}
	}
}

// whiten builds the whitening from the moments within each cell. A feature that
// does not vary keeps its unit; features that determine each other are taken
// one by one.
func whiten(cells []moments) *whitening {
	var total [features][features]float64
	var df float64
	for _, m := range cells {
		if m.n < 2 {
			continue
		}
		df += m.n - 1
		for i := range features {
			for j := range features {
				total[i][j] += m.cross[i][j] - m.sum[i]*m.sum[j]/m.n
			}
		}
	}
	cov := mat.NewSymDense(features, nil)
	for i := range features {
		if v := total[i][i] / max(df, 1); v > 1e-8 {
			for j := range i {
				cov.SetSym(i, j, total[i][j]/df)
			}
			cov.SetSym(i, i, v*(1+1e-6)) // keeps near-equal months apart
			continue
		}
		cov.SetSym(i, i, 1)
	}
	var chol mat.Cholesky
	if !chol.Factorize(cov) || chol.Cond() > 1e12 {
		diagonal := mat.NewSymDense(features, nil)
		for i := range features {
			diagonal.SetSym(i, i, cov.At(i, i))
		}
		chol.Factorize(diagonal)
	}
	return invert(&chol)
}

func invert(chol *mat.Cholesky) *whitening {
	var l mat.TriDense
	chol.LTo(&l)
	w := new(whitening)
	for col := range features { // forward substitution on each unit vector
		for i := col; i < features; i++ {
			sum := 0.0
			if i == col {
				sum = 1
			}
			for j := col; j < i; j++ {
				sum -= l.At(i, j) * w.inverse[j][col]
			}
			w.inverse[i][col] = sum / l.At(i, i)
		}
	}
	return w
}

// parallel runs f on 0 … n−1 in chunks of fixed size.
func parallel(n, chunk, workers int, f func(from, to int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var group sync.WaitGroup
	next := make(chan int)
	for range min(workers, (n+chunk-1)/chunk) {
		group.Go(func() {
			for from := range next {
				f(from, min(from+chunk, n))
			}
		})
	}
	for from := 0; from < n; from += chunk {
		next <- from
	}
	close(next)
	group.Wait()
}
