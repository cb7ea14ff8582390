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
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when no person has a row at or before the origin.
	ErrEmpty = errors.New("courses: no person-months up to the origin")
	// ErrShort is returned when there are fewer than MinMonths months.
	ErrShort = errors.New("courses: history too short")
	// ErrHistory is returned for rows out of order or out of range.
	ErrHistory = errors.New("courses: bad history")
	// ErrPopulation is returned for a population index that has gaps or zeros.
	ErrPopulation = errors.New("courses: population index does not cover the months")
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

// Histories holds person-months in columns, sorted by person and, within a
// person, by month without gaps. One row takes 18 bytes.
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
}

// Validate checks order and range of all rows. It panics when the lengths of
// the columns do not agree.
func (h *Histories) Validate(areas int) error {
	n := len(h.Month)
	if len(h.Offset) != len(h.Person)+1 || len(h.Status) != n || len(h.HomeCareH) != n || len(h.NurseH) != n ||
		len(h.RehabH) != n || len(h.Age) != n || len(h.Area) != n {
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
			case !validHours(h.HomeCareH[i]) || !validHours(h.NurseH[i]) || !validHours(h.RehabH[i]):
				return fmt.Errorf("person %d, row %d: hours negative or not finite: %w", p, i, ErrHistory)
			}
		}
	}
	return nil
}

// hours returns the hours of row i: 0 home care, 1 nurse, 2 rehabilitation.
func (h *Histories) hours(i, r int) float32 {
	switch r {
	case 1:
		return h.NurseH[i]
	case 2:
		return h.RehabH[i]
	}
	if h.Status[i] == HomeCare {
		return h.HomeCareH[i]
	}
	return 0
}

func validHours(v float32) bool { return v >= 0 && !math.IsInf(float64(v), 1) }

// Population scales new clients: Index[area][month − From] is the number of
// inhabitants at risk, in any unit. It covers the last Options.EntrantMonths of
// the history and all months of the forecast.
type Population struct {
	From  int
	Index [][]float64
}

func (p *Population) at(area, month int) float64 {
	if p == nil {
		return 1
	}
	if area >= len(p.Index) || month < p.From || month-p.From >= len(p.Index[area]) {
		return math.NaN()
	}
	return p.Index[area][month-p.From]
}

// Resource is what a forecast is about.
type Resource int

// The resources of model.forecasts.
const (
	HomeCareHours Resource = iota // home care (hours/month)
	NurseHours                    // nurse (hours/month)
	RehabHours                    // occupational and physical therapy (hours/month)
	Clients                       // persons with home care or municipal health care at home
	resources
)

// String returns the resource's name in the tables.
func (r Resource) String() string {
	return [...]string{"home_care_h", "nurse_h", "rehab_h", "clients"}[r]
}

// Resources lists all resources.
func Resources() []Resource { return []Resource{HomeCareHours, NurseHours, RehabHours, Clients} }

// Driver is where a part of the forecast comes from.
type Driver int

// The drivers of model.forecasts. All = Existing + New. Ended and Housed are
// what the clients of the origin who have died or left, or moved to special
// housing, had at the origin, as negative numbers; what remains of Existing −
// (level at the origin) − Ended − Housed is change of level among the others.
const (
	All      Driver = iota // the forecast itself
	Existing               // clients known at the origin
	New                    // clients who come after the origin
	Ended                  // dead or left since the origin, ≤ 0
	Housed                 // moved to special housing since the origin, ≤ 0
	drivers
)

// String returns the driver's name in the tables.
func (d Driver) String() string {
	return [...]string{"all", "existing", "new", "ended", "housed"}[d]
}

// Drivers lists all drivers.
func Drivers() []Driver { return []Driver{All, Existing, New, Ended, Housed} }

// Total is the area number that stands for all areas together.
const Total = -1
