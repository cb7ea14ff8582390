package equity

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// small is an unbalanced sample with crossed officers and areas, some unknown,
// and clients of one to four decisions.
func small(seed uint64) Sample {
	rng := rand.New(rand.NewPCG(seed, 1))
	s := Sample{Officers: 5, Areas: 3, Factors: []Factor{{Name: "sex", Levels: []string{"female", "male"}}}}
	for client := range 25 {
		own := .3 * rng.NormFloat64()
		for range 1 + client%4 {
			s.Decisions = append(s.Decisions, Decision{
				Client: uint64(client), Officer: rng.IntN(6) - 1, Area: rng.IntN(4) - 1,
				Expected: 5 + 20*rng.Float64(), Granted: 10 * math.Exp(own+.4*rng.NormFloat64()),
			})
			s.Factors[0].Of = append(s.Factors[0].Of, rng.IntN(3)-1)
		}
	}
	return s
}

func prepared(t *testing.T, s Sample, o Options) *restricted {
	t.Helper()
	o, err := o.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := s.keep(o)
	d := newDesign(&s, rows, o)
	return &restricted{d, d.cross()}
}

// dense is −2ℓ of Patterson and Thompson (1971) by the definition, with the n × n
// covariance V = I + Σ θ² ZZᵀ: (N−p) log(yᵀPy) + log|V| + log|XᵀV⁻¹X|.
func dense(t *testing.T, r *restricted, theta [nRatios]float64) float64 {
	t.Helper()
	d, n := r.d, len(r.d.rows)
	x, y, v := mat.NewDense(n, d.fixed, nil), mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
	for a, i := range d.rows {
		at, values := d.row(nil, nil, i)
		for j, column := range at {
			if column < d.fixed {
				x.Set(a, column, values[j])
			} else if column == d.size() {
				y.SetVec(a, values[j])
			}
		}
		for b, k := range d.rows {
			p, q := d.s.Decisions[i], d.s.Decisions[k]
			var c float64
			if a == b {
				c = 1
			}
			if p.Area >= 0 && p.Area == q.Area {
				c += theta[areaRatio] * theta[areaRatio]
			}
			if p.Officer >= 0 && p.Officer == q.Officer {
				c += theta[officerRatio] * theta[officerRatio]
			}
			if p.Client == q.Client {
				c += theta[clientRatio] * theta[clientRatio]
			}
			v.SetSym(a, b, c)
		}
	}
	var cv, cx mat.Cholesky
	cv.Factorize(v)
	var vx, xvx mat.Dense
	var vy, xvy, beta mat.VecDense
	if cv.SolveTo(&vx, x) != nil || cv.SolveVecTo(&vy, y) != nil {
		t.Fatal("singular")
	}
	xvx.Mul(x.T(), &vx)
	xvy.MulVec(x.T(), &vy)
	s := mat.NewSymDense(d.fixed, nil)
	for i := range d.fixed {
		for j := i; j < d.fixed; j++ {
			s.SetSym(i, j, xvx.At(i, j))
		}
	}
	cx.Factorize(s)
	if cx.SolveVecTo(&beta, &xvy) != nil {
		t.Fatal("singular")
	}
	q := mat.Dot(y, &vy) - mat.Dot(&xvy, &beta)
	return float64(n-d.fixed)*math.Log(q) + cv.LogDet() + cx.LogDet()
}

func TestLikelihoodIsThatOfTheDefinition(t *testing.T) {
	for _, free := range []bool{false, true} {
		r := prepared(t, small(2), Options{FreeSlope: free})
		for _, theta := range [][nRatios]float64{{}, {.3, .5, .7}, {2, 0, .1}, {0, 1.5, 0}} {
			s, err := r.at(theta)
			if err != nil {
				t.Fatal(err)
			}
			if want := dense(t, r, theta); math.Abs(s.minus-want) > 1e-9*math.Abs(want) {
				t.Errorf("θ = %v: %v, by the definition %v", theta, s.minus, want)
			}
		}
	}
}

func TestGradientIsThatOfDifferences(t *testing.T) {
	r := prepared(t, small(3), Options{})
	const h = 1e-5
	for _, theta := range [][nRatios]float64{{.3, .5, .7}, {1.2, .05, .4}} {
		s, err := r.at(theta)
		if err != nil {
			t.Fatal(err)
		}
		g, err := r.gradient(s)
		if err != nil {
			t.Fatal(err)
		}
		for k := range theta {
			up, down := theta, theta
			up[k] += h
			down[k] -= h
			a, errA := r.at(up)
			b, errB := r.at(down)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			if want := (a.minus - b.minus) / (2 * h); math.Abs(g[k]-want) > 1e-5*(1+math.Abs(want)) {
				t.Errorf("θ = %v: derivative %d is %v, by differences %v", theta, k, g[k], want)
			}
		}
	}
}

// The search ends where no neighbour is better.
func TestOptimumHasNoBetterNeighbour(t *testing.T) {
	for seed := range uint64(20) {
		r := prepared(t, small(seed), Options{})
		s, err := r.minimise([nRatios]float64{.3, .3, .3}, [nRatios]bool{})
		if err != nil {
			t.Fatal(err)
		}
		for k := range nRatios {
			for _, step := range []float64{-.01, .01, .3} {
				theta := s.theta
				theta[k] = math.Abs(theta[k] + step)
				if n, err := r.at(theta); err != nil || n.minus < s.minus-1e-8 {
					t.Errorf("seed %d: −2ℓ is %v at %v and %v at the optimum %v (%v)", seed, n.minus, theta, s.minus, s.theta, err)
				}
			}
		}
	}
}

// The end of a profile interval is where −2ℓ has risen by the quantile of χ²₁,
// 3.841459 at 95 %.
func TestProfileEndsAreWhereTheLikelihoodHasFallen(t *testing.T) {
	s := small(5)
	for i := range s.Decisions { // officers that differ, so that both ends exist
		if s.Decisions[i].Officer >= 0 {
			s.Decisions[i].Granted *= math.Exp(1.2 * float64(s.Decisions[i].Officer%2))
		}
	}
	o, _ := Options{MaxRatio: 1e6}.withDefaults()
	r := prepared(t, s, o)
	f := &fitting{o: o, d: r.d, r: r, active: [nRatios]bool{true, true, true}}
	var err error
	if f.best, err = f.optimum([nRatios]bool{}); err != nil {
		t.Fatal(err)
	}
	if err := f.profiles(); err != nil {
		t.Fatal(err)
	}
	for side, end := range f.ends[officerRatio] {
		start := f.best.theta
		start[officerRatio] = end
		at, err := r.minimise(start, [nRatios]bool{officerRatio: true})
		if err != nil {
			t.Fatal(err)
		}
		if rise := at.minus - f.best.minus; math.Abs(rise-3.841459) > .02 {
			t.Errorf("end %d at %v: −2ℓ rises by %v", side, end, rise)
		}
	}
}
