package evaluate

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

const (
	panicLength = "evaluate: slice lengths do not agree"
	panicBins   = "evaluate: number of bins must be positive"
	panicTop    = "evaluate: top must be positive"
	panicLevel  = "evaluate: level must lie between 0 and 1"
	panicSpace  = "evaluate: period must be positive"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when there is nothing with positive weight.
	ErrEmpty = errors.New("evaluate: no rows with positive weight")
	// ErrOneClass is returned when a measure needs events and non-events.
	ErrOneClass = errors.New("evaluate: all outcomes are equal")
	// ErrRange is returned for a probability, outcome or weight out of range.
	ErrRange = errors.New("evaluate: value out of range")
	// ErrNoFit is returned when the calibration line has no finite answer.
	ErrNoFit = errors.New("evaluate: calibration line did not converge")
	// ErrNoScale is returned when the seasonal naive makes no errors in training.
	ErrNoScale = errors.New("evaluate: scale of the training part is zero or unknown")
)

// Sample is a set of probabilities with what came of them.
type Sample struct {
	Probability []float64 // 0 to 1
	Outcome     []float64 // 0 or 1
	Weight      []float64 // ≥ 0; nil means 1 for every row
	Person      []uint64  // whom the row is about; nil means that each row is a person of its own
}

// Sorted is a sample put in order of probability, checked, with the tie groups
// found: the form that all measures read.
type Sorted struct {
	p, y, w   []float64 // descending in p
	logLoss   []float64 // per row, nats
	logOdds   []float64 // of p, kept within ±34.5 (1e-15)
	person    []int32   // dense index
	persons   int
	tie       []int // start of each tie group, then the number of rows
	hasEvents bool  // both outcomes occur
}

// Sort prepares a sample. It panics when lengths do not agree.
func Sort(s Sample) (*Sorted, error) {
	n := len(s.Probability)
	if len(s.Outcome) != n || s.Weight != nil && len(s.Weight) != n || s.Person != nil && len(s.Person) != n {
		panic(panicLength)
	}
	order := make([]int, 0, n)
	for i, p := range s.Probability {
		y, w := s.Outcome[i], 1.0
		if s.Weight != nil {
			w = s.Weight[i]
		}
		if !(p >= 0 && p <= 1) || (y != 0 && y != 1) || !(w >= 0 && !math.IsInf(w, 1)) {
			return nil, fmt.Errorf("row %d: probability %v, outcome %v, weight %v: %w", i, p, y, w, ErrRange)
		}
		if w > 0 {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		return nil, ErrEmpty
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.Probability[b], s.Probability[a]) })
	return arrange(s, order), nil
}

func arrange(s Sample, order []int) *Sorted {
	out := &Sorted{}
	index := make(map[uint64]int32)
	var events float64
	for pos, i := range order {
		p, y, w := s.Probability[i], s.Outcome[i], 1.0
		if s.Weight != nil {
			w = s.Weight[i]
		}
		id := uint64(i)
		if s.Person != nil {
			id = s.Person[i]
		}
		g, ok := index[id]
		if !ok {
			g = int32(len(index))
			index[id] = g
		}
		if pos == 0 || p != out.p[pos-1] {
			out.tie = append(out.tie, pos)
		}
		kept := min(max(p, 1e-15), 1-1e-15) // as scikit-learn's log_loss did up to version 1.2
		out.p, out.y, out.w, out.person = append(out.p, p), append(out.y, y), append(out.w, w), append(out.person, g)
		out.logLoss = append(out.logLoss, -y*math.Log(kept)-(1-y)*math.Log1p(-kept))
		out.logOdds = append(out.logOdds, math.Log(kept)-math.Log1p(-kept))
		events += y
	}
	out.tie = append(out.tie, len(order))
	out.persons = len(index)
	out.hasEvents = events > 0 && events < float64(len(order))
	return out
}

// Rows returns the number of rows with positive weight.
func (s *Sorted) Rows() int { return len(s.p) }

// Persons returns the number of persons.
func (s *Sorted) Persons() int { return s.persons }
