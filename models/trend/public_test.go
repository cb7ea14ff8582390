package trend_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/trend"
)

// public reads a series of shared/data/bench.
func public(t *testing.T, name string) trend.Series {
	t.Helper()
	var s trend.Series
	for i, row := range modeltest.BenchRows(t, name)[1:] {
		year, err1 := strconv.ParseFloat(row[0], 64)
		v, err2 := strconv.ParseFloat(row[1], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("row %v", row)
		}
		if i == 0 {
			s.First = time.Date(int(year), time.January, 1, 0, 0, 0, 0, time.UTC)
		}
		s.Values = append(s.Values, v)
	}
	return s
}

// The flow of the Nile at Aswan 1871-1970 fell after 1898 (Cobb 1978; Zeileis et al. 2003,
// with strucchange for R: 1898 is the last year of the old level, means 1097.75 and
// 849.97). One "month" is a year here.
func TestBenchNile(t *testing.T) {
	got, err := trend.Fit(public(t, "ts_Nile.csv"), trend.Options{Period: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Changes) != 1 {
		t.Fatalf("%d changes: %+v", len(got.Changes), got.Changes)
	}
	c := got.Changes[0]
	if c.At != 1899-1871 || c.Kind != trend.LevelShift || !(c.Step.Low < 849.97-1097.75 && 849.97-1097.75 < c.Step.High) || c.P > 0.01 {
		t.Errorf("change %+v", c)
	}
	if got.Summary.BeyondChance() {
		t.Errorf("slope besides: %+v", got.Summary.Slope)
	}
}

// Deaths from lung diseases in the United Kingdom 1974-1979, by month: a strong season, a
// slow fall, and the influenza of February 1976 as an odd month.
func TestBenchDeaths(t *testing.T) {
	got, err := trend.Fit(public(t, "ts_ldeaths.csv"), trend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Changes) != 0 || !got.Season.Found || got.Season.Amplitude < 1200 || got.Season.Amplitude > 1800 {
		t.Errorf("changes %+v, season %+v", got.Changes, got.Season)
	}
	for i, m := range got.Months {
		if m.Odd != (i == 25) {
			t.Errorf("month %d: odd is %v", i, m.Odd)
		}
	}
	if got.Summary.Verdict != trend.Falling {
		t.Errorf("%s", got.Swedish())
	}
}

// Air passengers 1949-1960: the mean rise is 2.66 thousand a month by least squares; a
// season that grows is none that is looked for, and must not become changes.
func TestBenchAirPassengers(t *testing.T) {
	s := public(t, "ts_AirPassengers.csv")
	got, err := trend.Fit(s, trend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Changes) != 0 || !got.Season.Found || got.Summary.Verdict != trend.Rising || math.Abs(got.Summary.Slope.Value-2.66) > 0.15 {
		t.Errorf("%+v %s", got.Changes, got.English())
	}
	for _, planted := range []float64{150, -150} {
		moved := trend.Series{First: s.First, Values: append([]float64(nil), s.Values...)}
		for i := 70; i < len(moved.Values); i++ {
			moved.Values[i] += planted
		}
		got, err := trend.Fit(moved, trend.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Changes) != 1 || abs(got.Changes[0].At-70) > 1 || got.Changes[0].Kind != trend.LevelShift {
			t.Errorf("a planted step of %v: %+v", planted, got.Changes)
		}
	}
}
