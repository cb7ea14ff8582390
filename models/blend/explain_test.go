package blend_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/blend"
)

// By hand. Courses from 100 to 110 (existing +4, new +5, ended +1), ETS from 90 to
// 80, courses' weight from 0.4 to 0.6, and 1 taken off for coherence.
func TestExplainByHand(t *testing.T) {
	before := blend.Snapshot{Published: 0.4*100 + 0.6*90, Members: []blend.Member{
		{Method: "courses", Weight: 0.4, Mean: 100, Drivers: []blend.Driver{{Name: "existing", Value: 110}, {Name: "new", Value: 20}, {Name: "ended", Value: -30}}},
		{Method: "ets", Weight: 0.6, Mean: 90},
	}}
	after := blend.Snapshot{Published: 0.6*110 + 0.4*80 - 1, Members: []blend.Member{
		{Method: "ets", Weight: 0.4, Mean: 80},
		{Method: "courses", Weight: 0.6, Mean: 110, Drivers: []blend.Driver{{Name: "ended", Value: -29}, {Name: "existing", Value: 114}, {Name: "new", Value: 25}}},
	}}
	got, err := blend.Explain(before, after)
	if err != nil {
		t.Fatal(err)
	}
	want := []blend.Cause{
		{Kind: blend.ByDriver, Method: "courses", Driver: "ended", Amount: 0.5},
		{Kind: blend.ByDriver, Method: "courses", Driver: "existing", Amount: 2},
		{Kind: blend.ByDriver, Method: "courses", Driver: "new", Amount: 2.5},
		{Kind: blend.ByData, Method: "ets", Amount: -5},
		{Kind: blend.ByWeights, Amount: 0.2*105 - 0.2*85},
		{Kind: blend.ByAdjustment, Amount: -1},
	}
	for i, c := range got {
		w := want[i]
		if math.Abs(c.Amount-w.Amount) > 1e-9 || c.Kind != w.Kind || c.Method != w.Method || c.Driver != w.Driver {
			t.Errorf("%+v, want %+v", c, w)
		}
	}
}

// Whatever came and went, the amounts sum to the change.
func TestExplainSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	draw := func() blend.Snapshot {
		s := blend.Snapshot{Published: 100 * rng.Float64()}
		var total float64
		for _, m := range []string{"courses", "ets", "theta", "naive"} {
			if rng.IntN(4) == 0 && m != "ets" {
				continue
			}
			member := blend.Member{Method: m, Weight: rng.Float64()}
			total += member.Weight
			for _, d := range []string{"existing", "new", "ended", "housed"} {
				if m == "courses" && rng.IntN(5) > 0 {
					v := 100 * rng.NormFloat64()
					member.Drivers = append(member.Drivers, blend.Driver{Name: d, Value: v})
					member.Mean += v
				}
			}
			if len(member.Drivers) == 0 {
				member.Mean = 100 * rng.Float64()
			}
			s.Members = append(s.Members, member)
		}
		for i := range s.Members {
			s.Members[i].Weight /= total
		}
		return s
	}
	for range 500 {
		a, b := draw(), draw()
		causes, err := blend.Explain(a, b)
		if err != nil {
			t.Fatal(err)
		}
		var sum float64
		for _, c := range causes {
			sum += c.Amount
		}
		if math.Abs(sum-(b.Published-a.Published)) > 1e-9 {
			t.Fatalf("sum %v of %v", sum, b.Published-a.Published)
		}
	}
	bad := draw()
	bad.Members[0].Weight += 0.1
	if _, err := blend.Explain(bad, draw()); !errors.Is(err, blend.ErrValue) {
		t.Errorf("weights that do not sum to 1: %v", err)
	}
}
