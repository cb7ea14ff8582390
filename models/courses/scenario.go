package courses

import (
	"errors"
	"fmt"
	"math"
)

// Scenario is what would be otherwise than today, from some month on. The zero
// value of each part changes nothing. Scenarios with the same seed have the same
// random numbers, so that their differences are far surer than each of them.
type Scenario struct {
	From        int // months ahead from which it holds, 1 … 60; 0 means 1
	Health      HealthTrend
	Housing     HousingPlaces
	Granting    Granting
	Prevention  Prevention
	NewClients  float64      // factor on new clients, 0.1 … 10; 0 means 1
	Inhabitants *Inhabitants // another projection; nil = that of the fit
}

// HealthTrend changes hazards by so many per cent a year from the scenario's
// start, −20 … 20, compounded: −2 means 0.98 after a year, 0.9604 after two.
type HealthTrend struct {
	Increase  float64 // to a higher band of home care or special housing
	Decrease  float64 // to a lower band or no service
	Mortality float64
}

// HousingPlaces are the places in special housing.
type HousingPlaces struct {
	// Limited: at most Places persons in special housing (0 … 1,000,000). Who
	// would move in waits with home care until a place is free, first come first
	// served; nobody has to leave.
	Limited bool
	Places  int
	// Extra more places than the histories had, 0 … 100,000, filled at once by
	// those at home likeliest to move in.
	Extra int
}

// Granting is another threshold for home care.
type Granting struct {
	HoursFactor float64 // on all granted hours, 0.2 … 5; 0 means 1
	MinHours    float64 // home care is not granted below it (hours/month), by decisions made after the start; 0 … 100
}

// Prevention changes the home care hours of persons of the origin in the months
// in which they have home care.
type Prevention struct {
	Persons     []uint64 // ids
	HoursChange float64  // hours/month for each of them, −200 … 200, to no less than none
	From        int      // months ahead from which the change is there, 1 … 60; 0 means that of the scenario
}

// Validate joins all faults.
func (c *Scenario) Validate() error {
	if c == nil {
		return nil
	}
	var faults []error
	within := func(what string, v, low, high float64) {
		if !(v >= low && v <= high) {
			faults = append(faults, fmt.Errorf("%s is %g, not within %g … %g: %w", what, v, low, high, ErrScenario))
		}
	}
	factor := func(what string, v, low, high float64) {
		if v != 0 {
			within(what, v, low, high)
		}
	}
	within("months to the start", float64(c.From), 0, 60)
	within("health trend, increase (per cent a year)", c.Health.Increase, -20, 20)
	within("health trend, decrease (per cent a year)", c.Health.Decrease, -20, 20)
	within("health trend, mortality (per cent a year)", c.Health.Mortality, -20, 20)
	within("places in special housing", float64(c.Housing.Places), 0, 1e6)
	within("more places in special housing", float64(c.Housing.Extra), 0, 1e5)
	if c.Housing.Limited && c.Housing.Extra > 0 {
		faults = append(faults, fmt.Errorf("places are either limited or more than in the history: %w", ErrScenario))
	}
	factor("factor on granted hours", c.Granting.HoursFactor, 0.2, 5)
	within("least granted hours per month", c.Granting.MinHours, 0, 100)
	within("hours per month by prevention", c.Prevention.HoursChange, -200, 200)
	within("months to the effect of prevention", float64(c.Prevention.From), 0, 60)
	factor("factor on new clients", c.NewClients, 0.1, 10)
	return errors.Join(faults...)
}

// from is the first month ahead in which the scenario holds.
func (c *Scenario) from() int { return max(c.From, 1) }

func (c *Scenario) active(h int) bool { return c != nil && h >= c.from() }

// hazards are the multipliers of the classes by month ahead; ones without a
// scenario.
func (c *Scenario) hazards(horizon int) [][numClasses]float32 {
	out := make([][numClasses]float32, horizon+1)
	for h := range out {
		for k := range out[h] {
			out[h][k] = 1
		}
		if !c.active(h) {
			continue
		}
		years := float64(h-c.from()+1) / 12
		trend := func(percent float64) float32 { return float32(math.Pow(1+percent/100, years)) }
		for _, k := range []int{classUp, classUpFar, classSpecial} {
			out[h][k] = trend(c.Health.Increase)
		}
		for _, k := range []int{classDown, classDownFar, classNone} {
			out[h][k] = trend(c.Health.Decrease)
		}
		out[h][classDead] = trend(c.Health.Mortality)
	}
	return out
}

// entrants is the factor on new clients.
func (c *Scenario) entrants(h int) float64 {
	if !c.active(h) || c.NewClients == 0 {
		return 1
	}
	return c.NewClients
}

// prevent gives the lives of the origin their change of hours.
func (c *Scenario) prevent(lives []life) {
	if c == nil || c.Prevention.HoursChange == 0 {
		return
	}
	chosen := make(map[uint64]bool, len(c.Prevention.Persons))
	for _, id := range c.Prevention.Persons {
		chosen[id] = true
	}
	for i := range lives {
		if chosen[lives[i].id] {
			lives[i].prevented = float32(c.Prevention.HoursChange)
		}
	}
}

// grant returns the hours that are granted and the state that the person counts
// as: who is granted none has health care only, or nothing.
func (c *Scenario) grant(l *life, h int, hours float32) (granted float32, state uint8) {
	state = l.memory.state
	if !isHome(state) {
		l.decided = l.decided || c.active(h+1)
		return hours, state
	}
	if l.prevented != 0 && hours > 0 && h >= max(c.from(), c.Prevention.From) {
		hours = max(0, hours+l.prevented)
	}
	if !c.active(h) {
		return hours, state
	}
	if l.decided && hours > 0 && float64(hours) < c.Granting.MinHours {
		if l.flags[flagHSL].on {
			return 0, stHSL
		}
		return 0, stNone
	}
	if c.Granting.HoursFactor != 0 {
		hours *= float32(c.Granting.HoursFactor)
	}
	return hours, state
}
