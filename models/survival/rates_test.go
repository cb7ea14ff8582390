package survival_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/survival"
)

func TestBandsByHand(t *testing.T) {
	s := survival.Sample{
		Entry: []float64{64, 70, 66}, Exit: []float64{72.5, 71, 75}, Event: []int{1, 2, 1}, Weight: []float64{1, 1, 2},
	}
	exposure, events, err := survival.Bands(s, []float64{65, 70, 75, 80}, 1)
	if err != nil {
		t.Fatal(err)
	}
	// 5 + 2·4; 2.5 + 1 + 2·5; and an event at 75 ends the band to 75.
	for b, want := range [][2]float64{{13, 0}, {13.5, 3}, {0, 0}} {
		if exposure[b] != want[0] || events[b] != want[1] {
			t.Errorf("band %d: %v, %v, want %v", b, exposure[b], events[b], want)
		}
	}
	s.Entry = nil
	if exposure, _, err = survival.Bands(s, []float64{0, 70, 75}, 0); err != nil || exposure[0] != 280 || exposure[1] != 13.5 {
		t.Errorf("without entry: %v, %v", exposure, err)
	}
	if _, _, err = survival.Bands(s, []float64{0, 70, 70}, 0); err == nil {
		t.Error("edges that do not ascend: no error")
	}
	if exposure, _, err = survival.Bands(s, nil, 0); err != nil || len(exposure) != 0 {
		t.Errorf("no bands: %v, %v", exposure, err)
	}
}

func shrink(t *testing.T, cells []survival.RateCell, o survival.RateOptions) *survival.Rates {
	t.Helper()
	r, err := survival.ShrinkRates(cells, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range r.Cells {
		if !(c.Low <= c.Mean && c.Mean <= c.High && c.Low >= 0 && c.SD > 0 && c.Own >= 0 && c.Own <= 1) {
			t.Errorf("cell %d: %+v", i, c)
		}
	}
	return r
}

// At the ends: much data give the crude rate with Poisson's spread, none give the
// table times the ratio, and no data at all the table, unsure.
func TestRatesAtTheEnds(t *testing.T) {
	r := shrink(t, []survival.RateCell{
		{Exposure: 1e6, Events: 50_000, Reference: 0.04},
		{Exposure: 1e6, Events: 200_000, Reference: 0.1},
		{Exposure: 1e6, Events: 10_000, Reference: 0.01},
		{Exposure: 0, Events: 0, Reference: 0.02},
	}, survival.RateOptions{})
	near(t, "much data", r.Cells[0].Mean, 0.05, 0.0001)
	near(t, "its spread", r.Cells[0].SD, math.Sqrt(50_000)/1e6, 2e-6)
	near(t, "its own part", r.Cells[0].Own, 1, 0.001)
	near(t, "low", r.Cells[0].Low, 0.05-1.96*math.Sqrt(50_000)/1e6, 2e-5)
	if c := r.Cells[3]; c.Own != 0 || c.Crude != 0 || c.Mean < 0.02 || c.High < 0.04 {
		t.Errorf("cell without exposure: %+v", c)
	}
	none := shrink(t, []survival.RateCell{{Reference: 0.1}, {Reference: 0.2}}, survival.RateOptions{LevelSD: 0.2})
	near(t, "no data", none.Cells[0].Mean, 0.1, 0.005) // the mean of e^{0.2 z} is 2 % above 1
	near(t, "ratio", none.LogRatio[0], 0, 1e-9)
	near(t, "no data", none.Cells[1].Mean, 2*none.Cells[0].Mean, 1e-9)
	quiet := shrink(t, []survival.RateCell{{Exposure: 5, Reference: 0.1}}, survival.RateOptions{})
	if c := quiet.Cells[0]; c.Mean >= 0.1*math.Exp(0.5) || c.Low <= 0 {
		t.Errorf("no events in 5 years: %+v", c)
	}
}

// Cells that differ by chance alone are drawn together, cells that differ by more
// are left apart.
func TestRatesFindTheSpread(t *testing.T) {
	for _, c := range []struct{ spread, low, high float64 }{{0, 0.01, 0.12}, {0.4, 0.3, 0.55}} {
		rng := rand.New(rand.NewPCG(8, 8))
		cells := make([]survival.RateCell, 40)
		for i := range cells {
			ratio := 1.5
			if c.spread > 0 {
				a := 1 / (c.spread * c.spread)
				ratio *= distuv.Gamma{Alpha: a, Beta: a, Src: rng}.Rand()
			}
			cells[i] = survival.RateCell{Exposure: 400, Reference: 0.1}
			cells[i].Events = distuv.Poisson{Lambda: 40 * ratio, Src: rng}.Rand()
		}
		r := shrink(t, cells, survival.RateOptions{})
		t.Logf("spread %v: %.3f (likeliest %.3f), log ratio %.3f (SE %.3f), own part %.2f", c.spread, r.Spread,
			r.SpreadLikeliest, r.LogRatio[0], r.LogRatioSE[0], r.Cells[0].Own)
		if r.Spread < c.low || r.Spread > c.high {
			t.Errorf("spread %v is found as %v", c.spread, r.Spread)
		}
		near(t, "log ratio", r.LogRatio[0], math.Log(1.5), 3*r.LogRatioSE[0])
	}
}

// Intervals hold 95 % of what they should when the model is true, on 20 draws of 30
// cells of all sizes: 600, so that 0.925 is 2.8 standard deviations below.
func TestRateCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 14))
	const draws, bands, spread = 20, 30, 0.3
	var inside float64
	for range draws {
		cells, truth := make([]survival.RateCell, bands), make([]float64, bands)
		level := math.Exp(0.5 * rng.NormFloat64())
		for i := range cells {
			a := 1 / (spread * spread)
			cells[i] = survival.RateCell{Exposure: math.Exp(2 + 5*rng.Float64()), Reference: 0.05 + 0.2*rng.Float64()}
			truth[i] = cells[i].Reference * level * distuv.Gamma{Alpha: a, Beta: a, Src: rng}.Rand()
			cells[i].Events = distuv.Poisson{Lambda: cells[i].Exposure * truth[i], Src: rng}.Rand()
		}
		for i, r := range shrink(t, cells, survival.RateOptions{}).Cells {
			if r.Low <= truth[i] && truth[i] <= r.High {
				inside += 1. / (draws * bands)
			}
		}
	}
	t.Logf("coverage %.3f", inside)
	if inside < 0.925 {
		t.Errorf("95 %% intervals hold the truth in %.3f", inside)
	}
}

// national are deaths and population of a year in bands of five years from 65 to
// 94, by sex.
func national(t *testing.T, from, to float64) (deaths, population map[string][]float64) {
	t.Helper()
	read := func(file, column string) map[string][]float64 {
		b := benchTable(t, file)
		out := map[string][]float64{"women": make([]float64, 6), "men": make([]float64, 6)}
		for i, age := range b.number["age"] {
			if year := b.number["year"][i]; age >= 65 && age < 95 && year >= from && year <= to {
				out[b.text["sex"][i]][int(age-65)/5] += b.number[column][i]
			}
		}
		return out
	}
	return read("swedeaths.csv.gz", "deaths"), read("swepop.csv.gz", "pop")
}

// A municipality of 1/300 of Sweden in 2019, with the country's rates of 2009 behind
// it: 60 draws of its deaths. Wanted: nearer to the truth (the rates of 2019) than
// its own rates and than the table, and 95 % intervals that cover 95 %.
func TestBenchRates(t *testing.T) {
	before, people := national(t, 2009, 2009)
	now, population := national(t, 2019, 2019)
	const share, draws = 1. / 300, 60
	rng := rand.New(rand.NewPCG(1, 9))
	var shrunk, crude, table, inside, all float64
	for range draws {
		var cells []survival.RateCell
		var truth []float64
		for _, sex := range []string{"women", "men"} {
			for b := range 6 {
				c := survival.RateCell{Exposure: population[sex][b] * share, Reference: before[sex][b] / people[sex][b]}
				c.Events = distuv.Poisson{Lambda: now[sex][b] * share, Src: rng}.Rand()
				c.Covariates = []float64{float64(b) - 2.5}
				cells, truth = append(cells, c), append(truth, now[sex][b]/population[sex][b])
			}
		}
		for i, r := range shrink(t, cells, survival.RateOptions{}).Cells {
			square := func(v float64) float64 { return (v/truth[i] - 1) * (v/truth[i] - 1) }
			shrunk, crude, table = shrunk+square(r.Mean), crude+square(r.Crude), table+square(cells[i].Reference)
			all++
			if r.Low <= truth[i] && truth[i] <= r.High {
				inside++
			}
		}
	}
	t.Logf("relative error (root mean square): shrunk %.3f, own rates %.3f, table %.3f; coverage %.3f",
		math.Sqrt(shrunk/all), math.Sqrt(crude/all), math.Sqrt(table/all), inside/all)
	if shrunk > 0.8*crude || shrunk > 0.8*table || inside/all < 0.92 {
		t.Errorf("squared errors %.3f, own rates %.3f, table %.3f; coverage %.3f", shrunk, crude, table, inside/all)
	}
}

func TestRateFaults(t *testing.T) {
	nan := math.NaN()
	good := survival.RateCell{Exposure: 1, Events: 1, Reference: 0.1}
	for _, c := range []struct {
		cell survival.RateCell
		want string
	}{
		{survival.RateCell{Exposure: -1, Reference: 0.1}, "row 1: exposure -1"},
		{survival.RateCell{Exposure: 1, Events: nan, Reference: 0.1}, "row 1: events NaN"},
		{survival.RateCell{Events: 2, Reference: 0.1}, "row 1: 2 events without exposure"},
		{survival.RateCell{Exposure: 1}, "row 1: reference rate 0"},
		{survival.RateCell{Exposure: 1, Reference: 1, Covariates: []float64{1}}, "row 1: 1 covariates"},
	} {
		_, err := survival.ShrinkRates([]survival.RateCell{good, c.cell}, survival.RateOptions{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want one with %q", c.cell, err, c.want)
		}
	}
	if _, err := survival.ShrinkRates(nil, survival.RateOptions{}); err == nil {
		t.Error("no cells: no error")
	}
}
