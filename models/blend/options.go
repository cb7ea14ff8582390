package blend

import "math"

// Loss is what weights minimise, of errors over the scale of the series.
type Loss uint8

// The losses.
const (
	Absolute Loss = iota // mean absolute scaled error, the MASE
	Squared              // mean squared scaled error
)

// String returns the loss's name.
func (l Loss) String() string { return [...]string{"absolute", "squared"}[l] }

// Options steer how weights and intervals are learned. The zero value is the
// usual one.
type Options struct {
	// Prior is the weight, before any error has been seen, of a method at a
	// horizon, ≥ 0; weights are normalised over the methods at hand. nil means
	// equal weights.
	Prior func(method string, horizon int) float64
	Loss  Loss
	// Strength of the prior weights, in independent errors; 0 means defaultStrength,
	// negative means none.
	Strength float64
	// Bandwidth over which weights and factors are smoothed, in units of
	// log horizon; 0 means defaultBandwidth, negative means none.
	Bandwidth float64
	// HalfLife after which an error counts half, in months; 0 means
	// defaultHalfLife, negative means that all count alike.
	HalfLife float64
	// Lag is how many months after its end a month's actual is known beyond
	// those that the origins themselves knew; usually 0.
	Lag int
	// IntervalStrength is the weight, in independent errors, of the members' own
	// intervals in the calibrated one; 0 means defaultIntervalStrength, negative
	// means next to none.
	IntervalStrength float64
	// IsAside tells of rows that are blended as all are but that nothing is learned
	// from: a series so thin that an error beside it says nothing of the methods.
	// nil means none.
	IsAside func(Outcome) bool
	// Signed keeps negative forecasts and bounds; otherwise they are cut at zero.
	Signed bool
}

// PriorHalf is a prior that gives half to one method, the microsimulation say,
// and half to the others in equal parts. others is how many there usually are.
func PriorHalf(lead string, others int) func(method string, horizon int) float64 {
	return func(method string, _ int) float64 {
		if method == lead {
			return 1
		}
		return 1 / float64(max(1, others))
	}
}

// The defaults were chosen on 24 of 54 sets of monthly hospital series and on
// simulations; doc.go has what was found on the others.
const (
	defaultStrength         = 8
	defaultBandwidth        = 0.35 // a factor of 1.4 in the horizon
	defaultIntervalStrength = 4
	defaultHalfLife         = 24
	noStrength              = 1e-6 // keeps the problem strictly convex
)

func (o Options) withDefaults() Options {
	set := func(v *float64, usual, none float64) {
		switch {
		case *v == 0:
			*v = usual
		case *v < 0:
			*v = none
		}
	}
	set(&o.Strength, defaultStrength, noStrength)
	set(&o.Bandwidth, defaultBandwidth, noStrength)
	set(&o.IntervalStrength, defaultIntervalStrength, noStrength)
	o.Lag = max(0, o.Lag) // a negative one would look ahead
	set(&o.HalfLife, defaultHalfLife, math.Inf(1))
	return o
}

// known tells whether what came was known at a month, and says something.
func (o Options) known(row Outcome, asOf int) bool {
	return (o.IsAside == nil || !o.IsAside(row)) && row.Month()+o.Lag <= asOf && row.Origin < asOf && !math.IsNaN(row.Actual)
}

// recency is the weight of an error made by a forecast for a month.
func (o Options) recency(month, asOf int) float64 {
	return math.Exp2(-float64(asOf-month) / o.HalfLife)
}

// nearness is the weight of a horizon for another.
func (o Options) nearness(h, other int) float64 {
	d := math.Log(float64(h)/float64(other)) / o.Bandwidth
	return math.Exp(-d * d / 2)
}

// prior is the normalised prior of methods at a horizon; absent methods have none.
func (o Options) prior(methods []string, absent []bool, horizon int) []float64 {
	out := make([]float64, len(methods))
	var total float64
	for i, m := range methods {
		if absent != nil && absent[i] {
			continue
		}
		out[i] = 1
		if o.Prior != nil {
			out[i] = max(0, o.Prior(m, horizon))
		}
		total += out[i]
	}
	for i := range out {
		switch {
		case total > 0 && !math.IsInf(total, 1):
			out[i] /= total
		case absent == nil || !absent[i]: // a prior that knows none of the methods says nothing
			out[i] = 1
		}
	}
	if !(total > 0 && !math.IsInf(total, 1)) {
		normalise(out)
	}
	return out
}

// normalise divides by the sum, if there is one.
func normalise(w []float64) {
	var total float64
	for _, v := range w {
		total += v
	}
	for i := range w {
		if total > 0 {
			w[i] /= total
		}
	}
}
