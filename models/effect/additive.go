package effect

import (
	"fmt"

	"github.com/framsyn/framsyn/models/additive"
)

// Additive is the glass-box model as a regression: for outcomes that bend and
// step, and for effects that shall be stored as rows. It takes tens of times as
// long as Ridge, and each analysis fits it dozens of times: see Options.Folds
// and Options.Repeats.
type Additive struct {
	Pairs   bool             // pairwise terms may be kept
	Options additive.Options // Family, MaxPairs and Workers are set here, Bags lowered for few persons
}

var _ Regressor = Additive{}

// personsPerBag is what additive.Fit demands.
const personsPerBag = 5

type additiveFit struct{ model *additive.Model }

// Fit implements Regressor.
func (a Additive) Fit(x [][]float64, y, weight []float64, person []uint64) (Regression, error) {
	o := a.Options
	o.Family = additive.Continuous
	o.Workers = 1 // fits run side by side
	if !a.Pairs {
		o.MaxPairs = -1
	}
	persons := len(y)
	if person != nil {
		_, persons = denseIndex(len(y), func(i int) uint64 { return person[i] })
	}
	if o.Bags == 0 {
		o.Bags = 8
	}
	o.Bags = max(2, min(o.Bags, persons/personsPerBag))
	features := make([]additive.Feature, len(x))
	for j := range features {
		features[j].Name = fmt.Sprintf("x%d", j)
	}
	m, err := additive.Fit(additive.Table{
		Columns: features, Data: additive.Block{X: x, Y: y, Weight: weight, Person: person},
	}, o)
	if err != nil {
		return nil, err
	}
	return additiveFit{m}, nil
}

// Predict implements Regression.
func (f additiveFit) Predict(x [][]float64) []float64 {
	if len(x) == 0 {
		return nil
	}
	out, row, one := make([]float64, len(x[0])), make([]float64, len(x)), make([]float64, 1)
	for i := range out {
		for j := range x {
			row[j] = x[j][i]
		}
		out[i] = f.model.Predict(one, row)[0]
	}
	return out
}
