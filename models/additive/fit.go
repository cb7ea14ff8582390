package additive

import (
	"errors"
	"fmt"
	"math"
)

// Status says how a fit went and ended.
type Status struct {
	Rows, Persons int
	Weight        float64
	Rounds        int       // boosting rounds of the model that was kept
	BoostLoss     float64   // mean loss of the boosted part on persons held out
	SmoothLoss    float64   // the same for the penalised regression
	MainLoss      float64   // the same for their blend
	Loss          float64   // the same with pairwise terms
	Blend         []float64 // weights of boosted part and penalised regression
	Freedom       float64   // effective degrees of freedom of the penalised regression
	PairBlend     []float64 // weights of the model with boosted pairs and that with smooth ones
	PairsTried    int
	PairsKept     int
	PairLoss      []float64 // loss with the first 0, 1, 2 … pairs tried
}

// Fit learns a model from the rows of src.
func Fit(src Source, o Options) (*Model, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	l := o.likelihood()
	t, err := load(src, l, o)
	if err != nil {
		return nil, err
	}
	if t.offset != nil && l.family == Multinomial {
		return nil, errors.Join(ErrOptions, errors.New("additive: a multinomial model takes no offset"))
	}
	s := newSystem(t, l)
	e, fits, status, err := s.fitMains(o)
	if err != nil {
		return nil, err
	}
	crosses, e, err := s.fitPairs(e, fits, o, status)
	if err != nil {
		return nil, err
	}
	return s.model(e, crosses, o, status), nil
}

// fitMains fits the boosted model and the penalised regression and blends them.
func (s *system) fitMains(o Options) (*ensemble, []*smoother, *Status, error) {
	start, err := s.start()
	if err != nil {
		return nil, nil, nil, err
	}
	st := &Status{Rows: s.t.n, Persons: s.t.persons, Weight: s.t.weight}
	boosted, tr := s.boost(start, path{
		active: s.everyBlock(), rate: o.LearningRate, smooth: smoothRounds, rounds: o.MaxRounds,
		patience: patience, seed: o.Seed, workers: o.Workers,
	})
	fits := s.newSmoothers(nil)
	smooth, freedom := s.smooth(start, fits, newtonSteps, bagSteps, o.Workers)
	parts := []*ensemble{boosted, smooth}
	for _, e := range parts {
		for _, m := range e.models() {
			s.centre(m)
		}
		s.straighten(e)
	}
	st.Rounds, st.Freedom = tr.Rounds, freedom
	st.BoostLoss, st.SmoothLoss = s.meanLoss(boosted, o.Workers), s.meanLoss(smooth, o.Workers)
	weights, intercept := s.blend(parts, o.Workers)
	e := mixed(parts, weights, intercept)
	st.Blend, st.MainLoss = weights, s.meanLoss(e, o.Workers)
	st.Loss = st.MainLoss
	return e, fits, st, s.check(start, st.MainLoss, o.Workers)
}

// check refuses a fit that went astray. A little worse than no features at all is
// what chance makes of features that say nothing, and no fault.
func (s *system) check(start *ensemble, loss float64, workers int) error {
	constant := s.meanLoss(start, workers)
	if !(loss <= constant+max(math.Abs(constant), s.dispersion(start.all, workers, 0))/2) || math.IsInf(loss, 1) {
		return fmt.Errorf("%w: held-out loss %.4g, without features %.4g: look for outliers in outcome, weight and offset, or take another unit",
			ErrNoFit, loss, constant)
	}
	return nil
}

const (
	smoothRounds = 50 // random cuts first: shapes begin smooth (as interpret 0.7.8 does)
	patience     = 2  // stages, each 1.5 times as long as the last, without gain
)

func (s *system) everyBlock() []int {
	out := make([]int, len(s.blocks))
	for j := range out {
		out[j] = j
	}
	return out
}

// meanLoss is the mean loss of each fold's rows under the bag that left it out.
func (s *system) meanLoss(e *ensemble, workers int) float64 {
	var sum float64
	for _, v := range s.losses(e.bags, workers) {
		sum += v
	}
	return sum / s.t.weight
}
