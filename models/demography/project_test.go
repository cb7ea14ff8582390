package demography_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/demography"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// gridOf fills a grid by a function.
func gridOf(firstYear, years, firstAge, ages int, f func(s demography.Sex, year, age int) float64) *demography.Grid {
	g := demography.NewGrid(firstYear, years, firstAge, ages)
	for s := range demography.Sex(2) {
		for t := range years {
			for x := range ages {
				g.Set(s, firstYear+t, firstAge+x, f(s, firstYear+t, firstAge+x))
			}
		}
	}
	return g
}

// gompertz is a law of mortality near Sweden's, with a falling index.
func gompertz(s demography.Sex, year, age int) float64 {
	return 0.008 * math.Exp(0.105*float64(age-65)+0.35*float64(s)-0.015*float64(year-2010))
}

func table(t *testing.T, improvement float64, rates ...float64) *demography.Mortality {
	t.Helper()
	m, err := demography.TableMortality(demography.Table{
		Year: 2020, FirstAge: 65, Rate: [2][]float64{rates, rates}, Improvement: [2]float64{improvement, improvement},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Two years by hand: cohorts survive by the mean of the rates of the two ages that
// they have in the year.
func TestProjectByHand(t *testing.T) {
	counts := []float64{1000, 800, 300}
	p := gridOf(2020, 1, 65, 3, func(_ demography.Sex, _, age int) float64 { return counts[age-65] })
	inflow := [2][]float64{{900, 950}, {900, 950}}
	o := demography.ProjectionOptions{Horizon: 2, Inflow: inflow, Draws: -1}
	got, err := demography.Project(p, table(t, 0, 0.02, 0.04, 0.2), o)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "65", got.Mean.At(demography.Women, 2021, 65), 900)
	near(t, "66", got.Mean.At(demography.Women, 2021, 66), 1000*math.Exp(-0.03))
	near(t, "67+", got.Mean.At(demography.Men, 2021, 67), 800*math.Exp(-0.12)+300*math.Exp(-0.2))
	near(t, "66 after two years", got.Mean.At(demography.Men, 2022, 66), 900*math.Exp(-0.03))
	near(t, "total", got.Total(65, 66)[0], 2*(900+1000*math.Exp(-0.03)))
	if got.Quantiles(65, 100, []float64{0.5}) != nil {
		t.Error("quantiles without draws")
	}

	o.Migration = &demography.Migration{}
	o.Migration.Rate[demography.Women][demography.Band(65)] = -0.01
	if got, err = demography.Project(p, table(t, 0.1, 0.02, 0.04, 0.2), o); err != nil {
		t.Fatal(err)
	}
	near(t, "with moves and rates a tenth lower", got.Mean.At(demography.Women, 2021, 66), 1000*math.Exp(-0.027)*0.99)

	o.MeanPopulation, o.Migration = true, nil
	if got, err = demography.Project(p, table(t, 0.1, 0.02, 0.04, 0.2), o); err != nil {
		t.Fatal(err)
	}
	near(t, "between means of years", got.Mean.At(demography.Men, 2021, 66), 1000*math.Exp(-(0.03+0.027)/2))
	rows := got.Rows("A")
	if len(rows) != 12 || !rows[0].Projected || rows[0].Area != "A" || rows[0].Persons != 900 {
		t.Errorf("%d rows, first %+v", len(rows), rows[0])
	}
}

// Deaths on the plane a + b·k come back as rates, now and ahead, and the law's
// improvement goes on.
func TestFitMortalityExact(t *testing.T) {
	people := gridOf(1990, 21, 60, 41, func(demography.Sex, int, int) float64 { return 20000 })
	deaths := gridOf(1990, 21, 60, 41, func(s demography.Sex, year, age int) float64 { return 20000 * gompertz(s, year, age) })
	m, err := demography.FitMortality(deaths, people, demography.MortalityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []int{2010, 2020} {
		for _, age := range []int{60, 75, 90, 100} {
			for s := range demography.Sex(2) {
				if got, want := m.Rate(s, year, age), gompertz(s, year, age); math.Abs(got/want-1) > 1e-3 {
					t.Errorf("%s aged %d in %d: %v, want %v", s, age, year, got, want)
				}
			}
		}
	}
	near(t, "constant", m.Constant().Rate(demography.Men, 2030, 80), m.Rate(demography.Men, 2010, 80))
}

// With one death rate at all ages the remaining life is its inverse.
func TestLifeExpectancy(t *testing.T) {
	m := table(t, 0, 0.05, 0.05, 0.05)
	near(t, "e65", m.LifeExpectancy(demography.Women, 2020, 65), 20)
	low, high := m.With(demography.Variants()[0]), m.With(demography.Variants()[2])
	near(t, "low, five years on", low.Rate(demography.Women, 2025, 65), 0.05*1.05)
	near(t, "high, in full", high.Rate(demography.Women, 2040, 65), 0.05*0.9)
	near(t, "origin", high.Rate(demography.Women, 2020, 65), 0.05)
	if e := high.LifeExpectancy(demography.Women, 2040, 65); math.Abs(e-20/0.9) > 1e-9 {
		t.Errorf("high life expectancy %v", e)
	}
}

// Two of a hundred leave each year, whatever the deaths; the rate has no spread.
func TestEstimateMigrationByHand(t *testing.T) {
	deaths := gridOf(2011, 5, 65, 3, func(_ demography.Sex, _, age int) float64 { return float64(4 * (age - 64)) })
	population := gridOf(2010, 6, 65, 3, func(demography.Sex, int, int) float64 { return 1000 })
	for year := 2011; year <= 2015; year++ {
		for s := range demography.Sex(2) {
			was := func(age int) float64 { return population.At(s, year-1, age) }
			population.Set(s, year, 66, 0.98*(was(65)-(4.+8)/2))
			population.Set(s, year, 67, 0.98*(was(66)-8./2+was(67)-12))
		}
	}
	g, err := demography.EstimateMigration(population, deaths, demography.MigrationOptions{})
	if err != nil {
		t.Fatal(err)
	}
	band := demography.Band(65)
	near(t, "rate", g.Rate[demography.Men][band], -0.02)
	near(t, "spread", g.SD[demography.Men][band]+g.Yearly[demography.Men][band], 0)
	near(t, "a band of which nothing is known", g.Rate[demography.Men][demography.Band(80)], 0)
}

// An area with half as many deaths again as expected: 150 on 100.
func TestShrinkByHand(t *testing.T) {
	people := gridOf(2020, 1, 65, 3, func(demography.Sex, int, int) float64 { return 500. / 3 })
	deaths := gridOf(2020, 1, 65, 3, func(demography.Sex, int, int) float64 { return 25 })
	m, err := table(t, 0, 0.1, 0.1, 0.1).Shrink(deaths, people, demography.ShrinkOptions{})
	if err != nil {
		t.Fatal(err)
	}
	// 100 is the prior's shape: common (100+150)/(100+100) = 1.25, women's 65-74
	// 1.25·(100+75)/(100+1.25·50).
	near(t, "rate", m.Rate(demography.Women, 2020, 66), 0.1*1.25*175/162.5)
}

// Made-up areas have 15 % more deaths than the country, whose index never leaves
// its line: the level is learned, and intervals cover what chance makes of it.
func TestProjectCoversTowns(t *testing.T) {
	country, err := demography.FitMortality(
		gridOf(1990, 21, 60, 41, func(s demography.Sex, year, age int) float64 {
			return math.Round(20000 * gompertz(s, year, age))
		}),
		gridOf(1990, 21, 60, 41, func(demography.Sex, int, int) float64 { return 20000 }), demography.MortalityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var inside, n float64
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 9))
		population, deaths := drawTown(rng)
		past, died := gridOf(2000, 11, 60, 41, population.At), gridOf(2001, 10, 60, 41, deaths.At)
		m, err := country.Shrink(died, past.Mean(), demography.ShrinkOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if r := m.Rate(demography.Women, 2010, 85) / gompertz(demography.Women, 2010, 85); r < 0.95 || r > 1.4 {
			t.Errorf("town %d: mortality ratio %v, drawn with 1.15", seed, r)
		}
		g, err := demography.EstimateMigration(past, died, demography.MigrationOptions{})
		if err != nil {
			t.Fatal(err)
		}
		p, err := demography.Project(past, m, demography.ProjectionOptions{Migration: g, Draws: 200, Seed: 1, Area: seed})
		if err != nil {
			t.Fatal(err)
		}
		q := p.Quantiles(80, 100, []float64{0.1, 0.9})
		for _, h := range []int{1, 5, 10} {
			if y := population.Sum(2010+h, 80, 100); y >= q[0][h-1] && y <= q[1][h-1] {
				inside++
			}
			n++
		}
	}
	t.Logf("coverage of towns: %.3f", inside/n)
	if math.Abs(inside/n-0.8) > 0.12 {
		t.Errorf("coverage %.3f", inside/n)
	}
}

// drawTown draws year-ends 2000 to 2020 and deaths of the years from 2001.
func drawTown(rng *rand.Rand) (population, deaths *demography.Grid) {
	population = gridOf(2000, 21, 60, 41, func(_ demography.Sex, _, age int) float64 {
		return math.Round(300 * math.Exp(-0.05*float64(age-60)))
	})
	deaths = gridOf(2001, 20, 60, 41, func(demography.Sex, int, int) float64 { return 0 })
	for year := 2001; year <= 2020; year++ {
		for s := range demography.Sex(2) {
			next := make([]float64, 41)
			next[0] = 300
			for age := 60; age <= 100; age++ {
				to := min(age+1, 100)
				n := population.At(s, year-1, age)
				hazard := 1.15 * (gompertz(s, year, age) + gompertz(s, year, to)) / 2
				d := distuv.Binomial{N: n, P: 1 - math.Exp(-hazard), Src: rng}.Rand()
				young := distuv.Binomial{N: d, P: 0.5, Src: rng}.Rand() // who died before the birthday
				deaths.Set(s, year, age, deaths.At(s, year, age)+young)
				deaths.Set(s, year, to, deaths.At(s, year, to)+d-young)
				next[to-60] += n - d
			}
			for x, n := range next {
				population.Set(s, year, 60+x, n)
			}
		}
	}
	return population, deaths
}

// Parts of a population projected apart add up to the whole; the same seed gives
// the same draws.
func TestProjectionsAddUp(t *testing.T) {
	m := table(t, 0.02, 0.02, 0.03, 0.04, 0.06, 0.3)
	part := func(k int) *demography.Grid {
		return gridOf(2015, 6, 65, 5, func(s demography.Sex, year, age int) float64 {
			return float64(k*(200+10*(year-2015)) - 7*(age-65)*k + 3*int(s))
		})
	}
	a, b := part(1), part(2)
	both := gridOf(2015, 6, 65, 5, func(s demography.Sex, year, age int) float64 { return a.At(s, year, age) + b.At(s, year, age) })
	project := func(g *demography.Grid, area uint64) *demography.Projection {
		p, err := demography.Project(g, m, demography.ProjectionOptions{Draws: 50, Seed: 4, Area: area})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	sum, err := demography.SumProjections([]*demography.Projection{project(a, 1), project(b, 2)})
	if err != nil {
		t.Fatal(err)
	}
	whole := project(both, 0)
	for h, v := range whole.Total(65, 100) {
		near(t, "sum of areas", sum.Total(65, 100)[h], v)
	}
	levels := []float64{0.1, 0.5, 0.9}
	if !reflect.DeepEqual(whole.Quantiles(65, 100, levels), project(both, 0).Quantiles(65, 100, levels)) {
		t.Error("the same seed gave other quantiles")
	}
	q := whole.Quantiles(65, 100, levels)
	for h, v := range whole.Total(65, 100) {
		if !(q[0][h] < q[1][h] && q[1][h] < q[2][h] && q[0][h] < v && v < q[2][h]) {
			t.Errorf("%d years ahead: quantiles %v %v %v, mean %v", h+1, q[0][h], q[1][h], q[2][h], v)
		}
	}
	if !(q[2][9]-q[0][9] > q[2][0]-q[0][0]) {
		t.Error("intervals do not grow")
	}
}

// Faults name what is missing, and where.
func TestProjectErrors(t *testing.T) {
	people := gridOf(2000, 21, 65, 5, func(demography.Sex, int, int) float64 { return 10 })
	gap := gridOf(2000, 21, 65, 5, func(s demography.Sex, year, age int) float64 {
		if s == demography.Men && year == 2015 && age == 67 {
			return math.NaN()
		}
		return 1
	})
	short := gridOf(2016, 5, 65, 5, people.At)
	m := table(t, 0, 0.1, 0.1, 0.1, 0.1, 0.1)
	other := table(t, 0, 0.1, 0.1)
	for _, c := range []struct {
		name string
		run  func() error
		want error
		text string
	}{
		{"gap", func() error {
			_, err := demography.FitMortality(gap, people, demography.MortalityOptions{})
			return err
		}, demography.ErrMissing, "deaths, men aged 67 in 2015"},
		{"short", func() error {
			_, err := demography.FitMortality(short, people, demography.MortalityOptions{})
			return err
		}, demography.ErrShort, "5 years"},
		{"open age", func() error { _, err := demography.Project(people, other, demography.ProjectionOptions{}); return err }, demography.ErrOptions, "open age"},
		{"population", func() error {
			_, err := demography.Project(gap, m, demography.ProjectionOptions{Origin: 2015})
			return err
		}, demography.ErrMissing, "men aged 67 in 2015"},
		{"year", func() error {
			_, err := demography.Project(people, m, demography.ProjectionOptions{Origin: 2025})
			return err
		}, demography.ErrMissing, "2025"},
		{"inflow", func() error {
			_, err := demography.Project(people, m, demography.ProjectionOptions{Inflow: [2][]float64{{1}, nil}})
			return err
		}, demography.ErrMissing, "inflow of women"},
		{"migration", func() error {
			_, err := demography.EstimateMigration(people, gap, demography.MigrationOptions{})
			return err
		}, demography.ErrMissing, "2015"},
		{"rate", func() error {
			_, err := demography.TableMortality(demography.Table{Year: 2020, FirstAge: 65, Rate: [2][]float64{{0.1, 0}, {0.1, 0.1}}})
			return err
		}, demography.ErrRange, "aged 66"},
	} {
		wantError(t, c.name, c.run(), c.want, c.text)
	}
	if _, err := demography.SumProjections(nil); !errors.Is(err, demography.ErrMissing) {
		t.Error(err)
	}
}
