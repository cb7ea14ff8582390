package demography

import (
	"fmt"
	"strings"
)

// exposure is the mean number of inhabitants of each month by area, sex and group.
type exposure struct {
	firstYear int
	year      [][][]float64 // [area][year − firstYear][sex·groups + group], at year-ends
}

// newExposure finds for each area of use its own inhabitants, else those of the
// municipality: an area's use per inhabitant of the municipality is its share of
// the municipality's rate. Of use without area the municipality is, if need be,
// the sum of the other areas.
func newExposure(areas []string, rows []Population, groups []AgeGroup, from, to, limit int) (*exposure, []string, error) {
	v, err := collect(rows)
	if err != nil {
		return nil, nil, err
	}
	source, notes, err := v.sources(areas)
	if err != nil {
		return nil, nil, err
	}
	e := &exposure{firstYear: from/12 - 1, year: make([][][]float64, len(areas))}
	done := map[string][][]float64{}
	sum := make([][]float64, to/12-e.firstYear+1)
	for t := range sum {
		sum[t] = make([]float64, sexes*len(groups))
	}
	for a, name := range source {
		if name == summed {
			continue
		}
		if done[name] == nil {
			grid, more, err := v.fill(name, e.firstYear, to/12, limit)
			if err != nil {
				return nil, nil, err
			}
			if err := covers(grid, name, groups); err != nil {
				return nil, nil, err
			}
			notes = append(notes, more...)
			done[name] = grouped(grid, groups, e.firstYear, to/12)
			for t, row := range done[name] {
				for c, n := range row {
					sum[t][c] += n
				}
			}
		}
		e.year[a] = done[name]
	}
	for a, name := range source {
		if name == summed {
			e.year[a] = sum
		}
	}
	return e, notes, nil
}

// summed is the source of an area that takes the sum of the others.
const summed = "\x00"

// sources names whose inhabitants each area of use is divided by: its own, "" for
// the municipality, or summed.
func (v inhabitants) sources(areas []string) (source, notes []string, err error) {
	_, whole := v.areas[""]
	var borrowed []string
	for _, area := range areas {
		_, own := v.areas[area]
		switch {
		case own:
			source = append(source, area)
		case area == "" && len(areas) > 1:
			source = append(source, summed)
		default:
			source = append(source, "")
			borrowed = append(borrowed, fmt.Sprintf("%q", area))
		}
	}
	if len(borrowed) == 0 {
		return source, nil, nil
	}
	list := strings.Join(borrowed, ", ")
	if !whole {
		return nil, nil, fmt.Errorf("areas %s have no population, and none is given for the municipality (Area \"\"); give either: %w",
			list, ErrMissing)
	}
	return source, []string{fmt.Sprintf("areas %s have no population of their own: spread of the municipality by their share of use", list)}, nil
}

// covers tells whether ages can be told apart as the groups want.
func covers(g *Grid, area string, groups []AgeGroup) error {
	first, last := groups[0], groups[len(groups)-1]
	if g.FirstAge > first.From || g.LastAge() < last.From {
		return fmt.Errorf("population of area %q has ages %d to %d+, groups %s to %s need %d to at least %d: %w",
			area, g.FirstAge, g.LastAge(), first, last, first.From, last.From, ErrMissing)
	}
	return nil
}

func grouped(g *Grid, groups []AgeGroup, from, to int) [][]float64 {
	var out [][]float64
	for year := from; year <= to; year++ {
		row := make([]float64, sexes*len(groups))
		for s := Women; s < sexes; s++ {
			for i, group := range groups {
				for x := group.From; x <= min(group.To, g.LastAge()); x++ {
					row[int(s)*len(groups)+i] += g.At(s, year, x)
				}
			}
		}
		out = append(out, row)
	}
	return out
}

// at fills in the inhabitants of a month: on the straight line between the ends of
// the year before and of its own, at the middle of the month.
func (e *exposure) at(area, month int, into []float64) {
	y := month/12 - e.firstYear
	share := (float64(month%12) + 0.5) / 12
	before, after := e.year[area][y-1], e.year[area][y]
	for c := range into {
		into[c] = (1-share)*before[c] + share*after[c]
	}
}
