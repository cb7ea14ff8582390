package effect

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/framsyn/framsyn/models/split"
)

// Nuisance holds, for each row, the propensity and the expected outcomes as
// learned from other persons. All estimates are read from it.
type Nuisance struct {
	sample  Sample
	options Options
	fold    [][]int  // per split: the fold of each row
	own     []scores // mean over splits of the fits without the row's fold
}

// CrossFit learns the nuisances of a sample, each row's from the folds of other
// persons. It panics when lengths do not agree or an option is out of range. Two
// errors to expect: ErrFew and ErrPropensity.
func CrossFit(s Sample, o Options) (*Nuisance, error) {
	o = o.withDefaults()
	if err := s.check(); err != nil {
		return nil, err
	}
	n := &Nuisance{sample: s, options: o, own: make([]scores, s.rows())}
	fits := make([][]scores, o.Repeats)
	for r := range fits {
		fits[r] = make([]scores, s.rows())
		n.fold = append(n.fold, n.folds(r))
	}
	errs := make([]error, o.Repeats*o.Folds)
	parallel(len(errs), o.Workers, func(job int) {
		r, k := job/o.Folds, job%o.Folds
		errs[job] = n.fitWithout(r, k, k, fits[r])
	})
	if err := firstError(errs); err != nil {
		return nil, err
	}
	share := 1 / float64(o.Repeats)
	for i := range n.own {
		for r := range fits {
			n.own[i].add(fits[r][i], share)
		}
	}
	return n, nil
}

// folds of the rows in one split.
func (n *Nuisance) folds(repeat int) []int {
	fold := make([]int, n.sample.rows())
	for i := range fold {
		fold[i] = split.Fold(n.sample.person(i), n.options.Folds, n.options.Seed+uint64(repeat)<<32)
	}
	return fold
}

func (s *scores) add(o scores, share float64) {
	s.e += share * o.e
	s.m0 += share * o.m0
	s.m1 += share * o.m1
	s.seenOdds += share * o.seenOdds
}

// fitWithout learns from the rows outside folds a and b of a split and writes
// the scores of rows inside them to dst.
func (n *Nuisance) fitWithout(repeat, a, b int, dst []scores) error {
	var train, rest []int
	for i, f := range n.fold[repeat] {
		if f == a || f == b {
			rest = append(rest, i)
		} else {
			train = append(train, i)
		}
	}
	m, err := fitModels(&n.sample, train, n.options)
	if err != nil {
		return fmt.Errorf("without folds %d and %d of persons: %w", a, b, err)
	}
	for pos, sc := range m.predict(&n.sample, rest) {
		if !finite(sc.m0) || !finite(sc.m1) {
			return fmt.Errorf("row %d: expected outcome is not finite: %w", rest[pos], ErrSingular)
		}
		dst[rest[pos]] = sc
	}
	return nil
}

// Propensity returns the cross-fitted probability of treatment of each row,
// before trimming and clipping.
func (n *Nuisance) Propensity() []float64 {
	e := make([]float64, len(n.own))
	for i, sc := range n.own {
		e[i] = sc.e
	}
	return e
}

func firstError(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// parallel runs f for each job on some workers.
func parallel(jobs, workers int, f func(job int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, jobs) {
		wg.Go(func() {
			for j := int(next.Add(1)) - 1; j < jobs; j = int(next.Add(1)) - 1 {
				f(j)
			}
		})
	}
	wg.Wait()
}
