package equity

import (
	"cmp"
	"math"
	"slices"
)

// column is one fixed effect: a level of a factor against its reference.
type column struct {
	factor, level int // level −1 is "not known"
}

// design numbers the columns: intercept, slope, fixed effects, areas, officers,
// and the response last.
type design struct {
	s        *Sample
	rows     []int // decisions compared, sorted by client
	client   []int // first row of each client, and the end
	slope    bool
	centre   float64 // mean of log expected
	columns  []column
	at       [][]int // column of each factor's level; [0] is the unknown one; −1 for reference and empty levels
	refer    []int   // reference level of each factor
	fixed    int     // columns of X
	areas    int
	officers int
}

func newDesign(s *Sample, rows []int, o Options) *design {
	d := &design{s: s, rows: rows, slope: o.FreeSlope, areas: s.Areas, officers: s.Officers, fixed: 1}
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(s.Decisions[a].Client, s.Decisions[b].Client) })
	for pos, i := range rows {
		if pos == 0 || s.Decisions[i].Client != s.Decisions[rows[pos-1]].Client {
			d.client = append(d.client, pos)
		}
		d.centre += math.Log(s.Decisions[i].Expected) / float64(len(rows))
	}
	d.client = append(d.client, len(rows))
	if d.slope {
		d.fixed++
	}
	for f, factor := range s.Factors {
		count := make([]int, len(factor.Levels)+1)
		for _, i := range rows {
			count[factor.Of[i]+1]++
		}
		refer := 0
		for l := range count {
			if count[l] > count[refer] {
				refer = l
			}
		}
		at := make([]int, len(count))
		for l := range count {
			at[l] = -1
			if l != refer && count[l] > 0 {
				at[l] = d.fixed
				d.fixed++
				d.columns = append(d.columns, column{f, l - 1})
			}
		}
		d.at, d.refer = append(d.at, at), append(d.refer, refer-1)
	}
	return d
}

func (d *design) area(a int) int    { return d.fixed + a }
func (d *design) officer(o int) int { return d.fixed + d.areas + o }

// size is the number of columns without the response.
func (d *design) size() int { return d.fixed + d.areas + d.officers }

// row appends the columns of a decision and their values, ascending, the response
// last.
func (d *design) row(at []int, v []float64, i int) ([]int, []float64) {
	x := d.s.Decisions[i]
	add := func(column int, value float64) { at, v = append(at, column), append(v, value) }
	add(0, 1)
	expected := math.Log(x.Expected)
	y := math.Log(x.Granted) - expected
	if d.slope {
		add(1, expected-d.centre)
		y = math.Log(x.Granted)
	}
	for f, factor := range d.s.Factors {
		if c := d.at[f][factor.Of[i]+1]; c >= 0 {
			add(c, 1)
		}
	}
	if x.Area >= 0 {
		add(d.area(x.Area), 1)
	}
	if x.Officer >= 0 {
		add(d.officer(x.Officer), 1)
	}
	add(d.size(), y)
	return at, v
}

// products are the cross-products that the likelihood needs, so that no
// evaluation reads the decisions again.
type products struct {
	n, dim  int       // rows, columns with the response
	total   []float64 // Σ_i w_i w_iᵀ, upper triangle by rows, packed
	sizes   []int     // numbers of decisions that clients have, ascending
	clients []int     // clients of each size
	sums    [][]float64
}

// cross sums the products over clients in order.
func (d *design) cross() *products {
	dim := d.size() + 1
	p := &products{n: len(d.rows), dim: dim, total: make([]float64, dim*(dim+1)/2)}
	for c := range len(d.client) - 1 {
		if n := d.client[c+1] - d.client[c]; !slices.Contains(p.sizes, n) {
			p.sizes = append(p.sizes, n)
		}
	}
	slices.Sort(p.sizes)
	p.clients, p.sums = make([]int, len(p.sizes)), make([][]float64, len(p.sizes))
	for k := range p.sums {
		p.sums[k] = make([]float64, len(p.total))
	}
	sum, seen := make([]float64, dim), make([]bool, dim)
	var at, used []int
	var v []float64
	for c := range len(d.client) - 1 {
		k, _ := slices.BinarySearch(p.sizes, d.client[c+1]-d.client[c])
		p.clients[k]++
		for _, i := range d.rows[d.client[c]:d.client[c+1]] {
			at, v = d.row(at[:0], v[:0], i)
			p.outer(p.total, at, v)
			for j, column := range at {
				if !seen[column] {
					seen[column] = true
					used = append(used, column)
				}
				sum[column] += v[j]
			}
		}
		slices.Sort(used)
		v = v[:0]
		for _, column := range used {
			v = append(v, sum[column])
			sum[column], seen[column] = 0, false
		}
		p.outer(p.sums[k], used, v)
		used = used[:0]
	}
	return p
}

func (p *products) outer(dst []float64, at []int, v []float64) {
	for a, i := range at {
		row := dst[p.start(i):]
		for b := a; b < len(at); b++ {
			row[at[b]-i] += v[a] * v[b]
		}
	}
}

// start is where row i of a packed upper triangle begins.
func (p *products) start(i int) int { return i*p.dim - i*(i-1)/2 }

// absorbed is Σ_clients Wᵀ(I + γ11ᵀ)⁻¹W, packed, and Σ log|I + γ11ᵀ|; with
// derivative set, their derivatives by γ.
func (p *products) absorbed(gamma float64, derivative bool) (c []float64, logs float64) {
	c = make([]float64, len(p.total))
	if !derivative {
		copy(c, p.total)
	}
	for k, n := range p.sizes {
		grown := 1 + float64(n)*gamma
		kappa := gamma / grown
		if derivative {
			kappa = 1 / (grown * grown)
			logs += float64(p.clients[k]) * float64(n) / grown
		} else {
			logs += float64(p.clients[k]) * math.Log(grown)
		}
		if kappa == 0 {
			continue
		}
		for j, v := range p.sums[k] {
			c[j] -= kappa * v
		}
	}
	return c, logs
}
