package logistic

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const batchPersons = 256 // score vectors summed at once

// StandardErrors returns the square roots of the covariance's diagonal on the
// original scale: intercept first, then one per feature.
func (m *Model) StandardErrors() []float64 {
	k := m.Covariance.SymmetricDim()
	se := make([]float64, k)
	for j := range se {
		se[j] = math.Sqrt(max(0, m.Covariance.At(j, j)))
	}
	return se
}

// sandwich sets Persons and both covariances.
func (m *Model) sandwich(s *sample, theta, hess []float64, o Options) error {
	k := len(theta)
	chol, err := factor(totals{grad: theta, hess: hess})
	if err != nil {
		return err
	}
	var inverse mat.SymDense
	if err := chol.InverseTo(&inverse); err != nil {
		return ErrSingular
	}
	meat, persons := s.meat(theta, o)
	m.Persons = persons
	scale := 1 / (s.weight * s.weight)
	if persons > 1 {
		scale *= float64(persons) / float64(persons-1)
	}
	// half = H⁻¹, V = half · meat · halfᵀ, then T V Tᵀ to the original scale.
	m.StandardisedCov = congruence(&inverse, meat, scale)
	toOriginal := mat.NewDense(k, k, nil)
	toOriginal.Set(0, 0, 1)
	for j := range s.p {
		if s.sd[j] > 0 {
			toOriginal.Set(j+1, j+1, 1/s.sd[j])
			toOriginal.Set(0, j+1, -s.mean[j]/s.sd[j])
		}
	}
	m.Covariance = congruence(toOriginal, m.StandardisedCov, 1)
	return nil
}

// congruence is scale · A S Aᵀ.
func congruence(a mat.Matrix, s *mat.SymDense, scale float64) *mat.SymDense {
	var half, full mat.Dense
	half.Mul(a, s)
	full.Mul(&half, a.T())
	k, _ := full.Dims()
	out := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			out.SetSym(i, j, scale*(full.At(i, j)+full.At(j, i))/2)
		}
	}
	return out
}

// order lists the rows with positive weight, person by person, and where each
// person starts in it; the last start is the number of rows.
func (s *sample) order() (rows, starts []int) {
	rows = make([]int, 0, s.n)
	for i := range s.n {
		if s.rowWeight(i) > 0 {
			rows = append(rows, i)
		}
	}
	person := s.r.Person
	if person != nil {
		slices.SortStableFunc(rows, func(a, b int) int {
			switch {
			case person[a] < person[b]:
				return -1
			case person[a] > person[b]:
				return 1
			}
			return 0
		})
	}
	for pos, i := range rows {
		if pos == 0 || person == nil || person[i] != person[rows[pos-1]] {
			starts = append(starts, pos)
		}
	}
	return rows, append(starts, len(rows))
}

// meat is Σ_g u_g u_gᵀ over persons.
func (s *sample) meat(theta []float64, o Options) (*mat.SymDense, int) {
	k := s.p + 1
	rows, starts := s.order()
	persons := len(starts) - 1
	bounds := chunkBounds(persons, batchPersons)
	parts := make([][]float64, len(bounds)-1)
	parallel(len(parts), o.Workers, func(c int) {
		sum := make([]float64, k*k)
		for lo := bounds[c]; lo < bounds[c+1]; lo += batchPersons {
			hi := min(lo+batchPersons, bounds[c+1])
			u := s.scores(theta, o.Lambda, rows, starts[lo:hi+1])
			blas64.Syrk(blas.NoTrans, 1, blas64.General{Rows: k, Cols: hi - lo, Stride: hi - lo, Data: u}, 1,
				blas64.Symmetric{N: k, Stride: k, Data: sum, Uplo: blas.Upper})
		}
		parts[c] = sum
	})
	total := make([]float64, k*k)
	for _, part := range parts {
		floats.Add(total, part)
	}
	return mat.NewSymDense(k, total), persons
}

// scores returns the k × persons matrix of penalised score vectors.
func (s *sample) scores(theta []float64, lambda float64, rows, starts []int) []float64 {
	k, g := s.p+1, len(starts)-1
	rows = rows[starts[0]:starts[g]]
	z := make([]float64, k*len(rows))
	for pos, i := range rows {
		z[pos] = 1
		for j := range s.p {
			if s.sd[j] > 0 {
				cell := z[(j+1)*len(rows)+pos:][:1]
				s.d.Column(cell, j, i)
				cell[0] = (cell[0] - s.mean[j]) / s.sd[j]
			}
		}
	}
	eta := make([]float64, len(rows))
	for j, b := range theta {
		floats.AddScaled(eta, b, z[j*len(rows):(j+1)*len(rows)])
	}
	u := make([]float64, k*g)
	for person := range g {
		for pos := starts[person] - starts[0]; pos < starts[person+1]-starts[0]; pos++ {
			w := s.rowWeight(rows[pos])
			residual := w * (Sigmoid(eta[pos]) - s.r.Y[rows[pos]])
			u[person] += residual
			for j := 1; j < k; j++ {
				u[j*g+person] += residual*z[j*len(rows)+pos] + w*lambda*theta[j]
			}
		}
	}
	return u
}
