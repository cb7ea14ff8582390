package courses

import (
	"fmt"
	"math"
	"slices"
)

// Population scales new clients: Index[area][month − From] is the number of
// inhabitants at risk, in any unit. It covers the last Options.EntrantMonths of
// the history and all months of the forecast.
type Population struct {
	From  int
	Index [][]float64
}

func (p *Population) at(area, month int) float64 {
	if p == nil {
		return 1
	}
	if area >= len(p.Index) || month < p.From || month-p.From >= len(p.Index[area]) {
		return math.NaN()
	}
	return p.Index[area][month-p.From]
}

// The cells of entry: age band × sex. Persons below 65 are few and mostly
// outside the population given.
const (
	entryAges  = 7
	entryCells = entryAges * 2
)

// entryAge: below 65, 65-69 … 85-89, 90 or more (years).
func entryAge(age int) int {
	switch {
	case age < 65:
		return 0
	case age >= 90:
		return entryAges - 1
	}
	return 1 + (age-65)/5
}

// entryCell of a person; unknown sex counts with women, who are most.
func entryCell(sex Sex, age int) int {
	c := 2 * entryAge(age)
	if sex == Male {
		c++
	}
	return c
}

// Inhabitants are counts of inhabitants by area, sex and age at some months,
// recorded and projected. Between two counts they follow a straight line; before
// the first and after the last they stand still.
type Inhabitants struct {
	months []int
	areas  int
	counts [][]float64 // by count, then area and cell of entry
	err    error       // the last bad count
}

// check returns an error for bad counts or too few areas; nil is good.
func (n *Inhabitants) check(areas int) error {
	switch {
	case n == nil:
		return nil
	case n.err != nil:
		return n.err
	case n.areas < areas:
		return fmt.Errorf("counts of %d areas, %d wanted: %w", n.areas, areas, ErrPopulation)
	}
	return nil
}

// NewInhabitants makes room for counts that hold at the end of each of months
// (in the unit of Histories.Month, increasing; the counts of 31 December hold at
// the end of December). It panics when areas or months are not positive in
// number or months do not increase.
func NewInhabitants(areas int, months []int) *Inhabitants {
	if areas <= 0 {
		panic(panicAreas)
	}
	if len(months) == 0 {
		panic(panicMonths)
	}
	n := &Inhabitants{months: slices.Clone(months), areas: areas}
	for i, m := range months {
		if i > 0 && m <= months[i-1] {
			panic(panicMonths)
		}
		n.counts = append(n.counts, make([]float64, areas*entryCells))
	}
	return n
}

// Add adds persons of a sex and age (years) to an area at count number point, an
// index of NewInhabitants' months. Half of persons of unknown sex count as women.
// Fit returns ErrPopulation when persons was negative or not finite. It panics
// when area or point is out of range.
func (n *Inhabitants) Add(area, point int, sex Sex, age int, persons float64) {
	if area < 0 || area >= n.areas || point < 0 || point >= len(n.months) {
		panic(panicCell)
	}
	if !(persons >= 0) || math.IsInf(persons, 1) {
		n.err = fmt.Errorf("area %d, count %d, age %d: %g inhabitants: %w", area, point, age, persons, ErrPopulation)
		return
	}
	if sex == UnknownSex {
		n.Add(area, point, Female, age, persons/2)
		n.Add(area, point, Male, age, persons/2)
		return
	}
	n.counts[point][area*entryCells+entryCell(sex, age)] += persons
}

// at is the number of inhabitants of an area and cell at the end of a month.
func (n *Inhabitants) at(area, cell, month int) float64 {
	i, exact := slices.BinarySearch(n.months, month)
	k := area*entryCells + cell
	switch {
	case exact:
		return n.counts[i][k]
	case i == 0:
		return n.counts[0][k]
	case i == len(n.months):
		return n.counts[i-1][k]
	}
	share := float64(month-n.months[i-1]) / float64(n.months[i]-n.months[i-1])
	return n.counts[i-1][k] + share*(n.counts[i][k]-n.counts[i-1][k])
}
