package additive

import (
	"fmt"
	"math"
	"slices"
)

// start returns the ensemble of constants: intercepts at the optimum of all rows.
func (s *system) start() (*ensemble, error) {
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
	a[0] = s.t.level(s.l)
	for _, st := range e.models() {
		st.a[0] = a[0]
	}
	return e, s.t.extremes(s.l, a[0])
}

// level returns the intercept that goes best with the offsets: in closed form, but
// for odds.
//
//	Poisson     log Σwy − log Σw e^o
//	Tweedie     log Σwy e^((1−p)o) − log Σw e^((2−p)o)
//	Continuous  Σw(y − o) / Σw
func (t *table) level(l likelihood) float64 {
	switch l.family {
	case Poisson:
		return t.logSum(t.y, 0) - t.logSum(nil, 1)
	case Tweedie:
		return t.logSum(t.y, 1-l.power) - t.logSum(nil, 2-l.power)
	case Continuous:
		var sum float64
		for i, o := range t.offset {
			sum += t.w[i] * (t.y[i] - o)
		}
		return sum / t.weight
	case Binary, Multinomial:
	}
	return t.levelOfOdds()
}

// logSum is log Σ w y e^(by·o) without overflow; no y means 1.
func (t *table) logSum(y []float64, by float64) float64 {
	top := math.Inf(-1)
	for _, o := range t.offset {
		top = max(top, by*o)
	}
	var sum float64
	for i, o := range t.offset {
		v := t.w[i] * math.Exp(by*o-top)
		if y != nil {
			v *= y[i]
		}
		sum += v
	}
	return top + math.Log(sum)
}

// levelOfOdds finds the intercept that makes the expected number of events that
// observed: Newton's step, or half of the bracket where that leads out of it.
func (t *table) levelOfOdds() float64 {
	lo, hi := slices.Min(t.offset), slices.Max(t.offset)
	lo, hi = -hi-maxScore, -lo+maxScore
	a := lo/2 + hi/2
	for range 100 {
		var g, h float64
		for i, o := range t.offset {
			p := 1 / (1 + math.Exp(-(o + a)))
			g += t.w[i] * (p - t.y[i])
			h += t.w[i] * p * (1 - p)
		}
		if g > 0 {
			hi = a
		} else {
			lo = a
		}
		next := a - g/h
		if !(next > lo && next < hi) {
			next = lo/2 + hi/2
		}
		if math.Abs(next-a) < 1e-10*(1+math.Abs(a)) {
			return next
		}
		a = next
	}
	return a
}

// extremes refuses offsets that alone make rates of which no digit is left: with a
// logarithmic link, a row e^40 times as exposed as it should be is a mistake in the
// offset, such as an exposure whose logarithm was not taken. A row with next to no
// exposure does no harm unless something happened in it.
func (t *table) extremes(l likelihood, level float64) error {
	if l.family != Poisson && l.family != Tweedie {
		return nil
	}
	for i, o := range t.offset {
		if !(o+level <= maxScore) || o+level < -maxScore && t.y[i] > 0 {
			return fmt.Errorf("%w: %.4g on a row with outcome %.4g, %.4g would go with the mean outcome; the offset must be the logarithm of the exposure, with no exposure of 0",
				ErrOffset, o, t.y[i], -level)
		}
	}
	return nil
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
