package additive

import (
	"fmt"
	"math"
)

// start returns the ensemble of constants: intercepts at the optimum of all rows.
func (s *system) start(workers int) (*ensemble, error) {
	e := s.newEnsemble()
	a, err := s.t.intercepts(s.l)
	if err != nil {
		return nil, err
	}
	for _, st := range e.models() {
		copy(st.a, a)
	}
	if s.t.offset == nil {
		return e, nil
	}
	still := make([]bool, len(s.blocks))
	for range 20 { // Newton, from the mean: more than enough unless offsets are wild
		_, total := s.expand(e.all, 0, still, workers)
		if total.sumH <= 0 {
			break
		}
		step := min(max(-total.sumG/total.sumH, -2), 2)
		for _, st := range e.models() {
			st.a[0] += step
		}
		if math.Abs(step) < 1e-10 {
			break
		}
	}
	return e, nil
}

// intercepts returns the scores of the mean outcome.
func (t *table) intercepts(l likelihood) ([]float64, error) {
	count := make([]float64, max(l.functions(), 1))
	var sum float64
	for i, y := range t.y {
		if l.family == Multinomial {
			count[int(y)] += t.w[i]
		} else {
			sum += t.w[i] * y
		}
	}
	mean := sum / t.weight
	switch l.family {
	case Binary:
		if mean <= 0 || mean >= 1 {
			return nil, ErrOneClass
		}
		return []float64{math.Log(mean / (1 - mean))}, nil
	case Multinomial:
		a := make([]float64, len(count))
		for k, c := range count {
			if c == 0 {
				return nil, fmt.Errorf("class %d: %w", k, ErrOneClass)
			}
			a[k] = math.Log(c / t.weight)
		}
		return a, nil
	case Poisson, Tweedie:
		if mean <= 0 {
			return nil, ErrOneClass
		}
		return []float64{math.Log(mean)}, nil
	case Continuous:
	}
	return []float64{mean}, nil
}
