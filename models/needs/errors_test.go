package needs_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/needs"
)

func TestBadSamplesAreNamed(t *testing.T) {
	good := func() needs.Sample {
		return needs.Sample{
			Categories:    []needs.Category{{Code: "d510", Norm: [needs.Degrees]float64{0, 1, 2, 3, 4}}},
			Circumstances: []needs.Circumstance{{Name: "night", Norm: 1}},
			Officers:      1, Areas: 1,
			Rows: []needs.Row{{Needs: []needs.Need{{Category: 0, Limitation: 2}}, Minutes: 5}},
		}
	}
	for want, spoil := range map[string]func(s *needs.Sample){
		"no categories":                 func(s *needs.Sample) { s.Categories, s.Rows[0].Needs = nil, nil },
		"no rows":                       func(s *needs.Sample) { s.Rows = nil },
		"norm 1 at limitation 2":        func(s *needs.Sample) { s.Categories[0].Norm[2], s.Categories[0].Norm[1] = 1, 2 },
		"norm NaN at limitation 4":      func(s *needs.Sample) { s.Categories[0].Norm[4] = math.NaN() },
		"multiplier -1":                 func(s *needs.Sample) { s.Circumstances[0].Norm = -1 },
		"row 0: NaN minutes":            func(s *needs.Sample) { s.Rows[0].Minutes = math.NaN() },
		"row 0: weight -1":              func(s *needs.Sample) { s.Rows[0].Weight = -1 },
		"row 0: officer 1 of 1":         func(s *needs.Sample) { s.Rows[0].Officer = 1 },
		"row 0: area -2 of 1":           func(s *needs.Sample) { s.Rows[0].Area = -2 },
		"category 3 of 1":               func(s *needs.Sample) { s.Rows[0].Needs[0].Category = 3 },
		"limitation 7; it is 0-4":       func(s *needs.Sample) { s.Rows[0].Needs[0].Limitation = 7 },
		"category 0 comes twice":        func(s *needs.Sample) { s.Rows[0].Needs = append(s.Rows[0].Needs, s.Rows[0].Needs[0]) },
		"circumstance 4 of 1":           func(s *needs.Sample) { s.Rows[0].Circumstances = []int{4} },
		"circumstance 0 comes twice":    func(s *needs.Sample) { s.Rows[0].Circumstances = []int{0, 0} },
		"all 1 rows have 0 minutes":     func(s *needs.Sample) { s.Rows[0].Minutes = 0 },
		"-1 officers and 1 areas; give": func(s *needs.Sample) { s.Officers, s.Rows[0].Officer = -1, -1 },
	} {
		s := good()
		spoil(&s)
		if _, err := needs.Fit(s, needs.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, wanted one with %q", err, want)
		}
	}
	for _, o := range []needs.Options{{Level: 1}, {Spread: -1}, {Draws: 3}} {
		if _, err := needs.Fit(good(), o); err == nil {
			t.Errorf("options %+v were taken", o)
		}
	}
	s := good()
	for range 30 {
		s.Rows = append(s.Rows, needs.Row{Minutes: -1})
	}
	if err := s.Validate(); err == nil || !strings.Contains(err.Error(), "and 10 more faults") {
		t.Errorf("thirty faults: %v", err)
	}
}

func TestOneRowIsEnough(t *testing.T) {
	s := needs.Sample{
		Categories: []needs.Category{{Code: "d510", Norm: [needs.Degrees]float64{0, 10, 20, 30, 40}}},
		Rows:       []needs.Row{{Needs: []needs.Need{{Category: 0, Limitation: 3}}, Minutes: 33, Officer: -1, Area: -1}},
	}
	m, err := needs.Fit(s, needs.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c := m.Cells[0][3]; !(c.Minutes > 25 && c.Minutes < 35) || c.Clients != 1 {
		t.Errorf("%+v from 33 minutes at a norm of 30", c)
	}
	_, err = m.Explain(needs.Row{Officer: 0, Area: -1})
	if err == nil {
		t.Error("explained a row of an officer that the model does not know")
	}
	if _, err := m.Totals([]needs.Row{{Officer: -1, Area: -1, Minutes: math.Inf(1)}}, func(int) string { return "x" }); err == nil || errors.Is(err, needs.ErrIdentity) {
		t.Errorf("infinite minutes: %v", err)
	}
}
