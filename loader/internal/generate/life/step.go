package life

// Stepper moves persons month by month. One Stepper belongs to one goroutine; all steppers of a Model give the same lives.
type Stepper struct {
	m         *Model
	seed      uint64
	r         *Rand
	s         shocks
	kinds     [NCourses]courseKind
	effects   bool // work out each intervention's true effect
	noCourses bool // start no interventions
	ahead     *Stepper
	aheadRec  Record
}

// NewStepper returns a Stepper; with effects each intervention's true effect is worked out when it starts.
func NewStepper(m *Model, effects bool) *Stepper {
	st := &Stepper{m: m, seed: m.Seed, r: NewRand(), kinds: courseKinds(), effects: effects}
	st.ahead = &Stepper{m: m, r: NewRand(), kinds: st.kinds}
	return st
}

// idleMonths is how long a person without services or health care is still followed; chosen.
const idleMonths = 12

// Step moves a person through rec.Month and fills rec, which must be Reset. Entrants are stepped in their first month as well.
func (st *Stepper) Step(p *Person, rec *Record) {
	now := rec.Month
	st.m.settle(p, now)
	if p.Entered != now {
		st.r.Reset(st.seed, p.Key, now, StreamLatent)
		st.s.draw(st.r)
		st.m.latent(p, rec, &st.s)
	}
	st.r.Reset(st.seed, p.Key, now, StreamCare)
	st.m.care(p, rec, st.r)
	st.r.Reset(st.seed, p.Key, now, StreamIntervene)
	st.course(p, rec, st.r)
	if p.Idle > idleMonths {
		rec.GaveUp = true
	}
}

const (
	// Horizon is the number of months that effects and risks look ahead.
	Horizon = 12
	// effectFutures is the number of futures over which an intervention's true effect is averaged; chosen.
	effectFutures = 6
)

// effect is the mean change of granted and needed hours 12 months ahead, with and without, in the same futures.
func (st *Stepper) effect(with, without *Person, now Month) (granted, needed float32) {
	n := 0.0
	var g, h float64
	a := st.ahead
	a.noCourses = true
	for k := range uint64(effectFutures) {
		a.seed = Mix(st.seed + k + 1)
		p, q := *with, *without
		if !a.run(&p, now, &st.aheadRec) || !a.run(&q, now, &st.aheadRec) {
			continue
		}
		n++
		g += p.GrantedHours() - q.GrantedHours()
		hp, hq := st.m.Need(&p), st.m.Need(&q)
		h += hp.Total() - hq.Total()
	}
	if n == 0 {
		return 0, 0
	}
	return float32(g / n), float32(h / n)
}

// run moves a copy Horizon months on and says whether she is then alive and not in special housing.
func (st *Stepper) run(p *Person, now Month, rec *Record) bool {
	for m := now + 1; m <= now+Horizon; m++ {
		rec.Reset(m)
		st.Step(p, rec)
		if rec.Gone() {
			return false
		}
	}
	return !p.InSpecialHousing()
}

// The label of the risk truth: granted home-care hours at least RiskFactor times and RiskFloor more than at the landmark, in RiskLasts of the
// next Horizon months in a row, before special housing, death or move. It is that of mart.need_outcomes.
const (
	RiskFactor = 2.0
	RiskFloor  = 10.0
	RiskLasts  = 2
)

// Risk is the probability that granted hours double within Horizon months, from the whole latent state, by k futures.
func (st *Stepper) Risk(p *Person, now Month, k int) float64 {
	hits := 0
	limit := max(RiskFactor*p.GrantedHours(), p.GrantedHours()+RiskFloor)
	a := st.ahead
	a.noCourses = false
	for i := range k {
		a.seed = Mix(st.seed ^ uint64(i+1)<<40)
		q, months := *p, 0
		for m := now + 1; m <= now+Horizon && months < RiskLasts; m++ {
			st.aheadRec.Reset(m)
			a.Step(&q, &st.aheadRec)
			if st.aheadRec.Gone() || q.InSpecialHousing() {
				break
			}
			if months++; q.GrantedHours() < limit {
				months = 0
			}
		}
		if months == RiskLasts {
			hits++
		}
	}
	return float64(hits) / float64(max(k, 1))
}
