package needs

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	maxIterations = 60
	settled       = 1e-6 // largest change of a mean, share of the mean row
	learnFor      = 12   // iterations in which prior and variance are learnt; then they stand, so that the rest converges
	halvings      = 12
)

// Options steer a fit. The zero value is the usual one.
type Options struct {
	Spread  float64 // τ; 0 means by empirical Bayes
	Level   float64 // of intervals; 0 means 0.95
	Draws   int     // of the posterior behind intervals; 0 means 1,000
	Seed    uint64
	Workers int // goroutines; 0 means GOMAXPROCS. Does not change the answer
}

func (o Options) withDefaults() (Options, error) {
	if o.Level == 0 {
		o.Level = 0.95
	}
	if o.Draws == 0 {
		o.Draws = 1000
	}
	if !(o.Level > 0 && o.Level < 1) {
		return o, fmt.Errorf("needs: level %v; give one between 0 and 1", o.Level)
	}
	if !(o.Spread >= 0) || math.IsInf(o.Spread, 1) {
		return o, fmt.Errorf("needs: spread %v; give a finite one of at least 0", o.Spread)
	}
	if o.Draws < 100 {
		return o, fmt.Errorf("needs: %d draws; intervals take at least 100", o.Draws)
	}
	return o, nil
}

// fitting is a fit on its way.
type fitting struct {
	d       *design
	o       Options
	sums    bool // rows are sums of independent parts: variance in proportion to the mean, no correlation
	p       *prior
	theta   []float64
	passive []bool
	mu      []float64
	w       working
	v       variance
	k       float64 // information per unit of weighted squared error
	a       *mat.SymDense
	b       []float64
	cov     *mat.SymDense // inverse of a
	change  float64
}

// Fit estimates what is granted or performed for needs: see the package comment.
func Fit(s Sample, o Options) (*Model, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	d := newDesign(&s)
	if !(d.unit > 0) {
		return nil, fmt.Errorf("needs: all %d rows have 0 minutes; there is nothing to fit", len(s.Rows))
	}
	f := &fitting{d: d, o: o, p: newPrior(d.layout, s.Categories, s.Circumstances, d.unit*float64(len(d.row))/float64(max(len(d.entry), 1)))}
	f.p.share = d.rowShares()
	status, err := f.run()
	if err != nil {
		return nil, err
	}
	return f.model(&s, status)
}

// run iterates until the means settle.
func (f *fitting) run() (Status, error) {
	var status Status
	if f.o.Spread > 0 {
		f.p.spread = f.o.Spread
	}
	if err := f.p.settle(); err != nil {
		return status, err
	}
	f.begin()
	for status.Iterations < maxIterations && !status.Converged {
		if err := f.iterate(status.Iterations); err != nil {
			return status, err
		}
		status.Iterations++
		status.Change = f.change
		status.Converged = f.change < settled && status.Iterations > learnFor
	}
	return status, nil
}

// begin starts at the norm, scaled to the recorded total.
func (f *fitting) begin() {
	f.theta = append([]float64(nil), f.p.mean...)
	for j, v := range f.theta[:f.d.cells] {
		if v == 0 {
			f.theta[j] = f.p.scale[j]
		}
	}
	for c := range f.d.cell { // the floor must not break the order
		for i := f.d.first[c] + 1; i < f.d.first[c+1]; i++ {
			f.theta[i] = max(f.theta[i], f.theta[i-1])
		}
	}
	for k := range f.d.k { // a product cannot leave 0
		at := f.d.multiplier(k)
		f.theta[at] = max(f.theta[at], 0.1)
	}
	mu := f.d.means(f.theta, f.o.Workers)
	var fitted, recorded float64
	for i, m := range mu {
		fitted += f.d.w[i] * m
		recorded += f.d.w[i] * f.d.y[i]
	}
	if fitted > 0 {
		for j := range f.d.cells {
			f.theta[j] *= recorded / fitted
		}
	}
	f.mu = f.d.means(f.theta, f.o.Workers)
	f.passive = make([]bool, f.d.bounded())
	for i := range f.passive {
		f.passive[i] = true
	}
}

// iterate is one Gauss-Newton step: learn what is to be learnt, linearise, solve
// under the bounds, halve the step while the objective does not fall.
func (f *fitting) iterate(number int) error {
	if number < learnFor {
		f.v = learnVariance(f.d.y, f.mu, f.d.w, f.d.unit, f.sums)
		if f.cov == nil {
			f.k = 1 / f.v.dispersion
		}
	}
	f.w.w = f.v.weights(f.mu, f.d.w)
	if number < learnFor && !f.sums {
		f.w.rho = f.d.correlation(f.mu, f.w.w)
	}
	e := f.d.normal(f.theta, f.w, f.o.Workers)
	if number > 0 && number < learnFor {
		if err := f.learn(e, number%3 == 1); err != nil {
			return err
		}
	}
	f.linearise(e)
	post, err := newBounds(f.d.layout, f.a, f.b)
	if err != nil {
		return err
	}
	next, err := post.mode(f.passive)
	if err != nil {
		return err
	}
	f.step(next)
	var chol mat.Cholesky
	if !chol.Factorize(f.a) {
		return ErrSingular
	}
	f.cov = new(mat.SymDense)
	if err := chol.InverseTo(f.cov); err != nil {
		return ErrSingular
	}
	return nil
}

// linearise sets A = kH + Q and b = k(Hθ + g) + Q·mean.
func (f *fitting) linearise(e equations) {
	n := f.d.size()
	f.a, f.b = mat.NewSymDense(n, nil), make([]float64, n)
	for i := range n {
		f.b[i] += f.k * e.g[i]
		for j := i; j < n; j++ {
			h := f.k * e.h[i*n+j]
			f.a.SetSym(i, j, h)
			f.b[i] += h * f.theta[j]
			if j > i {
				f.b[j] += h * f.theta[i]
			}
		}
	}
	f.p.addPrecision(f.a, f.b, f.d.layout)
}

// step goes towards next, half as far as often as the penalised squares rise.
func (f *fitting) step(next []float64) {
	from, before := f.theta, f.objective(f.theta, f.mu)
	mu := f.mu
	for h := range halvings {
		t := math.Pow(0.5, float64(h))
		theta := make([]float64, len(from))
		for j := range theta {
			theta[j] = from[j] + t*(next[j]-from[j])
		}
		mu = f.d.means(theta, f.o.Workers)
		if f.objective(theta, mu) <= before {
			f.theta = theta
			break
		}
		mu = f.mu
	}
	f.change = 0
	for i := range mu {
		f.change = max(f.change, math.Abs(mu[i]-f.mu[i])/f.d.unit)
	}
	f.mu = mu
}

// objective is k/2 rᵀR⁻¹r + ½ (θ − mean)ᵀ Q (θ − mean) at fixed weights.
func (f *fitting) objective(theta, mu []float64) float64 {
	return f.k/2*f.d.squares(mu, f.w) + f.p.penalty(f.d.layout, theta)
}
