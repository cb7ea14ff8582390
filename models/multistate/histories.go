package multistate

import (
	"fmt"
	"iter"
	"math"
)

// Histories holds courses in columns, sorted by person and, within a person, by
// period without gaps.
type Histories struct {
	Person []uint64    // one per person: an id, distinct
	Offset []int       // rows of person i are Offset[i] … Offset[i+1]−1; one longer than Person
	Period []int16     // one per row, as are the following: periods since any common start
	State  []uint8     // index into the design's states
	X      [][]float32 // one slice per feature; those that the package keeps itself are nil
	// Unknown marks persons who were in their first state before their first
	// row: how long they had been is missing. Nil means nobody.
	Unknown []bool
}

// Window says which transitions to learn from.
type Window struct {
	From     int     // first period of a transition's origin
	Origin   int     // last period known: transitions into later ones are not read
	HalfLife float64 // weight 2^(−age/HalfLife) of transitions by their age (periods); 0 means 1 for all
}

func (h *Histories) validate(d *Design) error {
	n := len(h.State)
	if len(h.Offset) != len(h.Person)+1 || len(h.Period) != n || len(h.X) != len(d.Features) ||
		h.Offset[0] != 0 || h.Offset[len(h.Person)] != n || (h.Unknown != nil && len(h.Unknown) != len(h.Person)) {
		return fmt.Errorf("%w: histories of %d persons, %d offsets, %d states, %d periods, %d features",
			ErrShape, len(h.Person), len(h.Offset), n, len(h.Period), len(h.X))
	}
	for k, f := range d.Features {
		if !f.Role.remembered() && len(h.X[k]) != n {
			return fmt.Errorf("%w: %d states, %d values of %q", ErrShape, n, len(h.X[k]), f.Name)
		}
	}
	for p := range h.Person {
		if h.Offset[p+1] < h.Offset[p] {
			return fmt.Errorf("%w: offsets fall at person %d", ErrShape, p)
		}
		for i := h.Offset[p]; i < h.Offset[p+1]; i++ {
			if int(h.State[i]) >= len(d.States) {
				return fmt.Errorf("%w %d: state %d, there are %d", ErrRow, i, h.State[i], len(d.States))
			}
			if i > h.Offset[p] && h.Period[i] != h.Period[i-1]+1 {
				return fmt.Errorf("%w %d: period %d after %d; begin a new person at a gap", ErrRow, i, h.Period[i], h.Period[i-1])
			}
		}
	}
	return nil
}

// Source gives the transitions of a window, with their memories.
func (h *Histories) Source(d Design, w Window) (Source, error) {
	if err := d.validate(); err != nil {
		return nil, err
	}
	if w.HalfLife < 0 || math.IsNaN(w.HalfLife) {
		return nil, fmt.Errorf("%w: half-life %v", ErrOptions, w.HalfLife)
	}
	if err := h.validate(&d); err != nil {
		return nil, err
	}
	return &transitions{h, d, w}, nil
}

type transitions struct {
	h *Histories
	d Design
	w Window
}

// blockRows is the length of a block.
const blockRows = 8192

// Blocks implements Source.
func (t *transitions) Blocks() iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		b := Block{X: make([][]float32, len(t.d.Features))}
		r := t.d.rules()
		for p := range t.h.Person {
			t.walk(&b, &r, p)
			if len(b.State) < blockRows {
				continue
			}
			if !yield(b, nil) {
				return
			}
			b.State, b.Next, b.Weight = b.State[:0], b.Next[:0], b.Weight[:0]
			for k := range b.X {
				b.X[k] = b.X[k][:0]
			}
		}
		if len(b.State) > 0 {
			yield(b, nil)
		}
	}
}

func (t *transitions) walk(b *Block, r *rules, p int) {
	h := t.h
	var m Memory
	for i := h.Offset[p]; i+1 < h.Offset[p+1] && int(h.Period[i+1]) <= t.w.Origin; i++ {
		h.remember(&m, r, p, i)
		if int(h.Period[i]) < t.w.From {
			continue
		}
		b.State, b.Next = append(b.State, h.State[i]), append(b.Next, h.State[i+1])
		for k, f := range t.d.Features {
			if f.Role.remembered() {
				b.X[k] = append(b.X[k], r.value(&m, f.Role))
			} else {
				b.X[k] = append(b.X[k], h.X[k][i])
			}
		}
		if t.w.HalfLife > 0 {
			// On a grid of 1/1024, so that sums do not depend on the order of rows.
			age := float64(t.w.Origin - int(h.Period[i+1]))
			b.Weight = append(b.Weight, float32(math.Round(1024*math.Exp2(-age/t.w.HalfLife))/1024))
		}
	}
}

// remember brings a memory to row i, the next after the one it is at.
func (h *Histories) remember(m *Memory, r *rules, p, i int) {
	if i == h.Offset[p] {
		*m = r.begin(h.State[i], h.Unknown == nil || !h.Unknown[p])
	} else {
		r.move(m, h.State[i])
	}
}

// Cohort returns those who have a row at the origin and are in no absorbing
// state, with their memories.
func (h *Histories) Cohort(d Design, origin int) (*Cohort, error) {
	if err := d.validate(); err != nil {
		return nil, err
	}
	if err := h.validate(&d); err != nil {
		return nil, err
	}
	c := &Cohort{X: make([][]float32, len(d.Features))}
	r := d.rules()
	for p := range h.Person {
		var m Memory
		for i := h.Offset[p]; i < h.Offset[p+1] && int(h.Period[i]) <= origin; i++ {
			h.remember(&m, &r, p, i)
			if int(h.Period[i]) < origin || d.States[h.State[i]].Absorbing {
				continue
			}
			c.ID, c.Memory = append(c.ID, h.Person[p]), append(c.Memory, m)
			for k, f := range d.Features {
				if !f.Role.remembered() {
					c.X[k] = append(c.X[k], h.X[k][i])
				}
			}
		}
	}
	return c, nil
}
