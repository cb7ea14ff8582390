package courses_test

import (
	"errors"
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
)

// Everybody is in group 0 or 1, by a rule, and group 2 is a selection of group 0:
// 0 and 1 add up to the total, new clients and all; the selection has no new.
func TestGroups(t *testing.T) {
	h := decorated(17, 500, 48, 3)
	groups := &courses.Groups{Count: 3, Of: map[uint64]uint64{}, Rule: []bool{true, true, false}}
	var share float64
	for i, id := range h.Person {
		set := uint64(1) << (i % 2)
		if i%4 == 0 {
			set |= 4
		}
		groups.Of[id] = set
		share += float64(set&4) / 4 / float64(len(h.Person))
	}
	p := &courses.Practice{}
	p.Total[courses.HomeCareHours], p.Area[courses.HomeCareHours] = []float64{0.02, 0.03}, []float64{0.03}
	f := forecast(t, fit(t, h, 47, 3, courses.Options{}), courses.ForecastOptions{Horizon: 12, Draws: 40, Groups: groups, Practice: p})
	for _, r := range f.Resources() {
		for _, d := range []courses.Driver{courses.All, courses.Existing, courses.New, courses.Ended, courses.Housed, courses.Changed} {
			if d == courses.Changed { // areas' moves cancel in the total only
				continue
			}
			total := f.Values(courses.Total, 12, r, d)
			a, b := f.GroupValues(0, 12, r, d), f.GroupValues(1, 12, r, d)
			for i, v := range total {
				near(t, r.String()+" "+d.String(), a[i]+b[i], v, 1e-4*(1+math.Abs(v)))
			}
		}
	}
	if n := f.GroupCell(2, 12, courses.Clients, courses.New).Mean; n != 0 {
		t.Errorf("%v new clients in a selection", n)
	}
	existing := f.GroupCell(2, 12, courses.Clients, courses.Existing).Mean / f.Cell(courses.Total, 12, courses.Clients, courses.Existing).Mean
	near(t, "share of the selection", existing, share, 0.05)
	entrants := f.GroupCell(0, 12, courses.Clients, courses.New).Mean / f.Cell(courses.Total, 12, courses.Clients, courses.New).Mean
	near(t, "share of a rule among new clients", entrants, 0.5, 0.1)

	m := fit(t, h, 47, 3, courses.Options{})
	for _, bad := range []*courses.Groups{{Count: 65}, {Count: 1, Of: map[uint64]uint64{7: 2}}, {Count: 2, Rule: []bool{true}}} {
		if _, err := m.Forecast(courses.ForecastOptions{Groups: bad, Horizon: 1, Draws: 1}); !errors.Is(err, courses.ErrGroups) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// New clients whose group is not known belong as those whose is.
func TestGroupsOfUnknownEntrants(t *testing.T) {
	h := decorated(18, 500, 48, 1)
	groups := &courses.Groups{Count: 1, Of: map[uint64]uint64{}, Rule: []bool{true}}
	for i, id := range h.Person {
		if i%3 == 0 {
			groups.Of[id] = 1
		}
	}
	f := forecast(t, fit(t, h, 47, 1, courses.Options{}), courses.ForecastOptions{Horizon: 12, Draws: 20, Groups: groups})
	near(t, "all that are known belong", f.GroupCell(0, 12, courses.Clients, courses.New).Mean, f.Cell(0, 12, courses.Clients, courses.New).Mean, 1e-3)
}

// The sum of the risk model's probabilities is the expected number of deaths and
// of moves to special housing in the first year, in total and in each tenth of
// risk; in the third year hazards are as they would have been.
func TestRisks(t *testing.T) {
	h := decorated(19, 800, 48, 2)
	m := fit(t, h, 47, 2, courses.Options{})
	plain := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 60})
	r := &courses.Risks{}
	atOrigin, much := map[uint64]courses.Status{}, map[uint64]bool{}
	for p, id := range h.Person {
		for i := h.Offset[p]; i < h.Offset[p+1]; i++ {
			if h.Month[i] == 47 {
				atOrigin[id], much[id] = h.Status[i], h.HomeCareH[i] > 25
			}
		}
	}
	var deaths, housed, high float64
	groups := &courses.Groups{Count: 2, Of: map[uint64]uint64{}}
	for i, id := range h.Person {
		status, ok := atOrigin[id]
		if !ok || status >= courses.Dead || status == courses.None {
			continue
		}
		d, s := 0.05+0.4*float64(i%10)/9, 0.004
		if much[id] { // special housing from little home care is all but unseen in the histories
			s = 0.05 + 0.2*float64(i%7)/6
		}
		r.Person, r.Death, r.Housing = append(r.Person, id), append(r.Death, d), append(r.Housing, s)
		deaths += d
		if status != courses.SpecialHousing {
			housed += s
		}
		if i%10 == 9 && status == courses.HomeCare {
			groups.Of[id] = 1
			high += d
		}
	}
	// Persons without service are not in the list and keep their own risk.
	none := math.NaN()
	for id, s := range atOrigin {
		if s == courses.None {
			r.Person, r.Death, r.Housing = append(r.Person, id), append(r.Death, 0), append(r.Housing, none)
		}
	}
	f := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 200, Risks: r, Groups: groups})
	count := func(f *courses.Forecast, h int, e courses.Event) float64 {
		var sum float64
		for _, v := range f.Events(h, e) {
			sum += v / float64(f.Draws)
		}
		return sum
	}
	// Standard error of 200 draws: √(200·0.7/200) ≈ 1 of chance, as much of
	// parameters; 24 paths a person leave some per mille.
	near(t, "deaths", count(f, 12, courses.Died)/deaths, 1, 0.015)
	near(t, "moves to special housing", count(f, 12, courses.WasHoused)/housed, 1, 0.05)
	if d := math.Abs(count(plain, 12, courses.Died)/deaths - 1); d < 0.2 {
		t.Errorf("the plain forecast is only %v from the sum: the test says little", d)
	}
	var lost float64
	for _, v := range f.GroupEvents(0, 12, courses.Died) {
		lost += v / 200
	}
	near(t, "deaths among those of high risk", lost/high, 1, 0.03)

	if _, err := m.Forecast(courses.ForecastOptions{Risks: &courses.Risks{Person: []uint64{1}, Death: []float64{1.2}, Housing: []float64{0}}}); !errors.Is(err, courses.ErrRisk) {
		t.Errorf("1.2: %v", err)
	}
}

// Multipliers fade: when everybody has twice the risk in the first year, the
// hazard of those who are left is twice as high in it and as ever in the third.
func TestRisksFade(t *testing.T) {
	h := mortal{persons: 3000, months: 48, areas: 1, seed: 6, hazard: func(courses.Sex, int) float64 { return 0.015 }}.histories()
	m := fit(t, h, 47, 1, courses.Options{})
	r := &courses.Risks{}
	for _, id := range h.Person {
		r.Person, r.Death, r.Housing = append(r.Person, id), append(r.Death, 1-math.Pow(0.97, 12)), append(r.Housing, math.NaN())
	}
	f := forecast(t, m, courses.ForecastOptions{Horizon: 36, Draws: 60, Risks: r})
	left := func(h int) float64 { return f.Cell(0, h, courses.Clients, courses.Existing).Mean }
	start := f.AtOrigin(0, courses.Clients)
	hazard := func(from, to float64, months int) float64 { return 1 - math.Pow(to/from, 1/float64(months)) }
	near(t, "first year", hazard(start, left(12), 12), 0.03, 0.001)
	near(t, "third year", hazard(left(24), left(36), 12), 0.015, 0.001)
	if second := hazard(left(12), left(24), 12); second < 0.018 || second > 0.027 {
		t.Errorf("second year: %v", second)
	}
}
