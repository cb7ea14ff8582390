package forecast

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/demography"
)

// people are a cohort of 100 at 65 that loses a tenth each projected year.
func people() []demography.Population {
	var out []demography.Population
	persons := 100.0
	for i := range 4 {
		out = append(out, demography.Population{Year: 2025 + i, Sex: demography.Women, Age: 65 + i, Persons: persons, Projected: i > 0})
		persons *= 0.9
	}
	return out
}

func TestAnotherMortalityMovesTheProjectionOnly(t *testing.T) {
	for factor, want := range map[float64][]float64{1: {100, 90, 81, 72.9}, 0: {100, 100, 100, 100}, 2: {100, 80, 64, 51.2}} {
		for i, p := range longerLives(people(), factor) {
			if math.Abs(p.Persons-want[i]) > 1e-9 {
				t.Errorf("factor %v, %d: got %v, want %v", factor, p.Year, p.Persons, want[i])
			}
		}
	}
	if original := people(); original[1].Persons != 90 {
		t.Error("the projection itself was changed")
	}
}

func TestTheMunicipalityIsTheSumOfItsAreas(t *testing.T) {
	rows := []demography.Population{{Year: 2025, Area: "A", Age: 80, Persons: 3}, {Year: 2025, Area: "B", Age: 80, Persons: 4, Projected: true}}
	all := withTotal(rows)
	if n := len(all); n != 3 || all[2].Area != "" || all[2].Persons != 7 || !all[2].Projected {
		t.Errorf("got %+v", all)
	}
	if again := withTotal(all); len(again) != 3 {
		t.Errorf("a total of its own was added to: %+v", again)
	}
}

func TestCausesAddUp(t *testing.T) {
	parts := byCause([]blend.Cause{
		{Kind: blend.ByDriver, Driver: atOrigin, Amount: 5},
		{Kind: blend.ByData, Amount: -2},
		{Kind: blend.ByDriver, Driver: "new", Amount: 10},
		{Kind: blend.ByWeights, Amount: 1},
		{Kind: blend.ByAdjustment, Amount: -0.5},
	})
	want := map[string]float64{"data": 3, "new": 10, "method": 0.5, "total": 13.5}
	for _, p := range parts {
		if p.change != want[p.cause] {
			t.Errorf("%s: got %v, want %v", p.cause, p.change, want[p.cause])
		}
		delete(want, p.cause)
	}
	if len(want) > 0 || parts[len(parts)-1].cause != "total" {
		t.Errorf("missing %v in %v", want, parts)
	}
	of := explained{"KN", "home_care_h", time.Date(2027, 9, 1, 0, 0, 0, 0, time.UTC)}
	swedish, english := changeText(parts[len(parts)-1], parts, of)
	if swedish != "Prognosen för 2027-09 är +13,5 jämfört med förra gången: mest nya brukare (+10,0) och det som har kommit in sedan dess (+3,0)." {
		t.Error(swedish)
	}
	if !strings.Contains(english, "mostly new clients (+10.0)") {
		t.Error(english)
	}
}

func TestPercentilesStayInOrder(t *testing.T) {
	if r := (row{p10: 5, p50: 7, p90: 4}).ordered(); r.p10 > r.p50 || r.p50 > r.p90 {
		t.Errorf("got %+v", r)
	}
}

func TestTheCombinationIsTheMeanOfThree(t *testing.T) {
	var rows []blend.Outcome
	for i, method := range []string{methodETS, methodTheta, methodSTLETS, methodNaive} {
		rows = append(rows, blend.Outcome{Method: method, Series: "KN", Resource: "clients", Origin: 3, Horizon: 1, Mean: float64(i), P10: float64(i) - 1, P50: float64(i), P90: float64(i) + 1})
	}
	got := combination(rows)
	if len(got) != 1 || got[0].Mean != 1 || got[0].P10 != 0 || got[0].P90 != 2 || got[0].Method != methodCombination {
		t.Errorf("got %+v", got)
	}
}
