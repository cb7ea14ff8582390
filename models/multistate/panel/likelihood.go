package panel

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// cell counts the steps from one state to another within a group.
type cell struct {
	from, to int
	count    float64
}

// group holds the steps of one length and with the same covariates: they share
// the matrix exponential.
type group struct {
	time  float64
	x     []float64 // standardised
	cells []cell
}

// likelihood is the log likelihood of the steps as a function of
// θ = (log q of each transition, then its effects by covariate).
type likelihood struct {
	states      int
	transitions []Transition
	exact       []bool
	unknown     []bool // states that Unknown may stand for
	covariates  int
	groups      []group
}

// newLikelihood groups the steps, in an order that does not depend on that of
// the rows.
func newLikelihood(m *Model, s Sample, steps []step, sd []float64) (*likelihood, error) {
	l := &likelihood{states: m.States, transitions: m.Transitions, exact: m.exact, unknown: m.unknown, covariates: len(s.X)}
	possible := l.possible()
	var all []group
	for _, p := range steps {
		if p.from == p.to && !l.leaves(p.from) {
			continue // absorbed before: probability 1
		}
		if !l.canBeSeen(possible, p) {
			return nil, &RowError{p.next, fmt.Sprintf(
				"no allowed way from state %d (row %d) to %s; allow a transition or correct the row", p.from, p.row, stateName(p.to))}
		}
		g := group{time: coarse(p.time), cells: []cell{{p.from, p.to, 1}}}
		for j, column := range s.X {
			g.x = append(g.x, (column[p.row]-m.Mean[j])/sd[j])
		}
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b group) int {
		if c := compareGroups(a, b); c != 0 {
			return c
		}
		return slices.Compare([]int{a.cells[0].from, a.cells[0].to}, []int{b.cells[0].from, b.cells[0].to})
	})
	for _, g := range all {
		l.merge(g)
	}
	return l, nil
}

// canBeSeen tells whether a step has any probability.
func (l *likelihood) canBeSeen(possible [][]bool, p step) bool {
	if p.to != Unknown {
		return possible[p.from][p.to]
	}
	for k, may := range l.unknown {
		if may && (possible[p.from][k] || k == p.from) {
			return true
		}
	}
	return false
}

func stateName(state int) string {
	if state == Unknown {
		return "any state that may be unknown"
	}
	return fmt.Sprintf("state %d", state)
}

// coarse rounds a length of time to 11 digits, so that lengths which differ by
// the rounding of a subtraction share one matrix exponential.
func coarse(t float64) float64 {
	fraction, exponent := math.Frexp(t)
	return math.Ldexp(math.Round(fraction*(1<<36)), exponent-36)
}

func compareGroups(a, b group) int {
	return slices.Compare(append([]float64{a.time}, a.x...), append([]float64{b.time}, b.x...))
}

func (l *likelihood) merge(g group) {
	if n := len(l.groups); n > 0 && compareGroups(l.groups[n-1], g) == 0 {
		last := &l.groups[n-1]
		if c := &last.cells[len(last.cells)-1]; c.from == g.cells[0].from && c.to == g.cells[0].to {
			c.count++
			return
		}
		last.cells = append(last.cells, g.cells[0])
		return
	}
	l.groups = append(l.groups, g)
}

func (l *likelihood) leaves(state int) bool {
	return slices.ContainsFunc(l.transitions, func(t Transition) bool { return t.From == state })
}

// possible tells which steps can be seen: a way along allowed transitions, that
// ends with one into the state if its entry is seen exactly.
func (l *likelihood) possible() [][]bool {
	reach := make([][]bool, l.states)
	for r := range reach {
		reach[r] = make([]bool, l.states)
		reach[r][r] = true
	}
	for range l.states {
		for r := range reach {
			for _, t := range l.transitions {
				reach[r][t.To] = reach[r][t.To] || reach[r][t.From]
			}
		}
	}
	out := make([][]bool, l.states)
	for r := range out {
		out[r] = slices.Clone(reach[r])
		for s := range out[r] {
			out[r][s] = reach[r][s] && !l.exact[s]
		}
		for _, t := range l.transitions {
			out[r][t.To] = out[r][t.To] || l.exact[t.To] && reach[r][t.From]
		}
	}
	return out
}

// intensities is Q for standardised covariates.
func (l *likelihood) intensities(theta, x []float64) *mat.Dense {
	q := mat.NewDense(l.states, l.states, nil)
	m := len(l.transitions)
	for k, t := range l.transitions {
		eta := theta[k]
		for j, v := range x {
			eta += theta[(j+1)*m+k] * v
		}
		rate := math.Exp(eta)
		q.Set(t.From, t.To, rate)
		q.Set(t.From, t.From, q.At(t.From, t.From)-rate)
	}
	return q
}

// value returns the log likelihood and, if it is given, fills its gradient.
// −∞ stands for a θ that the exponential cannot take or the data rule out.
func (l *likelihood) value(theta, gradient []float64) float64 {
	clear(gradient)
	const steepest = 40. // e^40 transitions per unit of time: no data are like that
	for _, v := range theta {
		if !(math.Abs(v) <= steepest) {
			return math.Inf(-1)
		}
	}
	var total float64
	for _, g := range l.groups {
		q := l.intensities(theta, g.x)
		if total += l.add(g, q, gradient); math.IsNaN(total) || math.IsInf(total, 0) {
			return math.Inf(-1)
		}
	}
	return total
}

// add is the log likelihood of a group; its gradient is added.
func (l *likelihood) add(g group, q *mat.Dense, gradient []float64) float64 {
	p := exponential(q, g.time)
	byP := mat.NewDense(l.states, l.states, nil) // ∂/∂P
	byQ := mat.NewDense(l.states, l.states, nil) // ∂/∂Q, first where Q enters directly
	var total float64
	for _, c := range g.cells {
		probability := l.seen(c, p, q)
		total += c.count * math.Log(probability)
		l.differentiate(c, c.count/probability, p, q, byP, byQ)
	}
	if gradient == nil || math.IsNaN(total) || math.IsInf(total, 0) {
		return total
	}
	addAdjoint(byQ, q, byP, g.time)
	m := len(l.transitions)
	for k, t := range l.transitions {
		slope := q.At(t.From, t.To) * (byQ.At(t.From, t.To) - byQ.At(t.From, t.From))
		gradient[k] += slope
		for j, v := range g.x {
			gradient[(j+1)*m+k] += slope * v
		}
	}
	return total
}

// seen is the probability of a step, or its density where the entry is exact.
func (l *likelihood) seen(c cell, p, q *mat.Dense) float64 {
	var sum float64
	switch {
	case c.to == Unknown:
		for k, may := range l.unknown {
			if may {
				sum += p.At(c.from, k)
			}
		}
	case l.exact[c.to]:
		for k := range l.states {
			if k != c.to {
				sum += p.At(c.from, k) * q.At(k, c.to)
			}
		}
	default:
		sum = p.At(c.from, c.to)
	}
	return sum
}

// differentiate adds w times the derivative of seen.
func (l *likelihood) differentiate(c cell, w float64, p, q, byP, byQ *mat.Dense) {
	switch {
	case c.to == Unknown:
		for k, may := range l.unknown {
			if may {
				increase(byP, c.from, k, w)
			}
		}
	case l.exact[c.to]:
		for k := range l.states {
			if k != c.to {
				increase(byP, c.from, k, w*q.At(k, c.to))
				increase(byQ, k, c.to, w*p.At(c.from, k))
			}
		}
	default:
		increase(byP, c.from, c.to, w)
	}
}

func increase(m *mat.Dense, i, j int, by float64) { m.Set(i, j, m.At(i, j)+by) }
