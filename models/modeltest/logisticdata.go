package modeltest

import (
	"math"
	"math/rand/v2"
)

// LogisticData describes made-up rows of a logistic model with persons.
type LogisticData struct {
	Persons, Rows int       // persons, and rows of each
	Intercept     float64   // log-odds
	Coefficients  []float64 // log-odds per unit of standard normal features
	Frailty       float64   // standard deviation of a person's own part of the log-odds
	Seed          uint64
}

// Dataset is a table with an outcome.
type Dataset struct {
	Columns [][]float64
	Y       []float64
	Person  []uint64
	LogOdds []float64 // true ones, without frailty
}

// Draw simulates the rows. Half of each feature's variance is between persons.
func (d LogisticData) Draw() Dataset {
	rng := rand.New(rand.NewPCG(d.Seed, 2))
	out := Dataset{Columns: make([][]float64, len(d.Coefficients))}
	for p := range d.Persons {
		own := make([]float64, len(d.Coefficients))
		for j := range own {
			own[j] = rng.NormFloat64()
		}
		frailty := d.Frailty * rng.NormFloat64()
		for range d.Rows {
			eta := d.Intercept
			for j, b := range d.Coefficients {
				x := (own[j] + rng.NormFloat64()) / math.Sqrt2
				out.Columns[j] = append(out.Columns[j], x)
				eta += b * x
			}
			y := 0.0
			if rng.Float64() < 1/(1+math.Exp(-eta-frailty)) {
				y = 1
			}
			out.Y = append(out.Y, y)
			out.Person = append(out.Person, uint64(p))
			out.LogOdds = append(out.LogOdds, eta)
		}
	}
	return out
}

// Permute returns the data set with its rows in another order, and that order.
func (d Dataset) Permute(seed uint64) (Dataset, []int) {
	order := rand.New(rand.NewPCG(seed, 3)).Perm(len(d.Y))
	out := Dataset{Columns: make([][]float64, len(d.Columns))}
	for _, i := range order {
		for j := range d.Columns {
			out.Columns[j] = append(out.Columns[j], d.Columns[j][i])
		}
		out.Y = append(out.Y, d.Y[i])
		out.Person = append(out.Person, d.Person[i])
		out.LogOdds = append(out.LogOdds, d.LogOdds[i])
	}
	return out, order
}

// Scale returns the data set with each feature in another unit: x·factor + 3.
func (d Dataset) Scale(factor float64) Dataset {
	columns := make([][]float64, len(d.Columns))
	for j, c := range d.Columns {
		columns[j] = make([]float64, len(c))
		for i, v := range c {
			columns[j][i] = v*factor + 3
		}
	}
	d.Columns = columns
	return d
}

// Fill returns the data set with all outcomes equal to y.
func (d Dataset) Fill(y float64) Dataset {
	filled := make([]float64, len(d.Y))
	for i := range filled {
		filled[i] = y
	}
	d.Y = filled
	return d
}

// Head returns the first n rows.
func (d Dataset) Head(n int) Dataset {
	columns := make([][]float64, len(d.Columns))
	for j, c := range d.Columns {
		columns[j] = c[:n]
	}
	return Dataset{columns, d.Y[:n], d.Person[:n], d.LogOdds[:n]}
}
