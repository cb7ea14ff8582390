package effect_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
)

// Studies of 900 persons whose effects are all −3 hours: at most 5 % may be
// called individual. Where the effect varies with a standard deviation of 2
// hours nearly all must be, and predictions must be right in size.
func TestFindsWhatIsThereAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		slope, least, most float64
		n                  int
	}{{0, 0, 0.05, 100}, {2, 0.85, 1, 40}} {
		n := float64(c.n)
		var found, slope, alarms float64
		var qini, se []float64
		for k := range uint64(c.n) {
			m := study{persons: 900, rows: 1, effect: -3, slope: c.slope, seed: 1000 + k}.draw()
			h := heterogeneity(t, m.Sample, quick)
			if h.Verdict.Show == effect.Individual {
				found += 1 / n
			}
			if h.Slope.P < 0.05 {
				alarms += 1 / n
			}
			slope += h.Slope.Estimate / n
			qini, se = append(qini, h.Qini.Estimate), append(se, h.Qini.SE)
		}
		t.Logf("slope %v: individual %.2f, slope test alone %.2f, mean slope %.2f, Qini %.3f (SD %.3f, mean SE %.3f)",
			c.slope, found, alarms, slope, mean(qini), spread(qini), mean(se))
		if found < c.least || found > c.most {
			t.Errorf("slope %v: %.2f called individual", c.slope, found)
		}
		if c.slope > 0 {
			near(t, "slope of effect on prediction", slope, 1, 0.1)
		}
	}
}

// What is shown for single clients: 95 % intervals of the expected effect at
// three places cover it, and the verdict guards what Effects gives out.
func TestPredictor(t *testing.T) {
	const n = 50
	at := [][]float64{{-1, 0, 1, 0}, {0, 0, 0, 9}, {0, 1, 0, 1}, {0, 0, 0, 0}}
	var covered float64
	for k := range uint64(n) {
		m := study{persons: 1200, rows: 1, effect: -3, slope: 2, seed: 2000 + k}.draw()
		p, err := heterogeneity(t, m.Sample, quick).Predictor()
		if err != nil {
			t.Fatal(err)
		}
		got := p.Individual(at, nil)
		for i := range 3 {
			if truth := -3 + 2*at[0][i]; got[i].Low <= truth && got[i].High >= truth {
				covered += 1. / 3 / n
			}
		}
		if !got[1].Supported || got[3].Supported {
			t.Fatalf("supported: %+v", got)
		}
	}
	t.Logf("coverage %.3f", covered)
	near(t, "coverage", covered, 0.93, 0.05)
	m := study{persons: 600, rows: 1, effect: -3, seed: 3}.draw()
	h := heterogeneity(t, m.Sample, effect.Options{})
	p, err := h.Predictor()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Effects(at, nil) {
		if e.Estimate != h.Average.Estimate || e.Low != h.Average.Low {
			t.Errorf("verdict %v, but shown is %+v", h.Verdict.Show, e)
		}
	}
}

func mean(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x / float64(len(v))
	}
	return s
}

func spread(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += (x - mean(v)) * (x - mean(v)) / float64(len(v)-1)
	}
	return math.Sqrt(s)
}
