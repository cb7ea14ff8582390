package effect

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Regressor learns the mean of an outcome given columns. It must allow several
// fits at the same time and give the same answer each time.
type Regressor interface {
	// Fit learns from one slice per column (NaN = missing), the outcome y, case
	// weights ≥ 0 (nil = 1 each) and the person of each row (nil = all distinct).
	// It must not keep or change the slices.
	Fit(x [][]float64, y, weight []float64, person []uint64) (Regression, error)
}

// Regression is a fitted mean. It must allow concurrent reads.
type Regression interface {
	// Predict returns the expected outcome of each row, in the unit of y.
	Predict(x [][]float64) []float64
}

// Ridge is penalised least squares, the regression used when nothing else is
// said: fast, without tuning, and with extrapolation that can be followed by
// hand.
type Ridge struct {
	Terms  Terms   // what columns become; the zero value adds squares
	Lambda float64 // penalty per unit of weight on standardised terms; 0 = chosen by generalised cross-validation
}

var _ Regressor = Ridge{}

type ridgeFit struct {
	basis     *basis
	intercept float64
	beta      []float64 // per basis term
}

// Fit implements Regressor. Fewer than two rows give their mean.
func (r Ridge) Fit(x [][]float64, y, weight []float64, person []uint64) (Regression, error) {
	if len(y) == 0 {
		return nil, ErrEmpty
	}
	b := fitBasis(x, r.Terms)
	m, err := newMoments(b.apply(x), y, weight)
	if err != nil {
		return nil, err
	}
	fit := &ridgeFit{basis: b, intercept: m.meanY, beta: make([]float64, b.width)}
	if len(m.active) == 0 {
		return fit, nil
	}
	var eig mat.EigenSym
	if !eig.Factorize(m.gram, true) {
		return nil, ErrSingular
	}
	var vectors mat.Dense
	eig.VectorsTo(&vectors)
	d := eig.Values(nil)
	rotated := mat.NewVecDense(len(d), nil)
	rotated.MulVec(vectors.T(), mat.NewVecDense(len(d), m.cross))
	lambda := r.Lambda
	if lambda == 0 {
		lambda = crossValidated(d, rotated.RawVector().Data, m.varY, effectivePersons(len(y), weight, person))
	}
	for k, v := range d {
		rotated.SetVec(k, rotated.AtVec(k)/(max(v, 0)+lambda))
	}
	beta := mat.NewVecDense(len(d), nil)
	beta.MulVec(&vectors, rotated)
	for pos, j := range m.active {
		fit.beta[j] = beta.AtVec(pos) / m.sd[j]
		fit.intercept -= fit.beta[j] * m.mean[j]
	}
	if !finite(fit.intercept) {
		return nil, ErrSingular
	}
	return fit, nil
}

// Predict implements Regression.
func (f *ridgeFit) Predict(x [][]float64) []float64 {
	if len(x) == 0 {
		return nil
	}
	out := make([]float64, len(x[0]))
	for i := range out {
		out[i] = f.intercept
	}
	for j, term := range f.basis.apply(x) {
		if f.beta[j] != 0 {
			floats.AddScaled(out, f.beta[j], term)
		}
	}
	return out
}

// moments are the weighted means, and the covariances of standardised terms.
type moments struct {
	mean, sd    []float64
	active      []int // terms that vary
	gram        *mat.SymDense
	cross       []float64
	meanY, varY float64
}

func newMoments(z [][]float64, y, weight []float64) (*moments, error) {
	w := weight
	if w == nil {
		w = make([]float64, len(y))
		for i := range w {
			w[i] = 1
		}
	}
	total := floats.Sum(w)
	if !(total > 0) {
		return nil, ErrEmpty
	}
	m := &moments{mean: make([]float64, len(z)), sd: make([]float64, len(z)), meanY: floats.Dot(w, y) / total}
	root, target := make([]float64, len(y)), make([]float64, len(y))
	for i, v := range w {
		root[i] = math.Sqrt(v / total)
		target[i] = root[i] * (y[i] - m.meanY)
	}
	m.varY = floats.Dot(target, target)
	var scaled []float64 // active terms × rows
	for j, term := range z {
		m.mean[j] = floats.Dot(w, term) / total
		row := make([]float64, len(y))
		for i, v := range term {
			row[i] = root[i] * (v - m.mean[j])
		}
		m.sd[j] = floats.Norm(row, 2)
		if m.sd[j] <= 1e-9 { // a constant term up to rounding; terms are of order one
			continue
		}
		floats.Scale(1/m.sd[j], row)
		m.active = append(m.active, j)
		m.cross = append(m.cross, floats.Dot(row, target))
		scaled = append(scaled, row...)
	}
	if p := len(m.active); p > 0 {
		m.gram = mat.NewSymDense(p, nil)
		m.gram.SymOuterK(1, mat.NewDense(p, len(y), scaled))
	}
	return m, nil
}

// crossValidated returns the λ of the grid with the least generalised
// cross-validation error, given eigenvalues d, rotated cross moments c, the
// variance of y and the effective number of independent rows.
func crossValidated(d, c []float64, varY, n float64) float64 {
	best, least := 0.0, math.Inf(1)
	for k := -12; k <= 6; k++ { // 10⁻⁶ to 10³, half a decade apart; ends are never far from OLS and the mean
		lambda := math.Pow(10, float64(k)/2)
		rss, freedom := varY, 1.0
		for j, v := range d {
			v = max(v, 0)
			rss -= c[j] * c[j] * (v + 2*lambda) / ((v + lambda) * (v + lambda))
			freedom += v / (v + lambda)
		}
		left := 1 - freedom/n
		if left <= 0 {
			continue
		}
		if score := max(rss, 0) / (left * left); score < least {
			best, least = lambda, score
		}
	}
	if best == 0 {
		return 1 // fewer rows than terms at every λ: as much penalty as signal
	}
	return best
}

// effectivePersons is (Σ w_g)²/Σ w_g² over persons g: rows of one person are
// not independent, and to count them as such would choose too small a penalty.
func effectivePersons(n int, weight []float64, person []uint64) float64 {
	at := func(i int) float64 {
		if weight == nil {
			return 1
		}
		return weight[i]
	}
	var sums []float64
	if person == nil {
		for i := range n {
			sums = append(sums, at(i))
		}
		return squareRatio(sums)
	}
	index := make(map[uint64]int, n)
	for i, id := range person {
		g, ok := index[id]
		if !ok {
			g = len(sums)
			index[id] = g
			sums = append(sums, 0)
		}
		sums[g] += at(i)
	}
	return squareRatio(sums)
}

// squareRatio is (Σ w)²/Σ w², how many equal weights are worth as much.
func squareRatio(w []float64) float64 {
	total := floats.Sum(w)
	return total * total / floats.Dot(w, w)
}
