package multistate

import (
	"errors"
	"fmt"
	"math"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when there are no rows with positive weight.
	ErrEmpty = errors.New("multistate: no rows with positive weight")
	// ErrDesign is returned for states or features that make no model.
	ErrDesign = errors.New("multistate: design")
	// ErrRow is returned for a row that the design does not allow.
	ErrRow = errors.New("multistate: bad row")
	// ErrShape is returned when columns have different lengths.
	ErrShape = errors.New("multistate: columns do not agree")
	// ErrOptions is returned for options outside their range.
	ErrOptions = errors.New("multistate: options")
	// ErrCells is returned when there are more distinct rows than MaxCells and
	// no numeric feature is left to coarsen.
	ErrCells = errors.New("multistate: too many distinct rows, use fewer levels or features")
	// ErrNoFit is returned when the fit did not succeed.
	ErrNoFit = errors.New("multistate: the fit did not succeed")
	// ErrMemory is returned when a person's possible pasts are too many for an
	// exact answer: use Simulate, or Paths, or features with shorter memory.
	ErrMemory = errors.New("multistate: too many possible pasts for an exact answer")
	// ErrTarget is returned for a probability that no offset can reach.
	ErrTarget = errors.New("multistate: target out of reach")
)

// State describes a state.
type State struct {
	Name      string
	Rank      float64 // place on a scale of need, any unit; NaN: has none
	Absorbing bool    // nobody leaves it
}

// Role says where the value of a feature comes from as time goes on.
type Role int

// The roles. The package itself keeps the values of the last four.
const (
	Fixed   Role = iota // stays as it is
	Clock               // grows by PerPeriod each period: age, calendar time
	Lag                 // nominal: the state one period ago; missing in the first period
	Before              // nominal: the state before this stay; missing in the first one
	Periods             // periods of this stay, this one included; missing when the start is not known
	Mean                // mean rank of the course so far, this period included, less the rank of the state
)

// remembered tells whether the package keeps the value.
func (r Role) remembered() bool { return r >= Lag && r <= Mean }

// Feature describes one column.
type Feature struct {
	Name      string
	Levels    []string // nil: numeric. Else nominal: a cell holds the index of its level
	Role      Role
	PerPeriod float64 // Clock: growth per period, in the feature's unit
	Bins      int     // numeric: at most so many intervals, 1 … 64; 0 means Options.Bins
}

// Design is what a model is about. Period is the caller's step of time: a month,
// a wave.
type Design struct {
	States   []State // at most 64
	Features []Feature
	// Gain is the weight of the newest period in the mean of role Mean, 0 ≤ Gain
	// < 1. The mean starts as a plain one, with weight 1/n in period n, until 1/n
	// is below Gain; 0 is a plain mean throughout.
	Gain float64
}

const (
	maxStates = 64
	maxLevels = 250
	maxBins   = 64
	none      = 255 // no state
)

// nominal tells whether the feature has levels, and how many.
func (d *Design) nominal(k int) (levels int, ok bool) {
	f := &d.Features[k]
	if f.Role == Lag || f.Role == Before {
		return len(d.States), true
	}
	return len(f.Levels), f.Levels != nil
}

// level is the name of a nominal feature's level.
func (d *Design) level(k, i int) string {
	if f := &d.Features[k]; f.Role != Lag && f.Role != Before {
		return f.Levels[i]
	}
	return d.States[i].Name
}

func (d *Design) validate() error {
	var errs []error
	bad := func(format string, a ...any) {
		errs = append(errs, fmt.Errorf("%w: "+format, append([]any{ErrDesign}, a...)...))
	}
	if len(d.States) < 2 || len(d.States) > maxStates {
		bad("%d states, 2 to %d are possible", len(d.States), maxStates)
	}
	if !(d.Gain >= 0 && d.Gain < 1) {
		bad("gain %v, from 0 to below 1 is possible", d.Gain)
	}
	for i, s := range d.States {
		if math.IsInf(s.Rank, 0) {
			bad("state %d %q: rank %v", i, s.Name, s.Rank)
		}
	}
	names := make(map[string]bool)
	for k, f := range d.Features {
		if f.Name == "" || names[f.Name] {
			bad("feature %d: name %q is empty or taken", k, f.Name)
		}
		names[f.Name] = true
		switch {
		case f.Role < Fixed || f.Role > Mean:
			bad("feature %q: role %d", f.Name, f.Role)
		case f.Levels != nil && f.Role != Fixed:
			bad("feature %q: only a Fixed feature has Levels of its own", f.Name)
		case len(f.Levels) > maxLevels:
			bad("feature %q: %d levels, %d are possible", f.Name, len(f.Levels), maxLevels)
		case f.Bins < 0 || f.Bins > maxBins:
			bad("feature %q: %d bins, %d are possible", f.Name, f.Bins, maxBins)
		case math.IsNaN(f.PerPeriod) || math.IsInf(f.PerPeriod, 0) || (f.PerPeriod != 0 && f.Role != Clock):
			bad("feature %q: PerPeriod %v, finite and only with role Clock", f.Name, f.PerPeriod)
		}
	}
	return errors.Join(errs...)
}
