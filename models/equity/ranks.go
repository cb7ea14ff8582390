package equity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Rank is a place in the order of ratios, 1 for most hours at the same need. It
// exists with its interval only.
type Rank struct {
	Index             int // of the area or officer
	Median, Low, High float64
}

// shown lists the levels of a kind that may be shown, and fails where there are
// none to order.
func (m *Model) shown(kind Kind) ([]int, error) {
	effects := m.Areas
	if kind == Officer {
		effects = m.Officers
	}
	var out []int
	for _, e := range effects {
		if e.Shown {
			out = append(out, e.Index)
		}
	}
	switch {
	case len(out) == 0:
		return nil, fmt.Errorf("equity: no %s has clients enough to be shown", kind)
	case len(m.draws[kind]) != len(effects):
		return nil, fmt.Errorf("equity: a model that was stored has no draws; order the %ss of the model that Fit returned", kind)
	}
	return out, nil
}

// draw returns draw number i of the logarithms of levels.
func (m *Model) draw(kind Kind, levels []int, i int, dst []float64) []float64 {
	dst = dst[:0]
	for _, l := range levels {
		dst = append(dst, m.draws[kind][l][i])
	}
	return dst
}

// Ranks orders the levels of a kind that have clients enough, by median rank.
// The interval is that of the rank in draws from the posterior of all effects
// (Goldstein and Spiegelhalter 1996): where nothing tells levels apart it spans
// nearly all places.
func (m *Model) Ranks(kind Kind) ([]Rank, error) {
	levels, err := m.shown(kind)
	if err != nil {
		return nil, err
	}
	places := make([][]float64, len(levels))
	order := make([]int, len(levels))
	var v []float64
	for i := range m.draws[kind][levels[0]] {
		v = m.draw(kind, levels, i, v)
		for j := range order {
			order[j] = j
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(v[b], v[a]) })
		for place, j := range order {
			places[j] = append(places[j], float64(place+1))
		}
	}
	tail := (1 - m.Level) / 2
	out := make([]Rank, len(levels))
	for j, l := range levels {
		slices.Sort(places[j])
		out[j] = Rank{
			Index: l, Median: quantile(places[j], 0.5),
			Low: math.Floor(quantile(places[j], tail)), High: math.Ceil(quantile(places[j], 1-tail)),
		}
	}
	slices.SortStableFunc(out, func(a, b Rank) int { return cmp.Compare(a.Median, b.Median) })
	return out, nil
}

// Standing is how a level compares with the average decision.
type Standing int

// The standings.
const (
	Comparable Standing = iota // cannot be told from the average
	Above                      // more hours at the same need
	Below
)

// String is the standing's name in tables.
func (s Standing) String() string { return [...]string{"comparable", "above", "below"}[s] }

// Compared is one level of a comparison.
type Compared struct {
	Index    int // of the area or officer
	Standing Standing
	Differs  []int // levels from which it can be told apart, ascending; with all others it is comparable
}

// Comparison says which levels differ. Together, all statements on differences
// between levels hold with the model's level of confidence, and so do all on
// standings.
type Comparison struct {
	Kind   Kind
	Pair   float64 // critical value of a difference, standard deviations
	Single float64 // critical value of a standing
	Levels []Compared
}

// Compare finds which levels of a kind can be told apart: those whose difference
// is more standard deviations from 0 than the largest deviation of any
// difference from its mean is in Level of the posterior's draws.
func (m *Model) Compare(kind Kind) (Comparison, error) {
	out := Comparison{Kind: kind}
	levels, err := m.shown(kind)
	if err != nil {
		return out, err
	}
	n := len(levels)
	single, pair := newContrasts(n), newContrasts(n*(n-1)/2)
	draws := len(m.draws[kind][levels[0]])
	var v, d []float64
	each := func(use func(v, d []float64)) {
		for i := range draws {
			v = m.draw(kind, levels, i, v)
			d = differences(d, v)
			use(v, d)
		}
	}
	each(func(v, d []float64) { single.sum(v); pair.sum(d) })
	single.settle(draws)
	pair.settle(draws)
	each(func(v, d []float64) { single.largest(v); pair.largest(d) })
	out.Single, out.Pair = single.critical(m.Level), pair.critical(m.Level)
	for j, l := range levels {
		c := Compared{Index: l}
		if single.exceeds(j, out.Single) {
			c.Standing = Above
			if single.mean[j] < 0 {
				c.Standing = Below
			}
		}
		for k, other := range levels {
			if k != j && pair.exceeds(pairIndex(min(j, k), max(j, k), n), out.Pair) {
				c.Differs = append(c.Differs, other)
			}
		}
		out.Levels = append(out.Levels, c)
	}
	return out, nil
}

func pairIndex(i, j, n int) int { return i*n - i*(i+1)/2 + j - i - 1 }

func differences(dst, v []float64) []float64 {
	dst = dst[:0]
	for i := range v {
		for j := i + 1; j < len(v); j++ {
			dst = append(dst, v[i]-v[j])
		}
	}
	return dst
}

// contrasts gathers means, standard deviations and largest deviations.
type contrasts struct {
	mean, sd []float64
	most     []float64 // by draw
}

func newContrasts(n int) *contrasts {
	return &contrasts{mean: make([]float64, n), sd: make([]float64, n)}
}

func (c *contrasts) sum(v []float64) {
	for i, x := range v {
		c.mean[i] += x
		c.sd[i] += x * x
	}
}

func (c *contrasts) settle(draws int) {
	for i := range c.mean {
		c.mean[i] /= float64(draws)
		c.sd[i] = math.Sqrt(max(0, c.sd[i]/float64(draws)-c.mean[i]*c.mean[i]))
	}
}

func (c *contrasts) largest(v []float64) {
	var most float64
	for i, x := range v {
		if c.sd[i] > 0 {
			most = max(most, math.Abs(x-c.mean[i])/c.sd[i])
		}
	}
	c.most = append(c.most, most)
}

func (c *contrasts) critical(level float64) float64 {
	slices.Sort(c.most)
	return quantile(c.most, level)
}

func (c *contrasts) exceeds(i int, critical float64) bool {
	return c.sd[i] > 0 && math.Abs(c.mean[i]) > critical*c.sd[i]
}
