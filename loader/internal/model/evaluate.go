package model

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gonum.org/v1/gonum/stat"
)

// Evaluation is how good a method is on a table.
type Evaluation struct {
	Method   MethodName
	Outcome  Outcome
	Mean     float64 // of the outcome: the share of events, if it is binary
	Rows     int
	Persons  int
	Features int
	Measures []Measure // means over folds; ece of all predictions together
	Pooled   []Measure // of the predictions of all folds together
	Folds    []FoldEvaluation
	Seconds  float64 // of fitting and predicting, all folds

	Truth      *Truth
	Prediction [][]float64 // of each row, by a model that has not seen its person; by class, or one
	Fold       *Folds
}

// FoldEvaluation is how good the predictions of a fold are.
type FoldEvaluation struct {
	Name     string
	Rows     int
	Measures []Measure // without intervals
	Seconds  float64
}

// Options steer an evaluation.
type Options struct {
	Name    MethodName
	Outcome Outcome
	Seed    uint64
	Clock   func() time.Time
	Fitted  func(fold string, seconds float64) // told of each fold; may be nil
}

// Evaluate predicts each fold by a model that has learned from the others, and
// judges the predictions.
func Evaluate(ctx context.Context, d *Data, method Method, o Options) (*Evaluation, error) {
	truth, err := d.Truth(o.Outcome)
	if err != nil {
		return nil, err
	}
	if err := d.CheckWeights(); err != nil {
		return nil, err
	}
	folds, err := d.Folds(o.Seed)
	if err != nil {
		return nil, err
	}
	if err := checkFolds(truth, folds); err != nil {
		return nil, err
	}
	persons, err := d.Persons()
	if err != nil {
		return nil, err
	}
	e := &Evaluation{
		Method: o.Name, Outcome: o.Outcome, Mean: stat.Mean(truth.of(All(d.Rows)), nil),
		Rows: d.Rows, Persons: persons, Features: len(d.Features), Truth: truth, Fold: folds,
	}
	e.Prediction = make([][]float64, max(1, len(truth.Classes)))
	for k := range e.Prediction {
		e.Prediction[k] = make([]float64, d.Rows)
	}
	for part, name := range folds.Names {
		seconds, err := e.predictFold(ctx, d, method, o, part)
		if err != nil {
			return nil, fmt.Errorf("fold %s: %w", name, err)
		}
		e.Seconds += seconds
		e.Folds = append(e.Folds, FoldEvaluation{Name: name, Seconds: seconds})
		if o.Fitted != nil {
			o.Fitted(name, seconds)
		}
	}
	return e, e.judge(d, o.Seed)
}

// checkFolds refuses before the work what would fail after it.
func checkFolds(truth *Truth, folds *Folds) error {
	for part, name := range folds.Names {
		in, others := folds.rows(part)
		if err := truth.checkBoth(in, "fold "+name); err != nil {
			return err
		}
		if err := truth.checkBoth(others, "what is not fold "+name); err != nil {
			return err
		}
	}
	return nil
}

// predictFold learns from the other folds and predicts one; it returns the seconds.
func (e *Evaluation) predictFold(ctx context.Context, d *Data, method Method, o Options, part int) (float64, error) {
	in, others := e.Fold.rows(part)
	began := o.Clock()
	fitted, err := method.Fit(ctx, Part{Data: d, Truth: e.Truth, Rows: others, Seed: o.Seed + 1}) // another than that of the folds, so that parts within are not parts of them
	if err != nil {
		return 0, err
	}
	prediction, err := fitted.Predict(d, in)
	if err != nil {
		return 0, err
	}
	seconds := o.Clock().Sub(began).Seconds()
	for k, values := range prediction {
		for i, value := range values {
			e.Prediction[k][in.At(i)] = value
		}
	}
	return seconds, nil
}

// judge fills in the measures.
func (e *Evaluation) judge(d *Data, seed uint64) error {
	var folds [][]Measure
	for part := range e.Folds {
		in, _ := e.Fold.rows(part)
		measures, err := e.sample(d, in).measures(seed, resamples)
		if err != nil {
			return fmt.Errorf("fold %s: %w", e.Folds[part].Name, err)
		}
		e.Folds[part].Rows, e.Folds[part].Measures = in.Len(), measures
		folds = append(folds, measures)
	}
	pooled, err := e.sample(d, All(d.Rows)).measures(seed, resamples)
	if err != nil {
		return err
	}
	e.Pooled, e.Measures = pooled, meanMeasures(folds)
	for j, m := range pooled {
		if isECE(m.Name) {
			e.Measures[j] = m // a fold's is mostly sampling noise, which does not average out
		}
	}
	return nil
}

// isECE tells whether a measure is that of all predictions together.
func isECE(name string) bool { return name == "ece" || strings.HasPrefix(name, "ece_") }

func (e *Evaluation) sample(d *Data, rows Rows) sample {
	s := sample{truth: e.Truth, y: e.Truth.of(rows), weight: d.weights(rows), person: d.persons(rows)}
	for _, all := range e.Prediction {
		prediction := make([]float64, rows.Len())
		for i := range prediction {
			prediction[i] = all[rows.At(i)]
		}
		s.prediction = append(s.prediction, prediction)
	}
	return s
}
