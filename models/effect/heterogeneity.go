package effect

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Heterogeneity says whether persons differ in their effect in a way that the
// modifiers foretell, judged on persons that the effect model has not seen.
// Slope and areas are medians over the splits, the rest means.
type Heterogeneity struct {
	Average   Effect // ATE of the rows judged
	Slope     Slope
	AUTOC     Area // of the targeting curve: much gain in a small share at the top
	Qini      Area // of the gain curve: gain over a large share
	Curve     []CurvePoint
	Quintiles []Quintile
	Verdict   Verdict

	nuisance *Nuisance
	kept     []int // rows judged
}

// Slope is that of the effect on its prediction (best linear predictor): 1 when
// predictions are right in size, 0 when they foretell nothing.
type Slope struct {
	Estimate, SE float64 // clustered by person; NaN when predictions do not vary
	P            float64 // one-sided, of a slope of at most zero
}

// Quintile is a fifth of the persons by predicted effect, lowest first.
type Quintile struct {
	Rows      int
	Predicted float64 // mean prediction, shrunk as Effects shows it
	Observed  float64 // mean doubly robust score
	Low, High float64 // interval of Observed
	Agrees    bool    // Predicted lies within it
}

// judged holds, for one split, one entry per row in bounds: scores whose
// nuisances, and predictions whose effect model, come from other persons.
type judged struct {
	fold       []int
	phi        []float64
	prediction []float64
	person     []int // dense index
	persons    int
	folds      int
}

// Heterogeneity learns the effect as a function of the modifiers by the
// DR-learner and judges it. For each fold held out, nuisances and pseudo-outcomes
// of the rest are made without it, so that nothing of the rows judged is in
// their predictions: the square of the number of folds decides the time.
func (n *Nuisance) Heterogeneity() (*Heterogeneity, error) {
	average, err := n.Average(ATE)
	if err != nil {
		return nil, err
	}
	h := &Heterogeneity{Average: average, nuisance: n}
	kept := n.kept(ATE)
	for i, in := range kept {
		if in {
			h.kept = append(h.kept, i)
		}
	}
	splits := make([]*judged, n.options.Repeats)
	for r := range splits {
		if splits[r], err = n.judge(r, kept); err != nil {
			return nil, err
		}
	}
	h.summarise(splits)
	return h, nil
}

// judge makes the out-of-fold predictions of one split.
func (n *Nuisance) judge(repeat int, kept []bool) (*judged, error) {
	folds := n.options.Folds
	without := make([][]scores, folds*folds) // [a·folds + b], a < b: without both
	var jobs [][2]int
	for a := range folds {
		for b := a + 1; b < folds; b++ {
			without[a*folds+b] = make([]scores, len(n.own))
			jobs = append(jobs, [2]int{a, b})
		}
	}
	errs := make([]error, len(jobs))
	parallel(len(jobs), n.options.Workers, func(job int) {
		a, b := jobs[job][0], jobs[job][1]
		errs[job] = n.fitWithout(repeat, a, b, without[a*folds+b])
	})
	if err := firstError(errs); err != nil {
		return nil, err
	}
	prediction := make([]float64, len(n.own))
	errs = make([]error, folds)
	parallel(folds, n.options.Workers, func(out int) {
		errs[out] = n.predictFold(repeat, out, kept, prediction, func(i int) scores {
			other := n.fold[repeat][i]
			return without[min(out, other)*folds+max(out, other)][i]
		})
	})
	if err := firstError(errs); err != nil {
		return nil, err
	}
	return n.collect(repeat, kept, prediction), nil
}

// predictFold fits the effect model outside a fold and writes the predictions
// of the rows inside.
func (n *Nuisance) predictFold(repeat, out int, kept []bool, prediction []float64, at func(i int) scores) error {
	var train, rest []int
	for i, in := range kept {
		switch {
		case !in:
		case n.fold[repeat][i] == out:
			rest = append(rest, i)
		default:
			train = append(train, i)
		}
	}
	z := n.sample.modifiers()
	fit, err := n.fitFinal(train, at)
	if err != nil {
		return fmt.Errorf("effect model without fold %d of persons: %w", out, err)
	}
	for pos, v := range fit.Predict(gather(z, rest)) {
		if !finite(v) {
			return fmt.Errorf("row %d: predicted effect is not finite: %w", rest[pos], ErrSingular)
		}
		prediction[rest[pos]] = v
	}
	return nil
}

// fitFinal fits the effect model on the pseudo-outcomes of the given rows. They
// are weighted by e(1−e), since their variance is about the inverse: a few rows
// at the edge of overlap would otherwise decide it.
func (n *Nuisance) fitFinal(rows []int, at func(i int) scores) (Regression, error) {
	phi, weight := make([]float64, len(rows)), make([]float64, len(rows))
	for pos, i := range rows {
		sc := at(i)
		e := n.clipped(sc.e)
		phi[pos], weight[pos] = n.pseudoOutcome(i, sc), e*(1-e)
	}
	return n.options.Final.Fit(gather(n.sample.modifiers(), rows), phi, weight, pick(n.sample.Person, rows))
}

func (n *Nuisance) collect(repeat int, kept []bool, prediction []float64) *judged {
	j := &judged{folds: n.options.Folds}
	var rows []int
	for i, in := range kept {
		if in {
			rows = append(rows, i)
			j.phi = append(j.phi, n.pseudoOutcome(i, n.own[i]))
		}
	}
	j.fold, j.prediction = pick(n.fold[repeat], rows), pick(prediction, rows)
	j.person, j.persons = denseIndex(len(rows), func(pos int) uint64 { return n.sample.person(rows[pos]) })
	return j
}

// centred subtracts the mean of each fold: predictions of different folds come
// from different models, whose levels are negatively related to what was held
// out.
func (j *judged) centred(v []float64) []float64 {
	sum, count := make([]float64, j.folds), make([]float64, j.folds)
	for i, f := range j.fold {
		sum[f] += v[i]
		count[f]++
	}
	out := make([]float64, len(v))
	for i, f := range j.fold {
		out[i] = v[i] - sum[f]/count[f]
	}
	return out
}

// leastSpread is the standard deviation of predictions, in standard errors of
// the average effect, below which they count as one number; chosen, far below
// what a test could tell from zero.
const leastSpread = 0.1

// slope regresses φ on the prediction, within folds.
func (j *judged) slope() Slope {
	x, y := j.centred(j.prediction), j.centred(j.phi)
	var xx, xy, yy float64
	for i, v := range x {
		xx += v * v
		xy += v * y[i]
		yy += y[i] * y[i]
	}
	if xx <= leastSpread*leastSpread*yy/float64(len(x)) {
		return Slope{Estimate: math.NaN(), SE: math.NaN(), P: 1}
	}
	s := Slope{Estimate: xy / xx}
	influence := make([]float64, j.persons)
	for i, v := range x {
		influence[j.person[i]] += v * (y[i] - s.Estimate*v) / xx
	}
	s.SE = rootSum(influence)
	s.P = distuv.UnitNormal.CDF(-s.Estimate / s.SE)
	return s
}

// rootSum is √(G/(G−1) Σ v²) over G persons.
func rootSum(v []float64) float64 {
	var total float64
	for _, u := range v {
		total += u * u
	}
	g := float64(len(v))
	return math.Sqrt(total * g / (g - 1))
}
