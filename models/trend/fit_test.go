package trend_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/trend"
)

func fit(t *testing.T, s trend.Series) trend.Trend {
	t.Helper()
	got, err := trend.Fit(s, trend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// made is a series of 48 months from a function.
func made(f func(month float64) float64) trend.Series {
	s := trend.Series{First: start(), Values: make([]float64, 48)}
	for t := range s.Values {
		s.Values[t] = f(float64(t))
	}
	return s
}

// Without noise everything is exact.
func TestExact(t *testing.T) {
	line := fit(t, made(func(m float64) float64 { return 50 + 1.5*m }))
	if v := line.Summary; v.Verdict != trend.Rising || math.Abs(v.Slope.Value-1.5) > 1e-6 || math.Abs(v.Level.Value-120.5) > 1e-3 || len(line.Changes) != 0 {
		t.Errorf("line: %+v %+v", v, line.Changes)
	}
	flat := fit(t, made(func(float64) float64 { return 50 }))
	if v := flat.Summary; v.Verdict != trend.Stable || len(flat.Changes) != 0 {
		t.Errorf("flat: %+v", v)
	}
	zero := fit(t, made(func(float64) float64 { return 0 }))
	if len(zero.Changes) != 0 || zero.Summary.BeyondChance() {
		t.Errorf("nothing at all: %+v", zero.Summary)
	}
	step := fit(t, made(func(m float64) float64 { return 50 + 20*one(m >= 30) }))
	if c := step.Changes; len(c) != 1 || c[0].At != 30 || c[0].Kind != trend.LevelShift || math.Abs(c[0].Step.Value-20) > 1e-3 || step.Months[30].Change != trend.LevelShift {
		t.Errorf("step: %+v", c)
	}
	kink := fit(t, made(func(m float64) float64 { return 50 + 2*math.Max(0, m-29) }))
	if c := kink.Changes; len(c) != 1 || c[0].At != 30 || c[0].Kind != trend.SlopeChange || math.Abs(c[0].After.Value-2) > 1e-3 {
		t.Errorf("kink: %+v", c)
	}
	if v := kink.Summary; v.Since != 30 || math.Abs(v.Slope.Value-2) > 1e-3 || math.Abs(kink.Months[10].Slope.Value) > 1e-3 {
		t.Errorf("kink: %+v", v)
	}
	odd := fit(t, made(func(m float64) float64 { return 50 + 40*one(m == 45) }))
	if len(odd.Changes) != 0 || !odd.Months[45].Odd || odd.Months[44].Odd {
		t.Errorf("odd month: %+v", odd.Changes)
	}
}

// The unit, the zero and the sign of values change nothing but the numbers.
func TestUnits(t *testing.T) {
	s := scenario{months: 60, phi: 0.3, season: 2, step: 5, missing: 0.1, odd: 1}.series(3)
	want := fit(t, s)
	for _, c := range []struct{ factor, shift float64 }{{1000, 0}, {1e-6, 0}, {1, 500}, {-1, 0}} {
		moved := s
		moved.Values = nil
		for _, v := range s.Values {
			moved.Values = append(moved.Values, c.factor*v+c.shift)
		}
		got := fit(t, moved)
		if len(got.Changes) != len(want.Changes) || math.Abs(got.Summary.Slope.Value/c.factor-want.Summary.Slope.Value) > 1e-6 {
			t.Fatalf("%+v: %+v, want %+v", c, got.Changes, want.Changes)
		}
		for i, v := range got.Changes {
			w := want.Changes[i]
			if v.At != w.At || v.Kind != w.Kind || math.Abs(v.Step.Value/c.factor-w.Step.Value) > 1e-6 || math.Abs(v.P-w.P) > 1e-6 {
				t.Errorf("%+v: %+v, want %+v", c, v, w)
			}
		}
	}
}

func TestSameTwice(t *testing.T) {
	s := scenario{months: 60, phi: 0.3, season: 2, kink: 0.5, missing: 0.1, odd: 1}.series(4)
	if a, b := fmt.Sprintf("%v", fit(t, s)), fmt.Sprintf("%v", fit(t, s)); a != b {
		t.Error("two fits differ")
	}
}

// Months that were not delivered are not read.
func TestUndelivered(t *testing.T) {
	s := scenario{months: 60, phi: 0.3}.series(5)
	holed := s
	holed.Values = append([]float64(nil), s.Values...)
	s.Values = append([]float64(nil), s.Values...)
	s.Undelivered = make([]bool, 60)
	for _, m := range []int{0, 20, 21, 22, 58, 59} {
		s.Undelivered[m], s.Values[m], holed.Values[m] = true, 0, math.NaN()
	}
	a, b := fit(t, s), fit(t, holed)
	if fmt.Sprintf("%v", a) != fmt.Sprintf("%v", b) {
		t.Error("not delivered and missing differ")
	}
	if a.Summary.Lacking != 2 || a.Summary.Known != 54 || a.Summary.Since != 1 || !a.Months[59].Missing || math.IsNaN(a.Months[59].Level.Value) {
		t.Errorf("%+v %+v", a.Summary, a.Months[59])
	}
}

// Levels before a reporting break are brought to the later reporting.
func TestComparable(t *testing.T) {
	s := made(func(m float64) float64 { return 50 + 30*one(m >= 20) })
	s.Breaks = []int{20, 20}
	got := fit(t, s)
	if m := got.Months[5]; math.Abs(m.Level.Value-50) > 1e-3 || math.Abs(m.Comparable.Value-80) > 1e-3 {
		t.Errorf("%+v", m)
	}
	if len(got.Changes) != 1 || got.Changes[0].Kind != trend.ReportingBreak || got.Summary.BeyondChance() {
		t.Errorf("%+v", got.Changes)
	}
}

// A break of the reference that the series does not have, or has the other way round, is
// none of its own.
func TestReferenceOfOthers(t *testing.T) {
	for _, size := range []float64{0, -6} {
		s := scenario{months: 60, phi: 0.3, report: 6, common: true}.series(2)
		for m := 24; m < 60; m++ {
			s.Values[m] += size - 6
		}
		got := fit(t, s)
		for _, c := range got.Changes {
			if c.Kind == trend.ReportingBreak {
				t.Errorf("own step %v: %+v", size, c)
			}
		}
		if size != 0 && (len(got.Changes) != 1 || got.Changes[0].Kind != trend.LevelShift) {
			t.Errorf("own step %v: %+v", size, got.Changes)
		}
	}
}

func TestTooLittle(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		s    trend.Series
		want trend.Verdict
	}{
		"nothing":  {trend.Series{First: start()}, trend.TooShort},
		"unknown":  {trend.Series{First: start(), Values: []float64{nan, nan, nan}}, trend.TooShort},
		"short":    {trend.Series{First: start(), Values: make([]float64, 11)}, trend.TooShort},
		"few":      {trend.Series{First: start(), Values: []float64{3, 4, 5, 4, 3, 4, 4, 5, 5, 4, 3, 4, 3, 4}, Kind: trend.Clients}, trend.TooFewPersons},
		"breaks":   {trend.Series{First: start(), Values: make([]float64, 14), Breaks: []int{2, 4, 6, 8, 10}}, trend.TooShort},
		"twenties": {trend.Series{First: start(), Values: []float64{23, 24, 25, 24, 23, 24, 24, 25, 25, 24, 23, 24, 23, 24}, Kind: trend.Clients}, trend.Uncertain},
	} {
		got := fit(t, c.s)
		if got.Summary.Verdict != c.want || len(got.Months) != len(c.s.Values) {
			t.Errorf("%s: %v, want %v", name, got.Summary.Verdict, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	good := make([]float64, 24)
	for name, c := range map[string]struct {
		s trend.Series
		o trend.Options
	}{
		"infinite":   {trend.Series{Values: []float64{math.Inf(1)}}, trend.Options{}},
		"persons":    {trend.Series{Values: good, Persons: make([]float64, 3)}, trend.Options{}},
		"negative":   {trend.Series{Values: good[:1], Persons: []float64{-1}}, trend.Options{}},
		"delivery":   {trend.Series{Values: good, Undelivered: make([]bool, 3)}, trend.Options{}},
		"reference":  {trend.Series{Values: good, Reference: make([]float64, 3)}, trend.Options{}},
		"break":      {trend.Series{Values: good, Breaks: []int{24}}, trend.Options{}},
		"kind":       {trend.Series{Values: good, Kind: 9}, trend.Options{}},
		"confidence": {trend.Series{Values: good}, trend.Options{Confidence: 95}},
		"segment":    {trend.Series{Values: good}, trend.Options{MinSegment: 1}},
		"period":     {trend.Series{Values: good}, trend.Options{Period: -12}},
		"too long":   {trend.Series{Values: make([]float64, 1000)}, trend.Options{}},
	} {
		if _, err := trend.Fit(c.s, c.o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Whatever comes, numbers are in order and there is a sentence.
func TestWild(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 3))
	for n := range 80 {
		s := trend.Series{First: start(), Values: make([]float64, 10+rng.IntN(60)), Kind: trend.Kind(rng.IntN(3))}
		unit, gaps, zeros := math.Pow(10, float64(rng.IntN(13)-6)), 0.4*rng.Float64(), 0.5*rng.Float64()*float64(rng.IntN(2))
		level, stays := 10.0, rng.IntN(3) == 0
		for i := range s.Values {
			if rng.Float64() < 0.03 {
				level *= 4 * rng.Float64()
			}
			s.Values[i] = unit * level * (1 + 0.2*rng.NormFloat64())
			switch u := rng.Float64(); {
			case u < gaps:
				s.Values[i] = math.NaN()
			case u < gaps+zeros:
				s.Values[i] = 0
			case u > 0.97:
				s.Values[i] *= -1000
			case stays && i > 0:
				s.Values[i] = s.Values[i-1]
			}
		}
		s.Breaks = []int{1 + rng.IntN(len(s.Values)-1), 1 + rng.IntN(len(s.Values)-1)}
		if rng.IntN(2) == 0 {
			s.Reference = s.Values
		}
		got, err := trend.Fit(s, trend.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got.Swedish() == "" || got.English() == "" {
			t.Fatal("no sentence")
		}
		if got.Summary.Verdict == trend.TooShort || got.Summary.Verdict == trend.TooFewPersons {
			continue
		}
		for i, m := range got.Months {
			for _, v := range []trend.Interval{m.Level, m.Comparable, m.Slope} {
				if !(v.Low <= v.Value && v.Value <= v.High) || math.IsInf(v.High-v.Low, 0) {
					t.Fatalf("series %d, month %d: %+v\n%v", n, i, m, s.Values)
				}
			}
		}
	}
}
