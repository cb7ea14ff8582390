package multistate

import (
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
)

// PropagateOptions say how to propagate. The zero value is a good choice.
type PropagateOptions struct {
	MaxPasts int // possible pasts of one person in one period; 0 means 100,000
	Workers  int // goroutines; 0 means one per core. The answer does not depend on it
}

func (o PropagateOptions) withDefaults() PropagateOptions {
	if o.MaxPasts == 0 {
		o.MaxPasts = 100_000
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return o
}

// Propagate returns the expected number of people by group, period and state, by
// the sum over all possible courses. Courses with equal memories are one, and so
// are people whom the model cannot tell apart. ErrMemory is returned when a
// person has more possible pasts than MaxPasts, as is soon so with a mean.
func Propagate(t *Table, c *Cohort, horizon int, o PropagateOptions) (*Occupancy, error) {
	o = o.withDefaults()
	if err := c.check(t, horizon); err != nil {
		return nil, err
	}
	bins := newCourseBins(t, c, horizon, o.Workers)
	profiles := profilesOf(t, c, bins)
	out := newOccupancy(1, c.groups(), horizon, len(t.origins))
	const chunk = 1024
	parts := make([][]float64, chunk)
	for from := 0; from < len(profiles); from += chunk {
		n := min(chunk, len(profiles)-from)
		parallel(n, o.Workers, func(i int) {
			w := newWalker(t, c, bins, profiles[from+i].person, o.MaxPasts)
			parts[i] = w.run(nil)
		})
		for i, p := range profiles[from : from+n] {
			if parts[i] == nil {
				return nil, fmt.Errorf("%w: person %d has more than %d", ErrMemory, p.person, o.MaxPasts)
			}
			group := 0
			if c.Group != nil {
				group = int(c.Group[p.person])
			}
			at := group * len(parts[i])
			for j, v := range parts[i] {
				out.Count[at+j] += float64(p.people) * v
			}
		}
	}
	return out, nil
}

func (c *Cohort) check(t *Table, horizon int) error {
	if horizon < 1 {
		return fmt.Errorf("%w: horizon %d", ErrOptions, horizon)
	}
	return c.validate(t.design)
}

// profile is people whom the model cannot tell apart, the first standing for all.
type profile struct{ person, people int }

func profilesOf(t *Table, c *Cohort, bins *courseBins) []profile {
	var out []profile
	at := make(map[string]int)
	var id []byte
	for i := range c.Len() {
		m := t.trim(c.Memory[i])
		id = append(id[:0], bins.fixed[i*bins.features:(i+1)*bins.features]...)
		perPerson := bins.horizon * len(bins.clocks)
		id = append(id, bins.clock[i*perPerson:(i+1)*perPerson]...)
		id = append(id, m.State, m.Lag, m.Before)
		id = binary.LittleEndian.AppendUint16(id, m.Periods)
		id = binary.LittleEndian.AppendUint16(id, m.Seen)
		id = binary.LittleEndian.AppendUint64(id, math.Float64bits(m.Level))
		if c.Group != nil {
			id = binary.LittleEndian.AppendUint16(id, c.Group[i])
		}
		for _, o := range c.Offset {
			if o != nil {
				id = binary.LittleEndian.AppendUint64(id, math.Float64bits(o[i]))
			}
		}
		if k, ok := at[string(id)]; ok {
			out[k].people++
			continue
		}
		at[string(id)] = len(out)
		out = append(out, profile{i, 1})
	}
	return out
}

// trim forgets what the bins do not tell apart.
func (t *Table) trim(m Memory) Memory {
	m.Periods, m.Seen = min(m.Periods, t.rules.cap), min(m.Seen, t.rules.seen)
	return m
}

// walker follows all courses of one person.
type walker struct {
	t          *Table
	bins       *courseBins
	person     int
	first      Memory
	row        []uint8
	multiplier []float64 // nil without offsets
	limit      int
	now, next  pasts
	p          []float64
}

// pasts is a distribution over memories.
type pasts struct {
	at     map[Memory]int
	memory []Memory
	p      []float64
}

func (d *pasts) clear() {
	clear(d.at)
	d.memory, d.p = d.memory[:0], d.p[:0]
}

func (d *pasts) add(m Memory, p float64) {
	i, ok := d.at[m]
	if !ok {
		i = len(d.memory)
		d.at[m] = i
		d.memory, d.p = append(d.memory, m), append(d.p, 0)
	}
	d.p[i] += p
}

func newWalker(t *Table, c *Cohort, bins *courseBins, person, limit int) *walker {
	w := &walker{
		t: t, bins: bins, person: person, first: t.trim(c.Memory[person]), row: make([]uint8, bins.features), limit: limit,
		now: pasts{at: make(map[Memory]int)}, next: pasts{at: make(map[Memory]int)}, p: make([]float64, len(t.origins)),
	}
	bins.start(w.row, person)
	if m := make([]float64, len(t.origins)); c.multipliers(m, person) {
		w.multiplier = m
	}
	return w
}

// run writes the probability of each state by period (0 … horizon) to dst, which
// may be nil; it returns nil when there are too many pasts.
func (w *walker) run(dst []float64) []float64 {
	states := len(w.t.origins)
	if dst == nil {
		dst = make([]float64, (w.bins.horizon+1)*states)
	}
	clear(dst)
	dst[w.first.State] = 1
	w.now.clear()
	w.now.add(w.first, 1)
	for step := range w.bins.horizon {
		w.bins.step(w.row, w.person, step)
		w.next.clear()
		to := dst[(step+1)*states : (step+2)*states]
		for s, state := range w.t.design.States {
			if state.Absorbing {
				to[s] = dst[step*states+s]
			}
		}
		for i, m := range w.now.memory {
			if w.t.design.States[m.State].Absorbing {
				continue
			}
			w.t.MemoryBins(w.row, &m)
			w.t.Probabilities(w.p, m.State, w.row, w.multiplier)
			for j, p := range w.p {
				if p == 0 {
					continue
				}
				p *= w.now.p[i]
				to[j] += p
				if !w.t.design.States[j].Absorbing && step+1 < w.bins.horizon {
					after := m
					w.t.Move(&after, uint8(j))
					w.next.add(after, p)
				}
			}
		}
		if len(w.next.memory) > w.limit {
			return nil
		}
		w.now, w.next = w.next, w.now
	}
	return dst
}
