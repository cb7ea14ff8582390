package logistic

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Options steer a fit. The zero value is an unpenalised fit.
type Options struct {
	Lambda        float64 // ridge penalty λ ≥ 0 per unit of weight, on the standardised scale
	MaxIterations int     // Newton steps; 0 means 50
	Tolerance     float64 // on the largest gradient component; 0 means 1e-8
	Workers       int     // goroutines; 0 means GOMAXPROCS. Does not change the answer
}

func (o Options) withDefaults() Options {
	if o.Lambda < 0 {
		panic(panicLambda)
	}
	if o.MaxIterations == 0 {
		o.MaxIterations = 50 // Newton needs 5-10; 50 leaves room for halved steps
	}
	if o.Tolerance == 0 {
		o.Tolerance = 1e-8
	}
	return o
}

// Status says how a fit ended.
type Status struct {
	Converged    bool
	Iterations   int     // Newton steps taken
	GradientNorm float64 // largest absolute component of ∇F at the end
	LogLoss      float64 // mean log loss on the training rows, without penalty
	MaxLogOdds   float64 // largest standardised |coefficient|; above about 15 the classes are separated
}

// Model is a fitted logistic regression.
type Model struct {
	Intercept       float64   // log-odds at x = 0, original scale
	Coefficients    []float64 // log-odds per unit of each feature
	Baseline        float64   // log-odds at the training mean (standardised intercept)
	Standardised    []float64 // log-odds per standard deviation of each feature
	Mean, SD        []float64 // of each feature over the training rows; SD 0 = constant, its coefficient is 0
	Lambda          float64   // the penalty used
	Rows, Persons   int       // rows with positive weight and distinct persons among them
	Weight          float64   // sum of weights
	Status          Status
	Covariance      *mat.SymDense // of (Intercept, Coefficients…), original scale, clustered by person
	StandardisedCov *mat.SymDense // of (Baseline, Standardised…)
}

// Fit minimises the penalised log loss. It panics when lengths do not agree.
// The returned model may not have converged: see Status.
func Fit(d Design, r Response, o Options) (*Model, error) {
	o = o.withDefaults()
	n, p := d.Dims()
	r.checkShape(n)
	if n == 0 {
		return nil, ErrEmpty
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	s := &sample{d: d, r: r, n: n, p: p}
	if err := s.standardise(o.Workers); err != nil {
		return nil, err
	}
	theta, t, status, err := s.newton(nil, o)
	if err != nil {
		return nil, err
	}
	m := s.model(theta, status, o)
	return m, m.sandwich(s, theta, t.hess, o)
}

// newton minimises F from start (nil: intercept only). The Hessian in the
// returned totals includes the penalty and is divided by the weight.
func (s *sample) newton(start []float64, o Options) ([]float64, totals, Status, error) {
	theta := append([]float64(nil), start...)
	if start == nil {
		theta = make([]float64, s.p+1)
		theta[0] = s.startIntercept()
	}
	var status Status
	t, f := s.objective(theta, o)
	for ; ; status.Iterations++ {
		status.GradientNorm = floats.Norm(t.grad, math.Inf(1))
		status.Converged = status.GradientNorm <= o.Tolerance
		if status.Converged || status.Iterations == o.MaxIterations {
			break
		}
		step, err := solve(t)
		if err != nil {
			return nil, t, status, err
		}
		trial, nt, nf, ok := s.lineSearch(theta, step, f, o)
		if !ok {
			break
		}
		theta, t, f = trial, nt, nf
	}
	status.LogLoss = t.loss
	status.MaxLogOdds = floats.Norm(theta, math.Inf(1))
	return theta, t, status, nil
}

func (s *sample) startIntercept() float64 {
	var events float64
	for i, y := range s.r.Y {
		events += s.rowWeight(i) * y
	}
	share := min(max(events/s.weight, 1e-9), 1-1e-9)
	return math.Log(share / (1 - share))
}

// objective returns mean loss, gradient and Hessian of F, and F itself.
func (s *sample) objective(theta []float64, o Options) (totals, float64) {
	t := s.pass(theta, o.Workers, false)
	t.loss /= s.weight
	floats.Scale(1/s.weight, t.grad)
	floats.Scale(1/s.weight, t.hess)
	f, k := t.loss, s.p+1
	for j := 1; j < k; j++ {
		f += o.Lambda / 2 * theta[j] * theta[j]
		t.grad[j] += o.Lambda * theta[j]
		t.hess[j*k+j] += o.Lambda
		if s.sd[j-1] == 0 { // constant column: its coefficient stays 0
			t.hess[j*k+j] = 1
		}
	}
	return t, f
}

func (s *sample) lineSearch(theta, step []float64, f float64, o Options) ([]float64, totals, float64, bool) {
	slack := 1e-14 * (1 + math.Abs(f)) // rounding of a mean over many rows
	for scale, i := 1.0, 0; i < 30; scale, i = scale/2, i+1 {
		trial := append([]float64(nil), theta...)
		floats.AddScaled(trial, -scale, step)
		if t, nf := s.objective(trial, o); nf <= f+slack {
			return trial, t, nf, true
		}
	}
	return nil, totals{}, 0, false
}

// factor is the Cholesky factor of the Hessian.
func factor(t totals) (*mat.Cholesky, error) {
	var chol mat.Cholesky
	if !chol.Factorize(mat.NewSymDense(len(t.grad), t.hess)) || chol.Cond() > 1e14 {
		return nil, ErrSingular
	}
	return &chol, nil
}

func solve(t totals) ([]float64, error) {
	chol, err := factor(t)
	if err != nil {
		return nil, err
	}
	step := mat.NewVecDense(len(t.grad), nil)
	if err := chol.SolveVecTo(step, mat.NewVecDense(len(t.grad), t.grad)); err != nil {
		return nil, ErrSingular
	}
	return step.RawVector().Data, nil
}

// model puts the estimate on both scales.
func (s *sample) model(theta []float64, status Status, o Options) *Model {
	m := &Model{
		Baseline: theta[0], Standardised: theta[1:], Intercept: theta[0],
		Coefficients: make([]float64, s.p), Mean: s.mean, SD: s.sd, Lambda: o.Lambda,
		Weight: s.weight, Status: status,
	}
	for j, b := range m.Standardised {
		if s.sd[j] > 0 {
			m.Coefficients[j] = b / s.sd[j]
			m.Intercept -= m.Coefficients[j] * s.mean[j]
		}
	}
	for i := range s.n {
		if s.rowWeight(i) > 0 {
			m.Rows++
		}
	}
	return m
}
