package life

import "math"

// Mortality: yearly death rate of a person = table(sex, age) x relative risk, where
//
//	log relative risk = shrink(age) (b (F - F0(sex, age)) + c C + a A + n [health care] + h [special housing])
//
// with F frailty, C cognitive decline and A the passing part of frailty. F0, the frailty at which the table holds, grows with age as the
// population's own frailty does; without that the table could not hold for the oldest, most of whom are in care.
const (
	mortalityFrailty   = 0.47 // b, per unit of frailty; chosen so that home care clients die at 14-18 % a year
	mortalityCognition = 0.05 // c, per unit of cognitive decline; chosen
	mortalityAcute     = 0.35 // a, per unit of passing frailty: the months after a fall or a stay; chosen
	mortalityCare      = 0.08 // n; chosen
	mortalityHousing   = 0.39 // h; chosen so that 30-35 % die a year in special housing
	mortalityNeutral   = 0.00 // F0 at 74 and below; chosen
	neutralAge         = 74.0
	neutralWomen       = 0.160 // growth of F0 per year of age; chosen so that persons not in care die below the table at all ages
	neutralMen         = 0.076
	neutralSpan        = 18.0 // years over which F0 grows
	mortalityShrink    = 0.018
	shrinkAge          = 75.0 // up to this age the whole effect
	shrinkLeast        = 0.50
)

// relativeRisk is the death rate over the table's.
func (p *Person) relativeRisk(age int) float64 {
	x := mortalityFrailty*(p.Frailty()-neutralFrailty(p.Sex, age)) + mortalityCognition*float64(p.Cognition) + mortalityAcute*float64(p.Acute)
	if p.Nursing != 0 {
		x += mortalityCare
	}
	if p.InSpecialHousing() {
		x += mortalityHousing
	}
	return math.Exp(x * math.Max(shrinkLeast, 1-mortalityShrink*math.Max(0, float64(age)-shrinkAge)))
}

// neutralFrailty is F0.
func neutralFrailty(s Sex, age int) float64 {
	slope := neutralWomen
	if s == Man {
		slope = neutralMen
	}
	return mortalityNeutral + slope*math.Min(math.Max(float64(age)-neutralAge, 0), neutralSpan)
}

// deathChance is the probability of dying within the month.
func (m *Model) deathChance(p *Person, age int, now Month) float64 {
	return 1 - math.Exp(-m.mortality.At(p.Sex, age)*p.relativeRisk(age)*m.Shocks.deaths(now)/12)
}

// TableRate is the yearly death rate of the general population.
func (m *Model) TableRate(s Sex, age int) float64 { return m.mortality.At(s, age) }
