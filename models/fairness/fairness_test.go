package fairness_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/framsyn/framsyn/models/fairness"
)

func compare(t *testing.T, s fairness.Sample, groups []fairness.Grouping, limits []fairness.Limit, o fairness.Options) []fairness.Finding {
	t.Helper()
	findings, err := fairness.Compare(s, groups, limits, o)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

func find(t *testing.T, findings []fairness.Finding, group, value string, m fairness.Measure) fairness.Finding {
	t.Helper()
	for _, f := range findings {
		if f.Group == group && f.Value == value && f.Measure == m {
			return f
		}
	}
	t.Fatalf("no finding of %s %s %s", group, value, m)
	return fairness.Finding{}
}

// Calculated by hand: a has 2 of 4 with Σp 1.2, b 1 of 4 with Σp 1.6. Within a
// (.6+ .3+ .2- .1-) all 4 pairs are right; in b (.7- .5+ .3- .1-) 2 of 3. The first quarter of
// all 8 is .7 and .6: one of a's two is missed, b's one is.
func TestValuesByHand(t *testing.T) {
	s := fairness.Sample{
		Expected: []float64{.6, .3, .2, .1, .7, .5, .3, .1},
		Outcome:  []float64{1, 1, 0, 0, 0, 1, 0, 0},
		Person:   []uint64{1, 2, 3, 4, 5, 6, 7, 8},
	}
	groups := []fairness.Grouping{{Name: "g", Of: []string{"a", "a", "a", "a", "b", "b", "b", "b"}}}
	findings := compare(t, s, groups, nil, fairness.Options{TopShare: 0.25, MinPersons: 1, MinEvents: 1, Resamples: 20})
	for measure, want := range map[fairness.Measure]float64{
		fairness.CalibrationRatio: (2 / 1.2) / (1 / 1.6), fairness.AUCGap: 1 - 2./3, fairness.MissedGap: 0.5 - 1,
	} {
		got := find(t, findings, "g", "a", measure)
		if math.Abs(got.Estimate-want) > 1e-12 || got.Verdict != fairness.NoLimit || got.Rows != 4 || got.Persons != 4 || got.Events != 2 {
			t.Errorf("%s: %+v, want %.6f", measure, got, want)
		}
	}
}

// The pairs among the others are counted by subtraction: here one by one.
func TestAUCGapAgainstPairs(t *testing.T) {
	s, groups := town{persons: 150}.draw(3)
	for i := range s.Expected {
		s.Expected[i] = math.Round(20*s.Expected[i]) / 20 // with ties
	}
	findings := compare(t, s, groups, nil, fairness.Options{MinPersons: 1, MinEvents: 1, Resamples: 2})
	auc := func(isIn func(string) bool) float64 {
		var right, pairs float64
		for i := range s.Expected {
			for j := range s.Expected {
				if isIn(groups[2].Of[i]) && isIn(groups[2].Of[j]) && s.Outcome[i] == 1 && s.Outcome[j] == 0 {
					pairs++
					switch {
					case s.Expected[i] > s.Expected[j]:
						right++
					case s.Expected[i] == s.Expected[j]:
						right += 0.5
					}
				}
			}
		}
		return right / pairs
	}
	want := auc(func(area string) bool { return area == "3" }) - auc(func(area string) bool { return area != "3" })
	if got := find(t, findings, "area", "3", fairness.AUCGap).Estimate; math.Abs(got-want) > 1e-9 {
		t.Errorf("AUC gap %.9f, pairs say %.9f", got, want)
	}
}

func TestPlantedBiasFails(t *testing.T) {
	for name, test := range map[string]struct {
		town    town
		group   string
		value   string
		measure fairness.Measure
		runs    int // of 10 that fail, at least
	}{
		"women estimated too low":        {town{persons: 3000, shift: 0.7}, "sex", "female", fairness.CalibrationRatio, 8},
		"women missed":                   {town{persons: 3000, low: 1.5}, "sex", "female", fairness.MissedGap, 9},
		"area 1 in no order":             {town{persons: 6000, blur: 0.95}, "area", "1", fairness.AUCGap, 8},
		"women's hours expected too low": {town{persons: 3000, shift: 0.7, amounts: true}, "sex", "female", fairness.CalibrationRatio, 9},
	} {
		failed := 0
		for seed := range uint64(10) {
			s, groups := test.town.draw(seed)
			findings := compare(t, s, groups, limits(), fairness.Options{IsAmount: test.town.amounts, Resamples: 100, Seed: seed})
			if find(t, findings, test.group, test.value, test.measure).Verdict == fairness.Failed && fairness.HasFailed(findings) {
				failed++
			}
		}
		t.Logf("%s: %d of 10 fail", name, failed)
		if failed < test.runs {
			t.Errorf("%s: %d of 10 fail, want at least %d", name, failed, test.runs)
		}
	}
}

// A run without bias fails by chance: the rate that docs/models/audit.md states.
func TestFalseAlarms(t *testing.T) {
	const runs = 120
	for _, persons := range []int{400, 1500} {
		failed, notShown, total := 0, 0, 0
		for seed := range uint64(runs) {
			s, groups := town{persons: persons}.draw(1000 + seed)
			findings := compare(t, s, groups, limits(), fairness.Options{Resamples: 100, Seed: seed})
			if fairness.HasFailed(findings) {
				failed++
			}
			for _, f := range findings {
				if f.Verdict != fairness.NoLimit {
					total++
				}
				if f.Verdict == fairness.NotShown {
					notShown++
				}
			}
		}
		t.Logf("%d persons: %d of %d runs fail, %.0f %% of the comparisons are not shown", persons, failed, runs, 100*float64(notShown)/float64(total))
		if failed > runs/20 {
			t.Errorf("%d persons: %d of %d runs without bias fail", persons, failed, runs)
		}
	}
}

// At limits of no difference at all every failure is a false alarm: the family of
// comparisons holds what it promises.
func TestFamilyHolds(t *testing.T) {
	runs, failed := 100, 0
	var exact []fairness.Limit
	for _, l := range limits() {
		l.Lowest, l.Highest = 0, 0
		if l.Measure == fairness.CalibrationRatio {
			l.Lowest, l.Highest = 1, 1
		}
		exact = append(exact, l)
	}
	for seed := range uint64(runs) {
		s, groups := town{persons: 1500}.draw(5000 + seed)
		if fairness.HasFailed(compare(t, s, groups, exact, fairness.Options{Resamples: 200, Seed: seed})) {
			failed++
		}
	}
	t.Logf("%d of %d runs fail at limits of no difference", failed, runs)
	if failed > 12 { // 5 are expected; more than 12 has a chance below .002
		t.Errorf("%d of %d runs fail", failed, runs)
	}
}

func TestOrderAndWorkersDoNotMatter(t *testing.T) {
	s, groups := town{persons: 300}.draw(1)
	want := compare(t, s, groups, limits(), fairness.Options{Resamples: 40, Seed: 2, Workers: 1})
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(s.Expected))
	shuffled, moved := fairness.Sample{}, make([]fairness.Grouping, len(groups))
	for _, i := range order {
		shuffled.Expected = append(shuffled.Expected, s.Expected[i])
		shuffled.Outcome = append(shuffled.Outcome, s.Outcome[i])
		shuffled.Person = append(shuffled.Person, s.Person[i])
		for g := range groups {
			moved[g].Name = groups[g].Name
			moved[g].Of = append(moved[g].Of, groups[g].Of[i])
		}
	}
	got := compare(t, shuffled, moved, limits(), fairness.Options{Resamples: 40, Seed: 2, Workers: 3})
	for k := range want {
		w, g := want[k], got[k]
		if math.Abs(w.Estimate-g.Estimate) > 1e-9 || math.Abs(w.FamilyLow-g.FamilyLow) > 1e-9 || w.Verdict != g.Verdict {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	if again := compare(t, s, groups, limits(), fairness.Options{Resamples: 40, Seed: 2}); !reflect.DeepEqual(again[0], want[0]) {
		t.Errorf("the same seed gives %+v, then %+v", want[0], again[0])
	}
}

func TestTooFewAndBadInput(t *testing.T) {
	s, groups := town{persons: 40}.draw(1)
	findings := compare(t, s, groups, limits(), fairness.Options{Resamples: 20})
	few := find(t, findings, "area", "2", fairness.CalibrationRatio)
	if !few.IsTooFew || few.Verdict != fairness.NotShown || !math.IsNaN(few.Estimate) || !math.IsNaN(few.FamilyLow) {
		t.Errorf("%+v", few)
	}
	groups[0].Of[0], groups[0].Of[1] = "", ""
	compare(t, s, groups[:1], nil, fairness.Options{Resamples: 20})
	for i := range s.Outcome {
		s.Outcome[i] = 1 // nobody is without
	}
	for _, f := range compare(t, s, groups, limits(), fairness.Options{Resamples: 20}) {
		if f.Verdict != fairness.NotShown && f.Verdict != fairness.NoLimit {
			t.Errorf("%+v", f)
		}
	}
	if _, err := fairness.Compare(fairness.Sample{}, nil, nil, fairness.Options{}); !errors.Is(err, fairness.ErrEmpty) {
		t.Errorf("no rows: %v", err)
	}
	s.Expected[3] = 1.5
	if _, err := fairness.Compare(s, nil, nil, fairness.Options{}); !errors.Is(err, fairness.ErrRange) {
		t.Errorf("a probability of 1.5: %v", err)
	}
}
