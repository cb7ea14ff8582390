package life

import "math"

const (
	healthOnly = 0.095 // of entrants come through health care, without any service; chosen for about 30 % of HSL patients without home care
	// waitShare of persons do long without help in the household: they manage with an alarm and with help that family gives or that they
	// buy; chosen for 37 % with alarm only (Malmö 2025).
	waitShare = 0.60
	// Shares of entrants to services by dependency; chosen so that, with those who come later from health care only and those who are first
	// granted less than they need, first decisions are 53 % mild, 16 moderate, 24 severe and 8 total (Zingmark and Norström 2021).
	firstMild     = 0.335
	firstModerate = 0.262
	firstTotal    = 0.043
	numberOther   = 0.008
	maxEntrants   = 1 << 16
)

// Entrants calls f with every person who becomes known to care in a month. Numbers of persons are Poisson by area, sex and age; before
// that month persons exist only as a part of the population.
func (m *Model) Entrants(now Month, r *Rand, f func(p *Person)) {
	for area := range nSettled {
		for sex := Woman; sex <= Man; sex++ {
			for age := MinAge; age <= MaxAge; age++ {
				cell := uint64(age-MinAge) | uint64(sex)<<6 | uint64(area)<<7
				r.Reset(m.Seed, cell, now, StreamEntry)
				mean := m.entry[sex][age-MinAge] * m.Pop.At(area, now.Year(), sex, age) / 12 * season(now) * m.Shocks.entrants(now)
				n := min(r.poisson(mean), maxEntrants-1)
				for k := range n {
					key := uint64(now-MonthOf(firstYear, 1))<<32 | cell<<16 | uint64(k)
					r.Reset(m.Seed, key, now, StreamBirth)
					p := m.newPerson(key, now, area, sex, age, r)
					f(&p)
				}
			}
		}
	}
}

// season raises the inflow in winter by 8 %; chosen.
func season(m Month) float64 { return 1 + .08*math.Cos(2*math.Pi*float64(m.Number()-1)/12) }

// newPerson draws who the entrant is and how she is.
func (m *Model) newPerson(key uint64, now Month, area int, sex Sex, age int, r *Rand) Person {
	year := now.Year() - age
	if age == MaxAge {
		year -= int(r.ExpFloat64() * 1.6)
	}
	born := MonthOf(year, 1+r.IntN(12))
	p := Person{
		Key: key, Born: born.Date(1 + r.IntN(born.Days())), Entered: now, Sex: sex, Area: uint8(area),
		Officer: m.officerOf(area, r.Float64()), LastAssessed: now, LastJump: now - 120,
	}
	p.Number = Number{Birth: p.Born}
	switch u := r.Float64(); {
	case u < numberOther*.6:
		p.Number.Kind = Coordination
	case u < numberOther:
		p.Number.Kind = Reserve
	}
	m.choices(&p, age, r)
	p.Drift = float32(r.gamma(driftMean, driftShape))
	p.CogSpeed = float32(.015 + r.gamma(cogSpeedMean-.015, 2))
	p.Social = float32(r.NormFloat64())
	m.firstState(&p, now, age, r)
	return p
}

// choices draws household, providers and tastes.
func (m *Model) choices(p *Person, age int, r *Rand) {
	alone := .36 + .0135*float64(age-65)
	if p.Sex == Man {
		alone = .28 + .0115*float64(age-65)
	}
	p.Single = r.Float64() < math.Min(alone, .93)
	p.Home = uint8(FirstMunicipal + int(p.Area))
	u, v := r.Float64(), r.IntN(NPrivate)
	if u > m.Areas[p.Area].provision {
		p.Home = uint8(FirstPrivate + v)
	}
	p.Nurse = MunicipalHSL
	if r.Float64() < .165 { // KVÅ is reported for 82 % of patients (Socialstyrelsen 2023)
		p.Nurse = PrivateHSL
	}
	p.Alarms = r.Float64() < .37
	p.MealsTaker = r.Float64() < .60
	p.Waits = r.Float64() < waitShare
}

func (m *Model) officerOf(area int, u float64) uint8 {
	const per = NOfficers / nSettled
	return uint8(m.settled(area) + nSettled*int(u*float64(per)))
}

// firstState draws the latent state at first contact: mild 53 %, moderate 16, severe 24, total 8 (Zingmark and Norström 2021).
func (m *Model) firstState(p *Person, now Month, age int, r *Rand) {
	u, z, acute, cog, size, known := r.Float64(), r.NormFloat64(), r.Float64(), r.Float64(), r.ExpFloat64(), r.Float64()
	nursing := r.Float64()
	class, f := Mild, 1.03+.38*z
	demented := 1.0
	switch {
	case u < healthOnly:
		class, f = ClassNone, .55+.35*z
		p.Nursing = [...]Nursing{Medication, Medication, Wound, Injection, Monitoring, Monitoring, RehabEpisode}[int(nursing*7)]
	case u < healthOnly+(1-healthOnly)*firstMild:
		p.Alarms = true
	case u < healthOnly+(1-healthOnly)*(firstMild+firstModerate):
		class, f, demented = Moderate, 2.22+.25*z, 1.5
	case u < healthOnly+(1-healthOnly)*(1-firstTotal):
		class, f, demented = Severe, 3.35+.42*z, 2
	default:
		class, f, demented = Total, 4.4+.45*z, 4
	}
	f = math.Max(f, 0)
	if class >= Moderate && acute < .5 { // comes after a fall or an illness: part of it passes
		p.Acute, p.LastJump = float32(f*.3), now
		f *= .7
	}
	p.Base = float32(f)
	if cog < math.Min(.045*demented*math.Exp(.065*float64(age-78)), .85) {
		p.Cognition = float32(math.Min(.3+size*.25*(1+demented), 3))
		p.CogOnset = now - Month(float64(p.Cognition)/float64(p.CogSpeed))
		if p.Cognition > knownAt && known < .7 {
			p.CogKnown = now - Month(known*10)
		}
	}
}
