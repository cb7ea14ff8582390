package effect

import (
	"fmt"
	"math"
)

// Evidence is what the checks of an analysis need beyond its sample. What is not
// given is reported as missing, and not as passed.
type Evidence struct {
	Control []float64 // an outcome of the same rows that treatment cannot change, seen where Sample.Y is
	Start   *Sample   // the same persons with a fake start six months earlier, outcome before the true one
	Slope   []float64 // change of the outcome per month before time zero; NaN = unknown
	Margin  float64   // what an effect that must be zero may be, in the unit of the outcome
	Permute PermutedOptions
}

// Checks runs all checks of an average effect, in a fixed order: balance,
// permuted placebo, fake start, negative control, trend before, E-value. Those
// whose evidence is missing come back with Missing set and numbers NaN.
func (n *Nuisance) Checks(e Estimand, v Evidence) ([]Check, error) {
	_, balance := n.Balance(e)
	permuted, err := PlaceboPermuted(n.sample, e, n.options, v.Permute)
	if err != nil {
		return nil, err
	}
	start, control, trend := missing(CheckPlaceboStart), missing(CheckNegativeControl), missing(CheckPreTrend)
	if v.Start != nil {
		if start, err = nullOf(CheckPlaceboStart, *v.Start, e, n.options, v.Margin); err != nil {
			return nil, err
		}
	}
	if v.Control != nil {
		s := n.sample
		s.Y = v.Control
		if control, err = nullOf(CheckNegativeControl, s, e, n.options, v.Margin); err != nil {
			return nil, err
		}
	}
	if v.Slope != nil {
		trend = n.PreTrend(e, v.Slope)
	}
	effect, err := n.Average(e)
	if err != nil {
		return nil, err
	}
	return []Check{balance, permuted, start, control, trend, EValue(effect, n.outcomeSD())}, nil
}

func missing(kind string) Check {
	nan := math.NaN()
	return Check{Kind: kind, Estimate: nan, Low: nan, High: nan, Limit: nan, Missing: true}
}

// nullOf estimates an effect that must be zero with the analysis' own options.
func nullOf(kind string, s Sample, e Estimand, o Options, margin float64) (Check, error) {
	n, err := CrossFit(s, o)
	if err != nil {
		return Check{}, fmt.Errorf("%s: %w", kind, err)
	}
	effect, err := n.Average(e)
	if err != nil {
		return Check{}, fmt.Errorf("%s: %w", kind, err)
	}
	return NullEffect(kind, effect, margin), nil
}

// outcomeSD is the standard deviation of seen outcomes within arms; a constant
// outcome has 1, since its effect is 0 in any unit.
func (n *Nuisance) outcomeSD() float64 {
	y := make([]float64, len(n.sample.Y))
	for i, v := range n.sample.Y {
		y[i] = math.NaN()
		if n.sample.seen(i) {
			y[i] = v
		}
	}
	arms := n.arms(y, func(int) float64 { return 1 })
	sd := math.Sqrt((arms[0].variance() + arms[1].variance()) / 2)
	if sd == 0 {
		return 1
	}
	return sd
}
