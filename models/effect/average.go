package effect

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Estimand says whose average effect is meant.
type Estimand uint8

// The estimands.
const (
	ATT Estimand = iota // of those who were treated
	ATE                 // of all
	ATO                 // of those who might as well have been treated as not (overlap weights)
)

// String returns the usual abbreviation.
func (e Estimand) String() string {
	if e > ATO {
		panic(panicEstimand)
	}
	return [...]string{"att", "ate", "ato"}[e]
}

// Effect is an average effect: outcome with treatment minus outcome without, in
// the unit of the outcome.
type Effect struct {
	Estimand       Estimand
	Estimate       float64
	SE             float64 // clustered by person
	Low, High      float64 // interval at Options.Level
	P              float64 // two-sided, of no effect
	Naive          float64 // difference of the means of seen outcomes, without any adjustment
	Rows, Treated  int     // that the estimate describes, after trimming
	Persons        int
	TreatedPersons int
	Overlap        Overlap
}

// Average estimates one average effect. ErrOverlap is returned when trimming
// leaves an arm empty.
func (n *Nuisance) Average(e Estimand) (Effect, error) {
	kept := n.kept(e)
	out := Effect{Estimand: e, Naive: n.naive(), Overlap: n.overlap(e)}
	arms := [2]map[uint64]bool{make(map[uint64]bool), make(map[uint64]bool)}
	all := make(map[uint64]bool)
	for i, in := range kept {
		if !in {
			continue
		}
		out.Rows++
		arm := 0
		if n.sample.Treated[i] {
			out.Treated++
			arm = 1
		}
		id := n.sample.person(i)
		arms[arm][id], all[id] = true, true
	}
	out.Persons, out.TreatedPersons = len(all), len(arms[1])
	if len(arms[0]) < 2 || len(arms[1]) < 2 {
		return out, ErrOverlap
	}
	estimate, influence := n.estimate(e, kept)
	out.Estimate, out.SE = estimate, n.clusteredSE(influence)
	if !finite(out.Estimate) || !finite(out.SE) {
		return out, ErrOverlap
	}
	few := min(len(arms[0]), len(arms[1]))
	half := studentQuantile(n.options.Level, few) * out.SE
	out.Low, out.High = estimate-half, estimate+half
	if out.P = 1; estimate != 0 { // an outcome that never occurs has effect 0 and standard error 0
		out.P = 2 * distuv.StudentsT{Sigma: 1, Nu: float64(few - 1)}.CDF(-math.Abs(estimate)/out.SE)
	}
	return out, nil
}

// naive is the difference of the arms' means.
func (n *Nuisance) naive() float64 {
	var sum, count [2]float64
	for i, t := range n.sample.Treated {
		if !n.sample.seen(i) {
			continue
		}
		arm := 0
		if t {
			arm = 1
		}
		sum[arm] += n.sample.Y[i]
		count[arm]++
	}
	return sum[1]/count[1] - sum[0]/count[0]
}

// estimate returns the estimate and each row's influence on it (divided by the
// number of rows, so that the variance is the sum of squares over persons).
func (n *Nuisance) estimate(e Estimand, kept []bool) (float64, []float64) {
	switch e {
	case ATE:
		return n.ratio(kept, func(i int) (num, den float64) { return n.pseudoOutcome(i, n.own[i]), 1 })
	case ATO:
		return n.ratio(kept, n.residualTerms)
	case ATT:
		return n.treatedEffect(kept)
	}
	panic(panicEstimand)
}

// ratio is Σ num / Σ den and its influence.
func (n *Nuisance) ratio(kept []bool, terms func(i int) (num, den float64)) (float64, []float64) {
	num, den := make([]float64, len(kept)), make([]float64, len(kept))
	var sumNum, sumDen float64
	for i, in := range kept {
		if in {
			num[i], den[i] = terms(i)
			sumNum += num[i]
			sumDen += den[i]
		}
	}
	theta := sumNum / sumDen
	for i := range num {
		num[i] = (num[i] - theta*den[i]) / sumDen
	}
	return theta, num
}

// pseudoOutcome is φ, whose mean given x is the effect at x when either the
// propensity or the outcome model is right.
func (n *Nuisance) pseudoOutcome(i int, sc scores) float64 {
	e := n.clipped(sc.e)
	phi := sc.m1 - sc.m0
	if sc.seenOdds == 0 {
		return phi
	}
	if n.sample.Treated[i] {
		return phi + sc.seenOdds*(n.sample.Y[i]-sc.m1)/e
	}
	return phi - sc.seenOdds*(n.sample.Y[i]-sc.m0)/(1-e)
}

// residualTerms are those of Robinson's residual-on-residual regression, the
// efficient estimator under overlap weights e(1−e).
func (n *Nuisance) residualTerms(i int) (num, den float64) {
	sc := n.own[i]
	t := 0.0
	if n.sample.Treated[i] {
		t = 1
	}
	den = (t - sc.e) * (t - sc.e)
	num = den * (sc.m1 - sc.m0)
	switch {
	case sc.seenOdds == 0:
	case t == 1:
		num += sc.seenOdds * (1 - sc.e) * (n.sample.Y[i] - sc.m1)
	default:
		num -= sc.seenOdds * sc.e * (n.sample.Y[i] - sc.m0)
	}
	return num, den
}

// treatedEffect is the treated's mean residual against the controls' model,
// less the same residual of controls weighted by the odds of treatment.
func (n *Nuisance) treatedEffect(kept []bool) (float64, []float64) {
	gain, gainInfluence := n.ratio(kept, func(i int) (num, den float64) {
		sc := n.own[i]
		if !n.sample.Treated[i] {
			return 0, 0
		}
		num = sc.m1 - sc.m0
		if sc.seenOdds > 0 {
			num += sc.seenOdds * (n.sample.Y[i] - sc.m1)
		}
		return num, 1
	})
	drift, driftInfluence := n.ratio(kept, func(i int) (num, den float64) {
		sc := n.own[i]
		if n.sample.Treated[i] || sc.seenOdds == 0 {
			return 0, 0
		}
		w := sc.seenOdds * n.odds(sc.e)
		return w * (n.sample.Y[i] - sc.m0), w
	})
	for i, v := range driftInfluence {
		gainInfluence[i] -= v
	}
	return gain - drift, gainInfluence
}

// clusteredSE is the root of the summed squares of persons' influence.
func (n *Nuisance) clusteredSE(influence []float64) float64 {
	person, persons := denseIndex(len(influence), n.sample.person)
	sums := make([]float64, persons)
	for i, v := range influence {
		sums[person[i]] += v
	}
	return rootSum(sums)
}
