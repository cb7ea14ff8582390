package effects_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

// planted reads the mean true change of granted hours after 12 months, by code of
// the file, over the interventions that the given condition on their code keeps.
func planted(t *testing.T, folder string, keep func(code string) bool) map[string]float64 {
	t.Helper()
	file, err := os.Open(filepath.Join(folder, "truth", "interventions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sum, n := map[string]float64{}, map[string]float64{}
	for _, line := range lines[1:] {
		change, err := strconv.ParseFloat(line[6], 64)
		if err != nil {
			t.Fatal(err)
		}
		if keep(line[0]) {
			sum[line[2]] += change
			n[line[2]]++
		}
	}
	for kind := range sum {
		sum[kind] /= n[kind]
	}
	return sum
}

// number is a value of a query's row.
func number(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func codes() map[string]string {
	return map[string]string{
		"rehabilitation": "REHAB", "training": "TRAN", "home_adaptation": "BOST", "cognition_technology": "KOGN", "self_care": "EGEN", "exercise_prescription": "FAR",
		"nutrition": "NUTR", "medication_review": "LAKG", "social_activity": "SOCI",
	}
}

// checkTruth holds the estimates against what was planted.
func checkTruth(t *testing.T, db *chtest.DB, folder string) {
	t.Helper()
	// Those that are in a trial, as far as their first year has been delivered.
	judged := map[string]bool{}
	for _, row := range db.Query(`SELECT DISTINCT i.intervention_code FROM core.interventions AS i
		INNER JOIN mart.trial_rows AS t ON i.client_id = t.client_id AND toStartOfMonth(i.started_date) = t.month AND NOT has(t.kinds_before, i.kind)
		WHERE t.fate_after_12m IS NOT NULL`) {
		judged[row[0]] = true
	}
	truth := planted(t, folder, func(code string) bool { return judged[code] })
	var covered, kinds float64
	for _, row := range db.Query(`SELECT kind, estimate, estimate_low, estimate_high, n_treated, naive FROM model.effect_estimates
		WHERE horizon_months = 12 AND among = 'survivors' AND estimand = 'att' ORDER BY kind`) {
		kinds++
		want := truth[codes()[row[0]]]
		low, high := number(t, row[2]), number(t, row[3])
		if low <= want && want <= high {
			covered++
		}
		t.Logf("%-22s planted %6.2f, estimated %6.2f (%6.2f to %6.2f), naive %6.2f, %s starts", row[0], want, number(t, row[1]), low, high, number(t, row[5]), row[4])
	}
	for _, row := range db.Query(`SELECT kind, check_kind, round(estimate, 2), round(check_limit, 2) FROM model.effect_checks
		WHERE purpose = 'warning' AND NOT is_passed AND check_kind != 'enough' ORDER BY kind, check_kind`) {
		t.Logf("failed check: %v", row)
	}
	if kinds == 0 || covered < 0.7*kinds { // 95 % intervals of a handful of kinds
		t.Errorf("the intervals of %v of %v kinds hold what was planted", covered, kinds)
	}
}

// checkGroups holds what came of each kind, among those who live at home, against
// what was planted.
func checkGroups(t *testing.T, db *chtest.DB, folder string) {
	t.Helper()
	followed := map[string]bool{}
	for _, row := range db.Query(`SELECT i.intervention_code FROM mart.follow_ups AS f INNER JOIN core.interventions AS i ON f.intervention_id = i.intervention_id
		WHERE f.horizon_months = 12 AND f.fate = 'at_home'`) {
		followed[row[0]] = true
	}
	truth := planted(t, folder, func(code string) bool { return followed[code] })
	var covered, kinds float64
	for _, row := range db.Query(`SELECT kind, survivors_h, survivors_low_h, survivors_high_h, n_followed, observed_change_h, is_warned FROM mart.follow_up_groups
		WHERE horizon_months = 12 AND area_id = '*' AND started_year = 0 AND isNotNull(survivors_h) ORDER BY kind`) {
		kinds++
		want := truth[codes()[row[0]]]
		low, high := number(t, row[2]), number(t, row[3])
		if low <= want && want <= high {
			covered++
		}
		t.Logf("%-22s planted %6.2f, followed up %6.2f (%6.2f to %6.2f), before and after %6.2f, %s cases, warned %s", row[0], want, number(t, row[1]), low, high, number(t, row[5]), row[4], row[6])
	}
	for _, row := range db.Query(`SELECT kind, is_pre_trend_passed, is_earlier_level_passed, is_start_month_passed, is_placebo_start_passed FROM mart.follow_up_groups
		WHERE horizon_months = 12 AND area_id = '*' AND started_year = 0 AND is_warned ORDER BY kind`) {
		t.Logf("failed checks (pre-trend, earlier level, start month, placebo start): %v", row)
	}
	if kinds == 0 || covered < 0.7*kinds {
		t.Errorf("the intervals of %v of %v kinds hold what was planted", covered, kinds)
	}
}
