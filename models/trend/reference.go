package trend

import "math"

// A step counts as the reference's own when its share of the level, by its interval, may
// lie between half and twice that of the reference.
const alikeShare = 2.0

// common are the months of level breaks in the reference that the series shares.
func (s Series) common(month []int, y []float64, reports []int, o Options) []int {
	if s.Reference == nil {
		return nil
	}
	r := Series{Values: s.Reference, Undelivered: s.Undelivered}
	known := r.known()
	own := within(reports, known)
	if len(known) < minMonths || len(known)-2-len(own) < leastFree {
		return nil
	}
	values := make([]float64, len(known))
	for i, t := range known {
		values[i] = s.Reference[t]
	}
	p := newProblem(known, values, own, o)
	p.first = int(s.First.Month()) - 1
	seasonal, set := p.solve()
	_, e, _ := p.slope(set)
	var out []int
	for _, c := range set {
		if p.candidate[c].form != step {
			continue
		}
		at := p.candidate[c].at
		share := e.share(term{step, at})
		if len(within([]int{at}, month)) == 1 && shares(month, y, merged(merged(reports, out), []int{at}), at, share, seasonal, o) {
			out = append(out, at)
		}
	}
	return out
}

// share of a step in the level of the month before it; NaN without a positive level.
func (e *estimate) share(t term) Interval {
	before := e.level(t.at - 1).Value
	if !(before > 0) {
		return unknown()
	}
	v := e.interval(only(t))
	return Interval{v.Value / before, v.Low / before, v.High / before}
}

// shares says whether a series has a step at a month like that of the reference.
func shares(month []int, y []float64, reports []int, at int, reference Interval, seasonal bool, o Options) bool {
	if len(month)-2-len(reports) < leastFree {
		return false
	}
	p := newProblem(month, y, reports, o)
	p.setBase(seasonal && p.canSeason())
	e := p.estimate(p.base)
	own := e.share(term{reported, at})
	a, b := reference.Value/alikeShare, reference.Value*alikeShare
	low, high := math.Min(a, b), math.Max(a, b)
	return own.Low <= high && own.High >= low // false for NaN
}
