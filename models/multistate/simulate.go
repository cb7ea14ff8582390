package multistate

import (
	"fmt"
	"runtime"
	"sync"
)

// SimulateOptions say how to simulate.
type SimulateOptions struct {
	Draws int    // replicates; 0 means 100
	Seed  uint64 // any number: same seed, same answer
	// Fixed uses the estimate in all draws instead of parameters of each draw's
	// own.
	Fixed   bool
	Workers int // goroutines; 0 means one per core. The answer does not depend on it
	// Visit is called for each person and period 1 … horizon after the move,
	// until an absorbing state has been entered. It runs on several goroutines at
	// once, but a draw's people of one block of 8,192 come in order.
	Visit func(draw, person, period int, m *Memory)
}

func (o SimulateOptions) withDefaults() (SimulateOptions, error) {
	if o.Draws == 0 {
		o.Draws = 100
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Draws < 1 || o.Workers < 1 {
		return o, fmt.Errorf("%w: %d draws, %d workers", ErrOptions, o.Draws, o.Workers)
	}
	return o, nil
}

// simulateBlock is the number of people simulated at a time.
const simulateBlock = 8192

// Simulate draws the course of each person, period by period. Person p in draw r
// has a random stream of its own, seeded by (Seed, r, ID of p): the answer depends
// neither on the number of cores nor on who else there is.
func Simulate(m *Model, c *Cohort, horizon int, o SimulateOptions) (*Occupancy, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := c.check(m.mode, horizon); err != nil {
		return nil, err
	}
	s := simulation{
		m: m, c: c, o: o, bins: newCourseBins(m.mode, c, horizon, o.Workers),
		out: newOccupancy(o.Draws, c.groups(), horizon, len(m.origins)),
	}
	blocks := (c.Len() + simulateBlock - 1) / simulateBlock
	tables := make([]*Table, o.Draws)
	once, left := make([]sync.Once, o.Draws), make([]int, o.Draws)
	var mu sync.Mutex
	parallel(o.Draws*blocks, o.Workers, func(i int) {
		draw := i / blocks
		once[draw].Do(func() {
			if tables[draw] = m.mode; !o.Fixed {
				tables[draw] = m.Draw(o.Seed, draw)
			}
		})
		count := s.block(tables[draw], draw, i%blocks)
		mu.Lock()
		defer mu.Unlock()
		perDraw := len(s.out.Count) / o.Draws
		for j, n := range count { // whole numbers: exact in any order
			s.out.Count[draw*perDraw+j] += float64(n)
		}
		if left[draw]++; left[draw] == blocks {
			tables[draw] = nil
		}
	})
	return s.out, nil
}

type simulation struct {
	m    *Model
	c    *Cohort
	o    SimulateOptions
	bins *courseBins
	out  *Occupancy
}

// block simulates some people in one draw and counts them by group, period and
// state.
func (s *simulation) block(t *Table, draw, block int) []int32 {
	states, horizon := s.out.States, s.out.Horizon
	count := make([]int32, len(s.out.Count)/s.out.Draws)
	row := make([]uint8, s.bins.features)
	room := make([]float64, states)
	stepper := t.Stepper()
	var mem Memory
	for i := block * simulateBlock; i < min(s.c.Len(), (block+1)*simulateBlock); i++ {
		at := 0
		if s.c.Group != nil {
			at = int(s.c.Group[i]) * (horizon + 1) * states
		}
		mem = t.trim(s.c.Memory[i])
		var multiplier []float64
		if s.c.Offset != nil && s.c.multipliers(room, i) {
			multiplier = room
		}
		random := newStream(s.o.Seed, draw, forPerson, s.c.ID[i])
		stepper.Start(multiplier)
		s.bins.start(row, i)
		count[at+int(mem.State)]++
		for step := range horizon {
			at += states
			if t.design.States[mem.State].Absorbing {
				count[at+int(mem.State)]++
				continue
			}
			s.bins.step(row, i, step)
			t.MemoryBins(row, &mem)
			t.Move(&mem, stepper.Next(mem.State, row, random.uniform()))
			count[at+int(mem.State)]++
			if s.o.Visit != nil {
				s.o.Visit(draw, i, step+1, &mem)
			}
		}
	}
	return count
}
