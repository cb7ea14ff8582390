package additive

import (
	"fmt"
	"math"
	"slices"
)

// Header is what a model's rows do not say.
type Header struct {
	Family  Family
	Classes []string // Multinomial: names, the reference first
	Power   float64  // Tweedie
}

// Model is a sum of terms: score = intercept + Σ contribution of the bin that the
// row falls in. It is safe for concurrent use.
type Model struct {
	Header
	Features  []Feature // in the order of x; Levels as they were when the model was made
	Intercept []Effect  // per function: one, or K−1 for Multinomial
	Terms     []Term
	Status    Status // zero for a model made from rows
	bins      []*binning
}

// Effect is a number with its bags.
type Effect struct {
	Value float64
	Bags  []float64 // their mean is Value, their standard deviation its standard error
}

// Term is one feature or a pair, with its contributions.
type Term struct {
	Name    string
	A, B    int        // features; B is −1 for a term of one feature
	Effects [][]Effect // per function and bin; of a pair, bin a·groups(B) + b
	Persons []int      // per bin; 0 for fewer than the smallest number to be published
	Weight  []float64  // per bin; 0 where Persons is
	ga, gb  grouping   // of a pair
}

// Functions is the number of scores of a row: 1, or K−1 for Multinomial.
func (m *Model) Functions() int { return len(m.Intercept) }

// bin is the place of a row's bin in Effects.
func (t *Term) bin(bins []uint8) int {
	if t.B < 0 {
		return int(bins[t.A])
	}
	return int(t.ga.of[bins[t.A]])*t.gb.n + int(t.gb.of[bins[t.B]])
}

const (
	panicColumns   = "additive: number of values does not agree with the model's features"
	panicFunctions = "additive: destination has the wrong length"
)

// binsOf appends the bin of each value to dst.
func (m *Model) binsOf(dst []uint8, x []float64) []uint8 {
	if len(x) != len(m.bins) {
		panic(panicColumns)
	}
	for j, b := range m.bins {
		dst = append(dst, uint8(b.of(x[j])))
	}
	return dst
}

// room is for the bins of a row on the stack, when the features are not more.
type room [64]uint8

func sized(dst []float64, n int) []float64 {
	if dst == nil {
		return make([]float64, n)
	}
	if len(dst) != n {
		panic(panicFunctions)
	}
	return dst
}

// Score writes the score of a row to dst, which may be nil: the linear predictor
// on the scale of the link, one per function. x follows Features; a nominal
// value is an index into its Levels, any other number is an unknown level, NaN
// is missing. Terms are added in order.
func (m *Model) Score(dst, x []float64) []float64 {
	dst = sized(dst, m.Functions())
	var space room
	bins := m.binsOf(space[:0], x)
	for fn := range dst {
		dst[fn] = m.Intercept[fn].Value
		for i := range m.Terms {
			t := &m.Terms[i]
			dst[fn] += t.Effects[fn][t.bin(bins)].Value
		}
	}
	return dst
}

// Means is the number of means of a row: K for Multinomial, else 1.
func (m *Model) Means() int {
	if m.Family == Multinomial {
		return len(m.Classes)
	}
	return 1
}

// Predict writes the mean outcome of a row to dst, which may be nil: the
// probability of the event, of each class, or the expected number.
func (m *Model) Predict(dst, x []float64) []float64 {
	return m.Mean(dst, m.Score(nil, x))
}

// Mean turns scores into the mean outcome.
func (m *Model) Mean(dst, score []float64) []float64 {
	dst = sized(dst, m.Means())
	l := likelihood{family: m.Family, classes: len(m.Classes), power: m.Power}
	if m.Family == Multinomial {
		score = append([]float64{0}, score...)
	}
	l.mean(dst, score)
	return dst
}

// StandardErrors writes the standard error of each score of a row to dst, which
// may be nil: the standard deviation over bags of their sums of contributions.
func (m *Model) StandardErrors(dst, x []float64) []float64 {
	dst = sized(dst, m.Functions())
	var space room
	bins := m.binsOf(space[:0], x)
	for fn := range dst {
		sum := slices.Clone(m.Intercept[fn].Bags)
		for i := range m.Terms {
			t := &m.Terms[i]
			for k, v := range t.Effects[fn][t.bin(bins)].Bags {
				sum[k] += v
			}
		}
		dst[fn] = deviation(sum)
	}
	return dst
}

// StandardError is the standard deviation over bags.
func (e Effect) StandardError() float64 { return deviation(e.Bags) }

func deviation(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	var mean, ss float64
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return math.Sqrt(ss / float64(len(x)-1))
}

// Contribution is what one term adds to a score.
type Contribution struct {
	Function      int // 0, or class − 1 for Multinomial
	Term          string
	Bin           int // place in Effects
	Value         float64
	StandardError float64
}

// Explain lists what each term adds to the scores of a row, in the order of
// Terms. With the intercept the values of a function add up to its score.
func (m *Model) Explain(x []float64) []Contribution {
	var space room
	bins := m.binsOf(space[:0], x)
	out := make([]Contribution, 0, m.Functions()*len(m.Terms))
	for fn := range m.Functions() {
		for i := range m.Terms {
			t := &m.Terms[i]
			bin := t.bin(bins)
			e := t.Effects[fn][bin]
			out = append(out, Contribution{fn, t.Name, bin, e.Value, e.StandardError()})
		}
	}
	return out
}

// Binding places the columns of another data set where the model wants them.
type Binding struct {
	m      *Model
	column []int
	level  [][]float64 // nominal: index of their level to ours
}

// Bind finds the model's features by name, and levels by their text; levels that
// the model does not know become unknown.
func (m *Model) Bind(features []Feature) (*Binding, error) {
	b := &Binding{m: m}
	for _, want := range m.Features {
		at := slices.IndexFunc(features, func(f Feature) bool { return f.Name == want.Name })
		if at < 0 {
			return nil, fmt.Errorf("%w: the model needs %q, which the rows lack", ErrFeatures, want.Name)
		}
		if features[at].Nominal() != want.Nominal() {
			return nil, fmt.Errorf("%w: %q is numeric on one side and nominal on the other", ErrFeatures, want.Name)
		}
		var level []float64
		for _, name := range features[at].Levels {
			level = append(level, float64(slices.Index(want.Levels, name)))
		}
		b.column, b.level = append(b.column, at), append(b.level, level)
	}
	return b, nil
}

// Row writes row i of a block as the model wants it to dst, which may be nil.
func (b *Binding) Row(dst []float64, block Block, i int) []float64 {
	dst = sized(dst, len(b.column))
	for j, at := range b.column {
		v := block.X[at][i]
		if level := b.level[j]; b.m.Features[j].Nominal() && !math.IsNaN(v) {
			if v >= 0 && v < float64(len(level)) && v == math.Trunc(v) {
				v = level[int(v)]
			} else {
				v = -1
			}
		}
		dst[j] = v
	}
	return dst
}
