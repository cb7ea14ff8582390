package additive_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/additive"
)

// mixed is a table with numbers, gaps, levels, rare levels and an interaction of
// a level with a number.
func mixed(n int, classes bool) additive.Table {
	rng := rand.New(rand.NewPCG(21, 1))
	t := additive.Table{
		Columns: []additive.Feature{{Name: "age"}, {Name: "area", Levels: []string{"a", "b", "c", "rare", "d"}}, {Name: "hours"}},
		Data:    additive.Block{X: make([][]float64, 3)},
	}
	for i := range n {
		age, hours := 80+7*rng.NormFloat64(), math.Round(20*rng.ExpFloat64())
		area := []float64{0, 1, 2, 4}[i%4]
		if i%500 == 7 {
			area = 3
		}
		eta := -1 + (age-80)/7*map[float64]float64{0: 1.2, 1: -1.2}[area] + math.Log1p(hours)/4
		if i%6 == 0 {
			hours = math.NaN()
		}
		if i%2000 == 11 {
			age = math.NaN()
		}
		y := coin(rng, eta)
		if classes && y == 0 && rng.Float64() < 0.3 {
			y = 2
		}
		for j, v := range []float64{age, area, hours} {
			t.Data.X[j] = append(t.Data.X[j], v)
		}
		t.Data.Y = append(t.Data.Y, y)
		t.Data.Person = append(t.Data.Person, uint64(i/2))
	}
	return t
}

func TestRowsRoundTrip(t *testing.T) {
	for _, o := range []additive.Options{{}, {Family: additive.Multinomial, Classes: []string{"none", "increase", "death"}}} {
		table := mixed(4000, o.Family == additive.Multinomial)
		m := fit(t, table, o)
		if len(m.Terms) < 4 {
			t.Fatalf("%v: no pair of age and area", o.Family)
		}
		rows := m.Rows()
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		back, err := additive.FromRows(m.Header, rows)
		if err != nil {
			t.Fatal(err)
		}
		bind, err := back.Bind(table.Columns)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 1000 {
			x, z := row(table, i), bind.Row(nil, table.Data, i)
			for fn, want := range m.Score(nil, x) {
				near(t, "score", back.Score(nil, z)[fn], want, 1e-12)
				near(t, "standard error", back.StandardErrors(nil, z)[fn], m.StandardErrors(nil, x)[fn], 1e-12)
				near(t, "score by hand", byHand(rows, table, x, fn+int(o.Family)), want, 1e-12)
			}
		}
	}
}

// byHand scores as a query would: it selects rows and adds up. For a multinomial
// model class is fn+1, which is how the caller counts.
func byHand(rows []additive.Row, table additive.Table, x []float64, class int) float64 {
	holds := func(feature string, kind additive.Kind, from, to float64, level string) bool {
		j := slices.IndexFunc(table.Columns, func(f additive.Feature) bool { return f.Name == feature })
		switch v := x[j]; kind {
		case additive.KindMissing:
			return math.IsNaN(v)
		case additive.KindInterval:
			return v >= from && v < to
		case additive.KindLevel:
			return !math.IsNaN(v) && table.Columns[j].Levels[int(v)] == level
		case additive.KindUnknown:
			return !math.IsNaN(v) && !slices.ContainsFunc(rows, func(r additive.Row) bool {
				return r.Feature == feature && r.Kind == additive.KindLevel && r.Level == table.Columns[j].Levels[int(v)]
			})
		case additive.KindIntercept:
		}
		return true
	}
	sum := 0.0
	for _, r := range rows {
		if r.Class != class {
			continue
		}
		if r.Kind == additive.KindIntercept || holds(r.Feature, r.Kind, r.From, r.To, r.Level) &&
			(r.FeatureB == "" || holds(r.FeatureB, r.KindB, r.FromB, r.ToB, r.LevelB)) {
			sum += r.Contribution
		}
	}
	return sum
}

// The bins of a feature cover the line without gaps, and small counts are hidden.
func TestRowsCover(t *testing.T) {
	rows := fit(t, mixed(4000, false), additive.Options{}).Rows()
	to := math.Inf(-1)
	for _, r := range rows {
		if r.Term == "age" && r.Kind == additive.KindInterval {
			if r.From != to {
				t.Errorf("bin %d begins at %g, the last ended at %g", r.Bin, r.From, to)
			}
			to = r.To
		}
		if r.Persons > 0 && r.Persons < 20 || r.Persons == 0 && r.Weight != 0 {
			t.Errorf("%s, bin %d: %d persons, weight %g", r.Term, r.Bin, r.Persons, r.Weight)
		}
		if r.Term == "age" && r.Kind == additive.KindMissing && (r.Contribution != 0 || r.Persons != 0) {
			t.Errorf("two persons without an age have a contribution: %+v", r)
		}
		mean := 0.0
		for _, v := range r.Bags {
			mean += v / float64(len(r.Bags))
		}
		near(t, "mean of bags", mean, r.Contribution, 1e-10)
	}
	if !math.IsInf(to, 1) {
		t.Errorf("the last bin ends at %g", to)
	}
}

func TestFromRowsRefusesWhatIsNoModel(t *testing.T) {
	m := fit(t, mixed(4000, false), additive.Options{})
	for name, spoil := range map[string]func(rows []additive.Row) []additive.Row{
		"no rows":        func([]additive.Row) []additive.Row { return nil },
		"a bin is lost":  func(rows []additive.Row) []additive.Row { return slices.Delete(rows, 5, 6) },
		"a bin twice":    func(rows []additive.Row) []additive.Row { return append(rows, rows[5]) },
		"two intercepts": func(rows []additive.Row) []additive.Row { return append(rows, rows[0]) },
		"no intercept":   func(rows []additive.Row) []additive.Row { return rows[1:] },
		"unknown class":  func(rows []additive.Row) []additive.Row { rows[3].Class = 4; return rows },
		"not a number":   func(rows []additive.Row) []additive.Row { rows[3].Contribution = math.NaN(); return rows },
		"bags lost":      func(rows []additive.Row) []additive.Row { rows[3].Bags = nil; return rows },
		"edges descend":  func(rows []additive.Row) []additive.Row { rows[3].From = -1e9; return rows },
		"strange kind":   func(rows []additive.Row) []additive.Row { rows[3].Kind = "range"; return rows },
		"last pair cell": func(rows []additive.Row) []additive.Row { return rows[:len(rows)-1] },
		"main effect lost": func(rows []additive.Row) []additive.Row {
			return slices.DeleteFunc(rows, func(r additive.Row) bool { return r.Term == "age" })
		},
	} {
		if _, err := additive.FromRows(m.Header, spoil(m.Rows())); !errors.Is(err, additive.ErrRows) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestBadInput(t *testing.T) {
	good := func() additive.Table { return mixed(600, false) }
	for name, c := range map[string]struct {
		spoil func(t *additive.Table, o *additive.Options)
		want  error
	}{
		"outcome":         {func(t *additive.Table, _ *additive.Options) { t.Data.Y[7] = 2 }, additive.ErrOutcome},
		"outcome missing": {func(t *additive.Table, _ *additive.Options) { t.Data.Y[7] = math.NaN() }, additive.ErrOutcome},
		"level":           {func(t *additive.Table, _ *additive.Options) { t.Data.X[1][7] = 5 }, additive.ErrLevel},
		"short column":    {func(t *additive.Table, _ *additive.Options) { t.Data.X[2] = t.Data.X[2][1:] }, additive.ErrShape},
		"lost column":     {func(t *additive.Table, _ *additive.Options) { t.Data.X = t.Data.X[1:] }, additive.ErrShape},
		"negative weight": {func(t *additive.Table, _ *additive.Options) { t.Data.Weight = slices.Repeat([]float64{-1}, 600) }, additive.ErrWeight},
		"weights zero":    {func(t *additive.Table, _ *additive.Options) { t.Data.Weight = make([]float64, 600) }, additive.ErrEmpty},
		"offset": {func(t *additive.Table, _ *additive.Options) {
			t.Data.Offset = slices.Repeat([]float64{math.Inf(1)}, 600)
		}, additive.ErrOffset},
		"names":            {func(t *additive.Table, _ *additive.Options) { t.Columns[1].Name = "age" }, additive.ErrFeatures},
		"monotone nominal": {func(t *additive.Table, _ *additive.Options) { t.Columns[1].Monotone = 1 }, additive.ErrFeatures},
		"family":           {func(_ *additive.Table, o *additive.Options) { o.Family = 9 }, additive.ErrOptions},
		"classes":          {func(_ *additive.Table, o *additive.Options) { o.Family = additive.Multinomial }, additive.ErrOptions},
		"class never seen": {func(_ *additive.Table, o *additive.Options) {
			o.Family, o.Classes = additive.Multinomial, []string{"a", "b", "c"}
		}, additive.ErrOneClass},
		"bags":  {func(_ *additive.Table, o *additive.Options) { o.Bags = 1 }, additive.ErrOptions},
		"rate":  {func(_ *additive.Table, o *additive.Options) { o.LearningRate = -1 }, additive.ErrOptions},
		"power": {func(_ *additive.Table, o *additive.Options) { o.Family, o.Power = additive.Tweedie, 3 }, additive.ErrOptions},
		"bins":  {func(_ *additive.Table, o *additive.Options) { o.MaxBins = 300 }, additive.ErrOptions},
	} {
		table, o := good(), additive.Options{}
		c.spoil(&table, &o)
		if _, err := additive.Fit(table, o); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
}
