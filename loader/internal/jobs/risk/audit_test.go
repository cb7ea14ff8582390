package risk

import (
	"log/slog"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/fairness"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// biased are test rows of 3,000 persons whose estimates are right, but for women
// whose chance is higher by so much log-odds than what is estimated.
func biased(shift float64) (*examples, fairness.Sample) {
	rng := rand.New(rand.NewPCG(1, 1))
	e := &examples{terms: []additive.Feature{{Name: "is_female"}, {Name: "age_years"}, {Name: "is_single_household"}}, columns: make([][]float64, 3)}
	var s fairness.Sample
	for person := range uint64(3000) {
		female, age, single := float64(rng.IntN(2)), 65+float64(rng.IntN(30)), float64(rng.IntN(2))
		estimated := -1.7 + 0.9*rng.NormFloat64()
		for j, value := range []float64{female, age, single} {
			e.columns[j] = append(e.columns[j], value)
		}
		e.client, e.month, e.isRight = append(e.client, person), append(e.month, 600), append(e.isRight, true)
		e.area, e.hoursNow = append(e.area, string(rune('A'+rng.IntN(4)))), append(e.hoursNow, 100*rng.Float64())
		came := 0.0
		if rng.Float64() < 1/(1+math.Exp(-estimated-shift*female)) {
			came = 1
		}
		s.Expected, s.Outcome, s.Person = append(s.Expected, 1/(1+math.Exp(-estimated))), append(s.Outcome, came), append(s.Person, person)
	}
	return e, s
}

// A run of which bias is planted is not approved; one without is.
func TestAuditDecidesOnTheRun(t *testing.T) {
	db := chtest.New(t)
	in := job.Input{
		AsOf: time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC), Conn: db.Conn(clickhouse.Owner), Log: slog.New(slog.DiscardHandler), Clock: time.Now, Version: "test",
	}
	for target, test := range map[string]struct {
		shift       float64
		state, rows string
	}{"planted": {1, "rejected", "2"}, "none": {0, "shown", "0"}} {
		e, s := biased(test.shift)
		id := store.RunID(in, modelRisk, target)
		if n, err := audit(t.Context(), in, id, s, e, fairness.Options{Seed: seed, Resamples: 100}); err != nil || n == 0 {
			t.Fatal(n, err)
		}
		err := store.PublishRun(t.Context(), in, store.Run{ID: id, Model: modelRisk, Target: target, AsOf: in.AsOf, TrainedFrom: in.AsOf, TrainedTo: in.AsOf, Status: "converged", IsPublished: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := db.Value("SELECT state FROM model.run_states WHERE target = '" + target + "'"); got != test.state {
			t.Errorf("%s: the run is %s, want %s", target, got, test.state)
		}
		failed := db.Value("SELECT countIf(verdict = 'failed' AND group_name = 'sex' AND measure = 'calibration_ratio') FROM model.audits WHERE run_id IN (SELECT run_id FROM model.runs WHERE target = '" + target + "')")
		if failed != test.rows {
			t.Errorf("%s: %s comparisons of sex failed, want %s", target, failed, test.rows)
		}
	}
	// 5 groupings: 2 sexes, 5 ages, 2 households, 5 levels of hours and 4 areas, by 3 measures.
	if n := db.Value("SELECT count() FROM model.audits"); n != "108" {
		t.Errorf("%s rows", n)
	}
	// Bounds that are open are NULL, and counts of groups too small to measure.
	if n := db.Value("SELECT count() FROM model.audits WHERE measure = 'auc_gap' AND group_name = 'sex' AND (limit_low IS NULL OR limit_high IS NOT NULL) OR value IS NULL AND n_clients IS NOT NULL"); n != "0" {
		t.Errorf("%s rows with wrong limits or counts", n)
	}
}
