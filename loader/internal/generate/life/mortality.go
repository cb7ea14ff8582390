package life

import "math"

// Mortality: yearly death rate of a person = table(sex, age) x exp(shrink(age) x (b (F - F0) + c C + d [health care] + e [special housing])).
const (
	mortalityFrailty   = 0.32  // per unit of frailty; chosen so that home care clients die at 14-18 % a year
	mortalityNeutral   = 0.35  // frailty at which the table holds; chosen
	mortalityCognition = 0.10  // per unit of cognitive decline; chosen
	mortalityCare      = 0.10  // with municipal health care; chosen
	mortalityHousing   = 0.27  // in special housing; chosen so that 30-35 % die a year
	mortalityAcute     = 0.35  // per unit of passing frailty: the months after a fall or a stay; chosen
	mortalityShrinkAge = 75.0  // up to this age the whole effect
	mortalityShrink    = 0.014 // what is lost of the effect per year of age: the frail have died; chosen
)

// relativeRisk is the death rate over the table's.
func (p *Person) relativeRisk(age int) float64 {
	x := mortalityFrailty*(p.Frailty()-mortalityNeutral) + mortalityCognition*float64(p.Cognition) + mortalityAcute*float64(p.Acute)
	if p.Nursing != 0 {
		x += mortalityCare
	}
	if p.InSpecialHousing() {
		x += mortalityHousing
	}
	return math.Exp(x * mortalityShare(age))
}

func mortalityShare(age int) float64 {
	return math.Max(.45, 1-mortalityShrink*math.Max(0, float64(age)-mortalityShrinkAge))
}

// deathChance is the probability of dying within the month.
func (m *Model) deathChance(p *Person, age int) float64 {
	return 1 - math.Exp(-m.mortality.At(p.Sex, age)*p.relativeRisk(age)/12)
}

// TableRate is the yearly death rate of the general population.
func (m *Model) TableRate(s Sex, age int) float64 { return m.mortality.At(s, age) }
