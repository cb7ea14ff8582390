package courses

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
)

// Risks are probabilities of the next twelve months by person of the origin, as
// a risk model gives them. Each person's hazards of death and of moving to
// special housing are multiplied so that the simulation has these probabilities
// in the first year; over the second the multipliers go back to one.
type Risks struct {
	Person  []uint64  // ids; those who are not at the origin are passed over
	Death   []float64 // of dying within twelve months, 0 … 1; NaN = not known
	Housing []float64 // of moving to special housing within twelve months and alive, 0 … 1; NaN = not known
}

func (r *Risks) check() error {
	if r == nil {
		return nil
	}
	if len(r.Death) != len(r.Person) || len(r.Housing) != len(r.Person) {
		panic(panicLength)
	}
	for i, id := range r.Person {
		for _, p := range []float64{r.Death[i], r.Housing[i]} {
			if p < 0 || p > 1 {
				return fmt.Errorf("person %d: %g: %w", id, p, ErrRisk)
			}
		}
	}
	return nil
}

const (
	// riskPaths is the number of paths by which a person's probabilities are
	// found, each with the parameters of a draw of its own. They are weighted by
	// survival, not counted, so that they say more than as many lives.
	riskPaths  = 64
	leastPaths = 24
	pathsInAll = 2_000_000 // persons × paths at most, unless leastPaths need more
	riskRounds = 12
	riskChunk  = 256
	riskClose  = 0.005 // change of a log multiplier at which the rounds end
	// Probabilities are kept within these, multipliers within those: nothing is
	// certain.
	leastRisk, mostRisk         = 1e-4, 0.995
	leastMultiple, mostMultiple = 1e-3, 1e4
)

// adjust finds the multipliers of each life, over the parameters of the first
// draws and without scenario.
func (m *Model) adjust(lives []life, o ForecastOptions, normals *[1 << normalBits]float32, states *steps) {
	if o.Risks == nil {
		return
	}
	at := make(map[uint64]int, len(o.Risks.Person))
	for i, id := range o.Risks.Person {
		at[id] = i
	}
	seed := o.Seed
	paths := min(riskPaths, max(leastPaths, pathsInAll/max(len(lives), 1)))
	params := make([]*parameters, min(paths, o.Draws))
	for k := range params {
		params[k] = newParameters(m.areas)
		src := newStream(seed, k, forParameters, 0)
		m.draw(params[k], states, rand.New(&src))
	}
	o.Horizon, o.Scenario, o.Groups = riskMonths, nil, nil
	chunks := (len(lives) + riskChunk - 1) / riskChunk
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(o.Workers, max(chunks, 1)) {
		wg.Go(func() {
			s := m.simulation(o, normals, states)
			for c := int(next.Add(1)) - 1; c < chunks; c = int(next.Add(1)) - 1 {
				s.match(lives[c*riskChunk:min((c+1)*riskChunk, len(lives))], at, params)
			}
		})
	}
	wg.Wait()
}

// match sets the multipliers of lives so that they have the probabilities.
func (s *simulation) match(lives []life, at map[uint64]int, params []*parameters) {
	death, housing := make([]float64, len(lives)), make([]float64, len(lives))
	for change, round := 1.0, 0; change > riskClose && round < riskRounds; round++ {
		change = 0
		clear(death)
		clear(housing)
		for k, p := range params {
			s.p = p
			for i := range lives {
				if _, ok := at[lives[i].id]; ok {
					d, v := s.path(&lives[i], k)
					death[i] += d / float64(len(params))
					housing[i] += v / float64(len(params))
				}
			}
		}
		for i := range lives {
			l := &lives[i]
			k, ok := at[l.id]
			if !ok {
				continue
			}
			was := [2]float32{l.death, l.housing}
			l.death = closer(l.death, death[i], s.options.Risks.Death[k])
			if l.memory.state != stSpecial {
				l.housing = closer(l.housing, housing[i], s.options.Risks.Housing[k])
			}
			change = max(change, math.Abs(math.Log(float64(l.death/was[0]))), math.Abs(math.Log(float64(l.housing/was[1]))))
		}
	}
}

// closer multiplies by the ratio of cumulative hazards, which is exact when
// hazards are small.
func closer(multiple float32, is, wanted float64) float32 {
	if math.IsNaN(wanted) {
		return multiple
	}
	wanted, is = min(max(wanted, leastRisk), mostRisk), min(max(is, leastRisk/10), mostRisk)
	return float32(min(max(float64(multiple)*math.Log1p(-wanted)/math.Log1p(-is), leastMultiple), mostMultiple))
}

// path is one path of a year on which the person does not die, with the
// probabilities of death and of special housing along it, each month weighted by
// the probability of being alive. The random numbers are the same each time.
func (s *simulation) path(l *life, k int) (death, housing float64) {
	var w outcomes
	c := *l
	c.rng = newStream(s.options.Seed, k, forRisk, l.id)
	alive, housed := 1.0, c.memory.state == stSpecial
	for h := 1; h <= riskMonths; h++ {
		c.grow(h)
		s.weigh(&c, h, &w)
		if !housed {
			housing += alive * s.chance(c.memory.state, stSpecial, &w)
		}
		alive *= 1 - s.chance(c.memory.state, stDead, &w)
		if c.next = s.survivor(&c, &w); c.next == stLeft {
			break
		}
		housed = housed || c.next == stSpecial
		s.live(&c)
	}
	return 1 - alive, housing
}

// survivor draws the next state given that it is not death.
func (s *simulation) survivor(l *life, w *outcomes) uint8 {
	states := &s.steps.state[l.memory.state]
	u := float64(l.rng.Uint64()>>11) / (1 << 53)
	var total float64
	for j, state := range states {
		if state != stDead {
			total += w.weight(j)
		}
	}
	u *= total
	last := states[0]
	for j, state := range states {
		if state == stDead {
			continue
		}
		last = state
		if u -= w.weight(j); u < 0 {
			break
		}
	}
	return last
}

func (w *outcomes) weight(j int) float64 {
	if j == 0 {
		return float64(w[0])
	}
	return float64(w[j] - w[j-1])
}
