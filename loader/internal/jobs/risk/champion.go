package risk

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// quarterMonths of landmarks, the newest that were followed, are what a champion
// and its challenger are compared on.
const quarterMonths = 3

// contest is who won, and by how much: mean log loss of the judged outcome on the
// last quarter, on persons that the challenger has not learned from.
type contest struct {
	Champion     uint64  `json:"champion_run_id"`
	ChampionLoss float64 `json:"champion_log_loss"`
	Recalibrated float64 `json:"recalibrated_log_loss"`
	Challenger   float64 `json:"challenger_log_loss"`
	Winner       string  `json:"winner"` // champion, recalibrated or challenger
}

// defend compares the model that is shown with the one that was judged: a champion
// is replaced only by a better challenger, and recalibrated before it is replaced.
// It is nil where there is no champion that could be shown on: none yet, or one
// with other terms.
func defend(ctx context.Context, in job.Input, d definition, p parts, challenger *model) (*model, *contest, error) {
	champion, run, err := readChampion(ctx, in, d, p.test)
	if err != nil || champion == nil || !slices.Contains(champion.classes, d.classes[0]) {
		return nil, nil, err
	}
	quarter := p.test.subset(func(row int) bool { return p.test.month[row] > p.lastFollowed-quarterMonths })
	before := p.test.subset(func(row int) bool { return p.test.month[row] <= p.lastFollowed-quarterMonths })
	if quarter.events(d.classes[0]) < minGroupEvents || quarter.events(d.classes[0]) == quarter.rows() {
		return nil, nil, nil
	}
	recalibrated, err := champion.recalibrated(before)
	if err != nil {
		return nil, nil, err
	}
	out := &contest{Champion: run, Winner: "challenger"}
	judge := func(m *model) (float64, error) {
		sorted, err := evaluate.Sort(evaluate.Sample{Probability: m.probabilities(quarter)[d.classes[0]], Outcome: quarter.is(d.classes[0])})
		if err != nil {
			return 0, err
		}
		return sorted.LogLoss(), nil
	}
	for _, c := range []struct {
		loss *float64
		of   *model
	}{{&out.ChampionLoss, champion}, {&out.Recalibrated, recalibrated}, {&out.Challenger, challenger}} {
		if *c.loss, err = judge(c.of); err != nil {
			return nil, nil, fmt.Errorf("compare with the model that is shown: %w", err)
		}
	}
	switch {
	case out.ChampionLoss <= min(out.Recalibrated, out.Challenger):
		out.Winner = "champion"
		return champion, out, nil
	case out.Recalibrated <= out.Challenger:
		out.Winner = "recalibrated"
		return recalibrated, out, nil
	}
	return nil, out, nil
}

// recalibrated is the model with each score's shift and slope as these rows show.
func (m *model) recalibrated(e *examples) (*model, error) {
	out := &model{classes: m.classes, calibrations: map[string]calibration{}}
	for k, class := range m.classes {
		part := e.subset(func(row int) bool { return e.outcome[row] == noOutcome || e.outcome[row] == class })
		line, err := measureCalibration(m.scores[k], part, class)
		if err != nil {
			return nil, err
		}
		out.calibrations[class] = line
		out.scores = append(out.scores, m.scores[k].Recalibrated(line.Intercept, line.Slope))
	}
	return out, nil
}

// readChampion reads the newest approved run of an earlier day for a target.
func readChampion(ctx context.Context, in job.Input, d definition, e *examples) (*model, uint64, error) {
	var run, runs uint64
	err := in.Conn.QueryRow(ctx, `SELECT argMax(run_id, (as_of_date, created_at)), count() FROM model.runs
		WHERE model = ? AND target = ? AND as_of_date < ? AND run_id IN (SELECT run_id FROM model.run_states WHERE state IN ('shown', 'approved'))`, modelRisk, d.target, in.AsOf).Scan(&run, &runs)
	if err != nil || runs == 0 {
		return nil, 0, err
	}
	scores, err := ReadScores(ctx, in.Conn, run)
	if err != nil {
		return nil, 0, err
	}
	out := &model{calibrations: map[string]calibration{}}
	for _, class := range d.classes {
		score, ok := scores[class]
		if !ok {
			continue
		}
		if _, ok := columnsOf(score, e); !ok {
			return nil, 0, nil // it has terms that this version does not know
		}
		out.classes, out.scores = append(out.classes, class), append(out.scores, score)
	}
	return out, run, nil
}

// ReadScores reads a run from model.terms: a model for each class.
func ReadScores(ctx context.Context, conn driver.Conn, run uint64) (map[string]*additive.Model, error) {
	rows, err := readTermRows(ctx, conn, run)
	if err != nil {
		return nil, fmt.Errorf("read run %d from model.terms: %w", run, err)
	}
	out := map[string]*additive.Model{}
	for class, of := range rows {
		if out[class], err = additive.FromRows(additive.Header{Family: additive.Binary}, of); err != nil {
			return nil, fmt.Errorf("run %d, class %s: %w", run, class, err)
		}
	}
	return out, nil
}

func readTermRows(ctx context.Context, conn driver.Conn, run uint64) (map[string][]additive.Row, error) {
	out := map[string][]additive.Row{}
	err := clickhouse.Each(ctx, conn, `SELECT toString(class), toString(term), toString(feature), toString(feature_b), bin, bin_b, toString(kind), toString(kind_b),
			bin_from, bin_to, bin_b_from, bin_b_to, contribution, standard_error, bag_contributions, n_clients, weight
		FROM model.terms
		WHERE run_id = ? ORDER BY class, kind != 'intercept', term, bin, bin_b`, []any{run}, func(row driver.Rows) error {
		var class string
		var r additive.Row
		var kind, kindB string
		var bin, binB uint16
		var persons uint64
		err := row.Scan(&class, &r.Term, &r.Feature, &r.FeatureB, &bin, &binB, &kind, &kindB, &r.From, &r.To, &r.FromB, &r.ToB, &r.Contribution, &r.StandardError,
			&r.Bags, &persons, &r.Weight)
		r.Bin, r.BinB, r.Kind, r.Persons = int(bin), -1, additive.Kind(kind), int(persons)
		if r.FeatureB != "" {
			r.BinB, r.KindB = int(binB), additive.Kind(kindB)
		}
		if r.Kind == additive.KindIntercept {
			r.Term, r.From, r.To = "", math.NaN(), math.NaN()
		}
		out[class] = append(out[class], r)
		return err
	})
	return out, err
}
