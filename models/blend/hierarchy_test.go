package blend_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/blend"
)

// By hand: a total of 100 over 30 and 50, all as uncertain, is moved down and each
// part up by a third of the gap of 20; a total four times as uncertain moves twice
// as far as both parts together.
func TestReconcileByHand(t *testing.T) {
	h, err := blend.NewHierarchy(3, []blend.Sum{{Total: 0, Parts: []int{1, 2}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ value, variance, want []float64 }{
		{[]float64{100, 30, 50}, []float64{1, 1, 1}, []float64{100 - 20./3, 30 + 20./3, 50 + 20./3}},
		{[]float64{100, 30, 50}, []float64{4, 1, 1}, []float64{100 - 40./3, 30 + 10./3, 50 + 10./3}},
		{[]float64{80, 30, 50}, []float64{1, 2, 3}, []float64{80, 30, 50}},
		{[]float64{0, 1, 8}, []float64{0, 1, 1}, []float64{0, 0, 0}},
		// The gap of −7 would make the first part negative: 1 − 2.33; without it 2 and 8 meet at 5.
		{[]float64{2, 1, 8}, []float64{1, 1, 1}, []float64{5, 0, 5}},
	} {
		got, err := h.Reconcile(c.value, c.variance)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-6 {
				t.Errorf("%v with variances %v: %v, want %v", c.value, c.variance, got, c.want)
				break
			}
		}
	}
}

// randomTree makes sums over levels: nodes 0 … are split again and again, and all
// leaves are split by driver besides, so that sums follow from each other.
func randomTree(rng *rand.Rand) (nodes int, sums []blend.Sum) {
	nodes = 1
	level := []int{0}
	for range 1 + rng.IntN(3) {
		var next []int
		for _, node := range level {
			s := blend.Sum{Total: node}
			for range 1 + rng.IntN(4) {
				s.Parts = append(s.Parts, nodes)
				next = append(next, nodes)
				nodes++
			}
			sums = append(sums, s)
		}
		level = next
	}
	if rng.IntN(2) == 0 { // drivers of the whole and of each leaf, which sum over leaves too
		whole := []int{nodes, nodes + 1}
		nodes += 2
		sums = append(sums, blend.Sum{Total: 0, Parts: whole})
		across := []blend.Sum{{Total: whole[0]}, {Total: whole[1]}}
		for _, leaf := range level {
			parts := []int{nodes, nodes + 1}
			nodes += 2
			sums = append(sums, blend.Sum{Total: leaf, Parts: parts})
			across[0].Parts, across[1].Parts = append(across[0].Parts, parts[0]), append(across[1].Parts, parts[1])
		}
		sums = append(sums, across...)
	}
	return nodes, sums
}

// Random hierarchies: sums hold, nothing is negative, doing it twice changes
// nothing, and no step towards another coherent answer comes closer.
func TestReconcileProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 300 {
		nodes, sums := randomTree(rng)
		h, err := blend.NewHierarchy(nodes, sums, nil)
		if err != nil {
			t.Fatal(err)
		}
		draw := func() (value, variance []float64) {
			for range nodes {
				value = append(value, 100*rng.ExpFloat64()*float64(rng.IntN(4)))
				variance = append(variance, math.Exp(2*rng.NormFloat64()))
			}
			return value, variance
		}
		value, variance := draw()
		x, err := h.Reconcile(value, variance)
		if err != nil {
			t.Fatal(err)
		}
		coherent(t, x, sums)
		again, err := h.Reconcile(x, variance)
		if err != nil {
			t.Fatal(err)
		}
		for i := range x {
			if math.Abs(again[i]-x[i]) > 1e-7 {
				t.Fatalf("again: node %d from %v to %v", i, x[i], again[i])
			}
		}
		other, err := h.Reconcile(draw())
		if err != nil {
			t.Fatal(err)
		}
		var slope, size float64 // of the distance towards the other answer, which is feasible too
		for i := range x {
			slope += (x[i] - value[i]) * (other[i] - x[i]) / variance[i]
			size += math.Abs((x[i] - value[i]) * (other[i] - x[i]) / variance[i])
		}
		if slope < -1e-6*size-1e-9 {
			t.Fatalf("not the closest: slope %v of %v", slope, size)
		}
	}
}

func coherent(t *testing.T, x []float64, sums []blend.Sum) {
	t.Helper()
	for _, s := range sums {
		gap := x[s.Total]
		for _, p := range s.Parts {
			gap -= x[p]
		}
		if math.Abs(gap) > 1e-9 {
			t.Fatalf("%+v is off by %v", s, gap)
		}
	}
	for i, v := range x {
		if v < 0 {
			t.Fatalf("node %d is %v", i, v)
		}
	}
}

// Rows: means sum, quantiles move along, rows outside the hierarchy stay, a change
// that may be negative is.
func TestReconcileRows(t *testing.T) {
	h, err := blend.NewHierarchy(3, []blend.Sum{{Total: 0, Parts: []int{1, 2}}}, []bool{false, false, true})
	if err != nil {
		t.Fatal(err)
	}
	node := func(o blend.Outcome) (int, bool) {
		n, ok := map[string]int{"all": 0, "existing": 1, "change": 2}[o.Series]
		return n, ok
	}
	row := func(series string, mean, half float64, horizon int) blend.Outcome {
		return blend.Outcome{
			Method: "blend", Series: series, Resource: "clients", Horizon: horizon,
			Mean: mean, P10: mean - half, P50: mean, P90: mean + half, Actual: math.NaN(),
		}
	}
	rows := []blend.Outcome{
		row("all", 90, 10, 1), row("existing", 100, 10, 1), row("change", -4, 10, 1), row("group", 7, 1, 1),
		row("all", 3, 9, 2), row("existing", 1, 9, 2), row("change", 2, 9, 2),
	}
	got, err := blend.Reconcile(rows, h, node)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{92, 98, -6, 7, 3, 1, 2} {
		if math.Abs(got[i].Mean-want) > 1e-9 {
			t.Errorf("%s: %+v, want %v", rows[i].Series, got[i], want)
		}
	}
	if math.Abs(got[0].P10-82) > 1e-9 || math.Abs(got[2].P90-4) > 1e-9 || got[4].P10 != 0 || got[6].P10 != -7 {
		t.Errorf("quantiles: %+v", got)
	}
	if _, err := blend.Reconcile(rows[:2], h, node); !errors.Is(err, blend.ErrHierarchy) {
		t.Errorf("a node without row: %v", err)
	}
	for name, sums := range map[string][]blend.Sum{"outside": {{Total: 0, Parts: []int{5}}}, "twice": {{Total: 1, Parts: []int{1}}}, "none": {{Total: 1}}} {
		if _, err := blend.NewHierarchy(3, sums, nil); !errors.Is(err, blend.ErrHierarchy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
