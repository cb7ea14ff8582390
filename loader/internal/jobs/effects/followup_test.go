package effects_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/effects"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
)

const ledgerHash = `SELECT (count(), sum(cityHash64(ledger_id, written_at, decided_date, known_date, client_id, kind, toString(as_of_date), toString(potential_h),
	toString(believed_change_h_per_month), reasons_sv))) FROM core.intervention_ledger`

func TestJobsFromFilesToAnswers(t *testing.T) {
	db := chtest.New(t)
	in, folder := newMunicipality(t, db)
	measured(t, "potential", func() (job.Result, error) { return effects.Potential(t.Context(), in) })
	checkPotentials(t, db)
	checkTruth(t, db, folder)
	again, err := effects.Potential(t.Context(), in)
	if err != nil || again.Note != "nothing new" {
		t.Errorf("a second run: %+v, %v", again, err)
	}
	measured(t, "follow_up", func() (job.Result, error) { return effects.FollowUp(t.Context(), in) })
	checkFollowUps(t, db)
	checkGroups(t, db, folder)
	checksHold(t, db, "potentials_are_supported_or_warned", "follow_ups_add_up", "ledger_believes_what_was_known")
	checkLedger(t, db, in)
}

// checksHold runs checks of the schema.
func checksHold(t *testing.T, db *chtest.DB, names ...string) {
	t.Helper()
	checks, err := sqlfs.Embedded().Checks()
	if err != nil {
		t.Fatal(err)
	}
	var ran int
	for _, check := range checks {
		if slices.Contains(names, check.Name) {
			noRows(t, db, check.Name, strings.TrimRight(strings.TrimSpace(check.Query), ";"))
			ran++
		}
	}
	if ran != len(names) {
		t.Errorf("%d of the checks %v ran", ran, names)
	}
}

// measured runs a job and tells how long it took, and the most memory so far.
func measured(t *testing.T, name string, run func() (job.Result, error)) {
	t.Helper()
	begin := time.Now()
	result, err := run()
	if err != nil {
		t.Fatal(err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%s: %.1f s, %d rows in, %d out, %d MB from the system", name, time.Since(begin).Seconds(), result.RowsIn, result.RowsOut, memory.Sys>>20)
}

// checkPotentials holds what is published of potentials against its promises.
func checkPotentials(t *testing.T, db *chtest.DB) {
	t.Helper()
	if db.Value("SELECT count() FROM model.potentials") == "0" {
		t.Error("model.potentials is empty")
	}
	noRows(t, db, "a failed check is no warning", `SELECT potentials.kind, is_supported, warning_sv FROM model.potentials AS potentials
		WHERE run_id IN (SELECT run_id FROM model.effect_checks WHERE purpose = 'warning' AND NOT is_passed) AND (is_supported OR warning_sv = '' OR warning_en = '')`)
	noRows(t, db, "estimates do not carry the warning", `SELECT kind FROM model.effect_estimates
		WHERE is_warned != (run_id IN (SELECT run_id FROM model.effect_checks WHERE purpose = 'warning' AND NOT is_passed))`)
	noRows(t, db, "estimates of persons without proof", `SELECT kind FROM model.effect_estimates WHERE verdict = 'individual' AND notEmpty(verdict_failed)`)
	noRows(t, db, "the average differs between clients", `SELECT kind, uniq(expected_change_h) FROM model.potentials
		WHERE basis = 'average' AND expected_change_h > -hours_now GROUP BY kind HAVING max(expected_change_h) - min(expected_change_h) > 1e-9`)
	noRows(t, db, "a potential for who had the kind lately", `SELECT p.client_id, p.kind FROM model.potentials AS p
		INNER JOIN core.interventions AS i ON p.client_id = i.client_id AND p.kind = i.kind WHERE i.started_date > subtractMonths(p.as_of_date, 11) AND i.started_date < p.as_of_date`)
	noRows(t, db, "a kind without a verdict", `SELECT kind FROM core.intervention_kinds WHERE kind NOT IN (SELECT kind FROM model.effect_checks WHERE check_kind = 'enough')`)
	noRows(t, db, "supported without anybody alike", `SELECT client_id FROM model.potentials WHERE is_supported AND n_treated_alike < 5`)
}

// checkFollowUps holds what is published of follow-ups against its promises.
func checkFollowUps(t *testing.T, db *chtest.DB) {
	t.Helper()
	if db.Value("SELECT countIf(followed = 'followed') > 50 FROM mart.follow_ups") != "1" {
		t.Error("hardly any intervention is followed up")
	}
	noRows(t, db, "an intervention without its three rows", `SELECT i.intervention_id FROM core.interventions AS i
		LEFT JOIN (SELECT intervention_id, count() AS n FROM mart.follow_ups GROUP BY intervention_id) AS f ON i.intervention_id = f.intervention_id
		WHERE toStartOfMonth(i.started_date) >= (SELECT min(month) FROM mart.client_months) AND ifNull(f.n, 0) != 3 SETTINGS join_use_nulls = 1`)
	noRows(t, db, "the difference is not that of its parts", `SELECT intervention_id FROM mart.follow_ups
		WHERE followed = 'followed' AND (abs(difference_h - observed_change_h + similar_change_h) > 1e-9 OR NOT (difference_low_h <= difference_high_h) OR n_controls < 2)`)
	noRows(t, db, "a case without words", `SELECT intervention_id FROM mart.follow_ups WHERE sentence_sv = '' OR sentence_en = ''`)
	noRows(t, db, "words that prove", `SELECT sentence_sv FROM mart.follow_ups WHERE followed = 'followed' AND position(sentence_sv, 'inget bevis') = 0`)
	noRows(t, db, "few clients, and yet a number", `SELECT kind, area_id FROM mart.follow_up_groups WHERE n_clients < 10 AND (isNotNull(effect_h) OR NOT is_too_few)`)
	noRows(t, db, "a failed check without a warning", `SELECT kind, area_id, started_year FROM mart.follow_up_groups
		WHERE is_warned != (NOT ifNull(is_pre_trend_passed, true) OR NOT ifNull(is_earlier_level_passed, true) OR NOT ifNull(is_placebo_start_passed, true) OR NOT ifNull(is_start_month_passed, true))
			OR is_warned AND NOT is_too_few AND position(sentence_sv, 'Varning') = 0`)
}

// checkLedger runs the job again, with and without new interventions: what stands
// in the ledger stays as it is, and scores made later are not filled in.
func checkLedger(t *testing.T, db *chtest.DB, in job.Input) {
	t.Helper()
	noRows(t, db, "an intervention that is not in the ledger", `SELECT intervention_id FROM core.interventions
		WHERE intervention_id NOT IN (SELECT intervention_id FROM core.intervention_ledger WHERE isNotNull(intervention_id))`)
	noRows(t, db, "a belief of a model made later", `SELECT ledger_id FROM core.intervention_ledger WHERE isNotNull(potential_h) OR isNotNull(run_id)`)
	before := db.Value(ledgerHash)
	// The team changes its mind afterwards, and a model is said to have existed.
	db.Exec(`INSERT INTO model.risk_scores (client_id, as_of_date, target, horizon_months, probability, run_id) SELECT client_id, '2000-01-16', 'need_doubled', 12, 0.5, 7 FROM core.clients`)
	db.Exec(`INSERT INTO model.runs (run_id, model, target, as_of_date, is_published, created_at) VALUES (7, 'risk', 'need_doubled', '2000-01-16', true, '2000-01-16 04:00:00')`)
	db.Exec(`INSERT INTO model.approvals (run_id, decision, decided_by, decided_at) VALUES (7, 'approved', 'test', '2000-01-16 04:00:00')`)
	db.Exec(`ALTER TABLE core.interventions UPDATE believed_change_h_per_month = -99 WHERE true SETTINGS mutations_sync = 1`)
	again, err := effects.FollowUp(t.Context(), in)
	if err != nil || again.Note != "nothing new" {
		t.Errorf("a second run: %+v, %v", again, err)
	}
	if after := db.Value(ledgerHash); after != before {
		t.Errorf("the ledger was %s and is %s", before, after)
	}
	db.Exec(`INSERT INTO core.interventions (intervention_id, client_id, kind, started_date, known_date)
		SELECT 1, client_id, 'dog_visits', '2000-02-01', '2000-02-02' FROM core.clients ORDER BY client_id LIMIT 1`)
	if again, err = effects.FollowUp(t.Context(), in); err != nil || again.RowsOut == 0 {
		t.Errorf("a run with a new intervention: %+v, %v", again, err)
	}
	if got := db.Value(`SELECT (risk_probability, toString(as_of_date)) FROM core.intervention_ledger WHERE intervention_id = 1`); got != "(0.5,'2000-01-16')" {
		t.Errorf("the scores of the day: %s", got)
	}
	db.Exec(`DELETE FROM core.intervention_ledger WHERE intervention_id = 1`)
	if after := db.Value(ledgerHash); after != before {
		t.Errorf("the ledger was %s and is %s", before, after)
	}
	if db.Value(`SELECT countIf(believed_team_h = -99) FROM mart.follow_ups`) != "0" {
		t.Error("what was believed has changed afterwards")
	}
}
