package effect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Kinds of checks, for tables and translated texts.
const (
	CheckBalance         = "balance"
	CheckPlaceboPermuted = "placebo_permuted"
	CheckPlaceboStart    = "placebo_start"
	CheckNegativeControl = "negative_control"
	CheckPreTrend        = "pre_trend"
	CheckEValue          = "e_value"
)

// Check is one attempt to prove an effect wrong.
type Check struct {
	Kind      string
	Estimate  float64 // in the unit that the kind says
	Low, High float64
	Limit     float64 // what the estimate or interval was held against
	Passed    bool
	Missing   bool // it could not be made for want of evidence; not passed, and its numbers are NaN
}

// Failed returns the checks that did not pass, or could not be made: each is a
// warning to show with every number of the analysis.
func Failed(checks []Check) []Check {
	var out []Check
	for _, c := range checks {
		if !c.Passed {
			out = append(out, c)
		}
	}
	return out
}

// NullEffect turns an effect that must be zero into a check, which passes when
// the interval reaches into ±margin (unit of the outcome; 0 = it must hold
// zero). Use it for
//
//   - CheckPlaceboStart: trials of the same persons whose time zero lies six
//     months before the true one, with the outcome before the true start;
//   - CheckNegativeControl: the same trials with an outcome that treatment
//     cannot change, and that shares its hidden causes.
//
// It panics on a negative margin.
func NullEffect(kind string, effect Effect, margin float64) Check {
	if margin < 0 {
		panic(panicOptions)
	}
	return Check{
		Kind: kind, Estimate: effect.Estimate, Low: effect.Low, High: effect.High, Limit: margin,
		Passed: effect.Low <= margin && effect.High >= -margin,
	}
}

// PreTrend compares what went before: slope is the change per month of the
// outcome before time zero (NaN = unknown), the difference of the weighted arms
// is estimated as for an effect. It passes when the interval holds zero or the
// difference is at most 0.1 standard deviations. It panics when the length does
// not agree.
func (n *Nuisance) PreTrend(e Estimand, slope []float64) Check {
	if len(slope) != n.sample.rows() {
		panic(panicLength)
	}
	kept := n.kept(e)
	half := make([]float64, len(slope))
	var difference float64
	for arm, sign := range []float64{-1, 1} {
		mean, influence := n.ratio(kept, func(i int) (num, den float64) {
			if n.sample.Treated[i] != (arm == 1) || math.IsNaN(slope[i]) {
				return 0, 0
			}
			w := n.weight(e, i)
			return w * slope[i], w
		})
		difference += sign * mean
		for i, v := range influence {
			half[i] += sign * v
		}
	}
	spread := normalQuantile(n.options.Level) * n.clusteredSE(half)
	sums := n.arms(slope, func(int) float64 { return 1 })
	c := Check{Kind: CheckPreTrend, Estimate: difference, Low: difference - spread, High: difference + spread}
	c.Limit = maxSMD * math.Sqrt((sums[0].variance()+sums[1].variance())/2)
	c.Passed = c.Low <= 0 && c.High >= 0 || math.Abs(difference) <= c.Limit
	return c
}

// PermutedOptions steer PlaceboPermuted.
type PermutedOptions struct {
	Strata  []int // labels move within these, such as trial months; nil = one stratum
	Repeats int   // 0 means 10
	Seed    uint64
}

const (
	defaultPermutations = 10
	falseAlarmChance    = 0.02 // of failing a correct analysis by chance
)

// PlaceboPermuted moves the treatment labels at random within strata, where no
// effect can remain, and repeats the whole analysis. It tests the machinery and
// its intervals, not hidden confounding. Estimate is the mean effect, Low and
// High its interval over repeats; it passes when no more of the repeats than
// chance allows have an interval without zero (Limit, a number of repeats).
func PlaceboPermuted(s Sample, e Estimand, o Options, p PermutedOptions) (Check, error) {
	if p.Repeats == 0 {
		p.Repeats = defaultPermutations
	}
	if p.Repeats < 2 {
		panic(panicOptions)
	}
	if p.Strata != nil && len(p.Strata) != s.rows() {
		panic(panicLength)
	}
	o = o.withDefaults()
	estimates, alarms := make([]float64, p.Repeats), 0
	for r := range p.Repeats {
		s.Treated = permuted(s.Treated, p.Strata, rand.New(rand.NewPCG(p.Seed, uint64(r))))
		n, err := CrossFit(s, o)
		if err != nil {
			return Check{}, fmt.Errorf("placebo %d: %w", r, err)
		}
		effect, err := n.Average(e)
		if err != nil {
			return Check{}, fmt.Errorf("placebo %d: %w", r, err)
		}
		estimates[r] = effect.Estimate
		if effect.Low > 0 || effect.High < 0 {
			alarms++
		}
	}
	c := Check{Kind: CheckPlaceboPermuted, Limit: float64(allowedAlarms(p.Repeats, 1-o.Level))}
	for _, v := range estimates {
		c.Estimate += v / float64(p.Repeats)
	}
	half := studentQuantile(o.Level, p.Repeats) * deviation(estimates) / math.Sqrt(float64(p.Repeats))
	c.Low, c.High = c.Estimate-half, c.Estimate+half
	c.Passed = float64(alarms) <= c.Limit
	return c, nil
}

// allowedAlarms is the least count that a binomial number of false alarms
// exceeds with probability falseAlarmChance at most.
func allowedAlarms(repeats int, rate float64) int {
	below, term := 0.0, math.Pow(1-rate, float64(repeats))
	for k := range repeats {
		if below += term; 1-below <= falseAlarmChance {
			return k
		}
		term *= rate / (1 - rate) * float64(repeats-k) / float64(k+1)
	}
	return repeats
}

// permuted shuffles labels within strata.
func permuted(treated []bool, strata []int, rng *rand.Rand) []bool {
	order := make([]int, len(treated))
	for i := range order {
		order[i] = i
	}
	if strata != nil {
		slices.SortStableFunc(order, func(a, b int) int { return strata[a] - strata[b] })
	}
	out := make([]bool, len(treated))
	for lo := 0; lo < len(order); {
		hi := lo + 1
		for hi < len(order) && (strata == nil || strata[order[hi]] == strata[order[lo]]) {
			hi++
		}
		for pos, from := range rng.Perm(hi - lo) {
			out[order[lo+pos]] = treated[order[lo+from]]
		}
		lo = hi
	}
	return out
}

// minEValue is chosen: a hidden cause that raises both treatment and outcome by
// a quarter is weaker than what most registers leave out.
const minEValue = 1.25

// EValue tells how strong, as a risk ratio with both treatment and outcome, a
// hidden confounder must be to explain the effect away. sd is the outcome's
// standard deviation, by which the effect is turned into an approximate risk
// ratio exp(0.91·d). Low is the E-value of the interval's end nearest to zero, 1
// when the interval holds zero, and High that of the far end. A weak claim
// fails: an interval clear of zero with Low under 1.25. An effect whose interval
// holds zero passes, since nothing is claimed. It panics unless sd > 0.
func EValue(effect Effect, sd float64) Check {
	if !(sd > 0) {
		panic(panicOptions)
	}
	near, far := effect.Low, effect.High
	if math.Abs(near) > math.Abs(far) {
		near, far = far, near
	}
	claimed := effect.Low > 0 || effect.High < 0
	if !claimed {
		near = 0
	}
	c := Check{
		Kind: CheckEValue, Estimate: eValue(effect.Estimate / sd), Low: eValue(near / sd), High: eValue(far / sd), Limit: minEValue,
	}
	c.Passed = !claimed || c.Low >= minEValue
	return c
}

func eValue(d float64) float64 {
	rr := math.Exp(0.91 * math.Abs(d)) // Chinn (2000) by way of VanderWeele and Ding (2017)
	return rr + math.Sqrt(rr*(rr-1))
}

// deviation is the sample standard deviation.
func deviation(v []float64) float64 {
	var mean, ss float64
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		ss += (x - mean) * (x - mean)
	}
	return math.Sqrt(ss / float64(len(v)-1))
}
