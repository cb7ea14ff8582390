package demography

import (
	"errors"
	"fmt"
	"math"
)

// Sex is the sex that the population register states.
type Sex uint8

// The sexes.
const (
	Women Sex = iota
	Men
	sexes = 2
)

// String returns the name in lower case.
func (s Sex) String() string {
	if s == Men {
		return "men"
	}
	return "women"
}

// Errors that data can cause; the text around them says what, where and which year.
var (
	// ErrMissing is returned when a count that is needed is not there.
	ErrMissing = errors.New("demography: counts are missing")
	// ErrRange is returned for a count that is negative or not finite, or given twice.
	ErrRange = errors.New("demography: count out of range")
	// ErrShort is returned when there are too few years or months to learn from.
	ErrShort = errors.New("demography: too little history")
	// ErrNoFit is returned when the mortality model has no finite answer.
	ErrNoFit = errors.New("demography: mortality model did not converge")
	// ErrOptions is returned for options that contradict each other or the data.
	ErrOptions = errors.New("demography: options cannot be used")
)

const panicGrid = "demography: outside the grid"

// Grid holds a number of persons or deaths by sex, calendar year and single age.
// The last age is open: it holds all who are that old or older.
type Grid struct {
	FirstYear, FirstAge int
	Values              [sexes][][]float64 // [sex][year − FirstYear][age − FirstAge]; NaN = unknown
}

// NewGrid makes a grid of unknown values.
func NewGrid(firstYear, years, firstAge, ages int) *Grid {
	g := &Grid{FirstYear: firstYear, FirstAge: firstAge}
	for s := range g.Values {
		g.Values[s] = make([][]float64, years)
		for t := range g.Values[s] {
			row := make([]float64, ages)
			for x := range row {
				row[x] = math.NaN()
			}
			g.Values[s][t] = row
		}
	}
	return g
}

// LastYear is the last calendar year of the grid.
func (g *Grid) LastYear() int { return g.FirstYear + len(g.Values[Women]) - 1 }

// LastAge is the open age of the grid.
func (g *Grid) LastAge() int {
	if len(g.Values[Women]) == 0 {
		return g.FirstAge - 1
	}
	return g.FirstAge + len(g.Values[Women][0]) - 1
}

// At is a value, NaN outside the grid. Ages above the open one are in it.
func (g *Grid) At(s Sex, year, age int) float64 {
	if year < g.FirstYear || year > g.LastYear() || age < g.FirstAge || age > g.LastAge() {
		return math.NaN()
	}
	return g.Values[s][year-g.FirstYear][age-g.FirstAge]
}

// Set puts a value. It panics outside the grid.
func (g *Grid) Set(s Sex, year, age int, value float64) {
	if year < g.FirstYear || year > g.LastYear() || age < g.FirstAge || age > g.LastAge() {
		panic(panicGrid)
	}
	g.Values[s][year-g.FirstYear][age-g.FirstAge] = value
}

// Sum adds both sexes over ages from … to in a year; an age above the open one
// means the open one. It is NaN if any is unknown.
func (g *Grid) Sum(year, from, to int) float64 {
	var sum float64
	for s := Women; s < sexes; s++ {
		for x := from; x <= min(to, g.LastAge()); x++ {
			sum += g.At(s, year, x)
		}
	}
	return sum
}

// Mean turns counts at the ends of years into mean populations of the years, the
// mean of the two year-ends. The first year is lost.
func (g *Grid) Mean() *Grid {
	out := NewGrid(g.FirstYear+1, max(0, len(g.Values[Women])-1), g.FirstAge, g.LastAge()-g.FirstAge+1)
	for s := range out.Values {
		for t, row := range out.Values[s] {
			for x := range row {
				row[x] = (g.Values[s][t][x] + g.Values[s][t+1][x]) / 2
			}
		}
	}
	return out
}

// check wants all of the years and ages to be known, and not negative.
func (g *Grid) check(what string, fromYear, toYear, fromAge, toAge int) error {
	for s := Women; s < sexes; s++ {
		for t := fromYear; t <= toYear; t++ {
			for x := fromAge; x <= toAge; x++ {
				switch v := g.At(s, t, x); {
				case math.IsNaN(v):
					return fmt.Errorf("%s, %s aged %d in %d: %w", what, s, x, t, ErrMissing)
				case v < 0 || math.IsInf(v, 0):
					return fmt.Errorf("%s, %s aged %d in %d is %v: %w", what, s, x, t, v, ErrRange)
				}
			}
		}
	}
	return nil
}

// bandFrom are the first ages of the bands in which deviations from the model are
// measured: deaths and moves of single ages are too few for it.
func bandFrom() [bands]int { return [bands]int{0, 65, 75, 85, 90} }

const bands = 5

// Band is the band of an age: below 65, 65-74, 75-84, 85-89, 90 and older.
func Band(age int) int {
	b := 0
	for i, from := range bandFrom() {
		if age >= from {
			b = i
		}
	}
	return b
}
