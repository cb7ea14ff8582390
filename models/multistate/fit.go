package multistate

import (
	"fmt"
	"math"
	"runtime"
)

// Options say how to fit. The zero value is a good choice.
type Options struct {
	Bins     int  // intervals of a numeric feature, 2 … 64; 0 means 12
	MaxCells int  // distinct rows held in memory; 0 means 4,000,000 (about 300 MB)
	NoPool   bool // effects of each transition on their own, without those that transitions of a kind share
	Workers  int  // goroutines; 0 means one per core. The answer does not depend on it
}

func (o Options) withDefaults() (Options, error) {
	if o.Bins == 0 {
		o.Bins = 12
	}
	if o.MaxCells == 0 {
		o.MaxCells = 4_000_000
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Bins < 2 || o.Bins > maxBins || o.MaxCells < 1 || o.Workers < 1 {
		return o, fmt.Errorf("%w: %d bins, %d cells, %d workers", ErrOptions, o.Bins, o.MaxCells, o.Workers)
	}
	return o, nil
}

// Status says how a fit went.
type Status struct {
	Rows       int     // read, with any weight
	Weight     float64 // sum of weights, without rows of absorbing states
	Cells      int     // distinct rows
	Iterations int
	Freedom    float64 // effective degrees of freedom of the effects
	LogLik     float64 // of the rows, at the fitted parameters
	NullLogLik float64 // with one probability per transition
	Never      []uint8 // states without a row: who gets there stays
}

// fitter holds what a fit works on.
type fitter struct {
	design  *Design
	bins    []binning
	off     []int
	origins []origin
	workers int
	all     []scores // running sum of all parameters, by origin
}

// Fit learns the hazards from the rows of src.
func Fit(d Design, src Source, o Options) (*Model, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := d.validate(); err != nil {
		return nil, err
	}
	bins, err := learnBins(&d, src, o.Bins)
	if err != nil {
		return nil, err
	}
	c, err := newCells(&d, bins, o.MaxCells)
	if err != nil {
		return nil, err
	}
	if err := c.read(src); err != nil {
		return nil, err
	}
	st := Status{Rows: c.rows, Weight: c.weight, Cells: len(c.n)}
	f := &fitter{design: &d, bins: c.bins, off: c.off, origins: c.origins(), workers: o.Workers}
	f.start(&st)
	var pooled []*block
	if !o.NoPool {
		pooled = f.kinds()
		if err := f.stage(pooled, &st); err != nil {
			return nil, err
		}
	}
	own := f.single(pooled)
	if err := f.stage(own, &st); err != nil {
		return nil, err
	}
	return f.finish(pooled, own, st)
}

// start sets the intercepts to the observed log odds.
func (f *fitter) start(st *Status) {
	for i := range f.origins {
		o := &f.origins[i]
		s := scores{eta: make([]float64, len(o.y))}
		if o.yRef == 0 && !f.design.States[i].Absorbing {
			st.Never = append(st.Never, uint8(i))
		}
		total := o.yRef
		for _, y := range o.y0 {
			s.alpha = append(s.alpha, math.Log(y/o.yRef))
			total += y
		}
		for _, y := range append([]float64{o.yRef}, o.y0...) {
			if y > 0 {
				st.NullLogLik += y * math.Log(y/total)
			}
		}
		f.all = append(f.all, s)
	}
}

// kind names the transitions that share effects: to an absorbing state, up or
// down the scale of ranks, or to a state without rank. The effects are relative to
// staying; an origin that is mostly left at once has no part in it.
func (f *fitter) kind(o *origin, to uint8) (name string, ok bool) {
	s, t := &f.design.States[o.state], &f.design.States[to]
	switch {
	case o.ref != o.state:
		return "", false
	case !t.Absorbing && t.Rank > s.Rank:
		return "up", true
	case !t.Absorbing && t.Rank < s.Rank:
		return "down", true
	}
	return fmt.Sprintf("to %d", to), true
}

// kinds lists the shared blocks, those with one transition left out.
func (f *fitter) kinds() []*block {
	var names []string
	members := make(map[string][]member)
	for i := range f.origins {
		o := &f.origins[i]
		for d, to := range o.dest {
			if name, ok := f.kind(o, to); ok {
				if members[name] == nil {
					names = append(names, name)
				}
				members[name] = append(members[name], member{i, d})
			}
		}
	}
	var out []*block
	for _, name := range names {
		if len(members[name]) > 1 {
			out = append(out, f.newBlock(name, members[name], f.relations(members[name]), 10))
		}
	}
	return out
}

// relations makes a state in the past mean the same to all origins: lower than
// the present state, the same, or higher.
func (f *fitter) relations(members []member) [][]int {
	out := make([][]int, len(members))
	for i, m := range members {
		now := int(f.origins[m.origin].state)
		out[i] = make([]int, f.off[len(f.bins)])
		for a := range out[i] {
			out[i][a] = a
		}
		for k, feature := range f.design.Features {
			if feature.Role != Lag && feature.Role != Before {
				continue
			}
			for s := range f.design.States {
				out[i][f.off[k]+s] = f.off[k] + f.relation(s, now)
			}
		}
	}
	return out
}

// relation is the bin that a past state counts in; a state without rank counts as
// missing.
func (f *fitter) relation(past, now int) int {
	s, t := f.design.States[past].Rank, f.design.States[now].Rank
	switch {
	case past == now:
		return 1
	case len(f.design.States) == 2 || s < t:
		return 0
	case s > t:
		return 2
	}
	return len(f.design.States)
}

// single lists the blocks of one transition each: what it deviates from its kind.
func (f *fitter) single(pooled []*block) []*block {
	shared := make(map[member]*block)
	place := make(map[member]int)
	for _, b := range pooled {
		for i, m := range b.members {
			shared[m], place[m] = b, i
		}
	}
	var out []*block
	for i := range f.origins {
		for d, to := range f.origins[i].dest {
			name := fmt.Sprintf("%q to %q", f.design.States[i].Name, f.design.States[to].Name)
			m, lambda := member{i, d}, 10.0
			if shared[m] != nil {
				lambda = 100
			}
			b := f.newBlock(name, []member{m}, nil, lambda)
			b.shared, b.place = shared[m], place[m]
			out = append(out, b)
		}
	}
	return out
}

const (
	tuneSteps   = 16   // penalised Newton steps with new λ each
	tuneEnough  = 0.05 // change of log λ and of parameters that ends them
	finishSteps = 40   // steps with all fixed but the parameters
	finished    = 1e-8
)

// stage fits blocks on top of the running sum. λ are tuned between the first
// steps; at the end only the gradient is read anew.
func (f *fitter) stage(blocks []*block, st *Status) error {
	if len(blocks) == 0 {
		return nil
	}
	var freedom float64
	for it := range tuneSteps {
		e := f.expect(f.all, majorising)
		moved, changed := make([]float64, len(blocks)), make([]float64, len(blocks))
		free := make([]float64, len(blocks))
		err := f.each(blocks, e, func(i int, delta []float64, longest float64) error {
			moved[i] = longest
			f.move(blocks[i], delta)
			var err error
			if it > 0 {
				changed[i], free[i], err = blocks[i].retune()
			}
			return err
		})
		if err != nil {
			return err
		}
		st.Iterations++
		freedom = total(free)
		if it > 2 && most(moved) < tuneEnough && most(changed) < tuneEnough {
			break
		}
	}
	st.Freedom += freedom
	e := f.expect(f.all, majorising)
	for i, b := range blocks {
		h, _ := f.system(b, e, true)
		if err := blocks[i].factor(h); err != nil {
			return err
		}
	}
	for range finishSteps {
		moved := make([]float64, len(blocks))
		e = f.expect(f.all, gradientOnly)
		err := f.each(blocks, e, func(i int, delta []float64, longest float64) error {
			moved[i] = longest
			f.move(blocks[i], delta)
			return nil
		})
		if err != nil {
			return err
		}
		st.Iterations++
		if most(moved) < finished {
			break
		}
	}
	return nil
}

// each solves all blocks for the same expectations, factoring anew if these hold
// pairs, and passes on the steps. Blocks have no parameter in common.
func (f *fitter) each(blocks []*block, e []*expected, do func(i int, delta []float64, longest float64) error) error {
	errs := make([]error, len(blocks))
	parallel(len(blocks), f.workers, func(i int) {
		b := blocks[i]
		curved := e[b.members[0].origin].pair != nil
		h, g := f.system(b, e, curved)
		if curved {
			if errs[i] = b.factor(h); errs[i] != nil {
				return
			}
		}
		delta, longest, err := b.step(g)
		if err == nil {
			err = do(i, delta, longest)
		}
		errs[i] = err
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// move adds a step to the block and to the running sum.
func (f *fitter) move(b *block, delta []float64) {
	shift := len(b.members)
	for a := range b.f {
		b.f[a] += delta[shift+a]
	}
	for i, m := range b.members {
		s, d := &f.all[m.origin], len(f.origins[m.origin].dest)
		s.alpha[m.dest] += delta[i]
		for a := range b.f {
			s.eta[a*d+m.dest] += delta[shift+b.at(i, a)]
		}
	}
}

func most(x []float64) float64 {
	top := 0.0
	for _, v := range x {
		top = max(top, v)
	}
	return top
}

func total(x []float64) float64 {
	var sum float64
	for _, v := range x {
		sum += v
	}
	return sum
}
