package equity

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// The ratios θ of standard deviations: of area, officer and client over the
// residual's.
const (
	areaRatio = iota
	officerRatio
	clientRatio
	nRatios
)

// restricted is twice the negative restricted log likelihood as a function of θ,
// with β and σ² profiled out:
//
//	−2ℓ(θ) = (N − p) log Q + log|R| + log|M|,  M = D C D + diag(0_p, I),  Q = C_yy − rᵀM⁻¹r,  r = D C_y
//
// C are the cross-products of X, Z_area, Z_officer and y after absorbing clients,
// D = diag(1_p, θ_area, θ_officer).
type restricted struct {
	d *design
	p *products
}

// solution is what one θ gives.
type solution struct {
	theta [nRatios]float64
	minus float64 // −2ℓ up to a constant
	fall  float64 // that −2ℓ could still fall by, where it was searched for
	q     float64
	chol  mat.Cholesky // of M
	b     *mat.VecDense
	c     []float64
}

// sigma2 is the residual variance at the solution.
func (r *restricted) sigma2(s *solution) float64 { return s.q / float64(r.p.n-r.d.fixed) }

// factor is the diagonal of D.
func (r *restricted) factor(theta [nRatios]float64, j int) float64 {
	switch {
	case j < r.d.fixed:
		return 1
	case j < r.d.officer(0):
		return theta[areaRatio]
	}
	return theta[officerRatio]
}

// at evaluates one θ.
func (r *restricted) at(theta [nRatios]float64) (*solution, error) {
	s := &solution{theta: theta}
	var logs float64
	s.c, logs = r.p.absorbed(theta[clientRatio]*theta[clientRatio], false)
	n := r.d.size()
	m, right := mat.NewSymDense(n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		fi, row := r.factor(theta, i), s.c[r.p.start(i):]
		for j := i; j < n; j++ {
			m.SetSym(i, j, fi*r.factor(theta, j)*row[j-i])
		}
		if i >= r.d.fixed {
			m.SetSym(i, i, m.At(i, i)+1)
		}
		right.SetVec(i, fi*row[n-i])
	}
	if !s.chol.Factorize(m) {
		return nil, ErrConfounded
	}
	s.b = mat.NewVecDense(n, nil)
	if err := s.chol.SolveVecTo(s.b, right); err != nil {
		return nil, ErrConfounded
	}
	s.q = s.c[len(s.c)-1] - mat.Dot(right, s.b)
	if !(s.q > 1e-12*s.c[len(s.c)-1]) || r.p.n <= r.d.fixed {
		return nil, ErrNoResidual
	}
	s.minus = float64(r.p.n-r.d.fixed)*math.Log(s.q) + logs + s.chol.LogDet()
	return s, nil
}

// gradient of −2ℓ by θ. With b = M⁻¹r and M^jj the diagonal of M⁻¹,
//
//	∂Q/∂θ_k = −2 Σ_{j∈k} b_j²/θ_k        ∂log|M|/∂θ_k = 2 Σ_{j∈k} (1 − M^jj)/θ_k
//
// and for the client's γ = θ², dC = ∂C/∂γ: tr(M⁻¹ D dC D) and dC_yy − 2bᵀD dC_y + bᵀD dC D b.
func (r *restricted) gradient(s *solution) ([nRatios]float64, error) {
	var g [nRatios]float64
	var inverse mat.SymDense
	if err := s.chol.InverseTo(&inverse); err != nil {
		return g, ErrConfounded
	}
	scale := float64(r.p.n-r.d.fixed) / s.q
	n := r.d.size()
	for j := r.d.fixed; j < n; j++ {
		k := areaRatio
		if j >= r.d.officer(0) {
			k = officerRatio
		}
		if s.theta[k] != 0 {
			b := s.b.AtVec(j)
			g[k] += 2 * (1 - inverse.At(j, j) - scale*b*b) / s.theta[k]
		}
	}
	gamma := s.theta[clientRatio] * s.theta[clientRatio]
	dc, trace := r.p.absorbed(gamma, true)
	dq := dc[len(dc)-1]
	for i := range n {
		fi, row := r.factor(s.theta, i), dc[r.p.start(i):]
		bi := s.b.AtVec(i) * fi
		dq -= 2 * bi * row[n-i]
		trace += inverse.At(i, i) * fi * fi * row[0]
		dq += bi * bi * row[0]
		for j := i + 1; j < n; j++ {
			x := 2 * fi * r.factor(s.theta, j) * row[j-i]
			trace += inverse.At(i, j) * x
			dq += s.b.AtVec(i) * s.b.AtVec(j) * x
		}
	}
	g[clientRatio] = (trace + scale*dq) * 2 * s.theta[clientRatio]
	return g, nil
}
