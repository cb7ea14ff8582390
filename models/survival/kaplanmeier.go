package survival

import "math"

// Curve is the Kaplan-Meier estimate of survival and the Nelson-Aalen estimate of
// the cumulative hazard, on the distinct times of events, ascending.
type Curve struct {
	Time       []float64
	AtRisk     []float64 // weight under observation just before
	Events     []float64 // weight of events
	Survival   []float64 // S just after
	SurvivalSE []float64 // Greenwood; 0 where S = 0
	Hazard     []float64 // cumulative hazard just after
	HazardSE   []float64 // Aalen
	First      float64   // earliest entry, 0 without entry times
	Last       float64   // latest exit: beyond it nothing is known
	spread     []float64 // Greenwood's increments d/(n(n−d)), 0 where n = d
}

// KaplanMeier estimates survival until an event of any cause. With causes that
// compete, 1 − S is the probability of having had one of them; for one of them
// see [AalenJohansen]. A sample without events has a curve without times.
func KaplanMeier(s Sample) (*Curve, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	c := &Curve{}
	c.First, c.Last = s.span()
	survival, hazard, greenwood, aalen := 1., 0., 0., 0.
	for _, k := range tallies(s) {
		survival *= k.left / k.atRisk
		hazard += k.events / k.atRisk
		aalen += k.events / (k.atRisk * k.atRisk)
		var step float64
		if k.left > 0 {
			step = k.events / (k.atRisk * k.left)
		}
		greenwood += step
		c.Time, c.AtRisk, c.Events = append(c.Time, k.time), append(c.AtRisk, k.atRisk), append(c.Events, k.events)
		c.Survival, c.SurvivalSE = append(c.Survival, survival), append(c.SurvivalSE, survival*math.Sqrt(greenwood))
		c.Hazard, c.HazardSE = append(c.Hazard, hazard), append(c.HazardSE, math.Sqrt(aalen))
		c.spread = append(c.spread, step)
	}
	return c, nil
}

// span is the earliest entry and the latest exit.
func (s Sample) span() (first, last float64) {
	first, last = math.Inf(1), math.Inf(-1)
	for i, exit := range s.Exit {
		if s.weight(i) > 0 {
			first, last = min(first, s.entry(i)), max(last, exit)
		}
	}
	if s.Entry == nil {
		first = 0
	}
	return first, last
}

// Point is a curve at one time.
type Point struct {
	Survival, SurvivalSE float64
	Hazard, HazardSE     float64 // cumulative
}

// At is the curve at time t. After Last it stays level, which is a bound for
// survival and no estimate of it.
func (c *Curve) At(t float64) Point {
	i := upTo(c.Time, t) - 1
	if i < 0 {
		return Point{Survival: 1}
	}
	return Point{c.Survival[i], c.SurvivalSE[i], c.Hazard[i], c.HazardSE[i]}
}

// Interval is the pointwise confidence interval of S(t) on the scale log(−log S).
// Before the first event it is 1 to 1, since there is nothing to measure a spread
// by; where nobody is left it goes from 0 to the last upper limit before.
func (c *Curve) Interval(t, level float64) (low, high float64) {
	i := upTo(c.Time, t) - 1
	if i < 0 {
		return logLog(1, 0, level)
	}
	if c.Survival[i] > 0 {
		return logLog(c.Survival[i], c.SurvivalSE[i], level)
	}
	_, high = logLog(1, 0, level)
	for ; i >= 0; i-- {
		if c.Survival[i] > 0 {
			_, high = logLog(c.Survival[i], c.SurvivalSE[i], level)
			break
		}
	}
	return 0, high
}

// Quantile is the first time at which S is at most 1 − p, for 0 < p < 1, and
// whether the curve comes that far down.
func (c *Curve) Quantile(p float64) (t float64, ok bool) {
	const rounding = 1e-12 // of a product of fractions
	for i, s := range c.Survival {
		if s <= 1-p+rounding {
			return c.Time[i], true
		}
	}
	return c.Last, false
}

// RestrictedMean is the mean time spent before the event within (from, to] by
// those of the curve's start, ∫ S, with its standard error. It panics if to lies
// before from.
func (c *Curve) RestrictedMean(from, to float64) (mean, se float64) {
	if to < from {
		panic(panicFrom)
	}
	// From the end: area is ∫ S from the time of the event at hand to the end.
	var area, variance float64
	end := to
	for i := upTo(c.Time, to) - 1; i >= 0; i-- {
		area += c.Survival[i] * max(0, end-max(from, c.Time[i]))
		end = min(end, max(from, c.Time[i]))
		variance += area * area * c.spread[i]
	}
	return area + end - from, math.Sqrt(variance)
}
