package courses

import (
	"errors"
	"fmt"
	"math"
)

const (
	panicLength  = "courses: slice lengths do not agree"
	panicHorizon = "courses: horizon must be positive"
	panicDraws   = "courses: number of draws must be positive"
	panicAreas   = "courses: number of areas must be positive"
	panicCell    = "courses: area, month, resource or driver out of range"
	panicMonths  = "courses: months must be given and increase"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when no person has a row at or before the origin.
	ErrEmpty = errors.New("courses: no person-months up to the origin")
	// ErrShort is returned when there are fewer than MinMonths months.
	ErrShort = errors.New("courses: history too short")
	// ErrHistory is returned for rows out of order or out of range.
	ErrHistory = errors.New("courses: bad history")
	// ErrPopulation is returned for a population that has gaps or zeros.
	ErrPopulation = errors.New("courses: population does not cover the months")
	// ErrScenario is returned for a scenario outside its range.
	ErrScenario = errors.New("courses: bad scenario")
	// ErrRisk is returned for probabilities outside 0 … 1.
	ErrRisk = errors.New("courses: bad 12-month probability")
	// ErrGroups is returned for more groups than a bit set holds.
	ErrGroups = errors.New("courses: bad groups")
)

// MinMonths is the shortest history (months) that a forecast is made from: one
// year, so that every calendar month has been seen.
const MinMonths = 12

// Status is what the municipality gives a person in a month.
type Status uint8

// The statuses of mart.client_months.
const (
	None           Status = iota // known, without service this month
	HomeCare                     // home care (sv: hemtjänst), with or without hours
	HSLOnly                      // municipal health care and no home care
	SpecialHousing               // special housing (sv: särskilt boende)
	Dead
	Left // moved out or gone from the records
)

// Sex is a person's sex as registered.
type Sex uint8

// The sexes of mart.client_months.
const (
	UnknownSex Sex = iota
	Female
	Male
)

// Histories holds person-months in columns, sorted by person and, within a
// person, by month without gaps. One row takes 18 bytes, 24 with all columns.
type Histories struct {
	Person    []uint64  // one per person: an id, distinct; seeds the person's random numbers
	Offset    []int     // rows of person i are Offset[i] … Offset[i+1]−1; one longer than Person
	Month     []int16   // one per row, as are the following: months since any common start
	Status    []Status  // Dead ends all; a person who comes back after Left is new again
	HomeCareH []float32 // home care (hours in the month); read when Status is HomeCare
	NurseH    []float32 // nurse (hours in the month)
	RehabH    []float32 // occupational and physical therapy (hours in the month)
	Age       []uint8   // (years)
	Area      []uint16  // index 0 … areas−1

	// What may be missing: nil means not known.
	DelegatedH []float32 // one per row: health care delegated to home-care staff (hours in the month)
	HasHSL     []bool    // one per row: municipal health care (sv: HSL) in the month
	ShortTerm  []bool    // one per row: short-term stay (sv: korttidsboende)
	Sex        []Sex     // one per person
}

// Validate checks order and range of all rows. It panics when the lengths of
// the columns do not agree.
func (h *Histories) Validate(areas int) error {
	n := len(h.Month)
	if len(h.Offset) != len(h.Person)+1 || len(h.Status) != n || len(h.HomeCareH) != n || len(h.NurseH) != n ||
		len(h.RehabH) != n || len(h.Age) != n || len(h.Area) != n || !optional(len(h.DelegatedH), n) ||
		!optional(len(h.HasHSL), n) || !optional(len(h.ShortTerm), n) || !optional(len(h.Sex), len(h.Person)) {
		panic(panicLength)
	}
	if h.Offset[0] != 0 || h.Offset[len(h.Person)] != n {
		panic(panicLength)
	}
	for p := range h.Person {
		if h.Offset[p+1] < h.Offset[p] {
			panic(panicLength)
		}
		for i := h.Offset[p]; i < h.Offset[p+1]; i++ {
			switch {
			case i > h.Offset[p] && h.Month[i] != h.Month[i-1]+1:
				return fmt.Errorf("person %d, row %d: month %d after %d: %w", p, i, h.Month[i], h.Month[i-1], ErrHistory)
			case h.Status[i] > Left || int(h.Area[i]) >= areas:
				return fmt.Errorf("person %d, row %d: status %d, area %d: %w", p, i, h.Status[i], h.Area[i], ErrHistory)
			case !validHours(h.HomeCareH[i]) || !validHours(h.NurseH[i]) || !validHours(h.RehabH[i]) ||
				h.DelegatedH != nil && !validHours(h.DelegatedH[i]):
				return fmt.Errorf("person %d, row %d: hours negative or not finite: %w", p, i, ErrHistory)
			}
		}
	}
	return nil
}

func optional(length, want int) bool { return length == 0 || length == want }

// hours returns the hours of row i: 0 home care, 1 nurse, 2 rehabilitation,
// 3 delegated.
func (h *Histories) hours(i, r int) float32 {
	switch r {
	case 1:
		return h.NurseH[i]
	case 2:
		return h.RehabH[i]
	case 3:
		if len(h.DelegatedH) == 0 {
			return 0
		}
		return h.DelegatedH[i]
	}
	if h.Status[i] == HomeCare {
		return h.HomeCareH[i]
	}
	return 0
}

// hsl and short are the flags of row i; a person with health care only has it.
func (h *Histories) hsl(i int) bool {
	return len(h.HasHSL) > 0 && h.HasHSL[i] || h.Status[i] == HSLOnly
}

func (h *Histories) short(i int) bool { return len(h.ShortTerm) > 0 && h.ShortTerm[i] }

func (h *Histories) sex(person int) Sex {
	if len(h.Sex) == 0 || h.Sex[person] > Male {
		return UnknownSex
	}
	return h.Sex[person]
}

// Resources lists what the histories have: those of the function Resources and,
// where the columns are given, delegated hours and persons in special housing
// and short-term stay.
func (h *Histories) Resources() []Resource {
	out := Resources()
	if len(h.DelegatedH) > 0 {
		out = append(out, DelegatedHours)
	}
	if len(h.ShortTerm) > 0 {
		out = append(out, ShortTermPersons)
	}
	return append(out, SpecialHousingPersons)
}

func validHours(v float32) bool { return v >= 0 && !math.IsInf(float64(v), 1) }
