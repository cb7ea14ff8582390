package survival

import (
	"errors"
	"fmt"
	"math"
)

const (
	panicLength = "survival: slice lengths do not agree"
	panicCause  = "survival: cause out of range"
	panicLevel  = "survival: level must be between 0 and 1"
	panicFrom   = "survival: interval that ends before it starts"
	panicWidth  = "survival: number of values does not agree with the model"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when no row has positive weight.
	ErrEmpty = errors.New("survival: no rows with positive weight")
	// ErrNoEvents is returned by regressions on rows that are all censored.
	ErrNoEvents = errors.New("survival: no events of this cause, nothing to learn from")
	// ErrSingular is returned when the features are linearly dependent among
	// the rows at risk at the times of events.
	ErrSingular = errors.New("survival: features are linearly dependent; leave one out")
	// ErrSeparated is returned when the information vanished on the way to the
	// optimum, as it does when a feature tells the events apart.
	ErrSeparated = errors.New("survival: no finite estimate, a feature tells the events apart; leave it out or merge its levels")
	// ErrNoPairs is returned when no event has anybody else at risk.
	ErrNoPairs = errors.New("survival: no comparable pairs, concordance is not defined")
)

// RowError says which row of the input is wrong, and why.
type RowError struct {
	Row  int
	Text string
}

// Error implements error.
func (e *RowError) Error() string { return fmt.Sprintf("survival: row %d: %s", e.Row, e.Text) }

// Sample is what was seen of persons or spells, one row each. Row i is under
// observation over (Entry[i], Exit[i]]; all times have one unit, which is that
// of every time that comes out.
type Sample struct {
	Entry  []float64 // left truncation: not seen before; nil = everybody from the start, 0
	Exit   []float64 // end of observation, after Entry; without Entry 0 or more
	Event  []int     // what ended it: 0 = censored, 1, 2, … = cause
	Weight []float64 // case weights ≥ 0, rows of weight 0 are left out; nil = all 1
	Person []uint64  // whose rows are dependent; nil = each row is its own
}

// Validate returns all faults, at most the first of each row.
// It panics when lengths do not agree.
func (s Sample) Validate() error {
	s.checkShape()
	var faults []error
	positive := false
	for i := range s.Exit {
		if text := s.fault(i); text != "" {
			faults = append(faults, &RowError{Row: i, Text: text})
		}
		positive = positive || s.weight(i) > 0
	}
	if len(faults) == 0 && !positive {
		return ErrEmpty
	}
	return errors.Join(faults...)
}

func (s Sample) checkShape() {
	n := len(s.Exit)
	if len(s.Event) != n || s.Entry != nil && len(s.Entry) != n ||
		s.Weight != nil && len(s.Weight) != n || s.Person != nil && len(s.Person) != n {
		panic(panicLength)
	}
}

// fault is what is wrong with row i, or nothing.
func (s Sample) fault(i int) string {
	finite := func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
	switch {
	case !finite(s.Exit[i]):
		return fmt.Sprintf("exit %v is not a finite number", s.Exit[i])
	case s.Entry == nil && s.Exit[i] < 0:
		return fmt.Sprintf("exit %v is negative; give entry times if time does not start at 0", s.Exit[i])
	case s.Entry != nil && !finite(s.Entry[i]):
		return fmt.Sprintf("entry %v is not a finite number", s.Entry[i])
	case s.Entry != nil && s.Exit[i] <= s.Entry[i]:
		return fmt.Sprintf("exit %v is not after entry %v; leave rows without follow-up out", s.Exit[i], s.Entry[i])
	case s.Event[i] < 0:
		return fmt.Sprintf("event %d is negative; 0 is censored, 1 and on are causes", s.Event[i])
	case !finite(s.weight(i)) || s.weight(i) < 0:
		return fmt.Sprintf("weight %v is not a finite number from 0 on", s.weight(i))
	}
	return ""
}

// After is the follow-up after time t, for curves that are conditional on being
// there at t, with the row of s that each row comes from.
func (s Sample) After(t float64) (Sample, []int) {
	s.checkShape()
	var out Sample
	var rows []int
	for i, exit := range s.Exit {
		if exit <= t {
			continue
		}
		rows = append(rows, i)
		out.Exit, out.Event = append(out.Exit, exit), append(out.Event, s.Event[i])
		out.Entry = append(out.Entry, max(t, s.entry(i)))
		if s.Weight != nil {
			out.Weight = append(out.Weight, s.Weight[i])
		}
		if s.Person != nil {
			out.Person = append(out.Person, s.Person[i])
		}
	}
	return out, rows
}

// entry is the time after which row i is at risk; −∞ for all when there are no
// entry times, so that an event at time 0 counts.
func (s Sample) entry(i int) float64 {
	if s.Entry == nil {
		return math.Inf(-1)
	}
	return s.Entry[i]
}

func (s Sample) weight(i int) float64 {
	if s.Weight == nil {
		return 1
	}
	return s.Weight[i]
}

// is tells whether row i ended with the cause; 0 stands for any.
func (s Sample) is(i, cause int) bool {
	return s.Event[i] > 0 && (cause == 0 || s.Event[i] == cause)
}

// causes is the largest code of an event.
func (s Sample) causes() int {
	var k int
	for i, e := range s.Event {
		if s.weight(i) > 0 {
			k = max(k, e)
		}
	}
	return k
}

// clusterSquares is Σ_g (Σ_{i∈g} influence_i)² over persons, in order of first row.
func (s Sample) clusterSquares(influence []float64) float64 {
	var total float64
	if s.Person == nil {
		for _, v := range influence {
			total += v * v
		}
		return total
	}
	index := make(map[uint64]int)
	var sums []float64
	for i, v := range influence {
		g, ok := index[s.Person[i]]
		if !ok {
			g = len(sums)
			index[s.Person[i]] = g
			sums = append(sums, 0)
		}
		sums[g] += v
	}
	for _, v := range sums {
		total += v * v
	}
	return total
}
