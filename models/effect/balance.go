package effect

import "math"

// Imbalance is how far the arms' means of one confounder lie apart, in pooled
// standard deviations of the untrimmed sample (standardised mean difference,
// SMD; treated minus controls).
type Imbalance struct {
	Column        int
	Before, After float64 // without and with the estimand's weights and trimming; 0 for a constant
}

const maxSMD = 0.1 // Austin (2009), Statistics in Medicine 28, 3083

// Balance compares the confounders before and after weighting. The check's
// estimate is the greatest |SMD| after weighting with an interval from the
// effective number of rows; it passes up to 0.1. Missing values are left out of
// the means.
func (n *Nuisance) Balance(e Estimand) ([]Imbalance, Check) {
	kept, one := n.kept(e), func(int) float64 { return 1 }
	weight := func(i int) float64 {
		if !kept[i] {
			return 0
		}
		return n.weight(e, i)
	}
	out := make([]Imbalance, len(n.sample.X))
	check := Check{Kind: CheckBalance, Limit: maxSMD}
	for c, column := range n.sample.X {
		before := n.arms(column, one)
		after := n.arms(column, weight)
		sd := math.Sqrt((before[0].variance() + before[1].variance()) / 2)
		out[c] = Imbalance{Column: c}
		if sd > 0 {
			out[c].Before = (before[1].mean() - before[0].mean()) / sd
			out[c].After = (after[1].mean() - after[0].mean()) / sd
		}
		if size := math.Abs(out[c].After); c == 0 || !(size <= check.Estimate) {
			half := normalQuantile(n.options.Level) * math.Sqrt(1/after[0].effective()+1/after[1].effective())
			check.Estimate, check.Low, check.High = size, max(0, size-half), size+half
		}
	}
	check.Passed = check.Estimate <= maxSMD
	return out, check
}

// weight is what makes the arm of a row resemble the population of an estimand.
func (n *Nuisance) weight(e Estimand, i int) float64 {
	p, treated := n.own[i].e, n.sample.Treated[i]
	switch e {
	case ATE:
		p = n.clipped(p)
		if treated {
			return 1 / p
		}
		return 1 / (1 - p)
	case ATT:
		if treated {
			return 1
		}
		return n.odds(p)
	case ATO:
		if treated {
			return 1 - p
		}
		return p
	}
	panic(panicEstimand)
}

// armSums are weighted moments of one arm.
type armSums struct{ w, ww, wx, wxx float64 }

func (a armSums) mean() float64      { return a.wx / a.w }
func (a armSums) variance() float64  { return max(0, a.wxx/a.w-a.mean()*a.mean()) }
func (a armSums) effective() float64 { return a.w * a.w / a.ww }

// arms sums the known values of a column by arm, about their overall first value
// so that a large level does not cost digits.
func (n *Nuisance) arms(column []float64, weight func(i int) float64) [2]armSums {
	var out [2]armSums
	origin := math.NaN()
	for i, v := range column {
		if math.IsNaN(v) {
			continue
		}
		if math.IsNaN(origin) {
			origin = v
		}
		arm := &out[0]
		if n.sample.Treated[i] {
			arm = &out[1]
		}
		w := weight(i)
		v -= origin
		arm.w += w
		arm.ww += w * w
		arm.wx += w * v
		arm.wxx += w * v * v
	}
	return out
}
