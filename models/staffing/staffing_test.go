package staffing_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/staffing"
)

func TestTwoAreasMeetInTheMiddle(t *testing.T) {
	plan, err := staffing.Spread([]staffing.Area{{"a", 1000, 900}, {"b", 1000, 1100}}, staffing.Options{Step: 10})
	if err != nil {
		t.Fatal(err)
	}
	if want := []staffing.Move{{"b", "a", 100}}; !slices.Equal(plan.Moves, want) || plan.Lacks != 0 || plan.Before != 0.1 || plan.Best != 0 {
		t.Errorf("got %+v", plan)
	}
}

func TestAShortageIsShared(t *testing.T) {
	plan, err := staffing.Spread([]staffing.Area{{"a", 1000, 700}, {"b", 1000, 900}, {"c", 500, 500}}, staffing.Options{Step: 10, MostMoved: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range plan.After { // 400 of 2,500 are lacking: 16 % everywhere, within a step
		if got := a.Shortage(); math.Abs(got-0.16) > 0.02 {
			t.Errorf("%s: shortage %.3f", a.ID, got)
		}
	}
	if plan.Lacks != 400 {
		t.Errorf("lacks %v", plan.Lacks)
	}
}

// A day is little beside a large area's need, and still is worth moving.
func TestLargeAreasShareToo(t *testing.T) {
	plan, err := staffing.Spread([]staffing.Area{{"a", 10000, 9000}, {"b", 8000, 8800}}, staffing.Options{})
	if err != nil || plan.Best > 0.012 || plan.Before != 0.1 {
		t.Errorf("got %+v, %v", plan, err)
	}
}

func TestNobodyGivesMoreThanAllowed(t *testing.T) {
	plan, err := staffing.Spread([]staffing.Area{{"a", 1000, 100}, {"b", 0, 400}}, staffing.Options{Step: 8, MostMoved: 0.25})
	if err != nil || len(plan.Moves) != 1 || plan.Moves[0].Hours != 96 { // 12 steps of 8 in 100
		t.Errorf("got %+v, %v", plan, err)
	}
}

func TestNothingIsMovedWithoutAShortage(t *testing.T) {
	for _, areas := range [][]staffing.Area{nil, {{"a", 100, 100}, {"b", 100, 300}}, {{"a", 0, 0}, {"b", 0, 10}}, {{"a", 100, 10}}} {
		if plan, err := staffing.Spread(areas, staffing.Options{}); err != nil || len(plan.Moves) > 0 {
			t.Errorf("%v: got %+v, %v", areas, plan, err)
		}
	}
}

func TestFaultsAreNamed(t *testing.T) {
	if _, err := staffing.Spread([]staffing.Area{{"a", -1, 0}, {"a", math.NaN(), 0}}, staffing.Options{}); !errors.Is(err, staffing.ErrArea) {
		t.Errorf("got %v", err)
	}
	if _, err := staffing.Spread(nil, staffing.Options{MostMoved: 2}); !errors.Is(err, staffing.ErrOptions) {
		t.Errorf("got %v", err)
	}
}

// No other way to spread whole steps has a smaller greatest shortage, and hours are
// kept.
func TestNoOtherWayIsFairer(t *testing.T) {
	const step = 10
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		areas := make([]staffing.Area, 3)
		var total float64
		for i := range areas {
			areas[i] = staffing.Area{ID: string(rune('a' + i)), Needed: float64(50 + step*random.IntN(10)), Available: float64(step * random.IntN(15))}
			total += areas[i].Available
		}
		plan, err := staffing.Spread(areas, staffing.Options{Step: step, MostMoved: 1, LeastGain: 1e-9})
		if err != nil {
			t.Fatal(err)
		}
		var kept float64
		for _, a := range plan.After {
			kept += a.Available
		}
		if best := fairest(areas, total, step); kept != total || plan.Best > max(best, 0)+1e-12 {
			t.Fatalf("%v: greatest shortage %.3f, the best is %.3f; %v of %v hours", areas, plan.Best, best, kept, total)
		}
	}
}

// fairest is the least greatest shortage of all ways to spread whole steps.
func fairest(areas []staffing.Area, total, step float64) float64 {
	best := math.Inf(1)
	for a := 0.0; a <= total; a += step {
		for b := 0.0; a+b <= total; b += step {
			worst := math.Inf(-1)
			for i, hours := range []float64{a, b, total - a - b} {
				worst = max(worst, staffing.Area{Needed: areas[i].Needed, Available: hours}.Shortage())
			}
			best = min(best, worst)
		}
	}
	return best
}
