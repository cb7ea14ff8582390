package needs

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// leastSD is the least standard deviation of officers' and areas' logarithms; it
// keeps their precision finite where they do not differ.
const leastSD = 1e-3

// learn sets what the prior leaves open: the spread of officers and areas by EM,
// and, where much is asked for, the information in a row and the spread of cells.
func (f *fitting) learn(e equations, much bool) error {
	l := f.d.layout
	if much {
		f.learnInformation(e)
	}
	sd := func(from, to int) float64 {
		var sum float64
		for i := from; i < to; i++ {
			sum += f.theta[i]*f.theta[i] + f.cov.At(i, i)
		}
		return max(math.Sqrt(sum/float64(max(to-from-1, 1))), leastSD) // the held mean takes one
	}
	f.p.officerSD = sd(l.officer(0), l.area(0))
	f.p.areaSD = sd(l.area(0), l.size())
	if !much || f.o.Spread > 0 {
		return nil
	}
	return f.learnSpread(e)
}

// learnInformation sets k = tr(VH) / tr(VJ): the power to which the quasi-
// likelihood is raised so that its curvature agrees with the spread of clients'
// summed scores (Pauli, Racugno and Ventura 2011). Dispersion and repeated rows
// of a client are both in it.
func (f *fitting) learnInformation(e equations) {
	n := f.d.size()
	v := make([]float64, n*n)
	var trace float64
	for i := range n {
		for j := range n {
			v[i*n+j] = f.cov.At(i, j)
			if j == i {
				trace += v[i*n+j] * e.h[i*n+j]
			} else if j > i {
				trace += 2 * v[i*n+j] * e.h[i*n+j]
			}
		}
	}
	if spread := f.d.clusterTrace(f.theta, f.w, v, f.o.Workers); spread > 0 && trace > 0 {
		f.k = min(trace/spread, 1/leastDispersion)
	}
}

// learnSpread takes τ and the correlation of greatest evidence in the linearised
// model, bounds left aside.
func (f *fitting) learnSpread(e equations) error {
	a, b, err := f.cells(e)
	if err != nil {
		return err
	}
	best := math.Inf(-1)
	var spread, within float64
	for _, tau := range [...]float64{.03, .06, .1, .15, .22, .32, .45, .65, .95, 1.4} {
		for _, r := range [...]float64{0, .5, .9} {
			log, err := evidence(f.p.covariance(tau, r, levelSD), a, b)
			if err != nil {
				return err
			}
			if log > best {
				best, spread, within = log, tau, r
			}
		}
	}
	f.p.spread, f.p.within = spread, within
	return f.p.settle()
}

// cells is the likelihood's part of the linearised system for β = m − prior
// mean: ½ βᵀaβ − bᵀβ, with multipliers, officers and areas integrated out.
func (f *fitting) cells(e equations) (*mat.SymDense, *mat.VecDense, error) {
	l := f.d.layout
	n, p := l.size(), l.cells
	at := func(i, j int) float64 { return f.k * e.h[min(i, j)*n+max(i, j)] }
	right := make([]float64, n) // in deviations from the prior mean
	for i := range n {
		right[i] = f.k * e.g[i]
		for j := range n {
			right[i] += at(i, j) * (f.theta[j] - f.p.mean[j])
		}
	}
	a, b := mat.NewSymDense(p, nil), mat.NewVecDense(p, right[:p])
	for i := range p {
		for j := i; j < p; j++ {
			a.SetSym(i, j, at(i, j))
		}
	}
	rest := n - p
	if rest == 0 {
		return a, b, nil
	}
	low, cross := mat.NewSymDense(rest, nil), mat.NewDense(rest, p, nil)
	f.p.addCentring(low, l, p)
	for i := range rest {
		for j := i; j < rest; j++ {
			low.SetSym(i, j, low.At(i, j)+at(p+i, p+j))
		}
		low.SetSym(i, i, low.At(i, i)+f.p.precision(l, p+i))
		for j := range p {
			cross.Set(i, j, at(p+i, j))
		}
	}
	var chol mat.Cholesky
	var tail, less mat.Dense
	var free, down mat.VecDense
	if !chol.Factorize(low) || chol.SolveTo(&tail, cross) != nil || chol.SolveVecTo(&free, mat.NewVecDense(rest, right[p:])) != nil {
		return nil, nil, ErrSingular
	}
	less.Mul(cross.T(), &tail)
	down.MulVec(cross.T(), &free)
	for i := range p {
		for j := i; j < p; j++ {
			a.SetSym(i, j, a.At(i, j)-less.At(i, j))
		}
	}
	b.SubVec(b, &down)
	return a, b, nil
}

// evidence is the log marginal likelihood of ½ βᵀaβ − bᵀβ under β ~ N(0, s), up
// to a constant: −½ log|I + LᵀaL| + ½ |(I + LᵀaL)^−½ Lᵀb|² with s = LLᵀ.
func evidence(s, a *mat.SymDense, b *mat.VecDense) (float64, error) {
	var chol mat.Cholesky
	if !chol.Factorize(s) {
		return 0, ErrSingular
	}
	var lower mat.TriDense
	chol.LTo(&lower)
	l := mat.DenseCopyOf(&lower) // the product of dense matrices is the fast one
	var half, full mat.Dense
	half.Mul(a, l)
	full.Mul(l.T(), &half)
	n, _ := full.Dims()
	inner := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			inner.SetSym(i, j, (full.At(i, j)+full.At(j, i))/2)
		}
		inner.SetSym(i, i, inner.At(i, i)+1)
	}
	if !chol.Factorize(inner) {
		return 0, ErrSingular
	}
	var c, x mat.VecDense
	c.MulVec(l.T(), b)
	if chol.SolveVecTo(&x, &c) != nil {
		return 0, ErrSingular
	}
	return (mat.Dot(&c, &x) - chol.LogDet()) / 2, nil
}
