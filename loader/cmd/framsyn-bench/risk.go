package main

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// risk puts the risk model's AUC beside that of the true chance, which nobody can
// beat but by luck.
func (b *bench) risk(ctx context.Context, conn driver.Conn, s size, dataDir string) error {
	t := &table{
		title: "Risk of a doubled need: " + s.String(),
		head:  []string{"who ranks", "on whom", "rows", "events", "AUC", "95 % interval"},
	}
	landmark, err := newestLandmark(ctx, conn)
	if err != nil {
		return err
	}
	if landmark.IsZero() {
		t.notes = []string{"No risk model: it needs 37 months and 60 clients whose need doubled."}
		return t.print(b.out)
	}
	newest, err := modelRows(ctx, conn, t)
	if err != nil {
		return err
	}
	t.notes = []string{
		"model: the risk model, fitted on earlier months and judged by the job fit (model.metrics); baseline: a regression on age, hours and health-care actions only; persistence: the ranking by how much the hours have grown in six months.",
		"test: persons whom it has not seen, at the newest quarter of the landmarks that were followed, 3 to 12 months; newest: all who had home care in " + landmark.Format("2006-01") + ", the last of them.",
	}
	if b.futures > 0 {
		if err := b.addTruth(ctx, conn, t, s, dataDir, landmark, newest); err != nil {
			return err
		}
	}
	return t.print(b.out)
}

// addTruth adds the true chance's AUC on the rows of the newest month.
func (b *bench) addTruth(ctx context.Context, conn driver.Conn, t *table, s size, dataDir string, landmark time.Time, newest uint64) error {
	truth, err := b.trueRisks(ctx, s, dataDir, landmark)
	if err != nil {
		return err
	}
	sample, all, err := outcomesOf(ctx, conn, landmark, truth)
	if err != nil {
		return err
	}
	metrics, err := evaluate.Report(sample, evaluate.Options{Seed: 1})
	if err != nil {
		return fmt.Errorf("the best possible risk: %w", err)
	}
	var expected, events float64
	for i, p := range sample.Probability {
		expected, events = expected+p, events+sample.Outcome[i]
	}
	for _, m := range metrics {
		if m.Name == "auc" {
			t.add("the true chance", "newest", grouped(len(sample.Outcome)), fixed(events, 0), fixed(m.Value, 3), interval(m.Low, m.High))
		}
	}
	t.notes = append(t.notes, fmt.Sprintf("The true chance, from the generator's latent state by %d simulated futures a client, is the best possible: compare it with the model on newest. "+
		"It is known for %d of the %d rows there (the model was judged on %d); it expects %.0f events.", b.futures, len(sample.Outcome), all, newest, expected))
	return nil
}

// newestLandmark is the last month that the risk model was judged on; zero without
// a model.
func newestLandmark(ctx context.Context, conn driver.Conn) (time.Time, error) {
	var month time.Time
	var rows uint64
	err := conn.QueryRow(ctx, `SELECT max(trained_to), count() FROM model.runs
		WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'risk' AND target = 'need_doubled')`).Scan(&month, &rows)
	if err != nil || rows == 0 {
		return time.Time{}, err
	}
	return month, nil
}

// modelRows adds what model.metrics says, and returns the rows of the newest month.
func modelRows(ctx context.Context, conn driver.Conn, t *table) (newest uint64, err error) {
	err = clickhouse.Each(ctx, conn, `SELECT split, n_rows, n_events, value, ifNull(value_low, value), ifNull(value_high, value) FROM model.metrics
		WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'risk' AND target = 'need_doubled') AND group_name = 'all' AND metric = 'auc'
		ORDER BY indexOf(['persistence', 'baseline', 'test', 'newest'], toString(split))`, nil, func(row driver.Rows) error {
		var split string
		var rows, events uint64
		var value, low, high float64
		if err := row.Scan(&split, &rows, &events, &value, &low, &high); err != nil {
			return err
		}
		who := "model"
		switch split {
		case "baseline", "persistence":
			who, split = split, "test"
		case "newest":
			newest = rows
		}
		t.add(who, split, grouped(rows), grouped(events), fixed(value, 3), interval(low, high))
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("read model.metrics: %w", err)
	}
	return newest, nil
}

// outcomesOf pairs the true chances with what came, for the rows that the model was
// judged on in the landmark month; all is their number, with those whose chance is
// not known.
func outcomesOf(ctx context.Context, conn driver.Conn, landmark time.Time, truth map[uint64]float64) (sample evaluate.Sample, all int, err error) {
	err = clickhouse.Each(ctx, conn, `SELECT outcomes.client_id, toFloat64(assumeNotNull(outcomes.is_doubled)) FROM mart.need_outcomes AS outcomes
		INNER JOIN mart.risk_features AS features ON features.client_id = outcomes.client_id AND features.month = outcomes.month
		WHERE outcomes.month = ? AND outcomes.is_followed ORDER BY outcomes.client_id`, []any{landmark.Format(time.DateOnly)}, func(row driver.Rows) error {
		var client uint64
		var outcome float64
		if err := row.Scan(&client, &outcome); err != nil {
			return err
		}
		all++
		if chance, ok := truth[client]; ok {
			sample.Person = append(sample.Person, client)
			sample.Probability = append(sample.Probability, chance)
			sample.Outcome = append(sample.Outcome, outcome)
		}
		return nil
	})
	if err != nil {
		return sample, all, fmt.Errorf("read mart.need_outcomes: %w", err)
	}
	return sample, all, nil
}

func interval(low, high float64) string { return fixed(low, 3) + "-" + fixed(high, 3) }
