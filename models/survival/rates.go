package survival

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// RateCell is a group, an age band of one sex say, with what a table that stands
// behind it says.
type RateCell struct {
	Exposure   float64   // time under observation ≥ 0, person-years or another unit
	Events     float64   // events in that time
	Reference  float64   // rate in the table > 0, events per unit of exposure
	Covariates []float64 // what the ratio to the table may follow, such as age or sex, centred; as many in each cell, or none
}

// RateOptions steer [ShrinkRates]. The zero value is the default.
type RateOptions struct {
	LevelSD   float64 // prior standard deviation of the log ratio to the table and of each covariate's effect; 0 means 1
	SpreadMax float64 // scale of the half-normal prior of the spread between cells; 0 means 0.5
	Level     float64 // of intervals; 0 means 0.95
}

// Rates are the rates of all cells after shrinkage.
type Rates struct {
	Cells []Rate
	// LogRatio is the log of the ratio to the table where covariates are 0, then
	// the effect of each covariate, with their standard errors.
	LogRatio, LogRatioSE []float64
	// Spread is the relative standard deviation of cells around that ratio, mean
	// of its posterior; SpreadLikeliest is where the marginal likelihood is
	// greatest, 0.01 standing for none.
	Spread, SpreadLikeliest float64
}

// Rate is the rate of one cell, in events per unit of exposure.
type Rate struct {
	Mean, SD  float64 // of the posterior; Gamma((Mean/SD)², Mean/SD²) is near it
	Low, High float64 // interval
	Crude     float64 // events/exposure; 0 without exposure
	Own       float64 // part of the estimate, 0 to 1, that is the cell's own crude rate
}

// ShrinkRates estimates the rate of each cell from its own events and from a
// table, by the model in the package's text. It needs no events at all, and then
// says what the table and the exposure allow.
func ShrinkRates(cells []RateCell, o RateOptions) (*Rates, error) {
	set := func(v *float64, to float64) {
		if *v == 0 {
			*v = to
		}
	}
	set(&o.LevelSD, 1)     // 95 % of ratios within 1/7 to 7: chosen wide
	set(&o.SpreadMax, 0.5) // half of cells within a third: chosen, cells of one table differ less
	set(&o.Level, 0.95)
	normal(o.Level) // panics outside (0, 1)
	if err := checkCells(cells); err != nil {
		return nil, err
	}
	posterior, out, err := rateSpreads(cells, o)
	if err != nil {
		return nil, err
	}
	for _, c := range cells {
		out.Cells = append(out.Cells, c.rate(posterior, o.Level))
	}
	return out, nil
}

func checkCells(cells []RateCell) error {
	if len(cells) == 0 {
		return ErrEmpty
	}
	for i, c := range cells {
		text := ""
		switch {
		case !(c.Exposure >= 0) || math.IsInf(c.Exposure, 0):
			text = fmt.Sprintf("exposure %v is not a finite number from 0 on", c.Exposure)
		case !(c.Events >= 0) || math.IsInf(c.Events, 0):
			text = fmt.Sprintf("events %v is not a finite number from 0 on", c.Events)
		case c.Events > 0 && c.Exposure == 0:
			text = fmt.Sprintf("%v events without exposure", c.Events)
		case !(c.Reference > 0) || math.IsInf(c.Reference, 0):
			text = fmt.Sprintf("reference rate %v is not a finite number above 0", c.Reference)
		case len(c.Covariates) != len(cells[0].Covariates):
			text = fmt.Sprintf("%d covariates, the first cell has %d", len(c.Covariates), len(cells[0].Covariates))
		}
		for _, v := range c.Covariates {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				text = fmt.Sprintf("covariate %v is not a finite number", v)
			}
		}
		if text != "" {
			return &RowError{Row: i, Text: text}
		}
	}
	return nil
}

// rate mixes the cell's gamma distributions over spread and ratio.
func (c RateCell) rate(posterior []rateSpread, level float64) Rate {
	var out Rate
	var mix []distuv.Gamma
	var weights []float64
	const nodes, step = 9, 0.75 // of the normal distribution of the log ratio, to ±3
	var mass float64
	for k := range nodes {
		z := step * float64(k-nodes/2)
		mass += math.Exp(-z * z / 2)
	}
	var total, square float64
	for _, g := range posterior {
		if g.weight < spreadIgnored {
			continue
		}
		centre, spread := c.logRatio(g.effects), math.Sqrt(c.logRatioVariance(g.covariance))
		for k := range nodes {
			z := step * float64(k-nodes/2)
			w := g.weight * math.Exp(-z*z/2) / mass
			ratio := math.Exp(centre + z*spread)
			expected := c.Exposure * c.Reference * ratio
			d := distuv.Gamma{Alpha: g.shape + c.Events, Beta: g.shape/(ratio*c.Reference) + c.Exposure}
			mix, weights = append(mix, d), append(weights, w)
			total += w
			out.Mean += w * d.Mean()
			square += w * (d.Variance() + d.Mean()*d.Mean())
			out.Own += w * expected / (g.shape + expected)
		}
	}
	out.Mean, out.Own = out.Mean/total, out.Own/total
	out.SD = math.Sqrt(max(0, square/total-out.Mean*out.Mean))
	if c.Exposure > 0 {
		out.Crude = c.Events / c.Exposure
	}
	out.Low = mixtureQuantile(mix, weights, total*(1-level)/2, out.Mean)
	out.High = mixtureQuantile(mix, weights, total*(1+level)/2, out.Mean)
	return out
}

func (c RateCell) logRatioVariance(v *mat.SymDense) float64 {
	var sum float64
	for j := range v.SymmetricDim() {
		for k := range v.SymmetricDim() {
			sum += c.covariate(j) * v.At(j, k) * c.covariate(k)
		}
	}
	return max(0, sum)
}

// mixtureQuantile halves an interval that holds the quantile.
func mixtureQuantile(mix []distuv.Gamma, weights []float64, mass, near float64) float64 {
	below := func(x float64) float64 {
		var sum float64
		for i, d := range mix {
			sum += weights[i] * d.CDF(x)
		}
		return sum
	}
	low, high := 0., near
	for below(high) < mass {
		low, high = high, 2*high
	}
	for high-low > 1e-6*high {
		if middle := (low + high) / 2; below(middle) < mass {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}
