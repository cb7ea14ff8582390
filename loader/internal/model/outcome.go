package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Outcome is what kind of thing is predicted.
type Outcome string

// The kinds of outcome.
const (
	Binary      Outcome = "binary"      // 0 or 1
	Multinomial Outcome = "multinomial" // one of several names
	Count       Outcome = "count"       // 0, 1, 2 …
	Hours       Outcome = "hours"       // an amount of at least 0, log link
	Continuous  Outcome = "continuous"  // any number
)

// Outcomes are all kinds, the usual one first.
func Outcomes() []Outcome { return []Outcome{Binary, Multinomial, Count, Hours, Continuous} }

// Truth is what came, in numbers.
type Truth struct {
	Outcome Outcome
	Classes []string // of a multinomial outcome
	column  *Column
	class   []float64 // of each code of the column
}

// At is the outcome of a row: the value, or the place of its class.
func (t *Truth) At(row int) float64 {
	if t.class != nil {
		return t.class[t.column.Code(row)]
	}
	return t.column.Number(row)
}

// Truth reads the outcome from the target column.
func (d *Data) Truth(kind Outcome) (*Truth, error) {
	c := d.Target
	t := &Truth{Outcome: kind, column: c}
	if kind == Multinomial {
		return t, t.readClasses(d)
	}
	if c.text {
		return nil, fmt.Errorf("line %d, column %s: the outcome is no number; %s", c.firstNo, c.Name, wanted(kind))
	}
	for row := range d.Rows {
		y := c.Number(row)
		if math.IsNaN(y) || !allowed(kind, y) {
			what := fmt.Sprint(y)
			if math.IsNaN(y) {
				what = "missing"
			}
			return nil, fmt.Errorf("row %d, column %s: the outcome is %s; %s", d.First+row+1, c.Name, what, wanted(kind))
		}
	}
	return t, nil
}

func allowed(kind Outcome, y float64) bool {
	switch kind {
	case Binary:
		return y == 0 || y == 1
	case Count:
		return y >= 0 && y == math.Trunc(y)
	case Hours:
		return y >= 0
	case Multinomial, Continuous:
	}
	return true
}

func wanted(kind Outcome) string {
	switch kind {
	case Binary:
		return "a binary outcome is 0 or 1 in each row"
	case Count:
		return "a count is a whole number of at least 0 in each row"
	case Hours:
		return "hours are a number of at least 0 in each row"
	case Multinomial:
		return "a multinomial outcome is a name in each row"
	case Continuous:
	}
	return "a continuous outcome is a number in each row"
}

// maxClasses is how many classes a multinomial outcome may have. Chosen: each is a
// model of its own, and more are hardly outcomes.
const maxClasses = 20

// readClasses numbers the names in their order.
func (t *Truth) readClasses(d *Data) error {
	values := t.column.Levels()
	if values == nil || len(values) > maxClasses+1 {
		return fmt.Errorf("the column %s has more than %d different values, too many for a multinomial outcome", t.column.Name, maxClasses)
	}
	t.Classes = slices.Sorted(slices.Values(values[1:]))
	if len(t.Classes) < 2 {
		return fmt.Errorf("the column %s has only the value %s; there is nothing to tell apart", t.column.Name, strings.Join(t.Classes, ""))
	}
	for _, value := range values {
		t.class = append(t.class, float64(slices.Index(t.Classes, value)))
	}
	for row := range d.Rows {
		if t.column.Code(row) == 0 {
			return fmt.Errorf("row %d, column %s: the outcome is missing; %s", d.First+row+1, t.column.Name, wanted(Multinomial))
		}
	}
	return nil
}

// of are the outcomes of some rows.
func (t *Truth) of(rows Rows) []float64 {
	out := make([]float64, rows.Len())
	for i := range out {
		out[i] = t.At(rows.At(i))
	}
	return out
}

// checkBoth makes sure that there is something to learn, or to judge by.
func (t *Truth) checkBoth(rows Rows, where string) error {
	if rows.Len() == 0 {
		return fmt.Errorf("%s has no rows", where)
	}
	first := t.At(rows.At(0))
	for i := range rows.Len() {
		if t.At(rows.At(i)) != first {
			return nil
		}
	}
	switch t.Outcome {
	case Binary:
		return fmt.Errorf("%s has only rows whose outcome is %.0f; both 0 and 1 are needed", where, first)
	case Multinomial:
		return fmt.Errorf("%s has only rows whose outcome is %s; several are needed", where, t.Classes[int(first)])
	case Count, Hours, Continuous:
	}
	return nil
}
