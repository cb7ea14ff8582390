package multistate_test

import (
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/multistate"
)

// truth is a chain with memory whose hazards are known: four bands of need in
// order, death and special housing.
//
//	ηⱼ = aⱼ(s) + age effect + effect of the state before + effect of time in the state + nominal effect
type truth struct{ persons, periods int }

func truthDesign() multistate.Design {
	return multistate.Design{
		States: []multistate.State{
			{Name: "none", Rank: 0},
			{Name: "low", Rank: 1},
			{Name: "middle", Rank: 2},
			{Name: "high", Rank: 3},
			{Name: "housing", Rank: 4, Absorbing: true},
			{Name: "dead", Rank: math.NaN(), Absorbing: true},
		},
		Features: []multistate.Feature{
			{Name: "age", Role: multistate.Clock, PerPeriod: 1.0 / 12},
			{Name: "sex", Levels: []string{"woman", "man"}},
			{Name: "lag", Role: multistate.Lag},
			{Name: "periods", Role: multistate.Periods, Bins: 4},
		},
	}
}

// scores are the true log odds against staying.
func (truth) scores(dst []float64, state uint8, age float64, man bool, lag uint8, periods int) {
	for j := range dst {
		d := float64(j) - float64(state)
		switch {
		case j == 4:
			dst[j] = -6.5 + 0.7*float64(state) + 0.05*(age-80)
		case j == 5:
			dst[j] = -5.5 + 0.4*float64(state) + 0.09*(age-80)
			if man {
				dst[j] += 0.5
			}
		case d == 0:
			dst[j] = 0
		default:
			dst[j] = -3 - 0.8*(math.Abs(d)-1) - 0.4*math.Log(float64(min(periods, 12)))
			if lag != 255 && (float64(lag)-float64(state))*d > 0 {
				dst[j] += 1 // back to where one came from
			}
			if d > 0 {
				dst[j] += 0.03 * (age - 80)
			}
		}
	}
}

// histories simulates persons who begin at age 65 to 95 in any of the four bands.
func (tr truth) histories(seed uint64) *multistate.Histories {
	rng := rand.New(rand.NewPCG(seed, 1))
	h := &multistate.Histories{Offset: []int{0}, X: make([][]float32, 4)}
	p := make([]float64, 6)
	for id := range tr.persons {
		age, man := 65+30*rng.Float64(), rng.IntN(2) == 1
		state, lag, periods := uint8(rng.IntN(4)), uint8(255), 1
		for t := range tr.periods {
			h.Period, h.State = append(h.Period, int16(t)), append(h.State, state)
			sex := float32(0)
			if man {
				sex = 1
			}
			h.X[0], h.X[1] = append(h.X[0], float32(age)), append(h.X[1], sex)
			if state >= 4 {
				break
			}
			tr.scores(p, state, age, man, lag, periods)
			softmax(p)
			u := rng.Float64()
			next := uint8(0)
			for ; int(next) < len(p)-1 && u >= p[next]; next++ {
				u -= p[next]
			}
			if lag = state; next == state {
				periods++
			} else {
				periods = 1
			}
			state, age = next, age+1.0/12
		}
		h.Person, h.Offset = append(h.Person, uint64(id)), append(h.Offset, len(h.State))
	}
	return h
}

func softmax(p []float64) {
	var sum float64
	for j, v := range p {
		p[j] = math.Exp(v)
		sum += p[j]
	}
	for j := range p {
		p[j] /= sum
	}
}
