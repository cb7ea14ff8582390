package needs

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrIdentity is returned when a total does not reconcile with what was recorded.
var ErrIdentity = errors.New("needs: practice, habit and remainder do not add up to what was recorded")

// identityTolerance is the share of the rows' sum by which a total may miss the
// recorded time: rounding of sums, nothing else.
const identityTolerance = 1e-9

// Total is the time of a group of rows, weighted minutes/week.
type Total struct {
	Key       string
	Rows      int
	Norm      float64 // what the needs would cost by the norm
	Practice  float64 // by the model's practice, granted or performed, at average officer and area
	Habit     float64 // what officers and areas add or take away
	Remainder float64 // what is not explained
	Recorded  float64 // Practice + Habit + Remainder, within 1e-9 of its own sum
}

// Totals adds up rows by key, sorted by key; rows with an empty key are left
// out. Each total is checked against its rows: a sum that does not reconcile is
// ErrIdentity.
func (m *Model) Totals(rows []Row, key func(i int) string) ([]Total, error) {
	a := m.apply()
	at := make(map[string]int)
	var out []Total
	for i := range rows {
		k := key(i)
		if k == "" {
			continue
		}
		e, err := a.explain(&rows[i], func(Part) {})
		if err != nil {
			return nil, fmt.Errorf("needs: row %d: %w", i, err)
		}
		j, seen := at[k]
		if !seen {
			j = len(out)
			at[k] = j
			out = append(out, Total{Key: k})
		}
		out[j].add(e, rows[i].weight())
	}
	slices.SortFunc(out, func(a, b Total) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	for _, t := range out {
		if err := t.check(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (t *Total) add(e Explanation, w float64) {
	t.Rows++
	t.Norm += w * e.Norm
	t.Practice += w * e.Practice
	t.Habit += w * e.Habit
	t.Remainder += w * e.Remainder
	t.Recorded += w * e.Recorded
}

// check is the identity Practice + Habit + Remainder = Recorded.
func (t *Total) check() error {
	miss := t.Practice + t.Habit + t.Remainder - t.Recorded
	if scale := math.Abs(t.Practice) + math.Abs(t.Recorded) + 1; !(math.Abs(miss) <= identityTolerance*scale) {
		return fmt.Errorf("%w: %s misses by %v of %v", ErrIdentity, t.Key, miss, t.Recorded)
	}
	return nil
}
