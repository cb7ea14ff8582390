package multistate

import (
	"fmt"
	"math"
)

// Cohort is the people whose future is asked for, as they are at the origin.
type Cohort struct {
	ID     []uint64    // distinct: seeds the person's random numbers
	Memory []Memory    // from Table.Begin and Move, or Histories.Cohort
	X      [][]float32 // one slice per feature, values at the origin; those that the package keeps itself are nil
	Group  []uint16    // 0 … groups−1: what Occupancy is counted by; nil means one group
	// Offset[j][i] is added to person i's log odds of going to state j, from any
	// state and in each period; nil slices mean 0, −∞ means never. SolveOffsets
	// sets it.
	Offset [][]float64
}

// Len is the number of people.
func (c *Cohort) Len() int { return len(c.ID) }

func (c *Cohort) groups() int {
	n := 1
	for _, g := range c.Group {
		n = max(n, int(g)+1)
	}
	return n
}

func (c *Cohort) validate(d *Design) error {
	n := c.Len()
	if len(c.Memory) != n || len(c.X) != len(d.Features) || (c.Group != nil && len(c.Group) != n) ||
		(c.Offset != nil && len(c.Offset) != len(d.States)) {
		return fmt.Errorf("%w: cohort of %d with %d memories, %d groups, %d features, %d offsets",
			ErrShape, n, len(c.Memory), len(c.Group), len(c.X), len(c.Offset))
	}
	for k, f := range d.Features {
		if !f.Role.remembered() && len(c.X[k]) != n {
			return fmt.Errorf("%w: cohort of %d, %d values of %q", ErrShape, n, len(c.X[k]), f.Name)
		}
	}
	for i, m := range c.Memory {
		if int(m.State) >= len(d.States) {
			return fmt.Errorf("%w: person %d is in state %d, there are %d", ErrRow, i, m.State, len(d.States))
		}
	}
	for j, o := range c.Offset {
		if o != nil && len(o) != n {
			return fmt.Errorf("%w: cohort of %d, %d offsets of state %d", ErrShape, n, len(o), j)
		}
		for i, v := range o {
			if math.IsNaN(v) || v > maxOffset {
				return fmt.Errorf("%w: person %d, offset %v of state %d, at most %v is possible", ErrRow, i, v, j, maxOffset)
			}
		}
	}
	return nil
}

// multipliers writes e^offset of person i to dst and tells whether there is any.
func (c *Cohort) multipliers(dst []float64, i int) bool {
	for j := range dst {
		dst[j] = 1
	}
	found := false
	for j, o := range c.Offset {
		if o != nil {
			dst[j] = math.Exp(o[i])
			found = true
		}
	}
	return found
}

// courseBins are the bins of what does not depend on the course.
type courseBins struct {
	features int
	fixed    []uint8 // person × feature; 0 for Clock and memory
	clocks   []int   // features of role Clock
	clock    []uint8 // person × period × clock
	horizon  int
}

func newCourseBins(t *Table, c *Cohort, horizon, workers int) *courseBins {
	b := &courseBins{features: len(t.bins), horizon: horizon}
	for k, f := range t.design.Features {
		if f.Role == Clock {
			b.clocks = append(b.clocks, k)
		}
	}
	n := c.Len()
	b.fixed, b.clock = make([]uint8, n*b.features), make([]uint8, n*horizon*len(b.clocks))
	const chunk = 4096
	parallel((n+chunk-1)/chunk, workers, func(part int) {
		for i := part * chunk; i < min(n, (part+1)*chunk); i++ {
			for k, f := range t.design.Features {
				if f.Role == Fixed {
					b.fixed[i*b.features+k] = t.BinOf(k, c.X[k][i])
				}
			}
			for step := range horizon {
				for at, k := range b.clocks {
					v := float64(c.X[k][i]) + float64(step)*t.design.Features[k].PerPeriod
					b.clock[(i*horizon+step)*len(b.clocks)+at] = t.BinOf(k, float32(v))
				}
			}
		}
	})
	return b
}

// start writes person i's bins of what stays.
func (b *courseBins) start(dst []uint8, i int) { copy(dst, b.fixed[i*b.features:(i+1)*b.features]) }

// step writes the bins of clocks after some periods.
func (b *courseBins) step(dst []uint8, i, step int) {
	at := (i*b.horizon + step) * len(b.clocks)
	for j, k := range b.clocks {
		dst[k] = b.clock[at+j]
	}
}

// Occupancy counts people by draw, group, period and state. Of Propagate it holds
// expectations, in one draw.
type Occupancy struct {
	Draws, Groups, Horizon, States int
	Count                          []float64 // draw × group × (period 0 … Horizon) × state
}

func newOccupancy(draws, groups, horizon, states int) *Occupancy {
	return &Occupancy{draws, groups, horizon, states, make([]float64, draws*groups*(horizon+1)*states)}
}

// Row is the numbers of people by state, some periods after the origin.
func (o *Occupancy) Row(draw, group, period int) []float64 {
	at := ((draw*o.Groups+group)*(o.Horizon+1) + period) * o.States
	return o.Count[at : at+o.States]
}

// At is the number of people in a state.
func (o *Occupancy) At(draw, group, period, state int) float64 {
	return o.Row(draw, group, period)[state]
}
