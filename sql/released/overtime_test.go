package released

import (
	"math/rand/v2"
	"testing"
)

// The leader of this test keeps yesterday's table beside today's. He knows the
// rules, the threshold and the rounding, and that since yesterday at most one
// client has come, gone or moved. He goes through every municipality of three areas
// with up to mostPersons in each, and every margin and rounding that a key could
// have drawn, and keeps those that look like both tables. What a hidden cell has in
// one of them it may have.
const (
	mostPersons   = 10
	overThreshold = 5
	overRoundTo   = 5
)

// town is the persons in three areas.
type town [3]int

// view is what somebody sees of a town: counts that are rounded, hidden where less
// than 0.
type view [4]int

// draws are what a key has drawn for three areas, and for the municipality's
// rounding.
type draws struct {
	margin [3]int
	offset [4]int
}

func areaNames() [3]string { return [3]string{"A", "B", "C"} }

func hiddenMask(t town, margin [3]int) (mask uint8) {
	tree := Tree{"K": {"A", "B", "C", ""}}
	persons, more := map[string]int{"K": t[0] + t[1] + t[2]}, map[string]int{}
	for i, name := range areaNames() {
		persons[name], more[name] = t[i], margin[i]
	}
	hidden := Hide(persons, tree, overThreshold, more)
	for i, name := range areaNames() {
		if hidden[name] {
			mask |= 1 << i
		}
	}
	if hidden["K"] {
		mask |= 1 << 3
	}
	return mask
}

// counts are the three areas and their sum.
func (t town) counts() [4]int { return [4]int{t[0], t[1], t[2], t[0] + t[1] + t[2]} }

func roundedDown(n, offset int) int { return (n + offset) / overRoundTo * overRoundTo }

func viewOf(t town, mask uint8, offset [4]int) (v view) {
	for i, n := range t.counts() {
		v[i] = roundedDown(n, offset[i])
		if mask&(1<<i) != 0 {
			v[i] = -1
		}
	}
	return v
}

// steps are what may have happened since yesterday.
func steps() (all []town) {
	for from := -1; from < 3; from++ {
		for to := -1; to < 3; to++ {
			var step town
			if from >= 0 {
				step[from]--
			}
			if to >= 0 {
				step[to]++
			}
			all = append(all, step)
		}
	}
	return all
}

func (t town) after(step town) (town, bool) {
	for i := range t {
		t[i] += step[i]
		if t[i] < 0 || t[i] > mostPersons {
			return t, false
		}
	}
	return t, true
}

// leader has worked out which areas are hidden in every town, for every margin that
// he thinks possible.
type leader struct {
	margins [][3]int
	offsets []int // that he thinks possible
	masks   map[town][]uint8
}

func newLeader(margins [][3]int, offsets []int) *leader {
	l := &leader{margins: margins, offsets: offsets, masks: map[town][]uint8{}}
	for a := range mostPersons + 1 {
		for b := range mostPersons + 1 {
			for c := range mostPersons + 1 {
				t := town{a, b, c}
				for _, margin := range margins {
					l.masks[t] = append(l.masks[t], hiddenMask(t, margin))
				}
			}
		}
	}
	return l
}

// fits tells whether counts of two days may look as they do, for one offset of each
// cell.
func (l *leader) fits(before, after town, yesterday, today view) bool {
	first, second := before.counts(), after.counts()
	for i := range first {
		possible := false
		for _, offset := range l.offsets {
			possible = possible || (yesterday[i] < 0 || roundedDown(first[i], offset) == yesterday[i]) && (today[i] < 0 || roundedDown(second[i], offset) == today[i])
		}
		if !possible {
			return false
		}
	}
	return true
}

// learns gives, for each area, the numbers that it may have yesterday and today.
func (l *leader) learns(yesterday, today view) (may [2][3]map[int]bool) {
	for day := range may {
		for area := range may[day] {
			may[day][area] = map[int]bool{}
		}
	}
	mask := func(v view) (m uint8) {
		for i, n := range v {
			if n < 0 {
				m |= 1 << i
			}
		}
		return m
	}
	first, second := mask(yesterday), mask(today)
	for before, masks := range l.masks {
		for _, step := range steps() {
			after, ok := before.after(step)
			if !ok || !l.fits(before, after, yesterday, today) {
				continue
			}
			for m := range l.margins {
				if masks[m] == first && l.masks[after][m] == second {
					for area := range before {
						may[0][area][before[area]], may[1][area][after[area]] = true, true
					}
					break
				}
			}
		}
	}
	return may
}

// told counts hidden small cells, and those that are known exactly or within fewer
// numbers than the threshold less one. Cells that turn between nothing and something
// are apart: nothing is shown, so that who sees it turn knows of one.
type told struct{ small, fromNothing, exactly, narrowly int }

func (n *told) count(t, other town, v view, may [3]map[int]bool) {
	for area, persons := range t {
		if v[area] >= 0 || persons == 0 || persons >= overThreshold {
			continue
		}
		n.small++
		switch {
		case other[area] == 0 && len(may[area]) == 1:
			n.fromNothing++
		case len(may[area]) == 1:
			n.exactly++
		case len(may[area]) < overThreshold-1:
			n.narrowly++
		}
	}
}

// attackOverTime lets the leader see towns of which one client changes.
func attackOverTime(l *leader, towns int, draw func(*rand.Rand) draws) (n told) {
	random := rand.New(rand.NewPCG(3, 4))
	for range towns {
		before := town{random.IntN(mostPersons + 1), random.IntN(mostPersons + 1), random.IntN(7)}
		all := steps()
		after, ok := before.after(all[random.IntN(len(all))])
		if !ok {
			continue
		}
		d := draw(random)
		yesterday, today := viewOf(before, hiddenMask(before, d.margin), d.offset), viewOf(after, hiddenMask(after, d.margin), d.offset)
		may := l.learns(yesterday, today)
		n.count(before, after, yesterday, may[0])
		n.count(after, before, today, may[1])
	}
	return n
}

// allMargins are those that a key may draw.
func allMargins() (all [][3]int) {
	for a := range overThreshold {
		for b := range overThreshold {
			for c := range overThreshold {
				all = append(all, [3]int{a, b, c})
			}
		}
	}
	return all
}

func TestTwoReleasesTellOfNoFew(t *testing.T) {
	towns := 400
	if testing.Short() {
		towns = 60
	}
	keyed := attackOverTime(newLeader(allMargins(), []int{0, 1, 2, 3, 4}), towns, func(random *rand.Rand) draws {
		var d draws
		for i := range d.margin {
			d.margin[i] = random.IntN(overThreshold)
		}
		for i := range d.offset {
			d.offset[i] = random.IntN(overRoundTo)
		}
		return d
	})
	if keyed.small < towns/3 || keyed.exactly > 0 || keyed.narrowly > 0 {
		t.Errorf("of %d hidden small cells %d are known exactly, and %d within fewer than %d numbers", keyed.small, keyed.exactly, keyed.narrowly, overThreshold-1)
	}
	// Without a key the attack must find them: else it proves nothing.
	plain := attackOverTime(newLeader([][3]int{{}}, []int{overRoundTo / 2}), towns, func(*rand.Rand) draws {
		return draws{offset: [4]int{2, 2, 2, 2}}
	})
	if plain.exactly == 0 || plain.narrowly == 0 {
		t.Errorf("without a key the attack finds nothing: %+v", plain)
	}
	t.Logf("with a key: %+v; without: %+v", keyed, plain)
}
