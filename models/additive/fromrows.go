package additive

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// FromRows makes the model that the rows describe, in any order of rows. Terms
// and features come in the order of first appearance; a nominal feature's Levels
// are those with a row. It scores as the model that gave the rows.
func FromRows(h Header, rows []Row) (*Model, error) {
	functions := 1
	if h.Family == Multinomial {
		functions = len(h.Classes) - 1
	}
	if functions < 1 {
		return nil, fmt.Errorf("%w: a multinomial header needs at least two classes", ErrRows)
	}
	m := &Model{Header: h, Intercept: make([]Effect, functions)}
	r := reader{m: m, functions: functions, byTerm: make(map[string][]Row), names: make(map[string]int)}
	if err := r.sort(rows); err != nil {
		return nil, err
	}
	for _, pairs := range []bool{false, true} {
		for _, name := range r.terms {
			list := r.byTerm[name]
			if (list[0].FeatureB != "") != pairs {
				continue
			}
			read := r.main
			if pairs {
				read = r.pair
			}
			if err := read(name, list); err != nil {
				return nil, fmt.Errorf("%w: term %q: %w", ErrRows, name, err)
			}
		}
	}
	return m, nil
}

// reader puts rows back together.
type reader struct {
	m         *Model
	functions int
	terms     []string
	byTerm    map[string][]Row
	names     map[string]int // features by name
	bags      int
}

// function is the place of a class among the scores.
func (r *reader) function(row Row) int {
	if r.m.Family == Multinomial {
		return row.Class - 1
	}
	return row.Class
}

// sort gathers the rows of each term, ordered by bin and class.
func (r *reader) sort(rows []Row) error {
	seen := make([]bool, r.functions)
	for i, row := range rows {
		fn := r.function(row)
		if fn < 0 || fn >= r.functions {
			return fmt.Errorf("%w: row %d has class %d, which the header does not name", ErrRows, i, row.Class)
		}
		if math.IsNaN(row.Contribution) || math.IsInf(row.Contribution, 0) || i > 0 && len(row.Bags) != r.bags {
			return fmt.Errorf("%w: row %d: contribution %g, %d bags where the first row has %d", ErrRows, i, row.Contribution, len(row.Bags), r.bags)
		}
		r.bags = len(row.Bags)
		if row.Kind == KindIntercept {
			if seen[fn] {
				return fmt.Errorf("%w: row %d: a second intercept of class %d", ErrRows, i, row.Class)
			}
			seen[fn] = true
			r.m.Intercept[fn] = effect(row)
			r.m.Status.Persons, r.m.Status.Weight = row.Persons, row.Weight
			continue
		}
		if r.byTerm[row.Term] == nil {
			r.terms = append(r.terms, row.Term)
		}
		r.byTerm[row.Term] = append(r.byTerm[row.Term], row)
	}
	if slices.Contains(seen, false) {
		return fmt.Errorf("%w: a class has no intercept", ErrRows)
	}
	for _, list := range r.byTerm {
		slices.SortStableFunc(list, func(a, b Row) int {
			return cmp.Or(cmp.Compare(a.Bin, b.Bin), cmp.Compare(a.BinB, b.BinB), cmp.Compare(a.Class, b.Class))
		})
	}
	return nil
}

func effect(row Row) Effect {
	return Effect{Value: row.Contribution, Bags: append([]float64(nil), row.Bags...)}
}

// main reads the term of one feature, whose rows also say what its bins are.
func (r *reader) main(name string, list []Row) error {
	if len(list)%r.functions != 0 {
		return fmt.Errorf("%d rows for %d classes", len(list), r.functions)
	}
	b := &binning{feature: Feature{Name: list[0].Feature}}
	t := Term{Name: name, A: len(r.m.Features), B: -1, Effects: make([][]Effect, r.functions)}
	for i := 0; i < len(list); i += r.functions {
		if err := b.extend(list[i], i/r.functions); err != nil {
			return err
		}
		for fn, row := range list[i : i+r.functions] {
			if r.function(row) != fn || row.Bin != i/r.functions {
				return fmt.Errorf("bin %d occurs twice or lacks a class", row.Bin)
			}
			t.Effects[fn] = append(t.Effects[fn], effect(row))
		}
		t.Persons, t.Weight = append(t.Persons, list[i].Persons), append(t.Weight, list[i].Weight)
	}
	if last := list[len(list)-1]; last.Kind != KindMissing || len(t.Persons) != b.size() {
		return fmt.Errorf("%d bins, the last of kind %q; the last must be missing, and a nominal feature has one unknown bin before it", len(t.Persons), last.Kind)
	}
	for i := range b.names {
		b.byLevel = append(b.byLevel, uint8(i))
	}
	b.feature.Levels = b.names
	if _, twice := r.names[b.feature.Name]; twice {
		return fmt.Errorf("feature %q has a term already", b.feature.Name)
	}
	r.names[b.feature.Name] = t.A
	r.m.Features, r.m.bins, r.m.Terms = append(r.m.Features, b.feature), append(r.m.bins, b), append(r.m.Terms, t)
	return nil
}

// extend adds the bin of a row to a binning.
func (b *binning) extend(row Row, bin int) error {
	switch row.Kind {
	case KindInterval:
		want := math.Inf(-1)
		if bin > 0 {
			want = row.From
			b.cuts = append(b.cuts, row.From)
		}
		if k := len(b.cuts); row.From != want || b.names != nil || k > 1 && !(b.cuts[k-2] < row.From) {
			return fmt.Errorf("bin %d from %g is out of order", bin, row.From)
		}
		b.m++
	case KindLevel:
		b.names = append(b.names, row.Level)
		b.m++
	case KindUnknown:
		if b.names == nil {
			b.names = []string{}
		}
		b.feature.Levels = b.names // makes it nominal
	case KindMissing:
	case KindIntercept:
		return fmt.Errorf("bin %d is an intercept", bin)
	default:
		return fmt.Errorf("bin %d has kind %q", bin, row.Kind)
	}
	return nil
}

// pair reads the term of two features.
func (r *reader) pair(name string, list []Row) error {
	a, okA := r.names[list[0].Feature]
	b, okB := r.names[list[0].FeatureB]
	if !okA || !okB {
		return fmt.Errorf("%q or %q has no term of its own", list[0].Feature, list[0].FeatureB)
	}
	rows, columns := list[len(list)-1].Bin+1, list[len(list)-1].BinB+1
	if rows*columns*r.functions != len(list) {
		return fmt.Errorf("%d rows for %d × %d cells and %d classes", len(list), rows, columns, r.functions)
	}
	t := Term{Name: name, A: a, B: b, Effects: make([][]Effect, r.functions)}
	var sa, sb []side
	for i, row := range list {
		cell, fn := i/r.functions, i%r.functions
		if r.function(row) != fn || row.Bin != cell/columns || row.BinB != cell%columns {
			return fmt.Errorf("cell %d, %d occurs twice or lacks a class", row.Bin, row.BinB)
		}
		t.Effects[fn] = append(t.Effects[fn], effect(row))
		if fn > 0 {
			continue
		}
		t.Persons, t.Weight = append(t.Persons, row.Persons), append(t.Weight, row.Weight)
		if row.BinB == 0 {
			sa = append(sa, side{kind: row.Kind, from: row.From, level: row.Level})
		}
		if row.Bin == 0 {
			sb = append(sb, side{kind: row.KindB, from: row.FromB, level: row.LevelB})
		}
	}
	var err error
	if t.ga, err = r.m.bins[a].groupingOf(sa); err != nil {
		return err
	}
	if t.gb, err = r.m.bins[b].groupingOf(sb); err != nil {
		return err
	}
	r.m.Terms = append(r.m.Terms, t)
	return nil
}

// groupingOf finds the group of each bin: each side is one.
func (b *binning) groupingOf(sides []side) (grouping, error) {
	g := grouping{of: make([]uint8, b.size()), n: len(sides), zero: -1}
	for bin := range b.size() {
		at := slices.IndexFunc(sides, func(s side) bool {
			switch {
			case bin == b.missing():
				return s.kind == KindMissing
			case !b.feature.Nominal():
				return false
			case bin == b.m:
				return s.kind == KindUnknown
			}
			return s.kind == KindLevel && s.level == b.names[bin]
		})
		if bin < b.m && !b.feature.Nominal() {
			from, _ := b.bounds(bin)
			for i, s := range sides {
				if s.kind == KindInterval && s.from <= from {
					at = i
				}
			}
		}
		if at < 0 {
			return g, fmt.Errorf("no cells for bin %d of %q", bin, b.feature.Name)
		}
		g.of[bin] = uint8(at)
	}
	return g, nil
}
