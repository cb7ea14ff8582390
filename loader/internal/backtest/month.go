package backtest

import (
	"fmt"
	"strings"
	"time"
)

// Month is a calendar month: twelve times the year, and the months before it in
// the year.
type Month int

// Years that a month may lie in: anything else is a number of another kind.
const (
	firstYear = 1700
	lastYear  = 2299
)

// String writes the month as 2024-01.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }

// monthLayouts are how a month may be written: alone, with a day, or with a time.
func monthLayouts() []string {
	return []string{
		"2006-1", "200601", "2006M1", "2006/1", "2006.1",
		"2006-1-2", "20060102", "2006/1/2", "2006.1.2",
		"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", time.RFC3339,
	}
}

// parseMonth reads a cell of the month column.
func parseMonth(cell string) (Month, bool) {
	cell = strings.TrimSpace(cell)
	for _, layout := range monthLayouts() {
		at, err := time.Parse(layout, cell)
		if err == nil && at.Year() >= firstYear && at.Year() <= lastYear {
			return Month(at.Year()*12 + int(at.Month()) - 1), true
		}
	}
	return 0, false
}
