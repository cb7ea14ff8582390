package courses_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
)

// scenarios forecasts as today and under each scenario with the same numbers.
func scenarios(t *testing.T, m *courses.Model, horizon int, list ...*courses.Scenario) []*courses.Forecast {
	t.Helper()
	var out []*courses.Forecast
	for _, s := range append([]*courses.Scenario{nil}, list...) {
		out = append(out, forecast(t, m, courses.ForecastOptions{Horizon: horizon, Draws: 40, Scenario: s}))
	}
	return out
}

func mean(f *courses.Forecast, h int, r courses.Resource, d courses.Driver) float64 {
	return f.Cell(courses.Total, h, r, d).Mean
}

func TestScenarioRanges(t *testing.T) {
	bad := &courses.Scenario{
		From: -1, NewClients: 20, Health: courses.HealthTrend{Increase: 50, Mortality: math.NaN()}, Granting: courses.Granting{MinHours: -1, HoursFactor: 9},
		Housing: courses.HousingPlaces{Limited: true, Places: 3, Extra: 2},
	}
	err := bad.Validate()
	if !errors.Is(err, courses.ErrScenario) || strings.Count(err.Error(), "\n") != 6 {
		t.Errorf("seven faults, got: %v", err)
	}
	m := fit(t, decorated(14, 100, 30, 1), 29, 1, courses.Options{})
	if _, err := m.Forecast(courses.ForecastOptions{Horizon: 2, Draws: 2, Scenario: bad}); !errors.Is(err, courses.ErrScenario) {
		t.Errorf("forecast: %v", err)
	}
	a := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 5}).Cells()
	for i, c := range forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 5, Scenario: &courses.Scenario{}}).Cells() {
		if c != a[i] {
			t.Fatalf("the empty scenario changes %+v to %+v", a[i], c)
		}
	}
}

// Each scenario does what it says, and nothing before its start. With common
// random numbers a change of a per cent shows, far below the noise of the level.
func TestScenarios(t *testing.T) {
	m := fit(t, decorated(15, 800, 60, 2), 59, 2, courses.Options{})
	f := scenarios(
		t, m, 24,
		&courses.Scenario{NewClients: 1.01},
		&courses.Scenario{From: 7, Granting: courses.Granting{HoursFactor: 0.9}},
		&courses.Scenario{Granting: courses.Granting{MinHours: 8}},
		&courses.Scenario{Health: courses.HealthTrend{Increase: -3}},
		&courses.Scenario{Health: courses.HealthTrend{Mortality: -3}},
		&courses.Scenario{Health: courses.HealthTrend{Decrease: 5}},
	)
	today := f[0]
	for h := 1; h <= 24; h++ {
		base := mean(today, h, courses.HomeCareHours, courses.All)
		near(t, "existing with more new clients", mean(f[1], h, courses.Clients, courses.Existing), mean(today, h, courses.Clients, courses.Existing), 0)
		if h < 7 {
			near(t, "hours before the start", mean(f[2], h, courses.HomeCareHours, courses.All), base, 0)
		} else {
			near(t, "hours at 0.9", mean(f[2], h, courses.HomeCareHours, courses.All)/base, 0.9, 1e-6)
		}
		near(t, "clients at 0.9", mean(f[2], h, courses.Clients, courses.All), mean(today, h, courses.Clients, courses.All), 0)
	}
	more := mean(f[1], 24, courses.Clients, courses.New) / mean(today, 24, courses.Clients, courses.New)
	near(t, "one per cent more new clients", more, 1.01, 0.004)
	if a, b := mean(f[3], 24, courses.Clients, courses.New), mean(today, 24, courses.Clients, courses.New); !(a < 0.95*b) {
		t.Errorf("new clients %v with a threshold, %v without", a, b)
	}
	if a, b := mean(f[3], 24, courses.HomeCareHours, courses.New), mean(today, 24, courses.HomeCareHours, courses.New); !(a < b && a > 0.8*b) {
		t.Errorf("hours of new clients %v with a threshold, %v without: only the small decisions go", a, b)
	}
	down := func(what string, k int, r courses.Resource, sign float64) {
		t.Helper()
		if d := sign * (mean(f[k], 24, r, courses.All) - mean(today, 24, r, courses.All)); !(d > 0) {
			t.Errorf("%s: %v of %v", what, d, mean(today, 24, r, courses.All))
		}
	}
	down("fewer who worsen, hours", 4, courses.HomeCareHours, -1)
	down("fewer who worsen, special housing", 4, courses.SpecialHousingPersons, -1)
	down("fewer deaths, clients", 5, courses.Clients, 1)
	down("more who get better, hours", 6, courses.HomeCareHours, -1)
}

// Prevention: fifty persons with at least 12 hours, 5 hours less each from month
// 4 while they have home care.
func TestPrevention(t *testing.T) {
	var list []course
	var chosen []uint64
	for id := uint64(1); id <= 200; id++ {
		list = append(list, course{id: id, months: 36, status: courses.HomeCare, home: 12, age: 80})
		if id <= 50 {
			chosen = append(chosen, id)
		}
	}
	m := fit(t, build(list), 35, 1, courses.Options{})
	f := scenarios(t, m, 6, &courses.Scenario{Prevention: courses.Prevention{Persons: chosen, HoursChange: -5, From: 4}},
		&courses.Scenario{Prevention: courses.Prevention{Persons: chosen, HoursChange: -50}})
	diff := func(k, h int) float64 {
		return mean(f[k], h, courses.HomeCareHours, courses.All) - mean(f[0], h, courses.HomeCareHours, courses.All)
	}
	near(t, "before month 4", diff(1, 3), 0, 0)
	near(t, "from month 4", diff(1, 4), -250, 3)
	near(t, "no less than none", diff(2, 1), -600, 6)
}

// Places in special housing: a limit is never passed, once those who were there
// are few enough, and those who wait keep home care; more places are filled.
func TestHousingPlaces(t *testing.T) {
	m := fit(t, decorated(16, 800, 60, 2), 59, 2, courses.Options{})
	start := forecast(t, m, courses.ForecastOptions{Horizon: 1, Draws: 1}).AtOrigin(courses.Total, courses.SpecialHousingPersons)
	places := int(start) - 5
	f := scenarios(
		t, m, 24,
		&courses.Scenario{Housing: courses.HousingPlaces{Limited: true, Places: places}},
		&courses.Scenario{Housing: courses.HousingPlaces{Limited: true, Places: 100000}},
		&courses.Scenario{From: 3, Housing: courses.HousingPlaces{Extra: 10}},
	)
	// The drift of the calibration multiplies sums; compare with the same forecast
	// without a limit, which has the same.
	for h := 1; h <= 24; h++ {
		near(t, "no need of a limit", mean(f[2], h, courses.SpecialHousingPersons, courses.All), mean(f[0], h, courses.SpecialHousingPersons, courses.All), 0)
		diff := mean(f[3], h, courses.SpecialHousingPersons, courses.All) - mean(f[0], h, courses.SpecialHousingPersons, courses.All)
		if h < 3 {
			near(t, "before more places", diff, 0, 0)
		} else if !(diff > 3 && diff < 13) {
			t.Errorf("month %d: ten more places, %v more persons", h, diff)
		}
	}
	limited, free := mean(f[1], 24, courses.SpecialHousingPersons, courses.All), mean(f[0], 24, courses.SpecialHousingPersons, courses.All)
	if limited >= free || limited > 1.4*float64(places) {
		t.Errorf("%v persons in %d places, %v without a limit", limited, places, free)
	}
	if a, b := mean(f[1], 24, courses.HomeCareHours, courses.All), mean(f[0], 24, courses.HomeCareHours, courses.All); !(a > b) {
		t.Errorf("home care %v hours with a queue, %v without", a, b)
	}
	// No drift and nobody new in special housing: the limit holds to the person.
	var list []course
	for id := uint64(1); id <= 300; id++ {
		c := course{id: id, months: 48, status: courses.HomeCare, home: 150, age: 90}
		if id%3 == 0 {
			c = course{id: id, from: int(id % 40), months: 1 + int(id%7), status: courses.HomeCare, home: 150, age: 90}
		}
		list = append(list, c)
	}
	h := build(list)
	for p := range h.Person { // every third moves to special housing after some months
		if last := h.Offset[p+1] - 1; h.Person[p]%3 == 0 {
			h.Status[last], h.HomeCareH[last] = courses.SpecialHousing, 0
		}
	}
	stay := &courses.Histories{Offset: []int{0}}
	for p := range h.Person { // and stays there
		for i := h.Offset[p]; i < h.Offset[p+1] || h.Person[p]%3 == 0 && stay.Month[len(stay.Month)-1] < 47; i++ {
			j := min(i, h.Offset[p+1]-1)
			month := h.Month[j] + int16(i-j)
			stay.Month, stay.Status, stay.HomeCareH = append(stay.Month, month), append(stay.Status, h.Status[j]), append(stay.HomeCareH, h.HomeCareH[j])
			stay.NurseH, stay.RehabH, stay.Age, stay.Area = append(stay.NurseH, 0), append(stay.RehabH, 0), append(stay.Age, 90), append(stay.Area, 0)
		}
		stay.Person, stay.Offset = append(stay.Person, h.Person[p]), append(stay.Offset, len(stay.Month))
	}
	m = fit(t, stay, 20, 1, courses.Options{})
	at := forecast(t, m, courses.ForecastOptions{Horizon: 1, Draws: 1}).AtOrigin(courses.Total, courses.SpecialHousingPersons)
	limit := int(at) + 4
	g := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 40, Scenario: &courses.Scenario{Housing: courses.HousingPlaces{Limited: true, Places: limit}}})
	for k := 1; k <= 12; k++ {
		for _, v := range g.Values(courses.Total, k, courses.SpecialHousingPersons, courses.All) {
			if v > float64(limit)+1e-6 {
				t.Fatalf("month %d: %v persons in %d places", k, v, limit)
			}
		}
	}
	near(t, "all places are taken", mean(g, 12, courses.SpecialHousingPersons, courses.All), float64(limit), 0.5)
}
