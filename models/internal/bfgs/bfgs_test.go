package bfgs_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/internal/bfgs"
)

func usual() bfgs.Options {
	return bfgs.Options{Steps: 200, Tries: 30, Stop: 1e-14, Reach: 1, First: 0.5}
}

// TestRosenbrock has its minimum, 0, at (1, 1) (Rosenbrock 1960).
func TestRosenbrock(t *testing.T) {
	x := []float64{-1.2, 1}
	value, steps := bfgs.Minimise(func(x, g []float64) float64 {
		a, b := 1-x[0], x[1]-x[0]*x[0]
		g[0], g[1] = -2*a-400*x[0]*b, 200*b
		return a*a + 100*b*b
	}, x, usual())
	if value > 1e-10 || math.Abs(x[0]-1) > 1e-4 || math.Abs(x[1]-1) > 1e-4 {
		t.Errorf("%v at %v after %d steps", value, x, steps)
	}
}

// TestBounds keeps off where the function is infinite: −log x + x has its minimum, 1, at 1.
func TestBounds(t *testing.T) {
	for _, start := range []float64{0.01, 30} {
		x := []float64{start}
		value, _ := bfgs.Minimise(func(x, g []float64) float64 {
			if x[0] <= 0 {
				return math.Inf(1)
			}
			g[0] = 1 - 1/x[0]
			return x[0] - math.Log(x[0])
		}, x, usual())
		if math.Abs(value-1) > 1e-9 || math.Abs(x[0]-1) > 1e-4 {
			t.Errorf("from %v: %v at %v", start, value, x)
		}
	}
}

// TestNothingToGain stays where the gradient is zero.
func TestNothingToGain(t *testing.T) {
	x := []float64{3}
	if value, steps := bfgs.Minimise(func(_, g []float64) float64 { g[0] = 0; return 7 }, x, usual()); value != 7 || steps != 0 || x[0] != 3 {
		t.Errorf("%v at %v after %d steps", value, x, steps)
	}
}
