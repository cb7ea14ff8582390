package additive_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
)

// draw makes rows of two numbers and a level of five.
func draw(n int, seed uint64, outcome func(rng *rand.Rand, x float64, level int) float64) additive.Table {
	rng := rand.New(rand.NewPCG(seed, 91))
	table := additive.Table{
		Columns: []additive.Feature{{Name: "x"}, {Name: "noise"}, {Name: "level", Levels: five()}},
		Data:    additive.Block{X: make([][]float64, 3)},
	}
	for range n {
		x, level := rng.NormFloat64(), rng.IntN(5)
		for j, v := range []float64{x, rng.NormFloat64(), float64(level)} {
			table.Data.X[j] = append(table.Data.X[j], v)
		}
		table.Data.Y = append(table.Data.Y, outcome(rng, x, level))
	}
	return table
}

func multinomial(classes int) additive.Options {
	return additive.Options{Family: additive.Multinomial, Classes: five()[:classes]}
}

// Outcomes that the features tell, or that hardly occur, give models with finite
// scores whose loss on held-out persons is as low as it should be.
func TestSeparationAndRareOutcomes(t *testing.T) {
	for name, c := range map[string]struct {
		options additive.Options
		n       int
		most    float64 // loss
		outcome func(rng *rand.Rand, x float64, level int) float64
	}{
		// A step that lies within a bin of 1/32 of the range costs the rows in it.
		"binary step":       {additive.Options{}, 2000, 0.04, func(_ *rand.Rand, x float64, _ int) float64 { return float64(b2i(x > 0)) }},
		"binary level":      {additive.Options{}, 2000, 0.001, func(_ *rand.Rand, _ float64, level int) float64 { return float64(b2i(level == 2)) }},
		"classes are level": {multinomial(5), 3000, 0.001, func(_ *rand.Rand, _ float64, level int) float64 { return float64(level) }},
		"classes in order": {multinomial(4), 3000, 0.12, func(_ *rand.Rand, x float64, _ int) float64 {
			return math.Floor(min(max(x+2, 0), 3))
		}},
		// The entropy of one in a thousand is 0.0079; 10 to 30 events say it with an error.
		"binary one in a thousand":  {additive.Options{}, 20_000, 0.011, func(rng *rand.Rand, _ float64, _ int) float64 { return float64(b2i(rng.Float64() < 0.001)) }},
		"poisson one in a thousand": {additive.Options{Family: additive.Poisson}, 20_000, 0.011, func(rng *rand.Rand, _ float64, _ int) float64 { return float64(b2i(rng.Float64() < 0.001)) }},
		// 0.693 and 0.0079.
		"class one in a thousand": {multinomial(3), 20_000, 0.705, func(rng *rand.Rand, _ float64, _ int) float64 {
			if rng.Float64() < 0.001 {
				return 2
			}
			return coin(rng, 0)
		}},
		"class of one person": {multinomial(3), 1000, 0.73, func(rng *rand.Rand, _ float64, _ int) float64 { return coin(rng, 0) }},
	} {
		table := draw(c.n, 3, c.outcome)
		if name == "class of one person" {
			table.Data.Y[17] = 2
		}
		m, err := additive.Fit(table, c.options)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s := m.Status; !(s.Loss <= c.most) || !(s.SmoothLoss <= 1.5*c.most) {
			t.Errorf("%s: loss %.4g, smooth %.4g, should be at most %.4g", name, s.Loss, s.SmoothLoss, c.most)
		}
		finite(t, name, m, table)
	}
}

// A feature that is the outcome itself, over several powers of ten: the expected
// numbers add up, and most of what varies is explained.
func TestFeatureIsOutcome(t *testing.T) {
	for _, family := range []additive.Family{additive.Poisson, additive.Tweedie, additive.Continuous} {
		table := draw(3000, 5, func(_ *rand.Rand, x float64, _ int) float64 { return math.Floor(math.Exp(2 * x)) })
		table.Data.X[0] = table.Data.Y
		m := fit(t, table, additive.Options{Family: family})
		var sum, expected, off, varies float64
		for _, y := range table.Data.Y {
			sum += y
		}
		for i, y := range table.Data.Y {
			mean := m.Predict(nil, row(table, i))[0]
			expected += mean
			off += math.Abs(y - mean)
			varies += math.Abs(y - sum/3000)
		}
		t.Logf("%v: expected over observed %.3f, error %.3f of that of the mean", family, expected/sum, off/varies)
		if math.Abs(expected/sum-1) > 0.1 || off > 0.25*varies {
			t.Errorf("%v: expected over observed %.3f, error %.3f of that of the mean", family, expected/sum, off/varies)
		}
	}
}

// What is added to all offsets is taken from the intercept, however much it is.
func TestOffsetsMoveTheIntercept(t *testing.T) {
	for _, c := range []struct {
		family additive.Family
		shift  float64
		draw   func(rng *rand.Rand, eta float64) float64
	}{
		{additive.Binary, 500, coin},
		{additive.Poisson, -100, func(rng *rand.Rand, eta float64) float64 { return poisson(rng, math.Exp(eta)) }},
		{additive.Tweedie, 60, func(rng *rand.Rand, eta float64) float64 { return coin(rng, 0) * math.Exp(eta) * rng.ExpFloat64() }},
		{additive.Continuous, 1e6, func(rng *rand.Rand, eta float64) float64 { return eta + rng.NormFloat64() }},
	} {
		table := draw(1500, 7, func(rng *rand.Rand, x float64, _ int) float64 { return c.draw(rng, x) })
		table.Data.Offset = make([]float64, 1500)
		for i := range table.Data.Offset {
			table.Data.Offset[i] = float64(i%3) / 4
		}
		base := fit(t, table, additive.Options{Family: c.family})
		for i := range table.Data.Offset {
			table.Data.Offset[i] += c.shift
		}
		far := fit(t, table, additive.Options{Family: c.family})
		for i := range 100 {
			x := row(table, i)
			near(t, c.family.String(), far.Score(nil, x)[0]+c.shift, base.Score(nil, x)[0], 1e-4)
		}
	}
}

// Weights over twelve powers of ten count for what they are: nothing is learned from
// the light rows, and no score leaves what the heavy ones say.
func TestWeightsOfAnySize(t *testing.T) {
	for _, family := range []additive.Family{additive.Binary, additive.Poisson, additive.Tweedie, additive.Continuous, additive.Multinomial} {
		for _, low := range []float64{1e-12, 1e-6} {
			table := draw(2000, 9, func(rng *rand.Rand, x float64, _ int) float64 { return coin(rng, x) })
			rng := rand.New(rand.NewPCG(10, 1))
			for range table.Data.Y {
				table.Data.Weight = append(table.Data.Weight, low*math.Pow(10, 12*rng.Float64()))
			}
			m := fit(t, table, additive.Options{Family: family, Classes: []string{"no", "yes"}})
			finite(t, family.String(), m, table)
		}
	}
}

// What no model can be made of is refused with the reason.
func TestRefusals(t *testing.T) {
	constant := func(y float64) func(*rand.Rand, float64, int) float64 {
		return func(*rand.Rand, float64, int) float64 { return y }
	}
	even := func(rng *rand.Rand, _ float64, _ int) float64 { return coin(rng, 0) }
	wild := draw(500, 11, even)
	for i := range wild.Data.Y {
		wild.Data.Offset = append(wild.Data.Offset, float64(i)) // an exposure whose logarithm was not taken
	}
	for name, c := range map[string]struct {
		table   additive.Table
		options additive.Options
		want    error
	}{
		"always":          {draw(300, 1, constant(1)), additive.Options{}, additive.ErrOneClass},
		"never":           {draw(300, 1, constant(0)), additive.Options{Family: additive.Poisson}, additive.ErrOneClass},
		"class missing":   {draw(300, 1, even), multinomial(3), additive.ErrOneClass},
		"thirty rows":     {draw(30, 1, even), additive.Options{}, additive.ErrPersons},
		"exposure":        {wild, additive.Options{Family: additive.Poisson}, additive.ErrOffset},
		"beyond doubles":  {draw(300, 1, func(_ *rand.Rand, x float64, _ int) float64 { return 1e200 * x }), additive.Options{Family: additive.Continuous}, additive.ErrNoFit},
		"exposure, hours": {wild, additive.Options{Family: additive.Tweedie}, additive.ErrOffset},
	} {
		if _, err := additive.Fit(c.table, c.options); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, should be: %v", name, err, c.want)
		}
	}
	if m := fit(t, draw(30, 1, even), additive.Options{Bags: 5}); math.Abs(m.Score(nil, []float64{0, 0, 1})[0]) > 3 {
		t.Error("thirty rows, five bags: far-off score")
	}
	if m := fit(t, draw(300, 1, constant(7)), additive.Options{Family: additive.Continuous}); math.Abs(m.Score(nil, []float64{0, 0, 1})[0]-7) > 1e-9 {
		t.Error("constant number: not its mean")
	}
}

// A cause of death that one group alone has, late and seldom, next to a frequent
// one: the incidences of a person add up to less than one and show who is at risk.
func TestRareCauseInPersonPeriods(t *testing.T) {
	table := draw(3000, 13, func(*rand.Rand, float64, int) float64 { return 0 })
	rng := rand.New(rand.NewPCG(14, 1))
	var follow []additive.FollowUp
	for i := range table.Data.Y {
		f := additive.FollowUp{Exit: 12}
		for p := 1; p <= 12 && f.Cause == 0; p++ {
			switch u := rng.Float64(); {
			case u < 0.06:
				f.Exit, f.Cause = p, 1
			case u < 0.09 && p > 8 && table.Data.X[2][i] == 4:
				f.Exit, f.Cause = p, 2
			}
		}
		follow = append(follow, f)
	}
	src := additive.PersonPeriods{Table: table, Follow: follow, Period: "month"}
	m := fit(t, src, multinomial(3))
	var rare [2]float64
	for g, level := range []float64{4, 1} {
		out := m.Incidence([]float64{0, 0, level, 0}, 3, 0, 12)
		rare[g] = out[1][11]
		if total := out[0][11] + out[1][11]; !(total > 0.4 && total < 0.7) {
			t.Errorf("level %g: incidence of both causes %.3f", level, total)
		}
	}
	// Of the 0.94^8 who are left, 3 % leave in each of four months: 0.06 of all.
	t.Logf("rare cause %.4f at risk, %.4f others", rare[0], rare[1])
	if math.Abs(rare[0]-0.062) > 0.03 || rare[1] > 0.005 {
		t.Errorf("rare cause %.4f at risk, %.4f others", rare[0], rare[1])
	}
}

// Restrained and stretched steps do not depend on the number of cores either.
func TestStatesOnAnyCores(t *testing.T) {
	table, _ := states(400, 1)
	o := multinomial(5)
	o.Workers = 1
	a := fit(t, table, o)
	o.Workers = 5
	if b := fit(t, table, o); !reflect.DeepEqual(a.Status, b.Status) || !reflect.DeepEqual(a.Intercept, b.Intercept) || !reflect.DeepEqual(a.Terms, b.Terms) {
		t.Error("five workers give another model than one")
	}
}

// A handful of amounts among zeros: the dispersion is not lost when scores reach for
// them, and a model of them is not much worse on other persons than no features.
func TestHandfulOfAmounts(t *testing.T) {
	for _, family := range []additive.Family{additive.Poisson, additive.Tweedie} {
		for seed := range uint64(6) {
			amount := func(rng *rand.Rand, x float64, level int) float64 {
				if rng.Float64() > 0.01*math.Exp(x)*float64(1+level%2) {
					return 0
				}
				return 1 + math.Floor(3*rng.ExpFloat64())
			}
			m := fit(t, draw(330, 20+seed, amount), additive.Options{Family: family, Seed: seed})
			other := draw(5000, 40, amount)
			var loss, mean float64
			for i, y := range other.Data.Y {
				eta := m.Score(nil, row(other, i))[0]
				if family == additive.Poisson {
					loss += (math.Exp(eta) - y*eta) / 5000
				} else {
					loss += (2*math.Exp(eta/2) + 2*y*math.Exp(-eta/2)) / 5000
				}
				mean += y / 5000
			}
			none := meanLoss(family, []float64{mean})
			if !(loss < 2*none) {
				t.Errorf("%v, seed %d: loss %.4g on other persons, %.4g without features, %.4g foretold", family, seed, loss, none, m.Status.Loss)
			}
		}
	}
}
