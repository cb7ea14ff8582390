package courses_test

import (
	"errors"
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
)

// people counts inhabitants of two areas by age, with a factor on those of 85
// and over and on the rest from month 59 on.
func people(old, rest float64) *courses.Inhabitants {
	n := courses.NewInhabitants(2, []int{0, 59, 60, 120})
	for point, f := range [][2]float64{{1, 1}, {1, 1}, {old, rest}, {old, rest}} {
		for area, size := range []float64{90, 60} {
			for age := 65; age < 105; age++ {
				factor := f[1]
				if age >= 85 {
					factor = f[0]
				}
				persons := size * math.Exp(-0.08*float64(age-65)) * factor * 3
				n.Add(area, point, courses.Female, age, persons)
				n.Add(area, point, courses.Male, age, persons)
			}
		}
	}
	return n
}

// More inhabitants of 85 and over bring new clients of that age, by the share
// that they have of all, and those who are served are no new clients.
func TestInhabitants(t *testing.T) {
	h := decorated(20, 500, 60, 2)
	fitted := fit(t, h, 59, 2, courses.Options{Inhabitants: people(1, 1)})
	f := scenarios(t, fitted, 6, &courses.Scenario{Inhabitants: people(2, 1)}, &courses.Scenario{Inhabitants: people(1, 2)}, &courses.Scenario{Inhabitants: people(2, 2)})
	n := make([]float64, len(f))
	for k := range f {
		n[k] = mean(f[k], 6, courses.Clients, courses.New)
	}
	old, rest, both := n[1]/n[0]-1, n[2]/n[0]-1, n[3]/n[0]-1
	// Twice the inhabitants, as many served: more than twice the rest.
	if !(both > 1 && both < 2) {
		t.Errorf("twice the inhabitants: %.2f more new clients", both)
	}
	near(t, "the sum of the parts", old+rest, both, 0.1)
	if old < 0.2 || rest < 0.2 {
		t.Errorf("parts %.2f and %.2f", old, rest)
	}
	// A projection of nobody brings nobody.
	gone := scenarios(t, fitted, 6, &courses.Scenario{Inhabitants: people(0, 0)})[1]
	near(t, "new clients of nobody", mean(gone, 6, courses.Clients, courses.New), 0, 0)
}

func TestInhabitantsOutOfRange(t *testing.T) {
	h := decorated(21, 100, 30, 2)
	bad := courses.NewInhabitants(2, []int{0})
	bad.Add(0, 0, courses.Female, 80, math.NaN())
	if _, err := courses.Fit(h, 29, 2, courses.Options{Inhabitants: bad}); !errors.Is(err, courses.ErrPopulation) {
		t.Errorf("NaN: %v", err)
	}
	if _, err := courses.Fit(h, 29, 2, courses.Options{Inhabitants: courses.NewInhabitants(1, []int{0})}); !errors.Is(err, courses.ErrPopulation) {
		t.Errorf("one area of two: %v", err)
	}
}
