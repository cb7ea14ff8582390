package risk

import (
	"math"
	"testing"
)

// Kin terms are one reason, with the sum of what they add and the words of the one
// that adds most; what lowers the estimate, or has no value, is no reason.
func TestTopReasonsGroupKinTerms(t *testing.T) {
	got := topReasons([]part{
		{term: "hours_change_3m", family: "hours_change", value: 0.1, contribution: 0.2},
		{term: "hours_change_6m", family: "hours_change", value: 0.3, contribution: 0.5},
		{term: "has_alarm", family: "alarm", value: 1, contribution: 0.6},
		{term: "age_years", family: "age", value: 84, contribution: -0.4},
		{term: "nurse_h_3m", family: "nurse", value: math.NaN(), contribution: 2},
	}, 20)
	if len(got) != 2 || got[0].term != "hours_change_6m" || math.Abs(got[0].contribution-0.7) > 1e-12 || got[1].term != "has_alarm" {
		t.Errorf("got %+v", got)
	}
	for _, r := range got {
		if r.swedish == "" || r.english == "" {
			t.Errorf("%s has no words", r.term)
		}
	}
}

func TestTopReasonsAreAtMostFive(t *testing.T) {
	var parts []part
	for _, term := range []string{"age_years", "has_alarm", "has_meals", "has_day_care", "has_hsl", "has_personal_care", "is_single_household"} {
		parts = append(parts, part{term: term, family: term, value: 1, contribution: 0.1})
	}
	if got := topReasons(parts, 10); len(got) != reasonsShown {
		t.Errorf("%d reasons", len(got))
	}
}

// A band with few rows takes the ratios of all.
func TestBandsOfThinBands(t *testing.T) {
	var expected, came []float64
	for i := range 200 {
		expected, came = append(expected, 20), append(came, 20*(1+float64(i)/200))
	}
	expected, came = append(expected, 90), append(came, 9)
	bands := bandsOf(expected, came)
	if bands[1].rows != 200 || math.Abs(bands[1].p50-1.4975) > 0.01 || bands[1].p10 >= bands[1].p50 || bands[1].p90 <= bands[1].p50 {
		t.Errorf("the band of 20 h is %+v", bands[1])
	}
	if bands[4].rows != 201 || math.Abs(bands[4].p50-bands[1].p50) > 0.01 {
		t.Errorf("the thin band of 90 h is %+v", bands[4])
	}
}
