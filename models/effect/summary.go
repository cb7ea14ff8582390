package effect

import (
	"math"
	"slices"
)

// summarise joins the splits: what depends on the luck of one split is replaced
// by the median over splits, and in return the error that tests and intervals
// allow is halved (Chernozhukov et al. 2017).
func (h *Heterogeneity) summarise(splits []*judged) {
	o := h.nuisance.options
	price, level := 2., 1-(1-o.Level)/2
	if len(splits) == 1 {
		price, level = 1, o.Level
	}
	slopes, autocs, qinis := make([]Slope, len(splits)), make([]Area, len(splits)), make([]Area, len(splits))
	for r, j := range splits {
		slopes[r] = j.slope()
		rank := j.ranking()
		autocs[r], qinis[r] = j.area(rank, autocWeight(), level), j.area(rank, qiniWeight(), level)
	}
	h.Slope = Slope{
		Estimate: medianOf(slopes, func(s Slope) float64 { return s.Estimate }),
		SE:       medianOf(slopes, func(s Slope) float64 { return s.SE }),
		P:        min(1, price*medianOf(slopes, func(s Slope) float64 { return s.P })),
	}
	h.AUTOC, h.Qini = medianArea(autocs), medianArea(qinis)
	h.Curve = make([]CurvePoint, curvePoints)
	h.Quintiles = make([]Quintile, quintiles)
	share := 1 / float64(len(splits))
	for _, j := range splits {
		for k, p := range j.curve() {
			h.Curve[k].Share = p.Share
			h.Curve[k].TOC += share * p.TOC
			h.Curve[k].Gain += share * p.Gain
		}
		for k, q := range j.quintiles(h.Slope.shrinkage(), o.Level) {
			h.Quintiles[k].add(q, share)
		}
	}
	for k := range h.Quintiles {
		q := &h.Quintiles[k]
		q.Agrees = q.Predicted >= q.Low && q.Predicted <= q.High
	}
	h.Verdict = h.verdict()
}

func (q *Quintile) add(o Quintile, share float64) {
	q.Rows = o.Rows // differs by rounding of folds only
	q.Predicted += share * o.Predicted
	q.Observed += share * o.Observed
	q.Low += share * o.Low
	q.High += share * o.High
}

func medianArea(areas []Area) Area {
	return Area{
		Estimate: medianOf(areas, func(a Area) float64 { return a.Estimate }),
		SE:       medianOf(areas, func(a Area) float64 { return a.SE }),
		Low:      medianOf(areas, func(a Area) float64 { return a.Low }),
		High:     medianOf(areas, func(a Area) float64 { return a.High }),
	}
}

// medianOf is the median of a number; NaN, a prediction that does not vary,
// counts as the least.
func medianOf[T any](items []T, f func(T) float64) float64 {
	v := make([]float64, len(items))
	for i, item := range items {
		v[i] = f(item)
	}
	slices.Sort(v)
	k := len(v) / 2
	if len(v)%2 == 1 {
		return v[k]
	}
	return (v[k-1] + v[k]) / 2
}

// shrinkage is what deviations from the average are multiplied by when shown: the
// slope when predictions are proven too extreme, at 95 %, else 1; 0 when they
// foretell nothing.
func (s Slope) shrinkage() float64 {
	switch {
	case math.IsNaN(s.Estimate) || s.Estimate <= 0:
		return 0
	case s.Estimate+normalQuantile(0.95)*s.SE >= 1:
		return 1
	}
	return s.Estimate
}
