package plan

import "errors"

// ErrRequest marks a fault of what was asked for: a month, scenario or profession that
// the forecast does not have, or no capacity to spread.
var ErrRequest = errors.New("plan")

// ErrNoForecast says that there is nothing to plan from yet.
var ErrNoForecast = errors.New("there is no published forecast of staff: run framsyn job run forecast")

// Proposal is a plan of one month.
type Proposal struct {
	Month         string       `json:"month"` // YYYY-MM
	HorizonMonths int          `json:"horizon_months"`
	Scenario      string       `json:"scenario"`
	AsOf          string       `json:"as_of_date"`
	RunID         string       `json:"run_id"` // a text, since programs round numbers so great
	MostMoved     float64      `json:"most_moved_share"`
	Professions   []Profession `json:"professions"`
	Assumptions   []string     `json:"assumptions"`
}

// Profession is the plan of one profession; hours are working hours in the month.
type Profession struct {
	Profession     string  `json:"profession"`
	Areas          []Area  `json:"areas"`
	Moves          []Move  `json:"moves"`
	LacksH         float64 `json:"lacks_h"`         // needed in all and not there, of areas with a known capacity; ≥ 0
	LacksFTE       float64 `json:"lacks_fte"`       // the same as full-time equivalents
	ShortageBefore float64 `json:"shortage_before"` // greatest share of an area's need that is not met
	ShortageAfter  float64 `json:"shortage_after"`
	Note           string  `json:"note,omitempty"` // why there is no proposal
}

// Area is one area's need and staff; nil where its capacity was never delivered.
type Area struct {
	ID                string   `json:"area_id"`
	Name              string   `json:"area_name"`
	NeededH           float64  `json:"needed_h"`
	NeededLowH        float64  `json:"needed_low_h"` // by the 80 % interval of the forecast
	NeededHighH       float64  `json:"needed_high_h"`
	AvailableH        *float64 `json:"available_h"`
	GapH              *float64 `json:"gap_h"` // available less needed
	VacantFTE         *float64 `json:"vacant_fte"`
	IsCapacityAssumed bool     `json:"is_capacity_assumed"`
	AfterH            *float64 `json:"after_h"` // what it has then
	AfterGapH         *float64 `json:"after_gap_h"`
}

// Move is working hours that go from one area to another.
type Move struct {
	From  string  `json:"from_area_id"`
	To    string  `json:"to_area_id"`
	Hours float64 `json:"hours"`
}
