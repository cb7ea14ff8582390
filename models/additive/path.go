package additive

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
)

// ensemble is the model of all rows and the models of the bags. Bag k has not
// seen the persons of fold k.
type ensemble struct {
	all  *state
	bags []*state
}

func (s *system) newEnsemble() *ensemble {
	e := &ensemble{all: s.newState()}
	for range len(s.t.start) - 1 {
		e.bags = append(e.bags, s.newState())
	}
	return e
}

func (e *ensemble) clone(size int) *ensemble {
	out := &ensemble{all: e.all.clone(size)}
	for _, b := range e.bags {
		out.bags = append(out.bags, b.clone(size))
	}
	return out
}

// models lists all states, that of all rows first.
func (e *ensemble) models() []*state { return append([]*state{e.all}, e.bags...) }

// path is how a boosting run is laid out: stages of rounds, with a new expansion
// of the loss at the start of each.
type path struct {
	active   []int   // blocks that may move
	rate     float64 // share of a Newton step that each step takes
	smooth   int     // rounds that cut at random
	rounds   int     // at most
	patience int     // stages without gain before the end
	seed     uint64
	workers  int
}

// The lengths of stages: short while the loss is far from its expansion, longer
// later, when the steps are small. A stage of 1/rate rounds comes near the optimum
// of its expansion in one direction.
const (
	firstRounds = 0.25 // of 1/rate
	growth      = 1.5
)

// trace tells how a run went.
type trace struct {
	Rounds int       // taken by the model that was kept
	Loss   float64   // mean loss on held-out persons of the model that was kept
	Path   []float64 // the same after each stage, the start first
}

// boost climbs from the given ensemble, and returns the ensemble after the stage
// with the lowest loss on held-out persons. All bags stop together: the sum over
// bags has the noise of all persons, not of one fold.
func (s *system) boost(start *ensemble, p path) (*ensemble, trace) {
	now := start.clone(s.size)
	best := now
	tr := trace{Path: []float64{floats.Sum(s.losses(now.bags, p.workers)) / s.t.weight}}
	tr.Loss = tr.Path[0]
	active := make([]bool, len(s.blocks))
	for _, j := range p.active {
		active[j] = true
	}
	workers := make(chan *quadratic, len(now.bags)+1) // scratch space, reused
	length, idle := firstRounds/p.rate, 0
	for stage, done := 0, 0; done < p.rounds && idle < p.patience; stage++ {
		rounds := min(int(length), p.rounds-done)
		next := now.clone(s.size)
		for fn := range s.l.functions() {
			s.climbAll(now, next, fn, active, p, workers, func(q *quadratic, st *state) {
				rng := rand.New(rand.NewPCG(p.seed, uint64(stage)<<8|uint64(fn)))
				q.climb(st, fn, rounds, p.smooth-done, p.rate, rng)
			})
		}
		now, done = next, done+rounds
		length *= growth
		loss := floats.Sum(s.losses(now.bags, p.workers)) / s.t.weight
		tr.Path = append(tr.Path, loss)
		idle++
		if loss < tr.Loss {
			best, tr.Loss, tr.Rounds, idle = now, loss, done, 0
		}
	}
	return best, tr
}

// climbAll expands the loss at the model of all rows and lets each model of next
// climb on its part. The bags share the expansion: they differ from the model of
// all rows by an eighth of the rows, so that the error is of second order in a
// small difference, and the rows are read once for all.
func (s *system) climbAll(now, next *ensemble, fn int, active []bool, p path, spare chan *quadratic, climb func(q *quadratic, st *state)) {
	parts, total := s.expand(now.all, fn, active, p.workers)
	from, to := now.models(), next.models()
	parallel(len(from), p.workers, func(i int) {
		var q *quadratic
		select {
		case q = <-spare:
		default:
			q = newQuadratic(s, p.active)
		}
		var left *expansion
		if i > 0 {
			left = parts[i-1]
		}
		q.set(total, left, now.all, from[i], fn)
		climb(q, to[i])
		spare <- q
	})
}

// centre moves the weighted mean of each block of features to the intercept. The
// mean is over bins that are not pinned; these stay at 0, the average.
func (s *system) centre(st *state) {
	for fn := range st.a {
		for j, bins := range s.t.bins {
			b := &s.blocks[j]
			f := st.f[fn][b.off : b.off+b.n]
			var mean, weight float64
			for i, w := range bins.weight {
				if !bins.pinned[i] {
					mean += w * f[i]
					weight += w
				}
			}
			if weight > 0 {
				mean /= weight
			}
			st.a[fn] += mean
			for i := range f {
				f[i] -= mean
				if bins.pinned[i] {
					f[i] = 0
				}
			}
		}
	}
}
