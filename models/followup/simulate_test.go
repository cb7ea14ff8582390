package followup_test

import (
	"math"
	"math/rand/v2"

	"github.com/framsyn/framsyn/models/followup"
)

// town is a made-up municipality with known effects: persons whose hours drift
// and jump, jumps that fade, areas with shocks in common, and an intervention
// that mostly starts at a peak.
type town struct {
	persons, months   int
	areas             int
	effect            float64 // hours per month, full two months after the start
	varied            float64 // standard deviation of the effect between persons
	hazardRatio       float64 // of death after a start; 0 means 1
	peakStart, anyway float64 // monthly probability of a start at a peak and otherwise; 0 means .06 and .004
	hidden            float64 // added to the log-odds of a start per unit of a jump in the same month, which no record shows yet
	later             bool    // the month after is given as the start
	shock             float64 // standard deviation per month of what an area has in common (log hours)
	seed              uint64
}

// truth is the life of a person with and without the intervention.
type truth struct {
	with, without []float64 // hours counted, 0 after death
	dead, deadNot []bool
}

type study struct {
	panel  *followup.Panel
	cases  []followup.Case
	starts []followup.Start // all, also those too early to be followed
	truth  []truth          // of each case, by month
}

const burnIn = 18 // months of history before the panel begins

func (w town) simulate() *study {
	rng := rand.New(rand.NewPCG(w.seed, 7))
	if w.peakStart == 0 {
		w.peakStart, w.anyway = 0.06, 0.004
	}
	if w.hazardRatio == 0 {
		w.hazardRatio = 1
	}
	w.areas = max(w.areas, 1)
	s := &study{panel: &followup.Panel{Offset: []int{0}}}
	shock := make([][]float64, w.areas)
	for a := range shock {
		shock[a] = make([]float64, burnIn+w.months)
		for t := 1; t < len(shock[a]); t++ {
			shock[a][t] = 0.9*shock[a][t-1] + w.shock*rng.NormFloat64()
		}
	}
	for id := range w.persons {
		area := rng.IntN(w.areas)
		w.live(rng, s, uint64(id)+1, uint16(area), shock[area])
	}
	return s
}

// walk is one of the two lives of a person.
type walk struct {
	hours  []float64
	status followup.Status
}

func (l *walk) step(u, hours, death, housing, moving float64) {
	switch {
	case l.status == followup.Dead || l.status == followup.Moved:
	case u < moving:
		l.status = followup.Moved
	case u < moving+death:
		l.status = followup.Dead
	case u > 1-housing:
		l.status = followup.SpecialHousing
	}
	if l.status != followup.AtHome {
		hours = 0
	}
	l.hours = append(l.hours, hours)
}

func (w town) live(rng *rand.Rand, s *study, id uint64, area uint16, shock []float64) {
	need, slope, acute := 3+0.5*rng.NormFloat64(), 0.004*rng.ExpFloat64(), 0.0
	effect := w.effect + w.varied*rng.NormFloat64()
	start := -1
	var with, without walk
	var deadNot, dead []bool
	p := s.panel
	for t := range burnIn + w.months {
		jump := 0.0
		if rng.Float64() < 0.04 {
			jump = min(0.45*rng.ExpFloat64(), 1.5)
		}
		if start < 0 && t > 8 && with.status == followup.AtHome && rng.Float64() < w.startProbability(with.hours, jump) {
			start = t
		}
		need += slope
		acute = 0.75*acute + jump
		h := math.Exp(need + acute + shock[t] + 0.1*rng.NormFloat64())
		h = 300 * (1 - math.Exp(-h/300)) // nobody is given more than the hours there are
		danger := math.Exp(0.5 * (need + acute - 3))
		death, housing, moving := 0.007*danger, 0.003*danger, 0.002
		u := rng.Float64()
		if t < burnIn { // those in the panel are alive at its beginning
			u = 0.5
		}
		without.step(u, h, death, housing, moving)
		if start >= 0 && t > start {
			h = max(0, h+effect*min(1, float64(t-start)/2))
			death *= w.hazardRatio
		}
		with.step(u, h, death, housing, moving)
		dead, deadNot = append(dead, with.status == followup.Dead), append(deadNot, without.status == followup.Dead)
		if t < burnIn {
			continue
		}
		before := mean(with.hours[t-3 : t])
		p.Area, p.Band = append(p.Area, area), append(p.Band, band(before))
		p.Risk = append(p.Risk, -2+0.8*math.Log(before+1)+40*slope+0.2*rng.NormFloat64())
		p.Hours, p.Status = append(p.Hours, with.hours[t]), append(p.Status, with.status)
	}
	p.Person, p.First, p.Offset = append(p.Person, id), append(p.First, 0), append(p.Offset, len(p.Hours))
	if w.later && start >= 0 {
		start++
	}
	if start >= 0 {
		s.starts = append(s.starts, followup.Start{Person: id, Month: start - burnIn, Kind: 1})
	}
	if start >= burnIn+12 && start < burnIn+w.months {
		s.cases = append(s.cases, followup.Case{Person: id, Month: start - burnIn, Kind: 1})
		s.truth = append(s.truth, truth{with.hours[burnIn:], without.hours[burnIn:], dead[burnIn:], deadNot[burnIn:]})
	}
}

func (w town) startProbability(hours []float64, jump float64) float64 {
	n := len(hours)
	p := w.anyway
	if mean(hours[n-2:]) > 1.25*mean(hours[n-6:n-3]) {
		p = w.peakStart
	}
	return p * math.Exp(w.hidden*jump)
}

func band(hours float64) uint8 {
	switch {
	case hours < 10:
		return 0
	case hours < 25:
		return 1
	case hours < 50:
		return 2
	}
	return 3
}

func mean(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// effectOf is the true effect on case i at a horizon, and on its being dead.
func (s *study) effectOf(i, horizon int) (hours, death float64) {
	t := s.cases[i].Month + horizon
	v := s.truth[i]
	hours = mean(v.with[t-2:t+1]) - mean(v.without[t-2:t+1])
	if v.dead[t] {
		death++
	}
	if v.deadNot[t] {
		death--
	}
	return hours, death
}
