package demography

import (
	"fmt"
	"math"
)

const migrationYears = 10 // years whose mean goes on

// Migration is net moves per person and year, by sex and band of age (Band), of
// the age at the start of a year. What else changes a count, such as corrections
// of the register, is in it.
type Migration struct {
	Rate   [sexes][bands]float64
	SD     [sexes][bands]float64 // standard deviation of the rate, the same in all years ahead
	Yearly [sexes][bands]float64 // standard deviation of what each year has of its own
}

// MigrationOptions steer EstimateMigration. The zero value is the usual one.
type MigrationOptions struct {
	Years          int  // last years to use; 0 means 10
	MeanPopulation bool // counts are means of years and not of year-ends
	Origin         int  // last year of population to use; 0 means the last
}

// EstimateMigration compares counts with those of a year before less the deaths
// D of the area itself, half of which at an age are of those who had that age when
// the year began:
//
//	g = Σ N(x+1, t+1) / Σ [N(x, t) − ½D(x) − ½D(x+1)] − 1
//
// summed over the ages x of a band; D is of year t+1 for year-ends, the mean of t
// and t+1 for means of years. The mean of g over the years is shrunk by what is
// chance in it (1 − variance/mean², not below 0). SD² is the covariance of g one
// year apart, since shifts of migration last, with the variance of the mean; Yearly²
// is what is left of the variance of g.
func EstimateMigration(population, deaths *Grid, o MigrationOptions) (*Migration, error) {
	if o.Years == 0 {
		o.Years = migrationYears
	}
	if o.Origin == 0 {
		o.Origin = min(population.LastYear(), deaths.LastYear())
	}
	needed := deaths.FirstYear // the first year whose deaths are used
	if !o.MeanPopulation {
		needed--
	}
	from := max(o.Origin-o.Years, population.FirstYear, needed)
	if o.Origin-from < 3 {
		return nil, fmt.Errorf("migration needs four years of population and deaths up to %d: %w", o.Origin, ErrShort)
	}
	first, last := max(population.FirstAge, deaths.FirstAge), population.LastAge()
	if deaths.LastAge() != last {
		return nil, fmt.Errorf("open age %d of deaths, %d of population; give both the same: %w", deaths.LastAge(), last, ErrOptions)
	}
	if err := deaths.check("deaths", max(from+1, deaths.FirstYear), o.Origin, first, last); err != nil {
		return nil, err
	}
	if err := population.check("population", from, o.Origin, first, last); err != nil {
		return nil, err
	}
	out := &Migration{}
	for s := Women; s < sexes; s++ {
		for b := range bands {
			var g []float64
			for t := from; t < o.Origin; t++ {
				if r := unaccounted(population, deaths, s, t, b, first, o.MeanPopulation); !math.IsNaN(r) && !math.IsInf(r, 0) {
					g = append(g, r)
				}
			}
			out.Rate[s][b], out.SD[s][b], out.Yearly[s][b] = persistent(g)
		}
	}
	return out, nil
}

// unaccounted is g of one year, sex and band, NaN if nobody should be left.
func unaccounted(population, deaths *Grid, s Sex, t, band, first int, mean bool) float64 {
	died := func(x int) float64 {
		if mean {
			return (deaths.At(s, t, x) + deaths.At(s, t+1, x)) / 2
		}
		return deaths.At(s, t+1, x)
	}
	var next, left float64
	last := population.LastAge()
	for x := first; x < last; x++ {
		if Band(x) != band {
			continue
		}
		next += population.At(s, t+1, x+1)
		left += population.At(s, t, x) - died(x)/2
		if x+1 < last {
			left -= died(x+1) / 2
		} else { // into the open age, where its own survivors are too
			left += population.At(s, t, last) - died(last)
		}
	}
	if !(left > 0) {
		return math.NaN()
	}
	return next/left - 1
}

// persistent splits yearly rates into a shrunk mean, the standard deviation of
// what lasts and of what does not.
func persistent(g []float64) (rate, lasting, yearly float64) {
	n := float64(len(g))
	if n < 3 {
		return 0, 0, 0
	}
	var mean, spread, along float64
	for _, v := range g {
		mean += v / n
	}
	for i, v := range g {
		spread += (v - mean) * (v - mean) / (n - 1)
		if i > 0 {
			along += (v - mean) * (g[i-1] - mean) / (n - 1)
		}
	}
	along = min(spread, max(0, along))
	if mean != 0 {
		rate = max(0, 1-spread/n/(mean*mean)) * mean
	}
	return rate, math.Sqrt(along + spread/n), math.Sqrt(spread - along)
}
