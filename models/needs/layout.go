package needs

import "slices"

// layout numbers the parameters: cells (category and limitation), multipliers,
// officers, areas.
type layout struct {
	cell     [][Degrees]int // parameter of each cell; −1 for limitation 0 where the norm gives nothing: no need, no time
	first    []int          // first parameter of each category, and the number of cells
	group    []int          // of each category
	groups   int
	acts     [][]bool // circumstance × group
	cells    int
	k        int // circumstances
	officers int
	areas    int
}

func newLayout(categories []Category, circumstances []Circumstance, officers, areas int) *layout {
	l := &layout{
		cell: make([][Degrees]int, len(categories)), group: make([]int, len(categories)),
		k: len(circumstances), officers: officers, areas: areas,
	}
	var names []string
	for c := range categories {
		l.first = append(l.first, l.cells)
		for d := range l.cell[c] {
			if d == 0 && categories[c].Norm[0] == 0 {
				l.cell[c][d] = -1
				continue
			}
			l.cell[c][d] = l.cells
			l.cells++
		}
		g := slices.Index(names, categories[c].Group)
		if g < 0 {
			g = len(names)
			names = append(names, categories[c].Group)
		}
		l.group[c] = g
	}
	l.first = append(l.first, l.cells)
	l.groups = len(names)
	for _, k := range circumstances {
		on := make([]bool, len(names))
		for g, name := range names {
			on[g] = k.Groups == nil || slices.Contains(k.Groups, name)
		}
		l.acts = append(l.acts, on)
	}
	return l
}

func (l *layout) size() int            { return l.cells + l.k + l.officers + l.areas }
func (l *layout) multiplier(k int) int { return l.cells + k }
func (l *layout) officer(o int) int    { return l.cells + l.k + o }
func (l *layout) area(a int) int       { return l.cells + l.k + l.officers + a }

// bounded is the number of parameters that must not be negative.
func (l *layout) bounded() int { return l.cells + l.k }

// entry is one cell in a row: how much of it counts before multipliers.
type entry struct {
	cell  int32
	group int32
	share float64
}

// entries appends the cells of a row; an unknown limitation spreads over the
// degrees of its category.
func (l *layout) entries(dst []entry, needs []Need, shares []DegreeShares) []entry {
	grave := severityOf(needs)
	for _, need := range needs {
		dst = l.entriesOf(dst, need, grave, shares)
	}
	return dst
}

// entriesOf appends the cells of one need of a client with such other needs.
func (l *layout) entriesOf(dst []entry, need Need, grave severity, shares []DegreeShares) []entry {
	c, g := need.Category, int32(l.group[need.Category])
	if need.Limitation < Degrees {
		if p := l.cell[c][need.Limitation]; p >= 0 {
			dst = append(dst, entry{int32(p), g, 1})
		}
		return dst
	}
	for d, share := range shares[c][grave.band()] {
		if p := l.cell[c][d]; p >= 0 {
			dst = append(dst, entry{int32(p), g, share})
		}
	}
	return dst
}
