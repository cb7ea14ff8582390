package trend

import "math"

// component is one explanation of the series: how likely it is, and what it makes of a
// quantity.
type component struct {
	weight, value, se float64
}

// mixture are all explanations that are tried.
type mixture []component

func (m mixture) mean() float64 {
	var sum, total float64
	for _, c := range m {
		sum += c.weight * c.value
		total += c.weight
	}
	return sum / total
}

// outside is the probability that the quantity is further from a value than width, each
// component normal with its error times stretch.
func (m mixture) outside(value, width, stretch float64) float64 {
	var sum, total float64
	for _, c := range m {
		total += c.weight
		scale := c.se * stretch * math.Sqrt2
		d := c.value - value
		if scale == 0 {
			if math.Abs(d) > width {
				sum += c.weight
			}
			continue
		}
		sum += c.weight * 0.5 * (math.Erfc((width-d)/scale) + math.Erfc((width+d)/scale))
	}
	return sum / total
}

const halvings = 40

// around is the interval around a value that holds the quantity with probability
// confidence.
func (m mixture) around(value, confidence, stretch float64) Interval {
	high := 0.0
	for _, c := range m {
		high = math.Max(high, math.Abs(c.value-value)+10*stretch*c.se)
	}
	if math.IsNaN(value) || math.IsNaN(high) {
		return unknown()
	}
	low := 0.0
	for range halvings {
		width := (low + high) / 2
		if m.outside(value, width, stretch) > 1-confidence {
			low = width
		} else {
			high = width
		}
	}
	return Interval{value, value - high, value + high}
}

// chance is the two-sided P of 0 around a value.
func (m mixture) chance(value, stretch float64) float64 {
	return math.Min(1, m.outside(value, math.Abs(value), stretch))
}

// Interval is an estimate and the ends of its interval; NaN where unknown.
type Interval struct {
	Value, Low, High float64
}

func unknown() Interval { return Interval{math.NaN(), math.NaN(), math.NaN()} }

// excludesZero: the interval lies wholly on one side.
func (i Interval) excludesZero() bool { return i.Low > 0 || i.High < 0 }
