package blend

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// ErrConfidence is returned for a confidence that is none.
var ErrConfidence = errors.New("blend: confidence must lie between 0 and 1")

// Scope is what two methods are compared on.
type Scope struct {
	Level, Resource string
	Series          string // empty for all series of the level
	From, To        int    // horizons
}

func (s Scope) has(o Outcome) bool {
	return o.Level == s.Level && o.Resource == s.Resource && (s.Series == "" || o.Series == s.Series) &&
		o.Horizon >= s.From && o.Horizon <= s.To
}

// CompareOptions steer comparisons. The zero value compares absolute errors with
// 95 % confidence.
type CompareOptions struct {
	Confidence float64 // of the interval; 0 means 0.95
	Quantiles  bool    // compare the mean pinball loss of P10, P50 and P90 instead of |error|
}

// Comparison is a difference of losses over the scale of the series, on the cells
// that both methods have forecast. Low and High are infinite when there are too
// few origins that do not overlap.
type Comparison struct {
	Scope
	A, B         string
	LossA, LossB float64 // mean over origins of the mean scaled loss
	Difference   float64 // LossA − LossB: negative when A is better
	Low, High    float64
	Origins      int
	Effective    float64 // origins that do not overlap
}

// leastEffective origins without overlap are needed for an interval.
const leastEffective = 2

// Compare compares two methods. ErrEmpty is returned when no cell was forecast by
// both and came out.
func Compare(outcomes []Outcome, a, b string, s Scope, o CompareOptions) (Comparison, error) {
	confidence, err := checkConfidence(cmp.Or(o.Confidence, 0.95))
	if err != nil {
		return Comparison{}, err
	}
	rows := slices.DeleteFunc(slices.Clone(outcomes), func(r Outcome) bool { return !s.has(r) || math.IsNaN(r.Actual) })
	rows, err = arrange(rows)
	if err != nil {
		return Comparison{}, err
	}
	return compareRows(rows, a, b, s, o.Quantiles, confidence)
}

// compareRows is Compare on arranged rows of the scope.
func compareRows(rows []Outcome, a, b string, s Scope, quantiles bool, confidence float64) (Comparison, error) {
	out := Comparison{Scope: s, A: a, B: b, Low: math.Inf(-1), High: math.Inf(1)}
	lossA, lossB := make(map[int]*average), make(map[int]*average)
	var origins []int
	cells(rows, func(cell []Outcome) {
		x, y := lossOf(cell, a, quantiles), lossOf(cell, b, quantiles)
		if math.IsNaN(x) || math.IsNaN(y) {
			return
		}
		origin := cell[0].Origin
		if lossA[origin] == nil {
			lossA[origin], lossB[origin] = new(average), new(average)
			origins = append(origins, origin)
		}
		lossA[origin].add(x)
		lossB[origin].add(y)
	})
	if len(origins) == 0 {
		return out, fmt.Errorf("%w: of %s and %s, level %s, resource %s, horizons %d to %d", ErrEmpty, a, b, s.Level, s.Resource, s.From, s.To)
	}
	slices.Sort(origins)
	difference := make([]float64, len(origins))
	n := float64(len(origins))
	for i, origin := range origins {
		difference[i] = lossA[origin].value() - lossB[origin].value()
		out.LossA += lossA[origin].value() / n
		out.LossB += lossB[origin].value() / n
		out.Difference += difference[i] / n
	}
	out.Origins = len(origins)
	out.interval(origins, difference, min(s.To, maxHorizon(rows)), confidence)
	return out, nil
}

// lossOf is a method's loss on a cell over its scale, NaN without forecast or scale.
func lossOf(cell []Outcome, method string, quantiles bool) float64 {
	scale := scaleOf(cell)
	for _, o := range cell {
		if o.Method != method || !(scale > 0) {
			continue
		}
		if quantiles {
			return pinballOf(o) / scale
		}
		return math.Abs(o.ForecastError()) / scale
	}
	return math.NaN()
}

// interval is mean ± t·se with n′ − 1 degrees of freedom, n′ the origins that do not
// overlap. se² is the larger of variance/n′, which is right when overlap is all
// that makes neighbouring origins alike, and of Bartlett's kernel over the months
// between origins, which sees differences that last longer.
func (c *Comparison) interval(origins []int, difference []float64, horizon int, confidence float64) {
	n := float64(len(origins))
	months := float64(origins[len(origins)-1] - origins[0])
	c.Effective = min(n, months/float64(horizon)+1)
	if c.Effective < leastEffective {
		return
	}
	truncation := float64(2*horizon - 1)
	var own, kernel float64
	for i, x := range difference {
		own += (x - c.Difference) * (x - c.Difference) / (n - 1)
		for j, y := range difference {
			if near := 1 - math.Abs(float64(origins[i]-origins[j]))/truncation; near > 0 {
				kernel += near * (x - c.Difference) * (y - c.Difference) / (n * n)
			}
		}
	}
	t := distuv.StudentsT{Sigma: 1, Nu: c.Effective - 1}.Quantile((1 + confidence) / 2)
	half := t * math.Sqrt(max(own/c.Effective, kernel))
	c.Low, c.High = c.Difference-half, c.Difference+half
}

func checkConfidence(confidence float64) (float64, error) {
	if !(confidence > 0 && confidence < 1) {
		return 0, fmt.Errorf("%w: %v", ErrConfidence, confidence)
	}
	return confidence, nil
}
