package backtest

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/framsyn/framsyn/loader/internal/model"
	"github.com/framsyn/framsyn/models/series"
)

// Columns say what the columns of a table are.
type Columns struct {
	Month string   // name of the month column; empty for one of the usual names
	Drop  []string // columns that are no series
}

// ColumnError is a column asked for that is not there.
type ColumnError struct{ error }

// Table holds monthly series of the same months.
type Table struct {
	First   Month // of Values[0]
	Months  int   // of each series
	Series  []series.Series
	Missing []Month // months without a row between the first and the last
	Notes   []string
}

// reading is a table while it is read.
type reading struct {
	source model.Source
	layout layout
	lines  map[Month]int       // line that a month was first seen in
	rows   map[Month][]float64 // by series; shorter when later series were not known yet
	names  []string            // of the series
	place  map[string]int      // of a series of a long table among names
	cells  map[cellKey]int     // line of a cell of a long table
}

// cellKey is a series and month of a long table.
type cellKey struct {
	series int
	month  Month
}

// Read reads a table. Faults of the data name the line and column and never repeat
// a cell; a column of columns that is not there is a [ColumnError].
func Read(source model.Source, columns Columns) (*Table, error) {
	l, err := layoutOf(source.Columns(), columns)
	if err != nil {
		return nil, err
	}
	r := &reading{
		source: source, layout: l, lines: map[Month]int{}, rows: map[Month][]float64{}, place: map[string]int{}, cells: map[cellKey]int{},
	}
	for _, j := range l.series {
		r.names = append(r.names, source.Columns()[j])
	}
	for {
		cells, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := r.add(cells); err != nil {
			return nil, fmt.Errorf("line %d, %w", source.Line(), err)
		}
	}
	return r.table()
}

// add takes a row.
func (r *reading) add(cells []string) error {
	line := r.source.Line()
	month, ok := parseMonth(cells[r.layout.month])
	if !ok {
		return fmt.Errorf("column %s: this is no month; write it as 2024-01, 2024-01-31 or 202401, and take rows of sums and remarks away",
			r.source.Columns()[r.layout.month])
	}
	if r.layout.isLong() {
		return r.addLong(cells, month, line)
	}
	if first, ok := r.lines[month]; ok {
		return fmt.Errorf("column %s: %s is in line %d already; a month has one row: add up the rows of a month, or take the one that is wrong away",
			r.source.Columns()[r.layout.month], month, first)
	}
	r.lines[month] = line
	values := make([]float64, len(r.layout.series))
	for i, j := range r.layout.series {
		v, err := r.value(cells, j)
		if err != nil {
			return err
		}
		values[i] = v
	}
	r.rows[month] = values
	return nil
}

// addLong takes a row of a long table: a month of a series.
func (r *reading) addLong(cells []string, month Month, line int) error {
	name := strings.Clone(strings.TrimSpace(cells[r.layout.name]))
	column := r.source.Columns()[r.layout.name]
	switch {
	case name == "":
		return fmt.Errorf("column %s: the cell is empty; name the series", column)
	case !utf8.ValidString(name):
		return fmt.Errorf("column %s: the cell is no UTF-8 text; save the file as CSV in UTF-8", column)
	}
	i, ok := r.place[name]
	if !ok {
		i = len(r.names)
		r.place[name], r.names = i, append(r.names, name)
	}
	key := cellKey{i, month}
	if first, ok := r.cells[key]; ok {
		return fmt.Errorf("column %s: %s of this series is in line %d already; a series has one row a month: add them up, or take the one that is wrong away",
			r.source.Columns()[r.layout.month], month, first)
	}
	r.cells[key] = line
	v, err := r.value(cells, r.layout.value)
	if err != nil {
		return err
	}
	for len(r.rows[month]) <= i {
		r.rows[month] = append(r.rows[month], math.NaN())
	}
	r.rows[month][i] = v
	return nil
}

// value reads a number; NaN is a missing one.
func (r *reading) value(cells []string, j int) (float64, error) {
	cell := strings.TrimSpace(cells[j])
	if cell == "" {
		return math.NaN(), nil
	}
	v, ok := model.Number(cell, r.source.DecimalComma())
	if ok {
		return v, nil
	}
	name, decimals := r.source.Columns()[j], "1234.5"
	if r.source.DecimalComma() {
		decimals = "1234,5"
	}
	help := fmt.Sprintf("write numbers as %s without spaces, leave the cell empty if it is not known", decimals)
	if !r.layout.isLong() {
		help += fmt.Sprintf(", or leave the column out by --drop %s", name)
	}
	return 0, fmt.Errorf("column %s: the cell is no number; %s", name, help)
}

// table puts the months in order.
func (r *reading) table() (*Table, error) {
	var months []Month
	for month, values := range r.rows {
		if slices.ContainsFunc(values, func(v float64) bool { return !math.IsNaN(v) }) {
			months = append(months, month)
		}
	}
	if len(months) == 0 {
		return nil, errors.New("there is no value below the header; a row for each month is expected")
	}
	slices.Sort(months)
	first, last := months[0], months[len(months)-1]
	t := &Table{First: first, Months: int(last-first) + 1}
	if 2*len(months) < t.Months {
		return nil, fmt.Errorf("of the %d months from %s to %s only %d have a value; is the table monthly, and is each year right?",
			t.Months, first, last, len(months))
	}
	for m := range r.rows {
		if m < first || m > last {
			t.Notes = append(t.Notes, "months without any value before the first or after the last that has one were left aside")
			break
		}
	}
	for i, name := range r.names {
		s := series.Series{Name: name, Values: make([]float64, t.Months)}
		for k := range s.Values {
			s.Values[k] = math.NaN()
			if row := r.rows[first+Month(k)]; i < len(row) {
				s.Values[k] = row[i]
			}
		}
		t.Series = append(t.Series, s)
	}
	for m := first; m <= last; m++ {
		if _, ok := r.rows[m]; !ok {
			t.Missing = append(t.Missing, m)
		}
	}
	if len(t.Missing) > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%s no row and %s as missing: %s",
			counted(len(t.Missing), "month has", "months have"), plural(len(t.Missing), "counts", "count"), some(t.Missing)))
	}
	return t, nil
}
