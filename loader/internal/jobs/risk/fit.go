package risk

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/split"
)

const (
	// heldOutShare of the persons are never learned from before the test: chosen
	// so that 2,000 clients leave about 100 events to judge on.
	heldOutShare = 0.3
	seed         = 1
	// manyRows is from where on every third landmark is enough: rows of a client
	// in months next to each other say nearly the same.
	manyRows = 600_000
)

// Fit judges each risk model on later months and other persons than it learned
// from, then fits it on all that is known by the as-of date, and publishes both;
// then it does the same for the expected hours.
func Fit(ctx context.Context, in job.Input) (job.Result, error) {
	var result job.Result
	news := false
	for _, d := range definitions() {
		id := store.RunID(in, modelRisk, d.target)
		if done, err := store.IsRunDone(ctx, in, id); err != nil {
			return result, err
		} else if done && !in.ScheduledByHand {
			continue
		}
		news = true
		err := fitDefinition(ctx, in, id, d, &result)
		if errors.Is(err, ErrTooLittle) && d.target != definitions()[0].target {
			in.Log.Info("not fitted yet", "target", d.target, "why", err.Error())
			continue
		}
		if err != nil {
			return result, fmt.Errorf("%s: %w", d.target, err)
		}
	}
	if !news {
		result.Note = "nothing new"
	}
	return result, nil
}

func fitDefinition(ctx context.Context, in job.Input, id uint64, d definition, result *job.Result) error {
	lastFollowed := store.AddMonths(store.LandmarkOf(in.AsOf), -outcomeMonths)
	all, err := readFollowed(ctx, in, d, lastFollowed)
	if err != nil {
		return err
	}
	result.RowsIn += uint64(all.rows())
	s, err := splitExamples(all, d, lastFollowed)
	if err != nil {
		return err
	}
	judged, err := fitOn(s.train, d)
	if err != nil {
		return fmt.Errorf("fit on the earlier months: %w", err)
	}
	metrics, err := judge(judged, s, d)
	if err != nil {
		return err
	}
	n, err := auditRisk(ctx, in, id, judged, s.test, d)
	result.RowsOut += n
	if err != nil {
		return err
	}
	n, err = publishCurves(ctx, in, id, judged, s, d)
	result.RowsOut += n
	if err != nil {
		return err
	}
	final, against, err := defend(ctx, in, d, s, judged)
	if err != nil {
		return err
	}
	if final == nil {
		if final, err = fitOn(s.right, d); err != nil {
			return fmt.Errorf("fit on all months: %w", err)
		}
	}
	n, err = publishTerms(ctx, in, id, final, metrics)
	result.RowsOut += n
	if err != nil {
		return err
	}
	err = store.PublishRun(ctx, in, store.Run{
		ID: id, Model: modelRisk, Method: "additive", Target: d.target, HorizonMonths: outcomeMonths, AsOf: in.AsOf,
		TrainedFrom: monthOf(slices.Min(s.right.month)), TrainedTo: lastFollowed, Rows: uint64(s.right.rows()), Clients: s.right.clients(),
		Events: uint64(s.right.events(d.classes[0])), Status: "converged", IsPublished: true,
		Parameters: map[string]any{
			"test_from": monthOf(s.from).Format(time.DateOnly), "held_out_share": heldOutShare, "train_rows": s.train.rows(), "test_rows": s.test.rows(),
			"classes": final.classes, "calibration": final.calibrations, "contest": against, "seed": seed,
		},
	})
	if err != nil || d.object != "mart.need_outcomes" {
		return err
	}
	return fitHours(ctx, in, s, lastFollowed, result)
}

// readFollowed reads the landmarks whose 12 months had passed; every third where
// there are very many. The first year is left out, or a third where there is less
// than three years: there the past of a client is not yet known, and what can be
// learned of it is not so later.
func readFollowed(ctx context.Context, in job.Input, d definition, lastFollowed time.Time) (*examples, error) {
	var rows uint64
	var first time.Time
	err := in.Conn.QueryRow(ctx, `SELECT count(), min(month) FROM mart.risk_features AS features WHERE month <= ? AND `+d.population, lastFollowed.Format(time.DateOnly)).Scan(&rows, &first)
	if err != nil {
		return nil, fmt.Errorf("count risk features: %w", err)
	}
	if rows == 0 {
		return nil, ErrTooLittle
	}
	stride := 1
	if rows > manyRows {
		stride = 3
	}
	from := store.AddMonths(first, min(12, store.MonthsBetween(first, lastFollowed)/3))
	return readExamples(ctx, in.Conn, d, from, lastFollowed, stride)
}

// parts are the examples by what they are for.
type parts struct {
	from         int       // first month of the test
	train, test  *examples // earlier months of some persons, later ones of the others
	newest       *examples // everybody at the newest month that was followed
	right        *examples // all that is recorded right
	lastFollowed int
}

// splitExamples gives the landmarks of the test period of held-out persons to the
// test, and earlier ones of the others, whose outcomes ended before the first of
// these, to training.
func splitExamples(all *examples, d definition, lastFollowed time.Time) (parts, error) {
	last := monthNumber(lastFollowed)
	// A quarter of the followed months, 3 to 12 of them, the newest.
	from := last + 1 - min(max((last-slices.Min(all.month)+1)/4, 3), 12)
	p := parts{from: from, lastFollowed: last}
	assigned := split.Temporal{TestFrom: from, Horizon: outcomeMonths, Share: heldOutShare, Seed: seed}.Assign(all.fold, all.month)
	p.train = all.subset(func(row int) bool { return assigned[row] == split.Train && all.isRight[row] })
	p.test = all.subset(func(row int) bool { return assigned[row] == split.Test })
	p.newest = all.subset(func(row int) bool { return all.month[row] == last })
	p.right = all.subset(func(row int) bool { return all.isRight[row] })
	if p.train.events(d.classes[0]) < minEvents || p.test.events(d.classes[0]) == 0 {
		return p, ErrTooLittle
	}
	return p, nil
}

// monthOf is the first day of a month, as examples count it.
func monthOf(number int) time.Time { return store.AddMonths(time.Unix(0, 0).UTC(), number) }

// model is an additive model of outcomes that compete: for each a score, its
// log-odds against none, learned from the rows with that outcome or none (Begg and
// Gray 1984). The probability of an outcome is exp(score) / (1 + Σ exp(score)).
type model struct {
	classes      []string // without none
	scores       []*additive.Model
	calibrations map[string]calibration
}

// fitOn fits and calibrates one additive model for each outcome. Rare outcomes are
// left out.
func fitOn(e *examples, d definition) (*model, error) {
	out := &model{calibrations: map[string]calibration{}}
	for _, class := range d.classes {
		if e.events(class) < minClassEvents {
			continue
		}
		part := e.subset(func(row int) bool { return e.outcome[row] == noOutcome || e.outcome[row] == class })
		line, err := calibrate(part, class)
		if err != nil {
			return nil, fmt.Errorf("outcome %s: calibrate: %w", class, err)
		}
		score, err := fitScore(part, class)
		if err != nil {
			return nil, fmt.Errorf("outcome %s: %w", class, err)
		}
		out.calibrations[class] = line
		score = score.Recalibrated(line.Intercept, line.Slope)
		out.classes, out.scores = append(out.classes, class), append(out.scores, score)
	}
	return out, nil
}

// probabilities of each outcome, by class, then row.
func (m *model) probabilities(e *examples) map[string][]float64 {
	out, total := map[string][]float64{}, make([]float64, e.rows())
	for k, class := range m.classes {
		odds := scoresOf(m.scores[k], e)
		for i := range odds {
			odds[i] = math.Exp(odds[i])
			total[i] += odds[i]
		}
		out[class] = odds
	}
	for _, odds := range out {
		for i := range odds {
			odds[i] /= 1 + total[i]
		}
	}
	return out
}
