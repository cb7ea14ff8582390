package followup

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is an estimate with its standard error and interval, NaN where there
// is none.
type Interval struct {
	Value, SE, Low, High float64
}

// unknown is no estimate.
func unknown() Interval { return Interval{math.NaN(), math.NaN(), math.NaN(), math.NaN()} }

// excludesZero tells whether the interval lies on one side of 0.
func (i Interval) excludesZero() bool { return i.Low > 0 || i.High < 0 }

// scores sums what each person contributes to an estimate, in a fixed order.
type scores struct {
	of      []float64
	seen    []bool
	touched []int32
}

func newScores(persons int) *scores {
	return &scores{of: make([]float64, persons), seen: make([]bool, persons)}
}

func (c *scores) add(person int32, v float64) {
	if !c.seen[person] {
		c.seen[person] = true
		c.touched = append(c.touched, person)
	}
	c.of[person] += v
}

// take returns the sum of squares and forgets all.
func (c *scores) take() (sumSquares float64, persons int) {
	for _, p := range c.touched {
		sumSquares += c.of[p] * c.of[p]
		c.of[p], c.seen[p] = 0, false
	}
	persons = len(c.touched)
	c.touched = c.touched[:0]
	return sumSquares, persons
}

// meanDifference estimates the mean over the given sets of case minus similar
// clients minus `minus` (nil: nothing), with the variance of the package
// comment.
func (s *Study) meanDifference(v *sets, group []int32, minus []float64, c *scores) Interval {
	n := float64(len(group))
	if n == 0 {
		return unknown()
	}
	d := make([]float64, len(group))
	var mean float64
	var gap [covariates]float64
	for j, i := range group {
		d[j] = v.observed[i] - v.similar[i]
		if minus != nil {
			d[j] -= minus[j]
		}
		mean += d[j] / n
		for a := range gap {
			gap[a] += v.gap[i][a]
		}
	}
	for j, i := range group {
		c.add(s.events[v.event[i]].person, d[j]-mean)
	}
	alone, persons := c.take()
	if persons < 2 {
		return Interval{mean, math.NaN(), math.NaN(), math.NaN()}
	}
	lever := v.lever(gap)
	var own float64
	for j, i := range group {
		c.add(s.events[v.event[i]].person, d[j]-mean)
		k := float64(v.offset[i+1] - v.offset[i])
		for u := v.offset[i]; u < v.offset[i+1]; u++ {
			weight := 1 / k
			if lever != nil {
				z := v.deviation(int(i), v.control[u])
				weight += dot(lever, z[:])
			}
			// Two sets that share one control see the product of its residuals
			// (1 − 1/k)² too small, as each has its own mean taken off.
			r := v.residual[u] * math.Sqrt(k/(k-1))
			c.add(v.m.person[v.control[u]], -weight*r)
			own += r * r / (k * k)
		}
	}
	together, _ := c.take()
	return s.interval(mean, math.Sqrt(max(together-own, alone))/n, persons)
}

// lever is S⁻¹ Σ gap: how much a control's outcome moves the adjustment of the
// whole group.
func (v *sets) lever(gap [covariates]float64) []float64 {
	if v.slopes == nil {
		return nil
	}
	out := make([]float64, covariates)
	for a := range out {
		for b, g := range gap {
			out[a] += v.inverse.At(a, b) * g
		}
	}
	return out
}

// interval is Student's, with one degree of freedom less than case persons.
func (s *Study) interval(mean, se float64, persons int) Interval {
	if persons < 2 {
		return Interval{mean, math.NaN(), math.NaN(), math.NaN()}
	}
	p := float64(persons)
	se *= math.Sqrt(p / (p - 1))
	half := distuv.StudentsT{Sigma: 1, Nu: p - 1}.Quantile(0.5+s.o.Level/2) * se
	return Interval{mean, se, mean - half, mean + half}
}

// riskDifference is meanDifference of a 0/1 quantity, its standard error at
// least that of two independent shares after adding one event and one
// non-event to each (Agresti and Caffo 2000): no event seen is not no risk.
func (s *Study) riskDifference(v *sets, group []int32, c *scores) (diff Interval, cases, similar float64) {
	diff = s.meanDifference(v, group, nil, c)
	var events, controlEvents, controls float64
	for _, i := range group {
		events += v.observed[i]
		k := float64(v.offset[i+1] - v.offset[i])
		controls += k
		controlEvents += v.similar[i] * k
	}
	n := float64(len(group))
	if n == 0 || math.IsNaN(diff.SE) {
		return diff, events / n, controlEvents / controls
	}
	share := func(events, n float64) float64 {
		p := min(max((events+1)/(n+2), 0), 1) // adjusted shares may leave 0 … 1
		return p * (1 - p) / (n + 2)
	}
	least := math.Sqrt(share(events, n) + share(controlEvents, controls))
	if least > diff.SE {
		z := distuv.UnitNormal.Quantile(0.5 + s.o.Level/2)
		diff = Interval{diff.Value, least, diff.Value - z*least, diff.Value + z*least}
	}
	return diff, events / n, events/n - diff.Value
}

// before is the mean observed change alone, by person: what a report without
// similar clients would show.
func (s *Study) before(v *sets, group []int32, c *scores) Interval {
	n := float64(len(group))
	if n == 0 {
		return unknown()
	}
	var mean float64
	for _, i := range group {
		mean += v.observed[i] / n
	}
	for _, i := range group {
		c.add(s.events[v.event[i]].person, v.observed[i]-mean)
	}
	squares, persons := c.take()
	return s.interval(mean, math.Sqrt(squares)/n, persons)
}
