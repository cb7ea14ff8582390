package survival

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// finish sets both covariances and the baselines.
func (m *Cox) finish(s Sample, d *coxData, theta []float64, o CoxOptions) error {
	terms := make([][]coxTerm, len(d.strata))
	pass := d.pass(theta, o.Ties, func(stratum int, t coxTerm) { terms[stratum] = append(terms[stratum], t) })
	for i := range terms {
		slices.Reverse(terms[i])
		m.Baselines = append(m.Baselines, d.baseline(d.strata[i].code, terms[i]))
	}
	if d.p == 0 {
		m.Covariance, m.Robust = &mat.SymDense{}, &mat.SymDense{}
		return nil
	}
	chol, err := pass.factor()
	if err != nil {
		return err
	}
	var inverse mat.SymDense
	if err := chol.InverseTo(&inverse); err != nil {
		return ErrSingular
	}
	m.Covariance = mat.NewSymDense(d.p, nil)
	for j := range d.p {
		for k := j; k < d.p; k++ {
			m.Covariance.SetSym(j, k, inverse.At(j, k)/(d.sd[j]*d.sd[k]))
		}
	}
	m.Proportional = d.proportional(terms, &inverse)
	m.Robust = d.sandwich(s, &inverse, d.scores(theta, terms))
	return nil
}

// baseline sums the terms of a stratum up, one step a time.
func (d *coxData) baseline(code int, terms []coxTerm) Baseline {
	b := Baseline{Stratum: code}
	var hazard, variance float64
	pull := make([]float64, d.p)
	for i, t := range terms {
		hazard += t.weight / t.risk
		variance += t.weight / (t.risk * t.risk)
		for j := range pull {
			pull[j] += t.mean[j] * d.sd[j] * t.weight / t.risk
		}
		if i+1 < len(terms) && terms[i+1].time == t.time {
			continue
		}
		b.Time, b.Hazard = append(b.Time, t.time), append(b.Hazard, hazard)
		b.variance, b.pull = append(b.variance, variance), append(b.pull, slices.Clone(pull))
	}
	return b
}

// scores are the contributions of the rows to the gradient, p per row, weights
// included: an event's z − mean, and what being at risk takes from the terms.
func (d *coxData) scores(theta []float64, terms [][]coxTerm) []float64 {
	u := make([]float64, len(d.row)*d.p)
	risk := d.risks(theta)
	for index, c := range d.strata {
		k := len(terms[index])
		times, hazard, pull := make([]float64, k), make([]float64, k+1), make([][]float64, k+1)
		pull[0] = make([]float64, d.p)
		for i, t := range terms[index] {
			times[i] = t.time
			hazard[i+1] = hazard[i] + t.weight/t.risk
			pull[i+1] = slices.Clone(pull[i])
			for j := range pull[i+1] {
				pull[i+1][j] += t.mean[j] * t.weight / t.risk
			}
		}
		for _, row := range c.byExit {
			from, to := upTo(times, d.entry[row]), upTo(times, d.exit[row])
			z, out := d.z[row*d.p:(row+1)*d.p], u[row*d.p:(row+1)*d.p]
			for j := range out {
				out[j] = -risk[row] * (z[j]*(hazard[to]-hazard[from]) - (pull[to][j] - pull[from][j]))
			}
			if d.event[row] {
				d.ownTerms(out, z, risk[row], d.weight[row], tied(terms[index][:to], d.exit[row]))
			}
		}
	}
	return u
}

// tied are the last terms, those of time t.
func tied(terms []coxTerm, t float64) []coxTerm {
	from := len(terms)
	for from > 0 && terms[from-1].time == t {
		from--
	}
	return terms[from:]
}

// ownTerms adds what an event has to do with the terms of its own time.
func (d *coxData) ownTerms(out, z []float64, risk, weight float64, terms []coxTerm) {
	for _, t := range terms {
		for j := range out {
			out[j] += weight*(z[j]-t.mean[j])/float64(len(terms)) +
				risk*t.share*t.weight/t.risk*(z[j]-t.mean[j])
		}
	}
}

// sandwich is I⁻¹ (Σ_g u_g u_gᵀ) I⁻¹ on the original scale.
func (d *coxData) sandwich(s Sample, inverse *mat.SymDense, u []float64) *mat.SymDense {
	index := make(map[uint64]int)
	var sums [][]float64
	for k, i := range d.row {
		g := len(sums)
		if s.Person != nil {
			if known, ok := index[s.Person[i]]; ok {
				g = known
			}
			index[s.Person[i]] = g
		}
		if g == len(sums) {
			sums = append(sums, make([]float64, d.p))
		}
		for j := range d.p {
			sums[g][j] += u[k*d.p+j]
		}
	}
	half := mat.NewDense(len(sums), d.p, nil)
	for g, sum := range sums {
		for j := range d.p {
			var v float64
			for k := range d.p {
				v += sum[k] * inverse.At(k, j)
			}
			half.Set(g, j, v/d.sd[j])
		}
	}
	out := mat.NewSymDense(d.p, nil)
	out.SymOuterK(1, half.T())
	return out
}
