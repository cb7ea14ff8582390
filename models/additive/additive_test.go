package additive_test

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/modeltest"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.10g, want %.10g ± %g", what, got, want, tolerance)
	}
}

func tableOf(d modeltest.Dataset) additive.Table {
	t := additive.Table{Data: additive.Block{X: d.Columns, Y: d.Y, Person: d.Person}}
	for j := range d.Columns {
		t.Columns = append(t.Columns, additive.Feature{Name: fmt.Sprintf("x%d", j)})
	}
	return t
}

func TestBattery(t *testing.T) {
	modeltest.Classify(t, func(d modeltest.Dataset, workers int) ([]float64, error) {
		table := tableOf(d)
		m, err := additive.Fit(table, additive.Options{Workers: workers, Seed: 1})
		if errors.Is(err, additive.ErrPersons) && len(d.Y) > 1000 {
			return nil, nil // one person: bags are made of persons, and the refusal is what is wanted
		}
		if err != nil {
			return nil, err
		}
		eta := make([]float64, len(d.Y))
		for i := range eta {
			eta[i] = m.Score(nil, row(table, i))[0]
		}
		return eta, nil
	})
}

// The three shapes of a known model, and none where there is none. A fit with
// some 20 degrees of freedom has an error of √(20/(n·p(1−p))) = 0.13 at best;
// steps of the bins come on top.
func TestKnownShapes(t *testing.T) {
	truth := []func(float64) float64{
		func(v float64) float64 { return v },
		func(v float64) float64 { return math.Sin(2 * v) },
		func(v float64) float64 { return 0.8 * math.Abs(v) },
		func(float64) float64 { return 0 },
	}
	table, eta := world{n: 6000, features: 4, seed: 1, draw: coin, score: func(x []float64) float64 {
		s := -1.5
		for j, f := range truth {
			s += f(x[j])
		}
		return s
	}}.rows()
	m := fit(t, table, additive.Options{})
	if got := rmse(m, table, eta); got > 0.2 {
		t.Errorf("score is off by %.3f", got)
	}
	for j, f := range truth {
		var mean, size float64
		for _, v := range table.Data.X[j] {
			mean += f(v) / float64(len(eta))
		}
		for _, v := range table.Data.X[j] {
			d := shape(m, j, v).Value - (f(v) - mean)
			size += d * d / float64(len(eta))
		}
		t.Logf("x%d: error of the shape %.3f", j, math.Sqrt(size))
		if math.Sqrt(size) > 0.18 {
			t.Errorf("x%d: shape is off by %.3f", j, math.Sqrt(size))
		}
	}
}

// Each term has weighted mean 0 over the training rows.
func TestTermsAreCentred(t *testing.T) {
	table, _ := world{n: 3000, features: 3, seed: 4, draw: coin, score: func(x []float64) float64 { return x[0] * x[1] }}.rows()
	table.Data.Weight = make([]float64, 3000)
	for i := range table.Data.Weight {
		table.Data.Weight[i] = 0.5 + float64(i%3)
	}
	m := fit(t, table, additive.Options{})
	if len(m.Terms) != 4 {
		t.Errorf("%d terms, want three features and their one pair", len(m.Terms))
	}
	mean := make([]float64, len(m.Terms))
	for i, w := range table.Data.Weight {
		for k, c := range m.Explain(row(table, i)) {
			mean[k] += w * c.Value / m.Status.Weight
		}
	}
	for k, v := range mean {
		near(t, "mean of "+m.Terms[k].Name, v, 0, 1e-9)
	}
}

// A strong product is found and is the only one; the truth is recovered better
// with it than without.
func TestInteractionFound(t *testing.T) {
	table, eta := world{n: 6000, features: 6, seed: 2, draw: coin, score: func(x []float64) float64 {
		return -1 + 0.7*x[0] - 0.5*x[1] + 0.6*x[2]*x[4]
	}}.rows()
	m := fit(t, table, additive.Options{})
	if got := m.Terms[6:]; len(got) != 1 || got[0].Name != "x2 & x4" {
		t.Errorf("%d pairs, the first %v", len(got), m.Status.PairLoss)
	}
	with, without := rmse(m, table, eta), rmse(fit(t, table, additive.Options{MaxPairs: -1}), table, eta)
	t.Logf("score off by %.3f with pair, %.3f without", with, without)
	if with > 0.3 || with > without/2 {
		t.Errorf("score is off by %.3f with the pair and by %.3f without", with, without)
	}
}

// Without interactions pairs are rare.
func TestNoFalseInteractions(t *testing.T) {
	found := 0
	for seed := range uint64(20) {
		table, _ := world{n: 2000, features: 6, seed: seed, draw: coin, score: func(x []float64) float64 {
			return -1 + x[0] + math.Sin(2*x[1]) + 0.5*math.Abs(x[2])
		}}.rows()
		found += fit(t, table, additive.Options{Seed: seed}).Status.PairsKept
	}
	if found > 2 {
		t.Errorf("%d pairs in 20 fits of additive truths", found)
	}
}

// A bump against the direction is levelled, other terms stay free, and the
// missing bin goes where it belongs.
func TestMonotone(t *testing.T) {
	table, _ := world{n: 5000, features: 2, seed: 3, draw: coin, score: func(x []float64) float64 {
		return -0.5 + x[0] + 1.5*math.Exp(-8*(x[0]+0.5)*(x[0]+0.5)) - math.Abs(x[1])
	}}.rows()
	for i := range table.Data.Y {
		if i%10 == 0 {
			table.Data.X[0][i] = math.NaN()
			table.Data.Y[i] = math.Mod(float64(i/10), 2)
		}
	}
	free := fit(t, table, additive.Options{})
	table.Columns[0].Monotone = 1
	m := fit(t, table, additive.Options{})
	fallsFree, falls, level := 0, 0, math.Inf(-1)
	for v := -2.5; v < 2.5; v += 0.02 {
		if c := shape(m, 0, v).Value; c < level-1e-12 {
			falls++
		} else {
			level = c
		}
		if shape(free, 0, v).Value < shape(free, 0, v-0.02).Value-1e-12 {
			fallsFree++
		}
	}
	if falls > 0 || fallsFree == 0 {
		t.Errorf("falls at %d places with, at %d without the demand", falls, fallsFree)
	}
	near(t, "missing", shape(m, 0, math.NaN()).Value, shape(free, 0, math.NaN()).Value, 0.1)
	if shape(m, 1, 0).Value < shape(m, 1, 2).Value || shape(m, 1, 0).Value < shape(m, 1, -2).Value {
		t.Error("x1 is no longer free")
	}
}

// Persons without a value have twice the odds.
func TestMissingIsInformative(t *testing.T) {
	table, _ := world{n: 8000, features: 2, seed: 5, draw: coin, score: func(x []float64) float64 { return 0.5 * x[1] }}.rows()
	rng := rand.New(rand.NewPCG(6, 6))
	for i := range table.Data.Y {
		if rng.Float64() < 0.25 {
			table.Data.X[0][i] = math.NaN()
			table.Data.Y[i] = coin(rng, 0.5*table.Data.X[1][i]+math.Ln2)
		}
	}
	m := fit(t, table, additive.Options{})
	c := shape(m, 0, math.NaN())
	near(t, "missing over known", c.Value-shape(m, 0, 0).Value, math.Ln2, 0.15)
	if c.StandardError < 0.02 || c.StandardError > 0.12 { // √(1/(2000·¼) + 1/(6000·¼)) · ¾ = 0.04
		t.Errorf("standard error %.3f", c.StandardError)
	}
}

// Levels get their own contributions; a level with fewer than 20 persons is
// pooled, and a level never seen counts as those do.
func TestNominal(t *testing.T) {
	names := []string{"north", "south", "east", "west", "rare one", "rare two", "never"}
	effect := []float64{-1, 0, 0.5, 1, 3, 3, 0}
	rng := rand.New(rand.NewPCG(7, 1))
	table := additive.Table{Columns: []additive.Feature{{Name: "area", Levels: names}}, Data: additive.Block{X: make([][]float64, 1)}}
	for i := range 4000 {
		level := i % 4
		if i < 30 {
			level = 4 + i%2
		}
		table.Data.X[0] = append(table.Data.X[0], float64(level))
		table.Data.Y = append(table.Data.Y, coin(rng, effect[level]))
	}
	m := fit(t, table, additive.Options{})
	south := m.Score(nil, []float64{1})[0]
	for level, want := range effect[:4] {
		near(t, names[level], m.Score(nil, []float64{float64(level)})[0]-south, want, 0.25)
	}
	rare := m.Score(nil, []float64{4})[0]
	if rare < south+1 {
		t.Errorf("rare levels have %.2f, south has %.2f", rare, south)
	}
	for _, other := range []float64{5, 6, -1, 99} {
		near(t, fmt.Sprintf("level %g", other), m.Score(nil, []float64{other})[0], rare, 0)
	}
	for _, r := range m.Rows() {
		if slices.Contains(names[4:], r.Level) {
			t.Errorf("%q has a row", r.Level)
		}
		if r.Persons > 0 && r.Persons < 20 {
			t.Errorf("bin %v has %d persons", r.Level, r.Persons)
		}
	}
}

// A weight of two is two rows of the same person; a weight of zero is none.
func TestWeightsAreRows(t *testing.T) {
	table, _ := world{n: 1500, features: 3, seed: 8, draw: coin, score: func(x []float64) float64 { return x[0] - x[1]*x[2] }}.rows()
	table.Data.Weight = make([]float64, 1500)
	twice := additive.Table{Columns: table.Columns, Data: additive.Block{X: make([][]float64, 3)}}
	for i := range table.Data.Weight {
		table.Data.Weight[i] = float64(i % 3)
		for range i % 3 {
			for j := range twice.Data.X {
				twice.Data.X[j] = append(twice.Data.X[j], table.Data.X[j][i])
			}
			twice.Data.Y = append(twice.Data.Y, table.Data.Y[i])
			twice.Data.Person = append(twice.Data.Person, table.Data.Person[i])
		}
	}
	a, b := fit(t, table, additive.Options{}), fit(t, twice, additive.Options{})
	for i := range 100 {
		x := row(table, i)
		near(t, "score", a.Score(nil, x)[0], b.Score(nil, x)[0], 1e-9)
		near(t, "standard error", a.StandardErrors(nil, x)[0], b.StandardErrors(nil, x)[0], 1e-9)
	}
}

// With all rows five times over, persons keep the bags honest: the model stays
// as it was, where bags by row would hold copies of what was learned.
func TestBagsArePersons(t *testing.T) {
	table, _ := world{n: 600, features: 8, seed: 9, draw: coin, score: func(x []float64) float64 { return 0.5 * x[0] }}.rows()
	five := additive.Table{Columns: table.Columns, Data: additive.Block{X: make([][]float64, 8)}}
	for i := range table.Data.Y {
		for range 5 {
			for j := range five.Data.X {
				five.Data.X[j] = append(five.Data.X[j], table.Data.X[j][i])
			}
			five.Data.Y, five.Data.Person = append(five.Data.Y, table.Data.Y[i]), append(five.Data.Person, table.Data.Person[i])
		}
	}
	grouped := fit(t, five, additive.Options{})
	five.Data.Person = nil
	loose := fit(t, five, additive.Options{})
	if grouped.Status.Persons != 600 || loose.Status.Persons != 3000 {
		t.Errorf("%d and %d persons", grouped.Status.Persons, loose.Status.Persons)
	}
	if grouped.Status.BoostLoss <= loose.Status.BoostLoss+0.02 || grouped.Status.Rounds >= loose.Status.Rounds {
		t.Errorf("loss on held-out persons %.3f after %d rounds, on held-out rows %.3f after %d", grouped.Status.BoostLoss,
			grouped.Status.Rounds, loose.Status.BoostLoss, loose.Status.Rounds)
	}
}

// The same answer to the last bit, whatever the cores, the blocks and the
// sorting of persons.
func TestDeterminism(t *testing.T) {
	table, _ := world{n: 5000, features: 5, seed: 10, draw: coin, score: func(x []float64) float64 { return x[0] - 0.7*x[1]*x[2] }}.rows()
	want := fit(t, table, additive.Options{Workers: 1}).Rows()
	old := runtime.GOMAXPROCS(1)
	one := fit(t, table, additive.Options{}).Rows()
	runtime.GOMAXPROCS(max(old, 2))
	two := fit(t, table, additive.Options{}).Rows()
	runtime.GOMAXPROCS(old)
	blocks := fit(t, inBlocks{table, 77}, additive.Options{Memory: &arena{}}).Rows()
	for i, r := range want {
		for _, other := range [][]additive.Row{one, two, blocks} {
			if other[i].Contribution != r.Contribution || !slices.Equal(other[i].Bags, r.Bags) {
				t.Fatalf("row %d: %+v and %+v", i, r, other[i])
			}
		}
	}
}

// inBlocks is a source that gives a table in small pieces.
type inBlocks struct {
	table additive.Table
	size  int
}

func (s inBlocks) Features() []additive.Feature { return s.table.Columns }

func (s inBlocks) Blocks() iter.Seq2[additive.Block, error] {
	return func(yield func(additive.Block, error) bool) {
		d := s.table.Data
		for lo := 0; lo < len(d.Y); lo += s.size {
			hi := min(lo+s.size, len(d.Y))
			b := additive.Block{Y: d.Y[lo:hi], Person: d.Person[lo:hi]}
			for _, col := range d.X {
				b.X = append(b.X, col[lo:hi])
			}
			if !yield(b, nil) {
				return
			}
		}
	}
}

// arena is a Memory that counts.
type arena struct{ bytes int }

func (a *arena) Bytes(n int) ([]byte, error) {
	a.bytes += n
	return make([]byte, n+8)[:n], nil
}

// A score that is too extreme is drawn in by the slope, and explanations add up
// before and after.
func TestRecalibration(t *testing.T) {
	table, _ := world{n: 4000, features: 3, seed: 12, draw: coin, score: func(x []float64) float64 { return 2*x[0] - x[1] }}.rows()
	later, _ := world{n: 20000, features: 3, seed: 13, draw: coin, score: func(x []float64) float64 { return 0.5 + x[0] - 0.5*x[1] }}.rows()
	m := fit(t, table, additive.Options{})
	r, err := m.Recalibrate(later)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "intercept", r.Intercept, 0.5, 0.1)
	near(t, "slope", r.Slope, 0.5, 0.05)
	c := m.Recalibrated(r.Intercept, r.Slope)
	for i := range 50 {
		x := row(later, i)
		sum := c.Intercept[0].Value
		for _, e := range c.Explain(x) {
			sum += e.Value
		}
		near(t, "sum of contributions", sum, c.Score(nil, x)[0], 1e-12)
		near(t, "score", c.Score(nil, x)[0], r.Apply(m.Score(nil, x)[0]), 1e-12)
		near(t, "standard error", c.StandardErrors(nil, x)[0], r.Slope*m.StandardErrors(nil, x)[0], 1e-12)
		near(t, "probability", c.Predict(nil, x)[0], logistic.Sigmoid(c.Score(nil, x)[0]), 1e-15)
	}
}

// Nominal 95 % intervals of the score with 7 degrees of freedom cover the truth.
// What the regularisation takes away is not in them: hence 0.85.
func TestIntervalCoverage(t *testing.T) {
	const quantile = 2.365 // Student's t, 7 degrees of freedom, 0.975
	inside, all := 0.0, 0.0
	for seed := range uint64(10) {
		table, truth := world{n: 2000, features: 3, seed: 100 + seed, draw: coin, score: func(x []float64) float64 {
			return -0.5 + x[0] + math.Sin(1.5*x[1])
		}}.rows()
		m := fit(t, table, additive.Options{Seed: seed})
		for i := 0; i < len(truth); i += 10 {
			x := row(table, i)
			all++
			if math.Abs(m.Score(nil, x)[0]-truth[i]) <= quantile*m.StandardErrors(nil, x)[0] {
				inside++
			}
		}
	}
	t.Logf("coverage %.3f", inside/all)
	if inside/all < 0.85 || inside/all > 0.99 {
		t.Errorf("95 %% intervals cover %.3f", inside/all)
	}
}

// BenchmarkFit fits 20,000 rows of ten features with one interaction.
func BenchmarkFit(b *testing.B) {
	table, _ := world{n: 20_000, features: 10, seed: 1, draw: coin, score: func(x []float64) float64 {
		return -1 + x[0] + math.Sin(2*x[1]) + 0.5*math.Abs(x[2]) + 0.4*x[3]*x[4]
	}}.rows()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := additive.Fit(table, additive.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
