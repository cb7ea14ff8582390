package additive

import (
	"errors"
	"fmt"
	"iter"
	"math"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when there are no rows or the weights sum to zero.
	ErrEmpty = errors.New("additive: no rows with positive weight")
	// ErrPersons is returned when there are fewer persons than bags need.
	ErrPersons = errors.New("additive: too few persons, at least five per bag are needed: take fewer Bags or more persons")
	// ErrOutcome is returned for an outcome that the family cannot have.
	ErrOutcome = errors.New("additive: outcome not possible in this family")
	// ErrOneClass is returned when a class never occurs, or always.
	ErrOneClass = errors.New("additive: an outcome never occurs, or always: there is nothing to learn, drop the class or take more rows")
	// ErrWeight is returned for a negative or non-finite weight.
	ErrWeight = errors.New("additive: weight negative or not finite")
	// ErrOffset is returned for an offset that is not finite, or so far from the
	// others that no rate goes with both.
	ErrOffset = errors.New("additive: offset not finite or out of all proportion")
	// ErrLevel is returned for a nominal value that is no index of a level.
	ErrLevel = errors.New("additive: nominal value is not an index into Levels")
	// ErrShape is returned when the slices of a block have different lengths,
	// or a source gives other rows the second time.
	ErrShape = errors.New("additive: shape of the rows does not agree")
	// ErrFeatures is returned for features without or with equal names, or
	// features that a model needs and a source lacks.
	ErrFeatures = errors.New("additive: features")
	// ErrNoFit is returned when the fitted model does much worse on held-out
	// persons than no features at all, a sign of outliers in the outcome.
	ErrNoFit = errors.New("additive: the fit did not succeed")
	// ErrRows is returned by FromRows for rows that are no model.
	ErrRows = errors.New("additive: rows are not a model")
	// ErrOptions is returned for options outside their range.
	ErrOptions = errors.New("additive: options")
)

// Feature describes one column.
type Feature struct {
	Name     string
	Levels   []string // nil: numeric. Else nominal: a cell holds the index of its level
	Monotone int      // +1: the contribution never falls with the value, −1: never rises, 0: free. Numeric only
}

// Nominal tells whether the feature has levels instead of numbers.
func (f Feature) Nominal() bool { return f.Levels != nil }

// Block is a number of rows, held by column.
type Block struct {
	X      [][]float64 // one slice per feature; NaN = missing; nominal: index into Levels
	Y      []float64   // outcome: 0 or 1, class 0 … K−1, count, amount or number, by family
	Weight []float64   // case weight ≥ 0; nil means 1 for every row
	Offset []float64   // known part of the score (such as log exposure); nil means 0
	Person []uint64    // whom the row is about; nil means that each row is a person of its own
}

// Rows is the number of rows.
func (b Block) Rows() int {
	if len(b.X) > 0 {
		return len(b.X[0])
	}
	return len(b.Y)
}

// Source gives rows in blocks. It is read from the start more than once and
// gives the same rows in the same order each time. A block may be reused by the
// source after the loop body has ended.
type Source interface {
	Features() []Feature
	Blocks() iter.Seq2[Block, error]
}

// Table is a Source in memory.
type Table struct {
	Columns []Feature
	Data    Block
}

// Features returns the columns.
func (t Table) Features() []Feature { return t.Columns }

// Blocks gives all rows at once.
func (t Table) Blocks() iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) { yield(t.Data, nil) }
}

// checkFeatures requires distinct names and directions for numeric features only.
func checkFeatures(features []Feature) error {
	seen := make(map[string]bool)
	for j, f := range features {
		switch {
		case f.Name == "":
			return fmt.Errorf("%w: column %d has no name", ErrFeatures, j)
		case seen[f.Name]:
			return fmt.Errorf("%w: %q occurs twice", ErrFeatures, f.Name)
		case f.Monotone < -1 || f.Monotone > 1 || f.Monotone != 0 && f.Nominal():
			return fmt.Errorf("%w: %q: Monotone must be -1, 0 or 1, and 0 for a nominal feature", ErrFeatures, f.Name)
		}
		seen[f.Name] = true
	}
	if len(features) == 0 {
		return fmt.Errorf("%w: there are none", ErrFeatures)
	}
	return nil
}

// check looks for values that no fit can use. Row numbers in errors count from row0.
func (b Block) check(features []Feature, outcome func(y float64) bool, row0 int) error {
	n := b.Rows()
	if len(b.X) != len(features) || len(b.Y) != n || b.Weight != nil && len(b.Weight) != n ||
		b.Offset != nil && len(b.Offset) != n || b.Person != nil && len(b.Person) != n {
		return fmt.Errorf("%w: block at row %d: %d columns for %d features, or columns of unequal length", ErrShape, row0, len(b.X), len(features))
	}
	for j, col := range b.X {
		if len(col) != n {
			return fmt.Errorf("%w: block at row %d: %q has %d rows of %d", ErrShape, row0, features[j].Name, len(col), n)
		}
		if levels := features[j].Levels; levels != nil {
			for i, v := range col {
				if !math.IsNaN(v) && (v != math.Trunc(v) || v < 0 || v >= float64(len(levels))) {
					return fmt.Errorf("row %d, %q, %g: %w", row0+i, features[j].Name, v, ErrLevel)
				}
			}
		}
	}
	for i, y := range b.Y {
		if !outcome(y) {
			return fmt.Errorf("row %d, outcome %g: %w", row0+i, y, ErrOutcome)
		}
		if b.Weight != nil && (!(b.Weight[i] >= 0) || math.IsInf(b.Weight[i], 1)) {
			return fmt.Errorf("row %d, weight %g: %w", row0+i, b.Weight[i], ErrWeight)
		}
		if b.Offset != nil && (math.IsNaN(b.Offset[i]) || math.IsInf(b.Offset[i], 0)) {
			return fmt.Errorf("row %d, offset %g: %w", row0+i, b.Offset[i], ErrOffset)
		}
	}
	return nil
}
