package needs

import (
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/needs"
)

func TestWhyDecisionsAreNotCompared(t *testing.T) {
	hours := func(h float64) *float64 { return &h }
	decisions := []compare{
		{id: 1, granted: 10, expected: hours(10), comparison: compared},
		{id: 2, granted: 12, expected: hours(10), comparison: compared},
		{id: 3, granted: 9, expected: hours(10), comparison: compared},
		{id: 4, granted: 0, expected: hours(10), comparison: compared},
		{id: 5, granted: 5, expected: hours(1.9), comparison: compared},
		{id: 6, granted: 100, expected: hours(10), comparison: compared},
		{id: 7, granted: 10, comparison: useUnassessed},
		{id: 8, granted: 10, expected: hours(10), comparison: useRenewed},
	}
	kept := keep(decisions)
	if len(kept) != 3 || kept[0].id != 1 || kept[2].id != 3 {
		t.Errorf("kept %+v", kept)
	}
	want := []string{compared, compared, compared, "nothing_granted", "little_expected", "out_of_proportion", useUnassessed, useRenewed}
	for i, d := range decisions {
		if d.comparison != want[i] {
			t.Errorf("decision %d: %q, want %q", d.id, d.comparison, want[i])
		}
	}
	if kept := keep(decisions[6:]); kept != nil {
		t.Errorf("kept %+v of none", kept)
	}
}

func TestAgeBands(t *testing.T) {
	for years, want := range map[int]string{0: "0-64", 64: "0-64", 65: "65-74", 74: "65-74", 75: "75-79", 84: "80-84", 89: "85-89", 90: "90-", 104: "90-"} {
		if got := ageBand(years); got != want {
			t.Errorf("%d years: %q, want %q", years, got, want)
		}
	}
}

func TestNormsDoNotFall(t *testing.T) {
	minutes := [needs.Degrees]float64{0, 30, 10, 0, 40}
	rise(&minutes)
	if want := [needs.Degrees]float64{0, 30, 30, 30, 40}; minutes != want {
		t.Errorf("%v, want %v", minutes, want)
	}
}

func TestSharedHouseholdsWithoutNorm(t *testing.T) {
	categories := []needs.Category{{Code: "d510"}, {Code: "d640"}}
	got := circumstances(categories, true, 0, 0)
	if len(got) != 1 || got[0].Norm != 1 || categories[0].Group != "" || categories[1].Group != household {
		t.Errorf("%+v, %+v", got, categories)
	}
	if got := circumstances(categories, false, 0, 0); got != nil {
		t.Errorf("nurses: %+v", got)
	}
	if got := circumstances(categories, true, 200, 50); got[0].Norm != 0.25 {
		t.Errorf("a quarter by the norm: %+v", got)
	}
}

func TestLevelsWithMostRowsAreToldApart(t *testing.T) {
	var rows []int
	for id := 1; id <= mostLevels+5; id++ {
		rows = append(rows, id)
		if id > 5 {
			rows = append(rows, id)
		}
	}
	rows = append(rows, 0, 0, 0)
	l := levelsOf(rows, func(id int) int { return id })
	if len(l.ids) != mostLevels || !slices.IsSorted(l.ids) || l.index(0) != -1 || l.index(5) != -1 || l.index(6) != 0 || l.rows[0] != 2 {
		t.Errorf("%d levels from %v, %v rows", len(l.ids), l.ids[0], l.rows[0])
	}
}

func TestWithBaseEverybodyHasIt(t *testing.T) {
	n := norms{categories: []needs.Category{{Code: "d510"}}}
	with, base := n.withBase([]record{{minutes: 4}, {minutes: 0}})
	if base != 1 || len(n.categories) != 1 || with.categories[1].Norm != [needs.Degrees]float64{0, 0, 0, 0, 1} {
		t.Errorf("%d, %+v", base, with)
	}
	f := &fitted{base: base}
	if got := f.row(record{needs: []needs.Need{}}).Needs; len(got) != 1 || got[0] != (needs.Need{Category: 1, Limitation: 4}) {
		t.Errorf("needs %+v", got)
	}
	if got := f.row(record{}).Needs; len(got) != 0 {
		t.Errorf("without an assessment %+v", got)
	}
}
