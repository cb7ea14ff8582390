package multistate

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// key is a state and the bins of all features, packed.
type key [2]uint64

// field is where a number lies in a key.
type field struct {
	word  uint8
	shift uint8
	mask  uint64
}

func (f field) get(k key) uint8           { return uint8(k[f.word] >> f.shift & f.mask) }
func (f field) put(k *key, v uint8)       { k[f.word] |= uint64(v) << f.shift }
func (f field) replace(k *key, v uint8)   { k[f.word] &^= f.mask << f.shift; f.put(k, v) }
func newField(word, free, size int) field { return field{uint8(word), uint8(free), 1<<size - 1} }

// layout places the state in the highest bits, so that keys sort by state.
func layout(states int, bins []binning) (state field, features []field, err error) {
	free := [2]int{64, 64}
	place := func(n int) (field, bool) {
		size := bits.Len(uint(n - 1))
		for w := range free {
			if free[w] >= size {
				free[w] -= size
				return newField(w, free[w], size), true
			}
		}
		return field{}, false
	}
	state, _ = place(states)
	for _, b := range bins {
		f, ok := place(b.size())
		if !ok {
			return state, nil, fmt.Errorf("%w: the bins of %d features do not fit in 128 bits, use fewer features or bins", ErrOptions, len(bins))
		}
		features = append(features, f)
	}
	return state, features, nil
}

// cells are the sufficient statistics of the model: how many person-periods have
// each state and bins, and for each state, bin and next state how many
// transitions. They do not grow with the number of rows.
type cells struct {
	design   *Design
	bins     []binning
	state    field
	features []field
	off      []int // first global bin of each feature, one longer than features
	n        map[key]float64
	y        [][]float64 // by state: global bin × next state
	y0       [][]float64 // by state: next state
	limit    int
	rows     int
	weight   float64
}

func newCells(d *Design, bins []binning, limit int) (*cells, error) {
	c := &cells{design: d, bins: bins, limit: limit, n: make(map[key]float64)}
	var err error
	if c.state, c.features, err = layout(len(d.States), bins); err != nil {
		return nil, err
	}
	c.off = offsets(bins)
	k, b := len(d.States), c.off[len(bins)]
	for range k {
		c.y, c.y0 = append(c.y, make([]float64, b*k)), append(c.y0, make([]float64, k))
	}
	return c, nil
}

func offsets(bins []binning) []int {
	off := make([]int, len(bins)+1)
	for k := range bins {
		off[k+1] = off[k] + bins[k].size()
	}
	return off
}

func (c *cells) read(src Source) error {
	for b, err := range src.Blocks() {
		if err != nil {
			return err
		}
		if err := b.check(c.design, c.rows); err != nil {
			return err
		}
		if err := c.add(&b); err != nil {
			return err
		}
	}
	if len(c.n) == 0 {
		return ErrEmpty
	}
	return nil
}

func (c *cells) add(b *Block) error {
	states := len(c.design.States)
	w := 1.0
	for i, s := range b.State {
		c.rows++
		if b.Weight != nil {
			w = float64(b.Weight[i])
		}
		if w == 0 || c.design.States[s].Absorbing {
			continue
		}
		var id key
		c.state.put(&id, s)
		next := int(b.Next[i])
		y := c.y[s]
		for k := range c.bins {
			bin := c.bins[k].of(b.X[k][i])
			c.features[k].put(&id, bin)
			y[(c.off[k]+int(bin))*states+next] += w
		}
		c.y0[s][next] += w
		c.weight += w
		c.n[id] += w
		if len(c.n) > c.limit {
			if err := c.coarsen(); err != nil {
				return err
			}
		}
	}
	return nil
}

// coarsen halves the intervals of the numeric feature that has most of them,
// until there are few enough cells. What comes out depends on which cells there
// are and not on the order of rows.
func (c *cells) coarsen() error {
	for len(c.n) > c.limit {
		at := -1
		for k := range c.bins {
			if !c.bins[k].nominal && c.bins[k].m > 2 && (at < 0 || c.bins[k].m > c.bins[at].m) {
				at = k
			}
		}
		if at < 0 {
			return fmt.Errorf("%w: more than %d", ErrCells, c.limit)
		}
		c.merge(at, c.bins[at].coarsen())
	}
	return nil
}

func (c *cells) merge(at int, table []uint8) {
	order := make([]key, 0, len(c.n))
	for id := range c.n {
		order = append(order, id)
	}
	slices.SortFunc(order, compareKeys) // so that sums do not depend on the map
	n := make(map[key]float64, len(c.n)/2)
	for _, id := range order {
		w := c.n[id]
		c.features[at].replace(&id, table[c.features[at].get(id)])
		n[id] += w
	}
	c.n = n
	states, off := len(c.design.States), offsets(c.bins)
	for s, y := range c.y {
		to := make([]float64, off[len(c.bins)]*states)
		for k := range c.bins {
			for bin := range c.off[k+1] - c.off[k] {
				merged := bin
				if k == at {
					merged = int(table[bin])
				}
				for j := range states {
					to[(off[k]+merged)*states+j] += y[(c.off[k]+bin)*states+j]
				}
			}
		}
		c.y[s] = to
	}
	c.off = off
}

func compareKeys(a, b key) int {
	if v := cmp.Compare(a[0], b[0]); v != 0 {
		return v
	}
	return cmp.Compare(a[1], b[1])
}

// origin holds the cells of one state in the order of their keys, and its
// transitions to the other states. The reference is the most frequent next state.
type origin struct {
	state, ref uint8
	dest       []uint8   // next states but the reference
	bins       []uint8   // cell × feature
	n          []float64 // by cell
	y          []float64 // global bin × dest
	y0         []float64 // by dest
	yRef       float64
	byBin      []float64 // person-periods by global bin
}

// origins sorts the cells by state; a state without any has no dest.
func (c *cells) origins() []origin {
	states := len(c.design.States)
	out := make([]origin, states)
	for s := range out {
		out[s] = c.origin(s)
	}
	order := make([]key, 0, len(c.n))
	for id := range c.n {
		order = append(order, id)
	}
	slices.SortFunc(order, compareKeys)
	for _, id := range order {
		o := &out[c.state.get(id)]
		for _, f := range c.features {
			o.bins = append(o.bins, f.get(id))
		}
		o.n = append(o.n, c.n[id])
	}
	c.n = nil
	return out
}

func (c *cells) origin(s int) origin {
	states := len(c.design.States)
	o := origin{state: uint8(s), ref: uint8(s), byBin: make([]float64, c.off[len(c.bins)])}
	for j, n := range c.y0[s] {
		if n > c.y0[s][o.ref] {
			o.ref = uint8(j)
		}
	}
	o.yRef = c.y0[s][o.ref]
	for j, n := range c.y0[s] {
		if j != int(o.ref) && n > 0 {
			o.dest, o.y0 = append(o.dest, uint8(j)), append(o.y0, n)
		}
	}
	o.y = make([]float64, len(o.byBin)*len(o.dest))
	for b := range o.byBin {
		for d, j := range o.dest {
			o.y[b*len(o.dest)+d] = c.y[s][b*states+int(j)]
		}
		for j := range states {
			o.byBin[b] += c.y[s][b*states+j]
		}
	}
	return o
}
