package demography_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/demography"
)

func wantError(t *testing.T, name string, err, want error, text string) {
	t.Helper()
	if !errors.Is(err, want) || !strings.Contains(err.Error(), text) {
		t.Errorf("%s: error %v, want %v with %q", name, err, want, text)
	}
}

const december = 2025*12 + 11

func twoGroups() []demography.AgeGroup {
	return []demography.AgeGroup{{From: 65, To: 79}, {From: 80, To: 1000}}
}

// ends gives an area persons aged 70 and 85 of each sex at year-ends.
func ends(area string, years map[int][2]float64) []demography.Population {
	var out []demography.Population
	for year, n := range years {
		for s := range demography.Sex(2) {
			for i, age := range []int{65, 70, 80, 85} {
				persons := n[i/2]
				if i%2 == 0 {
					persons = 0
				}
				out = append(out, demography.Population{Year: year, Area: area, Sex: s, Age: age, Persons: persons, Projected: year > 2025})
			}
		}
	}
	return out
}

// monthly gives an area the same use in each of n months up to December 2025, by
// group, women only.
func monthly(area string, n int, amount ...float64) []demography.Use {
	var out []demography.Use
	for m := december - n + 1; m <= december; m++ {
		for g, v := range amount {
			out = append(out, demography.Use{Month: m, Area: area, Group: g, Amount: []float64{v, 20 * v}})
		}
	}
	return out
}

func options() demography.StandardOptions {
	return demography.StandardOptions{Resources: []string{"clients", "home_care_h"}, Groups: twoGroups()}
}

func forecast(t *testing.T, use []demography.Use, p []demography.Population, o demography.StandardOptions, horizon int) ([]demography.AreaForecast, *demography.Standard) {
	t.Helper()
	m, err := demography.FitStandard(use, p, o)
	if err != nil {
		t.Fatal(err)
	}
	f, err := m.Forecast(horizon, []float64{0.1, 0.5, 0.9})
	if err != nil {
		t.Fatal(err)
	}
	return f, m
}

// 10 of 200 women aged 65-79 and 30 of 100 aged 80 or older are clients. The old
// become twice as many during 2026.
func TestStandardByHand(t *testing.T) {
	p := ends("A", map[int][2]float64{2024: {200, 100}, 2025: {200, 100}, 2026: {200, 200}, 2027: {200, 200}})
	f, m := forecast(t, monthly("A", 12, 10, 30), p, options(), 24)
	if len(f) != 4 || !f[0].Total || f[1].Area != "A" || f[3].Resource != "home_care_h" {
		t.Fatalf("%+v", f)
	}
	for _, h := range []int{1, 6, 12} {
		near(t, "clients", f[0].Mean[h-1], 10+30*(1+(float64(h)-0.5)/12))
		near(t, "hours", f[3].Mean[h-1], 20*f[1].Mean[h-1])
	}
	near(t, "clients in 2027", f[1].Mean[20], 10+60)
	rates := m.Rates()
	near(t, "rate of women 65-79", rates[0].Value, 0.05)
	near(t, "rate of women 80+", rates[1].Value, 0.3)
	if rates[2].Sex != demography.Men || rates[2].Value != 0 || rates[1].Group.String() != "80+" {
		t.Errorf("%+v", rates[:4])
	}
}

// An area without population gets its share of the municipality; if none has any,
// the total is the municipality's rates times its population.
func TestStandardSpreads(t *testing.T) {
	years := map[int][2]float64{2024: {300, 150}, 2025: {300, 150}, 2026: {330, 180}}
	use := append(monthly("A", 12, 10, 30), monthly("B", 12, 5, 15)...)
	f, _ := forecast(t, use, ends("", years), options(), 12)
	together, _ := forecast(t, monthly("A", 12, 15, 45), ends("", years), options(), 12)
	for h := range 12 {
		near(t, "total", f[0].Mean[h], together[0].Mean[h])
		near(t, "areas", f[1].Mean[h]+f[2].Mean[h], f[0].Mean[h])
		near(t, "share", f[2].Mean[h], f[0].Mean[h]/3)
	}
	mixed := append(ends("", years), ends("A", map[int][2]float64{2024: {200, 100}, 2025: {200, 100}, 2026: {200, 100}})...)
	f, m := forecast(t, use, mixed, options(), 12)
	near(t, "area with its own population", f[1].Mean[11], 40)
	near(t, "area without", f[2].Mean[11], 5*(1+0.1*11.5/12)+15*(1+0.2*11.5/12))
	if n := m.Notes(); !slices.ContainsFunc(n, func(s string) bool { return strings.Contains(s, `areas "B" have no population`) }) {
		t.Error(n)
	}
}

// Use without area is divided by all areas together when the municipality is not
// given.
func TestStandardUnknownArea(t *testing.T) {
	p := append(ends("A", map[int][2]float64{2024: {100, 50}, 2025: {100, 50}, 2026: {200, 100}}),
		ends("B", map[int][2]float64{2024: {100, 50}, 2025: {100, 50}, 2026: {100, 50}})...)
	use := slices.Concat(monthly("A", 12, 10, 30), monthly("B", 12, 5, 15), monthly("", 12, 2, 0))
	f, _ := forecast(t, use, p, options(), 12)
	if f[0].Area != "" || !f[0].Total || f[1].Area != "" || f[1].Total {
		t.Fatalf("total and unknown area: %+v", f[:2])
	}
	near(t, "unknown area", f[1].Mean[11], 2*(1+0.5*11.5/12))
}

// Missing months, unknown amounts, a new area, people outside the groups and a
// year-end that is missing.
func TestStandardGaps(t *testing.T) {
	level := map[int][2]float64{2023: {200, 100}, 2026: {200, 100}}
	use := monthly("A", 24, 10, 30)
	use = slices.DeleteFunc(use, func(u demography.Use) bool { return u.Month == december-3 })
	use = append(use, demography.Use{Month: december, Area: "A", Group: -1, Amount: []float64{11, math.NaN()}})
	fresh := monthly("C", 2, 4, 0)
	fresh = append(fresh, demography.Use{Month: december, Area: "C", Group: -1, Amount: []float64{3, 0}})
	p := append(ends("A", level), ends("C", level)...)
	f, m := forecast(t, append(use, fresh...), p, options(), 12)
	near(t, "A", f[1].Mean[5], 40+1) // 11 in one of 11 known months
	near(t, "hours of A", f[4].Mean[5], 800)
	near(t, "C", f[2].Mean[5], 4+1.5)
	text := strings.Join(m.Notes(), "\n")
	for _, want := range []string{"interpolated along cohorts", `clients of area "C": rates rest on 2 of 12`, `hours`} {
		if !strings.Contains(strings.ReplaceAll(text, "home_care_h", "hours"), want) {
			t.Errorf("notes lack %q:\n%s", want, text)
		}
	}
	none := append(monthly("A", 12, 10, 30), demography.Use{Month: december, Area: "A", Sex: demography.Men, Amount: []float64{12, 0}})
	empty := slices.DeleteFunc(ends("A", level), func(r demography.Population) bool { return r.Sex == demography.Men && r.Persons > 0 })
	f, m = forecast(t, none, empty, options(), 1)
	near(t, "men where none live", f[0].Mean[0], 40+1)
	if !strings.Contains(strings.Join(m.Notes(), "\n"), "without inhabitants") {
		t.Error(m.Notes())
	}
}

// Rates that have grown by 1 % a month go on growing, ever slower, with the trend;
// a constant has none.
func TestStandardTrend(t *testing.T) {
	level := map[int][2]float64{2020: {200, 100}, 2026: {200, 100}}
	var use []demography.Use
	for m := december - 59; m <= december; m++ {
		use = append(use, demography.Use{Month: m, Area: "A", Group: 1, Amount: []float64{30 * math.Exp(0.01*float64(m-december)), 100}})
	}
	o := options()
	o.Trend = true
	f, m := forecast(t, use, ends("A", level), o, 12)
	if s := m.Slopes(); math.Abs(s[0]-0.01) > 1e-6 || s[1] != 0 {
		t.Errorf("slopes %v", s)
	}
	var window float64
	for k := range 12 {
		window += 30 * math.Exp(-0.01*float64(k)) / 12
	}
	if got, want := f[0].Mean[0], window*math.Exp(0.01*(5.5+0.95)); math.Abs(got/want-1) > 1e-6 {
		t.Errorf("first month %v, want %v", got, want)
	}
	if !(f[0].Mean[11] > f[0].Mean[0] && f[0].Mean[11] < 30*math.Exp(0.12)) {
		t.Errorf("a year ahead %v", f[0].Mean[11])
	}
	near(t, "constant", f[2].Mean[11], 100)
}

// Rows in another order give the same forecast, to the bit; an earlier origin
// does not see what came after.
func TestStandardInvariance(t *testing.T) {
	use, p, _, _ := town{history: 48, ahead: 1, practice: 0.006, seed: 5}.draw()
	o := demography.StandardOptions{Resources: []string{"clients"}, Trend: true}
	f, _ := forecast(t, use, p, o, 36)
	slices.Reverse(use)
	slices.Reverse(p)
	if g, _ := forecast(t, use, p, o, 36); !reflect.DeepEqual(f, g) {
		t.Error("another order of rows gave another forecast")
	}
	for h := range 36 {
		var sum float64
		for _, a := range f[1:] {
			sum += a.Mean[h]
			if !(a.Quantiles[0][h] > 0 && a.Quantiles[0][h] < a.Quantiles[1][h] && a.Quantiles[1][h] < a.Quantiles[2][h]) {
				t.Fatalf("quantiles of %s, %d ahead: %v", a.Area, h+1, a.Quantiles)
			}
		}
		near(t, "sum", sum, f[0].Mean[h])
	}
	o.Origin = townStart + 35
	early, _ := forecast(t, use, p, o, 12)
	use = slices.DeleteFunc(use, func(u demography.Use) bool { return u.Month > o.Origin })
	o.Origin = 0
	if cut, _ := forecast(t, use, p, o, 12); !reflect.DeepEqual(early, cut) {
		t.Error("use after the origin changed the forecast")
	}
}

func TestStandardErrors(t *testing.T) {
	years := map[int][2]float64{2024: {200, 100}, 2025: {200, 100}}
	use := monthly("A", 12, 10, 30)
	fit := func(use []demography.Use, p []demography.Population, change func(*demography.StandardOptions)) error {
		o := options()
		if change != nil {
			change(&o)
		}
		_, err := demography.FitStandard(use, p, o)
		return err
	}
	wantError(t, "area", fit(append(use, monthly("B", 12, 1)...), ends("A", years), nil), demography.ErrMissing, `areas "B" have no population`)
	wantError(t, "years", fit(use, ends("A", map[int][2]float64{2033: {1, 1}}), nil), demography.ErrMissing, `area "A", women: year-ends 2024 to 2025 are needed, 2033 to 2033 are given`)
	wantError(t, "ages", fit(use, ends("A", years), func(o *demography.StandardOptions) { o.Groups = demography.SKRGroups() }), demography.ErrMissing, "65 to 85+")
	wantError(t, "no use", fit(nil, ends("A", years), nil), demography.ErrShort, "no use")
	wantError(t, "negative", fit(monthly("A", 1, -1), ends("A", years), nil), demography.ErrRange, `area "A", 2025-12`)
	wantError(t, "amounts", fit(use, ends("A", years), func(o *demography.StandardOptions) { o.Resources = []string{"x"} }), demography.ErrOptions, "2 amounts of 1")
	wantError(t, "groups", fit(use, ends("A", years), func(o *demography.StandardOptions) {
		o.Groups = []demography.AgeGroup{{From: 65, To: 80}, {From: 80, To: 90}}
	}), demography.ErrOptions, "overlaps")
	wantError(t, "twice", fit(use, append(ends("A", years), ends("A", years)...), nil), demography.ErrRange, "given twice")
	wantError(t, "window", fit(use, ends("A", years), func(o *demography.StandardOptions) { o.Origin = december + 30 }), demography.ErrShort, "up to 2028-06")
	m, err := demography.FitStandard(use, ends("A", years), options())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Forecast(120, nil); !errors.Is(err, demography.ErrMissing) || !strings.Contains(err.Error(), "2035") {
		t.Error(err)
	}
	if g := demography.GroupOf(97, demography.SKRGroups()); g != 6 || demography.GroupOf(64, demography.SKRGroups()) != -1 {
		t.Errorf("group of 97 is %d", g)
	}
}
