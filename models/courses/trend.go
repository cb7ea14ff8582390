package courses

import "math"

const (
	trendMin     = 24   // months of entrants needed before a trend is looked for
	trendMax     = 60   // months that the trend is fitted on
	trendDamping = 0.95 // per month ahead; within 0.8-0.98 per period that Gardner (2006) reports for damped trends
	seasonMonths = 36   // months of entrants needed before a season is looked for
)

// trendMonths counts months from the origin; ahead of it they shrink by
// trendDamping each, so that the trend levels out after some 19 months' worth.
func (f *inflow) trendMonths(month int) float64 {
	h := float64(month - f.origin)
	if h <= 0 {
		return h
	}
	return trendDamping * (1 - math.Pow(trendDamping, h)) / (1 - trendDamping)
}

// learnTrend fits a straight line to the new clients per exposure of up to
// trendMax months and keeps as much of its slope as is beyond chance (shrinkage
// by 1 − variance/slope², not below 0).
func (f *inflow) learnTrend(list *arrivals) {
	n := min(list.months, trendMax)
	if n < trendMin {
		return
	}
	skip := list.months - n
	y := make([]float64, n)
	var mean float64
	for t := range y {
		var events, exposed float64
		for a := range list.areas {
			events += list.sum(a, skip+t)
			exposed += f.mean(list, a, skip+t)
		}
		if f.inhabitants == nil && f.index == nil { // areas that open or close are no growth
			exposed = f.calendar(list.first + skip + t)
		}
		if !(exposed > 0) { // the index need not reach back so far
			return
		}
		y[t] = events / exposed
		mean += y[t] / float64(n)
	}
	if mean == 0 {
		return
	}
	var sxy, sxx, rss float64
	centre := float64(n-1) / 2
	for t, v := range y {
		sxy += (float64(t) - centre) * (v/mean - 1)
		sxx += (float64(t) - centre) * (float64(t) - centre)
	}
	slope := sxy / sxx
	for t, v := range y {
		d := v/mean - 1 - slope*(float64(t)-centre)
		rss += d * d
	}
	variance := rss / float64(n-2) / sxx
	keep := max(0, 1-variance/(slope*slope))
	f.slope, f.slopeSD = keep*slope, math.Sqrt(keep*variance)
}

// learnSeason looks for a calendar pattern in whole years before the origin and
// keeps it, shrunk, if it is beyond chance.
func (f *inflow) learnSeason(list *arrivals) {
	if list.months < seasonMonths {
		return
	}
	n := list.months / 12 * 12
	skip := list.months - n
	total := make([]float64, n)
	for t := range total {
		for a := range list.areas {
			total[t] += list.sum(a, skip+t)
		}
	}
	from := list.first
	var observed, expected [12]float64
	for t, v := range total {
		year := total[t/12*12 : t/12*12+12]
		var sum float64
		for _, y := range year {
			sum += y
		}
		k := calendar(from + skip + t)
		observed[k] += v
		expected[k] += sum / 12
	}
	var within, chi float64 // spread of the years around the pattern, per degree of freedom
	years := float64(n / 12)
	for t, v := range total {
		k := calendar(from + skip + t)
		if mean := observed[k] / years; mean > 0 {
			within += (v - mean) * (v - mean) / mean
		}
	}
	dispersion := max(1, within/(11*(years-1)))
	for k := range observed {
		if expected[k] > 0 {
			chi += (observed[k] - expected[k]) * (observed[k] - expected[k]) / (expected[k] * dispersion)
		}
	}
	if chi <= seasonLimit {
		return
	}
	f.season = new([12]float64)
	for k := range f.season { // shrunk as by James and Stein
		f.season[k] = 1 + (1-11/chi)*(observed[k]/expected[k]-1)
	}
}
