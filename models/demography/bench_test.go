package demography_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/models/demography"
	"github.com/framsyn/framsyn/models/modeltest"
)

const (
	benchFirstAge = 55
	benchLastAge  = 100
	benchFirst    = 1969
	benchLast     = 2020
)

// readSweden returns mean population and deaths of Sweden.
func readSweden(t *testing.T) (population, deaths *demography.Grid) {
	t.Helper()
	read := func(name string) *demography.Grid {
		g := demography.NewGrid(benchFirst, benchLast-benchFirst+1, benchFirstAge, benchLastAge-benchFirstAge+1)
		for _, row := range modeltest.BenchRows(t, name)[1:] {
			age, err := strconv.Atoi(row[0])
			if err != nil {
				t.Fatal(err)
			}
			year, err := strconv.Atoi(row[2])
			if err != nil {
				t.Fatal(err)
			}
			v, err := strconv.ParseFloat(row[3], 64)
			if err != nil {
				t.Fatal(err)
			}
			if age >= benchFirstAge {
				g.Set(map[string]demography.Sex{"women": demography.Women, "men": demography.Men}[row[1]], year, age, v)
			}
		}
		return g
	}
	return read("swepop.csv.gz"), read("swedeaths.csv.gz")
}

// score sums up percentage errors.
type score struct{ ape, pe, inside, n float64 }

func (s *score) add(forecast, actual float64) {
	e := 100 * (forecast/actual - 1)
	s.ape, s.pe, s.n = s.ape+math.Abs(e), s.pe+e, s.n+1
}

// Projections of Sweden from every second year, learning from what came before.
func TestBenchSweden(t *testing.T) {
	population, deaths := readSweden(t)
	groups := []struct {
		name     string
		from, to int
	}{{"65-79", 65, 79}, {"80+", 80, 100}, {"90+", 90, 100}}
	horizons := []int{1, 3, 5, 10}
	methods := []string{"cohort", "no migration", "constant rates", "last value", "linear drift"}
	var table [3][4][5]score
	for origin := 1989; origin < benchLast; origin += 2 {
		m, err := demography.FitMortality(deaths, population, demography.MortalityOptions{Origin: origin})
		if err != nil {
			t.Fatal(origin, err)
		}
		migration, err := demography.EstimateMigration(population, deaths, demography.MigrationOptions{Origin: origin, MeanPopulation: true})
		if err != nil {
			t.Fatal(origin, err)
		}
		project := func(m *demography.Mortality, migration *demography.Migration, draws int) *demography.Projection {
			p, err := demography.Project(population, m, demography.ProjectionOptions{
				Horizon: 10, Origin: origin, MeanPopulation: true, Migration: migration, Draws: draws, Seed: 1,
			})
			if err != nil {
				t.Fatal(origin, err)
			}
			return p
		}
		p := project(m, migration, 500)
		plain, constant := project(m, nil, -1), project(m.Constant(), migration, -1)
		for g, group := range groups {
			q := p.Quantiles(group.from, group.to, []float64{0.1, 0.9})
			main, none, held := p.Total(group.from, group.to), plain.Total(group.from, group.to), constant.Total(group.from, group.to)
			last := population.Sum(origin, group.from, group.to)
			drift := (last - population.Sum(origin-10, group.from, group.to)) / 10
			for i, h := range horizons {
				if origin+h > benchLast {
					continue
				}
				y := population.Sum(origin+h, group.from, group.to)
				for k, f := range []float64{main[h-1], none[h-1], held[h-1], last, last + drift*float64(h)} {
					table[g][i][k].add(f, y)
				}
				if y >= q[0][h-1] && y <= q[1][h-1] {
					table[g][i][0].inside++
				}
			}
		}
	}
	judge(t, &table, methods)
}

// judge logs the table and holds it against what was measured, with room for
// other draws: what the projection must not lose again.
func judge(t *testing.T, table *[3][4][5]score, methods []string) {
	t.Helper()
	limits := [3][4]float64{{0.06, 0.16, 0.3, 0.6}, {0.16, 0.35, 0.65, 1.35}, {0.35, 0.9, 1.25, 2.1}} // MAPE, %
	var inside, n float64
	for g, name := range []string{"65-79", "80+", "90+"} {
		for i, h := range []int{1, 3, 5, 10} {
			c := table[g][i]
			for k, method := range methods {
				t.Logf("%-5s %2d years, %2.0f origins: %-14s MAPE %5.2f %%, bias %+6.2f %%", name, h, c[k].n, method, c[k].ape/c[k].n, c[k].pe/c[k].n)
				if k > 2 && c[k].ape < c[0].ape {
					t.Errorf("%s, %d years: %s is better than the projection", name, h, method)
				}
			}
			t.Logf("%-5s %2d years: 80 %% intervals cover %.2f", name, h, c[0].inside/c[0].n)
			if c[0].ape/c[0].n > limits[g][i] {
				t.Errorf("%s, %d years: MAPE %.3f %%, was at most %.2f", name, h, c[0].ape/c[0].n, limits[g][i])
			}
			inside, n = inside+c[0].inside, n+c[0].n
		}
	}
	t.Logf("80 %% intervals cover %.3f of %v", inside/n, n)
	if inside/n < 0.75 || inside/n > 0.85 {
		t.Errorf("80 %% intervals cover %.3f", inside/n)
	}
}
