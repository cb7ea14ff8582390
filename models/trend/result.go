package trend

import "time"

// ChangeKind says what changed in a month.
type ChangeKind uint8

// The kinds of change.
const (
	NoChange       ChangeKind = iota
	LevelShift                // the level moved from one month to the next, the slope did not change
	SlopeChange               // the slope changed, the level did not jump
	LevelAndSlope             // both
	ReportingBreak            // the way of reporting changed: no change of what is reported on
)

// String returns a name for tables: "none", "level_shift", "slope_change",
// "level_and_slope" or "reporting_break".
func (k ChangeKind) String() string {
	return [...]string{"none", "level_shift", "slope_change", "level_and_slope", "reporting_break"}[k]
}

// Support says how many persons stand behind a number.
type Support uint8

// The kinds of support.
const (
	Unknown Support = iota // Persons was not given
	Enough
	Few    // fewer than FewPersons
	TooFew // fewer than MinPersons: not to be shown
)

// String returns "unknown", "enough", "few" or "too_few".
func (s Support) String() string { return [...]string{"unknown", "enough", "few", "too_few"}[s] }

// Verdict is the current course in a word.
type Verdict uint8

// The verdicts.
const (
	TooShort         Verdict = iota // fewer than twelve known months, or hardly more than there are breaks
	TooFewPersons                   // fewer than MinPersons
	Uncertain                       // no slope beyond chance, but there may be one
	Stable                          // no slope beyond chance, and any there may be is below StableShare
	Rising                          // beyond chance
	Falling                         // beyond chance
	numberOfVerdicts = iota
)

// String returns "too_short", "too_few_persons", "uncertain", "stable", "rising"
// or "falling".
func (v Verdict) String() string {
	return [numberOfVerdicts]string{"too_short", "too_few_persons", "uncertain", "stable", "rising", "falling"}[v]
}

// Trend is what Fit returns.
type Trend struct {
	Months  []Month // as Series.Values
	Changes []Change
	Season  Season
	Noise   Noise
	Summary Summary

	first time.Time
	kind  Kind
}

// Month is one month of a trend; the unit is that of Series.Values, of slopes that
// unit per month. NaN where unknown.
type Month struct {
	Value    float64 // as given; NaN if missing or not delivered
	Adjusted float64 // without season

	// Level without season, odd months and noise, and its interval, on the reporting
	// level of its own month.
	Level Interval

	// Comparable is Level on the reporting level of the last month.
	Comparable Interval

	// Slope is that of Summary from Summary.Since on, before that least squares.
	Slope Interval

	Change  ChangeKind // begins this month
	Odd     bool       // a single odd month: kept out of everything else
	Missing bool
	Support Support
}

// Change is a change point.
type Change struct {
	At         int // the first month of the new course
	Kind       ChangeKind
	Step       Interval // of the level; NaN for SlopeChange
	Before     Interval // slope before; NaN for ReportingBreak
	After      Interval // slope after
	P          float64  // chance of so clear a change somewhere in a series that has none; NaN for ReportingBreak
	Recognised bool     // a reporting break found by Series.Reference, not given in Series.Breaks
}

// Season is what repeats each year.
type Season struct {
	Found     bool      // an F test at 1 %
	Effects   []float64 // by place in the period, calendar months from January when that is 12; nil if none
	Amplitude float64   // highest minus lowest
}

// Noise is what is left, averaged over its plausible shapes.
type Noise struct {
	Deviation       float64 // standard deviation in one month
	Autocorrelation float64 // of neighbouring months
}

// Summary is the course since the last change of slope.
type Summary struct {
	Verdict Verdict
	Since   int      // index of the month in which the present slope began; the first known month if it never changed
	Slope   Interval // per month
	P       float64  // two-sided, of no slope; of many scopes see BenjaminiHochberg
	Level   Interval // in the last known month
	Support Support
	Persons float64 // median of the last twelve known months; NaN if unknown
	Known   int     // months
	Lacking int     // of the last twelve months of the series
}

// BeyondChance says whether the present slope is rising or falling by the interval.
func (s Summary) BeyondChance() bool { return s.Verdict == Rising || s.Verdict == Falling }

// Date is the first day of month t of the series, UTC.
func (t Trend) Date(month int) time.Time {
	return time.Date(t.first.Year(), t.first.Month()+time.Month(month), 1, 0, 0, 0, 0, time.UTC)
}
