package modeltest

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/courses"
)

// Municipality describes a made-up municipality. The zero value of a field means
// the number given.
type Municipality struct {
	Clients  int     // clients in a steady month; 0 means 2,000
	Months   int     // months of records; 0 means 60
	Areas    int     // of falling size; 0 means 5
	Drift    float64 // standard deviation per month of the log of what is granted for a need; 0 means 0.006
	Growth   float64 // growth per month of the inflow; 0 means 0.002
	Seasonal float64 // amplitude of the inflow over the calendar; 0 means 0.15
	Seed     uint64
}

// Histories simulates the municipality. Behind each person is a continuous
// need (log hours/month) that rises by a person's own slope and jumps at acute
// events, from which most recover in part; hours are granted with inertia and
// performed with noise, summer gaps and stays in hospital. So there is no
// Markov chain in hours, and no Dirichlet, normal score or negative binomial of
// the model's own. Nurse hours come from a hidden class of persons with
// long-term nursing and from episodes, rehabilitation mostly after events.
func (m Municipality) Histories() *courses.Histories {
	m = m.withDefaults()
	rng := rand.New(rand.NewPCG(m.Seed, 1))
	const burnIn = 300  // months until the stock of clients is steady
	const sojourn = 72. // mean months as a client under the hazards below, measured
	h := &courses.Histories{Offset: []int{0}}
	practice := make([]float64, burnIn+m.Months)
	for t := 1; t < len(practice); t++ {
		practice[t] = practice[t-1] + m.Drift*rng.NormFloat64()
	}
	rate := float64(m.Clients) / sojourn
	for t := range practice {
		season := 1 + m.Seasonal*math.Cos(2*math.Pi*float64(t)/12)
		mean := rate * season * math.Exp(m.Growth*float64(t-burnIn)+0.08*rng.NormFloat64())
		for range int(distuv.Poisson{Lambda: mean, Src: rng}.Rand()) {
			p := newPerson(rng, m.Areas)
			p.live(rng, h, t-burnIn, m.Months, practice[t:])
		}
	}
	return h
}

func (m Municipality) withDefaults() Municipality {
	set := func(v *float64, to float64) {
		if *v == 0 {
			*v = to
		}
	}
	for v, to := range map[*int]int{&m.Clients: 2000, &m.Months: 60, &m.Areas: 5} {
		if *v == 0 {
			*v = to
		}
	}
	set(&m.Drift, 0.006)
	set(&m.Growth, 0.002)
	set(&m.Seasonal, 0.15)
	return m
}

// person is one made-up life.
type person struct {
	area          uint16
	age           float64 // years
	need          float64 // log hours/month, hidden
	slope         float64 // of need per month
	acute         float64 // part of need that goes away
	granted       float64 // hours/month
	nursing       bool    // long-term nursing
	nurseLevel    float64
	nurse, rehab  int // months left of an episode
	hslOnly       bool
	paused, moved bool
}

func newPerson(rng *rand.Rand, areas int) *person {
	p := &person{age: 82 + 7*rng.NormFloat64(), need: 2.1 + 0.9*rng.NormFloat64()}
	p.age = min(max(p.age, 65), 103)
	p.area = uint16(float64(areas) * math.Pow(rng.Float64(), 1.5))
	p.slope = 0.012 * rng.ExpFloat64()
	p.nursing = rng.Float64() < 0.25
	p.nurseLevel = 0.4 + 0.7*rng.NormFloat64()
	p.hslOnly = rng.Float64() < 0.2
	if p.hslOnly {
		p.need -= 1.5
		p.nursing = p.nursing || rng.Float64() < 0.5
	}
	p.granted = math.Exp(p.need)
	return p
}

// live appends the person's months 0 … months−1 to h.
func (p *person) live(rng *rand.Rand, h *courses.Histories, from, months int, practice []float64) {
	rows := len(h.Month)
	for t := from; t < months; t++ {
		status := p.step(rng, practice[t-from])
		if t >= 0 {
			p.record(rng, h, t, status)
		}
		if status == courses.Dead || status == courses.Left {
			break
		}
	}
	if len(h.Month) > rows {
		h.Person = append(h.Person, uint64(len(h.Person))*0x9e3779b97f4a7c15+1)
		h.Offset = append(h.Offset, len(h.Month))
	}
}

func (p *person) step(rng *rand.Rand, practice float64) courses.Status {
	p.age += 1. / 12
	p.need += p.slope
	p.acute *= 0.8
	if rng.Float64() < 0.02*math.Exp(0.04*(p.age-82)) {
		jump := 0.7 * rng.ExpFloat64()
		p.need += 0.25 * jump
		p.acute += jump
		if rng.Float64() < 0.4 {
			p.rehab = 2 + rng.IntN(4)
		}
	}
	need := p.need + p.acute
	switch {
	case rng.Float64() < math.Exp(-5.3+0.06*(p.age-82)+0.35*(need-2.5)):
		return courses.Dead
	case rng.Float64() < 0.0015:
		return courses.Left
	case p.moved:
		return courses.SpecialHousing
	case need > 4 && rng.Float64() < 0.035:
		p.moved = true
		return courses.SpecialHousing
	}
	p.grant(rng, need, practice)
	if p.hslOnly {
		p.hslOnly = rng.Float64() > 0.02*math.Exp(need-1)
		return courses.HSLOnly
	}
	if p.paused {
		p.paused = rng.Float64() > 0.04
	} else {
		p.paused = rng.Float64() < 0.03*math.Exp(-max(0, need-0.5))
	}
	if p.paused {
		return courses.None
	}
	return courses.HomeCare
}

// grant follows the need with inertia.
func (p *person) grant(rng *rand.Rand, need, practice float64) {
	gap := need + practice - math.Log(p.granted)
	review := 0.03
	if math.Abs(gap) > 0.3 {
		review = 0.4
	}
	if rng.Float64() < review {
		p.granted = math.Exp(need + practice + 0.1*rng.NormFloat64())
	}
	p.granted = min(p.granted, 220)
	if p.nurse = max(0, p.nurse-1); rng.Float64() < 0.02 {
		p.nurse = 1 + rng.IntN(5)
	}
	if p.rehab = max(0, p.rehab-1); rng.Float64() < 0.01 {
		p.rehab = 2 + rng.IntN(3)
	}
}

func (p *person) record(rng *rand.Rand, h *courses.Histories, t int, status courses.Status) {
	var home, nurse, rehab float64
	if status == courses.HomeCare && p.granted > 1.5 {
		home = p.granted * math.Exp(0.08*rng.NormFloat64()) * (1 - 0.04*math.Cos(2*math.Pi*float64(t-1)/12))
		if rng.Float64() < 0.03 {
			home *= rng.Float64()
		}
	}
	if status == courses.HomeCare || status == courses.HSLOnly || status == courses.SpecialHousing {
		if p.nurse > 0 || p.nursing && rng.Float64() < 0.92 || status == courses.HSLOnly && p.rehab == 0 {
			nurse = math.Exp(p.nurseLevel + 0.3*rng.NormFloat64())
		}
		if p.rehab > 0 {
			rehab = math.Exp(0.8 + 0.5*rng.NormFloat64())
		}
	}
	h.Month = append(h.Month, int16(t))
	h.Status = append(h.Status, status)
	h.HomeCareH = append(h.HomeCareH, float32(home))
	h.NurseH = append(h.NurseH, float32(nurse))
	h.RehabH = append(h.RehabH, float32(rehab))
	h.Age = append(h.Age, uint8(p.age))
	h.Area = append(h.Area, p.area)
}
