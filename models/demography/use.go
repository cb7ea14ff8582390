package demography

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Use is what one group of inhabitants of an area had in a month. In a month with
// any row at all, an area and group without a row had nothing, unless it is before
// the area's first row: then the area was not there. A month without any row is a
// missing delivery.
type Use struct {
	Month  int // 12·year + calendar month − 1
	Area   string
	Sex    Sex
	Group  int       // index of the age group; −1 = in no group or unknown, then Sex does not matter
	Amount []float64 // by resource, such as clients or hours per month; NaN = unknown for the area and month
}

// usage is the use by area, resource and month.
type usage struct {
	first, last int // months
	areas       []string
	begin       []int           // first month of each area
	there       []bool          // by month: delivered
	cell        [][][][]float64 // [area][resource][month][sex·groups + group]; the last cell is that of no group
	cells       int
}

// newUsage checks the rows up to a month (0 = all) and sorts them in.
func newUsage(rows []Use, resources, groups, origin int) (*usage, error) {
	u := &usage{cells: sexes*groups + 1}
	var faults []error
	begin := map[string]int{}
	for i, r := range rows {
		if origin != 0 && r.Month > origin {
			continue
		}
		if len(r.Amount) != resources || r.Group < -1 || r.Group >= groups || r.Sex >= sexes {
			faults = append(faults, fmt.Errorf("use row %d (area %q, %s, group %d of %d) has %d amounts of %d: %w",
				i, r.Area, monthName(r.Month), r.Group, groups, len(r.Amount), resources, ErrOptions))
			continue
		}
		for _, v := range r.Amount {
			if v < 0 || math.IsInf(v, 0) {
				faults = append(faults, fmt.Errorf("use of area %q, %s, %s, group %d is %v: %w",
					r.Area, monthName(r.Month), r.Sex, r.Group, v, ErrRange))
			}
		}
		if u.areas == nil {
			u.first, u.last = r.Month, r.Month
		}
		u.first, u.last = min(u.first, r.Month), max(u.last, r.Month)
		if b, ok := begin[r.Area]; !ok || r.Month < b {
			if !ok {
				u.areas = append(u.areas, r.Area)
			}
			begin[r.Area] = r.Month
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	if len(u.areas) == 0 {
		return nil, fmt.Errorf("no use up to %s: %w", monthName(origin), ErrShort)
	}
	if origin != 0 {
		u.last = origin
	}
	slices.Sort(u.areas)
	for _, area := range u.areas {
		u.begin = append(u.begin, begin[area])
	}
	u.sortIn(rows, resources, groups)
	return u, nil
}

func (u *usage) sortIn(rows []Use, resources, groups int) {
	months := u.last - u.first + 1
	u.there = make([]bool, months)
	u.cell = make([][][][]float64, len(u.areas))
	for a := range u.cell {
		u.cell[a] = make([][][]float64, resources)
		for r := range u.cell[a] {
			u.cell[a][r] = make([][]float64, months)
			for t := range months {
				u.cell[a][r][t] = make([]float64, u.cells)
			}
		}
	}
	for _, row := range rows {
		t := row.Month - u.first
		if t >= months {
			continue
		}
		a, _ := slices.BinarySearch(u.areas, row.Area)
		u.there[t] = true
		c := u.cells - 1
		if row.Group >= 0 {
			c = int(row.Sex)*groups + row.Group
		}
		for r, v := range row.Amount {
			u.cell[a][r][t][c] += v
		}
	}
}

// at is the cells of an area and month, nil when unknown.
func (u *usage) at(area, resource, month int) []float64 {
	t := month - u.first
	if t < 0 || t >= len(u.there) || !u.there[t] || month < u.begin[area] {
		return nil
	}
	cells := u.cell[area][resource][t]
	if math.IsNaN(sumOf(cells)) {
		return nil
	}
	return cells
}

func sumOf(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += x
	}
	return sum
}

// monthName writes 2026-03.
func monthName(month int) string {
	return fmt.Sprintf("%04d-%02d", month/12, month%12+1)
}
