package forecast

import (
	"math"
	"testing"
)

// What is published is what was blended, also where courses know of nobody or of
// next to nothing: areas would not add up otherwise.
func TestLevelReachesTheBlend(t *testing.T) {
	for _, c := range []struct{ courses, blended, ratio float64 }{
		{100, 90, .9}, {100, 130, 1.3}, {0, 6.5, 1}, {0, 0, 1}, {5, 0, 0}, {1e-7, 6.5, mostRatio},
	} {
		got := levelOf(c.courses, c.blended)
		if got.ratio != c.ratio || got.rest < 0 || math.Abs(got.ratio*c.courses+got.rest-c.blended) > 1e-12 {
			t.Errorf("courses %v, blended %v: %+v", c.courses, c.blended, got)
		}
	}
}
