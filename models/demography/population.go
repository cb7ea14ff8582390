package demography

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Population is a number of inhabitants at the end of a year.
type Population struct {
	Year      int
	Area      string // empty = the whole municipality
	Sex       Sex
	Age       int // completed years; the highest age given for the area is open
	Persons   float64
	Projected bool // false = counted; a count goes before a projection of the same cell
}

// oldest is the last age of an open group.
const oldest = 1000

// AgeGroup is the ages From … To, both included; To of an open group is any number
// beyond all ages.
type AgeGroup struct{ From, To int }

// String writes 65-69 or 95+.
func (g AgeGroup) String() string {
	if g.To >= oldest {
		return fmt.Sprintf("%d+", g.From)
	}
	return fmt.Sprintf("%d-%d", g.From, g.To)
}

// SKRGroups are five-year groups of the old, as SKR (Sweden's municipalities and
// regions) divides them: 65-69 … 90-94, 95+.
func SKRGroups() []AgeGroup {
	var out []AgeGroup
	for from := 65; from < 95; from += 5 {
		out = append(out, AgeGroup{from, from + 4})
	}
	return append(out, AgeGroup{95, oldest})
}

// GroupOf is the index of the group that an age belongs to, −1 for none: the Group
// of Use.
func GroupOf(age int, groups []AgeGroup) int {
	return slices.IndexFunc(groups, func(g AgeGroup) bool { return age >= g.From && age <= g.To })
}

// checkGroups wants ascending groups without overlap.
func checkGroups(groups []AgeGroup) error {
	for i, g := range groups {
		if g.From < 0 || g.To < g.From || i > 0 && g.From <= groups[i-1].To {
			return fmt.Errorf("age group %d (%s) overlaps or is out of order: %w", i, g, ErrOptions)
		}
	}
	return nil
}

// inhabitants are the grids of the areas.
type inhabitants struct {
	areas map[string]*Grid
	known map[string][sexes][]bool // by year: given, not filled in
}

// collect puts rows into grids. In a year and sex with any row of the area, an age
// without a row has nobody.
func collect(rows []Population) (inhabitants, error) {
	v := inhabitants{areas: map[string]*Grid{}, known: map[string][sexes][]bool{}}
	type bounds struct{ firstYear, lastYear, firstAge, lastAge int }
	size := map[string]bounds{}
	var faults []error
	for _, r := range rows {
		if r.Sex >= sexes || r.Age < 0 || !(r.Persons >= 0) || math.IsInf(r.Persons, 1) {
			faults = append(faults, fmt.Errorf("population of area %q, %s aged %d at the end of %d is %v: %w",
				r.Area, r.Sex, r.Age, r.Year, r.Persons, ErrRange))
			continue
		}
		b, ok := size[r.Area]
		if !ok {
			b = bounds{r.Year, r.Year, r.Age, r.Age}
		}
		size[r.Area] = bounds{
			min(b.firstYear, r.Year), max(b.lastYear, r.Year), min(b.firstAge, r.Age), max(b.lastAge, r.Age),
		}
	}
	if len(faults) > 0 {
		return v, errors.Join(faults...)
	}
	for area, b := range size {
		v.areas[area] = NewGrid(b.firstYear, b.lastYear-b.firstYear+1, b.firstAge, b.lastAge-b.firstAge+1)
		var known [sexes][]bool
		for s := range known {
			known[s] = make([]bool, b.lastYear-b.firstYear+1)
		}
		v.known[area] = known
	}
	for _, projected := range []bool{true, false} {
		seen := map[Population]bool{}
		for _, r := range rows {
			if r.Projected != projected {
				continue
			}
			key := r
			key.Persons = 0
			if seen[key] {
				faults = append(faults, fmt.Errorf("population of area %q, %s aged %d at the end of %d is given twice: %w",
					r.Area, r.Sex, r.Age, r.Year, ErrRange))
			}
			seen[key] = true
			v.areas[r.Area].Set(r.Sex, r.Year, r.Age, r.Persons)
			v.known[r.Area][r.Sex][r.Year-v.areas[r.Area].FirstYear] = true
		}
	}
	for area, g := range v.areas {
		for s := range g.Values {
			for t, row := range g.Values[s] {
				for x := range row {
					if v.known[area][s][t] && math.IsNaN(row[x]) {
						row[x] = 0
					}
				}
			}
		}
	}
	return v, errors.Join(faults...)
}

// names are the areas in order, the municipality first.
func (v inhabitants) names() []string {
	out := make([]string, 0, len(v.areas))
	for area := range v.areas {
		out = append(out, area)
	}
	slices.Sort(out)
	return out
}
