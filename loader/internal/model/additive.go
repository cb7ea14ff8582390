package model

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/framsyn/framsyn/models/additive"
)

// Additive is the additive model of models/additive, as it is by itself.
type Additive struct{}

// AdditiveModel is a fitted additive model.
type AdditiveModel struct{ model *additive.Model }

// Fit implements Method.
func (Additive) Fit(ctx context.Context, train Part) (m Predictor, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	memory := &Scratch{}
	defer func() { err = errors.Join(err, memory.Close()) }()
	fitted, err := additive.Fit(&additiveRows{data: train.Data, truth: train.Truth, rows: train.Rows}, additive.Options{
		Family: familyOf(train.Truth.Outcome), Classes: train.Truth.Classes, Seed: train.Seed, Memory: memory,
	})
	switch {
	case errors.Is(err, additive.ErrPersons):
		return nil, fmt.Errorf("%w; for a table this small take --method logistic", err)
	case err != nil:
		return nil, err
	}
	return &AdditiveModel{fitted}, nil
}

func familyOf(kind Outcome) additive.Family {
	switch kind {
	case Multinomial:
		return additive.Multinomial
	case Count:
		return additive.Poisson
	case Hours:
		return additive.Tweedie
	case Continuous:
		return additive.Continuous
	case Binary:
	}
	return additive.Binary
}

// additiveRows gives rows of a table in blocks, which it uses again.
type additiveRows struct {
	data  *Data
	truth *Truth // nil for rows without an outcome
	rows  Rows
}

// Features implements additive.Source.
func (s *additiveRows) Features() []additive.Feature {
	out := make([]additive.Feature, len(s.data.Features))
	for j, column := range s.data.Features {
		out[j].Name = column.Name
		if column.Nominal {
			out[j].Levels = append([]string{}, column.Levels()[1:]...)
		}
	}
	return out
}

// Blocks implements additive.Source.
func (s *additiveRows) Blocks() iter.Seq2[additive.Block, error] {
	return func(yield func(additive.Block, error) bool) {
		n := s.rows.Len()
		var block additive.Block
		for lo := 0; lo < n; lo += blockRows {
			s.fill(&block, lo, min(lo+blockRows, n))
			if !yield(block, nil) {
				return
			}
		}
	}
}

// fill puts the rows from lo to below hi into a block.
func (s *additiveRows) fill(b *additive.Block, lo, hi int) {
	if b.X == nil {
		b.X = make([][]float64, len(s.data.Features))
	}
	for j, column := range s.data.Features {
		b.X[j] = b.X[j][:0]
		for i := lo; i < hi; i++ {
			b.X[j] = append(b.X[j], cellValue(column, s.rows.At(i)))
		}
	}
	b.Y, b.Person = b.Y[:0], b.Person[:0]
	if s.data.Weight != nil {
		b.Weight = b.Weight[:0]
	}
	for i := lo; i < hi; i++ {
		row := s.rows.At(i)
		y := 0.0
		if s.truth != nil {
			y = s.truth.At(row)
		}
		b.Y, b.Person = append(b.Y, y), append(b.Person, s.data.person(row))
		if s.data.Weight != nil {
			b.Weight = append(b.Weight, s.data.weight(row))
		}
	}
}

// cellValue is a value as models/additive takes it: of a nominal column the place
// of its level.
func cellValue(c *Column, row int) float64 {
	if !c.Nominal {
		return c.Number(row)
	}
	if code := c.Code(row); code > 0 {
		return float64(code - 1)
	}
	return math.NaN()
}

// Predict implements Model.
func (m *AdditiveModel) Predict(d *Data, rows Rows) ([][]float64, error) {
	out := columnsOf(m.model.Means(), rows.Len())
	var score, mean []float64
	err := m.each(d, rows, func(i int, x []float64) {
		score = m.model.Score(score, x)
		mean = m.model.Mean(mean, score)
		for k, v := range mean {
			out[k][i] = v
		}
	})
	return out, err
}

// Explain implements Model.
func (m *AdditiveModel) Explain(d *Data, rows Rows) ([]Explanation, error) {
	terms := []string{kindIntercept}
	for i := range m.model.Terms {
		terms = append(terms, m.model.Terms[i].Name)
	}
	out := make([]Explanation, m.model.Functions())
	for fn := range out {
		out[fn] = Explanation{Score: make([]float64, rows.Len()), Terms: terms, Contributions: columnsOf(len(terms), rows.Len())}
		if m.model.Family == additive.Multinomial {
			out[fn].Class = m.model.Classes[1+fn]
		}
	}
	var score []float64
	err := m.each(d, rows, func(i int, x []float64) {
		score = m.model.Score(score, x)
		for fn := range out {
			out[fn].Score[i], out[fn].Contributions[0][i] = score[fn], m.model.Intercept[fn].Value
		}
		for k, c := range m.model.Explain(x) {
			out[c.Function].Contributions[1+k%len(m.model.Terms)][i] = c.Value
		}
	})
	return out, err
}

// each calls f with each row as the model wants it.
func (m *AdditiveModel) each(d *Data, rows Rows, f func(i int, x []float64)) error {
	source := &additiveRows{data: d, rows: rows}
	binding, err := m.model.Bind(source.Features())
	if err != nil {
		return fmt.Errorf("apply the model: %w", err)
	}
	var x []float64
	at := 0
	for block, err := range source.Blocks() {
		if err != nil {
			return err
		}
		for i := range block.Rows() {
			x = binding.Row(x, block, i)
			f(at, x)
			at++
		}
	}
	return nil
}

func columnsOf(columns, rows int) [][]float64 {
	out := make([][]float64, columns)
	for j := range out {
		out[j] = make([]float64, rows)
	}
	return out
}

// needs implements Model.
func (m *AdditiveModel) needs() (names []string, nominal map[string]bool) {
	nominal = make(map[string]bool)
	for _, f := range m.model.Features {
		names = append(names, f.Name)
		nominal[f.Name] = f.Nominal()
	}
	return names, nominal
}
