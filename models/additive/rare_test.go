package additive_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/floats"

	"github.com/framsyn/framsyn/models/additive"
)

// states draws persons whose state of five at the next wave is mostly that of now or
// next to it, and what is known now: state and state before as levels, age and mean
// state. The best and the worst state are rare after each other. It returns the
// mean loss of the true probabilities.
func states(persons int, seed uint64) (table additive.Table, truth float64) {
	rng := rand.New(rand.NewPCG(seed, 71))
	names := []string{"excellent", "very good", "good", "fair", "poor"}
	table.Columns = []additive.Feature{{Name: "state", Levels: names}, {Name: "before", Levels: names}, {Name: "age"}, {Name: "mean"}}
	table.Data.X = make([][]float64, 4)
	for p := range persons {
		now, before := rng.IntN(5), rng.IntN(5)
		age, sum := 50+20*rng.Float64(), float64(now)
		for wave := range 4 {
			centre := 0.7*float64(now) + 0.25*float64(before) + 0.01*(age-50)
			var odds [5]float64
			total := 0.0
			for k := range odds {
				odds[k] = math.Exp(-1.1 * math.Pow(float64(k)-centre, 2))
				total += odds[k]
			}
			next, u := 0, total*rng.Float64()
			for u -= odds[0]; u > 0 && next < 4; u -= odds[next] {
				next++
			}
			for j, v := range []float64{float64(now), float64(before), age, sum / float64(wave+1)} {
				table.Data.X[j] = append(table.Data.X[j], v)
			}
			table.Data.Y, table.Data.Person = append(table.Data.Y, float64(next)), append(table.Data.Person, uint64(p))
			truth -= math.Log(odds[next]/total) / float64(4*persons)
			before, now, age, sum = now, next, age+2, sum+float64(next)
		}
	}
	return table, truth
}

func five() []string { return []string{"1", "2", "3", "4", "5"} }

// A state that all but decides the next one, with classes that hardly ever follow:
// an expansion at the average asks for steps of e^10 and more. The loss on held-out
// persons is near that of the truth: 4 classes × 20 degrees of freedom over 2 × 6000
// rows are 0.007.
func TestStatesInWaves(t *testing.T) {
	for seed := range uint64(3) {
		table, truth := states(1500, seed)
		m := fit(t, table, additive.Options{Family: additive.Multinomial, Classes: five(), MaxPairs: -1})
		s := m.Status
		t.Logf("seed %d: truth %.4f, boosted %.4f, smooth %.4f, blend %.4f %.2f", seed, truth, s.BoostLoss, s.SmoothLoss, s.Loss, s.Blend)
		if s.SmoothLoss > truth+0.02 || s.BoostLoss > truth+0.02 || s.Loss > truth+0.015 {
			t.Errorf("seed %d: loss %.4f boosted, %.4f smooth, %.4f blended; the truth has %.4f", seed, s.BoostLoss, s.SmoothLoss, s.Loss, truth)
		}
	}
}

// Self-rated health at the next wave given that of now, the wave before, age and
// mean so far; the file ends where health is worst (see models/multistate). The model
// is better than a table of transitions by what is to be had from memory and age.
func TestHealthInWaves(t *testing.T) {
	task, fold := benchTask(t, "hrs_srhs_worse_next_wave")
	column := map[string][]float64{}
	for j, f := range task.Columns {
		column[f.Name] = task.Data.X[j]
	}
	part := func(keep func(i int) bool) additive.Table {
		out := additive.Table{Columns: []additive.Feature{{Name: "state", Levels: five()}, {Name: "before", Levels: five()}, {Name: "age"}, {Name: "mean"}}}
		out.Data.X = make([][]float64, 4)
		for i, person := range task.Data.Person {
			if !keep(i) || column["t"][i] > 5 {
				continue
			}
			next := 4.0
			if i+1 < len(task.Data.Person) && task.Data.Person[i+1] == person && column["t"][i+1] == column["t"][i]+1 {
				next = column["srhs"][i+1] - 1
			}
			for j, v := range []float64{column["srhs"][i] - 1, column["l1"][i] - 1, column["age"][i], column["mean"][i]} {
				out.Data.X[j] = append(out.Data.X[j], v)
			}
			out.Data.Y, out.Data.Person = append(out.Data.Y, next), append(out.Data.Person, person)
		}
		return out
	}
	train, test := part(func(i int) bool { return fold[i] != 0 }), part(func(i int) bool { return fold[i] == 0 })
	m := fit(t, train, additive.Options{Family: additive.Multinomial, Classes: five(), MaxPairs: -1})
	var count [5][5]float64
	for i, y := range train.Data.Y {
		count[int(train.Data.X[0][i])][int(y)]++
	}
	var loss, transitions float64
	n := float64(len(test.Data.Y))
	for i, y := range test.Data.Y {
		loss -= math.Log(m.Predict(nil, row(test, i))[int(y)]) / n
		from := count[int(test.Data.X[0][i])]
		transitions -= math.Log(from[int(y)]/floats.Sum(from[:])) / n
	}
	t.Logf("log loss %.4f of %.0f rows, %.4f by transitions; boosted %.4f, smooth %.4f", loss, n, transitions, m.Status.BoostLoss, m.Status.SmoothLoss)
	if loss > transitions-0.05 || m.Status.SmoothLoss > m.Status.BoostLoss+0.005 {
		t.Errorf("log loss %.4f, by transitions %.4f; held out %.4f boosted, %.4f smooth", loss, transitions, m.Status.BoostLoss, m.Status.SmoothLoss)
	}
}

// Outcomes that hardly ever occur but in a small group: what the group has is 1/μ of
// what is expected before it is known. Loss and totals come out right in all
// families, and no score is beyond what the group's size can tell.
func TestSmallGroupFarAbove(t *testing.T) {
	for _, c := range []struct {
		name        string
		options     additive.Options
		draw        func(rng *rand.Rand, inside bool) float64
		improvement float64 // of the loss over none, in parts of what the truth improves
	}{
		{"binary", additive.Options{}, func(rng *rand.Rand, inside bool) float64 {
			return coin(rng, map[bool]float64{false: -8.5, true: 1.4}[inside])
		}, 0.9},
		{"multinomial", additive.Options{Family: additive.Multinomial, Classes: []string{"0", "1", "2"}}, func(rng *rand.Rand, inside bool) float64 {
			return max(2*coin(rng, map[bool]float64{false: -8.5, true: 1.4}[inside]), coin(rng, -0.8))
		}, 0.9},
		{"poisson", additive.Options{Family: additive.Poisson}, func(rng *rand.Rand, inside bool) float64 {
			return poisson(rng, map[bool]float64{false: 0.05, true: 400}[inside])
		}, 0.98},
		{"tweedie", additive.Options{Family: additive.Tweedie}, func(rng *rand.Rand, inside bool) float64 {
			return coin(rng, 0) * rng.ExpFloat64() * map[bool]float64{false: 0.1, true: 1000}[inside]
		}, 0.98},
	} {
		for seed := range uint64(3) {
			rng := rand.New(rand.NewPCG(81+seed, 1))
			table := additive.Table{Columns: []additive.Feature{{Name: "x"}, {Name: "group", Levels: five()}}, Data: additive.Block{X: make([][]float64, 2)}}
			inside := func(i int) bool { return i%250 == 0 }
			for i := range 10_000 {
				group := float64(rng.IntN(4))
				if inside(i) {
					group = 4
				}
				table.Data.X[0], table.Data.X[1] = append(table.Data.X[0], rng.NormFloat64()), append(table.Data.X[1], group)
				table.Data.Y = append(table.Data.Y, c.draw(rng, inside(i)))
			}
			m := fit(t, table, c.options)
			none, best := groupLoss(c.options.Family, table.Data.Y, inside)
			part := (none - max(m.Status.Loss, m.Status.BoostLoss, m.Status.SmoothLoss)) / (none - best)
			t.Logf("%s, seed %d: improvement at least %.3f of that by the groups; boosted %.4g, smooth %.4g, %.4g, of %.4g to %.4g",
				c.name, seed, part, m.Status.BoostLoss, m.Status.SmoothLoss, m.Status.Loss, none, best)
			if part < c.improvement {
				t.Errorf("%s, seed %d: a part improves by only %.2f of what the two groups do", c.name, seed, part)
			}
			finite(t, c.name, m, table)
		}
	}
}

// groupLoss is the mean loss of one mean for all and of one for each of two groups.
func groupLoss(f additive.Family, y []float64, inside func(i int) bool) (none, best float64) {
	var groups [3][]float64
	for i, v := range y {
		g := 0
		if inside(i) {
			g = 1
		}
		groups[g], groups[2] = append(groups[g], v), append(groups[2], v)
	}
	n := float64(len(y))
	return meanLoss(f, groups[2]), (meanLoss(f, groups[0])*float64(len(groups[0])) + meanLoss(f, groups[1])*float64(len(groups[1]))) / n
}

// meanLoss is the loss of the sample's own mean, in the terms of Status.
func meanLoss(f additive.Family, y []float64) float64 {
	count, mean, loss := make([]float64, 3), 0.0, 0.0
	for _, v := range y {
		mean += v / float64(len(y))
		if f == additive.Binary || f == additive.Multinomial {
			count[int(v)] += 1 / float64(len(y))
		}
	}
	switch f {
	case additive.Poisson:
		return mean - mean*math.Log(mean)
	case additive.Tweedie:
		return 2*math.Sqrt(mean) + 2*mean/math.Sqrt(mean)
	case additive.Binary, additive.Multinomial, additive.Continuous:
	}
	for _, p := range count {
		if p > 0 {
			loss -= p * math.Log(p)
		}
	}
	return loss
}

// finite requires finite scores in training and for values never seen.
func finite(t *testing.T, name string, m *additive.Model, table additive.Table) {
	t.Helper()
	for i := range table.Data.Y {
		x := row(table, i)
		if i%7 == 0 {
			x[i%len(x)] = math.NaN()
		}
		for _, v := range m.Score(nil, x) {
			if math.IsNaN(v) || math.Abs(v) > 60 {
				t.Errorf("%s: score %s at %v", name, strconv.FormatFloat(v, 'g', 4, 64), x)
				return
			}
		}
	}
}
