package model

import "context"

// MethodName is what a method is called.
type MethodName string

// The methods.
const (
	AdditiveName MethodName = "additive"
	LogisticName MethodName = "logistic"
)

// Methods are the names of all methods, the usual one first.
func Methods() []MethodName { return []MethodName{AdditiveName, LogisticName} }

// NewMethod returns a method by its name.
func NewMethod(name MethodName) (Method, bool) {
	switch name {
	case AdditiveName:
		return Additive{}, true
	case LogisticName:
		return Logistic{}, true
	}
	return nil, false
}

// Method learns models from tables.
type Method interface {
	// Fit learns from some rows of a table.
	Fit(ctx context.Context, train Part) (Predictor, error)
}

// Part is what a method learns from.
type Part struct {
	Data  *Data
	Truth *Truth
	Rows  Rows
	Seed  uint64
}

// Predictor predicts.
type Predictor interface {
	// Predict returns for each row the probability of the event, or the expected
	// value; for a multinomial outcome one such list for each class.
	Predict(d *Data, rows Rows) ([][]float64, error)
}

// Model is a predictor that explains itself and is rows.
type Model interface {
	Predictor
	// Explain returns the scores of each row and what they are made of: first the
	// intercept, then the terms. Multinomial models have a score for each class
	// but the first.
	Explain(d *Data, rows Rows) ([]Explanation, error)
	// needs are the columns that the model reads, and which of them are text.
	needs() (names []string, nominal map[string]bool)
	// records are the model as rows of a file.
	records() []record
}

// Explanation is a score of each row, and the contributions that it is the sum of.
type Explanation struct {
	Class         string // of a multinomial outcome, else empty
	Score         []float64
	Terms         []string
	Contributions [][]float64 // by term, then row
}
