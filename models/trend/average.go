package trend

import (
	"math"
	"slices"
	"sort"
)

const (
	plausible = 0.01 // weight against the best set below which an alternative is left out
	mostOther = 24   // alternatives, heaviest first
)

// alternative is a set that explains the series nearly as well.
type alternative struct {
	set    []int
	weight float64 // exp(−½ (criterion − that of the best set))
}

// scan returns the criterion of rest with each candidate added; +Inf where it may not
// be. The last element is that of rest alone.
func (p *problem) scan(rest []int) []float64 {
	total := len(p.candidate) + 1
	out := make([]float64, total)
	table := make([][]float64, len(p.noises))
	lowest := math.Inf(1)
	room := p.room(rest)
	for k := range p.noises {
		s := p.start(k)
		for _, c := range rest {
			s.add(c)
		}
		_, logDet := p.residual(k, nil)
		shift := p.noises[k].logDet + logDet - 2*math.Log(p.noises[k].prior)
		free := float64(s.free)
		row := make([]float64, total)
		for c := range row {
			rss := s.rss
			if c < total-1 {
				v, ok := s.drop(c)
				if !ok || !room(c) || !p.allowed(c, rest) {
					row[c] = math.Inf(1)
					continue
				}
				rss = math.Max(s.rss-v, p.floor)
			}
			row[c] = free*math.Log(rss) + shift
			lowest = min(lowest, row[c])
		}
		table[k] = row
	}
	prices := 0.0
	for _, c := range rest {
		prices += p.price(c)
	}
	for c := range out {
		var sum float64
		for k := range table {
			sum += math.Exp(-0.5 * (table[k][c] - lowest))
		}
		out[c] = lowest - 2*math.Log(sum) + prices
		if c < total-1 {
			out[c] += p.price(c)
		}
	}
	return out
}

// alternatives are the sets that differ from the best one by one change: moved, of the
// other kind, left out, or added.
func (p *problem) alternatives(best []int) []alternative {
	reference := p.criterion(best)
	var out []alternative
	collect := func(rest []int, alone bool) {
		for c, v := range p.scan(rest) {
			w := math.Exp(-0.5 * (v - reference))
			if !(w >= plausible) {
				continue
			}
			set := slices.Clone(rest)
			switch {
			case c < len(p.candidate) && p.candidate[c].form == odd:
				continue
			case c < len(p.candidate):
				set = append(set, c)
			case !alone:
				continue
			}
			slices.Sort(set)
			if !slices.Equal(set, best) {
				out = append(out, alternative{set, w})
			}
		}
	}
	collect(best, false)
	for i, c := range best {
		if p.candidate[c].form != odd {
			collect(without(best, i), true)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].weight > out[j].weight })
	return out[:min(len(out), mostOther)]
}

// slope is the robust slope after the last change of slope under a set.
func (p *problem) slope(set []int) (mixture, *estimate, int) {
	terms, since := slices.Clone(p.base), p.month[0]
	for _, c := range set {
		t := p.candidate[c]
		terms = append(terms, t)
		if t.form == kink {
			since = max(since, t.at-1) // the last month on the old line belongs to the new one as well
		}
	}
	e := p.estimate(terms)
	return p.robustSlope(&e, since), &e, since
}

// widened adds to a slope what other plausible sets of changes would make of it.
func (p *problem) widened(best mixture, set []int) mixture {
	out := slices.Clone(best)
	for _, a := range p.alternatives(set) {
		other, _, _ := p.slope(a.set)
		for _, c := range other {
			c.weight *= a.weight
			out = append(out, c)
		}
	}
	return out
}
