package courses_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/modeltest"
)

// decorated is a made-up municipality with all columns: health care wherever
// there is nurse or rehabilitation, short-term stays of a month or two,
// delegated care that lasts.
func decorated(seed uint64, clients, months, areas int) *courses.Histories {
	h := modeltest.Municipality{Clients: clients, Months: months, Areas: areas, Seed: seed}.Histories()
	rng := rand.New(rand.NewPCG(seed, 7))
	for p := range h.Person {
		h.Sex = append(h.Sex, courses.Sex(1+rng.IntN(2)))
		short, delegated := false, float32(0)
		for i := h.Offset[p]; i < h.Offset[p+1]; i++ {
			home := h.Status[i] == courses.HomeCare
			short = home && rng.Float64() < map[bool]float64{true: 0.3, false: 0.02}[short]
			if delegated > 0 != (rng.Float64() < 0.95) {
				delegated = float32(3+5*rng.Float64()) * map[bool]float32{true: 1, false: 0}[rng.Float64() < 0.3]
			}
			if !home {
				delegated = 0
			}
			h.HasHSL = append(h.HasHSL, h.NurseH[i] > 0 || h.RehabH[i] > 0 || delegated > 0)
			h.ShortTerm, h.DelegatedH = append(h.ShortTerm, short), append(h.DelegatedH, delegated)
		}
	}
	return h
}

// In a steady state delegated hours and short-term stays stay where they are.
func TestOptionalColumns(t *testing.T) {
	h := decorated(11, 1500, 72, 2)
	m := fit(t, h, 59, 2, courses.Options{})
	f := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 60})
	observed := courses.Observed(h, 2, 36, 71)
	for r, tolerance := range map[courses.Resource]float64{courses.DelegatedHours: 0.08, courses.ShortTermPersons: 0.15, courses.SpecialHousingPersons: 0.15} {
		var mean, ahead float64
		for i, v := range observed.Series(courses.Total, r)[24:] {
			mean += v / 12
			ahead += f.Cell(courses.Total, i+1, r, courses.All).Mean / 12
		}
		near(t, r.String(), ahead/mean, 1, tolerance)
	}
	if n := len(f.Resources()); n != 7 {
		t.Errorf("%d resources", n)
	}
	plain := modeltest.Municipality{Clients: 200, Months: 30, Areas: 1, Seed: 1}.Histories()
	if n := len(plain.Resources()); n != 5 {
		t.Errorf("%d resources without the columns", n)
	}
}

// mortal is a municipality where everyone has 20 hours until death; hazards and
// moves are given by person, and who leaves is replaced.
type mortal struct {
	persons, months, areas int
	hazard                 func(sex courses.Sex, area int) float64
	move                   float64 // per month, from area 0 to area 1
	seed                   uint64
}

func (m mortal) histories() *courses.Histories {
	rng := rand.New(rand.NewPCG(m.seed, 3))
	h := &courses.Histories{Offset: []int{0}}
	for slot := range m.persons {
		for month := 0; month < m.months; {
			sex, area := courses.Sex(1+slot%2), (slot/2)%m.areas
			h.Person, h.Sex = append(h.Person, uint64(len(h.Person)+1)), append(h.Sex, sex)
			for alive := true; alive && month < m.months; month++ {
				alive = rng.Float64() >= m.hazard(sex, area)
				status, hours := courses.HomeCare, float32(20)
				if !alive {
					status, hours = courses.Dead, 0
				} else if area == 0 && m.areas > 1 && rng.Float64() < m.move {
					area = 1
				}
				h.Month, h.Status, h.Age = append(h.Month, int16(month)), append(h.Status, status), append(h.Age, 82)
				h.HomeCareH, h.Area = append(h.HomeCareH, hours), append(h.Area, uint16(area))
				h.NurseH, h.RehabH = append(h.NurseH, 0), append(h.RehabH, 0)
			}
			h.Offset = append(h.Offset, len(h.Month))
		}
	}
	return h
}

// Men who die three times as fast as women do so in the forecast too: after a
// year 1 − 0.99¹² of the women and 1 − 0.97¹² of the men.
func TestSexInMortality(t *testing.T) {
	h := mortal{persons: 1200, months: 48, areas: 1, seed: 1, hazard: func(s courses.Sex, _ int) float64 { return 0.01 * float64(2*s-1) }}.histories()
	groups := &courses.Groups{Count: 2, Of: map[uint64]uint64{}}
	for i, id := range h.Person {
		groups.Of[id] = 1 << (h.Sex[i] - 1)
	}
	f := forecast(t, fit(t, h, 47, 1, courses.Options{}), courses.ForecastOptions{Horizon: 12, Draws: 60, Groups: groups})
	for g, hazard := range []float64{0.01, 0.03} {
		start := f.GroupCell(g, 1, courses.Clients, courses.Existing).Mean - f.GroupCell(g, 1, courses.Clients, courses.Ended).Mean
		dead := -f.GroupCell(g, 12, courses.Clients, courses.Ended).Mean
		near(t, "share dead", dead/start, 1-math.Pow(1-hazard, 12), 0.02)
	}
}

// Areas differ as far as the data show: hazards of 0.01 and 0.03 do, the same
// hazard in both does not, whatever chance makes of it.
func TestAreaEffects(t *testing.T) {
	share := func(hazard func(courses.Sex, int) float64, persons int) (a, b float64, s courses.Summary) {
		m := fit(t, mortal{persons: persons, months: 48, areas: 2, seed: 2, hazard: hazard}.histories(), 47, 2, courses.Options{})
		f := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 60})
		of := func(area int) float64 {
			return -f.Cell(area, 12, courses.Clients, courses.Ended).Mean / f.AtOrigin(area, courses.Clients)
		}
		return of(0), of(1), m.Summary()
	}
	a, b, _ := share(func(_ courses.Sex, area int) float64 { return 0.01 + 0.02*float64(area) }, 1200)
	near(t, "area 0", a, 1-math.Pow(0.99, 12), 0.02)
	near(t, "area 1", b, 1-math.Pow(0.97, 12), 0.025)
	a, b, s := share(func(courses.Sex, int) float64 { return 0.02 }, 300)
	near(t, "areas that do not differ", a, b, 0.02)
	if s.AreaStrength[6] < 300 {
		t.Errorf("strength %v for death in areas that do not differ", s.AreaStrength)
	}
}

// Two per cent a month move from area 0 to area 1 and none back: after a year
// 1 − 0.98¹² of those alive, and the drivers add up in each area.
func TestMoves(t *testing.T) {
	h := mortal{persons: 1500, months: 48, areas: 2, move: 0.02, seed: 4, hazard: func(courses.Sex, int) float64 { return 0.01 }}.histories()
	m := fit(t, h, 47, 2, courses.Options{})
	f := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 60})
	start := f.AtOrigin(0, courses.Clients)
	moved := -f.Cell(0, 12, courses.Clients, courses.Moved).Mean
	// Of those alive at the time of moving: hazards 0.01 and 0.02 compete.
	want := start * 0.02 * 0.99 * (1 - math.Pow(0.99*0.98, 12)) / (1 - 0.99*0.98)
	near(t, "moved from area 0", moved/want, 1, 0.08)
	for _, v := range f.Values(courses.Total, 12, courses.HomeCareHours, courses.Moved) {
		near(t, "moves in the total", v, 0, 1e-3)
	}
	near(t, "moves from area 1", m.Summary().Moves, 0.02*0.5, 0.006)
}

// Existing = at the origin + ended + housed + moved + changed, draw by draw, in
// each area and 36 months ahead; volume and intensity add up to the change.
func TestDriversAddUp(t *testing.T) {
	h := decorated(12, 400, 48, 3)
	f := forecast(t, fit(t, h, 47, 3, courses.Options{}), courses.ForecastOptions{Horizon: 36, Draws: 20})
	for area := courses.Total; area < 3; area++ {
		for _, r := range f.Resources() {
			existing := f.Values(area, 36, r, courses.Existing)
			for _, d := range []courses.Driver{courses.Ended, courses.Housed, courses.Moved, courses.Changed} {
				for i, v := range f.Values(area, 36, r, d) {
					existing[i] -= v
				}
			}
			for _, v := range existing {
				near(t, "existing less its parts", v, f.AtOrigin(area, r), 1e-2)
			}
		}
		volume, intensity := f.VolumeIntensity(area, 36, courses.HomeCareHours)
		change := f.Cell(area, 36, courses.HomeCareHours, courses.All).Mean - f.AtOrigin(area, courses.HomeCareHours)
		near(t, "volume and intensity", volume+intensity, change, 1e-6*math.Abs(change)+1e-6)
	}
	observed := courses.Observed(h, 3, 47, 47)
	for _, r := range f.Resources() {
		near(t, "level at the origin, "+r.String(), f.AtOrigin(courses.Total, r), observed.Series(courses.Total, r)[0], 0.02*f.AtOrigin(courses.Total, r)+1)
	}
}

// An area that opens eight months before the origin gets a forecast of its own,
// and those who are moved there in the month it opens are no rate of moves.
func TestNewArea(t *testing.T) {
	h := decorated(13, 600, 60, 2)
	for p := range h.Person {
		for i := h.Offset[p]; i < h.Offset[p+1]; i++ {
			if h.Month[i] >= 52 && h.Person[p]%3 == 0 {
				h.Area[i] = 2
			}
		}
	}
	people := courses.NewInhabitants(3, []int{0, 100})
	for area, n := range []float64{5000, 3000, 2000} {
		for point := range 2 {
			for age := 65; age < 100; age++ {
				people.Add(area, point, courses.UnknownSex, age, n/35)
			}
		}
	}
	for _, o := range []courses.Options{{}, {Inhabitants: people}} {
		m := fit(t, h, 59, 3, o)
		f := forecast(t, m, courses.ForecastOptions{Horizon: 24, Draws: 30})
		for area := range 3 {
			for k := 1; k <= 24; k++ {
				c := f.Cell(area, k, courses.HomeCareHours, courses.All)
				if !(c.Mean > 0) || math.IsInf(c.Mean, 0) {
					t.Fatalf("%+v", c)
				}
			}
		}
		if n := f.Cell(2, 24, courses.Clients, courses.New).Mean; !(n > 5) {
			t.Errorf("%v new clients in the new area", n)
		}
		near(t, "moves", m.Summary().Moves, 0, 1e-3)
	}
	// No month of records at all in an area that is to open.
	f := forecast(t, fit(t, h, 45, 3, courses.Options{Inhabitants: people}), courses.ForecastOptions{Horizon: 24, Draws: 30})
	if n := f.Cell(2, 24, courses.Clients, courses.New).Mean; !(n > 5) {
		t.Errorf("%v new clients in an area that is to open", n)
	}
}

// Clients without service are in no area (area 2 here) and in their own on
// return: nobody with service is forecast there.
func TestAreaOfThoseWithoutService(t *testing.T) {
	h := decorated(22, 800, 60, 2)
	for i, s := range h.Status {
		if s == courses.None {
			h.Area[i] = 2
		}
	}
	f := forecast(t, fit(t, h, 59, 3, courses.Options{}), courses.ForecastOptions{Horizon: 12, Draws: 40})
	if n, all := f.Cell(2, 12, courses.Clients, courses.All).Mean, f.Cell(courses.Total, 12, courses.Clients, courses.All).Mean; n > 0.01*all {
		t.Errorf("%v of %v clients where nobody with service is", n, all)
	}
	growth := func(area int) float64 {
		return f.Cell(area, 12, courses.Clients, courses.All).Mean / f.AtOrigin(area, courses.Clients)
	}
	for area := range 2 {
		near(t, "growth of an area", growth(area), growth(courses.Total), 0.05)
	}
}
