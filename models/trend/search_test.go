package trend

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The search finds the least criterion over all sets of up to two changes, as trying
// them all does. Series of 30 months with two changes, up to 5 standard deviations.
func TestSearchAgainstAllPairs(t *testing.T) {
	const series = 6
	missed := 0
	for i := range series {
		rng := rand.New(rand.NewPCG(uint64(i), 5))
		month, y := make([]int, 30), make([]float64, 30)
		up, down := 5*rng.Float64(), 5*rng.Float64()
		for m := range month {
			month[m] = m
			y[m] = rng.NormFloat64()
			if m >= 10 {
				y[m] += up
			}
			if m >= 20 {
				y[m] -= down
			}
		}
		p := newProblem(month, y, nil, Options{}.withDefaults())
		p.setBase(false)
		found := p.criterion(p.choose())
		lowest := p.criterion(nil)
		for c := range 2 * len(month) {
			if !p.allowed(c, nil) {
				continue
			}
			for _, v := range p.scan([]int{c}) {
				lowest = min(lowest, v)
			}
		}
		if found > lowest+1e-6 {
			missed++
			t.Logf("series %d: %.4f, all pairs have %.4f", i, found, lowest)
		}
	}
	if missed > 1 {
		t.Errorf("the search missed the best set in %d of %d", missed, series)
	}
}

// Whitened candidates, made of the columns of L⁻¹, are the columns themselves whitened;
// months missing in between.
func TestWhitenedCandidates(t *testing.T) {
	month := []int{0, 1, 2, 5, 6, 7, 8, 12, 13, 14, 15, 16}
	p := newProblem(month, make([]float64, len(month)), nil, Options{}.withDefaults())
	for k, w := range p.whitened {
		for c, got := range w.cand {
			want := p.column(p.candidate[c], month)
			p.noises[k].whiten(want)
			for i := range want {
				if math.Abs(got[i]-want[i]) > 1e-9 {
					t.Fatalf("noise %d, candidate %+v, row %d: %v, want %v", k, p.candidate[c], i, got[i], want[i])
				}
			}
		}
	}
}

// The scan gives the criterion of each set as computed one by one.
func TestScan(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 5))
	month, y := make([]int, 30), make([]float64, 30)
	for m := range month {
		month[m], y[m] = m, rng.NormFloat64()
	}
	p := newProblem(month, y, []int{9}, Options{}.withDefaults())
	p.setBase(true)
	rest := []int{17, 60 + 3}
	for c, got := range p.scan(rest) {
		set := append([]int{}, rest...)
		if c < len(p.candidate) {
			set = append(set, c)
		}
		if want := p.criterion(set); !math.IsInf(got, 1) && math.Abs(got-want) > 1e-6 {
			t.Fatalf("candidate %d: %v, want %v", c, got, want)
		}
	}
}

// A mixture of one component is a normal distribution: 1.959964 and 2(1 − Φ(1.5)) from tables.
func TestMixture(t *testing.T) {
	v := mixture{{1, 3, 2}}.around(3, 0.95, 1)
	if math.Abs(v.High-3-1.959964*2) > 1e-5 || math.Abs(v.Low-3+1.959964*2) > 1e-5 {
		t.Errorf("%+v", v)
	}
	if p := (mixture{{1, 3, 2}}).chance(3, 1); math.Abs(p-0.133614) > 1e-6 {
		t.Errorf("P %v", p)
	}
}
