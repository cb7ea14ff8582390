package blend

import (
	"fmt"
	"math"
	"slices"
)

// Snapshot is a published forecast of one month with its parts.
type Snapshot struct {
	Published float64
	Members   []Member
}

// Member is what a method added to a published forecast.
type Member struct {
	Method  string
	Weight  float64 // Σ weights = 1
	Mean    float64
	Drivers []Driver // that sum to the mean; nil when the method tells none
}

// Driver is a part of a method's mean: what is there at the origin, new clients,
// and with their minus sign those that ended or moved to special housing.
type Driver struct {
	Name  string
	Value float64
}

// CauseKind is why a forecast changed.
type CauseKind uint8

// The kinds of causes.
const (
	ByDriver     CauseKind = iota // a driver of a method with drivers
	ByData                        // a method without drivers, given newer data
	ByWeights                     // methods count for more or less than before
	ByAdjustment                  // coherence over areas and resources, limits at zero
)

// String returns the kind's name.
func (k CauseKind) String() string {
	return [...]string{"driver", "data", "weights", "adjustment"}[k]
}

// Cause is one reason for a change.
type Cause struct {
	Kind   CauseKind
	Method string // of ByDriver and ByData
	Driver string // of ByDriver
	Amount float64
}

// Explain splits the change between two successive forecasts of the same month:
//
//	Σ_i w̄_i Δd_ik    for driver k of method i, w̄ the mean weight of before and after
//	Σ_i w̄_i Δm_i     for a method without drivers
//	Σ_i Δw_i m̄_i     for the weights
//	Δ(F − Σ_i w_i m_i)   for adjustments
//
// The amounts sum to after.Published − before.Published; what rounding leaves is
// in the last. A method that is in one snapshot only changes the weights. Drivers
// that are in one snapshot only count as 0 in the other. ErrValue is returned when
// weights do not sum to 1 or drivers not to the mean, by more than a millionth.
func Explain(before, after Snapshot) ([]Cause, error) {
	for i, s := range []Snapshot{before, after} {
		if err := s.check([]string{"before", "after"}[i]); err != nil {
			return nil, err
		}
	}
	var out []Cause
	var weights float64
	for _, method := range methodsOf(before, after) {
		b, a := before.member(method), after.member(method)
		switch {
		case b == nil:
			b = &Member{Mean: a.Mean, Drivers: a.Drivers}
		case a == nil:
			a = &Member{Mean: b.Mean, Drivers: b.Drivers}
		}
		weights += (a.Weight - b.Weight) * (a.Mean + b.Mean) / 2
		out = append(out, memberCauses(method, b, a)...)
	}
	out = append(out, Cause{Kind: ByWeights, Amount: weights})
	rest := after.Published - before.Published
	for _, c := range out {
		rest -= c.Amount
	}
	return append(out, Cause{Kind: ByAdjustment, Amount: rest}), nil
}

func memberCauses(method string, b, a *Member) []Cause {
	weight := (a.Weight + b.Weight) / 2
	if len(a.Drivers) == 0 || len(b.Drivers) == 0 {
		return []Cause{{Kind: ByData, Method: method, Amount: weight * (a.Mean - b.Mean)}}
	}
	var names []string
	value := make(map[string]float64)
	add := func(drivers []Driver, sign float64) {
		for _, d := range drivers {
			value[d.Name] += sign * d.Value
			names = append(names, d.Name)
		}
	}
	add(b.Drivers, -1)
	add(a.Drivers, 1)
	slices.Sort(names)
	names = slices.Compact(names)
	out := make([]Cause, len(names))
	for i, name := range names {
		out[i] = Cause{Kind: ByDriver, Method: method, Driver: name, Amount: weight * value[name]}
	}
	return out
}

func (s *Snapshot) member(method string) *Member {
	for i := range s.Members {
		if s.Members[i].Method == method {
			return &s.Members[i]
		}
	}
	return nil
}

func methodsOf(snapshots ...Snapshot) []string {
	var out []string
	for _, s := range snapshots {
		for _, m := range s.Members {
			out = append(out, m.Method)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *Snapshot) check(which string) error {
	var weight float64
	seen := make(map[string]bool)
	for _, m := range s.Members {
		if seen[m.Method] {
			return fmt.Errorf("%w: %s: method %s is there twice", ErrValue, which, m.Method)
		}
		seen[m.Method] = true
		weight += m.Weight
		var sum, size float64
		for _, d := range m.Drivers {
			sum += d.Value
			size += math.Abs(d.Value)
		}
		if len(m.Drivers) > 0 && !(math.Abs(sum-m.Mean) <= 1e-6*max(size, math.Abs(m.Mean))) {
			return fmt.Errorf("%w: %s: drivers of %s sum to %v, its mean is %v", ErrValue, which, m.Method, sum, m.Mean)
		}
	}
	if !(math.Abs(weight-1) <= 1e-6) || math.IsNaN(s.Published) || math.IsInf(s.Published, 0) {
		return fmt.Errorf("%w: %s: weights sum to %v, published %v", ErrValue, which, weight, s.Published)
	}
	return nil
}
