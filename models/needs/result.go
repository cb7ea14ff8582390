package needs

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// model turns a finished fit into its result.
func (f *fitting) model(s *Sample, status Status) (*Model, error) {
	d := f.d
	m := &Model{
		Categories: s.Categories, Circumstances: s.Circumstances,
		OfficerSD: f.p.officerSD, AreaSD: f.p.areaSD, Spread: f.p.spread, Within: f.p.within,
		Small: f.v.small, Dispersion: f.v.dispersion, Correlation: f.w.rho, Information: f.k,
		Clients: len(d.client) - 1, Rows: len(d.row), Status: status,
		Shares: d.shares,
	}
	support := d.support()
	low, high, err := f.intervals()
	if err != nil {
		return nil, err
	}
	m.Cells = make([][Degrees]Cell, len(s.Categories))
	for c := range m.Cells {
		for l := range Degrees {
			cell := Cell{Norm: s.Categories[c].Norm[l], Clients: support[c][l]}
			if at := d.cell[c][l]; at >= 0 {
				cell.Minutes, cell.Low, cell.High = f.theta[at], low[at], high[at]
			}
			m.Cells[c][l] = cell
		}
	}
	z := distuv.UnitNormal.Quantile((1 + f.o.Level) / 2)
	clients := d.behind()
	for k := range d.k {
		at := d.multiplier(k)
		m.Multipliers = append(m.Multipliers, Factor{f.theta[at], low[at], high[at], clients[at]})
	}
	for o := range d.officers {
		m.Officers = append(m.Officers, f.factor(d.officer(o), z, clients))
	}
	for a := range d.areas {
		m.Areas = append(m.Areas, f.factor(d.area(a), z, clients))
	}
	ratio, se := f.p.level(d.layout, f.theta, f.cov)
	m.Level = Factor{ratio, max(0, ratio-z*se), ratio + z*se, m.Clients}
	return m, nil
}

func (f *fitting) factor(at int, z float64, clients []int) Factor {
	se := math.Sqrt(f.cov.At(at, at))
	v := f.theta[at]
	return Factor{math.Exp(v), math.Exp(v - z*se), math.Exp(v + z*se), clients[at]}
}

// intervals are from draws of the bounded posterior of cells and multipliers:
// equal-tailed, or from 0 where that is shorter, since draws pile up at the bound
// but never reach it; widened to hold the estimate, which may lie on the bound.
func (f *fitting) intervals() (low, high []float64, err error) {
	n := f.d.bounded()
	post, err := newBounds(f.d.layout, f.a, f.b)
	if err != nil {
		return nil, nil, err
	}
	x := append([]float64(nil), f.theta[:n]...)
	for c := range f.d.cell {
		for i := f.d.first[c+1] - 1; i > f.d.first[c]; i-- {
			x[i] = max(0, x[i]-x[i-1])
		}
	}
	draws := make([][]float64, n)
	post.draw(x, f.o.Draws, f.o.Seed, func(theta []float64) {
		for i, v := range theta {
			draws[i] = append(draws[i], v)
		}
	})
	low, high = make([]float64, n), make([]float64, n)
	tail := (1 - f.o.Level) / 2
	for i := range n {
		slices.Sort(draws[i])
		low[i], high[i] = quantile(draws[i], tail), quantile(draws[i], 1-tail)
		if end := quantile(draws[i], f.o.Level); end < high[i]-low[i] {
			low[i], high[i] = 0, end
		}
		low[i], high[i] = min(low[i], f.theta[i]), max(high[i], f.theta[i])
	}
	return low, high, nil
}

// quantile of sorted values, linear between them.
func quantile(x []float64, p float64) float64 {
	at := p * float64(len(x)-1)
	i := min(int(at), len(x)-2)
	return x[i] + (at-float64(i))*(x[i+1]-x[i])
}

// support counts distinct clients by category and known limitation.
func (d *design) support() [][Degrees]int {
	out := make([][Degrees]int, len(d.cell))
	last := make([][Degrees]int, len(d.cell))
	for client := range len(d.client) - 1 {
		for i := d.client[client]; i < d.client[client+1]; i++ {
			for _, n := range d.row[i].Needs {
				if n.Limitation < Degrees && last[n.Category][n.Limitation] != client+1 {
					last[n.Category][n.Limitation] = client + 1
					out[n.Category][n.Limitation]++
				}
			}
		}
	}
	return out
}

// behind counts distinct clients behind each multiplier, officer and area.
func (d *design) behind() []int {
	out, last := make([]int, d.size()), make([]int, d.size())
	for client := range len(d.client) - 1 {
		see := func(at int) {
			if last[at] != client+1 {
				last[at] = client + 1
				out[at]++
			}
		}
		for i := d.client[client]; i < d.client[client+1]; i++ {
			r := d.row[i]
			for _, k := range r.Circumstances {
				see(d.multiplier(k))
			}
			if r.Officer >= 0 {
				see(d.officer(r.Officer))
			}
			if r.Area >= 0 {
				see(d.area(r.Area))
			}
		}
	}
	return out
}

// rowShares is the share of the weight of the rows with a known officer that
// each officer has, then the same for areas.
func (d *design) rowShares() []float64 {
	out := make([]float64, d.officers+d.areas)
	var officers, areas float64
	for i, r := range d.row {
		if r.Officer >= 0 {
			out[r.Officer] += d.w[i]
			officers += d.w[i]
		}
		if r.Area >= 0 {
			out[d.officers+r.Area] += d.w[i]
			areas += d.w[i]
		}
	}
	for i := range out {
		if i < d.officers && officers > 0 {
			out[i] /= officers
		} else if i >= d.officers && areas > 0 {
			out[i] /= areas
		}
	}
	return out
}
