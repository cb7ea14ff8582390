package model

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/framsyn/framsyn/models/split"
)

// Limits of folds. Chosen: with more parts than that a column hardly means folds.
const (
	defaultFolds = 5
	maxFolds     = 100
)

// Folds are the parts of a table, each of which is predicted by a model that has
// learned from the others.
type Folds struct {
	Names []string // of the parts
	Of    []uint8  // the part of each row
}

// Folds takes the parts from the fold column, or makes five with all rows of a
// person in the same.
func (d *Data) Folds(seed uint64) (*Folds, error) {
	if d.Fold == nil {
		return d.madeFolds(seed), nil
	}
	names, of, err := foldNames(d.Fold)
	if err != nil {
		return nil, err
	}
	f := &Folds{Names: names, Of: make([]uint8, d.Rows)}
	for row := range d.Rows {
		code := d.Fold.Code(row)
		if code == 0 {
			return nil, fmt.Errorf("row %d: the column %s is empty; each row needs a fold", row+1, d.Fold.Name)
		}
		f.Of[row] = of[code]
	}
	return f, d.checkLeakage(f)
}

// foldNames orders the values of a fold column, as numbers if they are, and says
// which part each is.
func foldNames(c *Column) (names []string, of []uint8, err error) {
	values := c.Levels()
	order := make([]int, 0, len(values))
	numeric := true
	for code := 1; code < len(values); code++ {
		order = append(order, code)
		_, ok := Number(values[code], false)
		numeric = numeric && ok
	}
	if len(order) < 2 || len(order) > maxFolds {
		return nil, nil, fmt.Errorf("the column %s has %d different values; folds are 2 to %d parts of the table", c.Name, len(order), maxFolds)
	}
	slices.SortFunc(order, func(a, b int) int {
		if numeric {
			x, _ := Number(values[a], false)
			y, _ := Number(values[b], false)
			return cmp.Compare(x, y)
		}
		return cmp.Compare(values[a], values[b])
	})
	of = make([]uint8, len(values))
	for k, code := range order {
		names = append(names, values[code])
		of[code] = uint8(k)
	}
	return names, of, nil
}

func (d *Data) madeFolds(seed uint64) *Folds {
	f := &Folds{Of: make([]uint8, d.Rows)}
	for k := range defaultFolds {
		f.Names = append(f.Names, fmt.Sprint(k))
	}
	for row := range d.Rows {
		f.Of[row] = uint8(split.Fold(d.person(row), defaultFolds, seed))
	}
	return f
}

// checkLeakage refuses a person with rows in two folds: a model would be judged
// on persons that it knows. The error names a row, not the person.
func (d *Data) checkLeakage(f *Folds) error {
	if d.ids == nil {
		return nil
	}
	first := make(map[uint64]uint8)
	for row := range d.Rows {
		id := d.ids.at(row)
		fold, ok := first[id]
		if !ok {
			first[id] = f.Of[row]
		} else if fold != f.Of[row] {
			return fmt.Errorf("row %d: the person of this row is in fold %s and in fold %s; a model would be judged on persons that it has learned from. "+
				"Give each person one fold, or leave out --fold", row+1, f.Names[fold], f.Names[f.Of[row]])
		}
	}
	return nil
}

// rows are the rows of a part, and all others.
func (f *Folds) rows(part int) (in, others Rows) {
	n := 0
	for _, k := range f.Of {
		if int(k) == part {
			n++
		}
	}
	in, others = Rows{index: make([]int32, 0, n), some: true}, Rows{index: make([]int32, 0, len(f.Of)-n), some: true}
	for row, k := range f.Of {
		if int(k) == part {
			in.index = append(in.index, int32(row))
		} else {
			others.index = append(others.index, int32(row))
		}
	}
	return in, others
}

// Rows are some rows of a table, ascending.
type Rows struct {
	index []int32
	some  bool // else all of n
	n     int
}

// All are the first n rows.
func All(n int) Rows { return Rows{n: n} }

// Len is how many there are.
func (r Rows) Len() int {
	if r.some {
		return len(r.index)
	}
	return r.n
}

// At is the place of the i-th of them in the table.
func (r Rows) At(i int) int {
	if r.some {
		return int(r.index[i])
	}
	return i
}
