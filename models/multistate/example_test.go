package multistate_test

import (
	"fmt"
	"math"

	"github.com/framsyn/framsyn/models/multistate"
)

// Months of home care: learn, forecast, and meet a risk score.
func Example() {
	design := multistate.Design{
		States: []multistate.State{
			{Name: "some hours", Rank: 0}, {Name: "many hours", Rank: 1}, {Name: "dead", Rank: math.NaN(), Absorbing: true},
		},
		Features: []multistate.Feature{{Name: "before", Role: multistate.Before}, {Name: "periods", Role: multistate.Periods}},
	}
	h := &multistate.Histories{Offset: []int{0}, X: make([][]float32, 2)}
	for p, course := range [][]uint8{{0, 0, 1, 1, 0}, {1, 1, 2}, {0, 0, 0, 0, 0}, {0, 1, 1, 1, 1}, {1, 1, 0, 0, 0}} {
		for month, state := range course {
			h.Period, h.State = append(h.Period, int16(month)), append(h.State, state)
		}
		h.Person, h.Offset = append(h.Person, uint64(p)), append(h.Offset, len(h.State))
	}
	rows, err := h.Source(design, multistate.Window{Origin: 4, HalfLife: 36})
	if err != nil {
		fmt.Println(err)
		return
	}
	model, err := multistate.Fit(design, rows, multistate.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	people, err := h.Cohort(design, 4)
	if err != nil {
		fmt.Println(err)
		return
	}
	risk := [][]float64{nil, nil, {0.10, 0.20, 0.30, 0.15}} // of death within a year
	if err := multistate.SolveOffsets(model.Table(), people, 12, risk, multistate.SolveOptions{}); err != nil {
		fmt.Println(err)
		return
	}
	expected, err := multistate.Propagate(model.Table(), people, 12, multistate.PropagateOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d people, expected deaths %.6f\n", people.Len(), expected.At(0, 0, 12, 2))
	// Output: 4 people, expected deaths 0.750000
}
