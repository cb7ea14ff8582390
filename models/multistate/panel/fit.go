package panel

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/framsyn/framsyn/models/internal/bfgs"
)

// Options say which chain is fitted.
type Options struct {
	// Start[r][s] is the start value of the intensity from r to s, per unit of
	// time; 0 means that there is no such transition. The diagonal is ignored.
	// See [Crude].
	Start [][]float64
	// Exact lists states whose time of entry is seen exactly, such as death; the
	// state just before is not.
	Exact []int
	// Unknown lists the states that a row with state Unknown may have been in; nil
	// means all but the exact ones.
	Unknown []int
	// MaxIterations of the optimiser; 0 means 500.
	MaxIterations int
}

// Transition is one that the model has.
type Transition struct {
	From, To int
}

// Status says how a fit ended.
type Status struct {
	Converged    bool
	Iterations   int     // of BFGS and Newton together
	GradientNorm float64 // largest absolute derivative of the log likelihood by a log intensity or standardised effect
	LastStep     float64 // largest change of one of these in the last Newton step
}

// Model is a fitted chain.
type Model struct {
	States        int
	Transitions   []Transition  // by row
	LogIntensity  []float64     // of each transition, at the mean of the covariates
	Effects       [][]float64   // [covariate][transition] on the log intensity, per unit
	Mean          []float64     // of each covariate over the steps
	Covariance    *mat.SymDense // of LogIntensity, then of Effects covariate by covariate
	LogLikelihood float64
	Steps         int // pairs of visits
	Status        Status

	exact, unknown []bool
}

// Fit maximises the likelihood. It panics when lengths do not agree or a state of
// Options is out of range. The returned model may not have converged: see Status;
// one that has not must not be used.
func Fit(s Sample, o Options) (*Model, error) {
	if o.MaxIterations == 0 {
		o.MaxIterations = 500 // BFGS needs 10-60
	}
	m, theta, err := newModel(o, len(s.X))
	if err != nil {
		return nil, err
	}
	if err := s.check(m.States); err != nil {
		return nil, err
	}
	steps, err := s.steps()
	if err != nil {
		return nil, err
	}
	m.Steps = len(steps)
	sd, err := m.standardise(s, steps)
	if err != nil {
		return nil, err
	}
	l, err := newLikelihood(m, s, steps, sd)
	if err != nil {
		return nil, err
	}
	if err := m.maximise(l, theta, o); err != nil {
		return nil, err
	}
	return m, m.finish(l, theta, sd)
}

// newModel lists the transitions and their start values.
func newModel(o Options, covariates int) (*Model, []float64, error) {
	checkSquare(o.Start)
	m := &Model{States: len(o.Start)}
	var theta []float64
	for r, row := range o.Start {
		for c, v := range row {
			if r == c || v == 0 {
				continue
			}
			if !(v > 0) || math.IsInf(v, 0) {
				return nil, nil, fmt.Errorf("panel: start value %v from state %d to state %d is not a finite number from 0 on", v, r, c)
			}
			m.Transitions = append(m.Transitions, Transition{r, c})
			theta = append(theta, math.Log(v))
		}
	}
	if len(theta) == 0 {
		return nil, nil, ErrNoTransitions
	}
	m.exact = m.flags(o.Exact)
	if m.unknown = m.flags(o.Unknown); o.Unknown == nil {
		for state, exact := range m.exact {
			m.unknown[state] = !exact
		}
	}
	return m, append(theta, make([]float64, covariates*len(theta))...), nil
}

// flags marks states.
func (m *Model) flags(states []int) []bool {
	out := make([]bool, m.States)
	for _, state := range states {
		if state < 0 || state >= m.States {
			panic(panicState)
		}
		out[state] = true
	}
	return out
}

// standardise sets the means and returns the standard deviations over the steps.
func (m *Model) standardise(s Sample, steps []step) ([]float64, error) {
	sd := make([]float64, len(s.X))
	m.Mean = make([]float64, len(s.X))
	n := float64(len(steps))
	for j, column := range s.X {
		for _, p := range steps {
			m.Mean[j] += column[p.row] / n
		}
		for _, p := range steps {
			sd[j] += (column[p.row] - m.Mean[j]) * (column[p.row] - m.Mean[j]) / n
		}
		if sd[j] = math.Sqrt(sd[j]); !(sd[j] > 1e-12*math.Abs(m.Mean[j])) {
			return nil, fmt.Errorf("panel: covariate %d is the same at the start of every step; leave it out", j)
		}
	}
	return sd, nil
}

// maximise runs BFGS, and Newton's method from where it stops.
func (m *Model) maximise(l *likelihood, theta []float64, o Options) error {
	if math.IsInf(l.value(theta, nil), -1) {
		return fmt.Errorf("panel: the likelihood at the start values is 0; take start values nearer to the data, see Crude")
	}
	// Parameters are log intensities and the objective a log likelihood, which
	// Newton's method goes on with.
	_, m.Status.Iterations = bfgs.Minimise(func(x, gradient []float64) float64 {
		value := l.value(x, gradient)
		floats.Scale(-1, gradient)
		return -value
	}, theta, bfgs.Options{Steps: o.MaxIterations, Tries: 30, Stop: 1e-6, Reach: 1, First: 1})
	return m.newton(l, theta)
}

// newton polishes θ with the differenced Hessian.
func (m *Model) newton(l *likelihood, theta []float64) error {
	const enough = 1e-7 // of a log intensity
	gradient := make([]float64, len(theta))
	for range 10 {
		value := l.value(theta, gradient)
		chol, err := m.information(l, theta)
		if err != nil {
			return err
		}
		step := mat.NewVecDense(len(theta), nil)
		if err := chol.SolveVecTo(step, mat.NewVecDense(len(theta), gradient)); err != nil {
			return m.flat(0)
		}
		m.Status.Iterations++
		m.Status.GradientNorm, m.Status.LastStep = largest(gradient), largest(step.RawVector().Data)
		if m.Status.LastStep < enough {
			m.Status.Converged = true
			break
		}
		scale := min(1, 1/m.Status.LastStep)
		trial := make([]float64, len(theta))
		for ; scale > 1e-6; scale /= 2 {
			for j := range trial {
				trial[j] = theta[j] + scale*step.AtVec(j)
			}
			if l.value(trial, nil) >= value-1e-10*math.Abs(value) {
				copy(theta, trial)
				break
			}
		}
	}
	return nil
}

func largest(v []float64) float64 {
	var out float64
	for _, a := range v {
		out = max(out, math.Abs(a))
	}
	return out
}

// information is the factor of minus the Hessian, from central differences of the
// analytic gradient.
func (m *Model) information(l *likelihood, theta []float64) (*mat.Cholesky, error) {
	const h = 1e-4 // of a log intensity: error about h² of the third derivative
	n := len(theta)
	columns := mat.NewDense(n, n, nil)
	up, down, at := make([]float64, n), make([]float64, n), slices.Clone(theta)
	for j := range theta {
		at[j] = theta[j] + h
		l.value(at, up)
		at[j] = theta[j] - h
		l.value(at, down)
		at[j] = theta[j]
		for i := range up {
			columns.Set(i, j, (down[i]-up[i])/(2*h))
		}
	}
	hessian := mat.NewSymDense(n, nil)
	weakest := 0
	for i := range n {
		for j := i; j < n; j++ {
			hessian.SetSym(i, j, (columns.At(i, j)+columns.At(j, i))/2)
		}
		if hessian.At(i, i) < hessian.At(weakest, weakest) {
			weakest = i
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(hessian) || chol.Cond() > 1e10 { // differences leave about ten digits
		return nil, m.flat(weakest)
	}
	return &chol, nil
}

// flat names the transition of a parameter.
func (m *Model) flat(parameter int) error {
	t := m.Transitions[parameter%len(m.Transitions)]
	return &FlatError{t.From, t.To}
}

// finish puts the estimate on the scale of the covariates.
func (m *Model) finish(l *likelihood, theta, sd []float64) error {
	m.LogLikelihood = l.value(theta, nil)
	k := len(m.Transitions)
	scale := make([]float64, len(theta))
	for i := range scale {
		scale[i] = 1
		if i >= k {
			scale[i] = 1 / sd[i/k-1]
		}
	}
	m.LogIntensity = slices.Clone(theta[:k])
	for j := range sd {
		effects := make([]float64, k)
		for i := range effects {
			effects[i] = theta[(j+1)*k+i] / sd[j]
		}
		m.Effects = append(m.Effects, effects)
	}
	chol, err := m.information(l, theta)
	if err != nil {
		return err
	}
	var inverse mat.SymDense
	if err := chol.InverseTo(&inverse); err != nil {
		return m.flat(0)
	}
	m.Covariance = mat.NewSymDense(len(theta), nil)
	for i := range theta {
		for j := i; j < len(theta); j++ {
			m.Covariance.SetSym(i, j, inverse.At(i, j)*scale[i]*scale[j])
		}
	}
	return nil
}
