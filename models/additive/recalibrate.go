package additive

import (
	"fmt"

	"github.com/framsyn/framsyn/models/logistic"
)

// Predictions are the scores and means of a block of rows.
type Predictions struct {
	Score [][]float64 // per function
	Mean  [][]float64 // per class, or one
}

// PredictSource scores the rows of a source block by block and hands them to
// yield. Columns are found by name and levels by text; Offset is added.
func (m *Model) PredictSource(src Source, yield func(Block, Predictions) error) error {
	bind, err := m.Bind(src.Features())
	if err != nil {
		return err
	}
	x, score, mean := make([]float64, len(m.Features)), make([]float64, m.Functions()), make([]float64, m.Means())
	for b, err := range src.Blocks() {
		if err != nil {
			return fmt.Errorf("additive: read rows: %w", err)
		}
		out := Predictions{Score: columns(m.Functions(), b.Rows()), Mean: columns(m.Means(), b.Rows())}
		for i := range b.Rows() {
			m.Score(score, bind.Row(x, b, i))
			if b.Offset != nil && m.Family != Multinomial {
				score[0] += b.Offset[i]
			}
			m.Mean(mean, score)
			for k, v := range score {
				out.Score[k][i] = v
			}
			for k, v := range mean {
				out.Mean[k][i] = v
			}
		}
		if err := yield(b, out); err != nil {
			return err
		}
	}
	return nil
}

func columns(k, n int) [][]float64 {
	out := make([][]float64, k)
	for i := range out {
		out[i] = make([]float64, n)
	}
	return out
}

// Recalibrate learns the map η′ = intercept + slope·η of a binary model from rows
// of a later time, whose persons or months the model has not seen.
func (m *Model) Recalibrate(src Source) (logistic.Recalibration, error) {
	if m.Family != Binary {
		return logistic.Recalibration{}, fmt.Errorf("%w: recalibration is for binary models, not %v", ErrOptions, m.Family)
	}
	var eta []float64
	var r logistic.Response
	err := m.PredictSource(src, func(b Block, p Predictions) error {
		if err := b.check(src.Features(), likelihood{family: Binary}.possible, len(eta)); err != nil {
			return err
		}
		for i := range b.Rows() {
			weight, person := 1.0, uint64(len(eta))
			if b.Weight != nil {
				weight = b.Weight[i]
			}
			if b.Person != nil {
				person = b.Person[i]
			}
			eta = append(eta, p.Score[0][i])
			r.Y, r.Weight, r.Person = append(r.Y, b.Y[i]), append(r.Weight, weight), append(r.Person, person)
		}
		return nil
	})
	if err != nil {
		return logistic.Recalibration{}, err
	}
	out, err := logistic.Recalibrate(eta, r)
	if err != nil {
		return out, fmt.Errorf("additive: recalibrate: %w", err)
	}
	return out, nil
}

// Recalibrated returns the model with the map built in: every contribution is
// multiplied by the slope, so that the explanation still adds up. One map is for
// all functions. The uncertainty of the map is not in the standard errors.
func (m *Model) Recalibrated(intercept, slope float64) *Model {
	out := *m
	out.Intercept = scaled(m.Intercept, slope)
	for fn := range out.Intercept {
		e := &out.Intercept[fn]
		e.Value += intercept
		for k := range e.Bags {
			e.Bags[k] += intercept
		}
	}
	out.Terms = append([]Term(nil), m.Terms...)
	for i := range out.Terms {
		t := &out.Terms[i]
		t.Effects = make([][]Effect, len(m.Terms[i].Effects))
		for fn, e := range m.Terms[i].Effects {
			t.Effects[fn] = scaled(e, slope)
		}
	}
	return &out
}

func scaled(effects []Effect, by float64) []Effect {
	out := make([]Effect, len(effects))
	for i, e := range effects {
		out[i] = Effect{Value: by * e.Value, Bags: make([]float64, len(e.Bags))}
		for k, v := range e.Bags {
			out[i].Bags[k] = by * v
		}
	}
	return out
}
