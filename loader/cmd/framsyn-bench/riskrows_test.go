package main

import (
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/risk"
	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/split"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// madeUpLandmarks are 300 clients in 48 months, a tenth of the rows missing: needs
// double more often where hours have grown, and in one row of 20 the hours known
// then were half of those known today.
const madeUpLandmarks = `
INSERT INTO core.clients (client_id, sex, birth_month, first_seen_date)
SELECT cityHash64('client', number), 1 + number % 2, toDate32('1935-01-01') + INTERVAL number % 240 MONTH, toDate('2019-01-01') + number FROM numbers(300);
CREATE TABLE default.landmarks ENGINE = Memory AS
SELECT
	cityHash64('client', number % 300) AS client_id,
	toDate('2021-01-01') + INTERVAL intDiv(number, 300) MONTH AS month,
	cityHash64(number) / 18446744073709551616 AS a,
	cityHash64(number, 'b') / 18446744073709551616 AS b,
	5 + cityHash64(number, 'c') % 60 AS hours,
	a < 0.05 + 0.3 * b AS has_doubled
FROM numbers(300 * 48) WHERE cityHash64(number, 'd') % 10 > 0;
INSERT INTO mart.risk_features (client_id, month, as_of_date, has_home_care, age_years, hours_now, hours_change_6m, n_hsl_actions_6m)
SELECT client_id, month, month + 46, 1, 70 + 20 * cityHash64(client_id) / 18446744073709551616, if(a * 20 - floor(a * 20) < 0.05, hours / 2, hours),
	if(b < 0.1, NULL, b - 0.5), cityHash64(a) % 5 FROM default.landmarks;
INSERT INTO mart.need_outcomes (client_id, month, hours_now, doubled_h, outcome, is_doubled, hours_after_3m, hours_after_6m, hours_after_12m, is_followed)
SELECT client_id, month, hours, greatest(2 * hours, hours + 10), multiIf(has_doubled, 'doubled', a > 0.9, 'dead', 'none'), has_doubled,
	hours * (1 + b), hours * (1 + b), hours * (1 + b), month <= '2023-12-01' FROM default.landmarks;
DROP TABLE default.landmarks;`

// TestRiskPartsAreTheJobs runs the job fit, and finds the rows that it learned from
// and judged on: their numbers, persistence on the test, and the baseline, which
// hangs on every row of both parts.
func TestRiskPartsAreTheJobs(t *testing.T) {
	db := chtest.New(t)
	db.Exec(madeUpLandmarks)
	conn := db.Conn(clickhouse.Owner)
	if run, err := readRiskRun(t.Context(), conn); run != nil || err != nil {
		t.Fatalf("before the job: %+v, %v", run, err)
	}
	_, err := risk.Fit(t.Context(), job.Input{
		AsOf: time.Date(2025, 1, 16, 0, 0, 0, 0, time.UTC), Conn: conn, Log: slog.New(slog.DiscardHandler), Clock: time.Now, Version: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	run, err := readRiskRun(t.Context(), conn)
	if err != nil {
		t.Fatal(err)
	}
	all, err := readRiskTable(t.Context(), conn, run)
	if err != nil {
		t.Fatal(err)
	}
	train, test, err := run.parts(all)
	if err != nil {
		t.Fatal(err)
	}
	if len(train.doubled) == 0 || slices.Max(train.month)+12 >= slices.Min(test.month) || slices.ContainsFunc(test.client, func(c uint64) bool { return slices.Contains(train.client, c) }) {
		t.Errorf("the test is not later months of other persons")
	}
	if want, got := run.measures["baseline"]["auc"].Value, baselineAUC(t, train, test); math.Abs(got-want) > 1e-9 {
		t.Errorf("the baseline has an AUC of %.12f on these rows; the job found %.12f", got, want)
	}
	for _, c := range []struct {
		statement, want string
	}{
		{"ALTER TABLE mart.risk_features UPDATE hours_change_6m = -hours_change_6m WHERE month = '2023-11-01' SETTINGS mutations_sync = 1", "persistence had an AUC"},
		{"ALTER TABLE mart.need_outcomes DELETE WHERE month = '2023-12-01' AND is_doubled SETTINGS mutations_sync = 1", "are not those found here: it had {right:"},
	} {
		db.Exec(c.statement)
		other, err := readRiskTable(t.Context(), conn, run)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := run.parts(other); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v; %q expected after %s", err, c.want, c.statement)
		}
	}
}

// baselineAUC fits the regression that the job sets beside its model.
func baselineAUC(t *testing.T, train, test *riskTable) float64 {
	t.Helper()
	of := func(table *riskTable) logistic.Columns[float64] {
		var out logistic.Columns[float64]
		for j, term := range table.terms {
			if slices.Contains([]string{"age_years", "hours_now", "n_hsl_actions_6m"}, term.Name) {
				out = append(out, table.columns[j])
			}
		}
		return out
	}
	imputer := logistic.FitImputer(of(train))
	response := logistic.Response{Y: train.doubled, Person: train.person}
	cv, err := logistic.CrossValidate(imputer.Wrap(of(train)), response, split.Folds(train.person, 5, 1), 5, logistic.CVOptions{})
	if err != nil {
		t.Fatal(err)
	}
	fitted, err := logistic.Fit(imputer.Wrap(of(train)), response, logistic.Options{Lambda: cv.Lambda})
	if err != nil {
		t.Fatal(err)
	}
	sorted, err := evaluate.Sort(evaluate.Sample{Probability: logistic.Probabilities(fitted.Predict(imputer.Wrap(of(test)), 0)), Outcome: test.doubled})
	if err != nil {
		t.Fatal(err)
	}
	auc, err := sorted.AUC()
	if err != nil {
		t.Fatal(err)
	}
	return auc
}

// TestRiskPartsOfEveryThirdMonth: of very many rows the job takes every third
// month; a run of neither is an error.
func TestRiskPartsOfEveryThirdMonth(t *testing.T) {
	last := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC)
	table := &riskTable{}
	for client := range uint64(40) {
		for back := range 30 {
			table.client, table.person, table.month = append(table.client, client), append(table.person, client), append(table.month, monthsSince1970(last)-back)
			table.doubled, table.isRight = append(table.doubled, float64(back%2)), append(table.isRight, back != 27)
		}
	}
	run := &riskRun{to: last, cut: split.Temporal{TestFrom: monthsSince1970(last) - 5, Horizon: 12, Share: 0.3, Seed: 1}}
	_, _, run.sizes = run.divide(table, 3)
	train, test, err := run.parts(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []*riskTable{train, test} {
		for i, month := range part.month {
			if back := monthsSince1970(last) - month; back%3 != 0 || !part.isRight[i] {
				t.Fatalf("a row %d months before the last", back)
			}
		}
	}
	// Back 0 and 3 are tested; 18, 21 and 24 are learned from, 27 is wrong.
	persons := float64(len(test.month)) / 2
	if float64(len(train.month)) != 3*(40-persons) || run.sizes.testEvents != int(persons) || run.sizes.right != 9*40 {
		t.Errorf("%d rows to learn from, %+v", len(train.month), run.sizes)
	}
	run.sizes.train++
	if _, _, err := run.parts(table); err == nil {
		t.Error("a run of other rows")
	}
}
