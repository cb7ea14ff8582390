package needs

import (
	"cmp"
	"slices"

	"github.com/framsyn/framsyn/models/needs"
)

// record is what was granted or performed for a client with the needs of one
// assessment.
type record struct {
	client   uint64
	officer  uint64 // pseudonym; 0 where not known
	area     string
	isShared bool // lives with somebody
	needs    []needs.Need
	minutes  float64 // per week
}

// needsOf reads the arrays of a query: indexes of categories, and limitations.
func needsOf(categories []uint16, limitations []uint8) []needs.Need {
	out := make([]needs.Need, len(categories))
	for i := range out {
		out[i] = needs.Need{Category: int(categories[i]), Limitation: int(limitations[i])}
	}
	return out
}

// levels numbers the officers or areas of records.
type levels[T cmp.Ordered] struct {
	ids  []T
	rows []uint32
	at   map[T]int
}

// levelsOf numbers the levels that records have, apart from the one that means not
// known: those with most rows where there are more than the models take.
func levelsOf[T cmp.Ordered, R any](records []R, of func(R) T) levels[T] {
	var unknown T
	count := map[T]uint32{}
	for _, r := range records {
		if id := of(r); id != unknown {
			count[id]++
		}
	}
	var l levels[T]
	for id := range count {
		l.ids = append(l.ids, id)
	}
	slices.SortFunc(l.ids, func(a, b T) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	l.ids = l.ids[:min(len(l.ids), mostLevels)]
	slices.Sort(l.ids)
	l.at = map[T]int{}
	for i, id := range l.ids {
		l.at[id] = i
		l.rows = append(l.rows, count[id])
	}
	return l
}

// index is the number of a level, -1 where it is not among them.
func (l levels[T]) index(id T) int {
	if i, ok := l.at[id]; ok {
		return i
	}
	return -1
}

// fitted is a resource's model with the names of its levels.
type fitted struct {
	resource
	norms

	model    *needs.Model
	officers levels[uint64]
	areas    levels[string]
	shared   uint32 // rows of shared households
	base     int    // index of the category that everyone has; -1 for none
	run      uint64
}

// fit fits a resource's records.
func fit(r resource, n norms, records []record) (*fitted, error) {
	f := &fitted{
		resource: r, norms: n, base: -1, areas: levelsOf(records, func(r record) string { return r.area }),
		officers: levelsOf(records, func(r record) uint64 { return r.officer }),
	}
	if !r.isHomeCare {
		f.norms, f.base = n.withBase(records)
	}
	sample := needs.Sample{Categories: f.categories, Circumstances: f.circumstances, Officers: len(f.officers.ids), Areas: len(f.areas.ids)}
	for _, record := range records {
		if record.isShared {
			f.shared++
		}
		sample.Rows = append(sample.Rows, f.row(record))
	}
	var err error
	f.model, err = needs.Fit(sample, needs.Options{})
	return f, err
}

// withBase adds a category that everyone has: nurses and therapists also do what no
// assessed need asks for. Half of the mean time is where it begins; data decide.
func (n norms) withBase(records []record) (norms, int) {
	var mean float64
	for _, r := range records {
		mean += r.minutes / float64(len(records))
	}
	base := needs.Category{}
	base.Norm[needs.Degrees-1] = mean / 2
	n.categories = append(slices.Clip(n.categories), base)
	return n, len(n.categories) - 1
}

// row is a record as the model takes it.
func (f *fitted) row(r record) needs.Row {
	row := needs.Row{Client: r.client, Needs: r.needs, Officer: f.officers.index(r.officer), Area: f.areas.index(r.area), Minutes: r.minutes}
	if f.base >= 0 && r.needs != nil {
		row.Needs = append(slices.Clip(r.needs), needs.Need{Category: f.base, Limitation: needs.Degrees - 1})
	}
	if r.isShared && len(f.circumstances) > 0 {
		row.Circumstances = []int{0}
	}
	return row
}
