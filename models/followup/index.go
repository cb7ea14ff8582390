package followup

import (
	"slices"
)

// index holds the person-months that could be controls, by month, area and need
// band, and within these by the first feature.
type index struct {
	months, areas, bands map[int]int // dense numbers of the codes in use
	offset               []int32     // of each cell
	person               []int32
	known                []uint8
	at                   [][features]float32 // whitened
	white                *whitening
}

// cell returns the number of a cell, −1 if no row is in it.
func (x *index) cell(month, area, band int) int {
	m, ok := x.months[month]
	b, seen := x.bands[band]
	if !ok || !seen {
		return -1
	}
	return (m*len(x.areas)+area)*len(x.bands) + b
}

// newIndex builds the index of the given months. A row is in it if the person
// lives at home, hours are known in the window before, and the person still
// lives at home `stay` months later.
func (s *Study) newIndex(months []int, stay int) *index {
	x := &index{months: dense(months)}
	areas, bands := make([]bool, 1<<16), make([]bool, 1<<8)
	for r := range s.p.Area {
		areas[s.p.Area[r]], bands[s.p.Band[r]] = true, true
	}
	x.areas, x.bands = dense(codes(areas)), dense(codes(bands))
	x.fill(s, stay)
	x.at = make([][features]float32, len(x.person))
	x.known = make([]uint8, len(x.person))
	cells := make([]moments, len(x.offset)-1)
	perMonth := len(x.areas) * len(x.bands)
	month := make([]int, len(x.months))
	for m, i := range x.months {
		month[i] = m
	}
	parallel(len(cells), 64, s.o.Workers, func(from, to int) {
		for c := from; c < to; c++ {
			for i := x.offset[c]; i < x.offset[c+1]; i++ {
				raw, known := s.p.describe(int(x.person[i]), month[c/perMonth])
				if known == allKnown {
					cells[c].add(raw)
				}
				x.at[i], x.known[i] = raw.narrow(), known // whitened below
			}
		}
	})
	x.white = whiten(cells)
	parallel(len(cells), 64, s.o.Workers, func(from, to int) {
		for c := from; c < to; c++ {
			x.arrange(int(x.offset[c]), int(x.offset[c+1]))
		}
	})
	return x
}

// fill sorts the eligible rows into cells by counting.
func (x *index) fill(s *Study, stay int) {
	area, band := lookup(x.areas, 1<<16), lookup(x.bands, 1<<8)
	each := func(visit func(cell int, person int32)) {
		for p := range s.p.Person {
			first, rows := s.p.First[p], s.p.Offset[p+1]-s.p.Offset[p]
			for i := range rows {
				m, ok := x.months[first+i]
				r := s.p.Offset[p] + i
				if !ok || s.p.Status[r] != AtHome || !s.eligible(p, first+i, stay) {
					continue
				}
				visit((m*len(x.areas)+area[s.p.Area[r]])*len(x.bands)+band[s.p.Band[r]], int32(p))
			}
		}
	}
	x.offset = make([]int32, len(x.months)*len(x.areas)*len(x.bands)+1)
	each(func(cell int, _ int32) { x.offset[cell+1]++ })
	for c := range len(x.offset) - 1 {
		x.offset[c+1] += x.offset[c]
	}
	x.person = make([]int32, x.offset[len(x.offset)-1])
	next := slices.Clone(x.offset)
	each(func(cell int, person int32) {
		x.person[next[cell]] = person
		next[cell]++
	})
}

// eligible tells whether a person at home has known hours before a landmark and
// is still at home `stay` months after it.
func (s *Study) eligible(person, landmark, stay int) bool {
	if !s.p.knownBefore(person, landmark, s.o.Window) {
		return false
	}
	if stay == 0 {
		return true
	}
	status, ok := s.p.status(person, landmark+stay)
	return ok && status == AtHome
}

// arrange whitens the rows of a cell and sorts them by the first feature.
func (x *index) arrange(from, to int) {
	type row struct {
		at     [features]float32
		person int32
		known  uint8
	}
	rows := make([]row, to-from)
	for i := range rows {
		rows[i] = row{x.white.apply(x.at[from+i]), x.person[from+i], x.known[from+i]}
	}
	slices.SortFunc(rows, func(a, b row) int {
		switch {
		case a.at[0] < b.at[0]:
			return -1
		case a.at[0] > b.at[0]:
			return 1
		}
		return int(a.person - b.person)
	})
	for i, r := range rows {
		x.at[from+i], x.person[from+i], x.known[from+i] = r.at, r.person, r.known
	}
}

func codes(seen []bool) []int {
	var out []int
	for code, ok := range seen {
		if ok {
			out = append(out, code)
		}
	}
	return out
}

func dense(codes []int) map[int]int {
	out := make(map[int]int, len(codes))
	for i, code := range codes {
		out[code] = i
	}
	return out
}

// lookup is a dense numbering as a slice, for the inner loop.
func lookup(dense map[int]int, size int) []int {
	out := make([]int, size)
	for code, i := range dense {
		out[code] = i
	}
	return out
}

// knownBefore tells whether hours are known in any of the months before.
func (p *Panel) knownBefore(person, landmark, months int) bool {
	for back := 1; back <= months; back++ {
		if r := p.row(person, landmark-back); r >= 0 && p.Hours[r] >= 0 { // false for NaN
			return true
		}
	}
	return false
}
