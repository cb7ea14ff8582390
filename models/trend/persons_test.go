package trend_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"github.com/framsyn/framsyn/models/trend"
)

// clients draws a panel whose slopes are known: levels from 5 to 120 hours, noise with
// variance growing with the level and different for each person.
func clients(n, months int, phi, missing float64, seed uint64) (trend.Panel, []float64) {
	rng := rand.New(rand.NewPCG(seed, 66))
	p := trend.Panel{Months: months, Values: make([]float64, 0, n*months)}
	slopes := make([]float64, n)
	for i := range n {
		level := 5 * math.Exp(3.2*rng.Float64())
		size := math.Sqrt(0.3*level) * math.Exp(0.4*rng.NormFloat64())
		if i%2 == 0 {
			slopes[i] = 0.02 * level * rng.NormFloat64()
		}
		for t, e := range autoregressive(rng, months, phi) {
			v := level + slopes[i]*float64(t) + size*e
			if rng.Float64() < missing {
				v = math.NaN()
			}
			p.Values = append(p.Values, v)
		}
	}
	return p, slopes
}

// Intervals of slopes of single persons, and how often nothing is taken for something.
func TestPersonCoverage(t *testing.T) {
	for _, c := range []struct {
		months       int
		phi, missing float64
	}{{6, 0.3, 0}, {12, 0, 0}, {12, 0.3, 0.1}, {12, 0.6, 0}, {24, 0.3, 0.1}, {24, 0.6, 0}} {
		p, truth := clients(4000, c.months, c.phi, c.missing, 1)
		got, err := trend.PersonTrends(p, trend.PersonOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var n, inside, alarms, flat float64
		for i, v := range got.Trends {
			if v.Verdict == trend.TooShort {
				continue
			}
			n++
			inside += one(v.Slope.Low <= truth[i] && truth[i] <= v.Slope.High)
			if truth[i] == 0 {
				flat++
				alarms += one(v.Verdict == trend.Rising || v.Verdict == trend.Falling)
			}
		}
		text := fmt.Sprintf("%+v: %.0f persons, 95 %% intervals cover %.3f, false alarms %.3f, autocorrelation %.2f",
			c, n, inside/n, alarms/flat, got.Pooled.Autocorrelation)
		t.Log(text)
		if inside/n < 0.90 || inside/n > 0.98 || alarms/flat > 0.08 || math.Abs(got.Pooled.Autocorrelation-c.phi) > 0.2 {
			t.Error(text)
		}
	}
}

// Sen's slope and the exact line, whatever single month is odd.
func TestPersonsByHand(t *testing.T) {
	nan := math.NaN()
	p := trend.Panel{Months: 8, Values: []float64{
		10, 12, 14, 16, 18, 20, 22, 24,
		10, 12, 14, 90, 18, 20, 22, 24,
		30, 30, 30, 30, 30, 30, 30, 30,
		5, nan, nan, nan, nan, nan, 7, 8,
		40, 38, nan, 34, 32, 30, 28, nan,
	}}
	got, err := trend.PersonTrends(p, trend.PersonOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{2, 2, 0, nan, -2} {
		if v := got.Trends[i].Slope.Value; v != want && !(math.IsNaN(v) && math.IsNaN(want)) {
			t.Errorf("person %d: slope %v, want %v", i, v, want)
		}
	}
	if v := got.Trends[3]; v.Verdict != trend.TooShort || v.Known != 3 {
		t.Errorf("three months: %+v", v)
	}
	if v := got.Trends[4]; math.Abs(v.Level-26) > 1e-9 || math.Abs(v.Change.Value+14) > 1e-9 {
		t.Errorf("level and change %+v", v)
	}
}

func TestPersonsSameOnAnyNumberOfCores(t *testing.T) {
	p, _ := clients(5000, 12, 0.3, 0.1, 2)
	first, err := trend.PersonTrends(p, trend.PersonOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	second, err := trend.PersonTrends(p, trend.PersonOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprintf("%v", first) != fmt.Sprintf("%v", second) || !reflect.DeepEqual(first.Pooled, second.Pooled) {
		t.Error("one core and many differ")
	}
}

func TestPersonErrors(t *testing.T) {
	for name, c := range map[string]struct {
		p trend.Panel
		o trend.PersonOptions
	}{
		"rows":       {trend.Panel{Months: 12, Values: make([]float64, 13)}, trend.PersonOptions{}},
		"months":     {trend.Panel{Months: 0}, trend.PersonOptions{}},
		"infinite":   {trend.Panel{Months: 4, Values: []float64{1, 2, math.Inf(1), 3}}, trend.PersonOptions{}},
		"confidence": {trend.Panel{Months: 12}, trend.PersonOptions{Confidence: 95}},
		"least":      {trend.Panel{Months: 12}, trend.PersonOptions{MinMonths: 2}},
	} {
		if _, err := trend.PersonTrends(c.p, c.o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got, err := trend.PersonTrends(trend.Panel{Months: 12}, trend.PersonOptions{}); err != nil || len(got.Trends) != 0 {
		t.Error("nobody:", got, err)
	}
}

func BenchmarkPersons(b *testing.B) {
	p, _ := clients(100_000, 24, 0.3, 0.1, 3)
	for b.Loop() {
		if _, err := trend.PersonTrends(p, trend.PersonOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
