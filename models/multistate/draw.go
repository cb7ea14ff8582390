package multistate

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Draw returns the hazards under one draw of the parameters, which depends on
// seed, draw and nothing else. All people of a replicate live under the same.
//
// The effects u of a kind are drawn first. Given these, a transition's own
// parameters θ = (a, u + v) are normal with precision H + S and mean
//
//	θ̂ + (H + S)⁻¹ S (0, Δu)
//
// as the likelihood, H, knows nothing of u but through the sum. Intercepts are
// lower by half the variance of the transition's level, so that the mean of the
// odds, not of their logarithm, is the estimate: a rare transition is as frequent
// in the mean of draws as it was in the data.
func (m *Model) Draw(seed uint64, draw int) *Table {
	all := make([]scores, len(m.scores))
	for i, s := range m.scores {
		all[i] = scores{append([]float64(nil), s.alpha...), append([]float64(nil), s.eta...)}
	}
	shared := make(map[*block][]float64)
	for i, b := range m.pooled {
		shared[b] = b.noise(newStream(seed, draw, forShared, uint64(i)))[len(b.members):]
	}
	for i, b := range m.own {
		x := b.noise(newStream(seed, draw, forParameters, uint64(i)))
		if b.shared != nil {
			for a, v := range b.follow(shared[b.shared], m.off) {
				x[a] += v
			}
		}
		mem := b.members[0]
		s, d := &all[mem.origin], len(m.origins[mem.origin].dest)
		s.alpha[mem.dest] += x[0] - b.level/2
		for a, v := range x[1:] {
			s.eta[a*d+mem.dest] += v
		}
	}
	return m.table(all)
}

// noise draws from N(0, V), V the inverse of the factored precision UᵀU.
func (b *block) noise(source stream) []float64 {
	rng := rand.New(&source)
	x := make([]float64, len(b.members)+len(b.f))
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	u := b.chol.RawU().(*mat.TriDense).RawTriangular() // always this type
	for i := len(x) - 1; i >= 0; i-- {
		row := u.Data[i*u.Stride : i*u.Stride+len(x)]
		for j := i + 1; j < len(x); j++ {
			x[i] -= row[j] * x[j]
		}
		x[i] /= row[i]
	}
	return x
}

// follow is (H + S)⁻¹ S (0, Δu).
func (b *block) follow(du []float64, off []int) []float64 {
	f, g := make([]float64, len(b.f)), make([]float64, 1+len(b.f))
	for a := range f {
		f[a] = du[b.shared.at(b.place, a)]
	}
	b.pull(g[1:], f, off)
	x := mat.NewVecDense(len(g), nil)
	if err := b.chol.SolveVecTo(x, mat.NewVecDense(len(g), g)); err != nil {
		return make([]float64, len(g)) // the factor was checked by Fit; what is nearly singular stays
	}
	return x.RawVector().Data
}

// variances are those of a transition's intercept and effects.
func (m *Model) variances(b *block) []float64 {
	n := 1 + len(b.f)
	out := make([]float64, n)
	for i := range out {
		out[i] = b.inverse.At(i, i)
	}
	if b.shared == nil {
		return out
	}
	shift, bins := len(b.shared.members), len(b.f)
	follow, v := mat.NewDense(n, bins, nil), mat.NewDense(bins, bins, nil)
	unit := make([]float64, bins)
	for j := range bins {
		unit[j] = 1
		follow.SetCol(j, b.follow(unit, m.off))
		unit[j] = 0
		for i := range bins {
			v.Set(i, j, b.shared.inverse.At(shift+i, shift+j))
		}
	}
	var fv mat.Dense
	fv.Mul(follow, v)
	for i := range out {
		out[i] += mat.Dot(fv.RowView(i), follow.RowView(i))
	}
	return out
}
