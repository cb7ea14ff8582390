package trend

import (
	"errors"
	"fmt"
	"math"
)

// ProductChange splits the change of a total into two parts that add up to it.
type ProductChange struct {
	Total    float64 // hours after minus hours before
	Persons  float64 // part from the number of persons
	PerHead  float64 // part from hours per person
	Share    float64 // Persons / Total; NaN when the total did not change
	Relative float64 // Total / hours before; NaN when those are 0
}

// PersonsAndHours splits a change of hours H = N h into that of persons N and of hours
// per person h = H/N (Kitagawa 1955):
//
//	ΔH = ΔN · (h₀+h₁)/2 + Δh · (N₀+N₁)/2
//
// Where one side has no persons, all is due to persons. Hours without persons,
// negative or not finite numbers are errors.
func PersonsAndHours(persons0, hours0, persons1, hours1 float64) (ProductChange, error) {
	for _, v := range []float64{persons0, hours0, persons1, hours1} {
		if !(v >= 0) || math.IsInf(v, 0) {
			return ProductChange{}, fmt.Errorf("trend: persons or hours of %v", v)
		}
	}
	if persons0 == 0 && hours0 > 0 || persons1 == 0 && hours1 > 0 {
		return ProductChange{}, errors.New("trend: hours without persons")
	}
	out := ProductChange{Total: hours1 - hours0}
	if persons0 == 0 || persons1 == 0 {
		out.Persons = out.Total
	} else {
		before, after := hours0/persons0, hours1/persons1
		out.Persons = (persons1 - persons0) * (before + after) / 2
		out.PerHead = (after - before) * (persons0 + persons1) / 2
	}
	out.Share, out.Relative = ratio(out.Persons, out.Total), ratio(out.Total, hours0)
	return out, nil
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// PersonHours are the hours of one person in one month.
type PersonHours struct {
	Person uint64
	Hours  float64
}

// FlowChange splits the change of a total by what became of persons:
// Total = Inflow − Outflow + Raised − Lowered.
type FlowChange struct {
	Total                     float64
	Inflow, Outflow           float64 // hours of those who came, and of those who left
	Raised, Lowered           float64 // among those who stayed, of those with more and with fewer hours
	Came, Left, Stayed        int     // persons
	RaisedPersons, LowPersons int     // of those who stayed
}

// Flows compares two months person by person. A person without a row is not
// there; one with 0 hours is. Negative or unknown hours and doubled persons are
// errors.
func Flows(before, after []PersonHours) (FlowChange, error) {
	first, err := index(before, "before")
	if err != nil {
		return FlowChange{}, err
	}
	second, err := index(after, "after")
	if err != nil {
		return FlowChange{}, err
	}
	var out FlowChange
	for _, p := range before { // in the order given: sums are the same every time
		if _, ok := second[p.Person]; !ok {
			out.Outflow += p.Hours
			out.Left++
		}
	}
	for _, p := range after {
		h, ok := first[p.Person]
		switch {
		case !ok:
			out.Inflow += p.Hours
			out.Came++
			continue
		case p.Hours > h:
			out.Raised += p.Hours - h
			out.RaisedPersons++
		case p.Hours < h:
			out.Lowered += h - p.Hours
			out.LowPersons++
		}
		out.Stayed++
	}
	out.Total = out.Inflow - out.Outflow + out.Raised - out.Lowered
	return out, nil
}

func index(rows []PersonHours, side string) (map[uint64]float64, error) {
	out := make(map[uint64]float64, len(rows))
	for i, p := range rows {
		if !(p.Hours >= 0) || math.IsInf(p.Hours, 0) {
			return nil, fmt.Errorf("trend: %s, row %d: %v hours", side, i, p.Hours)
		}
		if _, ok := out[p.Person]; ok {
			return nil, fmt.Errorf("trend: %s, row %d: the person is there twice; add the hours up first", side, i)
		}
		out[p.Person] = p.Hours
	}
	return out, nil
}
