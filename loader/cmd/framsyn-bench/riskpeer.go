package main

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/evaluate"
)

// riskMethod learns from the training rows and predicts the test rows; seconds are
// those of both.
type riskMethod struct {
	name    string
	predict func(ctx context.Context, train, test *riskTable) (probability []float64, seconds float64, err error)
}

// riskPeers puts the risk model beside XGBoost on the rows that the job fit learned
// from and judged on.
func (b *bench) riskPeers(ctx context.Context, conn driver.Conn, s size) error {
	t := &table{
		title: "A doubled need beside XGBoost: " + s.String(),
		head:  []string{"who", "rows", "events", "AUC", "95 % interval", "log loss", "Brier", "slope", "intercept", "ECE", "seconds (least-greatest)"},
	}
	run, err := readRiskRun(ctx, conn)
	if err != nil {
		return err
	}
	if run == nil {
		t.notes = []string{"No risk model: it needs 37 months and 60 clients whose need doubled."}
		return t.print(b.out)
	}
	all, err := readRiskTable(ctx, conn, run)
	if err != nil {
		return err
	}
	train, test, err := run.parts(all)
	if err != nil {
		return err
	}
	for _, published := range [][2]string{{"persistence", "persistence"}, {"baseline", "baseline"}, {"model", "test"}} {
		addRisk(t, published[0], run.sizes, run.measures[published[1]], nil)
	}
	python, absent := b.peer(ctx)
	t.notes = riskNotes(b.riskRuns, run, train, absent)
	if err := b.addRiskMethods(ctx, t, python, run, train, test); err != nil {
		return err
	}
	return t.print(b.out)
}

func riskNotes(runs int, run *riskRun, train *riskTable, absent string) []string {
	var events float64
	for _, y := range train.doubled {
		events += y
	}
	return []string{
		fmt.Sprintf("Learned from the same %s rows (%s events; %d terms, the baseline 3 of them), judged by the same code on the same later months of other persons, from %s on. Slope, intercept: of the calibration line; 1 and 0 are right. ECE: 20 bins of equal weight.",
			grouped(run.sizes.train), grouped(int(events)), len(train.terms), time.Date(1970, time.Month(1+run.cut.TestFrom), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")),
		"persistence, baseline, model: as the job fit has published them (model.metrics), not timed apart. The model knows of outcomes that compete and is calibrated on the newest of the months that it learned from.",
		"one score: an additive model as the job fits for each outcome, of doubled or not alone and not calibrated, which is the question that XGBoost gets.",
		fmt.Sprintf("Seconds: fitting and predicting, medians of %d alternating runs. XGBoost: 2 threads, depth 4, rate 0.05, 300 rounds, rows and columns sampled at 0.8, as on the public tasks and not tuned on these; rounds chosen: as many of them as have the least log loss on a fifth of the persons learned from at a time, as the additive model chooses its own.", runs) + absent,
	}
}

// addRiskMethods runs one score and, where there is one, the peer, in turn.
func (b *bench) addRiskMethods(ctx context.Context, t *table, python string, run *riskRun, train, test *riskTable) error {
	methods := []riskMethod{{"one score", oneScore}}
	for _, peer := range []struct {
		name      string
		arguments []string
	}{{"XGBoost", nil}, {"XGBoost, rounds chosen", []string{chooseRounds}}} {
		if python != "" {
			methods = append(methods, riskMethod{peer.name, func(ctx context.Context, train, test *riskTable) ([]float64, float64, error) {
				return b.peerRisk(ctx, python, train, test, peer.arguments...)
			}})
		}
	}
	probability, seconds := make([][]float64, len(methods)), make([][]float64, len(methods))
	for range b.riskRuns {
		for i, m := range methods {
			p, took, err := m.predict(ctx, train, test)
			if err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
			probability[i], seconds[i] = p, append(seconds[i], took)
		}
	}
	for i, m := range methods {
		measures, err := judgeRisk(probability[i], test)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		addRisk(t, m.name, run.sizes, measures, seconds[i])
	}
	for i, m := range methods[1:] {
		d, err := aucDifference(probability[0], probability[1+i], test)
		if err != nil {
			return err
		}
		t.notes = append(t.notes, fmt.Sprintf("AUC of one score less that of %s, on the same draws of persons: %+.3f (95 %% interval %+.3f to %+.3f).", m.name, d.Value, d.Low, d.High))
	}
	return nil
}

// addRisk adds a row; a dash stands for what is not measured.
func addRisk(t *table, who string, sizes partSizes, measures map[string]evaluate.Metric, seconds []float64) {
	const none = "–"
	cells := []string{who, grouped(sizes.test), grouped(sizes.testEvents), none, none}
	if auc, ok := measures["auc"]; ok {
		cells[3], cells[4] = fixed(auc.Value, 3), interval(auc.Low, auc.High)
	}
	for _, name := range []string{"log_loss", "brier", "calibration_slope", "calibration_intercept", "ece"} {
		cell := none
		if m, ok := measures[name]; ok {
			cell = fixed(m.Value, 4)
		}
		cells = append(cells, cell)
	}
	took := none
	if len(seconds) > 0 {
		took = spread(seconds, 2)
	}
	t.add(append(cells, took)...)
}

// judgeRisk measures predictions as the job fit measures its own.
func judgeRisk(probability []float64, test *riskTable) (map[string]evaluate.Metric, error) {
	report, err := evaluate.Report(evaluate.Sample{Probability: probability, Outcome: test.doubled, Person: test.client}, evaluate.Options{Seed: 1})
	if err != nil {
		return nil, err
	}
	measures := map[string]evaluate.Metric{}
	for _, m := range report {
		measures[m.Name] = m
	}
	return measures, nil
}
