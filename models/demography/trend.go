package demography

import "math"

const (
	trendYears   = 5    // whole years that the trend is fitted on, at most
	trendLeast   = 3    // and at least
	trendDamping = 0.95 // per month ahead, as in models/courses; within what Gardner (2006) reports
)

// trendMonths is how many months' worth of trend lie between the middle of the
// months that the rates rest on and h months ahead, where each month counts less.
func (s *Standard) trendMonths(h int) float64 {
	past := float64(s.options.Months-1) / 2
	return past + trendDamping*(1-math.Pow(trendDamping, float64(h)))/(1-trendDamping)
}

// trend is the slope of the log of what was used over what constant rates expect,
// by whole years up to the origin, for all areas together. It keeps as much of it
// as is beyond chance (1 − variance/slope², not below 0).
func (s *Standard) trend(k rates, resource, origin int) float64 {
	var y []float64
	lived := make([]float64, s.use.cells-1)
	for back := range trendYears {
		var used, expected float64
		for m := origin - 12*back - 11; m <= origin-12*back; m++ {
			for a := range s.use.areas {
				cells := s.use.at(a, resource, m)
				if cells == nil {
					continue
				}
				s.exposed.at(a, m, lived)
				for c, r := range k.cell[a][resource] {
					expected += r * lived[c]
				}
				used += sumOf(cells[:len(lived)])
			}
		}
		if origin-12*back-11 < s.use.first || !(used > 0) || !(expected > 0) {
			break
		}
		y = append(y, math.Log(used/expected))
	}
	if len(y) < trendLeast {
		return 0
	}
	slope, variance := line(y)
	if slope == 0 {
		return 0
	}
	return -max(0, 1-variance/(slope*slope)) * slope / 12 // y runs back in time, by years
}

// line is the least-squares slope per step and its variance.
func line(y []float64) (slope, variance float64) {
	n := float64(len(y))
	centre := (n - 1) / 2
	var mean, sxy, sxx, rss float64
	for _, v := range y {
		mean += v / n
	}
	for i, v := range y {
		x := float64(i) - centre
		sxy += x * (v - mean)
		sxx += x * x
	}
	slope = sxy / sxx
	for i, v := range y {
		d := v - mean - slope*(float64(i)-centre)
		rss += d * d
	}
	return slope, rss / (n - 2) / sxx
}
