package effects

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/framsyn/framsyn/models/effect"
)

// Kinds of checks of this package, beside those of models/effect.
const (
	checkEnough  = "enough"
	checkOverlap = "overlap"
	checkStart   = "start_month"
)

// placeboRepeats of the whole analysis with the starts dealt out anew: chosen for
// time; one false alarm among six is what chance may give.
const placeboRepeats = 6

// negligible is the share of an outcome's standard deviation up to which a
// difference that is certain does not fail a check (Austin 2009).
const negligible = 0.1

// tellingShare is the share of what a kind seems to change up to which an effect that
// cannot be does not fail a check: with half of it, most of a claim may be the same
// error. Chosen.
const tellingShare = 0.5

// tryToRefute runs the checks of the headline.
func (s *study) tryToRefute(nuisance *effect.Nuisance, sample effect.Sample) ([]effect.Check, error) {
	_, balance := nuisance.Balance(effect.ATT)
	balance.Passed = balance.Low <= balance.Limit // with few starts the greatest of many differences is large by chance
	now, before := s.trials.X[columnOf("hours_now")], s.trials.X[columnOf(hoursBefore(6))]
	slope := make([]float64, len(now))
	for i := range slope {
		slope[i] = (now[i] - before[i]) / 6
	}
	lost := s.headline.Overlap.LostTreated
	checks := []effect.Check{
		balance,
		{Kind: checkOverlap, Estimate: lost, Low: math.NaN(), High: math.NaN(), Limit: mostLost, Passed: lost <= mostLost},
		nuisance.PreTrend(effect.ATT, slope),
		effect.EValue(s.headline, seenDeviation(sample)),
	}
	permuted, err := effect.PlaceboPermuted(sample, effect.ATT, options(sample, false), effect.PermutedOptions{Strata: s.trials.Month, Repeats: placeboRepeats, Seed: seed})
	if err != nil {
		return nil, err
	}
	checks = append(checks, permuted)
	for kind, past := range map[string]effect.Sample{effect.CheckNegativeControl: s.yearBefore(), effect.CheckPlaceboStart: s.fakeStart(), checkStart: s.startMonth()} {
		most := tellingShare * math.Abs(s.headline.Estimate)
		if kind == checkStart { // an effect of the month itself, which is smaller
			most = math.Inf(1)
		}
		check, err := nullEffect(kind, past, most)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		checks = append(checks, check)
	}
	slices.SortFunc(checks, func(a, b effect.Check) int { return cmp.Compare(a.Kind, b.Kind) })
	return checks, nil
}

// nullEffect is a check by an effect that must be zero: it fails when it is surely
// above what is negligible, or above most. Too little to judge on is a failed check:
// it could not be shown that nothing is wrong.
func nullEffect(kind string, s effect.Sample, most float64) (effect.Check, error) {
	o := options(s, false)
	nuisance, err := effect.CrossFit(s, o)
	if err == nil {
		var average effect.Effect
		if average, err = nuisance.Average(effect.ATT); err == nil {
			check := effect.NullEffect(kind, average, math.Min(most, negligible*seenDeviation(s)))
			if kind == checkStart { // fewer hours may be the intervention's doing
				check.Passed = check.Low <= check.Limit
			}
			return check, nil
		}
	}
	if isTooFew(err) {
		nan := math.NaN()
		return effect.Check{Kind: kind, Estimate: nan, Low: nan, High: nan, Limit: nan}, nil
	}
	return effect.Check{}, err
}

// yearBefore is the negative control: the hours 12 months before time zero, which
// nothing that begins later can change, given what is known of the months since.
func (s *study) yearBefore() effect.Sample {
	out := effect.Sample{Treated: s.trials.Treated, Person: s.trials.Person, Y: s.trials.X[columnOf(hoursBefore(12))], X: slices.Clone(s.trials.X)}
	for _, name := range aboutTheYearBefore() {
		out.X[columnOf(name)] = make([]float64, len(out.Y)) // a constant says nothing
	}
	return known(out)
}

// fakeStart is the placebo start: a start made up fakeMonths before the true one,
// with what was known then, and the hours three months later.
func (s *study) fakeStart() effect.Sample {
	var out effect.Sample
	var kept []int
	for i, person := range s.trials.Person {
		at := s.rows.index[clientMonth{s.rows.persons[person], s.trials.Month[i]}]
		kept = append(kept, at)
		out.Y = append(out.Y, s.rows.x[columnOf(hoursBefore(3))][at]-s.rows.fake[0][at])
	}
	out.Treated, out.Person = s.trials.Treated, s.trials.Person
	out.X = s.rows.withAreas(columns(s.rows.fake, kept), areasAt(s.rows.area, kept))
	return known(out)
}

// startMonth asks what happened in the month of the start itself: hours that rise
// more than those of comparable clients tell of a cause that came with the start.
func (s *study) startMonth() effect.Sample {
	out := effect.Sample{Treated: s.trials.Treated, Person: s.trials.Person, X: s.trials.X}
	for i, person := range s.trials.Person {
		at := s.rows.index[clientMonth{s.rows.persons[person], s.trials.Month[i]}]
		out.Y = append(out.Y, s.rows.own[at]-s.rows.before[at])
	}
	return known(out)
}

func areasAt(area []string, kept []int) []string {
	out := make([]string, len(kept))
	for pos, i := range kept {
		out[pos] = area[i]
	}
	return out
}

// known leaves out the rows whose outcome is not known: they were no clients.
func known(s effect.Sample) effect.Sample {
	var kept []int
	for i, y := range s.Y {
		if !math.IsNaN(y) {
			kept = append(kept, i)
		}
	}
	out := effect.Sample{X: columns(s.X, kept)}
	for _, i := range kept {
		out.Treated, out.Y, out.Person = append(out.Treated, s.Treated[i]), append(out.Y, s.Y[i]), append(out.Person, s.Person[i])
	}
	return out
}

// seenDeviation is the standard deviation of the outcomes that are seen.
func seenDeviation(s effect.Sample) float64 {
	var n, sum, squares float64
	for i, y := range s.Y {
		if s.Seen == nil || s.Seen[i] {
			n++
			sum += y
			squares += y * y
		}
	}
	return math.Max(math.Sqrt(math.Max(0, squares/n-sum*sum/(n*n))), 1e-9) // above 0, as an E-value wants
}
