package isotonic_test

import (
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/internal/isotonic"
)

// The expected values are by hand.
func TestFit(t *testing.T) {
	for _, c := range []struct{ y, weight, want []float64 }{
		{nil, nil, []float64{}},
		{[]float64{1, 2, 3}, nil, []float64{1, 2, 3}},
		{[]float64{3, 2, 1}, nil, []float64{2, 2, 2}},
		{[]float64{1, 3, 2, 4}, nil, []float64{1, 2.5, 2.5, 4}},
		{[]float64{4, 1}, []float64{1, 2}, []float64{2, 2}},
		{[]float64{1, 9, 2}, []float64{1, 0, 1}, []float64{1, 1, 2}},
		{[]float64{9, 1, 2}, []float64{0, 1, 1}, []float64{1, 1, 2}},
	} {
		if got := isotonic.Fit(c.y, c.weight); !slices.Equal(got, c.want) {
			t.Errorf("%v weighted %v: got %v, want %v", c.y, c.weight, got, c.want)
		}
	}
}
