package needs

import (
	"cmp"
	"math"
	"slices"
)

// design is a sample laid out for fitting: rows sorted by client.
type design struct {
	*layout
	shares []DegreeShares
	start  []int // of each row in entry, and the end
	entry  []entry
	row    []*Row
	client []int // first row of each client, and the end
	y, w   []float64
	unit   float64 // mean recorded minutes, which sets the scale
}

func newDesign(s *Sample) *design {
	d := &design{
		layout: newLayout(s.Categories, s.Circumstances, s.Officers, s.Areas),
		shares: learnShares(s), row: make([]*Row, len(s.Rows)), start: make([]int, 1, len(s.Rows)+1),
	}
	for i := range s.Rows {
		d.row[i] = &s.Rows[i]
	}
	slices.SortStableFunc(d.row, func(a, b *Row) int { return cmp.Compare(a.Client, b.Client) })
	var sum, weight float64
	for i, r := range d.row {
		d.entry = d.entries(d.entry, r.Needs, d.shares)
		slices.SortFunc(d.entry[d.start[i]:], func(a, b entry) int { return cmp.Compare(a.cell, b.cell) })
		d.start = append(d.start, len(d.entry))
		if i == 0 || r.Client != d.row[i-1].Client {
			d.client = append(d.client, i)
		}
		d.y, d.w = append(d.y, r.Minutes), append(d.w, r.weight())
		sum += r.weight() * r.Minutes
		weight += r.weight()
	}
	d.client = append(d.client, len(d.row))
	d.unit = sum / weight
	return d
}

// gradient is the mean of a row and its derivatives, in ascending parameters.
type gradient struct {
	at   []int
	by   []float64
	mult []float64 // of each group
	mu   float64   // officer and area included
	need float64   // without them
}

// of fills g for row i at the parameters theta.
func (g *gradient) of(d *design, i int, theta []float64) {
	r := d.row[i]
	g.at, g.by, g.need = g.at[:0], g.by[:0], 0
	g.mult = d.multipliers(g.mult, r.Circumstances, theta, -1)
	for _, e := range d.entry[d.start[i]:d.start[i+1]] {
		x := e.share * g.mult[e.group]
		g.at, g.by = append(g.at, int(e.cell)), append(g.by, x)
		g.need += x * theta[e.cell]
	}
	habit := 1.0
	if r.Officer >= 0 {
		habit *= math.Exp(theta[d.officer(r.Officer)])
	}
	if r.Area >= 0 {
		habit *= math.Exp(theta[d.area(r.Area)])
	}
	for k := range d.k {
		if !slices.Contains(r.Circumstances, k) {
			continue
		}
		g.mult = d.multipliers(g.mult, r.Circumstances, theta, k)
		var x float64
		for _, e := range d.entry[d.start[i]:d.start[i+1]] {
			if d.acts[k][e.group] {
				x += e.share * g.mult[e.group] * theta[e.cell]
			}
		}
		g.at, g.by = append(g.at, d.multiplier(k)), append(g.by, x)
	}
	for j := range g.by {
		g.by[j] *= habit
	}
	g.mu = g.need * habit
	if r.Officer >= 0 {
		g.at, g.by = append(g.at, d.officer(r.Officer)), append(g.by, g.mu)
	}
	if r.Area >= 0 {
		g.at, g.by = append(g.at, d.area(r.Area)), append(g.by, g.mu)
	}
}

// multipliers is the product of a row's circumstances for each group, without
// the one called except.
func (l *layout) multipliers(dst []float64, circumstances []int, theta []float64, except int) []float64 {
	dst = dst[:0]
	for g := range l.groups {
		x := 1.0
		for _, k := range circumstances {
			if k != except && l.acts[k][g] {
				x *= theta[l.multiplier(k)]
			}
		}
		dst = append(dst, x)
	}
	return dst
}
