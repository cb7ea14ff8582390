package courses

import (
	"slices"

	"github.com/framsyn/framsyn/models/evaluate"
)

// Forecast holds the draws of all areas, months, resources and drivers.
type Forecast struct {
	Origin, Horizon, Areas, Draws int

	has      []Resource
	values   draws     // by area; All is made from Existing and New, totals from areas
	groups   draws     // by group
	atOrigin []float64 // by area and resource
	groupsAt []float64 // by group and resource
	events   []float32 // of all, then by group; by event and horizon − 1, then draw
}

// draws are values by scope, driver, horizon − 1 and resource, then draw.
type draws struct {
	scopes, horizon, n int
	values             []float32
}

func newDrawsOf(scopes, horizon, n int) draws {
	return draws{scopes, horizon, n, make([]float32, scopes*drivers*horizon*int(resources)*n)}
}

func (d *draws) at(scope, h int, r Resource, driver Driver) []float32 {
	i := ((scope*drivers+int(driver-firstDriver))*d.horizon+h-1)*int(resources) + int(r)
	return d.values[i*d.n : (i+1)*d.n]
}

// Cell is one row of model.forecasts.
type Cell struct {
	Area     int // Total for all areas together
	Month    int // in the unit of Histories.Month
	Resource Resource
	Driver   Driver
	Mean     float64 // hours/month, or persons
	P10      float64
	P50      float64
	P90      float64
}

// Event is what can happen to a person of the origin.
type Event int

// The events that are counted.
const (
	Died      Event = iota
	WasHoused       // moved to special housing, and had not been there at the origin
	numEvents = iota
)

func newForecast(m *Model, o ForecastOptions) *Forecast {
	f := &Forecast{
		Origin: m.origin, Horizon: o.Horizon, Areas: m.areas, Draws: o.Draws, has: m.has,
		values: newDrawsOf(m.areas, o.Horizon, o.Draws), groups: newDrawsOf(o.Groups.count(), o.Horizon, o.Draws),
		atOrigin: make([]float64, m.areas*int(resources)), groupsAt: make([]float64, o.Groups.count()*int(resources)),
		events: make([]float32, (1+o.Groups.count())*numEvents*o.Horizon*o.Draws),
	}
	for i := range m.clients {
		c := &m.clients[i]
		c.add(f.atOrigin[int(c.area)*int(resources):], 1)
		for g := range o.Groups.count() {
			if o.Groups.of(c.id)>>g&1 == 1 {
				c.add(f.groupsAt[g*int(resources):], 1)
			}
		}
	}
	for _, at := range [][]float64{f.atOrigin, f.groupsAt} {
		for i := range at {
			at[i] *= m.season.at(Resource(i%int(resources)), m.origin)
		}
	}
	return f
}

// store keeps the sums of one draw, each multiplied by its factor; those of
// groups by the mean factor of the areas.
func (f *Forecast) store(draw int, s *simulation) {
	factor := s.factors(draw)
	for d := firstDriver; d <= Moved; d++ {
		for h := 1; h <= f.Horizon; h++ {
			for r := range resources {
				var before, after float64
				for area := range f.Areas {
					v := s.row(area, d, h)[r]
					w := v * factor(area, h, r, d)
					before += v
					after += w
					f.values.at(area, h, r, d)[draw] = float32(w)
				}
				if before != 0 {
					after /= before
				}
				for g := range f.groups.scopes {
					f.groups.at(g, h, r, d)[draw] = float32(s.groupRow(g, d, h)[r] * after)
				}
			}
		}
	}
	for i, n := range s.events {
		f.events[i*f.Draws+draw] = float32(n)
	}
}

// Resources lists the resources that the histories have.
func (f *Forecast) Resources() []Resource { return slices.Clone(f.has) }

// Values returns the draws of one cell, in the order of the draws, so that sums
// over areas, months or drivers can be made draw by draw. Area may be Total. It
// panics when there is no such cell.
func (f *Forecast) Values(area, horizon int, r Resource, d Driver) []float64 {
	if area < Total || area >= f.Areas {
		panic(panicCell)
	}
	return f.sum(&f.values, area, horizon, r, d, f.AtOrigin(area, r))
}

// GroupValues returns the draws of a group, an index below Groups.Count.
func (f *Forecast) GroupValues(group, horizon int, r Resource, d Driver) []float64 {
	if group < 0 || group >= f.groups.scopes || r < 0 || r >= resources {
		panic(panicCell)
	}
	return f.sum(&f.groups, group, horizon, r, d, f.groupsAt[group*int(resources)+int(r)])
}

// sum adds the kept drivers that d is made of; origin is the level there.
func (f *Forecast) sum(v *draws, scope, horizon int, r Resource, d Driver, origin float64) []float64 {
	if horizon < 1 || horizon > f.Horizon || r < 0 || r >= resources || d < 0 || d >= allDrivers {
		panic(panicCell)
	}
	out := make([]float64, f.Draws)
	from, to := scope, scope+1
	if scope == Total {
		from, to = 0, f.Areas
	}
	type part struct {
		driver Driver
		sign   float64
	}
	parts := []part{{d, 1}}
	if d == All {
		parts = []part{{Existing, 1}, {New, 1}}
	}
	if d == Changed {
		parts = []part{{Existing, 1}, {Ended, -1}, {Housed, -1}, {Moved, -1}}
		for i := range out {
			out[i] = -origin
		}
	}
	for s := from; s < to; s++ {
		for _, p := range parts {
			for i, x := range v.at(s, horizon, r, p.driver) {
				out[i] += p.sign * float64(x)
			}
		}
	}
	return out
}

// AtOrigin is the level of a resource in the month of the origin, of those whose
// course goes on; area may be Total.
func (f *Forecast) AtOrigin(area int, r Resource) float64 {
	if area < Total || area >= f.Areas || r < 0 || r >= resources {
		panic(panicCell)
	}
	if area != Total {
		return f.atOrigin[area*int(resources)+int(r)]
	}
	var sum float64
	for a := range f.Areas {
		sum += f.atOrigin[a*int(resources)+int(r)]
	}
	return sum
}

// Events returns, by draw, the number of persons of the origin to whom an event
// has happened by a horizon.
func (f *Forecast) Events(horizon int, e Event) []float64 { return f.eventsOf(0, horizon, e) }

// GroupEvents are the events of a group's persons, an index below Groups.Count.
func (f *Forecast) GroupEvents(group, horizon int, e Event) []float64 {
	if group < 0 || group >= f.groups.scopes {
		panic(panicCell)
	}
	return f.eventsOf(1+group, horizon, e)
}

func (f *Forecast) eventsOf(scope, horizon int, e Event) []float64 {
	if horizon < 1 || horizon > f.Horizon || e < 0 || e >= numEvents {
		panic(panicCell)
	}
	out := make([]float64, f.Draws)
	for i := range out {
		out[i] = float64(f.events[((scope*numEvents+int(e))*f.Horizon+horizon-1)*f.Draws+i])
	}
	return out
}

// Cell summarises the draws of one cell.
func (f *Forecast) Cell(area, horizon int, r Resource, d Driver) Cell {
	return f.cell(f.Values(area, horizon, r, d), area, horizon, r, d)
}

// GroupCell summarises the draws of a group; its Area is the group.
func (f *Forecast) GroupCell(group, horizon int, r Resource, d Driver) Cell {
	return f.cell(f.GroupValues(group, horizon, r, d), group, horizon, r, d)
}

func (f *Forecast) cell(values []float64, scope, horizon int, r Resource, d Driver) Cell {
	var sum float64
	for _, v := range values {
		sum += v
	}
	slices.Sort(values)
	return Cell{
		Area: scope, Month: f.Origin + horizon, Resource: r, Driver: d, Mean: sum / float64(f.Draws),
		P10: evaluate.Quantile(values, 0.1), P50: evaluate.Quantile(values, 0.5), P90: evaluate.Quantile(values, 0.9),
	}
}

// Cells returns all cells: each area and the total, by month, resource and
// driver of Drivers.
func (f *Forecast) Cells() []Cell {
	out := make([]Cell, 0, (f.Areas+1)*f.Horizon*len(f.has)*len(Drivers()))
	for area := Total; area < f.Areas; area++ {
		for h := 1; h <= f.Horizon; h++ {
			for _, r := range f.has {
				for _, d := range Drivers() {
					out = append(out, f.Cell(area, h, r, d))
				}
			}
		}
	}
	return out
}
