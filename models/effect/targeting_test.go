package effect_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
)

// Four rows ranked 8, 4, 2, 2: by hand, TOC at quarters is 4, 2, 2/3, 0. Qini is
// Σ φ ∫(½ − u) du = (8·3 + 4·1 − 2·1 − 2·3)/32 = 5/8.
func TestTargetingByHand(t *testing.T) {
	prediction, score := []float64{0.1, 0.4, 0.2, 0.3}, []float64{2, 8, 2, 4}
	autoc, qini, curve := effect.Targeting(prediction, score, nil, 0.95)
	near(t, "Qini", qini.Estimate, 5./8, 1e-12)
	g := func(u float64) float64 { return -u * math.Log(u) }
	near(t, "AUTOC", autoc.Estimate, 8*g(0.25)+4*(g(0.5)-g(0.25))+2*(g(0.75)-g(0.5))-2*g(0.75), 1e-12)
	for k, want := range map[int]float64{4: 4, 9: 2, 14: 2. / 3, 19: 0} {
		near(t, "TOC", curve[k].TOC, want, 1e-12)
		near(t, "gain", curve[k].Gain, curve[k].Share*(want+4), 1e-12)
	}
	// A constant added to every score changes neither area nor standard error.
	shifted := []float64{1002, 1008, 1002, 1004}
	a, q, _ := effect.Targeting(prediction, shifted, nil, 0.95)
	near(t, "AUTOC of shifted", a.Estimate, autoc.Estimate, 1e-9)
	near(t, "SE of shifted AUTOC", a.SE, autoc.SE, 1e-9)
	near(t, "SE of shifted Qini", q.SE, qini.SE, 1e-9)
	// Equal predictions rank nobody.
	a, q, curve = effect.Targeting([]float64{1, 1, 1, 1}, score, nil, 0.95)
	near(t, "AUTOC of ties", a.Estimate, 0, 1e-12)
	near(t, "Qini of ties", q.Estimate, 0, 1e-12)
	near(t, "TOC of ties", curve[3].TOC, 0, 1e-12)
}

// Standard errors against 400 drawn samples of 300 persons with two rows, with
// and without a relation of score to prediction, and with ties.
func TestTargetingStandardErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		slope float64
		round bool
	}{{"null", 0, false}, {"related", 1, false}, {"ties", 1, true}} {
		var autoc, qini, autocSE, qiniSE []float64
		rng := rand.New(rand.NewPCG(1, 5))
		for range 400 {
			var prediction, score []float64
			var person []uint64
			for p := range 300 {
				own := rng.NormFloat64()
				for range 2 {
					x := rng.NormFloat64()
					if c.round {
						x = math.Round(x)
					}
					prediction, person = append(prediction, x), append(person, uint64(p))
					score = append(score, 5+c.slope*x+own+rng.NormFloat64())
				}
			}
			a, q, _ := effect.Targeting(prediction, score, person, 0.95)
			autoc, autocSE = append(autoc, a.Estimate), append(autocSE, a.SE)
			qini, qiniSE = append(qini, q.Estimate), append(qiniSE, q.SE)
		}
		t.Logf("%s: AUTOC SD %.4f, mean SE %.4f; Qini SD %.4f, mean SE %.4f", c.name, spread(autoc), mean(autocSE), spread(qini), mean(qiniSE))
		near(t, c.name+" AUTOC SE over SD", mean(autocSE)/spread(autoc), 1, 0.12) // an SD of 400 is good to 3.5 %
		near(t, c.name+" Qini SE over SD", mean(qiniSE)/spread(qini), 1, 0.12)
	}
}
