package trend

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Penalties of the criterion, in units of −2 log likelihood per log n. A change
// costs its coefficient, its place and the choice of kind. The numbers were set on
// made-up series of five years without change, so that at most one in twenty shows one
// with an autocorrelation up to 0.6, and so for counts of clients of whom 3 % come
// and leave each month.
const (
	changePrice = 3.3
	stockPrice  = 3.7
	oddPrice    = 2.9
	fiveYears   = 60   // months; shorter series pay as much, as their likelihoods have longer tails
	relative    = 1e-6 // standard deviation over largest value below which rounding is all there is
	dependent   = 1e-8 // share of a column's square left by others, below which it adds nothing
	beyond      = 2    // steps along the path after its best, so that two changes that hide each other are found
	exchanges   = 4    // rounds of moving each change to its best place
)

// problem is the search for changes in one series.
type problem struct {
	frame
	o         Options
	month     []int
	y         []float64
	reports   []int
	noises    []noise
	whitened  []*columns
	floor     float64 // least residual sum of squares
	base      []term
	candidate []term // steps, then kinks, then odd months, by row
}

// columns are candidates under one noise, whitened.
type columns struct {
	y    []float64
	base [][]float64
	cand [][]float64
}

func newProblem(month []int, y []float64, reports []int, o Options) *problem {
	n := len(month)
	p := &problem{
		frame: frame{period: o.Period, middle: float64(month[0]+month[n-1]) / 2},
		o:     o, month: month, y: y, reports: reports, noises: shapes(o.stock),
	}
	for _, f := range []form{step, kink, odd} {
		for _, t := range month {
			p.candidate = append(p.candidate, term{f, t})
		}
	}
	largest := math.Max(floats.Max(y), -floats.Min(y))
	p.floor = math.Max(float64(n)*relative*relative*largest*largest, 1e-300)
	for k := range p.noises {
		p.noises[k].factor(month)
		p.whitened = append(p.whitened, p.whiten(&p.noises[k]))
	}
	return p
}

// whiten makes the candidates from the columns of L⁻¹: these are the odd months,
// steps are their sums, and kinks the sums of steps.
func (p *problem) whiten(k *noise) *columns {
	n := len(p.month)
	c := &columns{y: slices.Clone(p.y), cand: make([][]float64, 3*n)}
	k.whiten(c.y)
	for i := range n {
		unit := make([]float64, n)
		unit[i] = 1
		k.whiten(unit)
		c.cand[2*n+i] = unit
	}
	for i := n - 1; i >= 0; i-- {
		single := c.cand[2*n+i]
		s, b := slices.Clone(single), slices.Clone(single)
		if i+1 < n {
			floats.Add(s, c.cand[i+1])
			floats.Add(b, c.cand[n+i+1])
			floats.AddScaled(b, float64(p.month[i+1]-p.month[i]), c.cand[i+1])
		}
		c.cand[i], c.cand[n+i] = s, b
	}
	return c
}

// setBase fixes season or none; the rest of the problem stays.
func (p *problem) setBase(seasonal bool) {
	p.base = p.frame.base(seasonal, p.reports)
	for k, c := range p.whitened {
		c.base = make([][]float64, len(p.base))
		for j, t := range p.base {
			c.base[j] = p.column(t, p.month)
			p.noises[k].whiten(c.base[j])
		}
	}
}

// price of a candidate in the criterion.
func (p *problem) price(c int) float64 {
	price := changePrice
	if p.o.stock {
		price = stockPrice
	}
	if p.candidate[c].form == odd {
		price = oddPrice
	}
	return price * math.Log(float64(max(len(p.month), fiveYears)))
}

// allowed says whether candidate c may join the set: at least MinSegment known
// months to both ends and to other changes, unless it is the other kind at the
// same month; no step next to a reporting break, of which it would be a part.
func (p *problem) allowed(c int, set []int) bool {
	n := len(p.month)
	row, t := c%n, p.candidate[c]
	if t.form == odd {
		return !slices.Contains(set, c)
	}
	if row < p.o.MinSegment || n-row < p.o.MinSegment {
		return false
	}
	for _, s := range set {
		if s == c || p.candidate[s].form != odd && s%n != row && abs(s%n-row) < p.o.MinSegment {
			return false
		}
	}
	if t.form == step {
		for _, b := range p.reports {
			if abs(t.at-b) < p.o.MinSegment {
				return false
			}
		}
	}
	return true
}

func abs(v int) int { return max(v, -v) }

// state is a set of candidates under one noise, everything else orthogonal to it.
type state struct {
	p     *problem
	r     []float64
	rss   float64
	cand  [][]float64
	first []float64 // squares of the whitened candidates
	set   []int
	free  int // residual degrees of freedom of the base
}

func (p *problem) start(k int) *state {
	w := p.whitened[k]
	s := &state{p: p, r: slices.Clone(w.y), cand: make([][]float64, len(w.cand)), free: len(p.month) - len(p.base)}
	for c, v := range w.cand {
		s.cand[c] = slices.Clone(v)
		s.first = append(s.first, floats.Dot(v, v))
	}
	var done [][]float64
	for _, b := range w.base {
		q := slices.Clone(b)
		for _, d := range done {
			floats.AddScaled(q, -floats.Dot(d, q), d)
		}
		norm := floats.Norm(q, 2)
		if norm*norm <= dependent*floats.Dot(b, b) {
			continue
		}
		floats.Scale(1/norm, q)
		s.project(q)
		done = append(done, q)
	}
	s.rss = math.Max(floats.Dot(s.r, s.r), p.floor)
	return s
}

// project takes direction q (of length 1) out of residual and candidates.
func (s *state) project(q []float64) {
	floats.AddScaled(s.r, -floats.Dot(q, s.r), q)
	for _, v := range s.cand {
		floats.AddScaled(v, -floats.Dot(q, v), q)
	}
}

func (s *state) clone() *state {
	out := *s
	out.r, out.set, out.cand = slices.Clone(s.r), slices.Clone(s.set), make([][]float64, len(s.cand))
	flat := make([]float64, 0, len(s.cand)*len(s.r))
	for c, v := range s.cand {
		flat = append(flat, v...)
		out.cand[c] = flat[c*len(v) : (c+1)*len(v)]
	}
	return &out
}

// best returns the candidate whose joining lowers the criterion most, and by how much
// (negative if it raises it); −1 if none may join.
func (s *state) best(accept func(int) bool) (c int, gain float64) {
	c, gain = -1, math.Inf(-1)
	for j := range s.cand {
		if !accept(j) || !s.p.allowed(j, s.set) {
			continue
		}
		drop, ok := s.drop(j)
		if !ok {
			continue
		}
		rss := math.Max(s.rss-drop, s.p.floor)
		if g := float64(s.free)*math.Log(s.rss/rss) - s.p.price(j); g > gain {
			c, gain = j, g
		}
	}
	return c, gain
}

// drop is how much candidate c lowers the residual sum of squares; not ok if what is
// there already makes it up.
func (s *state) drop(c int) (drop float64, ok bool) {
	norm := floats.Dot(s.cand[c], s.cand[c])
	if norm <= dependent*s.first[c] {
		return 0, false
	}
	dot := floats.Dot(s.cand[c], s.r)
	return dot * dot / norm, true
}

func (s *state) add(c int) {
	q := slices.Clone(s.cand[c])
	floats.Scale(1/floats.Norm(q, 2), q)
	s.project(q)
	s.rss = math.Max(floats.Dot(s.r, s.r), s.p.floor)
	s.set = append(s.set, c)
}

// limits of the sets that are tried.
func (p *problem) room(set []int) func(int) bool {
	n := len(p.month)
	var odds, changes int
	for _, c := range set {
		if p.candidate[c].form == odd {
			odds++
		} else {
			changes++
		}
	}
	return func(c int) bool {
		if p.candidate[c].form == odd {
			return odds < max(1, n/12)
		}
		return changes < 2+n/24
	}
}

// find returns the best sets under one noise: forward, then each member is moved
// to its best place or dropped.
func (p *problem) find(k int) []int {
	start := p.start(k)
	s := start.clone()
	var total, lowest float64
	length := 0
	for len(s.set)-length < beyond {
		c, gain := s.best(p.room(s.set))
		if c < 0 || s.free-len(s.set) < 6 {
			break
		}
		s.add(c)
		if total -= gain; total < lowest {
			lowest, length = total, len(s.set)
		}
	}
	set := s.set[:length]
	for range exchanges {
		if !p.exchange(start, &set) {
			break
		}
	}
	slices.Sort(set)
	return set
}

// exchange takes each member out and puts the best one in its stead, if any.
func (p *problem) exchange(start *state, set *[]int) (moved bool) {
	for i := 0; i < len(*set); i++ {
		old := (*set)[i]
		s := start.clone()
		for j, c := range *set {
			if j != i {
				s.add(c)
			}
		}
		c, gain := s.best(p.room(s.set))
		switch {
		case c < 0 || gain < 0:
			*set = slices.Delete(slices.Clone(*set), i, i+1)
			i--
			moved = true
		case c != old:
			next := slices.Clone(*set)
			next[i] = c
			*set, moved = next, true
		}
	}
	return moved
}
