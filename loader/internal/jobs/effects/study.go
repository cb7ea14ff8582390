package effects

import (
	"errors"
	"fmt"
	"math"

	"github.com/framsyn/framsyn/models/effect"
)

const (
	headlineMonths = 12 // horizon of potentials
	seed           = 1
	// leastStarts among those followed for the headline: chosen so that each arm of
	// each training part of the cross-fit has three times the persons it needs.
	leastStarts = 40
	// mostLost is the share of starts without anybody comparable from where on the
	// estimate is about others than those who begin it; chosen.
	mostLost = 0.2
	// Propensity and expected outcome are held back as if by so many starts that tell
	// nothing: where starts are few, chance patterns among them would make weights
	// and expectations extreme. Chosen by the width of the intervals, not by what
	// they hold.
	penaltyStarts = 25.
	leastPenalty  = 0.01
	// mostPropensity within which arms are comparable: with five controls for each
	// start, starts are then twenty times as common as on average, and no control
	// stands for more than four starts.
	mostPropensity  = 0.8
	statusConverged = "converged"
	statusTooFew    = "too_few"
)

// estimate is a row of model.effect_estimates.
type estimate struct {
	months   int
	among    string
	estimand effect.Estimand
	effect.Effect
	unseen, hours float64
}

// study is what is known of one kind.
type study struct {
	kind      kind
	rows      *rows
	status    string
	estimates []estimate
	checks    []effect.Check
	persons   []effect.Check // conditions for estimates of persons
	verdict   effect.Verdict
	headline  effect.Effect // hours among survivors at headlineMonths
	predictor *effect.Predictor
	trials    *effect.Trials // of the headline
	starts    int            // followed for it
}

// isTooFew says whether an error of models/effect means that there is too little.
func isTooFew(err error) bool {
	return errors.Is(err, effect.ErrFew) || errors.Is(err, effect.ErrOverlap) || errors.Is(err, effect.ErrEmpty) || errors.Is(err, effect.ErrPropensity)
}

// newStudy estimates the effects of one kind and tries to prove them wrong. Too
// little to judge on is a status, not an error.
func newStudy(k kind, r *rows) (*study, error) {
	s := &study{kind: k, rows: r, status: statusTooFew}
	for h, months := range horizons() {
		trials, _, err := r.trials(h).Eligible()
		if err != nil {
			return nil, err
		}
		starts := count(trials.Treated)
		if months == headlineMonths {
			s.trials, s.starts = trials, starts
		}
		if starts < leastStarts {
			continue
		}
		if err := s.horizon(trials, months); err != nil && !isTooFew(err) {
			return nil, fmt.Errorf("%s, %d months: %w", k.code, months, err)
		}
	}
	s.checks = append(s.checks, effect.Check{
		Kind: checkEnough, Estimate: float64(s.starts), Low: math.NaN(), High: math.NaN(), Limit: leastStarts, Passed: s.status == statusConverged,
	})
	return s, nil
}

func count(flags []bool) (n int) {
	for _, on := range flags {
		if on {
			n++
		}
	}
	return n
}

// options of an analysis. The headline is averaged over three splits into folds,
// for the luck of one split must not decide what is shown. Terms are linear: with
// some hundred starts, squares let single clients decide what is expected of others.
func options(s effect.Sample, isHeadline bool) effect.Options {
	penalty := math.Max(leastPenalty, penaltyStarts/float64(max(1, count(s.Treated))))
	o := effect.Options{
		Seed: seed, Repeats: 1, Outcome: effect.Ridge{Terms: effect.Linear, Lambda: penalty}, PropensityTerms: effect.Linear, PropensityPenalty: penalty,
		High: mostPropensity, PropensityColumns: decisive(len(s.X)),
	}
	if isHeadline {
		o.Repeats = 3
	}
	return o
}

// horizon estimates the effects at one horizon.
func (s *study) horizon(trials *effect.Trials, months int) error {
	for _, among := range []effect.Among{effect.All, effect.Survivors, effect.Ending} {
		isHeadline := months == headlineMonths && among == effect.Survivors
		sample := trials.Sample(trials.Horizons[0], among)
		nuisance, err := effect.CrossFit(sample, options(sample, isHeadline))
		if err != nil {
			return fmt.Errorf("%v: %w", among, err)
		}
		for _, e := range []effect.Estimand{effect.ATT, effect.ATE} {
			average, err := nuisance.Average(e)
			if err != nil && !isTooFew(err) {
				return fmt.Errorf("%v: %w", among, err)
			}
			if err != nil {
				continue
			}
			s.estimates = append(s.estimates, estimate{
				months: months, among: among.String(), estimand: e, Effect: average, unseen: unseenShare(sample), hours: treatedMean(trials.X[columnOf("hours_now")], trials.Treated),
			})
			if isHeadline && e == effect.ATT {
				s.headline = average
			}
		}
		if isHeadline && s.headline.Treated > 0 {
			if err := s.judge(nuisance, sample); err != nil {
				return err
			}
			s.status = statusConverged
		}
	}
	return nil
}

// judge tries to prove the headline wrong, and asks whether persons differ.
func (s *study) judge(nuisance *effect.Nuisance, sample effect.Sample) error {
	checks, err := s.tryToRefute(nuisance, sample)
	if err != nil {
		return err
	}
	s.checks = checks
	differing, err := nuisance.Heterogeneity()
	if err != nil {
		return fmt.Errorf("differences between persons: %w", err)
	}
	s.verdict = differing.Verdict
	for _, reason := range s.verdict.Reasons {
		s.persons = append(s.persons, effect.Check{
			Kind: reason.Code, Estimate: reason.Value, Low: math.NaN(), High: math.NaN(), Limit: reason.Limit, Passed: reason.Passed,
		})
	}
	if s.predictor, err = differing.Predictor(); err != nil {
		return fmt.Errorf("effect for persons: %w", err)
	}
	return nil
}

// isWarned says whether a check failed.
func (s *study) isWarned() bool { return len(effect.Failed(s.checks)) > 0 }

// failedReasons are the conditions for estimates of persons that were not met.
func (s *study) failedReasons() []string {
	out := []string{}
	for _, c := range effect.Failed(s.persons) {
		out = append(out, c.Kind)
	}
	return out
}

func unseenShare(s effect.Sample) float64 {
	return 1 - float64(count(s.Seen))/math.Max(1, float64(len(s.Seen)))
}

// treatedMean is the mean of a column's known values among the treated.
func treatedMean(column []float64, treated []bool) float64 {
	var sum, n float64
	for i, v := range column {
		if treated[i] && !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / math.Max(1, n)
}
