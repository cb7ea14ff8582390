package trend

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// estimate is the fit of fixed terms: coefficients under each noise, and how
// likely each is by their restricted likelihood.
type estimate struct {
	frame
	terms      []term
	beta       []float64 // averaged
	free       float64
	confidence float64
	stretch    float64   // Student's quantile over the normal one
	weight     []float64 // of the noises
	fits       []fitted  // under each
	noises     []noise
}

// fitted is generalised least squares under one noise.
type fitted struct {
	beta     []float64
	inverse  mat.SymDense // (XᵀV⁻¹X)⁻¹
	variance float64
	evidence float64 // log restricted likelihood and prior
}

// independent drops terms whose columns others make up, such as the second of two
// reporting breaks without a known month between.
func (p *problem) independent(terms []term) []term {
	var out []term
	var done [][]float64
	for _, t := range terms {
		q := p.column(t, p.month)
		square := floats.Dot(q, q)
		for range 2 {
			for _, d := range done {
				floats.AddScaled(q, -floats.Dot(d, q), d)
			}
		}
		norm := floats.Norm(q, 2)
		if norm*norm <= dependent*square {
			continue
		}
		floats.Scale(1/norm, q)
		done, out = append(done, q), append(out, t)
	}
	return out
}

func (p *problem) estimate(terms []term) estimate {
	e := estimate{frame: p.frame, noises: p.noises, terms: p.independent(terms)}
	n, size := len(p.month), len(e.terms)
	e.free = float64(n - size)
	e.confidence = p.o.Confidence
	e.stretch = distuv.StudentsT{Sigma: 1, Nu: e.free}.Quantile(0.5+e.confidence/2) / distuv.UnitNormal.Quantile(0.5+e.confidence/2)
	e.fits = make([]fitted, len(p.noises))
	for k := range p.noises {
		e.fits[k] = p.least(k, e.terms)
		e.weight = append(e.weight, e.fits[k].evidence)
	}
	total := floats.LogSumExp(e.weight)
	e.beta = make([]float64, size)
	for k, f := range e.fits {
		e.weight[k] = math.Exp(e.weight[k] - total)
		floats.AddScaled(e.beta, e.weight[k], f.beta)
	}
	return e
}

// least solves for one noise. Columns are brought to length 1 first.
func (p *problem) least(k int, terms []term) fitted {
	n, size := len(p.month), len(terms)
	x, length := make([][]float64, size), make([]float64, size)
	y := p.whitened[k].y
	gram, right := mat.NewSymDense(size, nil), mat.NewVecDense(size, nil)
	logDet := 0.0
	for j, t := range terms {
		x[j] = p.column(t, p.month)
		p.noises[k].whiten(x[j])
		length[j] = floats.Norm(x[j], 2)
		floats.Scale(1/length[j], x[j])
		logDet += 2 * math.Log(length[j])
		right.SetVec(j, floats.Dot(x[j], y))
		for i := range j + 1 {
			gram.SetSym(i, j, floats.Dot(x[i], x[j]))
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(gram) { // independent columns; rounding only
		for j := range size {
			gram.SetSym(j, j, 1+dependent)
		}
		chol.Factorize(gram)
	}
	var beta mat.VecDense
	_ = chol.SolveVecTo(&beta, right) // a condition error still gives the solution
	out := fitted{beta: make([]float64, size)}
	r := slices.Clone(y)
	for j := range size {
		floats.AddScaled(r, -beta.AtVec(j), x[j])
		out.beta[j] = beta.AtVec(j) / length[j]
	}
	rss := math.Max(floats.Dot(r, r), p.floor)
	free := float64(n - size)
	out.variance = rss / free
	out.evidence = -0.5*(free*math.Log(rss)+p.noises[k].logDet+chol.LogDet()+logDet) + math.Log(p.noises[k].share)
	_ = chol.InverseTo(&out.inverse)
	for i := range size {
		for j := i; j < size; j++ {
			out.inverse.SetSym(i, j, out.inverse.At(i, j)/(length[i]*length[j]))
		}
	}
	return out
}

// combine estimates Σ weight(term) β(term): a component for each noise.
func (e *estimate) combine(weight func(term) float64) mixture {
	w := make([]float64, len(e.terms))
	for j, t := range e.terms {
		w[j] = weight(t)
	}
	v := mat.NewVecDense(len(w), w)
	out := make(mixture, len(e.fits))
	for k := range e.fits {
		f := &e.fits[k]
		out[k] = component{e.weight[k], floats.Dot(w, f.beta), math.Sqrt(math.Max(0, f.variance*mat.Inner(v, &f.inverse, v)))}
	}
	return out
}

func (e *estimate) interval(weight func(term) float64) Interval {
	m := e.combine(weight)
	return m.around(m.mean(), e.confidence, e.stretch)
}

// level in a month: everything but season and odd months.
func (e *estimate) level(month int) Interval {
	return e.interval(func(t term) float64 {
		if t.form == season || t.form == odd {
			return 0
		}
		return e.value(t, month)
	})
}

// slopeWeight of a term in a month.
func slopeWeight(month int) func(term) float64 {
	return func(t term) float64 {
		if t.form == line || t.form == kink && t.at <= month {
			return 1
		}
		return 0
	}
}

// only the coefficient of one term.
func only(k term) func(term) float64 {
	return func(t term) float64 {
		if t == k {
			return 1
		}
		return 0
	}
}

// seasonal effect of a month; 0 without season.
func (e *estimate) seasonal(month int) float64 {
	var sum float64
	for j, t := range e.terms {
		if t.form == season {
			sum += e.beta[j] * e.value(t, month)
		}
	}
	return sum
}
