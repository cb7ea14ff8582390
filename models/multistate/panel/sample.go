package panel

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

const (
	panicLength = "panel: slice lengths do not agree"
	panicStart  = "panel: matrix of start values or of allowed transitions is not square"
	panicState  = "panel: no such state, or no such transition"
	panicWidth  = "panel: number of covariates does not agree with the model"
	panicTime   = "panel: negative or NaN time"
	panicLevel  = "panel: level must be between 0 and 1"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when no person is seen twice.
	ErrEmpty = errors.New("panel: nobody is seen at two times, nothing to learn from")
	// ErrNoTransitions is returned when no transition has a start value above 0.
	ErrNoTransitions = errors.New("panel: no transition is allowed; give start values above 0")
)

// RowError says which row of the input is wrong, and why.
type RowError struct {
	Row  int
	Text string
}

// Error implements error.
func (e *RowError) Error() string { return fmt.Sprintf("panel: row %d: %s", e.Row, e.Text) }

// FlatError says which transition the data do not determine: its intensity goes
// to 0, or two transitions cannot be told apart.
type FlatError struct {
	From, To int
}

// Error implements error.
func (e *FlatError) Error() string {
	return fmt.Sprintf("panel: the data do not determine the transition from state %d to state %d; disallow it or leave covariates out", e.From, e.To)
}

// Unknown is the state of a person's last row when it is known only that the
// person was there, in one of Options.Unknown: alive at the end of follow-up, say.
// Without such rows, those who die after their last visit count and those who do
// not are left out, and deaths are overestimated.
const Unknown = -1

// Sample is what was seen of persons at some times, one row a visit, in any order.
type Sample struct {
	Person []uint64
	Time   []float64   // in one unit, which is that of every time that comes out
	State  []int       // from 0, or Unknown in a last row
	X      [][]float64 // X[j][i]: covariate j at visit i, taken to last until the next; nil = none
}

// check returns the first fault.
func (s Sample) check(states int) error {
	n := len(s.Time)
	if len(s.Person) != n || len(s.State) != n {
		panic(panicLength)
	}
	for i, t := range s.Time {
		if math.IsNaN(t) || math.IsInf(t, 0) {
			return &RowError{i, fmt.Sprintf("time %v is not a finite number", t)}
		}
		if s.State[i] < Unknown || s.State[i] >= states {
			return &RowError{i, fmt.Sprintf("state %d is outside 0 to %d", s.State[i], states-1)}
		}
	}
	for j, column := range s.X {
		if len(column) != n {
			panic(panicLength)
		}
		for i, v := range column {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return &RowError{i, fmt.Sprintf("covariate %d is %v; fill missing values in, or leave the row out", j, v)}
			}
		}
	}
	return nil
}

// step is what lies between two visits of one person.
type step struct {
	row      int // of the first visit
	next     int // of the second
	from, to int
	time     float64
}

// steps pairs the visits of each person in order of time.
func (s Sample) steps() ([]step, error) {
	rows := make([]int, len(s.Time))
	for i := range rows {
		rows[i] = i
	}
	slices.SortStableFunc(rows, func(a, b int) int {
		switch {
		case s.Person[a] < s.Person[b] || s.Person[a] == s.Person[b] && s.Time[a] < s.Time[b]:
			return -1
		case s.Person[a] == s.Person[b] && s.Time[a] == s.Time[b]:
			return 0
		}
		return 1
	})
	var out []step
	for k := 1; k < len(rows); k++ {
		a, b := rows[k-1], rows[k]
		if s.Person[a] != s.Person[b] {
			continue
		}
		if s.Time[a] == s.Time[b] {
			return nil, &RowError{b, fmt.Sprintf("person %d is seen twice at time %v (also row %d); keep one", s.Person[b], s.Time[b], a)}
		}
		if s.State[a] == Unknown {
			return nil, &RowError{a, "unknown state before a later row; only a last row may have it, leave this one out"}
		}
		out = append(out, step{a, b, s.State[a], s.State[b], s.Time[b] - s.Time[a]})
	}
	if len(out) == 0 {
		return nil, ErrEmpty
	}
	return out, nil
}

// Crude returns start values for [Fit]: steps seen from one state to another per
// time seen in the first, as if nothing happened between visits, and a half for
// none. Transitions that are not allowed get 0; the diagonal is ignored. It
// panics when allowed is not square.
func Crude(s Sample, allowed [][]bool) ([][]float64, error) {
	checkSquare(allowed)
	if err := s.check(len(allowed)); err != nil {
		return nil, err
	}
	steps, err := s.steps()
	if err != nil {
		return nil, err
	}
	out := make([][]float64, len(allowed))
	stay := make([]float64, len(allowed))
	var total float64
	for r := range out {
		out[r] = make([]float64, len(allowed))
	}
	for _, p := range steps {
		if p.to != Unknown {
			out[p.from][p.to]++
		}
		stay[p.from] += p.time
		total += p.time
	}
	for r := range out {
		for c := range out[r] {
			switch {
			case r == c || !allowed[r][c]:
				out[r][c] = 0
			case stay[r] > 0:
				out[r][c] = max(0.5, out[r][c]) / stay[r]
			default:
				out[r][c] = 0.5 / total
			}
		}
	}
	return out, nil
}

func checkSquare[T any](m [][]T) {
	for _, row := range m {
		if len(row) != len(m) {
			panic(panicStart)
		}
	}
}
