package blend

import (
	"errors"
	"fmt"
	"math"
)

// ErrHierarchy is returned for sums that name a node that is not there, name one
// twice, or have no parts.
var ErrHierarchy = errors.New("blend: sum that cannot be")

// ErrIncoherent is returned when no values can be found that fulfil the sums.
var ErrIncoherent = errors.New("blend: sums could not be fulfilled")

// Sum says that one node is the sum of others.
type Sum struct {
	Total int
	Parts []int
}

// Hierarchy is a set of nodes and the sums that hold between them: areas to the
// municipality, drivers to all, both at once. Nodes in no sum are left alone.
type Hierarchy struct {
	nodes int
	sums  []Sum
	free  []bool // may be negative
}

// NewHierarchy checks sums over nodes 0 … nodes−1. Sums may share nodes and may
// follow from each other. free tells which nodes may be negative, nil that none may.
func NewHierarchy(nodes int, sums []Sum, free []bool) (*Hierarchy, error) {
	if free != nil && len(free) != nodes {
		return nil, fmt.Errorf("%w: %d nodes, %d of free", ErrHierarchy, nodes, len(free))
	}
	for i, s := range sums {
		seen := make(map[int]bool)
		for _, node := range append([]int{s.Total}, s.Parts...) {
			if node < 0 || node >= nodes || seen[node] {
				return nil, fmt.Errorf("%w: sum %d: node %d is outside 0 … %d or there twice", ErrHierarchy, i, node, nodes-1)
			}
			seen[node] = true
		}
		if len(s.Parts) == 0 {
			return nil, fmt.Errorf("%w: sum %d has no parts", ErrHierarchy, i)
		}
	}
	if free == nil {
		free = make([]bool, nodes)
	}
	return &Hierarchy{nodes, sums, free}, nil
}

// leastVariance is the least variance of a node relative to the largest: what is
// said to be certain moves a little when the sums need it.
const leastVariance = 1e-8

// Reconcile returns the values x that fulfil the sums, are not negative where that
// may not be, and are closest to the forecasts: least Σ (x − value)²/variance.
// Variances are ≥ 0; a node moves in proportion to its own.
func (h *Hierarchy) Reconcile(value, variance []float64) ([]float64, error) {
	if len(value) != h.nodes || len(variance) != h.nodes {
		return nil, fmt.Errorf("%w: %d nodes, %d values, %d variances", ErrValue, h.nodes, len(value), len(variance))
	}
	var largest float64
	for i, v := range variance {
		if math.IsNaN(value[i]) || math.IsInf(value[i], 0) || !(v >= 0) || math.IsInf(v, 1) {
			return nil, fmt.Errorf("%w: node %d: value %v, variance %v", ErrValue, i, value[i], v)
		}
		largest = max(largest, v)
	}
	if largest == 0 {
		largest = 1
	}
	p := projection{h: h, value: value, variance: make([]float64, h.nodes), fixed: make([]bool, h.nodes)}
	for i, v := range variance {
		p.variance[i] = max(v/largest, leastVariance)
	}
	return p.solve()
}

// projection is one problem of Reconcile; fixed nodes are held at zero.
type projection struct {
	h        *Hierarchy
	value    []float64
	variance []float64 // over the largest
	fixed    []bool
	x        []float64
	price    []float64 // of each sum: the multiplier λ
}

// solve finds which nodes are zero: negative ones are fixed, and fixed ones whose
// release would bring the answer closer are let go, one at a time.
func (p *projection) solve() ([]float64, error) {
	var best []float64
	least := math.Inf(1)
	tolerance := 1e-12 * p.size()
	for range 20*p.h.nodes + 10 {
		p.project()
		if p.fixNegative(tolerance) {
			continue
		}
		if d := p.distance(); d < least {
			least, best = d, p.clean()
		}
		if !p.release(tolerance) {
			break
		}
	}
	if best == nil || p.gap(best) > 1e-9*p.size() {
		return nil, ErrIncoherent
	}
	return best, nil
}

func (p *projection) size() float64 {
	out := 1e-300
	for _, v := range p.value {
		out = max(out, math.Abs(v))
	}
	return out
}

// project moves the free nodes on to the sums: x = v − W C′λ, C W C′ λ = C v.
func (p *projection) project() {
	p.x = make([]float64, p.h.nodes)
	for i, v := range p.value {
		if !p.fixed[i] {
			p.x[i] = v
		}
	}
	k := len(p.h.sums)
	a := make([]float64, k*k)
	for i, s := range p.h.sums {
		for j, t := range p.h.sums {
			a[i*k+j] = p.product(s, t)
		}
	}
	p.price = make([]float64, k)
	for range 3 { // the first step solves, the others take off rounding
		step := solveSemidefinite(a, p.gaps(p.x))
		for i, s := range p.h.sums {
			p.price[i] += step[i]
			p.move(s, step[i])
		}
	}
}

// product is Σ W over the nodes that two sums share, with the sign of each.
func (p *projection) product(s, t Sum) float64 {
	sign := func(s Sum, node int) float64 {
		if node == s.Total {
			return 1
		}
		for _, part := range s.Parts {
			if part == node {
				return -1
			}
		}
		return 0
	}
	var out float64
	for _, node := range append([]int{s.Total}, s.Parts...) {
		if !p.fixed[node] {
			out += sign(s, node) * sign(t, node) * p.variance[node]
		}
	}
	return out
}

func (p *projection) move(s Sum, price float64) {
	if !p.fixed[s.Total] {
		p.x[s.Total] -= p.variance[s.Total] * price
	}
	for _, part := range s.Parts {
		if !p.fixed[part] {
			p.x[part] += p.variance[part] * price
		}
	}
}

// gaps are what the totals have beyond their parts.
func (p *projection) gaps(x []float64) []float64 {
	out := make([]float64, len(p.h.sums))
	for i, s := range p.h.sums {
		out[i] = x[s.Total]
		for _, part := range s.Parts {
			out[i] -= x[part]
		}
	}
	return out
}

func (p *projection) gap(x []float64) float64 {
	var out float64
	for _, v := range p.gaps(x) {
		out = max(out, math.Abs(v))
	}
	return out
}

func (p *projection) fixNegative(tolerance float64) bool {
	found := false
	for i, v := range p.x {
		if !p.fixed[i] && !p.h.free[i] && v < -tolerance {
			p.fixed[i], found = true, true
		}
	}
	return found
}

// release lets go of the fixed node whose multiplier is most negative.
func (p *projection) release(tolerance float64) bool {
	pull := make([]float64, p.h.nodes) // C′λ
	for i, s := range p.h.sums {
		pull[s.Total] += p.price[i]
		for _, part := range s.Parts {
			pull[part] -= p.price[i]
		}
	}
	at, least := -1, -tolerance
	for i, fixed := range p.fixed {
		if m := p.variance[i]*pull[i] - p.value[i]; fixed && m < least {
			at, least = i, m
		}
	}
	if at >= 0 {
		p.fixed[at] = false
	}
	return at >= 0
}

func (p *projection) distance() float64 {
	var out float64
	for i, v := range p.x {
		out += (v - p.value[i]) * (v - p.value[i]) / p.variance[i]
	}
	return out
}

// clean is x with what rounding left below zero cut off.
func (p *projection) clean() []float64 {
	out := make([]float64, len(p.x))
	for i, v := range p.x {
		out[i] = v
		if !p.h.free[i] {
			out[i] = max(0, v)
		}
	}
	return out
}

// solveSemidefinite solves A x = b for a positive semidefinite A (row-major) with b
// in its range, by Cholesky's method after scaling the diagonal to 1. Equations
// that follow from earlier ones get 0.
func solveSemidefinite(a, b []float64) []float64 {
	n := len(b)
	scale, l, x := make([]float64, n), make([]float64, n*n), make([]float64, n)
	for i := range n {
		if a[i*n+i] > 0 {
			scale[i] = 1 / math.Sqrt(a[i*n+i])
		}
	}
	for j := range n {
		for i := j; i < n; i++ {
			v := a[i*n+j] * scale[i] * scale[j]
			for k := range j {
				v -= l[i*n+k] * l[j*n+k]
			}
			switch {
			case i == j && v > 1e-10:
				l[j*n+j] = math.Sqrt(v)
			case i > j && l[j*n+j] > 0:
				l[i*n+j] = v / l[j*n+j]
			}
		}
	}
	for i := range n {
		if l[i*n+i] > 0 {
			x[i] = b[i] * scale[i]
			for k := range i {
				x[i] -= l[i*n+k] * x[k]
			}
			x[i] /= l[i*n+i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		if l[i*n+i] > 0 {
			for k := i + 1; k < n; k++ {
				x[i] -= l[k*n+i] * x[k]
			}
			x[i] /= l[i*n+i]
		}
	}
	for i := range x {
		x[i] *= scale[i]
	}
	return x
}
