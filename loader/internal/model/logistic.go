package model

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/split"
)

// Logistic is ridge logistic regression: numbers enter linearly, each value of a
// nominal feature has a coefficient. The penalty is chosen by cross-validation
// with whole persons within what it learns from.
type Logistic struct{}

// minPersons is how many persons a value needs to have a coefficient: fewer could
// be recognised in a published model. The same as in models/additive.
const minPersons = 20

// partKind is how a part of a linear model reads a feature.
type partKind string

const (
	linear  partKind = "linear"  // the number; a missing one counts as the mean in training
	missing partKind = "missing" // 1 where the feature is missing
	isLevel partKind = "level"   // 1 where the feature has this value
)

// linearPart is a column of the design.
type linearPart struct {
	feature     string
	kind        partKind
	level       string  // of isLevel
	center      float64 // mean in training, from which contributions are measured
	coefficient float64 // log-odds per unit
	se          float64
}

// LinearModel is a fitted logistic regression.
type LinearModel struct {
	intercept float64 // log-odds of a row at all means
	parts     []linearPart
}

// Fit implements Method.
func (Logistic) Fit(_ context.Context, train Part) (Predictor, error) {
	if train.Truth.Outcome != Binary {
		return nil, fmt.Errorf("logistic regression is for a binary outcome; take --method additive for one that is %s", train.Truth.Outcome)
	}
	m := &LinearModel{parts: linearParts(train)}
	if len(m.parts) == 0 {
		return nil, errors.New("no feature has two values with 20 persons each")
	}
	d := &linearDesign{data: train.Data, rows: train.Rows, parts: m.parts}
	d.bind()
	person := train.Data.persons(train.Rows)
	r := logistic.Response{Y: train.Truth.of(train.Rows), Weight: train.Data.weights(train.Rows), Person: person}
	grid := []float64{1e-5, 1e-4, 1e-3, 1e-2, 1e-1}
	cv, err := logistic.CrossValidate(d, r, split.Folds(person, defaultFolds, train.Seed), defaultFolds, logistic.CVOptions{Grid: grid})
	if err != nil {
		return nil, err
	}
	fitted, err := logistic.Fit(d, r, logistic.Options{Lambda: cv.Lambda})
	if err != nil {
		return nil, err
	}
	if !fitted.Status.Converged {
		return nil, errors.New("the logistic regression did not converge; look for features with extreme values")
	}
	se := fitted.StandardErrors()
	m.intercept = fitted.Baseline
	for j := range m.parts {
		m.parts[j].center, m.parts[j].coefficient, m.parts[j].se = fitted.Mean[j], fitted.Coefficients[j], se[1+j]
	}
	return m, nil
}

// linearParts are the columns that the training part can tell something about.
func linearParts(train Part) []linearPart {
	var parts []linearPart
	for _, column := range train.Data.Features {
		if column.Nominal {
			for code, persons := range personsOf(train, column, len(column.Levels())) {
				switch {
				case persons < minPersons:
				case code == 0:
					parts = append(parts, linearPart{feature: column.Name, kind: missing})
				default:
					parts = append(parts, linearPart{feature: column.Name, kind: isLevel, level: column.Levels()[code]})
				}
			}
			continue
		}
		mean, known, unknown := meanOf(train, column)
		if known >= minPersons {
			parts = append(parts, linearPart{feature: column.Name, kind: linear, center: mean})
		}
		if known >= minPersons && unknown >= minPersons {
			parts = append(parts, linearPart{feature: column.Name, kind: missing})
		}
	}
	return parts
}

// personsOf counts the persons of each value of a nominal column.
func personsOf(train Part, column *Column, values int) []int {
	seen := make([]map[uint64]struct{}, values)
	for i := range seen {
		seen[i] = make(map[uint64]struct{}, minPersons)
	}
	for i := range train.Rows.Len() {
		row := train.Rows.At(i)
		of := seen[column.Code(row)]
		if len(of) < minPersons { // no need to know more
			of[train.Data.person(row)] = struct{}{}
		}
	}
	counts := make([]int, values)
	for i, of := range seen {
		counts[i] = len(of)
	}
	return counts
}

func meanOf(train Part, column *Column) (mean float64, known, unknown int) {
	for i := range train.Rows.Len() {
		if v := column.Number(train.Rows.At(i)); math.IsNaN(v) {
			unknown++
		} else {
			known++
			mean += (v - mean) / float64(known)
		}
	}
	return mean, known, unknown
}

// linearDesign reads the parts of a linear model from a table.
type linearDesign struct {
	data   *Data
	rows   Rows
	parts  []linearPart
	column []*Column // of each part
	code   []int     // of a level in its column; -1 where the table does not have it
}

// bind finds the columns of the parts; it returns the first that is not there.
func (d *linearDesign) bind() (absent string) {
	d.column, d.code = make([]*Column, len(d.parts)), make([]int, len(d.parts))
	for j, part := range d.parts {
		if d.column[j] = d.data.feature(part.feature); d.column[j] == nil {
			return part.feature
		}
		d.code[j] = -1
		if part.kind == isLevel {
			d.code[j] = d.column[j].codeOf(part.level)
		}
	}
	return ""
}

// Dims implements logistic.Design.
func (d *linearDesign) Dims() (rows, columns int) { return d.rows.Len(), len(d.parts) }

// Column implements logistic.Design.
func (d *linearDesign) Column(dst []float64, j, lo int) {
	part, column := d.parts[j], d.column[j]
	for i := range dst {
		row := d.rows.At(lo + i)
		switch part.kind {
		case linear:
			if dst[i] = column.Number(row); math.IsNaN(dst[i]) {
				dst[i] = part.center
			}
		case missing:
			dst[i] = indicator(column.missing(row))
		case isLevel:
			dst[i] = indicator(column.Code(row) == d.code[j])
		}
	}
}

// Predict implements Model.
func (m *LinearModel) Predict(d *Data, rows Rows) ([][]float64, error) {
	score := make([]float64, rows.Len())
	for i := range score {
		score[i] = m.intercept
	}
	err := m.each(d, rows, func(_ int, value []float64) {
		for i, v := range value {
			score[i] += v
		}
	})
	return [][]float64{logistic.Probabilities(score)}, err
}

// each calls f with the contributions of each part, log-odds.
func (m *LinearModel) each(d *Data, rows Rows, f func(j int, value []float64)) error {
	design := &linearDesign{data: d, rows: rows, parts: m.parts}
	if absent := design.bind(); absent != "" {
		return fmt.Errorf("there is no column %q, which the model needs", absent)
	}
	value := make([]float64, rows.Len())
	for j, part := range m.parts {
		design.Column(value, j, 0)
		for i := range value {
			value[i] = part.coefficient * (value[i] - part.center)
		}
		f(j, value)
	}
	return nil
}
