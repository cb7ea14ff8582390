package additive

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/framsyn/framsyn/models/split"
)

const (
	sampleRows = 100_000 // rows kept for quantiles: a rank is then off by 0.2 % at most times
	mostLevels = 250     // kept levels of a nominal feature, fewer when features are many: bins are bytes
)

// table is the binned data set, in order of fold and person.
type table struct {
	n       int
	bins    []*binning
	cols    [][]uint8 // per feature, bin of each row
	y, w    []float64
	offset  []float64 // nil when all are 0
	person  []uint64
	start   []int // first row of each fold, then n
	persons int
	weight  float64
}

// survey is what the first reading learns.
type survey struct {
	rows      int
	perFold   []int
	values    [][]valueWeight // per numeric feature
	persons   []uint64        // hash of the person of each sampled row
	threshold uint64
	levels    [][]int // per nominal feature, rows of each level
	hasOffset bool
}

func hashPerson(person, seed uint64) uint64 {
	hi, lo := bits.Mul64(person^seed^0x9e3779b97f4a7c15, 0xd6e8feb86659fd93)
	x := hi ^ lo
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	return x ^ x>>32
}

// each calls f for every row of positive weight.
func each(src Source, l likelihood, f func(b Block, i int, person uint64, weight float64) error) error {
	features := src.Features()
	row := 0
	for b, err := range src.Blocks() {
		if err != nil {
			return fmt.Errorf("additive: read rows: %w", err)
		}
		if err := b.check(features, l.possible, row); err != nil {
			return err
		}
		for i := range b.Y {
			person, weight := uint64(row+i), 1.0
			if b.Person != nil {
				person = b.Person[i]
			}
			if b.Weight != nil {
				weight = b.Weight[i]
			}
			if weight == 0 {
				continue
			}
			if err := f(b, i, person, weight); err != nil {
				return err
			}
		}
		row += len(b.Y)
	}
	return nil
}

// look reads the source for the first time.
func look(src Source, l likelihood, o Options) (*survey, error) {
	features := src.Features()
	s := &survey{
		perFold: make([]int, o.Bags), threshold: math.MaxUint64,
		values: make([][]valueWeight, len(features)), levels: make([][]int, len(features)),
	}
	for j, f := range features {
		if f.Nominal() {
			s.levels[j] = make([]int, len(f.Levels))
		}
	}
	err := each(src, l, func(b Block, i int, person uint64, weight float64) error {
		s.rows++
		s.perFold[split.Fold(person, o.Bags, o.Seed)]++
		s.hasOffset = s.hasOffset || b.Offset != nil
		keep := hashPerson(person, o.Seed) <= s.threshold
		if keep {
			s.persons = append(s.persons, hashPerson(person, o.Seed))
		}
		for j, col := range b.X {
			switch v := col[i]; {
			case s.levels[j] != nil:
				if !math.IsNaN(v) {
					s.levels[j][int(v)]++
				}
			case keep:
				s.values[j] = append(s.values[j], valueWeight{v, weight})
			}
		}
		if len(s.persons) > 2*sampleRows {
			s.thin()
		}
		return nil
	})
	if err == nil && s.rows == 0 {
		err = ErrEmpty
	}
	return s, err
}

// thin keeps the persons in the lower half of the hashes.
func (s *survey) thin() {
	s.threshold /= 2
	for j, values := range s.values {
		if values == nil {
			continue
		}
		kept := values[:0]
		for i, v := range values {
			if s.persons[i] <= s.threshold {
				kept = append(kept, v)
			}
		}
		s.values[j] = kept
	}
	s.persons = slices.DeleteFunc(s.persons, func(h uint64) bool { return h > s.threshold })
}

// load reads the source twice and returns it in bins.
func load(src Source, l likelihood, o Options) (*table, error) {
	features := src.Features()
	if err := checkFeatures(features); err != nil {
		return nil, err
	}
	s, err := look(src, l, o)
	if err != nil {
		return nil, err
	}
	t := &table{n: s.rows, bins: make([]*binning, len(features)), start: make([]int, o.Bags+1)}
	most := o.binsFor(s.rows, len(features))
	for j, f := range features {
		if f.Nominal() {
			t.bins[j] = newLevels(f, s.levels[j], min(mostLevels, max(16, mostBins/len(features))))
			continue
		}
		known := slices.DeleteFunc(s.values[j], func(v valueWeight) bool { return math.IsNaN(v.value) })
		t.bins[j] = &binning{feature: f, cuts: quantileCuts(known, most)}
		t.bins[j].m = len(t.bins[j].cuts) + 1
	}
	for k, n := range s.perFold {
		t.start[k+1] = t.start[k] + n
	}
	if err := t.fill(src, l, o, s.hasOffset); err != nil {
		return nil, err
	}
	if err := t.sortPersons(o); err != nil {
		return nil, err
	}
	t.count()
	if t.persons < 5*o.Bags {
		return nil, fmt.Errorf("%w: %d persons for %d bags", ErrPersons, t.persons, o.Bags)
	}
	t.protect(o.MinPersons)
	return t, nil
}

// fill reads the source for the second time.
func (t *table) fill(src Source, l likelihood, o Options, hasOffset bool) error {
	var err error
	if t.cols, err = byteColumns(o.Memory, len(t.bins), t.n); err != nil {
		return err
	}
	for _, dst := range []*[]float64{&t.y, &t.w} {
		if *dst, err = numbers[float64](o.Memory, t.n); err != nil {
			return err
		}
	}
	if hasOffset {
		if t.offset, err = numbers[float64](o.Memory, t.n); err != nil {
			return err
		}
	}
	if t.person, err = numbers[uint64](o.Memory, t.n); err != nil {
		return err
	}
	next := append([]int(nil), t.start[:o.Bags]...)
	err = each(src, l, func(b Block, i int, person uint64, weight float64) error {
		k := split.Fold(person, o.Bags, o.Seed)
		at := next[k]
		if at == t.start[k+1] {
			return fmt.Errorf("%w: the second reading has more rows than the first", ErrShape)
		}
		next[k]++
		t.y[at], t.w[at], t.person[at] = b.Y[i], weight, person
		if b.Offset != nil {
			t.offset[at] = b.Offset[i]
		}
		for j, col := range b.X {
			t.cols[j][at] = uint8(t.bins[j].of(col[i]))
		}
		return nil
	})
	if err == nil && !slices.Equal(next, t.start[1:]) {
		err = fmt.Errorf("%w: the second reading has fewer rows than the first", ErrShape)
	}
	return err
}

// sortPersons orders the rows of each fold by person, the rows of a person as
// they came, so that sums do not depend on the order of persons.
func (t *table) sortPersons(o Options) error {
	if o.sorted(t) {
		return nil
	}
	order, err := numbers[uint64](o.Memory, t.n)
	if err != nil {
		return err
	}
	spare, err := numbers[uint64](o.Memory, t.n)
	if err != nil {
		return err
	}
	for i := range order {
		order[i] = uint64(i)
	}
	for k := range o.Bags {
		slices.SortStableFunc(order[t.start[k]:t.start[k+1]], func(a, b uint64) int {
			switch {
			case t.person[a] < t.person[b]:
				return -1
			case t.person[a] > t.person[b]:
				return 1
			}
			return 0
		})
	}
	permute(t.person, spare, order)
	for _, col := range [][]float64{t.y, t.w, t.offset} {
		if col != nil {
			gather := asFloats(spare)
			permute(col, gather, order)
		}
	}
	bytes := asBytes(spare)[:t.n]
	for _, col := range t.cols {
		permute(col, bytes, order)
	}
	return nil
}

func permute[T any](col, spare []T, order []uint64) {
	for i, from := range order {
		spare[i] = col[from]
	}
	copy(col, spare)
}

// sorted tells whether the persons of each fold ascend.
func (o Options) sorted(t *table) bool {
	for k := range o.Bags {
		if !slices.IsSorted(t.person[t.start[k]:t.start[k+1]]) {
			return false
		}
	}
	return true
}

// count finds the persons and the weight of the whole and of each bin. The rows
// of a person are neighbours.
func (t *table) count() {
	t.persons, t.weight = 0, 0
	for i, w := range t.w {
		if i == 0 || t.person[i] != t.person[i-1] {
			t.persons++
		}
		t.weight += w
	}
	for j := range t.bins {
		t.countColumn(j)
	}
}

func (t *table) countColumn(j int) {
	b := t.bins[j]
	b.persons, b.weight = t.countCells(t.cols[j], b.size())
}

// protect merges bins until each has at least the wanted number of persons, and
// pins those that have no neighbour to be merged with.
func (t *table) protect(persons int) {
	for j, b := range t.bins {
		for {
			var remap []uint8
			if b.feature.Nominal() {
				remap = b.rare(persons)
			} else {
				remap = b.thin(persons)
			}
			if remap == nil {
				break
			}
			for i, bin := range t.cols[j] {
				t.cols[j][i] = remap[bin]
			}
			t.countColumn(j)
		}
		b.pinned = make([]bool, b.size())
		for bin := range b.pinned {
			b.pinned[bin] = b.persons[bin] < persons
		}
	}
}

// rare pools levels with too few persons; nil when there are none.
func (b *binning) rare(persons int) []uint8 {
	drop, found := make([]bool, b.m), false
	for bin := range drop {
		drop[bin] = b.persons[bin] < persons
		found = found || drop[bin]
	}
	if !found {
		return nil
	}
	return b.dropLevels(drop)
}

// thin joins intervals with too few persons to their smaller neighbour; nil when
// there are none. A person may be in both, so that the caller counts again.
func (b *binning) thin(persons int) []uint8 {
	join, found := make([]bool, b.m), false // join[i]: bin i belongs to bin i−1
	taken := make([]bool, b.m)
	for bin := range b.m {
		if b.persons[bin] >= persons || taken[bin] || b.m == 1 {
			continue
		}
		up := bin+1 < b.m && (bin == 0 || taken[bin-1] || b.persons[bin+1] < b.persons[bin-1])
		switch {
		case up:
			join[bin+1], taken[bin+1] = true, true
		case bin > 0 && !taken[bin-1]:
			join[bin], taken[bin-1] = true, true
		default:
			continue
		}
		taken[bin], found = true, true
	}
	if !found {
		return nil
	}
	return b.mergeIntervals(join)
}
