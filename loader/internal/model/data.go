package model

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"slices"
	"strings"
	"unsafe"
)

// Roles say what the columns of a table are.
type Roles struct {
	Target  string   // the outcome
	Group   string   // whom the row is about; empty: each row is a person of its own
	Fold    string   // part of the table for evaluation; empty: made from the group
	Weight  string   // case weight; empty: 1
	Drop    []string // neither role nor feature
	Nominal []string // features that are codes although they look like numbers
}

// RoleError is a role given to a column that is not there, or that cannot have it.
type RoleError struct{ error }

// Data is a table in memory, with its roles.
type Data struct {
	Features []*Column
	Target   *Column
	Fold     *Column // nil without that role
	Weight   *Column // nil without that role
	Rows     int
	First    int // rows of the source before these

	ids    *chunks[uint64] // a number for each person; nil when each row is one
	memory Scratch
}

// Close gives the table's memory back.
func (d *Data) Close() error { return d.memory.Close() }

// check makes sure that each role is on a column that is there, and on one only.
func (r Roles) check(columns []string) error {
	var faults []error
	taken := make(map[string]string)
	one := func(role, name string) {
		switch {
		case name == "":
		case !slices.Contains(columns, name):
			faults = append(faults, fmt.Errorf("%s: there is no column %q; there are %s", role, name, strings.Join(columns, ", ")))
		case taken[name] != "":
			faults = append(faults, fmt.Errorf("%s: column %q is already %s", role, name, taken[name]))
		default:
			taken[name] = role
		}
	}
	one("--target", r.Target)
	one("--group", r.Group)
	one("--fold", r.Fold)
	one("--weight", r.Weight)
	for _, name := range r.Drop {
		one("--drop", name)
	}
	for _, name := range r.Nominal {
		one("--nominal", name)
	}
	if len(taken)-len(r.Nominal) == len(columns) && len(faults) == 0 {
		faults = append(faults, errors.New("no column is left as a feature"))
	}
	if err := errors.Join(faults...); err != nil {
		return RoleError{err}
	}
	return nil
}

// Reader reads a source, at once or in blocks.
type Reader struct {
	source Source
	roles  Roles
	first  int // rows read before
}

// NewReader checks that the roles fit the columns.
func NewReader(source Source, roles Roles) (*Reader, error) {
	return &Reader{source: source, roles: roles}, roles.check(source.Columns())
}

// Read reads a source to its end.
func Read(source Source, roles Roles) (*Data, error) {
	r, err := NewReader(source, roles)
	if err != nil {
		return nil, err
	}
	d, err := r.Block(0)
	if errors.Is(err, io.EOF) {
		return nil, errors.New("there are no rows below the header")
	}
	return d, err
}

// Block reads the next rows, at most limit of them, or all if that is 0; io.EOF
// after the last.
func (r *Reader) Block(limit int) (*Data, error) {
	d := &Data{First: r.first}
	add := d.adders(r.source.Columns(), r.roles, r.source.DecimalComma())
	for limit == 0 || d.Rows < limit {
		cells, err := r.source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		for j, cell := range cells {
			if add[j] == nil {
				continue
			}
			if err := add[j](cell, r.source.Line()); err != nil {
				return nil, err
			}
		}
		d.Rows++
	}
	if d.Rows == 0 {
		return nil, io.EOF
	}
	r.first += d.Rows
	d.finish()
	return d, nil
}

// adders are what takes the cells of each column; nil for one that is dropped.
func (d *Data) adders(names []string, roles Roles, comma bool) []func(cell string, line int) error {
	add := make([]func(string, int) error, len(names))
	for j, name := range names {
		switch {
		case slices.Contains(roles.Drop, name):
		case name == roles.Group:
			d.ids = &chunks[uint64]{}
			add[j] = d.addPerson
		default:
			column := newColumn(name, name == roles.Fold || slices.Contains(roles.Nominal, name), comma, &d.memory)
			add[j] = column.add
			switch name {
			case roles.Target:
				d.Target = column
			case roles.Fold:
				d.Fold = column
			case roles.Weight:
				d.Weight = column
			default:
				d.Features = append(d.Features, column)
			}
		}
	}
	return add
}

func (d *Data) addPerson(cell string, line int) error {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return fmt.Errorf("line %d: the column of --group is empty; each row needs to say whom it is about", line)
	}
	return d.ids.add(personOf(cell), &d.memory)
}

// personOf is a number for a person's name: the same for the same text, and for
// two of ten million persons with a chance of about one in 400,000.
func personOf(name string) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(name)) // never fails
	return sum.Sum64()
}

func (d *Data) finish() {
	for _, column := range d.Features {
		column.finish()
	}
	for _, column := range []*Column{d.Target, d.Fold, d.Weight} {
		if column != nil {
			column.finish()
		}
	}
}

// person is a number for the person of a row.
func (d *Data) person(row int) uint64 {
	if d.ids == nil {
		return uint64(d.First + row)
	}
	return d.ids.at(row)
}

// Persons counts the persons.
func (d *Data) Persons() (int, error) {
	if d.ids == nil {
		return d.Rows, nil
	}
	var memory Scratch // rather than a set, which would be large and on the heap
	bytes, err := memory.Bytes(8 * d.Rows)
	if err != nil {
		return 0, err
	}
	sorted := unsafe.Slice((*uint64)(unsafe.Pointer(&bytes[0])), d.Rows)
	for row := range sorted {
		sorted[row] = d.ids.at(row)
	}
	slices.Sort(sorted)
	persons := 1
	for i := 1; i < len(sorted); i++ {
		if sorted[i] != sorted[i-1] {
			persons++
		}
	}
	return persons, memory.Close()
}

// weight is the case weight of a row.
func (d *Data) weight(row int) float64 {
	if d.Weight == nil {
		return 1
	}
	return d.Weight.Number(row)
}

// persons are the persons of some rows.
func (d *Data) persons(rows Rows) []uint64 {
	out := make([]uint64, rows.Len())
	for i := range out {
		out[i] = d.person(rows.At(i))
	}
	return out
}

// weights are the case weights of some rows; nil when all are 1.
func (d *Data) weights(rows Rows) []float64 {
	if d.Weight == nil {
		return nil
	}
	out := make([]float64, rows.Len())
	for i := range out {
		out[i] = d.weight(rows.At(i))
	}
	return out
}

// CheckWeights makes sure that each row has a weight of at least 0.
func (d *Data) CheckWeights() error {
	if d.Weight == nil {
		return nil
	}
	if d.Weight.Nominal {
		return fmt.Errorf("line %d, column %s: the weight is no number", d.Weight.firstNo, d.Weight.Name)
	}
	for row := range d.Rows {
		if w := d.Weight.Number(row); !(w >= 0) {
			return fmt.Errorf("row %d, column %s: the weight is missing or below 0", row+1, d.Weight.Name)
		}
	}
	return nil
}

// feature finds a column by its name; nil when there is none.
func (d *Data) feature(name string) *Column {
	for _, column := range d.Features {
		if column.Name == name {
			return column
		}
	}
	return nil
}

// Kinds counts the features by their kind.
func (d *Data) Kinds() (numeric, nominal int) {
	for _, column := range d.Features {
		if column.Nominal {
			nominal++
		} else {
			numeric++
		}
	}
	return numeric, nominal
}

// manyLevels is from when on a text column is worth a note. Chosen.
const manyLevels = 200

// Notes say what may be other than meant: columns that are empty, that are text for
// a few cells only, and text with very many values.
func (d *Data) Notes() []string {
	var notes []string
	for _, c := range d.Features {
		numbers := 0
		for code := 1; code < len(c.texts); code++ {
			if !math.IsNaN(c.numbers[code]) {
				numbers++
			}
		}
		texts := len(c.texts) - 1 - numbers
		switch {
		case c.plain == nil && len(c.texts) == 1:
			notes = append(notes, fmt.Sprintf("column %s is empty", c.Name))
		case c.Nominal && c.firstNo > 0 && numbers > texts:
			notes = append(notes, fmt.Sprintf("column %s is nominal: %d of its %d different values are no numbers, the first in line %d",
				c.Name, texts, len(c.texts)-1, c.firstNo))
		case c.Nominal && len(c.texts)-1 > manyLevels:
			notes = append(notes, fmt.Sprintf("column %s is nominal with %d different values; --drop it if it tells persons apart", c.Name, len(c.texts)-1))
		}
	}
	return notes
}
