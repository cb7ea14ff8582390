package trend

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// residual is the residual sum of squares of base and set under noise k, and
// log |XᵀV⁻¹X| of the base.
func (p *problem) residual(k int, set []int) (rss, logDet float64) {
	w := p.whitened[k]
	r := slices.Clone(w.y)
	var done [][]float64
	project := func(column []float64) {
		q := slices.Clone(column)
		for range 2 { // twice is enough for orthogonality
			for _, d := range done {
				floats.AddScaled(q, -floats.Dot(d, q), d)
			}
		}
		norm := floats.Norm(q, 2)
		if norm*norm <= dependent*floats.Dot(column, column) {
			return
		}
		logDet += 2 * math.Log(norm)
		floats.Scale(1/norm, q)
		floats.AddScaled(r, -floats.Dot(q, r), q)
		done = append(done, q)
	}
	for _, b := range w.base {
		project(b)
	}
	base := logDet
	for _, c := range set {
		project(w.cand[c])
	}
	return math.Max(floats.Dot(r, r), p.floor), base
}

// deviance is −2 log of the likelihood of the set, restricted to what the base
// leaves, the scale maximised and the noises averaged.
func (p *problem) deviance(set []int) float64 {
	free := float64(len(p.month) - len(p.base))
	values := make([]float64, len(p.noises))
	for k := range p.noises {
		rss, logDet := p.residual(k, set)
		values[k] = -0.5*(free*math.Log(rss)+p.noises[k].logDet+logDet) + math.Log(p.noises[k].prior)
	}
	return -2 * floats.LogSumExp(values)
}

// criterion is deviance plus prices.
func (p *problem) criterion(set []int) float64 {
	v := p.deviance(set)
	for _, c := range set {
		v += p.price(c)
	}
	return v
}

// choose returns the set with the least criterion among those found under each
// noise and their parts.
func (p *problem) choose() []int {
	var best []int
	lowest := p.criterion(nil)
	var seen [][]int
	for k := range p.noises {
		set := p.find(k)
		if slices.ContainsFunc(seen, func(s []int) bool { return slices.Equal(s, set) }) {
			continue
		}
		seen = append(seen, set)
		set, v := p.pruned(set)
		if v < lowest-1e-9 {
			best, lowest = set, v
		}
	}
	return best
}

// pruned drops members one by one as long as that lowers the criterion.
func (p *problem) pruned(set []int) ([]int, float64) {
	v := p.criterion(set)
	for len(set) > 0 {
		drop, lowest := -1, v
		for i := range set {
			if w := p.criterion(without(set, i)); w < lowest {
				drop, lowest = i, w
			}
		}
		if drop < 0 {
			break
		}
		set, v = without(set, drop), lowest
	}
	return set, v
}

func without(set []int, i int) []int { return slices.Delete(slices.Clone(set), i, i+1) }

// seasonLevel is the level of the test for a season.
const seasonLevel = 0.01

// solve finds whether there is a season, and the changes and odd months.
func (p *problem) solve() (seasonal bool, set []int) {
	if p.canSeason() {
		p.setBase(true)
		set = p.choose()
		if p.seasonal(set) {
			return true, set
		}
	}
	p.setBase(false)
	return false, p.choose()
}

// seasonal tests the season, given the changes, by F: all noises are weighed by
// their restricted likelihood, season left out, and by that with season, and the
// test is that of the likelihoods' ratio.
func (p *problem) seasonal(set []int) bool {
	free := float64(len(p.month) - 2 - len(p.reports) - len(set))
	df := float64(p.period - 1)
	f := distuv.F{D1: df, D2: free - df}.Quantile(1 - seasonLevel)
	without, with := make([]float64, len(p.noises)), make([]float64, len(p.noises))
	base := p.base
	for _, on := range []bool{false, true} {
		p.setBase(on)
		out := without
		if on {
			out = with
		}
		for k := range p.noises {
			rss, _ := p.residual(k, set)
			out[k] = -0.5*(free*math.Log(rss)+p.noises[k].logDet) + math.Log(p.noises[k].prior)
		}
	}
	p.base = base
	return 2*(floats.LogSumExp(with)-floats.LogSumExp(without)) > free*math.Log1p(df*f/(free-df))
}

// canSeason: two whole seasons, and each calendar month known at least twice.
func (p *problem) canSeason() bool {
	if p.period < 2 || len(p.month) < 2*p.period {
		return false
	}
	count := make([]int, p.period)
	for _, t := range p.month {
		count[t%p.period]++
	}
	return slices.Min(count) >= 2 && len(p.month)-p.period-1-len(p.reports) >= 12
}
