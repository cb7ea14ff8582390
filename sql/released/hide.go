package released

import (
	"maps"
	"slices"
)

// Tree says what adds up: the areas directly below each area. Clients without an
// area stand below the top as the area with the empty name.
type Tree map[string][]string

// TreeOf makes a tree of parents by area. An area whose parent is unknown is a top;
// the clients without an area go below the first of the tops that has areas below.
func TreeOf(parents map[string]string) Tree {
	tree := Tree{}
	for _, area := range slices.Sorted(maps.Keys(parents)) {
		if parent := parents[area]; parent != "" && parent != area {
			tree[parent] = append(tree[parent], area)
		}
	}
	for _, area := range slices.Sorted(maps.Keys(tree)) {
		if parents[area] == "" {
			tree[area] = append(tree[area], "")
			break
		}
	}
	return tree
}

// Hide says which areas of a slice are hidden, given the persons in each; areas
// that are missing have none. An area is hidden when it has from 1 to threshold-1
// persons, and as many more as it takes so that no hidden area can be told from
// those that are shown: the hidden areas below a shown one have at least
// threshold-1 persons more than the one that each must have, so that each may have
// any of at least threshold numbers of persons. What is below a hidden area is
// hidden too.
//
// margin is how many persons more an area needs before it is shown, from 0 to
// threshold-1, by area; nobody knows it. Without one, who sees an area disappear
// the day after somebody has left knows that threshold-1 are left.
func Hide(persons map[string]int, tree Tree, threshold int, margin map[string]int) map[string]bool {
	hidden := map[string]bool{}
	for area, n := range persons {
		if n > 0 && n < threshold+margin[area] {
			hidden[area] = true
		}
	}
	for hideMore(persons, tree, threshold, hidden) {
		continue
	}
	return hidden
}

// hideMore hides one more area where it must, and tells whether it did.
func hideMore(persons map[string]int, tree Tree, threshold int, hidden map[string]bool) bool {
	for _, parent := range slices.Sorted(maps.Keys(tree)) {
		if _, ok := persons[parent]; !ok {
			continue // what is not there gives nothing away
		}
		if hidden[parent] {
			if hideAllBelow(persons, tree[parent], hidden) {
				return true
			}
			continue
		}
		areas, sum, least := 0, 0, 0
		smallest := ""
		found := false
		for _, area := range tree[parent] {
			n := persons[area]
			switch {
			case hidden[area]:
				areas, sum, least = areas+1, sum+n, least+leastOf(area, tree, hidden)
			case n > 0 && (!found || n < persons[smallest]):
				smallest, found = area, true
			}
		}
		if areas == 0 || areas > 1 && sum-least >= threshold-1 {
			continue
		}
		if !found {
			smallest = parent // nothing is left below: the sum itself would tell
		}
		hidden[smallest] = true
		return true
	}
	return false
}

// hideAllBelow hides the areas below a hidden one, which would add up to it, and
// tells whether there were any.
func hideAllBelow(persons map[string]int, areas []string, hidden map[string]bool) bool {
	before := len(hidden)
	for _, area := range areas {
		if persons[area] > 0 {
			hidden[area] = true
		}
	}
	return len(hidden) > before
}

// leastOf is the least number of persons that a hidden area can have: one for each
// hidden area at the bottom of it.
func leastOf(area string, tree Tree, hidden map[string]bool) int {
	least := 0
	for _, below := range tree[area] {
		if hidden[below] {
			least += leastOf(below, tree, hidden)
		}
	}
	return max(1, least)
}
