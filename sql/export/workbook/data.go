package workbook

import "time"

// Data is what the workbook shows.
type Data struct {
	Run        Run
	DataTo     time.Time // newest delivered month; zero where none
	Areas      []Area    // the municipality first, then by name; clients without a known area last
	Scenarios  []Scenario
	Norms      []Norm
	Population Population
	Weights    []Weight // at 12 months
	Values     []Value  // by area, resource and month, in the order of the sheets
	Staff      []Staff  // as today, by area, profession and month
	Years      []Year   // by area, scenario and year
	Trends     []Trend
	Accuracies []Accuracy
	Verdicts   []Verdict
	Changes    []Change
	Queries    []string // that were run, in order, with their arguments
	QueryID    string   // of the first
}

// Run is the forecast that is shown.
type Run struct {
	ID          uint64
	AsOf        time.Time
	Method      string
	TrainedFrom time.Time
	TrainedTo   time.Time
	Clients     uint64
	Version     string
	Created     time.Time
}

// Area is an area of the forecast.
type Area struct{ ID, Name, Kind string }

// Scenario is a scenario of the forecast with its parameters; see core.scenarios.
type Scenario struct {
	ID, Name, Description              string
	Version                            uint32
	IncreasePct, MortalityPct          float64
	ExtraPlaces                        int32
	HoursFactor, LeastHours, NewFactor float64
	PopulationVariant                  string
	Prevented                          uint32
	PreventionKind                     string // its Swedish title; empty for the best of each client
	PreventionShare                    float64
	Author                             string
	Created                            time.Time
	IsSaved                            bool // it is in core.scenarios
}

// Norm is how a profession's working time is used; see core.staffing_norms.
type Norm struct {
	Profession                        string
	PaidHours, Absence, Travel, Share float64
	IsExample                         bool
	Source                            string
}

// Population says which years of population are counted and which projected; zero
// where none.
type Population struct{ CountedFrom, CountedTo, ProjectedFrom, ProjectedTo uint16 }

// Weight is what a method weighs in the published forecast.
type Weight struct {
	Level, Resource, Method string
	Weight                  float64
}

// Value is what an area used or is expected to use in a month; nil where not known.
type Value struct {
	Area, Resource       string
	Month                time.Time
	Horizon              uint16 // months ahead; 0 for what has been
	Actual               *float64
	Mean, Low, High, Mid *float64
}

// Staff is a row of mart.staffing, as today.
type Staff struct {
	Area, Profession                string
	Month                           time.Time
	Horizon                         uint16
	ClientH, ClientLowH, ClientHigh float64
	NeededH, NeededFTE              float64
	AvailableH, AvailableFTE        *float64
	VacantFTE, GapFTE               *float64
	IsAssumed                       bool
	CostPerH, Cost                  *float64
	PerformedShare                  *float64
}

// lowShare and highShare are the ends of the interval as shares of the mean.
func (s Staff) lowShare() float64  { return shareOf(s.ClientLowH, s.ClientH) }
func (s Staff) highShare() float64 { return shareOf(s.ClientHigh, s.ClientH) }

func shareOf(part, whole float64) float64 {
	if whole == 0 {
		return 1
	}
	return part / whole
}

// Year is a calendar year of a scenario beside the one as today, over all
// professions; costs are nil where a month has none.
type Year struct {
	Area, Scenario     string
	Year               uint16
	Months             uint64
	Hours, FTE         float64
	Cost               *float64
	MoreHours, MoreFTE float64
	MoreCost           *float64
}

// Trend is where a resource is going, in a sentence.
type Trend struct{ Area, Resource, Sentence string }

// Accuracy is a row of mart.forecast_accuracies.
type Accuracy struct {
	Area, Resource, Method             string
	Horizon                            uint16
	Origins                            uint64
	Level, MASE, MAE, Bias, Coverage80 float64
}

// Verdict says which method is shown.
type Verdict struct {
	Level, Resource, Sentence string
	Origins                   uint16
}

// Change is why the forecast of a month differs from the one before.
type Change struct {
	Area, Resource string
	Month          time.Time
	Previous       time.Time
	Parts          map[string]float64 // by cause
	Sentence       string
}
