package model_test

import (
	"context"
	"fmt"

	"github.com/framsyn/framsyn/loader/internal/model"
)

// column is a method that predicts what stands in a column.
type column struct{ name string }

// Fit implements model.Method.
func (c column) Fit(context.Context, model.Part) (model.Predictor, error) { return c, nil }

// Predict implements model.Predictor.
func (c column) Predict(d *model.Data, rows model.Rows) ([][]float64, error) {
	for _, have := range d.Features {
		if have.Name != c.name {
			continue
		}
		out := make([]float64, rows.Len())
		for i := range out {
			out[i] = have.Number(rows.At(i))
		}
		return [][]float64{out}, nil
	}
	return nil, fmt.Errorf("no column %s", c.name)
}

// third is a method that predicts a third for each of three classes.
type third struct{}

// Fit implements model.Method.
func (third) Fit(context.Context, model.Part) (model.Predictor, error) { return third{}, nil }

// Predict implements model.Predictor.
func (third) Predict(_ *model.Data, rows model.Rows) ([][]float64, error) {
	out := make([][]float64, 3)
	for k := range out {
		for range rows.Len() {
			out[k] = append(out[k], 1./3)
		}
	}
	return out, nil
}
