package model

import (
	"context"
	"fmt"
)

// Fit learns a model from all rows of a table.
func Fit(ctx context.Context, d *Data, method Method, about About, seed uint64) (*Fitted, error) {
	truth, err := d.Truth(about.Outcome)
	if err != nil {
		return nil, err
	}
	if err := d.CheckWeights(); err != nil {
		return nil, err
	}
	rows := All(d.Rows)
	if err := truth.checkBoth(rows, "the table"); err != nil {
		return nil, err
	}
	about.Rows = d.Rows
	if about.Persons, err = d.Persons(); err != nil {
		return nil, err
	}
	learned, err := method.Fit(ctx, Part{Data: d, Truth: truth, Rows: rows, Seed: seed + 1}) // as Evaluate does
	if err != nil {
		return nil, err
	}
	m, ok := learned.(Model)
	if !ok {
		return nil, fmt.Errorf("what %s has learned is no rows", about.Method)
	}
	return &Fitted{About: about, Classes: truth.Classes, Model: m}, nil
}
