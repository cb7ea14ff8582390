package multistate

import (
	"fmt"
	"iter"
	"math"
)

// Block is a number of person-periods, held by column.
type Block struct {
	State  []uint8     // now
	Next   []uint8     // one period later
	X      [][]float32 // one slice per feature; NaN = missing; nominal: index of the level
	Weight []float32   // case weight ≥ 0; nil means 1 for every row
}

// Source gives rows in blocks. It is read twice from the start and gives the same
// rows in the same order. A block may be reused after the loop body has ended.
type Source interface {
	Blocks() iter.Seq2[Block, error]
}

// Rows is a Source in memory.
type Rows []Block

// Blocks implements Source.
func (r Rows) Blocks() iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		for _, b := range r {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// check finds faults that would make a row mean something else.
func (b *Block) check(d *Design, first int) error {
	n := len(b.State)
	if len(b.Next) != n || len(b.X) != len(d.Features) || (b.Weight != nil && len(b.Weight) != n) {
		return fmt.Errorf("%w: %d states, %d next, %d weights, %d features of %d",
			ErrShape, n, len(b.Next), len(b.Weight), len(b.X), len(d.Features))
	}
	for k, x := range b.X {
		if len(x) != n {
			return fmt.Errorf("%w: %d states, %d values of %q", ErrShape, n, len(x), d.Features[k].Name)
		}
	}
	for i, s := range b.State {
		t := b.Next[i]
		switch {
		case int(s) >= len(d.States) || int(t) >= len(d.States):
			return fmt.Errorf("%w %d: state %d, next %d, there are %d", ErrRow, first+i, s, t, len(d.States))
		case d.States[s].Absorbing && s != t:
			return fmt.Errorf("%w %d: from %q, which is absorbing, to %q", ErrRow, first+i, d.States[s].Name, d.States[t].Name)
		}
	}
	for i, w := range b.Weight {
		if !(w >= 0) || math.IsInf(float64(w), 1) {
			return fmt.Errorf("%w %d: weight %v", ErrRow, first+i, w)
		}
	}
	for k := range d.Features {
		if err := checkValues(d, k, b.X[k], first); err != nil {
			return err
		}
	}
	return nil
}

func checkValues(d *Design, k int, x []float32, first int) error {
	levels, nominal := d.nominal(k)
	for i, v := range x {
		if v != v {
			continue
		}
		if math.IsInf(float64(v), 0) || (nominal && !(v >= 0 && v < float32(levels) && v == float32(int(v)))) {
			return fmt.Errorf("%w %d: %q is %v, want a finite number or the index of a level", ErrRow, first+i, d.Features[k].Name, v)
		}
	}
	return nil
}
