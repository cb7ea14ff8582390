package needs

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// randomSystem is a positive definite matrix with correlated columns, and a
// right-hand side.
func randomSystem(rng *rand.Rand, n int) (*mat.SymDense, []float64) {
	x, common := mat.NewDense(2*n, n, nil), make([]float64, 2*n)
	for i := range common {
		common[i] = rng.NormFloat64()
	}
	b := make([]float64, n)
	for j := range n {
		for i := range 2 * n {
			x.Set(i, j, rng.NormFloat64()+common[i])
		}
		b[j] = 3 * rng.NormFloat64()
	}
	var a mat.Dense
	a.Mul(x.T(), x)
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, a.At(i, j))
		}
	}
	return s, b
}

func value(a *mat.SymDense, b, x []float64) float64 {
	v := mat.NewVecDense(len(x), x)
	return mat.Inner(v, a, v)/2 - mat.Dot(mat.NewVecDense(len(b), b), v)
}

// The minimum is that of the best of all sets of elements above zero, found by
// trying every set.
func TestSolveIsTheBestOfAllSets(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for trial := range 60 {
		n := 1 + trial%7
		a, b := randomSystem(rng, n)
		best := 0.0 // of all at zero
		for set := 1; set < 1<<n; set++ {
			passive := make([]bool, n)
			for i := range n {
				passive[i] = set>>i&1 == 1
			}
			at, s, err := (&quadratic{a: a, b: b}).restricted(passive)
			if err != nil {
				t.Fatal(err)
			}
			x, feasible := make([]float64, n), true
			for p, i := range at {
				x[i] = s[p]
				feasible = feasible && s[p] >= 0
			}
			if feasible {
				best = min(best, value(a, b, x))
			}
		}
		for _, start := range []bool{false, true} {
			q, err := newQuadratic(a, b)
			if err != nil {
				t.Fatal(err)
			}
			passive := make([]bool, n)
			for i := range passive {
				passive[i] = start
			}
			x, err := q.solve(passive)
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range x {
				if v < 0 {
					t.Errorf("trial %d: element %d is %v", trial, i, v)
				}
			}
			if got := value(a, b, x); math.Abs(got-best) > 1e-9*(1+math.Abs(best)) {
				t.Errorf("trial %d from %v: %v, best of all sets %v", trial, start, got, best)
			}
		}
	}
}

// By hand: min ½(x² + y²) + ½xy − 2x + y over x, y ≥ 0 has y = 0 and x = 2.
func TestSolveByHand(t *testing.T) {
	q, err := newQuadratic(mat.NewSymDense(2, []float64{1, .5, .5, 1}), []float64{2, -1})
	if err != nil {
		t.Fatal(err)
	}
	x, err := q.solve(make([]bool, 2))
	if err != nil || math.Abs(x[0]-2) > 1e-12 || x[1] != 0 {
		t.Errorf("%v %v, by hand 2 and 0", x, err)
	}
}

// The mean of N(μ, 1) above 0 is μ + φ(μ)/Φ(μ).
func TestAboveZeroHasTheTruncatedMean(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, mean := range []float64{-30, -6, -4, -1, 0, 2, 8} {
		const n = 40_000
		var sum float64
		for range n {
			v := aboveZero(mean, rng)
			if !(v >= 0) {
				t.Fatalf("mean %v: drew %v", mean, v)
			}
			sum += v
		}
		density := math.Exp(-mean*mean/2) / math.Sqrt(2*math.Pi)
		want := mean + density/(math.Erfc(-mean/math.Sqrt2)/2)
		if got := sum / n; math.Abs(got-want) > 4/math.Sqrt(n)*min(1, want) {
			t.Errorf("mean %v: %v above 0, exact %v", mean, got, want)
		}
	}
}

// Gibbs sampling of two correlated normals cut at 0 has the moments of plain
// sampling with rejection.
func TestDrawHasTheMomentsOfRejection(t *testing.T) {
	a := mat.NewSymDense(2, []float64{4, 1.2, 1.2, 1})
	b := []float64{1, .3}
	q, err := newQuadratic(a, b)
	if err != nil {
		t.Fatal(err)
	}
	x, err := q.solve(make([]bool, 2))
	if err != nil {
		t.Fatal(err)
	}
	var got [2]float64
	const n = 60_000
	(&bounds{quadratic: q, l: &layout{}}).draw(x, n, 5, func(v []float64) { got[0] += v[0] / n; got[1] += v[1] / n })
	var chol mat.Cholesky
	chol.Factorize(a)
	var mean mat.VecDense
	if err := chol.SolveVecTo(&mean, mat.NewVecDense(2, b)); err != nil {
		t.Fatal(err)
	}
	var upper, root mat.TriDense
	chol.UTo(&upper)
	if err := root.InverseTri(&upper); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(6, 7))
	var want [2]float64
	kept := 0.0
	for kept < n {
		z0, z1 := rng.NormFloat64(), rng.NormFloat64()
		v0, v1 := mean.AtVec(0)+root.At(0, 0)*z0+root.At(0, 1)*z1, mean.AtVec(1)+root.At(1, 1)*z1
		if v0 >= 0 && v1 >= 0 {
			want[0] += v0 / n
			want[1] += v1 / n
			kept++
		}
	}
	for i := range got {
		if math.Abs(got[i]-want[i]) > 0.02*want[i] { // 60,000 draws: standard error about 0.4 %, more with the chain's memory
			t.Errorf("mean %d: %v, by rejection %v", i, got[i], want[i])
		}
	}
}
