package blend

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// Reason is why a method is shown.
type Reason uint8

// The reasons.
const (
	BlendBest    Reason = iota // no member had less loss than the blend
	BlendKept                  // a member had less, but not clearly so
	TooFew                     // too few origins to tell: the blend is shown
	MemberBetter               // a member is clearly better on these data
)

// String returns the reason's name.
func (r Reason) String() string {
	return [...]string{"blend_best", "blend_kept", "too_few", "member_better"}[r]
}

// VerdictOptions steer which method is shown. The zero value is the usual one.
type VerdictOptions struct {
	Bands      []int   // as in Grouping; nil means 3, 6, 12, 24, 36
	Confidence float64 // 0 means 0.98, which leaves 1 % for each member that is no better
	Gain       float64 // least share of the blend's loss that must be gained; 0 means 0.02
	Quantiles  bool    // as in CompareOptions
}

// Verdict is the method to show for a level and resource in a band of horizons.
type Verdict struct {
	Group
	From, To int
	Show     string
	Reason   Reason
	Best     Comparison // of the member with the least loss (A) with the blend (B)
}

// Verdicts judges members against rows of [MethodBlend], which should be nested,
// and with calibrated intervals when quantiles are compared. All rows that came out
// are judged: leave out what was not known yet for a verdict of an earlier day. The
// member that is shown is, among those that are clearly better, the one with the
// least loss. Bands in which the blend or the members have no outcome are left out.
func Verdicts(outcomes []Outcome, o VerdictOptions) ([]Verdict, error) {
	if o.Bands == nil {
		o.Bands = []int{3, 6, 12, 24, 36}
	}
	confidence, err := checkConfidence(cmp.Or(o.Confidence, 0.98))
	if err != nil {
		return nil, err
	}
	rows, err := arrange(outcomes)
	if err != nil {
		return nil, err
	}
	var out []Verdict
	for from := 0; from < len(rows); {
		to := from
		for to < len(rows) && rows[to].group() == rows[from].group() {
			to++
		}
		first := 1
		for _, last := range o.Bands {
			v := Verdict{Group: rows[from].group(), From: first, To: last}
			ok, err := v.judge(rows[from:to], o, confidence)
			if err != nil {
				return nil, err
			}
			if ok {
				out = append(out, v)
			}
			first = last + 1
		}
		from = to
	}
	return out, nil
}

// judge fills in the verdict from the rows of a group.
func (v *Verdict) judge(rows []Outcome, o VerdictOptions, confidence float64) (bool, error) {
	s := Scope{Level: v.Level, Resource: v.Resource, From: v.From, To: v.To}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r Outcome) bool { return !s.has(r) || math.IsNaN(r.Actual) })
	var methods []string
	for _, r := range rows {
		if r.Method != MethodBlend {
			methods = append(methods, r.Method)
		}
	}
	slices.Sort(methods)
	var best, shown *Comparison
	for _, m := range slices.Compact(methods) {
		c, err := compareRows(rows, m, MethodBlend, s, o.Quantiles, confidence)
		if errors.Is(err, ErrEmpty) {
			continue
		}
		if err != nil {
			return false, err
		}
		if best == nil || c.Difference < best.Difference {
			best = &c
		}
		clear := c.High < 0 && -c.Difference >= cmp.Or(o.Gain, 0.02)*c.LossB
		if clear && (shown == nil || c.Difference < shown.Difference) {
			shown = &c
		}
	}
	if best == nil {
		return false, nil
	}
	v.Show, v.Best = MethodBlend, *best
	switch {
	case shown != nil:
		v.Show, v.Reason, v.Best = shown.A, MemberBetter, *shown
	case best.Difference >= 0:
		v.Reason = BlendBest
	case best.Effective < leastEffective:
		v.Reason = TooFew
	default:
		v.Reason = BlendKept
	}
	return true, nil
}
