package courses_test

import (
	"errors"
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/modeltest"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.8g, want %.8g ± %g", what, got, want, tolerance)
	}
}

func fit(t *testing.T, h *courses.Histories, origin, areas int, o courses.Options) *courses.Model {
	t.Helper()
	m, err := courses.Fit(h, origin, areas, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func forecast(t *testing.T, m *courses.Model, o courses.ForecastOptions) *courses.Forecast {
	t.Helper()
	f, err := m.Forecast(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// course is one row pattern repeated.
type course struct {
	id                 uint64
	from, months       int
	status             courses.Status
	home, nurse, rehab float32
	age                uint8
	area               uint16
	end                courses.Status // a last row, when not None
}

func build(list []course) *courses.Histories {
	h := &courses.Histories{Offset: []int{0}}
	for _, c := range list {
		row := func(month int, s courses.Status, home, nurse, rehab float32) {
			h.Month, h.Status = append(h.Month, int16(month)), append(h.Status, s)
			h.HomeCareH, h.NurseH, h.RehabH = append(h.HomeCareH, home), append(h.NurseH, nurse), append(h.RehabH, rehab)
			h.Age, h.Area = append(h.Age, c.age), append(h.Area, c.area)
		}
		for t := range c.months {
			row(c.from+t, c.status, c.home, c.nurse, c.rehab)
		}
		if c.end != courses.None {
			row(c.from+c.months, c.end, 0, 0, 0)
		}
		h.Person, h.Offset = append(h.Person, c.id), append(h.Offset, len(h.Month))
	}
	return h
}

// Nothing ever happens: a hundred clients with 30 hours stay as they are.
func TestNothingHappens(t *testing.T) {
	var list []course
	for id := range uint64(100) {
		list = append(list, course{id: id + 1, months: 36, status: courses.HomeCare, home: 30, nurse: 2, age: 80, area: uint16(id % 2)})
	}
	f := forecast(t, fit(t, build(list), 35, 2, courses.Options{}), courses.ForecastOptions{Horizon: 12, Draws: 100})
	near(t, "hours after a year", f.Cell(courses.Total, 12, courses.HomeCareHours, courses.All).Mean, 3000, 60)
	near(t, "clients after a year", f.Cell(courses.Total, 12, courses.Clients, courses.All).Mean, 100, 1)
	near(t, "nurse hours", f.Cell(courses.Total, 12, courses.NurseHours, courses.All).Mean, 200, 6)
	near(t, "rehabilitation", f.Cell(courses.Total, 12, courses.RehabHours, courses.All).Mean, 0, 0)
	near(t, "new clients", f.Cell(courses.Total, 12, courses.Clients, courses.New).Mean, 0, 0)
}

// Everyone dies after ten months of service, ten new ones a month: 100 clients
// in a steady state, of whom a tenth dies each month. A chain sees a hazard of
// 0.1 whatever the age of the course, so after 12 months 0.9¹² are left.
func TestDeathAndInflow(t *testing.T) {
	var list []course
	id := uint64(0)
	for month := -10; month < 60; month++ {
		for k := range 10 {
			id++
			c := course{id: id, from: month, months: 10, status: courses.HomeCare, home: 20, age: 85, end: courses.Dead}
			c.months = 4 + (k*7+month*3+100)%13 // 4 … 16, mean 10
			list = append(list, c)
		}
	}
	h := build(list)
	m := fit(t, h, 47, 1, courses.Options{})
	f := forecast(t, m, courses.ForecastOptions{Horizon: 12, Draws: 200})
	observed := courses.Observed(h, 1, 48, 59)
	clients := observed.Series(courses.Total, courses.Clients)
	near(t, "clients after a year", f.Cell(courses.Total, 12, courses.Clients, courses.All).Mean, clients[11], 6)
	near(t, "hours after a year", f.Cell(courses.Total, 12, courses.HomeCareHours, courses.All).Mean, 20*clients[11], 120)
	existing := f.Cell(courses.Total, 12, courses.HomeCareHours, courses.Existing).Mean
	ended := f.Cell(courses.Total, 12, courses.HomeCareHours, courses.Ended).Mean
	origin := courses.Observed(h, 1, 47, 47).Series(courses.Total, courses.HomeCareHours)[0]
	// Hours do not change while a client lives, so what ended is what is gone; the
	// calibrated drift stands apart from the courses and is what remains.
	near(t, "existing and ended", existing-ended, origin, 0.12*origin)
}

// Totals are sums of areas, and All of Existing and New, draw by draw.
func TestSums(t *testing.T) {
	h := modeltest.Municipality{Clients: 300, Months: 40, Areas: 3, Seed: 1}.Histories()
	f := forecast(t, fit(t, h, 39, 3, courses.Options{}), courses.ForecastOptions{Horizon: 6, Draws: 20})
	for _, r := range courses.Resources() {
		total := f.Values(courses.Total, 6, r, courses.All)
		for a := range 3 {
			for _, d := range []courses.Driver{courses.Existing, courses.New} {
				for i, v := range f.Values(a, 6, r, d) {
					if v < 0 {
						t.Errorf("%v %v below zero: %v", r, d, v)
					}
					total[i] -= v
				}
			}
			for _, d := range []courses.Driver{courses.Ended, courses.Housed} {
				for _, v := range f.Values(a, 6, r, d) {
					if v > 1e-3 {
						t.Errorf("%v %v above zero: %v", r, d, v)
					}
				}
			}
		}
		for _, rest := range total {
			near(t, "total less parts", rest, 0, 1e-6)
		}
	}
	if n, want := len(f.Cells()), 4*6*5*5; n != want {
		t.Errorf("%d cells, want %d", n, want)
	}
	for _, c := range f.Cells() {
		if !(c.P10 <= c.P50 && c.P50 <= c.P90) || math.IsNaN(c.Mean) {
			t.Errorf("cell %+v", c)
		}
	}
}

func TestSameAnswerOnAnyNumberOfCores(t *testing.T) {
	h := modeltest.Municipality{Clients: 300, Months: 40, Areas: 3, Seed: 2}.Histories()
	p := &courses.Practice{}
	p.Total[0], p.Area[1] = []float64{0.01, 0.02}, []float64{0.05}
	o := courses.ForecastOptions{Horizon: 6, Draws: 24, Seed: 5, Practice: p, Workers: 1}
	a := forecast(t, fit(t, h, 39, 3, courses.Options{}), o)
	o.Workers = 5
	b := forecast(t, fit(t, h, 39, 3, courses.Options{}), o)
	x, y := a.Cells(), b.Cells()
	for i := range x {
		if x[i] != y[i] {
			t.Fatalf("%+v and %+v", x[i], y[i])
		}
	}
	o.Seed = 6
	if c := forecast(t, fit(t, h, 39, 3, courses.Options{}), o).Cells(); c[0] == x[0] {
		t.Error("another seed gives the same draws")
	}
}

// Persons in another order give the same forecast, save for rounding of sums.
func TestOrderOfPersons(t *testing.T) {
	h := modeltest.Municipality{Clients: 300, Months: 60, Areas: 2, Seed: 3}.Histories()
	r := &courses.Histories{Offset: []int{0}}
	for p := len(h.Person) - 1; p >= 0; p-- {
		for i := h.Offset[p]; i < h.Offset[p+1]; i++ {
			r.Month, r.Status = append(r.Month, h.Month[i]), append(r.Status, h.Status[i])
			r.HomeCareH, r.NurseH = append(r.HomeCareH, h.HomeCareH[i]), append(r.NurseH, h.NurseH[i])
			r.RehabH, r.Age, r.Area = append(r.RehabH, h.RehabH[i]), append(r.Age, h.Age[i]), append(r.Area, h.Area[i])
		}
		r.Person, r.Offset = append(r.Person, h.Person[p]), append(r.Offset, len(r.Month))
	}
	o := courses.ForecastOptions{Horizon: 6, Draws: 20}
	a := forecast(t, fit(t, h, 59, 2, courses.Options{}), o).Cells()
	b := forecast(t, fit(t, r, 59, 2, courses.Options{}), o).Cells()
	for i := range a {
		near(t, "mean in another order", b[i].Mean, a[i].Mean, 1e-5*(1+math.Abs(a[i].Mean)))
	}
}

// Rows after the origin must not matter.
func TestNoLookAhead(t *testing.T) {
	h := modeltest.Municipality{Clients: 200, Months: 60, Areas: 2, Seed: 4}.Histories()
	o := courses.ForecastOptions{Horizon: 6, Draws: 10}
	before := forecast(t, fit(t, h, 40, 2, courses.Options{}), o).Cells()
	for i, month := range h.Month {
		if month > 40 {
			h.HomeCareH[i], h.NurseH[i], h.RehabH[i] = 999, 999, 999
			if h.Status[i] != courses.Dead {
				h.Status[i] = courses.HomeCare
			}
		}
	}
	for i, c := range forecast(t, fit(t, h, 40, 2, courses.Options{}), o).Cells() {
		if c != before[i] {
			t.Fatalf("%+v, with the future changed %+v", before[i], c)
		}
	}
}

// Twice the population ahead gives twice the new clients.
func TestPopulation(t *testing.T) {
	h := modeltest.Municipality{Clients: 500, Months: 40, Areas: 2, Seed: 5}.Histories()
	index := func(ahead float64) *courses.Population {
		p := &courses.Population{Index: make([][]float64, 2)}
		for a := range p.Index {
			for month := range 60 {
				p.Index[a] = append(p.Index[a], 1000)
				if month > 39 {
					p.Index[a][month] = ahead
				}
			}
		}
		return p
	}
	o := courses.ForecastOptions{Horizon: 6, Draws: 400}
	one := forecast(t, fit(t, h, 39, 2, courses.Options{Population: index(1000)}), o).Cell(courses.Total, 6, courses.Clients, courses.New)
	two := forecast(t, fit(t, h, 39, 2, courses.Options{Population: index(2000)}), o).Cell(courses.Total, 6, courses.Clients, courses.New)
	near(t, "ratio", two.Mean/one.Mean, 2, 0.05)
	short := index(1000)
	short.Index[1] = short.Index[1][:42]
	if _, err := fit(t, h, 39, 2, courses.Options{Population: short}).Forecast(o); !errors.Is(err, courses.ErrPopulation) {
		t.Errorf("index too short: %v", err)
	}
}

// A practice term of 10 % widens the interval to at least 2 · 1.28 · 0.1, and
// leaves the mean.
func TestPractice(t *testing.T) {
	h := modeltest.Municipality{Clients: 200, Months: 40, Areas: 2, Seed: 6}.Histories()
	m := fit(t, h, 39, 2, courses.Options{})
	p := &courses.Practice{}
	p.Total[courses.HomeCareHours] = []float64{0.02, 0.05, 0.1}
	o := courses.ForecastOptions{Horizon: 3, Draws: 1000}
	plain := forecast(t, m, o).Cell(courses.Total, 3, courses.HomeCareHours, courses.All)
	o.Practice = p
	wide := forecast(t, m, o).Cell(courses.Total, 3, courses.HomeCareHours, courses.All)
	near(t, "mean", wide.Mean/plain.Mean, 1, 0.015)
	width := math.Log(wide.P90 / wide.P10)
	if width < 2*1.28*0.1*0.9 || width < math.Log(plain.P90/plain.P10) {
		t.Errorf("log width %v", width)
	}
}

func TestDegenerate(t *testing.T) {
	if _, err := courses.Fit(&courses.Histories{Offset: []int{0}}, 10, 1, courses.Options{}); !errors.Is(err, courses.ErrEmpty) {
		t.Errorf("empty: %v", err)
	}
	client := course{id: 1, months: 24, status: courses.HomeCare, home: 12, age: 80}
	if _, err := courses.Fit(build([]course{client}), 5, 1, courses.Options{}); !errors.Is(err, courses.ErrShort) {
		t.Errorf("six months: %v", err)
	}
	if _, err := courses.Fit(build([]course{client}), -1, 1, courses.Options{}); !errors.Is(err, courses.ErrEmpty) {
		t.Errorf("before the first month: %v", err)
	}
	bad := build([]course{client})
	bad.HomeCareH[3] = float32(math.NaN())
	if _, err := courses.Fit(bad, 23, 1, courses.Options{}); !errors.Is(err, courses.ErrHistory) {
		t.Errorf("NaN: %v", err)
	}
	bad = build([]course{client})
	bad.Month[3] = 9
	if _, err := courses.Fit(bad, 23, 1, courses.Options{}); !errors.Is(err, courses.ErrHistory) {
		t.Errorf("gap: %v", err)
	}
	// One person, and a municipality in which all are dead: forecasts, no panic.
	for _, c := range []course{client, {id: 2, months: 20, status: courses.HSLOnly, nurse: 1, age: 99, end: courses.Dead}} {
		f := forecast(t, fit(t, build([]course{c}), 23, 1, courses.Options{}), courses.ForecastOptions{Draws: 20})
		for _, cell := range f.Cells() {
			if math.IsNaN(cell.Mean) || math.IsInf(cell.Mean, 0) {
				t.Fatalf("%+v", cell)
			}
		}
	}
}
