package followup

import (
	"cmp"
	"math"
	"slices"
)

const (
	setsPerBin     = 60 // so that a bin has some 300 residuals: enough for a tenth at each end (chosen)
	leastResiduals = 20 // below which no interval is given for a case (chosen)
)

// spread holds how far single clients lay from what was expected of them, by
// the hours they had before.
type spread struct {
	edge      []float64 // lowest hours before of each bin but the first
	low, high []float64 // quantiles of each bin
}

// newSpread takes the controls' residuals in bins of equal size of the case's
// hours before: the spread grows with the hours.
func (s *Study) newSpread(v *sets) *spread {
	if len(v.control) < leastResiduals {
		return nil
	}
	order := make([]int, len(v.event))
	base := make([]float64, len(v.event))
	for i, e := range v.event {
		order[i] = i
		base[i] = s.base(s.events[e].person, int(s.events[e].month))
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(base[a], base[b]), cmp.Compare(a, b)) })
	bins := max(1, len(order)/setsPerBin)
	out := &spread{}
	var r []float64
	for b := range bins {
		part := order[b*len(order)/bins : (b+1)*len(order)/bins]
		if b > 0 {
			out.edge = append(out.edge, base[part[0]])
		}
		r = r[:0]
		for _, i := range part {
			r = append(r, v.residual[v.offset[i]:v.offset[i+1]]...)
		}
		slices.Sort(r)
		tail := (1 - s.o.CaseLevel) / 2
		out.low, out.high = append(out.low, quantile(r, tail)), append(out.high, quantile(r, 1-tail))
	}
	return out
}

// around returns what similar clients had, between them the share CaseLevel,
// for a mean over k controls and given hours before.
func (p *spread) around(mean, base, k float64) (low, high float64) {
	if p == nil {
		return math.NaN(), math.NaN()
	}
	bin, exact := slices.BinarySearch(p.edge, base)
	if exact {
		bin++
	}
	widen := math.Sqrt(1 + 1/k) // the mean of k is uncertain too
	return mean + widen*p.low[bin], mean + widen*p.high[bin]
}

// quantile of sorted values at positions (n+1)p, as for a prediction interval.
func quantile(sorted []float64, p float64) float64 {
	at := min(max(p*float64(len(sorted)+1)-1, 0), float64(len(sorted)-1))
	i := min(int(at), len(sorted)-2)
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
