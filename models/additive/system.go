package additive

import (
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/floats"
)

// shape is how the bins of a block lie to one another, and so which steps are
// possible.
type shape uint8

const (
	ordered shape = iota // bins 0 … m−1 in order, then 'missing'
	nominal              // no order
	crossed              // cells a·columns + b of two coarse orders
)

// block is one term as the fit sees it: one column of bins.
type block struct {
	shape   shape
	off     int // first position in the state
	n       int // bins
	m       int // ordered: intervals
	columns int // crossed: cells per row of the cross table
	pinned  []bool
	col     []uint8
}

// system is a set of terms on the same rows.
type system struct {
	t      *table
	l      likelihood
	blocks []block
	size   int          // bins of all blocks
	pairs  [][]int      // pairs[j][k], j < k: start of the cross table of blocks j and k
	cells  int          // cells of all cross tables
	parts  []*expansion // per fold, reused by expand
	total  *expansion   // their sum, reused too
}

func newSystem(t *table, l likelihood) *system {
	s := &system{t: t, l: l}
	for j, b := range t.bins {
		kind := ordered
		if b.feature.Nominal() {
			kind = nominal
		}
		s.add(block{shape: kind, n: b.size(), m: b.m, pinned: b.pinned, col: t.cols[j]})
	}
	return s
}

// add appends a block and gives it its place in state and cross tables.
func (s *system) add(b block) {
	b.off = s.size
	s.size += b.n
	row := make([]int, len(s.blocks)+1)
	s.pairs = append(s.pairs, row)
	k := len(s.blocks)
	for j, other := range s.blocks {
		// pairs[k][j] with j < k: the table has other.n rows and b.n columns.
		row[j] = s.cells
		s.cells += other.n * b.n
	}
	s.blocks = append(s.blocks, b)
	_ = k
}

// state is a model under way: per function an intercept and one number per bin.
type state struct {
	a []float64
	f [][]float64
}

func (s *system) newState() *state {
	st := &state{a: make([]float64, s.l.functions())}
	for range st.a {
		st.f = append(st.f, make([]float64, s.size))
	}
	return st
}

// clone copies a state, with room for blocks added since.
func (st *state) clone(size int) *state {
	out := &state{a: append([]float64(nil), st.a...)}
	for _, f := range st.f {
		out.f = append(out.f, append(make([]float64, 0, size), f...)[:size])
	}
	return out
}

const batch = 2048 // rows at a time: scores, derivatives and bins of a batch stay in the cache

// scores writes the scores of rows lo … hi−1 to eta, one slice per function.
func (s *system) scores(st *state, lo, hi int, eta [][]float64) {
	for fn, e := range eta {
		e = e[:hi-lo]
		for i := range e {
			e[i] = st.a[fn]
		}
		if s.t.offset != nil && fn == len(eta)-1 {
			for i, o := range s.t.offset[lo:hi] {
				e[i] += o
			}
		}
		for j := range s.blocks {
			b := &s.blocks[j]
			f := st.f[fn][b.off : b.off+b.n]
			col := b.col[lo:hi]
			for i := range e {
				e[i] += f[col[i]]
			}
		}
	}
}

func buffers(count int) [][]float64 {
	out := make([][]float64, count)
	for i := range out {
		out[i] = make([]float64, batch)
	}
	return out
}

// expansion is the second-order expansion of the loss in the bins of a system,
// summed over some rows.
type expansion struct {
	g, h  []float64 // first derivative and curvature per bin
	cross []float64 // curvature per pair of bins of different blocks
	sumG  float64   // first derivative and curvature of the intercept
	sumH  float64
}

// newExpansion makes room for one, or clears the old one if that has the size.
func (s *system) newExpansion(old *expansion) *expansion {
	if old == nil || len(old.g) != s.size || len(old.cross) != s.cells {
		return &expansion{g: make([]float64, s.size), h: make([]float64, s.size), cross: make([]float64, s.cells)}
	}
	clear(old.g)
	clear(old.h)
	clear(old.cross)
	old.sumG, old.sumH = 0, 0
	return old
}

// expand returns the expansion of function fn at st for each fold and their sum,
// valid until the next call. Only cross tables with at least one active block are
// filled; nil means all.
func (s *system) expand(st *state, fn int, active []bool, workers int) (parts []*expansion, total *expansion) {
	folds := len(s.t.start) - 1
	if s.parts == nil {
		s.parts = make([]*expansion, folds)
	}
	parallel(folds, workers, func(k int) {
		e := s.newExpansion(s.parts[k])
		eta := buffers(s.l.functions())
		gh := buffers(2)
		for lo := s.t.start[k]; lo < s.t.start[k+1]; lo += batch {
			hi := min(lo+batch, s.t.start[k+1])
			s.scores(st, lo, hi, eta)
			g, h := gh[0][:hi-lo], gh[1][:hi-lo]
			s.l.derivatives(fn, s.t.y[lo:hi], s.t.w[lo:hi], clip(eta, hi-lo), g, h)
			s.accumulate(e, lo, hi, g, h, active)
		}
		s.parts[k] = e
	})
	s.total = s.newExpansion(s.total)
	for _, p := range s.parts {
		s.total.add(p)
	}
	return s.parts, s.total
}

// add adds another expansion.
func (e *expansion) add(p *expansion) {
	floats.Add(e.g, p.g)
	floats.Add(e.h, p.h)
	floats.Add(e.cross, p.cross)
	e.sumG += p.sumG
	e.sumH += p.sumH
}

func clip(x [][]float64, n int) [][]float64 {
	for i := range x {
		x[i] = x[i][:n]
	}
	return x
}

// accumulate adds a batch to the sums.
func (s *system) accumulate(e *expansion, lo, hi int, g, h []float64, active []bool) {
	for i := range g {
		e.sumG += g[i]
		e.sumH += h[i]
	}
	for k := range s.blocks {
		b := &s.blocks[k]
		col := b.col[lo:hi]
		bg, bh := e.g[b.off:b.off+b.n], e.h[b.off:b.off+b.n]
		for i, bin := range col {
			bg[bin] += g[i]
			bh[bin] += h[i]
		}
		for j := range k {
			if active != nil && !active[j] && !active[k] {
				continue
			}
			a := &s.blocks[j]
			from := s.pairs[k][j]
			scatter(e.cross[from:from+a.n*b.n], a.col[lo:hi], col, b.n, h)
		}
	}
}

// scatter is the inner loop of all fits: one addition per row and pair of blocks.
func scatter(dst []float64, a, b []uint8, columns int, h []float64) {
	a, b = a[:len(h)], b[:len(h)]
	for i, v := range h {
		dst[int(a[i])*columns+int(b[i])] += v
	}
}

// losses returns the loss of each fold under the state that goes with it.
func (s *system) losses(states []*state, workers int) []float64 {
	folds := len(s.t.start) - 1
	out := make([]float64, folds)
	parallel(folds, workers, func(k int) {
		eta := buffers(s.l.functions())
		for lo := s.t.start[k]; lo < s.t.start[k+1]; lo += batch {
			hi := min(lo+batch, s.t.start[k+1])
			s.scores(states[k], lo, hi, eta)
			out[k] += s.l.loss(s.t.y[lo:hi], s.t.w[lo:hi], clip(eta, hi-lo))
			eta = restore(eta)
		}
	})
	return out
}

func restore(x [][]float64) [][]float64 {
	for i := range x {
		x[i] = x[i][:batch]
	}
	return x
}

// parallel runs f for 0 ≤ c < count on some workers.
func parallel(count, workers int, f func(c int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if workers == 1 || count <= 1 {
		for c := range count {
			f(c)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, count) {
		wg.Go(func() {
			for c := int(next.Add(1)) - 1; c < count; c = int(next.Add(1)) - 1 {
				f(c)
			}
		})
	}
	wg.Wait()
}
