package blend

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/internal/isotonic"
)

// coverage of the interval from P10 to P90.
const coverage = 0.8

// Intervals are the factors that stretch the members' own half widths, by level,
// resource and horizon.
type Intervals struct {
	AsOf   int
	groups []Group
	factor [][]float64 // by group and horizon − 1
	number [][]float64 // effective
}

// IntervalRow is one factor, as for a table.
type IntervalRow struct {
	Group
	Horizon         int
	Factor          float64 // 1 leaves the members' own interval as it is
	EffectiveNumber float64 // of independent errors that it was learned from
}

// scores are a group's errors over the half width of the members' own interval.
type scores struct {
	group  Group
	value  []float64
	at     []errorAt // with the error over the scale
	number []float64 // effective, by horizon − 1
	width  []float64 // median half width over the scale, by horizon − 1; NaN where unknown
}

// Calibrate finds the factors from rows of one method, usually the blend as
// [Nested] gives it, with what was known at a month. Rows without quantiles are
// left out; with nothing known all factors are 1.
func Calibrate(blended []Outcome, asOf int, o Options) (*Intervals, error) {
	rows, err := arrange(blended)
	if err != nil {
		return nil, err
	}
	return calibrate(rows, asOf, o.withDefaults()), nil
}

func calibrate(rows []Outcome, asOf int, o Options) *Intervals {
	o.Bandwidth *= 2 // scores of far horizons are more alike than good weights are
	horizons := maxHorizon(rows)
	all := gather(rows, asOf, horizons, o)
	out := &Intervals{AsOf: asOf}
	for g := range all {
		number := o.spread(all[g].number)
		factor, mixture := make([]float64, horizons), mix(all, g)
		for h := range factor {
			factor[h] = factorAt(mixture, h, number[h], o)
		}
		out.groups = append(out.groups, all[g].group)
		out.factor = append(out.factor, all[g].widen(factor))
		out.number = append(out.number, number)
	}
	return out
}

// gather collects the scores of what is known by group.
func gather(rows []Outcome, asOf, horizons int, o Options) []scores {
	var out []scores
	var widths [][]float64
	finish := func() {
		s := &out[len(out)-1]
		s.number = effective(s.at, horizons)
		s.width = make([]float64, horizons)
		for h, w := range widths {
			slices.Sort(w)
			s.width[h] = math.NaN()
			if len(w) > 0 {
				s.width[h] = w[len(w)/2]
			}
		}
	}
	cells(rows, func(cell []Outcome) {
		r := cell[0]
		scale := scaleOf(cell)
		if !o.known(r, asOf) || math.IsNaN(r.P50) || !(scale > 0) {
			return
		}
		if len(out) == 0 || out[len(out)-1].group != r.group() {
			if len(out) > 0 {
				finish()
			}
			out, widths = append(out, scores{group: r.group()}), make([][]float64, horizons)
		}
		s := &out[len(out)-1]
		low, high := halfWidths(r)
		side := high
		if r.Actual < r.P50 {
			side = low
		}
		s.value = append(s.value, math.Abs(r.Actual-r.P50)/side)
		s.at = append(s.at, errorAt{r.Series, r.Origin, r.Horizon, (r.P50 - r.Actual) / scale, o.recency(r.Month(), asOf)})
		widths[r.Horizon-1] = append(widths[r.Horizon-1], (low+high)/2/scale)
	})
	if len(out) > 0 {
		finish()
	}
	return out
}

// halfWidths are the distances of P10 and P90 from P50. A side is at least a
// tenth of the whole, and the whole at least a thousandth of the scale: what
// members think impossible is not.
func halfWidths(o Outcome) (low, high float64) {
	whole := max(o.P90-o.P10, 1e-3*finite(o.Scale), 1e-3*math.Abs(o.P50), 1e-9)
	return max(o.P50-o.P10, whole/10), max(o.P90-o.P50, whole/10)
}

// mixed is a score with the part it belongs to: 0 is the group itself, 1 the groups
// that it borrows from, 2 the normal distribution.
type mixed struct {
	value, weight float64
	horizon, part int // horizon 0 is near to all
}

const (
	partOwn = iota
	partBorrowed
	partNormal
	parts
)

// borrowed is the share of the members' own intervals that gives way to scores of
// other groups: of the level's other resources, else of other levels.
const borrowed = 0.75

func mix(all []scores, g int) []mixed {
	var out []mixed
	add := func(s *scores, part int) {
		for i, e := range s.at {
			out = append(out, mixed{s.value[i], e.weight, e.horizon, part})
		}
	}
	add(&all[g], partOwn)
	same := false
	for i := range all {
		same = same || i != g && all[i].group.Level == all[g].group.Level
	}
	for i := range all {
		if i != g && (!same || all[i].group.Level == all[g].group.Level) {
			add(&all[i], partBorrowed)
		}
	}
	for _, z := range halfNormal() {
		out = append(out, mixed{z, 1, 0, partNormal})
	}
	slices.SortStableFunc(out, func(a, b mixed) int { return cmp.Compare(a.value, b.value) })
	return out
}

// factorAt is the conformal quantile of the scores near a horizon. The members'
// own interval counts as IntervalStrength scores of a normal distribution, part of
// which are replaced by scores of other groups. As usual for conformal prediction
// one score more is put at infinity, here as much of it as the data count.
func factorAt(mixture []mixed, h int, number float64, o Options) float64 {
	weights, near := make([]float64, len(mixture)), []float64{1}
	var total, mass [parts]float64
	for i, m := range mixture {
		for len(near) <= m.horizon {
			near = append(near, o.nearness(h+1, len(near)))
		}
		weights[i] = m.weight * near[m.horizon]
		total[m.part] += weights[i]
	}
	if total[partOwn] > 0 {
		mass[partOwn] = number
	}
	if total[partBorrowed] > 0 {
		mass[partBorrowed] = min(borrowed*o.IntervalStrength, number)
	}
	mass[partNormal] = o.IntervalStrength - mass[partBorrowed]
	for i, m := range mixture {
		weights[i] *= mass[m.part] / total[m.part]
	}
	data := mass[partOwn]
	unseen := data / (data + o.IntervalStrength)
	// The k-th of n scores has its middle at k − ½: (n+1)·0.8 − ½ is wanted.
	return upperQuantile(mixture, weights, coverage*(data+o.IntervalStrength+unseen)-unseen/2)
}

const halfNormalScores = 50

// halfNormal are scores of a normal distribution whose interval is right.
func halfNormal() []float64 {
	out := make([]float64, halfNormalScores)
	unit := distuv.UnitNormal.Quantile(0.9)
	for k := range out {
		out[k] = distuv.UnitNormal.Quantile(0.5+(float64(k)+0.5)/(2*halfNormalScores)) / unit
	}
	return out
}

// upperQuantile is the least score at which the weights reach a sum, on a line
// between the middles of neighbouring weights; the largest score if they do not.
func upperQuantile(mixture []mixed, weights []float64, reach float64) float64 {
	var sum, before, last float64
	for i, m := range mixture {
		middle := sum + weights[i]/2
		if middle >= reach {
			if i == 0 || middle == before {
				return m.value
			}
			return last + (m.value-last)*(reach-before)/(middle-before)
		}
		sum, before, last = sum+weights[i], middle, m.value
	}
	return last
}

// widen makes factor times the typical own width non-decreasing in the horizon.
func (s *scores) widen(factor []float64) []float64 {
	logs, weight := make([]float64, len(factor)), make([]float64, len(factor))
	for h, f := range factor {
		if v := math.Log(f * s.width[h]); !math.IsNaN(v) && !math.IsInf(v, 0) {
			logs[h], weight[h] = v, s.number[h]
		}
	}
	out := slices.Clone(factor)
	for h, v := range isotonic.Fit(logs, weight) {
		if weight[h] > 0 {
			out[h] = math.Exp(v) / s.width[h]
		}
	}
	return out
}

// At returns the factor of a level and resource at a horizon: 1 for groups that
// nothing is known of, and the last for later horizons.
func (v *Intervals) At(level, resource string, horizon int) float64 {
	factor, _ := v.at(Group{level, resource}, horizon)
	return factor
}

func (v *Intervals) at(group Group, horizon int) (factor, number float64) {
	if horizon < 1 {
		panic(panicHorizon)
	}
	g, found := slices.BinarySearchFunc(v.groups, group, Group.compare)
	if !found {
		return 1, 0
	}
	h := min(horizon, len(v.factor[g])) - 1
	return v.factor[g][h], v.number[g][h]
}

// Rows lists the factors by level, resource and horizon.
func (v *Intervals) Rows() []IntervalRow {
	var out []IntervalRow
	for g, group := range v.groups {
		for h, f := range v.factor[g] {
			out = append(out, IntervalRow{group, h + 1, f, v.number[g][h]})
		}
	}
	return out
}

// Apply returns the rows with calibrated P10 and P90, P50 being kept. Bounds of a
// forecast that is not negative are cut at zero.
func (v *Intervals) Apply(rows []Outcome) []Outcome {
	out := slices.Clone(rows)
	for i := range out {
		r := &out[i]
		if math.IsNaN(r.P50) {
			continue
		}
		factor, number := v.at(r.group(), r.Horizon)
		r.EffectiveNumber = number
		if number == 0 {
			continue
		}
		positive := r.P10 >= 0
		low, high := halfWidths(*r)
		r.P10, r.P90 = r.P50-factor*low, r.P50+factor*high
		if positive {
			r.P10 = max(0, r.P10)
		}
	}
	return out
}

// NestedIntervals calibrates the rows of each origin by what was known there.
func NestedIntervals(blended []Outcome, o Options) ([]Outcome, error) {
	rows, err := arrange(blended)
	if err != nil {
		return nil, err
	}
	o = o.withDefaults()
	byOrigin, origins := splitByOrigin(rows)
	var out []Outcome
	for i, origin := range origins {
		out = append(out, calibrate(rows, origin, o).Apply(byOrigin[i])...)
	}
	slices.SortStableFunc(out, compareCells)
	return out, nil
}
