package additive

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// ridge is added to the curvature of a leaf. One unit is the information of four
// rows at even odds: of no account in a bin of 20 persons, but it keeps leaves
// that a bag has emptied at rest.
const ridge = 1.0

// quadratic is the expansion of the loss of one function on the rows of one bag,
// held so that a step in one block moves the gradient of all others in time
// proportional to the number of bins, whatever the number of rows.
type quadratic struct {
	s      *system
	active []int     // blocks that may move
	at     []int     // first position of each active block in g
	size   int       // bins of the active blocks
	g, h   []float64 // gradient and curvature per active bin
	rows   []float64 // size × size curvature; cumulated within blocks by cumulate
	order  []int     // scratch for nominal blocks
	leaf   []float64 // scratch: step per bin
}

func newQuadratic(s *system, active []int) *quadratic {
	q := &quadratic{s: s, active: active}
	for _, j := range active {
		q.at = append(q.at, q.size)
		q.size += s.blocks[j].n
	}
	q.g, q.h = make([]float64, q.size), make([]float64, q.size)
	q.rows = make([]float64, q.size*q.size)
	return q
}

// row is the curvature between one active bin and all others.
func (q *quadratic) row(i int) []float64 { return q.rows[i*q.size : (i+1)*q.size] }

// difference returns x − y, or x when there is no y.
func difference(x, y []float64, i int) float64 {
	if y == nil {
		return x[i]
	}
	return x[i] - y[i]
}

// set prepares the quadratic of total minus left (nil: of total), whose gradient
// is moved from the point of expansion to the state of the bag.
func (q *quadratic) set(total, left *expansion, from, to *state, fn int) {
	s := q.s
	var lg, lh, lc []float64
	if left != nil {
		lg, lh, lc = left.g, left.h, left.cross
	}
	clear(q.rows)
	for x, j := range q.active {
		b := &s.blocks[j]
		for bin := range b.n {
			i := q.at[x] + bin
			q.g[i] = difference(total.g, lg, b.off+bin)
			q.h[i] = difference(total.h, lh, b.off+bin)
			q.rows[i*q.size+i] = q.h[i]
		}
		for z, k := range q.active[:x] { // k < j
			c := &s.blocks[k]
			start := s.pairs[j][k]
			for r := range c.n {
				for bin := range b.n {
					v := difference(total.cross, lc, start+r*b.n+bin)
					q.rows[(q.at[z]+r)*q.size+q.at[x]+bin] = v
					q.rows[(q.at[x]+bin)*q.size+q.at[z]+r] = v
				}
			}
		}
	}
	q.move(total, left, from, to, fn)
}

// move shifts the gradient by curvature times the change of state.
func (q *quadratic) move(total, left *expansion, from, to *state, fn int) {
	if from == to {
		return
	}
	floats.AddScaled(q.g, to.a[fn]-from.a[fn], q.h)
	for k := range q.s.blocks {
		c := &q.s.blocks[k]
		x := slices.Index(q.active, k)
		for bin := range c.n {
			d := to.f[fn][c.off+bin] - from.f[fn][c.off+bin]
			switch {
			case d == 0:
			case x >= 0:
				floats.AddScaled(q.g, d, q.row(q.at[x]+bin))
			default:
				q.moveStill(total, left, k, bin, d)
			}
		}
	}
}

// moveStill is move for a bin of a block that is not active.
func (q *quadratic) moveStill(total, left *expansion, k, bin int, d float64) {
	var lc []float64
	if left != nil {
		lc = left.cross
	}
	c := &q.s.blocks[k]
	for x, j := range q.active {
		b := &q.s.blocks[j]
		for other := range b.n {
			var i int
			if k < j {
				i = q.s.pairs[j][k] + bin*b.n + other
			} else {
				i = q.s.pairs[k][j] + other*c.n + bin
			}
			q.g[q.at[x]+other] += d * difference(total.cross, lc, i)
		}
	}
}

// cumulate turns the rows of ordered blocks into sums from the first bin on, and
// those of crossed blocks into sums over the rectangle from the first cell on.
func (q *quadratic) cumulate() {
	for x, j := range q.active {
		b := &q.s.blocks[j]
		switch b.shape {
		case ordered:
			for bin := 1; bin < b.m; bin++ {
				floats.Add(q.row(q.at[x]+bin), q.row(q.at[x]+bin-1))
			}
		case crossed:
			for bin := range b.n {
				if bin%b.columns != 0 {
					floats.Add(q.row(q.at[x]+bin), q.row(q.at[x]+bin-1))
				}
			}
			for bin := b.columns; bin < b.n; bin++ {
				floats.Add(q.row(q.at[x]+bin), q.row(q.at[x]+bin-b.columns))
			}
		case nominal:
		}
	}
}

// climb takes rounds of cyclic steps from st, which it changes. Rounds before
// smooth cut at random.
func (q *quadratic) climb(st *state, fn int, rounds, smooth int, rate float64, rng *rand.Rand) {
	q.cumulate()
	f := st.f[fn]
	for round := range rounds {
		for x, j := range q.active {
			b := &q.s.blocks[j]
			cut := -1.0
			if round < smooth {
				cut = rng.Float64()
			}
			switch b.shape {
			case ordered:
				q.stepOrdered(b, q.at[x], f[b.off:b.off+b.n], rate, cut)
			case nominal:
				q.stepNominal(b, q.at[x], f[b.off:b.off+b.n], rate, cut)
			case crossed:
				q.stepCrossed(b, q.at[x], f[b.off:b.off+b.n], rate, cut)
			}
		}
		st.a[fn] += q.stepIntercept()
	}
}

// stepIntercept takes a full Newton step: every row is in some bin of the first
// active block.
func (q *quadratic) stepIntercept() float64 {
	n := q.s.blocks[q.active[0]].n
	g, h := floats.Sum(q.g[:n]), floats.Sum(q.h[:n])
	if h <= 0 {
		return 0
	}
	floats.AddScaled(q.g, -g/h, q.h)
	return -g / h
}

func gain(g, h float64) float64 { return g * g / (h + ridge) }

// longest bounds the Newton step of which a leaf takes a share, on the scale of the
// score: the expansion asks for 1/μ where what was expected at μ has happened, and
// the logarithm of that is enough.
const longest = 4.0

// leafStep is what a leaf with gradient g and curvature h moves.
func (q *quadratic) leafStep(g, h, rate float64) float64 {
	step := -g / (h + ridge)
	if q.s.l.family != Continuous {
		step = min(max(step, -longest), longest)
	}
	return rate * step
}

// stepOrdered moves the intervals below and above one cut, and the missing bin.
func (q *quadratic) stepOrdered(b *block, at int, f []float64, rate, random float64) {
	g, h := q.g[at:at+b.n], q.h[at:at+b.n]
	if miss := b.m; !b.pinned[miss] && h[miss] > 0 {
		d := q.leafStep(g[miss], h[miss], rate)
		f[miss] += d
		floats.AddScaled(q.g, d, q.row(at+miss))
	}
	if b.m < 2 {
		return
	}
	var sumG, sumH float64
	for i := range b.m {
		sumG += g[i]
		sumH += h[i]
	}
	cut, leftG, leftH := 0, 0.0, 0.0
	if random >= 0 {
		cut = 1 + int(random*float64(b.m-1))
		leftG, leftH = floats.Sum(g[:cut]), floats.Sum(h[:cut])
	} else {
		var bg, bh, best float64
		for i := 1; i < b.m; i++ {
			bg += g[i-1]
			bh += h[i-1]
			if v := gain(bg, bh) + gain(sumG-bg, sumH-bh); v > best {
				best, cut, leftG, leftH = v, i, bg, bh
			}
		}
	}
	if cut == 0 {
		return
	}
	low, high := q.leafStep(leftG, leftH, rate), q.leafStep(sumG-leftG, sumH-leftH, rate)
	for i := range cut {
		f[i] += low
	}
	for i := cut; i < b.m; i++ {
		f[i] += high
	}
	floats.AddScaled(q.g, low-high, q.row(at+cut-1))
	floats.AddScaled(q.g, high, q.row(at+b.m-1))
}

// stepNominal orders the levels by what their own step would be, cuts that order
// once and moves the two groups (Fisher 1958).
func (q *quadratic) stepNominal(b *block, at int, f []float64, rate, random float64) {
	g, h := q.g[at:at+b.n], q.h[at:at+b.n]
	q.order = q.order[:0]
	var sumG, sumH float64
	for i := range b.n {
		if !b.pinned[i] && h[i] > 0 {
			q.order = append(q.order, i)
			sumG += g[i]
			sumH += h[i]
		}
	}
	if len(q.order) < 2 {
		return
	}
	slices.SortStableFunc(q.order, func(a, c int) int {
		switch x, y := g[a]*(h[c]+ridge), g[c]*(h[a]+ridge); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	cut, leftG, leftH := 0, 0.0, 0.0
	var bg, bh, best float64
	want := 1 + int(random*float64(len(q.order)-1))
	for i := 1; i < len(q.order); i++ {
		bg += g[q.order[i-1]]
		bh += h[q.order[i-1]]
		v := gain(bg, bh) + gain(sumG-bg, sumH-bh)
		if random >= 0 && i == want || random < 0 && v > best {
			best, cut, leftG, leftH = v, i, bg, bh
		}
	}
	if cut == 0 {
		return
	}
	low, high := q.leafStep(leftG, leftH, rate), q.leafStep(sumG-leftG, sumH-leftH, rate)
	for i, bin := range q.order {
		d := high
		if i < cut {
			d = low
		}
		f[bin] += d
		floats.AddScaled(q.g, d, q.row(at+bin))
	}
}

// stepCrossed cuts both features once and moves the four quadrants.
func (q *quadratic) stepCrossed(b *block, at int, f []float64, rate, random float64) {
	c, r := b.columns, b.n/b.columns
	if c < 2 || r < 2 {
		return
	}
	// Sums over rectangles from the first cell on.
	q.leaf = append(q.leaf[:0], q.g[at:at+b.n]...)
	q.leaf = append(q.leaf, q.h[at:at+b.n]...)
	g, h := q.leaf[:b.n], q.leaf[b.n:]
	for i := range b.n {
		if i%c != 0 {
			g[i] += g[i-1]
			h[i] += h[i-1]
		}
	}
	for i := c; i < b.n; i++ {
		g[i] += g[i-c]
		h[i] += h[i-c]
	}
	best, cut := 0.0, -1
	if random >= 0 {
		k := int(random * float64((r-1)*(c-1)))
		cut = k/(c-1)*c + k%(c-1)
	} else {
		for i := range r - 1 {
			for j := range c - 1 {
				v := 0.0
				for _, part := range quadrants(g, h, i, j, r, c) {
					v += gain(part[0], part[1])
				}
				if v > best {
					best, cut = v, i*c+j
				}
			}
		}
	}
	if cut < 0 {
		return
	}
	var d [4]float64
	i, j := cut/c, cut%c
	for k, part := range quadrants(g, h, i, j, r, c) {
		d[k] = q.leafStep(part[0], part[1], rate)
	}
	for cell := range b.n {
		k := 0
		if cell/c > i {
			k = 2
		}
		if cell%c > j {
			k++
		}
		f[cell] += d[k]
	}
	floats.AddScaled(q.g, d[0]-d[1]-d[2]+d[3], q.row(at+i*c+j))
	floats.AddScaled(q.g, d[1]-d[3], q.row(at+i*c+c-1))
	floats.AddScaled(q.g, d[2]-d[3], q.row(at+(r-1)*c+j))
	floats.AddScaled(q.g, d[3], q.row(at+b.n-1))
}

// quadrants returns gradient and curvature of the cells up to (i, j), those right
// of them, those below and the rest, from cumulated tables.
func quadrants(g, h []float64, i, j, r, c int) [4][2]float64 {
	ll, lr, rl, all := i*c+j, i*c+c-1, (r-1)*c+j, r*c-1
	part := func(x []float64) (a, b, d, e float64) {
		a = x[ll]
		b = x[lr] - a
		d = x[rl] - a
		return a, b, d, x[all] - x[lr] - d
	}
	var out [4][2]float64
	out[0][0], out[1][0], out[2][0], out[3][0] = part(g)
	out[0][1], out[1][1], out[2][1], out[3][1] = part(h)
	return out
}
