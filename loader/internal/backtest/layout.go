package backtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// layout says where the months and the values of a table are.
type layout struct {
	month       int
	series      []int // columns of a wide table
	name, value int   // columns of a long one
}

func (l layout) isLong() bool { return l.series == nil }

// Names by which columns are known, in order of preference.
func monthNames() []string {
	return []string{"month", "månad", "manad", "period", "date", "datum", "ds"}
}
func nameNames() []string  { return []string{"series", "serie", "unique_id", "id", "name", "namn"} }
func valueNames() []string { return []string{"value", "värde", "varde", "y"} }

// layoutOf finds the columns. Three columns called month, series and value, or
// what else those are called, make a long table.
func layoutOf(names []string, columns Columns) (layout, error) {
	month, err := monthColumn(names, columns.Month)
	if err != nil {
		return layout{}, err
	}
	dropped := make(map[int]bool)
	for _, name := range columns.Drop {
		j := slices.Index(names, name)
		if j < 0 {
			return layout{}, ColumnError{fmt.Errorf("--drop: there is no column %q; there are %s", name, some(names))}
		}
		dropped[j] = true
	}
	if dropped[month] {
		return layout{}, ColumnError{fmt.Errorf("--drop: column %q holds the months", names[month])}
	}
	var rest []int
	for j := range names {
		if j != month && !dropped[j] {
			rest = append(rest, j)
		}
	}
	if len(rest) == 0 {
		return layout{}, errors.New("there is no column beside the months; each further column is a series")
	}
	kept := make([]string, len(rest))
	for i, j := range rest {
		kept[i] = names[j]
	}
	name, value := called(kept, nameNames()), called(kept, valueNames())
	if len(rest) == 2 && name >= 0 && value >= 0 {
		return layout{month: month, name: rest[name], value: rest[value]}, nil
	}
	return layout{month: month, series: rest}, nil
}

func monthColumn(names []string, asked string) (int, error) {
	if asked != "" {
		if j := slices.Index(names, asked); j >= 0 {
			return j, nil
		}
		return 0, ColumnError{fmt.Errorf("--month: there is no column %q; there are %s", asked, some(names))}
	}
	if j := called(names, monthNames()); j >= 0 {
		return j, nil
	}
	return 0, fmt.Errorf("there is no column of months: none is called %s; name it by --month; there are %s",
		strings.Join(monthNames(), ", "), some(names))
}

// called is the place of the column with the first of the names that is there, in
// capitals or not; -1 if there is none.
func called(names, wanted []string) int {
	for _, want := range wanted {
		if j := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, want) }); j >= 0 {
			return j
		}
	}
	return -1
}
