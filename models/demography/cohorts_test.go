package demography

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// rowsOf makes rows of one area from age 65 on, women and men alike.
func rowsOf(area string, years map[int][]float64) []Population {
	var out []Population
	for year, ages := range years {
		for s := range Sex(sexes) {
			for x, n := range ages {
				out = append(out, Population{Year: year, Area: area, Sex: s, Age: 65 + x, Persons: n})
			}
		}
	}
	return out
}

// The ends of 2021 and 2022 are missing: cohorts go geometrically, ages whose
// cohort is not seen at both ends on a straight line.
func TestInterpolateAlongCohorts(t *testing.T) {
	v, err := collect(rowsOf("A", map[int][]float64{2020: {80, 60, 50, 40, 30, 90}, 2023: {110, 90, 70, 64, 50, 120}}))
	if err != nil {
		t.Fatal(err)
	}
	g, notes, err := v.fill("A", 2020, 2023, 0)
	if err != nil || len(notes) != 2 {
		t.Fatal(notes, err)
	}
	// 65 in 2020 are 68 in 2023: 80 to 64, by the factor 0.8^(1/3) a year.
	near(t, "66 in 2021", g.At(Women, 2021, 66), 80*math.Pow(0.8, 1./3))
	near(t, "67 in 2022", g.At(Men, 2022, 67), 80*math.Pow(0.8, 2./3))
	near(t, "65 in 2021", g.At(Women, 2021, 65), 90)
	near(t, "70+ in 2022", g.At(Women, 2022, 70), 110)
}

// Cohort change ratios 0.9, 0.8 and, into the open age, 0.6 go on and back.
func TestExtrapolateAlongCohorts(t *testing.T) {
	v, err := collect(rowsOf("A", map[int][]float64{2020: {100, 90, 80, 20}, 2021: {110, 90, 72, 60}}))
	if err != nil {
		t.Fatal(err)
	}
	g, notes, err := v.fill("A", 2019, 2022, 1)
	if err != nil || len(notes) != 4 {
		t.Fatal(notes, err)
	}
	for x, want := range []float64{110, 99, 72, (72 + 60) * 0.6} {
		near(t, "2022", g.At(Men, 2022, 65+x), want)
	}
	for x, want := range []float64{90 / 0.9, 80 / 0.8, 80, 20} {
		near(t, "2019", g.At(Women, 2019, 65+x), want)
	}
	if _, _, err := v.fill("A", 2018, 2022, 1); err == nil {
		t.Error("two years back with a limit of one")
	}
}

// γ = D/E of cells is shrunk to the common mean by Marshall's moments.
func TestEmpiricalShrinkage(t *testing.T) {
	// Ratios 2 and 1 on 100 expected each: mean 1.5, spread 0.25, chance 1.5/100,
	// between 0.235, weight 0.235/0.25.
	got := empirical([]float64{200, 100}, []float64{100, 100})
	near(t, "first", got[0], 1.5+0.235/0.25*0.5)
	near(t, "second", got[1], 1.5-0.235/0.25*0.5)
	near(t, "no more than chance", empirical([]float64{105, 100}, []float64{100, 100})[0], 1.025)
	near(t, "nobody", empirical([]float64{0}, []float64{0})[0], 1)
}

// Squared errors on a known plane give the plane back; a negative term is left out.
func TestFitVariance(t *testing.T) {
	var list, falling []pastError
	for h := 1.; h <= 12; h++ {
		for _, mean := range []float64{10, 50, 400} {
			list = append(list, pastError{square: 1.5/mean + 0.01 + 0.002*h, inverse: 1 / mean, h: h})
			falling = append(falling, pastError{square: 0.05 - 0.001*h, inverse: 1 / mean, h: h})
		}
	}
	v := fitVariance(list, true)
	near(t, "count", v.count, 1.5)
	near(t, "level", v.level, 0.01)
	near(t, "walk", v.walk, 0.002)
	if v := fitVariance(falling, true); v.walk != 0 || !(v.level > 0.03 && v.level < 0.05) {
		t.Errorf("falling errors: %+v", v)
	}
}

// Moments of a Gamma distribution from its quantiles, and the limits.
func TestGammaQuantile(t *testing.T) {
	near(t, "exponential median", gammaQuantile(10, 1, 0.5), 10*math.Ln2)
	near(t, "no variance", gammaQuantile(10, 0, 0.9), 10)
	near(t, "nothing expected", gammaQuantile(0, math.Inf(1), 0.9), 0)
	if a, b := gammaQuantile(1, 1.0001/normalShape, 0.9), gammaQuantile(1, 0.9999/normalShape, 0.9); math.Abs(a-b) > 1e-4 {
		t.Errorf("step of %v where the normal distribution takes over", a-b)
	}
	for _, relative := range []float64{30, 1e3, 1e6} {
		if q := gammaQuantile(1, relative, 0.9); !(q >= 0 && q < 100) {
			t.Errorf("relative variance %v: %v", relative, q)
		}
	}
}
