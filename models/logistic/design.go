package logistic

import (
	"errors"
	"fmt"
	"math"
)

const (
	panicLength  = "logistic: slice lengths do not agree"
	panicColumns = "logistic: number of columns does not agree with the model"
	panicFold    = "logistic: fold out of range"
	panicLambda  = "logistic: negative penalty"
)

// Errors that the data can cause.
var (
	// ErrEmpty is returned when there are no rows or the weights sum to zero.
	ErrEmpty = errors.New("logistic: no rows with positive weight")
	// ErrOneClass is returned when all outcomes with positive weight are equal.
	ErrOneClass = errors.New("logistic: all outcomes are equal")
	// ErrSingular is returned when columns are linearly dependent and the
	// penalty is zero.
	ErrSingular = errors.New("logistic: columns are linearly dependent and the penalty is zero")
	// ErrOutcome is returned for an outcome outside 0 to 1.
	ErrOutcome = errors.New("logistic: outcome outside 0 to 1")
	// ErrWeight is returned for a negative or non-finite weight.
	ErrWeight = errors.New("logistic: weight negative or not finite")
)

// NotFiniteError says where a missing or infinite value was met.
type NotFiniteError struct {
	Row, Column int
}

// Error implements error.
func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("logistic: value not finite in row %d, column %d; wrap the design with an Imputer", e.Row, e.Column)
}

// Design is a table of features that is read in blocks, column by column. It
// must allow concurrent reads.
type Design interface {
	// Dims returns the number of rows and of columns.
	Dims() (rows, columns int)
	// Column copies len(dst) values of column j, from row lo on, to dst.
	Column(dst []float64, j, lo int)
}

// Columns is a Design held as one slice per column, as a column store delivers
// it. All columns have equal length. NaN is a missing value.
type Columns[T float32 | float64] [][]T

// Dims returns the number of rows and of columns.
func (c Columns[T]) Dims() (rows, columns int) {
	if len(c) == 0 {
		return 0, 0
	}
	return len(c[0]), len(c)
}

// Column copies len(dst) values of column j, from row lo on, to dst.
func (c Columns[T]) Column(dst []float64, j, lo int) {
	for i, v := range c[j][lo : lo+len(dst)] {
		dst[i] = float64(v)
	}
}

// Imputer replaces missing values by the training mean and adds indicator
// columns for those that had any in training.
type Imputer struct {
	Mean      []float64 // mean of the known values per column; 0 when none is known
	Indicator []int     // columns that get an indicator, ascending
}

// FitImputer learns means and which columns have missing values (NaN) from d.
func FitImputer(d Design) *Imputer {
	n, p := d.Dims()
	imp := &Imputer{Mean: make([]float64, p)}
	buf := make([]float64, blockRows)
	for j := range p {
		var sum, known float64
		for lo := 0; lo < n; lo += blockRows {
			b := buf[:min(blockRows, n-lo)]
			d.Column(b, j, lo)
			for _, v := range b {
				if !math.IsNaN(v) {
					sum += v
					known++
				}
			}
		}
		if known > 0 {
			imp.Mean[j] = sum / known
		}
		if int(known) < n {
			imp.Indicator = append(imp.Indicator, j)
		}
	}
	return imp
}

// Wrap returns d without missing values: the columns of d, filled, followed by
// one indicator per entry of Indicator (1 = was missing). It panics when d has
// another number of columns than the imputer was fitted on.
func (imp *Imputer) Wrap(d Design) Design {
	if _, p := d.Dims(); p != len(imp.Mean) {
		panic(panicColumns)
	}
	return imputed{imp, d}
}

// Names returns the names of the wrapped design's columns; an indicator is
// called after its column with the suffix "_missing".
func (imp *Imputer) Names(names []string) []string {
	if len(names) != len(imp.Mean) {
		panic(panicColumns)
	}
	out := append([]string(nil), names...)
	for _, j := range imp.Indicator {
		out = append(out, names[j]+"_missing")
	}
	return out
}

type imputed struct {
	imp *Imputer
	d   Design
}

func (m imputed) Dims() (rows, columns int) {
	n, p := m.d.Dims()
	return n, p + len(m.imp.Indicator)
}

func (m imputed) Column(dst []float64, j, lo int) {
	p := len(m.imp.Mean)
	if j < p {
		m.d.Column(dst, j, lo)
		for i, v := range dst {
			if math.IsNaN(v) {
				dst[i] = m.imp.Mean[j]
			}
		}
		return
	}
	m.d.Column(dst, m.imp.Indicator[j-p], lo)
	for i, v := range dst {
		dst[i] = 0
		if math.IsNaN(v) {
			dst[i] = 1
		}
	}
}

// Response is the outcome of each row.
type Response struct {
	Y      []float64 // outcome: 0 or 1, or a share between
	Weight []float64 // case weight ≥ 0; nil means 1 for every row
	Person []uint64  // whom the row is about; nil means that each row is a person of its own
}

func (r Response) checkShape(n int) {
	if len(r.Y) != n || (r.Weight != nil && len(r.Weight) != n) || (r.Person != nil && len(r.Person) != n) {
		panic(panicLength)
	}
}

func (r Response) check() error {
	var total, events float64
	for i, y := range r.Y {
		if !(y >= 0 && y <= 1) {
			return fmt.Errorf("row %d: %w", i, ErrOutcome)
		}
		w := 1.0
		if r.Weight != nil {
			w = r.Weight[i]
		}
		if !(w >= 0 && !math.IsInf(w, 1)) {
			return fmt.Errorf("row %d: %w", i, ErrWeight)
		}
		total += w
		events += w * y
	}
	switch {
	case total <= 0:
		return ErrEmpty
	case events <= 0 || events >= total:
		return ErrOneClass
	}
	return nil
}
