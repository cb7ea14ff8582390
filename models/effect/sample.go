package effect

import (
	"errors"
	"fmt"
	"math"
)

const (
	panicLength   = "effect: slice lengths do not agree"
	panicColumns  = "effect: number of columns does not agree with the fit"
	panicOptions  = "effect: option out of range"
	panicEstimand = "effect: unknown estimand"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when there are no rows, or no confounders.
	ErrEmpty = errors.New("effect: no rows or no columns")
	// ErrFew is returned when an arm has too few persons to fit and to judge;
	// widen the period or join kinds of intervention.
	ErrFew = errors.New("effect: too few persons in an arm")
	// ErrOverlap is returned when no comparable rows remain after trimming. Where
	// treatment is rare, an ATE needs Trials.SampleControls first.
	ErrOverlap = errors.New("effect: no overlap between treated and controls; where treatment is rare, sample controls first")
	// ErrPropensity is returned when the propensity or censoring model did not
	// converge; use fewer confounders or a larger penalty.
	ErrPropensity = errors.New("effect: propensity model did not converge")
	// ErrSingular is returned when a ridge regression has no finite answer.
	ErrSingular = errors.New("effect: regression has no finite answer")
)

// NotFiniteError says where an infinite confounder, or an outcome that is said
// to be seen and is not finite, was met. Column −1 is the outcome.
type NotFiniteError struct {
	Row, Column int
}

// Error implements error.
func (e *NotFiniteError) Error() string {
	if e.Column < 0 {
		return fmt.Sprintf("effect: outcome not finite in row %d; mark it as not seen or leave the row out", e.Row)
	}
	return fmt.Sprintf("effect: value infinite in row %d, column %d; use NaN for a missing value", e.Row, e.Column)
}

// Sample is one study: what was known at time zero, who was treated, what came.
type Sample struct {
	X         [][]float64 // confounders, one slice per column, as known at time zero; NaN = missing
	Modifiers [][]float64 // what the effect may depend on, few columns; nil means X
	Treated   []bool
	Y         []float64 // outcome in its own unit; not read where it is not seen
	Seen      []bool    // outcome is known; nil means everywhere
	Person    []uint64  // whom the row is about; nil means that each row is a person of its own
}

func (s *Sample) rows() int { return len(s.Treated) }

func (s *Sample) seen(i int) bool { return s.Seen == nil || s.Seen[i] }

func (s *Sample) person(i int) uint64 {
	if s.Person == nil {
		return uint64(i)
	}
	return s.Person[i]
}

func (s *Sample) modifiers() [][]float64 {
	if s.Modifiers == nil {
		return s.X
	}
	return s.Modifiers
}

// check panics on lengths that do not agree and returns what the data are at
// fault for.
func (s *Sample) check() error {
	n := s.rows()
	ok := len(s.Y) == n && (s.Seen == nil || len(s.Seen) == n) && (s.Person == nil || len(s.Person) == n)
	for _, table := range [][][]float64{s.X, s.Modifiers} {
		for _, column := range table {
			ok = ok && len(column) == n
		}
	}
	if !ok {
		panic(panicLength)
	}
	if n == 0 || len(s.X) == 0 {
		return ErrEmpty
	}
	for i, y := range s.Y {
		if s.seen(i) && !finite(y) {
			return &NotFiniteError{Row: i, Column: -1}
		}
	}
	if err := checkColumns(s.X); err != nil {
		return err
	}
	if err := checkColumns(s.Modifiers); err != nil {
		return fmt.Errorf("modifiers: %w", err)
	}
	return nil
}

func checkColumns(x [][]float64) error {
	for j, column := range x {
		for i, v := range column {
			if math.IsInf(v, 0) {
				return &NotFiniteError{Row: i, Column: j}
			}
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// gather returns the given rows of a table of columns.
func gather(x [][]float64, rows []int) [][]float64 {
	out := make([][]float64, len(x))
	for j, column := range x {
		out[j] = pick(column, rows)
	}
	return out
}

func pick[T any](x []T, rows []int) []T {
	if x == nil {
		return nil
	}
	out := make([]T, len(rows))
	for pos, i := range rows {
		out[pos] = x[i]
	}
	return out
}
