package survival

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Ties says how events at the same time are treated.
type Ties uint8

// Treatments of ties.
const (
	Efron   Ties = iota // average over the orders in which they may have come; the default
	Breslow             // all at risk for each; weights then are exactly repetitions
)

// CoxOptions steer a fit. The zero value fits any cause with Efron's ties.
type CoxOptions struct {
	Cause         int     // the cause that counts, others are censored; 0 = any
	Ties          Ties    // treatment of events at the same time
	Stratum       []int   // rows of one code share a baseline hazard; nil = all do
	MaxIterations int     // Newton steps; 0 means 40
	Tolerance     float64 // on the largest step of a standardised coefficient; 0 means 1e-9
}

// Status says how a fit ended.
type Status struct {
	Converged    bool
	Iterations   int     // Newton steps taken
	LastStep     float64 // largest change of a standardised coefficient in the last step
	MaxLogHazard float64 // largest standardised |coefficient|; above about 10 a feature tells the events apart and has no finite estimate
}

// Cox is a fitted proportional hazards model.
type Cox struct {
	Coefficients  []float64     // log hazard ratio per unit of each feature
	Covariance    *mat.SymDense // inverse information
	Robust        *mat.SymDense // sandwich, summed by Person (by row without)
	Mean          []float64     // weighted mean of each feature, where the baselines are
	LogLikelihood float64       // partial, at the estimate
	Null          float64       // the same with all coefficients 0
	Rows, Events  int           // of positive weight
	Proportional  []float64     // p-value of a trend over time in each effect: small ones deny proportional hazards
	Baselines     []Baseline    // one per stratum, in order of its code
	Status        Status
}

// Baseline is the cumulative hazard of a stratum for a row with the mean of each
// feature, on the times of events.
type Baseline struct {
	Stratum  int
	Time     []float64
	Hazard   []float64   // just after
	variance []float64   // Σ w/S₀² so far
	pull     [][]float64 // Σ (S₁/S₀ − mean) ΔΛ so far, by feature
}

// FitCox maximises the partial likelihood; x[j][i] is feature j of row i. It
// panics when lengths do not agree. The returned model may not have converged:
// see Status; one that has not must not be used.
func FitCox(s Sample, x [][]float64, o CoxOptions) (*Cox, error) {
	if o.MaxIterations == 0 {
		o.MaxIterations = 40 // Newton needs 4-8
	}
	if o.Tolerance == 0 {
		o.Tolerance = 1e-9
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	d, err := newCoxData(s, x, o)
	if err != nil {
		return nil, err
	}
	m := &Cox{Mean: d.mean, Rows: len(d.row), Events: d.events}
	theta, pass, err := d.newton(m, o)
	if err != nil {
		return nil, err
	}
	m.LogLikelihood = pass.logLikelihood
	m.Status.MaxLogHazard = largest(theta)
	m.Coefficients = make([]float64, d.p)
	for j, b := range theta {
		m.Coefficients[j] = b / d.sd[j]
	}
	return m, m.finish(s, d, theta, o)
}

// newton finds the standardised coefficients.
func (d *coxData) newton(m *Cox, o CoxOptions) ([]float64, coxPass, error) {
	theta := make([]float64, d.p)
	null := d.pass(theta, o.Ties, nil)
	now := null
	m.Null = null.logLikelihood
	for m.Status.Iterations < o.MaxIterations {
		step, err := now.step()
		if err != nil {
			if m.Status.Iterations > 0 {
				err = ErrSeparated
			}
			return nil, now, err
		}
		m.Status.Iterations++
		m.Status.LastStep = largest(step)
		next, ok := d.climb(theta, step, now, o)
		if !ok {
			break
		}
		now = next
		if now.vanished(null) {
			return nil, now, ErrSeparated
		}
		if m.Status.LastStep <= o.Tolerance {
			m.Status.Converged = true
			break
		}
	}
	return theta, now, nil
}

// vanished tells whether a feature has lost its information on the way from the
// null: then every risk set holds one kind of rows only, and the likelihood goes
// on rising for ever.
func (c coxPass) vanished(null coxPass) bool {
	const part = 1e-7 // a log hazard ratio of about 16 between two rows
	p := len(c.gradient)
	for j := range p {
		if c.information[j*p+j] < part*null.information[j*p+j] {
			return true
		}
	}
	return false
}

// climb moves theta by the step, halved until the likelihood does not fall.
func (d *coxData) climb(theta, step []float64, now coxPass, o CoxOptions) (coxPass, bool) {
	slack := 1e-11 * (1 + math.Abs(now.logLikelihood)) // rounding of a sum over 10⁵ events and more
	trial := make([]float64, d.p)
	for scale, i := 1.0, 0; i < 30; scale, i = scale/2, i+1 {
		for j := range trial {
			trial[j] = theta[j] + scale*step[j]
		}
		if next := d.pass(trial, o.Ties, nil); next.logLikelihood >= now.logLikelihood-slack {
			copy(theta, trial)
			return next, true
		}
	}
	return now, false
}

// step solves information · step = gradient.
func (c coxPass) step() ([]float64, error) {
	p := len(c.gradient)
	if p == 0 {
		return nil, nil
	}
	chol, err := c.factor()
	if err != nil {
		return nil, err
	}
	out := mat.NewVecDense(p, nil)
	if err := chol.SolveVecTo(out, mat.NewVecDense(p, c.gradient)); err != nil {
		return nil, ErrSingular
	}
	return out.RawVector().Data, nil
}

func (c coxPass) factor() (*mat.Cholesky, error) {
	var chol mat.Cholesky
	// Standardised features; 1e12 leaves four digits of the coefficients.
	if !chol.Factorize(mat.NewSymDense(len(c.gradient), c.information)) || chol.Cond() > 1e12 {
		return nil, ErrSingular
	}
	return &chol, nil
}

func largest(v []float64) float64 {
	var out float64
	for _, a := range v {
		out = max(out, math.Abs(a))
	}
	return out
}

// LogHazard is the log hazard ratio of a row against the mean of each feature.
func (m *Cox) LogHazard(row []float64) float64 {
	if len(row) != len(m.Coefficients) {
		panic(panicWidth)
	}
	var eta float64
	for j, b := range m.Coefficients {
		eta += b * (row[j] - m.Mean[j])
	}
	return eta
}

// CumulativeHazard is that of a row in a stratum (0 without strata) by time t,
// with a standard error that holds both the baseline and the coefficients. After
// the last event it stays level. A stratum that the fit had no rows of is an error.
func (m *Cox) CumulativeHazard(t float64, row []float64, stratum int) (hazard, se float64, err error) {
	ratio := math.Exp(m.LogHazard(row))
	for _, b := range m.Baselines {
		if b.Stratum != stratum {
			continue
		}
		i := upTo(b.Time, t) - 1
		if i < 0 {
			return 0, 0, nil
		}
		q := mat.NewVecDense(max(1, len(row)), nil)
		for j := range row {
			q.SetVec(j, (row[j]-m.Mean[j])*b.Hazard[i]-b.pull[i][j])
		}
		variance := b.variance[i]
		if len(row) > 0 {
			variance += mat.Inner(q, m.Covariance, q)
		}
		return ratio * b.Hazard[i], ratio * math.Sqrt(max(0, variance)), nil
	}
	return 0, 0, fmt.Errorf("survival: the model has no stratum %d", stratum)
}

// Survival is the probability of no event by time t and its standard error.
func (m *Cox) Survival(t float64, row []float64, stratum int) (survival, se float64, err error) {
	h, spread, err := m.CumulativeHazard(t, row, stratum)
	if err != nil {
		return 0, 0, err
	}
	survival = math.Exp(-h)
	return survival, survival * spread, nil
}

// notFinite says where a feature is missing.
func notFinite(i, j int, v float64) error {
	return &RowError{Row: i, Text: fmt.Sprintf("feature %d is %v; fill missing values in, or leave the row out", j, v)}
}
