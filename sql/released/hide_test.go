package released

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// interval is what somebody who sees the table can say of a number of persons.
type interval struct{ low, high int }

// attack narrows what can be said of each area until nothing changes: a hidden
// area has at least one person, a shown one what is shown, give or take the
// rounding, and the areas below another add up to it.
func attack(persons map[string]int, tree Tree, hidden map[string]bool, roundTo int) map[string]interval {
	const many = 1 << 20
	known := map[string]interval{}
	for area, n := range persons {
		switch shown := roundTo * ((n + roundTo/2) / roundTo); {
		case hidden[area]:
			known[area] = interval{1, many}
		default:
			known[area] = interval{max(0, shown-roundTo/2), shown + (roundTo-1)/2}
		}
	}
	for changed := true; changed; {
		changed = false
		for parent, below := range tree {
			if _, ok := persons[parent]; ok {
				changed = narrow(known, parent, below) || changed
			}
		}
	}
	return known
}

// narrow uses one sum, both ways, and tells whether anything was learnt.
func narrow(known map[string]interval, parent string, below []string) bool {
	low, high := 0, 0
	for _, area := range below {
		low, high = low+known[area].low, high+known[area].high
	}
	changed := false
	set := func(area string, found interval) {
		old := known[area]
		better := interval{max(old.low, found.low), min(old.high, found.high)}
		if better != old {
			known[area], changed = better, true
		}
	}
	set(parent, interval{low, high})
	for _, area := range below {
		others := interval{low - known[area].low, high - known[area].high}
		set(area, interval{known[parent].low - others.high, known[parent].high - others.low})
		if changed {
			return true // the sums are old now
		}
	}
	return changed
}

func randomMunicipality(random *rand.Rand) (map[string]int, Tree) {
	parents := map[string]string{"K": ""}
	persons := map[string]int{}
	size := func() int {
		if random.IntN(3) == 0 {
			return random.IntN(40)
		}
		return random.IntN(7)
	}
	for i := range 1 + random.IntN(5) {
		area := fmt.Sprintf("A%d", i)
		parents[area] = "K"
		units := random.IntN(4)
		for j := range units {
			unit := fmt.Sprintf("%s%d", area, j)
			parents[unit] = area
			persons[unit] = size()
			persons[area] += persons[unit]
		}
		if units == 0 {
			persons[area] = size()
		}
		persons["K"] += persons[area]
	}
	persons[""] = size()
	persons["K"] += persons[""]
	return persons, TreeOf(parents)
}

// randomMargin gives half of the municipalities none.
func randomMargin(random *rand.Rand, persons map[string]int, threshold int) map[string]int {
	if random.IntN(2) == 0 {
		return nil
	}
	margin := map[string]int{}
	for _, area := range slices.Sorted(maps.Keys(persons)) {
		margin[area] = random.IntN(threshold)
	}
	return margin
}

func TestNobodyIsToldFromTheSums(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, threshold := range []int{3, 5, 10} {
		for _, roundTo := range []int{1, 5} {
			for range 3000 {
				persons, tree := randomMunicipality(random)
				hidden := Hide(persons, tree, threshold, randomMargin(random, persons, threshold))
				known := attack(persons, tree, hidden, roundTo)
				for area, n := range persons {
					if n > 0 && n < threshold && !hidden[area] {
						t.Fatalf("%q with %d persons is shown: %v", area, n, persons)
					}
					if hidden[area] && known[area].high-known[area].low < threshold-1 {
						t.Fatalf("threshold %d, rounded to %d: %q has %d-%d persons, says who sees %v of %v", threshold, roundTo, area, known[area].low, known[area].high, hidden, persons)
					}
				}
			}
		}
	}
}

// The attack finds what plain hiding gives away; else it proves nothing.
func TestTheAttackIsSharp(t *testing.T) {
	tree := TreeOf(map[string]string{"K": "", "A": "K", "B": "K"})
	persons := map[string]int{"K": 33, "A": 3, "B": 30, "": 0}
	if got := attack(persons, tree, map[string]bool{"A": true}, 1)["A"]; got != (interval{3, 3}) {
		t.Errorf("got %v, want 3: the sum less the other", got)
	}
	two := map[string]int{"K": 2, "A": 1, "B": 1, "": 0}
	if got := attack(two, tree, map[string]bool{"A": true, "B": true}, 1)["A"]; got != (interval{1, 1}) {
		t.Errorf("got %v, want 1: each has at least one", got)
	}
}

func TestFewAreHiddenWhereNoneIsSmall(t *testing.T) {
	tree := TreeOf(map[string]string{"K": "", "A": "K", "B": "K", "C": "K"})
	for want, persons := range map[int]map[string]int{
		0: {"K": 60, "A": 20, "B": 20, "C": 20},
		2: {"K": 43, "A": 3, "B": 20, "C": 20},
	} {
		if hidden := Hide(persons, tree, 5, nil); len(hidden) != want {
			t.Errorf("%v: hidden are %v, want %d", persons, hidden, want)
		}
	}
}
