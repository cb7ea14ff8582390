package followup

import (
	"fmt"
	"math"
	"runtime"
)

const (
	trajectory = 6 // months before the start that are matched on
	history    = 12
	minEach    = 2 // controls below which a case has no spread and is left out
)

// Start is a registered start of an intervention, whether followed as a case or
// not: it says who was without.
type Start struct {
	Person uint64
	Month  int
	Kind   int
}

// Case is an intervention to follow.
type Case struct {
	Person uint64
	Month  int // of the start
	Kind   int // code of the kind of intervention
	// Believed is the effect that was expected when the intervention was
	// registered, against going without, at each of Options.Horizons (hours per
	// month, negative = fewer hours). Nil or NaN: none was stated.
	Believed []float64
}

// Crossover says what is done about a control that starts the same kind itself.
type Crossover uint8

// The ways. See the package comment for what each of them estimates.
const (
	Replace Crossover = iota // followed on through its own controls (sequential matching)
	Keep                     // as it came (intention to treat): start now against perhaps later
	Censor                   // left out from then on: biased where those who need it start
)

// Options steer the follow-up. The zero value is the usual one.
type Options struct {
	Horizons  []int   // months after the start; nil means 3, 6 and 12
	Window    int     // months averaged, up to the horizon and before the start; 0 means 3
	Controls  int     // per case; 0 means 5
	Caliper   float64 // largest distance of a control (standard deviations); 0 means 1.5
	Washout   int     // months without the kind before a case's start; 0 means 12. Controls never had it
	Level     float64 // of the groups' intervals; 0 means 0.95
	CaseLevel float64 // of what similar clients had, per case; 0 means 0.8
	MinCases  int     // persons below which a group says too few; 0 means 10
	Crossover Crossover
	FakeStart int // months before the real start at which the placebo start lies; 0 means 6
	// Hours per month counted in months dead and in special housing; NaN: the
	// person leaves the comparison of hours then. 0 counts none.
	AfterDeath, InHousing float64
	Workers               int // goroutines; 0 means GOMAXPROCS. Does not change the answer
}

func (o Options) withDefaults() Options {
	for v, to := range map[*int]int{
		&o.Window: 3, &o.Controls: 5, &o.Washout: 12, &o.MinCases: 10, &o.FakeStart: 6, &o.Workers: runtime.GOMAXPROCS(0),
	} {
		if *v == 0 {
			*v = to
		}
	}
	for v, to := range map[*float64]float64{&o.Caliper: 1.5, &o.Level: 0.95, &o.CaseLevel: 0.8} {
		if *v == 0 {
			*v = to
		}
	}
	if o.Horizons == nil {
		o.Horizons = []int{3, 6, 12}
	}
	return o
}

func (o Options) validate() error {
	if o.Window < 1 || o.Window > trajectory {
		return fmt.Errorf("followup: a window of %d months; give 1 to %d", o.Window, trajectory)
	}
	for _, h := range o.Horizons {
		if h < o.Window || h > 120 {
			return fmt.Errorf("followup: horizon %d; give at least the window's %d months and at most 120", h, o.Window)
		}
	}
	if len(o.Horizons) == 0 {
		return fmt.Errorf("followup: no horizons; give at least one or leave them nil")
	}
	if o.Controls < minEach {
		return fmt.Errorf("followup: %d controls per case; at least %d are needed to see their spread", o.Controls, minEach)
	}
	if !(o.Caliper > 0) || !(o.Level > 0 && o.Level < 1) || !(o.CaseLevel > 0 && o.CaseLevel < 1) {
		return fmt.Errorf("followup: caliper %g, levels %g and %g; give a caliper above 0 and levels between 0 and 1",
			o.Caliper, o.Level, o.CaseLevel)
	}
	if o.Washout < 0 || o.MinCases < 2 || o.Workers < 1 || o.Crossover > Censor {
		return fmt.Errorf("followup: washout %d, least cases %d, workers %d, crossover %d: out of range",
			o.Washout, o.MinCases, o.Workers, o.Crossover)
	}
	if o.AfterDeath < 0 || o.InHousing < 0 || math.IsInf(o.AfterDeath, 0) || math.IsInf(o.InHousing, 0) {
		return fmt.Errorf("followup: %g hours after death and %g in special housing; give 0 or more, or NaN", o.AfterDeath, o.InHousing)
	}
	return nil
}
