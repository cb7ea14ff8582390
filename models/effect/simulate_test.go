package effect_test

import (
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/effect"
)

// study is a made-up register study: persons with several rows, treatment that
// depends on two measured confounders and, when asked, on a hidden one.
type study struct {
	persons, rows int
	effect        float64 // of treatment, hours
	slope         float64 // change of the effect per unit of the first confounder
	hidden        float64 // strength of a hidden cause of treatment and outcome
	seed          uint64
}

// made is a study with its truth.
type made struct {
	effect.Sample
	truth   []float64 // effect of each row
	control []float64 // an outcome that treatment cannot change, with the same causes
}

func (s study) draw() made {
	rng := rand.New(rand.NewPCG(s.seed, 11))
	m := made{}
	m.X = make([][]float64, 4)
	for p := range s.persons {
		own, hidden := rng.NormFloat64(), rng.NormFloat64()
		for range s.rows {
			x := []float64{(own + rng.NormFloat64()) / math.Sqrt2, rng.NormFloat64(), float64(rng.IntN(2)), rng.NormFloat64()}
			logOdds := -0.8 + 0.7*x[0] - 0.5*x[1] + 0.4*x[2] + s.hidden*hidden
			treated := rng.Float64() < 1/(1+math.Exp(-logOdds))
			base := 20 + 4*x[0] + 1.5*x[0]*x[0] - 3*x[1] + 2*x[2] + 4*s.hidden*hidden
			frailty := 2 * own
			y := base + frailty + 4*rng.NormFloat64()
			tau := s.effect + s.slope*x[0]
			if treated {
				y += tau
			}
			for j, v := range x {
				m.X[j] = append(m.X[j], v)
			}
			m.Treated, m.Y, m.Person = append(m.Treated, treated), append(m.Y, y), append(m.Person, uint64(p))
			m.truth = append(m.truth, tau)
			m.control = append(m.control, base+frailty+4*rng.NormFloat64())
		}
	}
	return m
}

// courses are made-up months of home care: each client has a level, and a
// temporary part that fades (autocorrelation 0.6). Treatment starts at a peak,
// when the last month stands out from the months before.
type courses struct {
	persons int
	effect  float64
	seed    uint64
}

// history is a client's hours of seven months up to time zero, then six later.
type history struct {
	before  [7]float64
	treated bool
	after   float64
}

func (c courses) draw() []history {
	rng := rand.New(rand.NewPCG(c.seed, 12))
	out := make([]history, c.persons)
	for p := range out {
		h := &out[p]
		level, u := 30+8*rng.NormFloat64(), 5*rng.NormFloat64()
		step := func() float64 {
			u = 0.6*u + 4*rng.NormFloat64()
			return level + u
		}
		var mean float64
		for m := range h.before {
			h.before[m] = step()
			if m < 6 {
				mean += h.before[m] / 6
			}
		}
		h.treated = rng.Float64() < 1/(1+math.Exp(1.2-0.25*(h.before[6]-mean)))
		for range 6 {
			h.after = step()
		}
		if h.treated {
			h.after += c.effect
		}
	}
	return out
}

// sampleOf has the level at time zero as confounder, and the trajectory when
// asked: mean and slope of the six months before.
func sampleOf(histories []history, trajectory bool) effect.Sample {
	s := effect.Sample{X: make([][]float64, 1)}
	if trajectory {
		s.X = make([][]float64, 3)
	}
	for _, h := range histories {
		s.Treated, s.Y = append(s.Treated, h.treated), append(s.Y, h.after)
		s.X[0] = append(s.X[0], h.before[6])
		if trajectory {
			var mean, slope float64
			for m, v := range h.before[:6] {
				mean += v / 6
				slope += (float64(m) - 2.5) * v / 17.5
			}
			s.X[1], s.X[2] = append(s.X[1], mean), append(s.X[2], slope)
		}
	}
	return s
}

// register is a made-up register of persons over trial months. Hours fall with
// treatment from the next month on; the frail have more hours, start more often,
// and die or move away more often.
type register struct {
	persons, months int
	effect          float64 // hours, while alive
	deaths          float64 // log odds ratio of death from treatment
	seed            uint64
}

func (r register) draw() *effect.Trials {
	rng := rand.New(rand.NewPCG(r.seed, 13))
	t := &effect.Trials{X: make([][]float64, 2)}
	six := effect.Horizon{Months: 6}
	chance := func(logOdds float64) bool { return rng.Float64() < 1/(1+math.Exp(-logOdds)) }
	for p := range r.persons {
		frail, started := rng.NormFloat64(), false
		for m := range r.months {
			hours := 25 + 6*frail + 3*rng.NormFloat64()
			start := !started && chance(-2.2+0.6*frail+0.05*(hours-25))
			t.Person, t.Month, t.Treated = append(t.Person, uint64(p)), append(t.Month, 600+m), append(t.Treated, start)
			t.Prior = append(t.Prior, m == 0 && p%10 == 0)
			t.X[0], t.X[1] = append(t.X[0], frail), append(t.X[1], hours)
			later, died := 25+6*frail+0.3*(hours-25)+3*rng.NormFloat64(), -2.5+0.8*frail
			if start {
				later += r.effect
				died += r.deaths
			}
			fate := effect.Observed
			switch {
			case chance(died):
				fate, later = effect.Ended, 0
			case chance(-1.5 + 0.5*frail):
				fate, later = effect.Censored, math.NaN()
			}
			six.Hours, six.Fate = append(six.Hours, later), append(six.Fate, fate)
			started = started || start
		}
	}
	t.Horizons = []effect.Horizon{six}
	return t
}
