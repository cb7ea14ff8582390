package effect

import "math"

// Overlap tells how many rows had nothing to be compared with, and how the
// treated among them differ from those that stayed.
type Overlap struct {
	Rows, Treated           int       // before trimming
	Outside, OutsideTreated int       // with a propensity out of bounds
	LostTreated             float64   // share of treated rows out of bounds, 0 to 1
	Dropped                 bool      // they were left out; otherwise they were kept, clipped
	LostMean, KeptMean      []float64 // mean of each confounder among treated rows out of and in bounds; NaN without any
	Low, High               float64   // the bounds that applied; 0 and 1 where none does
}

// bounds of the propensity for an estimand. The treated have comparable
// controls also where treatment is rare, so that their average effect needs the
// upper bound only; overlap weights need none.
func (n *Nuisance) bounds(e Estimand) (low, high float64) {
	switch e {
	case ATE:
		return n.options.Low, n.options.High
	case ATT:
		return 0, n.options.High
	case ATO:
		return 0, 1
	}
	panic(panicEstimand)
}

// kept says which rows an estimate is about.
func (n *Nuisance) kept(e Estimand) []bool {
	low, high := n.bounds(e)
	in := make([]bool, len(n.own))
	for i, sc := range n.own {
		in[i] = n.options.Keep || sc.e >= low && sc.e <= high
	}
	return in
}

// overlap describes the rows out of bounds. With Options.Keep none is dropped,
// but all that would have been are counted.
func (n *Nuisance) overlap(e Estimand) Overlap {
	low, high := n.bounds(e)
	o := Overlap{Low: low, High: high, Dropped: !n.options.Keep, Rows: len(n.own)}
	var lost, stayed []int
	for i, sc := range n.own {
		outside := sc.e < low || sc.e > high
		if outside {
			o.Outside++
		}
		if !n.sample.Treated[i] {
			continue
		}
		o.Treated++
		if outside {
			o.OutsideTreated++
			lost = append(lost, i)
		} else {
			stayed = append(stayed, i)
		}
	}
	o.LostTreated = float64(o.OutsideTreated) / math.Max(1, float64(o.Treated))
	for _, column := range n.sample.X {
		o.LostMean = append(o.LostMean, knownMean(column, lost))
		o.KeptMean = append(o.KeptMean, knownMean(column, stayed))
	}
	return o
}

// knownMean is the mean of the rows' values that are not missing.
func knownMean(column []float64, rows []int) float64 {
	var sum, known float64
	for _, i := range rows {
		if !math.IsNaN(column[i]) {
			sum += column[i]
			known++
		}
	}
	return sum / known
}

// clipped keeps a propensity within the bounds.
func (n *Nuisance) clipped(e float64) float64 { return min(max(e, n.options.Low), n.options.High) }

// odds of treatment, kept finite above.
func (n *Nuisance) odds(e float64) float64 {
	e = min(e, n.options.High)
	return e / (1 - e)
}
