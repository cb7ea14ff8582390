package equity

import (
	"errors"
	"fmt"
	"math"
)

const maxLevels = 1000 // officers and areas together: their cross-products are held several times over

// Errors of a fit.
var (
	// ErrConfounded: the fixed effects cannot be told apart.
	ErrConfounded = errors.New("equity: fixed effects cannot be told apart; look for factors that say the same, and leave one out")
	// ErrNoResidual: there are no more decisions than effects, or nothing varies.
	ErrNoResidual = errors.New("equity: nothing is left to vary; there are too few decisions, or granted hours follow exactly from the others")
	// ErrNoDecisions: all decisions were left out.
	ErrNoDecisions = errors.New("equity: no decision can be compared; see LeftOut for why")
)

// Options steer a fit. The zero value is the usual one.
type Options struct {
	MinExpected float64 // hours/month of expected need below which a decision is not compared; 0 means 2: there, rounding to quarters and thresholds rule
	MaxRatio    float64 // a ratio so many times the median, or its inverse, is taken for a fault in the delivery; 0 means 8
	MinClients  int     // a level with fewer clients is not shown; 0 means 10
	FreeSlope   bool    // estimate the power of expected hours instead of taking it as 1
	Level       float64 // of intervals; 0 means 0.95
	PriorSD     float64 // scale of the half-normal prior of areas' and officers' standard deviations behind their intervals; 0 means 0.3
	Draws       int     // of the posterior behind ranks and comparisons; 0 means 2,000
	Seed        uint64
}

func (o Options) withDefaults() (Options, error) {
	for v, to := range map[*float64]float64{&o.MinExpected: 2, &o.MaxRatio: 8, &o.Level: 0.95, &o.PriorSD: 0.3} {
		if *v == 0 {
			*v = to
		}
	}
	if o.MinClients == 0 {
		o.MinClients = 10
	}
	if o.Draws == 0 {
		o.Draws = 2000
	}
	switch {
	case !(o.MinExpected > 0) || math.IsInf(o.MinExpected, 1):
		return o, fmt.Errorf("equity: least expected hours %v; give a finite number above 0", o.MinExpected)
	case !(o.MaxRatio > 1):
		return o, fmt.Errorf("equity: largest ratio %v; give one above 1", o.MaxRatio)
	case !(o.Level > 0 && o.Level < 1):
		return o, fmt.Errorf("equity: level %v; give one between 0 and 1", o.Level)
	case !(o.PriorSD > 0) || math.IsInf(o.PriorSD, 1):
		return o, fmt.Errorf("equity: prior scale %v; give a finite one above 0", o.PriorSD)
	case o.Draws < 200:
		return o, fmt.Errorf("equity: %d draws; ranks take at least 200", o.Draws)
	case o.MinClients < 0:
		return o, fmt.Errorf("equity: least number of clients %d; give one of at least 1", o.MinClients)
	}
	return o, nil
}

// Kind is what decisions are grouped by.
type Kind int

// The kinds of group.
const (
	Area Kind = iota
	Officer
)

// String is the kind's name in tables.
func (k Kind) String() string {
	if k == Area {
		return "area"
	}
	return "officer"
}

// Component is one source of variation in the logarithm of granted hours.
type Component struct {
	Name                       string  // need, fixed, area, officer, client, residual
	Variance, Low, High        float64 // of log hours
	Share, ShareLow, ShareHigh float64 // of the sum of all components
}

// FixedEffect is a level of a factor against the factor's reference level.
type FixedEffect struct {
	Factor, Level, Reference string // Level "" is "not known"
	Decisions, Clients       int
	Shown                    bool    // enough clients; else the numbers below are NaN
	Ratio, Low, High         float64 // of granted hours at the same need
}

// Effect is an area or an officer against the average decision.
type Effect struct {
	Index              int // of the area or officer
	Decisions, Clients int
	Shown              bool    // enough clients; else the numbers below are NaN
	Ratio, Low, High   float64 // of granted hours at the same need, drawn towards 1
}

// Test is a test that a source of variation is none at all.
type Test struct {
	Name      string  // area, officer, any
	Statistic float64 // of the restricted likelihood ratio
	P         float64 // chance of so much or more when there is no variation; on the safe side for few groups
}

// Status says how a fit ended.
type Status struct {
	Converged bool
	Fall      float64 // that minus twice the log likelihood is still expected to fall by
}

// Model is what decisions depend on beside need.
type Model struct {
	Decisions, Clients int
	LeftOut            LeftOut
	Intercept          float64 // mean log ratio of granted to expected at reference levels
	Slope              float64 // power of expected hours; 1 when not estimated
	SlopeSE            float64 // 0 when not estimated
	Fixed              []FixedEffect
	Components         []Component
	Areas              []Effect
	Officers           []Effect
	Tests              []Test
	Level              float64
	Status             Status

	draws [2][][]float64 // by kind: draws of the logarithms, level by level
}
