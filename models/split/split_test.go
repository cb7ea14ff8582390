package split_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/split"
)

// Folds are of equal size up to chance: χ² of ten folds on 100,000 persons,
// with 9 degrees of freedom, exceeds 27.9 once in a thousand.
func TestFoldsAreEven(t *testing.T) {
	for _, seed := range []uint64{0, 1, 1 << 63} {
		var count [10]float64
		for id := range uint64(100_000) {
			count[split.Fold(id, 10, seed)]++
		}
		var chi float64
		for _, n := range count {
			chi += (n - 1e4) * (n - 1e4) / 1e4
		}
		if chi > 27.9 {
			t.Errorf("seed %d: χ² %.1f, folds %v", seed, chi, count)
		}
	}
}

func TestFoldsFollowPersonAndSeed(t *testing.T) {
	person := []uint64{7, 3, 7, 1 << 60, 3}
	a := split.Folds(person, 5, 9)
	if a[0] != a[2] || a[1] != a[4] {
		t.Errorf("rows of a person in folds %v", a)
	}
	var same int
	for id := range uint64(1000) {
		if split.Fold(id, 5, 1) == split.Fold(id, 5, 2) {
			same++
		}
	}
	if same < 140 || same > 260 { // 200 ± 12.6 if seeds are independent
		t.Errorf("%d of 1000 persons have the same fold of five under two seeds", same)
	}
}

func TestHeldOutIsNested(t *testing.T) {
	var n float64
	for id := range uint64(10_000) {
		if split.HeldOut(id, 0.2, 4) {
			n++
			if !split.HeldOut(id, 0.5, 4) {
				t.Fatalf("person %d is held out at 0.2 and not at 0.5", id)
			}
		}
	}
	if math.Abs(n-2000) > 160 { // four standard deviations
		t.Errorf("%v of 10,000 held out at 0.2", n)
	}
	if split.HeldOut(5, 0, 1) || !split.HeldOut(5, 1, 1) {
		t.Error("shares 0 and 1 must hold out none and all")
	}
}

func TestTemporal(t *testing.T) {
	var person []uint64
	var landmark []int
	for id := range uint64(500) {
		for month := range 40 {
			person, landmark = append(person, id), append(landmark, month)
		}
	}
	s := split.Temporal{TestFrom: 24, Horizon: 12, Share: 0.3, Seed: 1}
	side := make(map[uint64]split.Part)
	count := make(map[split.Part]int)
	for i, part := range s.Assign(person, landmark) {
		count[part]++
		switch part {
		case split.Train:
			if landmark[i]+12 >= 24 {
				t.Fatalf("landmark %d in training: its outcome window ends in %d", landmark[i], landmark[i]+12)
			}
		case split.Test:
			if landmark[i] < 24 {
				t.Fatalf("landmark %d in test", landmark[i])
			}
		case split.Unused:
			continue
		}
		if other, ok := side[person[i]]; ok && other != part {
			t.Fatalf("person %d in %v and %v", person[i], other, part)
		}
		side[person[i]] = part
	}
	if count[split.Train] == 0 || count[split.Test] == 0 || len(side) != 500 {
		t.Errorf("counts %v, %d persons", count, len(side))
	}
}
