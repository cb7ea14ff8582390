package trend

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// Kind is what the values count; sentences are worded by it.
type Kind uint8

// The kinds of value.
const (
	Hours   Kind = iota // hours per month
	Clients             // persons
	Share               // 0 to 1, told in percent and percentage points
)

// String returns "hours", "clients" or "share".
func (k Kind) String() string { return [...]string{"hours", "clients", "share"}[k] }

// Series is one resource of one scope by month.
type Series struct {
	First  time.Time // any day in the month of Values[0]
	Values []float64 // one per month without gaps in the calendar; NaN = missing

	// Persons behind each month's value, nil if unknown. The median of the last
	// twelve known months decides whether there are too few to say anything.
	Persons []float64

	// Undelivered months: a delivery is missing, whatever stands in Values is not
	// read. nil = all delivered.
	Undelivered []bool

	// Breaks are months in which the way of reporting changed: indices of the
	// first month on the new level, 0 < index < len(Values).
	Breaks []int

	// Reference is a series in which a common level break shows as a reporting
	// break, such as the same source's other areas (without this scope); same months, any
	// unit. nil = none.
	Reference []float64

	Kind Kind

	// Stock says that the values count persons who mostly stay from month to month, or
	// what such persons have, such as the hours of an area: chance then moves the level
	// itself, and lastingly. Always so for Clients. Without it hours of a stock show false
	// changes in one series out of five.
	Stock bool
}

// Options steer Fit. The zero value is usual.
type Options struct {
	Confidence  float64 // of intervals and of "beyond chance"; 0 means 0.95
	MinPersons  float64 // with fewer nothing is said; 0 means 10
	FewPersons  float64 // with fewer the sentence warns; 0 means 20
	MinSegment  int     // known months between changes and at both ends, at least 4; 0 means 6
	Period      int     // months of a season; 0 means 12, 1 means none
	StableShare float64 // slope as a share of the level per month that counts as standing still; 0 means 0.0025, 3 % a year

	stock bool // of the series
}

// The limits of what is judged.
const (
	minMonths = 12 // known months for a slope: below, one odd month decides it
	maxMonths = 360

	stableShare = 0.0025
)

func (o Options) withDefaults() Options {
	def := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	def(&o.Confidence, 0.95)
	def(&o.MinPersons, 10)
	def(&o.FewPersons, 20)
	def(&o.StableShare, stableShare)
	if o.MinSegment == 0 {
		o.MinSegment = 6
	}
	if o.Period == 0 {
		o.Period = 12
	}
	return o
}

func (o Options) validate() error {
	var faults []error
	if !(o.Confidence > 0 && o.Confidence < 1) {
		faults = append(faults, fmt.Errorf("trend: confidence %v is not between 0 and 1", o.Confidence))
	}
	if o.MinSegment < 4 {
		faults = append(faults, fmt.Errorf("trend: MinSegment %d is below 4 months", o.MinSegment))
	}
	if o.Period < 1 {
		faults = append(faults, fmt.Errorf("trend: period %d is not positive", o.Period))
	}
	if !(o.MinPersons >= 0) || !(o.FewPersons >= o.MinPersons) {
		faults = append(faults, fmt.Errorf("trend: MinPersons %v and FewPersons %v are not in order", o.MinPersons, o.FewPersons))
	}
	if !(o.StableShare > 0) || math.IsInf(o.StableShare, 0) {
		faults = append(faults, fmt.Errorf("trend: StableShare %v is not positive", o.StableShare))
	}
	return errors.Join(faults...)
}

func (s Series) validate() error {
	n := len(s.Values)
	var faults []error
	if n > maxMonths {
		faults = append(faults, fmt.Errorf("trend: %d months, at most %d: give the later ones", n, maxMonths))
	}
	for _, c := range []struct {
		name string
		n    int
		on   bool
	}{{"Persons", len(s.Persons), s.Persons != nil}, {"Undelivered", len(s.Undelivered), s.Undelivered != nil}, {"Reference", len(s.Reference), s.Reference != nil}} {
		if c.on && c.n != n {
			faults = append(faults, fmt.Errorf("trend: %s has %d months, Values %d", c.name, c.n, n))
		}
	}
	if s.Kind > Share {
		faults = append(faults, fmt.Errorf("trend: unknown kind %d", s.Kind))
	}
	for t, v := range s.Values {
		if math.IsInf(v, 0) || math.Abs(v) > 1e150 {
			faults = append(faults, fmt.Errorf("trend: value %v in month %d is not finite", v, t))
		}
	}
	for t, v := range s.Persons {
		if v < 0 || math.IsInf(v, 0) {
			faults = append(faults, fmt.Errorf("trend: %v persons in month %d", v, t))
		}
	}
	for t, v := range s.Reference {
		if math.IsInf(v, 0) || math.Abs(v) > 1e150 {
			faults = append(faults, fmt.Errorf("trend: reference %v in month %d is not finite", v, t))
		}
	}
	for _, b := range s.Breaks {
		if b <= 0 || b >= n {
			faults = append(faults, fmt.Errorf("trend: reporting break in month %d, outside 1 to %d", b, n-1))
		}
	}
	return errors.Join(faults...)
}

// known returns the months that have a value, in order.
func (s Series) known() []int {
	var out []int
	for t, v := range s.Values {
		if !math.IsNaN(v) && (s.Undelivered == nil || !s.Undelivered[t]) {
			out = append(out, t)
		}
	}
	return out
}

// breaks are the known reporting breaks, sorted, each once.
func (s Series) breaks() []int {
	out := slices.Clone(s.Breaks)
	slices.Sort(out)
	return slices.Compact(out)
}
