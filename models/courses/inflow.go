package courses

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	ownAreaPrior = 20   // entrants of an area at which half are drawn from the area itself, half from all
	trendMin     = 24   // months of entrants needed before a trend is looked for
	trendMax     = 60   // months that the trend is fitted on
	trendDamping = 0.95 // per month ahead; within 0.8-0.98 per period that Gardner (2006) reports for damped trends
	seasonMonths = 36   // months of entrants needed before a season is looked for
)

// inflow is the model of new clients.
type inflow struct {
	history        int          // months of records
	window         int          // months of entrants taken as pattern
	events         []float64    // by area, in the window
	exposed        []float64    // by area: Σ population index × season over the window
	perArea        float64      // 1/size of the negative binomial per area and month beyond what is common
	common         float64      // 1/size of the factor shared by all areas in a month
	season         *[12]float64 // factor by month mod 12, mean 1; nil = none
	records        []client     // entrants of the window, by area
	areaAt         []int        // records of area a are areaAt[a] … areaAt[a+1]−1
	index          *Population  // may be nil
	origin         int
	slope, slopeSD float64 // growth per month of the log rate, shrunk, and what is uncertain in it
}

// learn takes the entrants by area, of all months after the first.
func (f *inflow) learn(m *Model, entrants [][]client, first int) error {
	f.history = m.origin - first + 1
	f.index = m.options.Population
	f.window = min(m.options.EntrantMonths, m.origin-first)
	counts := make([][]float64, m.areas) // by area and month after the first
	f.areaAt = make([]int, 1, m.areas+1)
	for a, list := range entrants {
		counts[a] = make([]float64, m.origin-first)
		slices.SortFunc(list, func(x, y client) int {
			return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.month, y.month))
		})
		for _, c := range list {
			counts[a][int(c.month)-first-1]++
			if int(c.month) > m.origin-f.window {
				f.records = append(f.records, c)
			}
		}
		f.areaAt = append(f.areaAt, len(f.records))
	}
	f.origin = m.origin
	f.learnSeason(counts, first+1)
	f.learnTrend(counts, first+1)
	from := m.origin - f.window + 1
	f.events, f.exposed = make([]float64, m.areas), make([]float64, m.areas)
	for a := range counts {
		for t := from; t <= m.origin; t++ {
			e := f.exposure(a, t)
			if !(e > 0) || math.IsInf(e, 1) {
				return fmt.Errorf("area %d, month %d: %w", a, t, ErrPopulation)
			}
			f.events[a] += counts[a][t-first-1]
			f.exposed[a] += e
		}
	}
	f.learnSpread(counts, from, first+1)
	return nil
}

// covers checks the population index of the months ahead.
func (f *inflow) covers(origin, areas, horizon int) error {
	for a := range areas {
		for t := origin + 1; t <= origin+horizon; t++ {
			if e := f.index.at(a, t); !(e >= 0) || math.IsInf(e, 1) {
				return fmt.Errorf("area %d, month %d: %w", a, t, ErrPopulation)
			}
		}
	}
	return nil
}

// exposure is population index times season times trend.
func (f *inflow) exposure(area, month int) float64 {
	e := f.index.at(area, month) * math.Exp(f.slope*f.trendMonths(month))
	if f.season != nil {
		e *= f.season[calendar(month)]
	}
	return e
}

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
func (f *inflow) learnTrend(counts [][]float64, from int) {
	n := min(len(counts[0]), trendMax)
	if n < trendMin {
		return
	}
	skip := len(counts[0]) - n
	y := make([]float64, n)
	var mean float64
	for t := range y {
		var events, exposed float64
		for a, c := range counts {
			events += c[skip+t]
			exposed += f.exposure(a, from+skip+t)
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
func (f *inflow) learnSeason(counts [][]float64, from int) {
	if len(counts[0]) < seasonMonths {
		return
	}
	n := len(counts[0]) / 12 * 12
	skip := len(counts[0]) - n
	total := make([]float64, n)
	for _, c := range counts {
		for t := range total {
			total[t] += c[skip+t]
		}
	}
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

// rate is the mean number of new clients per exposure. The Gamma prior has shape
// zero: a positive one would add clients in every small area.
func (f *inflow) rate(area int) float64 { return f.events[area] / f.exposed[area] }

// learnSpread finds the two parts of overdispersion by moments.
func (f *inflow) learnSpread(counts [][]float64, from, base int) {
	var extra, squares, totalExtra, totalSquares float64
	months := len(counts[0]) + base - from
	for t := from; t < from+months; t++ {
		var n, mu float64
		for a := range counts {
			c, e := counts[a][t-base], f.rate(a)*f.exposure(a, t)
			extra += (c-e)*(c-e) - e
			squares += e * e
			n += c
			mu += e
		}
		totalExtra += (n-mu)*(n-mu) - mu
		totalSquares += mu * mu
	}
	if totalSquares == 0 {
		return
	}
	f.common = max(0, totalExtra/totalSquares)
	if len(counts) > 1 {
		f.perArea = max(0, extra/squares-f.common)
	}
}

// rates draws the rate of each area for one replicate: Gamma posteriors, times
// what the common factor of the window's months leaves uncertain in their mean.
func (f *inflow) rates(rng *rand.Rand, window int) []float64 {
	out := make([]float64, len(f.events))
	shared := 1.0
	if f.common > 0 {
		size := float64(window) / f.common
		shared = gamma(rng, size) / size
	}
	for a, n := range f.events {
		out[a] = shared * gamma(rng, n) / f.exposed[a]
	}
	return out
}

// number draws the new clients of an area and month.
func (f *inflow) number(rng *rand.Rand, src rand.Source, mean, common float64) int {
	mean *= common
	if f.perArea > 0 {
		size := 1 / f.perArea
		mean *= gamma(rng, size) / size
	}
	return poisson(rng, src, mean)
}

// pick draws a pattern for a new client of the area: from the area itself or,
// the rarer its own entrants the more often, from all.
func (f *inflow) pick(rng *rand.Rand, area int) *client {
	own := f.areaAt[area+1] - f.areaAt[area]
	if rng.Float64()*float64(own+ownAreaPrior) < float64(own) {
		return &f.records[f.areaAt[area]+rng.IntN(own)]
	}
	return &f.records[rng.IntN(len(f.records))]
}
