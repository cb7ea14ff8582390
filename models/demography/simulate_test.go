package demography_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/demography"
)

// town is a made-up municipality: known rates times a growing population, a
// practice that walks, and chance.
type town struct {
	history, ahead int     // months
	practice       float64 // standard deviation per month of the log of the rates of all
	growth         float64 // of the log rates per month
	seed           uint64
}

const (
	townStart = 2019 * 12
	townAreas = 4
)

// draw returns use up to the origin, population, and what came: total and areas by
// month ahead, of clients.
func (v town) draw() (use []demography.Use, population []demography.Population, total []float64, area [][]float64) {
	rng := rand.New(rand.NewPCG(v.seed, 3))
	people := func(year float64, a int, s demography.Sex, age int) float64 {
		return 400 / float64(1+a) * math.Exp(-0.09*float64(age-65)+0.02*(year-2019)*float64(a-1)) * (1 - 0.1*float64(s))
	}
	rate := func(s demography.Sex, group int) float64 {
		return 0.01 * math.Exp(0.5*float64(group)) * (1 - 0.2*float64(s))
	}
	for year := 2018; year <= 2028; year++ {
		for a := range townAreas {
			for s := range demography.Sex(2) {
				for age := 65; age <= 100; age++ {
					population = append(population, demography.Population{
						Year: year, Area: townName(a), Sex: s, Age: age, Projected: year > 2022,
						Persons: people(float64(year)+1, a, s, age),
					})
				}
			}
		}
	}
	total, area = make([]float64, v.ahead), make([][]float64, townAreas)
	var practice float64
	for t := range v.history + v.ahead {
		practice += v.practice * rng.NormFloat64()
		for a := range townAreas {
			if t >= v.history {
				area[a] = append(area[a], 0)
			}
			for s := range demography.Sex(2) {
				for g, group := range demography.SKRGroups() {
					var n float64
					for age := group.From; age <= min(100, group.To); age++ {
						n += people(2019+(float64(t)+0.5)/12, a, s, age)
					}
					mean := n * rate(s, g) * math.Exp(practice+v.growth*float64(t))
					y := distuv.Poisson{Lambda: mean, Src: rng}.Rand()
					if t < v.history {
						use = append(use, demography.Use{Month: townStart + t, Area: townName(a), Sex: s, Group: g, Amount: []float64{y}})
						continue
					}
					total[t-v.history] += y
					area[a][t-v.history] += y
				}
			}
		}
	}
	return use, population, total, area
}

func townName(a int) string { return string(rune('A' + a)) }

// Intervals of the standard on towns whose practice walks by 0.6 % per month.
func TestStandardCoverage(t *testing.T) {
	horizons := []int{1, 3, 6, 12, 24, 36}
	inside, areaInside := make([]float64, len(horizons)), make([]float64, len(horizons))
	const towns = 100
	for seed := range uint64(towns) {
		use, population, total, area := town{history: 60, ahead: 36, practice: 0.006, seed: 1000 + seed}.draw()
		m, err := demography.FitStandard(use, population, demography.StandardOptions{Resources: []string{"clients"}})
		if err != nil {
			t.Fatal(err)
		}
		f, err := m.Forecast(36, []float64{0.1, 0.9})
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range horizons {
			if y := total[h-1]; y >= f[0].Quantiles[0][h-1] && y <= f[0].Quantiles[1][h-1] {
				inside[i] += 1. / towns
			}
			for a, y := range area {
				if y[h-1] >= f[1+a].Quantiles[0][h-1] && y[h-1] <= f[1+a].Quantiles[1][h-1] {
					areaInside[i] += 1. / towns / townAreas
				}
			}
		}
	}
	t.Logf("coverage at %v: total %.2f, areas %.2f", horizons, inside, areaInside)
	for i, h := range horizons { // three standard errors of a hundred towns are 0.12
		if math.Abs(inside[i]-0.8) > 0.12 || math.Abs(areaInside[i]-0.8) > 0.08 {
			t.Errorf("coverage %d months ahead: total %.3f, areas %.3f", h, inside[i], areaInside[i])
		}
	}
}

// Rates that grow: constant ones fall behind, the trend follows for a while.
func TestStandardTrendBias(t *testing.T) {
	var constant, trend [3]float64
	horizons := []int{12, 24, 36}
	const towns = 20
	for seed := range uint64(towns) {
		use, population, total, _ := town{history: 60, ahead: 36, growth: 0.002, practice: 0.001, seed: 2000 + seed}.draw()
		for _, withTrend := range []bool{false, true} {
			o := demography.StandardOptions{Resources: []string{"clients"}, Trend: withTrend}
			f, _ := forecast(t, use, population, o, 36)
			for i, h := range horizons {
				e := 100 * (f[0].Mean[h-1]/total[h-1] - 1) / towns
				if withTrend {
					trend[i] += e
				} else {
					constant[i] += e
				}
			}
		}
	}
	t.Logf("bias %v months ahead, %%: constant rates %.2f, trend %.2f", horizons, constant, trend)
	for i := range horizons {
		if !(constant[i] < -1 && math.Abs(trend[i]) < math.Abs(constant[i])) {
			t.Errorf("bias %d months ahead: constant rates %.2f %%, trend %.2f %%", horizons[i], constant[i], trend[i])
		}
	}
}
