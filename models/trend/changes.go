package trend

import (
	"cmp"
	"math"
	"slices"
)

// tail is the constant of P = tail · exp(−½ D), where D is by how much a change
// lowers the deviance. On 300 made-up series of five years with autocorrelation 0.6
// and no change D passed 12.8 in 5 % and 16.0 in 1 %.
const (
	tail       = 30.0
	secondTerm = 4.0 // of D for the second coefficient of a level and slope change
)

// changes lists the change points of a solution by month.
func (p *problem) changes(e *estimate, set, common []int) []Change {
	var out []Change
	for _, b := range p.reports {
		if e.has(term{reported, b}) {
			out = append(out, Change{
				At: b, Kind: ReportingBreak, Step: e.interval(only(term{reported, b})), Before: unknown(), After: unknown(),
				P: math.NaN(), Recognised: slices.Contains(common, b),
			})
		}
	}
	for _, c := range set {
		at := p.candidate[c].at
		done := slices.ContainsFunc(out, func(o Change) bool { return o.At == at && o.Kind != ReportingBreak })
		if p.candidate[c].form != odd && !done {
			out = append(out, p.change(e, set, at))
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(a.At, b.At) })
	return out
}

func (p *problem) change(e *estimate, set []int, at int) Change {
	out := Change{At: at, Step: unknown(), Before: e.interval(slopeWeight(at - 1)), After: e.interval(slopeWeight(at))}
	steps, kinks := e.has(term{step, at}), e.has(term{kink, at})
	switch {
	case steps && kinks:
		out.Kind = LevelAndSlope
	case steps:
		out.Kind = LevelShift
	default:
		out.Kind = SlopeChange
	}
	if steps {
		out.Step = e.interval(only(term{step, at}))
	}
	rest := slices.DeleteFunc(slices.Clone(set), func(c int) bool { return p.candidate[c].form != odd && p.candidate[c].at == at })
	d := p.deviance(rest) - p.deviance(set)
	if out.Kind == LevelAndSlope {
		d -= secondTerm
	}
	out.P = min(1, tail*math.Exp(-d/2))
	return out
}
