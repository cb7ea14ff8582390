package effect

import (
	"math"
	"slices"
)

// Terms says what a column becomes in a regression.
type Terms uint8

// The kinds of terms. Columns with at most two values are linear in all.
const (
	Squares Terms = iota // the value and its square
	Linear               // the value
	Bins                 // one indicator per quantile bin
)

const (
	binCount     = 8  // chosen: enough for a bend, few enough for some hundred rows
	minBinPerson = 20 // rows below which a column is not cut into more bins
)

// basis turns raw columns into the terms of a regression, as learned from the
// training rows. A missing value counts as the training mean, and a column with
// gaps in training gets an indicator.
type basis struct {
	columns []columnBasis
	width   int
}

type columnBasis struct {
	mean, sd  float64 // of the known training values
	low, high float64 // their range: squares do not grow outside it
	indicator bool
	square    bool
	cuts      []float64 // ascending lower bounds of all bins but the first; nil = linear
}

func fitBasis(x [][]float64, terms Terms) *basis {
	b := &basis{columns: make([]columnBasis, len(x))}
	for j, column := range x {
		b.columns[j] = fitColumn(column, terms)
		b.width += b.columns[j].width()
	}
	return b
}

func fitColumn(column []float64, terms Terms) columnBasis {
	c := columnBasis{low: math.Inf(1), high: math.Inf(-1)}
	var sum, known float64
	for _, v := range column {
		if math.IsNaN(v) {
			c.indicator = true
			continue
		}
		sum += v
		known++
		c.low, c.high = min(c.low, v), max(c.high, v)
	}
	if known == 0 {
		return c
	}
	if c.low == c.high {
		c.mean = c.low
		return c
	}
	c.mean = sum / known
	continuous := false
	for _, v := range column {
		if !math.IsNaN(v) {
			c.sd += (v - c.mean) * (v - c.mean)
			continuous = continuous || v != c.low && v != c.high
		}
	}
	c.sd = math.Sqrt(c.sd / known)
	c.square = continuous && terms == Squares
	if continuous && terms == Bins {
		c.cuts = quantileCuts(column)
	}
	return c
}

func quantileCuts(column []float64) []float64 {
	sorted := slices.DeleteFunc(slices.Clone(column), math.IsNaN)
	slices.Sort(sorted)
	bins := min(binCount, max(2, len(sorted)/minBinPerson))
	var cuts []float64
	for k := 1; k < bins; k++ {
		cut := sorted[len(sorted)*k/bins]
		if cut > sorted[0] && (len(cuts) == 0 || cut > cuts[len(cuts)-1]) {
			cuts = append(cuts, cut)
		}
	}
	return cuts
}

func (c *columnBasis) width() int {
	w := 1
	if c.cuts != nil {
		w = len(c.cuts)
	}
	if c.square {
		w++
	}
	if c.indicator {
		w++
	}
	return w
}

// apply returns the terms of all rows, one slice per term.
func (b *basis) apply(x [][]float64) [][]float64 {
	if len(x) != len(b.columns) {
		panic(panicColumns)
	}
	out := make([][]float64, 0, b.width)
	for j := range b.columns {
		out = append(out, b.columns[j].apply(x[j])...)
	}
	return out
}

func (c *columnBasis) apply(column []float64) [][]float64 {
	out := make([][]float64, c.width())
	for k := range out {
		out[k] = make([]float64, len(column))
	}
	last := len(out) - 1
	for i, v := range column {
		if math.IsNaN(v) {
			if c.indicator {
				out[last][i] = 1
			}
			v = c.mean
		}
		if c.sd == 0 {
			continue
		}
		if c.cuts != nil {
			bin, exact := slices.BinarySearch(c.cuts, v)
			if exact {
				bin++ // a cut is the lower bound of the bin above it
			}
			if bin > 0 {
				out[bin-1][i] = 1
			}
			continue
		}
		out[0][i] = (v - c.mean) / c.sd
		if c.square {
			z := (min(max(v, c.low), c.high) - c.mean) / c.sd
			out[1][i] = z*z - 1
		}
	}
	return out
}

// covers tells whether each value of a row lies in the range of training, or is
// missing where values were missing in training.
func (b *basis) covers(x [][]float64, row int) bool {
	for j := range b.columns {
		c, v := &b.columns[j], x[j][row]
		if math.IsNaN(v) && !c.indicator || v < c.low || v > c.high {
			return false
		}
	}
	return true
}
