package blend

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Reconcile makes rows coherent: within each method, resource, origin and
// horizon, means fulfil the sums of the hierarchy, and quantiles move along with
// their mean. A node's variance is that of a normal distribution with its
// interval, or its mean where it has none. node gives the node of a row, and
// false for a row that is to be left alone; every node must have its row. Of a
// node that may not be negative nothing is.
func Reconcile(rows []Outcome, h *Hierarchy, node func(Outcome) (int, bool)) ([]Outcome, error) {
	out := slices.Clone(rows)
	var order []int
	for i, o := range rows {
		if _, ok := node(o); ok {
			order = append(order, i)
		}
	}
	same := func(a, b int) int {
		x, y := rows[a], rows[b]
		return cmp.Or(cmp.Compare(x.Method, y.Method), cmp.Compare(x.Resource, y.Resource),
			cmp.Compare(x.Origin, y.Origin), cmp.Compare(x.Horizon, y.Horizon))
	}
	slices.SortStableFunc(order, same)
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && same(order[from], order[to]) == 0 {
			to++
		}
		if err := h.apply(out, order[from:to], node); err != nil {
			o := rows[order[from]]
			return nil, fmt.Errorf("%s, %s, origin %d, horizon %d: %w", o.Method, o.Resource, o.Origin, o.Horizon, err)
		}
		from = to
	}
	return out, nil
}

// apply reconciles the rows at the indices given, in place.
func (h *Hierarchy) apply(rows []Outcome, at []int, node func(Outcome) (int, bool)) error {
	row := make([]int, h.nodes)
	for i := range row {
		row[i] = -1
	}
	value, variance := make([]float64, h.nodes), make([]float64, h.nodes)
	for _, i := range at {
		k, _ := node(rows[i])
		if k < 0 || k >= h.nodes || row[k] >= 0 {
			return fmt.Errorf("%w: series %q has node %d, which is outside 0 … %d or taken", ErrHierarchy, rows[i].Series, k, h.nodes-1)
		}
		row[k], value[k], variance[k] = i, rows[i].Mean, varianceOf(rows[i])
	}
	for k, i := range row {
		if i < 0 {
			return fmt.Errorf("%w: node %d has no row", ErrHierarchy, k)
		}
	}
	x, err := h.Reconcile(value, variance)
	if err != nil {
		return err
	}
	for k, i := range row {
		rows[i].moveTo(x[k], h.free[k])
	}
	return nil
}

func varianceOf(o Outcome) float64 {
	const width = 2 * 1.2815515655446004 // between P10 and P90 of the standard normal
	if s := (o.P90 - o.P10) / width; s > 0 {
		return s * s
	}
	return math.Abs(o.Mean)
}

// moveTo shifts the forecast so that its mean is x.
func (o *Outcome) moveTo(x float64, free bool) {
	by := x - o.Mean
	o.Mean = x
	for _, q := range []*float64{&o.P10, &o.P50, &o.P90} {
		*q += by
		if !free && *q < 0 { // NaN stays
			*q = 0
		}
	}
}
