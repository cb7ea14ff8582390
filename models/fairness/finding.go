package fairness

import "math"

// Measure is what is compared between groups.
type Measure string

// Measures, as the package comment defines them.
const (
	CalibrationRatio Measure = "calibration_ratio"
	AUCGap           Measure = "auc_gap"
	MissedGap        Measure = "missed_gap"
)

// Verdict is what a comparison says.
type Verdict string

// Verdicts, as the package comment defines them. NoLimit is measured only.
const (
	Passed   Verdict = "passed"
	NotShown Verdict = "not_shown"
	Failed   Verdict = "failed"
	NoLimit  Verdict = "no_limit"
)

// Sample is what was estimated of persons, with what came.
type Sample struct {
	Expected []float64 // probability, 0 to 1, or expected amount, at least 0
	Outcome  []float64 // 0 or 1, or the amount that came
	Person   []uint64  // whom the row is about
}

// Grouping puts each row into a group; empty where it is not known, which leaves
// the row out of this grouping.
type Grouping struct {
	Name string
	Of   []string // by row
}

// Limit is what a measure of a grouping is held against.
type Limit struct {
	Group           string // Grouping.Name
	Measure         Measure
	Lowest, Highest float64 // a value outside is beyond the limit; -Inf or Inf for none
}

// Options of a comparison. The zero value takes what is said here.
type Options struct {
	TopShare   float64 // share of the rows that count as found, the highest estimates; 0.1
	Level      float64 // of the intervals; 0.95
	Resamples  int     // of persons; 400
	MinPersons int     // in a group and in the others; 30
	MinEvents  int     // rows with and without the outcome, in a group and in the others; 20
	Seed       uint64
	IsAmount   bool // outcomes are amounts: only the calibration ratio is measured
	Workers    int  // all processors
}

// Finding is one comparison.
type Finding struct {
	Group, Value          string // Grouping.Name and the group
	Measure               Measure
	Estimate              float64 // NaN where there are too few
	Low, High             float64 // own interval
	FamilyLow, FamilyHigh float64 // interval that holds together with those of all other comparisons; NaN without a limit
	Lowest, Highest       float64 // limit; ±Inf for none
	Verdict               Verdict
	Rows, Persons, Events int  // of the group; Events is 0 for amounts
	IsTooFew              bool // the group, or the others, are too few to measure
}

// judge gives the verdict.
func (f *Finding) judge() {
	switch {
	case math.IsInf(f.Lowest, -1) && math.IsInf(f.Highest, 1):
		f.Verdict = NoLimit
	case math.IsNaN(f.Estimate) || math.IsNaN(f.FamilyLow):
		f.Verdict = NotShown
	case f.FamilyHigh < f.Lowest || f.FamilyLow > f.Highest:
		f.Verdict = Failed
	case f.Low >= f.Lowest && f.High <= f.Highest:
		f.Verdict = Passed
	default:
		f.Verdict = NotShown
	}
}

// HasFailed says whether any comparison has.
func HasFailed(findings []Finding) bool {
	for _, f := range findings {
		if f.Verdict == Failed {
			return true
		}
	}
	return false
}
