package demography

import (
	"fmt"
	"math"

	"github.com/framsyn/framsyn/models/series"
)

const (
	windowMonths    = 12
	longestHorizon  = 120 // months
	extrapolateEnds = 5   // years
	panicHorizon    = "demography: horizon must be 1 to 120 months"
)

// StandardOptions steer FitStandard. The zero value is the usual one, but for the
// names of the resources.
type StandardOptions struct {
	Resources       []string   // names of Use.Amount
	Groups          []AgeGroup // nil means SKRGroups
	Origin          int        // last month to learn from; 0 means the last of use
	Months          int        // of use that the rates rest on; 0 means 12, whole years are wise
	Trend           bool       // the damped trend of the rates instead of constant rates
	Extrapolate     int        // years beyond the given year-ends to go on along cohorts; 0 means 5, negative none
	PopulationError float64    // relative standard deviation of the projected population per year ahead; 0 = none
}

// Standard is the demographic standard: rates by age and sex times population.
type Standard struct {
	options    StandardOptions
	use        *usage
	population []Population
	exposed    *exposure // of the months of use
	origin     int
	rates      rates
	spread     []spread // by resource
	notes      []string
}

// rates are what is known at one origin.
type rates struct {
	cell   [][][]float64 // [area][resource][cell] amount per inhabitant and month
	held   [][]float64   // [area][resource] amount per month of those in no group
	months [][]int       // [area][resource] months that they rest on
	slope  []float64     // by resource, of the log rate per month; 0 = constant
}

// FitStandard learns rates per inhabitant from the use of the last months and the
// population at year-ends, counted and projected, and how wrong such rates were in
// the past. See the package comment.
func FitStandard(use []Use, population []Population, o StandardOptions) (*Standard, error) {
	o = o.withDefaults()
	if len(o.Resources) == 0 || len(o.Groups) == 0 || o.Months < 0 || o.PopulationError < 0 {
		return nil, fmt.Errorf("%d resources, %d age groups, %d months, population error %v: %w",
			len(o.Resources), len(o.Groups), o.Months, o.PopulationError, ErrOptions)
	}
	if err := checkGroups(o.Groups); err != nil {
		return nil, err
	}
	u, err := newUsage(use, len(o.Resources), len(o.Groups), o.Origin)
	if err != nil {
		return nil, err
	}
	s := &Standard{options: o, use: u, population: population, origin: u.last}
	if s.exposed, s.notes, err = newExposure(u.areas, population, o.Groups, u.first, u.last, o.Extrapolate); err != nil {
		return nil, err
	}
	var notes []string
	if s.rates, notes, err = s.learn(s.origin); err != nil {
		return nil, err
	}
	s.notes = append(s.notes, notes...)
	s.learnSpread()
	return s, nil
}

func (o StandardOptions) withDefaults() StandardOptions {
	if o.Groups == nil {
		o.Groups = SKRGroups()
	}
	if o.Months == 0 {
		o.Months = windowMonths
	}
	if o.Extrapolate == 0 {
		o.Extrapolate = extrapolateEnds
	}
	o.Extrapolate = max(0, o.Extrapolate)
	return o
}

// learn takes the rates of the months up to an origin.
func (s *Standard) learn(origin int) (rates, []string, error) {
	var out rates
	var notes []string
	used := false
	for a, area := range s.use.areas {
		cells, held, months := make([][]float64, len(s.options.Resources)), make([]float64, len(s.options.Resources)), make([]int, len(s.options.Resources))
		for r, resource := range s.options.Resources {
			var homeless float64
			cells[r], held[r], homeless, months[r] = s.learnOne(a, r, origin)
			used = used || months[r] > 0
			switch {
			case months[r] == 0:
				notes = append(notes, fmt.Sprintf("%s of area %q: no month of use up to %s, nothing forecast", resource, area, monthName(origin)))
			case months[r] < s.options.Months:
				notes = append(notes, fmt.Sprintf("%s of area %q: rates rest on %d of %d months", resource, area, months[r], s.options.Months))
			}
			if homeless > 0 {
				notes = append(notes, fmt.Sprintf("%s of area %q: %.3g per month in groups without inhabitants, held constant", resource, area, homeless))
			}
		}
		out.cell, out.held, out.months = append(out.cell, cells), append(out.held, held), append(out.months, months)
	}
	if !used {
		return out, notes, fmt.Errorf("no month of use in the %d months up to %s: %w", s.options.Months, monthName(origin), ErrShort)
	}
	out.slope = make([]float64, len(s.options.Resources))
	if s.options.Trend {
		for r := range out.slope {
			out.slope[r] = s.trend(out, r, origin)
		}
	}
	return out, notes, nil
}

// learnOne takes the rates of one area and resource; homeless is what groups
// without inhabitants had, which is part of held.
func (s *Standard) learnOne(area, resource, origin int) (rate []float64, held, homeless float64, months int) {
	n := s.use.cells - 1
	rate = make([]float64, n)
	lived, now := make([]float64, n), make([]float64, n)
	for m := origin - s.options.Months + 1; m <= origin; m++ {
		cells := s.use.at(area, resource, m)
		if cells == nil {
			continue
		}
		months++
		s.exposed.at(area, m, now)
		for c := range rate {
			rate[c] += cells[c]
			lived[c] += now[c]
		}
		held += cells[n]
	}
	if months == 0 {
		return rate, 0, 0, 0
	}
	for c := range rate {
		if lived[c] > 0 {
			rate[c] /= lived[c]
		} else {
			homeless += rate[c]
			rate[c] = 0
		}
	}
	return rate, (held + homeless) / float64(months), homeless / float64(months), months
}

// mean is the expected amount of an area in a month h after the origin, for the
// inhabitants given.
func (k rates) mean(s *Standard, area, resource, h int, lived []float64) float64 {
	var sum float64
	for c, r := range k.cell[area][resource] {
		sum += r * lived[c]
	}
	return sum*math.Exp(k.slope[resource]*s.trendMonths(h)) + k.held[area][resource]
}

// Rate is a row of the fitted rates.
type Rate struct {
	Area     string
	Resource string
	Sex      Sex
	Group    AgeGroup
	Value    float64 // amount per inhabitant and month; per inhabitant of the municipality in areas without population
}

// Rates are the rates of all areas, resources, sexes and groups, in that order.
func (s *Standard) Rates() []Rate {
	var out []Rate
	for a, area := range s.use.areas {
		for r, resource := range s.options.Resources {
			for c, v := range s.rates.cell[a][r] {
				out = append(out, Rate{
					Area: area, Resource: resource, Value: v,
					Sex: Sex(c / len(s.options.Groups)), Group: s.options.Groups[c%len(s.options.Groups)],
				})
			}
		}
	}
	return out
}

// Notes say what was filled in or done without. They are for people.
func (s *Standard) Notes() []string { return append([]string(nil), s.notes...) }

// Origin is the last month learned from.
func (s *Standard) Origin() int { return s.origin }

// Slopes are the trends of the log rates per month, by resource; 0 = constant.
func (s *Standard) Slopes() []float64 { return append([]float64(nil), s.rates.slope...) }

// AreaForecast is the forecast of a resource in an area.
type AreaForecast struct {
	Area     string
	Total    bool // the sum of all areas; Area is empty
	Resource string
	series.Forecast
}

// Forecast gives months 1 … horizon after the origin: by resource the total, then
// the areas in order of name. Means of areas add up to the total's; quantiles are
// each one's own. It returns ErrMissing when population does not reach so far, and
// panics on a horizon that is not 1 to 120 or a level not between 0 and 1.
func (s *Standard) Forecast(horizon int, levels []float64) ([]AreaForecast, error) {
	if horizon < 1 || horizon > longestHorizon {
		panic(panicHorizon)
	}
	for _, l := range levels {
		if !(l > 0 && l < 1) {
			panic(panicLevel)
		}
	}
	e, _, err := newExposure(s.use.areas, s.population, s.options.Groups, s.origin+1, s.origin+horizon, s.options.Extrapolate)
	if err != nil {
		return nil, err
	}
	var out []AreaForecast
	lived := make([]float64, s.use.cells-1)
	for r, resource := range s.options.Resources {
		sum := AreaForecast{Total: true, Resource: resource}
		sum.Mean, sum.Levels = make([]float64, horizon), levels
		parts := make([]AreaForecast, len(s.use.areas))
		for a, area := range s.use.areas {
			f := AreaForecast{Area: area, Resource: resource}
			f.Mean, f.Levels = make([]float64, horizon), levels
			for h := range horizon {
				e.at(a, s.origin+1+h, lived)
				f.Mean[h] = s.rates.mean(s, a, r, h+1, lived)
				sum.Mean[h] += f.Mean[h]
			}
			f.Quantiles = s.spread[r].quantiles(f.Mean, levels, false, s.options.PopulationError)
			parts[a] = f
		}
		sum.Quantiles = s.spread[r].quantiles(sum.Mean, levels, true, s.options.PopulationError)
		out = append(append(out, sum), parts...)
	}
	return out, nil
}
