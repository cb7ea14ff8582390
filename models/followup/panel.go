package followup

import (
	"errors"
	"fmt"
	"math"
)

// Status is where a person is in a month.
type Status uint8

// The statuses. Dead and Moved last for good.
const (
	AtHome         Status = iota // with or without home care
	SpecialHousing               // sv: särskilt boende
	Dead
	Moved // left the municipality: what comes after is unknown
)

// String returns the status's name.
func (s Status) String() string {
	if int(s) >= 4 {
		return fmt.Sprintf("status %d", uint8(s))
	}
	return [...]string{"at home", "special housing", "dead", "moved"}[s]
}

// Panel holds the months of all clients, with the intervention or without. Row
// Offset[p]+t−First[p] is month t of person p; a person's months have no gaps.
// Include the year before a person became a client with 0 hours if the person is
// known not to have had any; leave the months out if that is not known.
type Panel struct {
	Person []uint64  // distinct ids
	First  []int     // month of each person's first row (months since any fixed month)
	Offset []int     // first row of each person, and at the end the number of rows
	Area   []uint16  // of each row
	Band   []uint8   // need band of each row, as known when the month began
	Risk   []float64 // log-odds, as known when the month began; NaN unknown
	Hours  []float64 // home care in the month, hours; NaN unknown
	Status []Status  // at the end of the month
}

// Validate reports what is wrong with the panel, all at once for shapes and the
// first bad row for values.
func (p *Panel) Validate() error {
	n := len(p.Person)
	if len(p.First) != n || len(p.Offset) != n+1 {
		return fmt.Errorf("followup: %d persons need as many first months and one more offset, not %d and %d",
			n, len(p.First), len(p.Offset))
	}
	rows := len(p.Hours)
	var errs []error
	for _, c := range []struct {
		name string
		n    int
	}{{"Area", len(p.Area)}, {"Band", len(p.Band)}, {"Risk", len(p.Risk)}, {"Status", len(p.Status)}} {
		if c.n != rows {
			errs = append(errs, fmt.Errorf("followup: %s has %d rows where Hours has %d", c.name, c.n, rows))
		}
	}
	if p.Offset[0] != 0 || p.Offset[n] != rows {
		errs = append(errs, fmt.Errorf("followup: offsets run from %d to %d, not from 0 to the %d rows", p.Offset[0], p.Offset[n], rows))
	}
	for i := range n {
		if p.Offset[i+1] <= p.Offset[i] {
			errs = append(errs, fmt.Errorf("followup: person %d has no rows; leave the person out", i))
			break
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	return p.validateRows()
}

func (p *Panel) validateRows() error {
	for r, h := range p.Hours {
		switch {
		case h < 0 || math.IsInf(h, 0):
			return fmt.Errorf("followup: row %d has %g hours; they must be 0 or more, or NaN where unknown", r, h)
		case math.IsInf(p.Risk[r], 0):
			return fmt.Errorf("followup: row %d has an infinite risk; give log-odds of a share above 0 and below 1, or NaN", r)
		case p.Status[r] > Moved:
			return fmt.Errorf("followup: row %d has %v; the last one known is %d (moved)", r, p.Status[r], Moved)
		}
	}
	return nil
}

// last is the last month of the panel.
func (p *Panel) last() int {
	last := math.MinInt
	for i, first := range p.First {
		last = max(last, first+p.Offset[i+1]-p.Offset[i]-1)
	}
	return last
}

// row returns the row of a person's month, −1 if there is none.
func (p *Panel) row(person, month int) int {
	i := month - p.First[person]
	if i < 0 || i >= p.Offset[person+1]-p.Offset[person] {
		return -1
	}
	return p.Offset[person] + i
}

// status returns where the person is in a month, and whether that is known.
func (p *Panel) status(person, month int) (Status, bool) {
	if r := p.row(person, month); r >= 0 {
		return p.Status[r], true
	}
	if month < p.First[person] {
		return AtHome, false
	}
	end := p.Status[p.Offset[person+1]-1]
	return end, end == Dead || end == Moved
}
