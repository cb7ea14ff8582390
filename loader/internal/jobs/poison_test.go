package jobs_test

import (
	"slices"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/sql/chtest"
)

// TestNothingKnownLaterReachesFeaturesOrScores spoils every row that became known
// after a day: features of that day and before, and its scores, stay what they were.
func TestNothingKnownLaterReachesFeaturesOrScores(t *testing.T) {
	db := chtest.New(t)
	deliveries := t.TempDir()
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 800, Months: 48, Seed: 5, Out: deliveries}); err != nil {
		t.Fatal(err)
	}
	loadFolder(t, db, t.TempDir(), deliveries)
	runner := newRunner(t, db)
	newest, ok, err := store.NewestAsOf(t.Context(), runner.Conn)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	asOf := newest.AddDate(0, -6, 0)
	day := asOf.Format(time.DateOnly)
	run := func(jobs ...string) {
		for _, name := range jobs {
			if _, err := runner.RunJob(t.Context(), name, asOf, true); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	rows := func(condition string) string {
		return db.Value("SELECT count() FROM mart.risk_features WHERE as_of_date " + condition + " '" + day + "'")
	}
	features := "SELECT * FROM mart.risk_features WHERE as_of_date <= '" + day + "' ORDER BY month, client_id"
	// Sums in SQL are added in any order: the last digits of a score may differ.
	scores := "SELECT client_id, target, round(probability, 9), round(percentile, 6), hours_now, round(hours_expected, 6) FROM model.risk_scores ORDER BY target, client_id"
	run("transform", "features", "fit", "score")
	before, scored, later := db.Query(features), db.Query(scores), db.Query("SELECT * FROM mart.risk_features WHERE as_of_date > '"+day+"' ORDER BY month, client_id")
	if len(before) == 0 || len(scored) == 0 || rows(">") == "0" {
		t.Fatalf("%d rows of features, %d scores: nothing to compare", len(before), len(scored))
	}
	known := " WHERE known_date > '" + day + "' SETTINGS mutations_sync = 2"
	db.Exec(`ALTER TABLE raw.sol_decisions UPDATE granted_h_per_month = 333, is_single_household = NOT is_single_household, has_personal_care = NOT has_personal_care` + known)
	db.Exec(`ALTER TABLE raw.assessments UPDATE limitation = 4` + known)
	db.Exec(`ALTER TABLE raw.visits UPDATE performed_min = 1, planned_min = 2000, n_missed_visits = 77, missed_reason = 'hospital'` + known)
	db.Exec(`ALTER TABLE raw.hsl_actions UPDATE kva_code = 'ZZ999'` + known)
	db.Exec(`ALTER TABLE raw.person_events UPDATE event_kind = 'death'` + known)
	run("transform", "features", "score")
	compare(t, "features", before, db.Query(features))
	compare(t, "scores", scored, db.Query(scores))
	if after := db.Query("SELECT * FROM mart.risk_features WHERE as_of_date > '" + day + "' ORDER BY month, client_id"); slices.EqualFunc(later, after, slices.Equal) {
		t.Error("what was spoilt shows nowhere: the test tests nothing")
	}
}

func compare(t *testing.T, what string, before, after [][]string) {
	t.Helper()
	if len(before) != len(after) {
		t.Errorf("%s: %d rows, then %d", what, len(before), len(after))
		return
	}
	for i := range before {
		if !slices.Equal(before[i], after[i]) {
			t.Errorf("%s: row %d was %v, is %v", what, i, before[i], after[i])
			return
		}
	}
}
