package blend

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/evaluate"
)

// Grouping is what accuracy is given for besides method, level and resource.
type Grouping struct {
	Series bool // by series; otherwise all series of the level together
	// Bands are the last horizons of bands, e.g. 3, 6, 12, 24, 36 for 1-3, 4-6, 7-12,
	// 13-24 and 25-36; horizons beyond are left out. nil means each horizon by itself.
	Bands []int
}

// Accuracy sums up the outcomes of a method. Measures in the unit of the resource
// are means over outcomes; NaN is what cannot be known.
type Accuracy struct {
	Method          string
	Series          string // empty for all series of the level
	Level, Resource string
	From, To        int // horizons
	Outcomes        int
	Origins         int
	MAE, RMSE       float64
	Bias            float64 // forecast − actual
	BiasShare       float64 // bias over the mean actual
	MASE            float64 // mean |error|/scale where the scale is known
	WAPE            float64 // Σ|error| / Σ|actual|, for thin series
	CRPS            float64 // of the distribution through the three quantiles
	ScaledCRPS      float64 // mean CRPS/scale where the scale is known
	Pinball         float64 // mean quantile loss of P10, P50 and P90
	Coverage80      float64 // share of actuals within P10 … P90
	Width           float64 // mean P90 − P10
	MeanActual      float64
}

// Measure sums up what came out, in order of level, resource, series, horizon and
// method. Rows without an actual are left out.
func Measure(outcomes []Outcome, by Grouping) ([]Accuracy, error) {
	rows, err := arrange(outcomes)
	if err != nil {
		return nil, err
	}
	type item struct {
		key Accuracy
		row Outcome
	}
	var items []item
	for _, o := range rows {
		from, to, ok := band(o.Horizon, by.Bands)
		if !ok || math.IsNaN(o.Actual) {
			continue
		}
		k := Accuracy{Method: o.Method, Level: o.Level, Resource: o.Resource, From: from, To: to}
		if by.Series {
			k.Series = o.Series
		}
		items = append(items, item{k, o})
	}
	slices.SortStableFunc(items, func(a, b item) int { return a.key.compare(b.key) })
	z := twoPieceLevels()
	var out []Accuracy
	for from := 0; from < len(items); {
		to := from
		var part []Outcome
		for to < len(items) && items[to].key == items[from].key {
			part = append(part, items[to].row)
			to++
		}
		a := items[from].key
		a.sum(part, z)
		out = append(out, a)
		from = to
	}
	return out, nil
}

func (a Accuracy) compare(b Accuracy) int {
	return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Series, b.Series),
		cmp.Compare(a.From, b.From), cmp.Compare(a.Method, b.Method))
}

// band is the band of a horizon.
func band(horizon int, bands []int) (from, to int, ok bool) {
	if bands == nil {
		return horizon, horizon, true
	}
	from = 1
	for _, to := range bands {
		if horizon <= to {
			return from, to, true
		}
		from = to + 1
	}
	return 0, 0, false
}

// average is a mean that leaves NaN out.
type average struct{ sum, n float64 }

func (a *average) add(v float64) {
	if !math.IsNaN(v) && !math.IsInf(v, 0) {
		a.sum += v
		a.n++
	}
}

func (a *average) value() float64 { return a.sum / a.n }

func (a *Accuracy) sum(rows []Outcome, z []float64) {
	var mae, square, bias, mase, size, level, crps, scaled, pinball, covered, width average
	var origins []int
	for _, o := range rows {
		e := o.ForecastError()
		mae.add(math.Abs(e))
		square.add(e * e)
		bias.add(e)
		level.add(o.Actual)
		size.add(math.Abs(o.Actual))
		origins = append(origins, o.Origin)
		c := crpsOf(o, z)
		crps.add(c)
		if o.Scale > 0 {
			mase.add(math.Abs(e) / o.Scale)
			scaled.add(c / o.Scale)
		}
		pinball.add(pinballOf(o))
		if !math.IsNaN(o.P50) {
			width.add(o.P90 - o.P10)
			inside := 0.
			if o.Actual >= o.P10 && o.Actual <= o.P90 {
				inside = 1
			}
			covered.add(inside)
		}
	}
	slices.Sort(origins)
	a.Outcomes, a.Origins = len(rows), len(slices.Compact(origins))
	a.MAE, a.RMSE, a.Bias, a.MASE = mae.value(), math.Sqrt(square.value()), bias.value(), mase.value()
	a.BiasShare, a.WAPE, a.MeanActual = ratio(a.Bias, level.value()), ratio(a.MAE, size.value()), level.value()
	a.CRPS, a.ScaledCRPS, a.Pinball = crps.value(), scaled.value(), pinball.value()
	a.Coverage80, a.Width = covered.value(), width.value()
}

// ratio is NaN instead of infinite.
func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

func pinballOf(o Outcome) float64 {
	return (evaluate.Pinball(o.P10, 0.1, o.Actual) + evaluate.Pinball(o.P50, 0.5, o.Actual) + evaluate.Pinball(o.P90, 0.9, o.Actual)) / 3
}

const crpsLevels = 40

// twoPieceLevels are the quantiles of the standard normal at (k − ½)/40, over that
// of 0.9.
func twoPieceLevels() []float64 {
	out := make([]float64, crpsLevels)
	for k := range out {
		out[k] = distuv.UnitNormal.Quantile((float64(k)+0.5)/crpsLevels) / distuv.UnitNormal.Quantile(0.9)
	}
	return out
}

// CRPS is the continuous ranked probability score of the row, in its unit: of the
// distribution whose halves are normal, with the three quantiles of the row.
func (o Outcome) CRPS() float64 { return crpsOf(o, twoPieceLevels()) }

// crpsOf is the continuous ranked probability score of the distribution whose
// halves are normal, with the three quantiles of the row; what lies below zero is
// at zero when P10 is not negative.
func crpsOf(o Outcome, z []float64) float64 {
	var total float64
	for k, v := range z {
		side := o.P90 - o.P50
		if v < 0 {
			side = o.P50 - o.P10
		}
		q := o.P50 + v*side
		if o.P10 >= 0 {
			q = max(0, q)
		}
		total += evaluate.Pinball(q, (float64(k)+0.5)/crpsLevels, o.Actual)
	}
	return 2 * total / crpsLevels
}
