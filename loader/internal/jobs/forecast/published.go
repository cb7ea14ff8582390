package forecast

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/courses"
)

// atOrigin is the driver that is what clients have at the origin.
const atOrigin = "at_origin"

// row is a row of model.forecasts.
type row struct {
	kind, id, resource, scenario, driver, method string
	horizon                                      int
	mean, p10, p50, p90                          float64
}

// parted is the published forecast with its drivers, for each scenario and group:
// the courses tell the parts, the blend the size.
type parted struct {
	*study

	blended map[cell]blend.Outcome
	today   *courses.Forecast
}

func (s *study) parted(blended []blend.Outcome, today *courses.Forecast) *parted {
	p := &parted{study: s, blended: map[cell]blend.Outcome{}, today: today}
	for _, o := range blended {
		p.blended[cellOf(o)] = o
	}
	return p
}

// mostRatio is how many times the courses' forecast is scaled at most. What lies
// beyond, as where courses know of nobody, is added.
const mostRatio = 4

// level is what makes the blend of the courses: ratio·x + rest.
type level struct{ ratio, rest float64 }

// levelOf takes the courses to the blend, where both are as today.
func levelOf(courses, blended float64) level {
	ratio := 1.0
	if courses > 0 {
		ratio = min(blended/courses, mostRatio)
	}
	return level{ratio, max(0, blended-ratio*courses)}
}

func (p *parted) level(area, h int, r courses.Resource) level {
	own := p.today.Cell(area, h, r, courses.All).Mean
	if o, ok := p.blended[cell{p.scopeID(area), r.String(), p.origin(), h}]; ok {
		return levelOf(own, o.Mean)
	}
	return level{ratio: 1}
}

// scenario is what courses make of a scenario, by the draws that it shares with
// today's: its differences from today are far surer than itself.
type scenario struct {
	*courses.Forecast

	today *courses.Forecast
}

// values gives the draws of a cell; group is −1 for an area.
func values(f *courses.Forecast, group, area, h int, r courses.Resource, d courses.Driver) []float64 {
	if group >= 0 {
		return f.GroupValues(group, h, r, d)
	}
	return f.Values(area, h, r, d)
}

// cell is today's cell, moved by how much the scenario differs on its draws.
func (s scenario) cell(group, area, h int, r courses.Resource, d courses.Driver) courses.Cell {
	c := s.today.Cell(area, h, r, d)
	if group >= 0 {
		c = s.today.GroupCell(group, h, r, d)
	}
	if s.Forecast == s.today {
		return c
	}
	own := values(s.Forecast, group, area, h, r, d)
	today := values(s.today, group, area, h, r, d)[:len(own)]
	by := (floats.Sum(own) - floats.Sum(today)) / float64(len(own))
	c.Mean, c.P10, c.P50, c.P90 = c.Mean+by, c.P10+by, c.P50+by, c.P90+by
	if d == courses.All || d == courses.Existing || d == courses.New { // amounts, never below nothing
		c.Mean, c.P10, c.P50, c.P90 = max(0, c.Mean), max(0, c.P10), max(0, c.P50), max(0, c.P90)
	}
	return c
}

// areaRows are the rows of a scenario for all areas and the total. Drivers add up:
// what there is at the origin is known, and what the scaling of the others leaves is
// change of level.
func (p *parted) areaRows(made scenario, name string) []row {
	var out []row
	for area := courses.Total; area < len(p.areas); area++ {
		for _, r := range made.Resources() {
			for h := 1; h <= horizon; h++ {
				out = append(out, p.cellRows(made, name, area, h, r)...)
			}
		}
	}
	return out
}

func (p *parted) cellRows(made scenario, name string, area, h int, r courses.Resource) []row {
	to := p.level(area, h, r)
	base := row{kind: scopeArea, id: p.scopeID(area), resource: r.String(), scenario: name, method: blend.MethodBlend, horizon: h}
	scaled := func(d courses.Driver) row {
		c, out := made.cell(-1, area, h, r, d), base
		out.driver = d.String()
		out.mean, out.p10, out.p50, out.p90 = to.ratio*c.Mean, to.ratio*c.P10, to.ratio*c.P50, to.ratio*c.P90
		return out
	}
	all, existing := scaled(courses.All).plus(to.rest), scaled(courses.Existing).plus(to.rest)
	if o, ok := p.blended[cell{base.id, base.resource, p.origin(), h}]; ok && o.Mean > 0 { // the blend's own interval, as wide in proportion
		k := all.mean / o.Mean
		all.p10, all.p50, all.p90 = k*o.P10, k*o.P50, k*o.P90
	}
	rows := []row{all, existing, scaled(courses.New)}
	start := base
	start.driver, start.mean = atOrigin, p.today.AtOrigin(area, r)
	start.p10, start.p50, start.p90 = start.mean, start.mean, start.mean
	changed := scaled(courses.Changed)
	left := all.mean - start.mean - rows[2].mean
	for _, d := range []courses.Driver{courses.Ended, courses.Housed, courses.Moved} {
		lost := scaled(d)
		left -= lost.mean
		rows = append(rows, lost)
	}
	by := left - changed.mean
	changed.mean, changed.p10, changed.p50, changed.p90 = left, changed.p10+by, changed.p50+by, changed.p90+by
	return append(rows, start, changed)
}

// groupRows are the rows of a scenario for the target groups, scaled as the total.
func (p *parted) groupRows(made scenario, name string, groups []group) []row {
	var out []row
	for g, of := range groups {
		for _, r := range made.Resources() {
			for h := 1; h <= horizon; h++ {
				to := p.level(courses.Total, h, r)
				for _, d := range []courses.Driver{courses.All, courses.Existing, courses.New} {
					c := made.cell(g, courses.Total, h, r, d)
					out = append(out, row{
						kind: of.kind, id: of.id, resource: r.String(), scenario: name, method: blend.MethodBlend, driver: d.String(), horizon: h,
						mean: to.ratio * c.Mean, p10: to.ratio * c.P10, p50: to.ratio * c.P50, p90: to.ratio * c.P90,
					})
				}
			}
		}
	}
	return out
}

// memberRows are the forecasts of the single methods.
func memberRows(outcomes []blend.Outcome) []row {
	out := make([]row, len(outcomes))
	for i, o := range outcomes {
		out[i] = row{
			kind: scopeArea, id: o.Series, resource: o.Resource, scenario: asToday, driver: courses.All.String(), method: o.Method, horizon: o.Horizon,
			mean: o.Mean, p10: o.P10, p50: o.P50, p90: o.P90,
		}
	}
	return out
}

// courseDrivers are the drivers of the courses themselves, which explain how a
// forecast changes.
func (p *parted) courseDrivers() []row {
	var out []row
	for area := courses.Total; area < len(p.areas); area++ {
		for _, r := range p.today.Resources() {
			for h := 1; h <= horizon; h++ {
				for _, d := range []courses.Driver{courses.New, courses.Ended, courses.Housed, courses.Moved, courses.Changed} {
					c := p.today.Cell(area, h, r, d)
					out = append(out, row{
						kind: scopeArea, id: p.scopeID(area), resource: r.String(), scenario: asToday, driver: d.String(), method: courses.MethodCourses, horizon: h,
						mean: c.Mean, p10: c.P10, p50: c.P50, p90: c.P90,
					})
				}
				start := p.today.AtOrigin(area, r)
				out = append(out, row{
					kind: scopeArea, id: p.scopeID(area), resource: r.String(), scenario: asToday, driver: atOrigin, method: courses.MethodCourses, horizon: h,
					mean: start, p10: start, p50: start, p90: start,
				})
			}
		}
	}
	return out
}

// plus moves a row as a whole.
func (r row) plus(by float64) row {
	r.mean, r.p10, r.p50, r.p90 = r.mean+by, r.p10+by, r.p50+by, r.p90+by
	return r
}

// ordered puts percentiles in order, which scaling by a negative or rounding may
// disturb.
func (r row) ordered() row {
	r.p10, r.p90 = min(r.p10, r.p90), max(r.p10, r.p90)
	r.p50 = math.Min(math.Max(r.p50, r.p10), r.p90)
	return r
}
