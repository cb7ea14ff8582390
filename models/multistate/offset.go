package multistate

import (
	"fmt"
	"math"
	"runtime"
)

// maxOffset is the greatest offset: odds times e^40.
const maxOffset = 40

// SolveOptions say how to solve for offsets. The zero value is exact.
type SolveOptions struct {
	// Paths, when positive, replaces the sum over all pasts by that many random
	// courses among the states that are not absorbing, on which the probability
	// of absorption is computed, not drawn. It is for memories with too many pasts;
	// targets are then met up to the error of that sample.
	Paths    int
	Seed     uint64
	MaxPasts int // as in PropagateOptions
	Workers  int // goroutines; 0 means one per core. The answer does not depend on it
}

// SolveOffsets sets c.Offset so that each person's probability of having been
// absorbed in state j within the horizon is target[j][person], to 1e-10. A nil
// slice leaves state j alone, a NaN the person's offset at 0. Then the sum of an
// outside risk score over people is the expected number of the forecast.
//
// ErrTarget is returned for targets outside [0, 1), that sum to 1 or more, or of
// a state that cannot be reached.
func SolveOffsets(t *Table, c *Cohort, horizon int, target [][]float64, o SolveOptions) error {
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.MaxPasts == 0 {
		o.MaxPasts = PropagateOptions{}.withDefaults().MaxPasts
	}
	if err := c.check(t, horizon); err != nil {
		return err
	}
	states := len(t.origins)
	if len(target) != states {
		return fmt.Errorf("%w: targets of %d states, there are %d", ErrShape, len(target), states)
	}
	for j, x := range target {
		if x != nil && (len(x) != c.Len() || !t.design.States[j].Absorbing) {
			return fmt.Errorf("%w: %d targets of %q, a cohort of %d; targets are for absorbing states", ErrShape, len(x), t.design.States[j].Name, c.Len())
		}
	}
	offset := make([][]float64, states)
	for j := range offset {
		switch {
		case target[j] != nil:
			offset[j] = make([]float64, c.Len())
		case c.Offset != nil:
			offset[j] = c.Offset[j]
		}
	}
	bins := newCourseBins(t, c, horizon, o.Workers)
	with := *c
	with.Offset = offset
	errs := make([]error, c.Len())
	parallel(c.Len(), o.Workers, func(i int) {
		s := solver{states: t.design.States, person: i, walk: newWalker(t, &with, bins, i, o.MaxPasts), theta: make([]float64, states), target: make([]float64, states)}
		for j := range target {
			s.target[j] = math.NaN()
			if target[j] != nil {
				s.target[j] = target[j][i]
			}
		}
		if o.Paths > 0 {
			s.paths = samplePaths(s.walk, c.ID[i], o)
		}
		errs[i] = s.solve()
		for j := range target {
			if target[j] != nil {
				offset[j][i] = s.theta[j]
			}
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	c.Offset = offset
	return nil
}

// SolveOffset returns the offset of one state that gives one person a probability
// of absorption within the horizon; the person's other offsets stay.
func SolveOffset(t *Table, c *Cohort, person, state, horizon int, target float64) (float64, error) {
	if person < 0 || person >= c.Len() || state < 0 || state >= len(t.origins) {
		return 0, fmt.Errorf("%w: person %d of %d, state %d of %d", ErrShape, person, c.Len(), state, len(t.origins))
	}
	one := Cohort{ID: c.ID[person : person+1], Memory: c.Memory[person : person+1], X: make([][]float32, len(c.X))}
	for k, x := range c.X {
		if x != nil {
			one.X[k] = x[person : person+1]
		}
	}
	if c.Offset != nil {
		one.Offset = make([][]float64, len(c.Offset))
		for j, x := range c.Offset {
			if x != nil {
				one.Offset[j] = x[person : person+1]
			}
		}
	}
	targets := make([][]float64, len(t.origins))
	targets[state] = []float64{target}
	if err := SolveOffsets(t, &one, horizon, targets, SolveOptions{Workers: 1}); err != nil {
		return 0, err
	}
	return one.Offset[state][0], nil
}

// solver finds the offsets of one person.
type solver struct {
	states []State
	person int
	walk   *walker
	paths  *paths // nil: exact
	theta  []float64
	target []float64
	room   []float64
}

const (
	solved      = 1e-11
	solveCycles = 200
	solveSteps  = 100
)

// absorbed returns the probability of absorption in j within the horizon.
func (s *solver) absorbed(j int) (float64, error) {
	for k, v := range s.theta {
		if s.target[k] == s.target[k] {
			s.walk.multiplier[k] = math.Exp(v)
		}
	}
	if s.paths != nil {
		return s.paths.absorbed(s.walk.multiplier, j), nil
	}
	if s.room = s.walk.run(s.room); s.room == nil {
		return 0, fmt.Errorf("%w: person %d has more than %d; set Paths", ErrMemory, s.person, s.walk.limit)
	}
	return s.room[len(s.room)-len(s.states)+j], nil
}

func (s *solver) solve() error {
	var sum float64
	wanted := 0
	for j, v := range s.target {
		if v != v {
			continue
		}
		if s.walk.first.State == uint8(j) || s.states[s.walk.first.State].Absorbing || !(v >= 0) {
			return fmt.Errorf("%w: person %d in %q: probability %v of %q", ErrTarget, s.person, s.states[s.walk.first.State].Name, v, s.states[j].Name)
		}
		sum += v
		wanted++
		if v == 0 {
			s.theta[j] = math.Inf(-1)
		}
	}
	if sum >= 1 {
		return fmt.Errorf("%w: person %d: targets sum to %v", ErrTarget, s.person, sum)
	}
	for range solveCycles {
		worst := 0.0
		for j, v := range s.target {
			if v != v || v == 0 {
				continue
			}
			missed, err := s.one(j)
			if err != nil {
				return err
			}
			worst = max(worst, missed)
		}
		if wanted < 2 || worst <= solved {
			return nil
		}
	}
	return fmt.Errorf("%w: person %d: no offsets found for %v", ErrTarget, s.person, s.target)
}

// one solves for the offset of state j, others fixed, and returns by how much the
// target was missed before. Absorption rises with the offset, and its log odds
// nearly in proportion: secant steps on them, within a bracket.
func (s *solver) one(j int) (before float64, err error) {
	p, err := s.absorbed(j)
	if err != nil {
		return 0, err
	}
	want := s.target[j]
	if before = math.Abs(p - want); before <= solved/10 {
		return before, nil
	}
	if !(p > 0) {
		return 0, fmt.Errorf("%w: person %d cannot come to %q", ErrTarget, s.person, s.states[j].Name)
	}
	lo, hi, slope := -float64(maxOffset), float64(maxOffset), 1.0
	for range solveSteps {
		was, had := s.theta[j], logOdds(p)
		if p < want {
			lo = was
		} else {
			hi = was
		}
		s.theta[j] = was + (logOdds(want)-had)/slope
		if !(s.theta[j] > lo && s.theta[j] < hi) {
			s.theta[j] = lo/2 + hi/2
		}
		if p, err = s.absorbed(j); err != nil {
			return 0, err
		}
		if math.Abs(p-want) <= solved/10 {
			return before, nil
		}
		if moved := s.theta[j] - was; moved != 0 {
			slope = max((logOdds(p)-had)/moved, 0.05)
		}
		if hi-lo < 1e-14 {
			break
		}
	}
	return 0, fmt.Errorf("%w: person %d: probability %v of %q, offset %v gives %v", ErrTarget, s.person, want, s.states[j].Name, s.theta[j], p)
}

func logOdds(p float64) float64 {
	p = min(max(p, 1e-300), 1-1e-16)
	return math.Log(p) - math.Log1p(-p)
}
