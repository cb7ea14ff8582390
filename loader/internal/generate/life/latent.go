package life

import "math"

// JumpKind is what made frailty jump.
type JumpKind uint8

// The kinds of jumps.
const (
	NoJump JumpKind = iota
	Fall
	Illness
	Stroke
	MinorStay // in hospital without loss of function
)

const (
	driftMean     = 0.0087 // growth of lasting frailty a month; chosen with what follows for 40 % of the mild and moderate raised within a year
	turnMonths    = 18     // people come to care at a turning point, which is over after this many months; chosen
	turnDrift     = 10.3   // drift in the first month in care over that after the turning point; chosen
	turnJump      = 4.2    // chance of falls and illnesses in the first month over that after the turning point; chosen
	driftShape    = 1      // of the gamma distribution of own drift: an exponential
	driftNoise    = 0.055  // standard deviation of the monthly change of lasting frailty; chosen
	fallSize      = 0.66   // mean function lost in a fall; chosen
	fallLasting   = 0.20   // part of it that lasts; chosen
	illSize       = 0.76   // the same for an illness; chosen
	illLasting    = 0.18
	acuteKept     = 0.78   // share of passing frailty left after a month: half is gone in 2.8 months; chosen
	gainKept      = 0.975  // share of a won gain left after a month: half is gone in 27 months; chosen
	gainSpeed     = 0.34   // share of a coming gain that is won each month of a course; chosen
	jumpRate      = 0.0158 // falls, illnesses and strokes a month at frailty 1.5 and age 83, after the turning point; chosen: 61 % in hospital within 2 years
	jumpFrailty   = 0.25   // log rate per unit of frailty
	jumpAge       = 0.02   // log rate per year of age
	minorStayRate = 0.013  // hospital stays without loss of function a month; chosen
	onsetRate     = 0.024  // dementia a year at 80 years; about 1 % at 75 and 5 % at 85 in population studies; chosen
	onsetAge      = 0.13   // log rate per year of age
	cogSpeedMean  = 0.060  // decline a month after onset; chosen so that decline 1 comes after about 17 months
	knownRate     = 0.22   // monthly chance that dementia is recognised when decline is above knownAt
	knownAt       = 1.0    // the planted lead: signs from decline .3, recognition about a year later
	moveRate      = 0.008  // moves out of the municipality a year; chosen
	protectRate   = 0.0009 // protected identities a year; chosen to have some
)

// shocks are all random numbers of a person's month in the latent model. They are drawn at once and in the same order, so that two courses
// of the same person differ only by what was done to her (common random numbers).
type shocks struct {
	drift, cog, social                    float64 // standard normal
	jumpSize                              float64 // exponential
	jump, kind, onset, known, death, move float64 // uniform
	partner, minor, stay, day, protect    float64
	nursing                               [8]float64
}

func (s *shocks) draw(r *Rand) {
	s.drift, s.cog, s.social, s.jumpSize = r.NormFloat64(), r.NormFloat64(), r.NormFloat64(), r.ExpFloat64()
	for _, u := range []*float64{
		&s.jump, &s.kind, &s.onset, &s.known, &s.death, &s.move, &s.partner, &s.minor, &s.stay, &s.day, &s.protect,
	} {
		*u = r.Float64()
	}
	for i := range s.nursing {
		s.nursing[i] = r.Float64()
	}
}

// monthly turns a yearly rate into a monthly probability.
func monthly(rate float64) float64 { return 1 - math.Exp(-rate/12) }

// latent moves frailty, cognition, household and health-care need one month on.
func (m *Model) latent(p *Person, rec *Record, s *shocks) {
	age := p.Age(rec.Month)
	pace := math.Exp(.02*float64(age-83)) * min(max(1.6-.3*p.Frailty(), .6), 1.4)
	pace *= 1 + (turnDrift-1)*p.turning(rec.Month)
	p.Base = max(p.Base+p.Drift*float32(pace)+float32(driftNoise*s.drift), 0)
	p.Acute *= acuteKept
	p.Gain *= gainKept
	if p.GainComing != 0 {
		step := p.GainComing * gainSpeed
		p.Gain += step
		p.GainComing -= step
	}
	m.jump(p, rec, s, age)
	m.decline(p, rec.Month, s, age)
	m.nursing(p, s)
	m.household(p, rec, s, age)
	day := 1 + int(s.day*float64(rec.Month.Days()))
	switch {
	case s.death < m.deathChance(p, age, rec.Month):
		rec.Died = rec.Month.Date(day)
	case s.move < monthly(moveRate):
		rec.Moved = rec.Month.Date(day)
	}
	m.protect(p, rec, s, day)
}

// turning is how much of the turning point at which people come to care is left: 1 in the first month, 0 after two years.
func (p *Person) turning(now Month) float64 { return max(1-float64(now-p.Entered)/turnMonths, 0) }

func (m *Model) jump(p *Person, rec *Record, s *shocks, age int) {
	if p.HospitalDays > 0 {
		rec.HospitalFrom, rec.HospitalTo = 1, min(int(p.HospitalDays), rec.Month.Days())
		p.HospitalDays = 0
	}
	rate := jumpRate * math.Exp(jumpFrailty*(p.Frailty()-1.5)+jumpAge*float64(age-83)+.25*math.Min(float64(p.Cognition), 1.5))
	rate *= 1 + (turnJump-1)*p.turning(rec.Month)
	hospital := false
	switch {
	case s.jump < rate:
		p.LastJump = rec.Month
		size, lasting := fallSize*s.jumpSize, fallLasting
		rec.Jump, hospital = Fall, s.stay < .5
		switch {
		case s.kind < .10:
			rec.Jump, hospital, size, lasting = Stroke, true, .5+.9*s.jumpSize, .65
			p.Cognition += float32(.15 * s.jumpSize)
		case s.kind < .58:
			rec.Jump, hospital, size, lasting = Illness, true, illSize*s.jumpSize, illLasting
		}
		size = math.Min(size, 2.6)
		p.Base += float32(size * lasting)
		p.Acute += float32(size * (1 - lasting))
	case s.minor < minorStayRate:
		rec.Jump, hospital = MinorStay, true
	}
	if !hospital || rec.HospitalTo > 0 {
		return
	}
	// A stay is about 7 days (geometric); it may go on into the next month.
	days := 1 + int(-6*math.Log(1-s.stay*.98))
	rec.HospitalFrom = 1 + int(s.day*float64(rec.Month.Days()-1))
	end := rec.HospitalFrom + days - 1
	rec.HospitalTo = min(end, rec.Month.Days())
	p.HospitalDays = int8(min(end-rec.HospitalTo, 25))
}

// decline is the cognitive process: onset at a rate that doubles every five years, then a steady decline at an own speed.
func (m *Model) decline(p *Person, now Month, s *shocks, age int) {
	if p.CogOnset == 0 {
		p.Cognition = max(p.Cognition+float32(.01*s.cog), 0)
		if s.onset < monthly(onsetRate*math.Exp(onsetAge*float64(age-80))) {
			p.CogOnset = now
		}
		return
	}
	p.Cognition = min(max(p.Cognition+p.CogSpeed+float32(.02*s.cog), 0), 4)
	p.CogAid *= gainKept
	if p.CogKnown == 0 && p.Cognition > knownAt && s.known < knownRate {
		p.CogKnown = now
	}
}

// household lets the partner die by the table, three years older when he is a man and three years younger when she is a woman.
func (m *Model) household(p *Person, rec *Record, s *shocks, age int) {
	if p.Single {
		return
	}
	partner, diff := Man, 3
	if p.Sex == Man {
		partner, diff = Woman, -3
	}
	if s.partner < monthly(m.mortality.At(partner, age+diff)) {
		p.Single = true
		p.PartnerLost = rec.Month
		p.Social += .6
		rec.Widowed = rec.Month.Date(1 + int(s.partner*1e6)%28)
	}
}

func (m *Model) protect(p *Person, rec *Record, s *shocks, day int) {
	switch {
	case p.Protected && s.protect < .01:
		p.Protected, rec.Unprotected = false, rec.Month.Date(day)
	case !p.Protected && s.protect > 1-protectRate/12:
		p.Protected, rec.Protected = true, rec.Month.Date(day)
	}
}
