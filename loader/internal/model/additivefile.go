package model

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/framsyn/framsyn/models/additive"
)

// records implements Model.
func (m *AdditiveModel) records() []record {
	out := []record{about("power", number(m.model.Power))}
	for _, row := range m.model.Rows() {
		r := record{
			kind: string(row.Kind), term: row.Term, feature: row.Feature, bin: row.Bin, from: row.From, to: row.To, level: row.Level,
			kindB: string(row.KindB), featureB: row.FeatureB, binB: row.BinB, fromB: row.FromB, toB: row.ToB, levelB: row.LevelB,
			coefficient: row.Contribution, standardError: row.StandardError, center: math.NaN(),
			persons: row.Persons, weight: row.Weight, bags: row.Bags,
		}
		if row.Kind == additive.KindIntercept {
			r.term = kindIntercept
		}
		if m.model.Family == additive.Multinomial {
			r.class = m.model.Classes[row.Class]
		}
		out = append(out, r)
	}
	return out
}

// additiveOf makes an additive model of its records.
func additiveOf(f *Fitted, power string, records []record) (*AdditiveModel, error) {
	h := additive.Header{Family: familyOf(f.Outcome), Classes: f.Classes}
	if power != "" {
		var err error
		if h.Power, err = strconv.ParseFloat(power, 64); err != nil {
			return nil, fmt.Errorf("the model's power is %q, no number", power)
		}
	}
	rows := make([]additive.Row, 0, len(records))
	for _, r := range records {
		row := additive.Row{
			Term: r.term, Feature: r.feature, Bin: r.bin, Kind: additive.Kind(r.kind), From: math.NaN(), To: math.NaN(), Level: r.level,
			FeatureB: r.featureB, BinB: -1, KindB: additive.Kind(r.kindB), FromB: math.NaN(), ToB: math.NaN(), LevelB: r.levelB,
			Contribution: r.coefficient, StandardError: r.standardError, Persons: r.persons, Weight: r.weight, Bags: r.bags,
		}
		if r.kind == kindIntercept {
			row.Term = ""
		}
		if r.kind == kindInterval {
			row.From, row.To = r.from, r.to
		}
		if r.featureB != "" {
			row.BinB = r.binB
		}
		if r.kindB == kindInterval {
			row.FromB, row.ToB = r.fromB, r.toB
		}
		if r.class != "" {
			if row.Class = slices.Index(f.Classes, r.class); row.Class < 0 {
				return nil, fmt.Errorf("term %s: the class %q is not among those of the model", r.term, r.class)
			}
		}
		rows = append(rows, row)
	}
	m, err := additive.FromRows(h, rows)
	if err != nil {
		return nil, err
	}
	return &AdditiveModel{m}, nil
}
