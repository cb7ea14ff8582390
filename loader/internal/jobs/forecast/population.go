package forecast

import (
	"context"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/demography"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// oldest is the age at which core.populations closes: 100 and over.
const oldest = 100

// readPopulation reads the inhabitants, counted and projected, of the areas with
// clients; of the municipality as a whole where the areas have none of their own.
func (h *history) readPopulation(ctx context.Context, conn driver.Conn) ([]demography.Population, error) {
	var rows []demography.Population
	err := clickhouse.Each(ctx, conn, `SELECT toString(area_id), year, toUInt8(sex), age_years, persons, is_projection FROM core.populations
		WHERE sex != 'unknown' ORDER BY area_id, year, sex, age_years`, nil, func(row driver.Rows) error {
		var area string
		var year uint16
		var sex, age uint8
		var p demography.Population
		if err := row.Scan(&area, &year, &sex, &age, &p.Persons, &p.Projected); err != nil {
			return err
		}
		p.Year, p.Area, p.Sex, p.Age = int(year), area, demography.Sex(sex-1), int(age)
		switch {
		case area == h.municipality:
			p.Area = ""
		case !slices.Contains(h.areas, area): // a unit below an area
			return nil
		}
		rows = append(rows, p)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read core.populations: %w", err)
	}
	return withTotal(rows), nil
}

// withTotal adds the municipality's population, as the sum of its areas, where it
// was not delivered.
func withTotal(rows []demography.Population) []demography.Population {
	type cell struct {
		sex       demography.Sex
		year, age int
	}
	sums := map[cell]*demography.Population{}
	var order []cell
	for _, p := range rows {
		if p.Area == "" {
			return rows
		}
		c := cell{p.Sex, p.Year, p.Age}
		if sums[c] == nil {
			sums[c] = &demography.Population{Year: p.Year, Sex: p.Sex, Age: p.Age}
			order = append(order, c)
		}
		sums[c].Persons += p.Persons
		sums[c].Projected = sums[c].Projected || p.Projected
	}
	for _, c := range order {
		rows = append(rows, *sums[c])
	}
	return rows
}

// inhabitants are the population as the courses take it; nil unless every area has
// its own, since new clients then are taken from a population that stands still.
func (h *history) inhabitants(rows []demography.Population) *courses.Inhabitants {
	var years []int
	areas := map[string]bool{}
	for _, p := range rows {
		years = append(years, p.Year)
		areas[p.Area] = true
	}
	for _, area := range h.areas {
		if area != "" && !areas[area] {
			return nil
		}
	}
	slices.Sort(years)
	years = slices.Compact(years)
	if len(years) < 2 {
		return nil
	}
	months := make([]int, len(years))
	for i, year := range years {
		months[i] = 12*(year-h.first.Year()) + 11 - (int(h.first.Month()) - 1)
	}
	out := courses.NewInhabitants(len(h.areas), months)
	for _, p := range rows {
		if area := slices.Index(h.areas, p.Area); area >= 0 && p.Area != "" {
			out.Add(area, slices.Index(years, p.Year), courses.Sex(p.Sex)+courses.Female, p.Age, p.Persons)
		}
	}
	return out
}

// longerLives is the population with another mortality from a year on: each
// projected cohort with the variant's factor on its yearly deaths, as the projection
// itself implies them.
func longerLives(rows []demography.Population, factor float64) []demography.Population {
	type cell struct {
		area string
		sex  demography.Sex
		year int
		age  int
	}
	before := map[cell]float64{}
	for _, p := range rows {
		before[cell{p.Area, p.Sex, p.Year, p.Age}] = p.Persons
	}
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b demography.Population) int { return a.Year - b.Year })
	now := map[cell]float64{}
	for i, p := range out {
		to := cell{p.Area, p.Sex, p.Year, p.Age}
		from := cell{p.Area, p.Sex, p.Year - 1, p.Age - 1}
		base, known := before[from]
		moved, persons := now[from], p.Persons
		if p.Age == oldest { // the open group comes of two ages
			same := cell{p.Area, p.Sex, p.Year - 1, oldest}
			base, moved = base+before[same], moved+now[same]
		}
		if p.Projected && known && base > 0 {
			stays := p.Persons / base // of a cohort, moves included
			persons = moved * (stays + max(0, 1-stays)*(1-factor))
		}
		now[to], out[i].Persons = persons, persons
	}
	return out
}
