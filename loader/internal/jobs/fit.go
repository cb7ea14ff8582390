package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/split"
)

const (
	targetDoubled = "need_doubled"
	riskModel     = "risk"
	// heldOutShare of the persons are never learned from before the test: chosen
	// so that 2,000 clients leave about 100 events to judge on.
	heldOutShare = 0.3
	// minEvents is the least number of events to fit on: about 2 a term.
	minEvents = 60
	splitSeed = 1
	folds     = 5
	// manyRows is from where on every third landmark is enough: rows of a client
	// in months next to each other say nearly the same.
	manyRows = 1_000_000
)

// ErrTooLittle is returned while there is not enough history to learn from.
var ErrTooLittle = fmt.Errorf("%w: not enough history for the risk model: it needs about three years of delivered months, and %d cases of a doubled need among the earlier ones", job.ErrNotYet, minEvents)

// fit judges the risk model on later months and other persons than it learned
// from, then fits it on all that is known by the as-of date, and publishes both.
func fit(ctx context.Context, in job.Input) (job.Result, error) {
	id := runID(in, riskModel, targetDoubled)
	if done, err := isRunDone(ctx, in, id); err != nil || done && !in.ScheduledByHand {
		return job.Result{Note: "nothing new"}, err
	}
	landmark := LandmarkOf(in.AsOf)
	lastFollowed := addMonths(landmark, -outcomeMonths)
	all, err := readFollowed(ctx, in, lastFollowed)
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsIn: uint64(all.rows())}
	from := testFrom(all, lastFollowed)
	train, test := splitExamples(all, from)
	if train.events() < minEvents || test.events() == 0 {
		return result, ErrTooLittle
	}
	judged, err := fitRisk(train)
	if err != nil {
		return result, fmt.Errorf("fit on the earlier months: %w", err)
	}
	newest := all.subset(func(row int) bool { return all.month[row].Equal(lastFollowed) })
	metrics, err := judge(judged, train, test, newest)
	if err != nil {
		return result, err
	}
	right := all.subset(all.isRecordedRight)
	final, err := fitRisk(right)
	if err != nil {
		return result, fmt.Errorf("fit on all months: %w", err)
	}
	run := modelRun{
		id: id, model: riskModel, method: "logistic", target: targetDoubled, horizonMonths: outcomeMonths, asOf: in.AsOf,
		trainedFrom: slices.MinFunc(right.month, time.Time.Compare), trainedTo: lastFollowed, rows: uint64(right.rows()), clients: right.clients(), events: right.events(),
		status: "converged", isPublished: true,
		parameters: map[string]any{
			"lambda": final.model.Lambda, "lambda_judged": judged.model.Lambda, "test_from": from.Format(time.DateOnly),
			"held_out_share": heldOutShare, "train_rows": train.rows(), "test_rows": test.rows(), "iterations": final.model.Status.Iterations,
		},
	}
	if result.RowsOut, err = publishFit(ctx, in, run, final, metrics); err != nil {
		return result, err
	}
	return result, publishRun(ctx, in, run)
}

// readFollowed reads all landmarks whose 12 months had passed; every third where
// there are very many.
func readFollowed(ctx context.Context, in job.Input, lastFollowed time.Time) (*examples, error) {
	var rows uint64
	first := time.Unix(0, 0).UTC()
	err := in.Conn.QueryRow(ctx, `SELECT count() FROM mart.risk_features WHERE month <= ?`, lastFollowed.Format(time.DateOnly)).Scan(&rows)
	if err != nil {
		return nil, fmt.Errorf("count risk features: %w", err)
	}
	stride := 1
	if rows > manyRows {
		stride = 3
	}
	all, err := readExamples(ctx, in.Conn, first, lastFollowed, true, stride)
	if err == nil && all.rows() == 0 {
		err = ErrTooLittle
	}
	return all, err
}

// testFrom is the first month of the test period: a quarter of the followed months,
// 3 to 12 of them, the newest.
func testFrom(all *examples, lastFollowed time.Time) time.Time {
	first := slices.MinFunc(all.month, time.Time.Compare)
	months := min(max((monthsBetween(first, lastFollowed)+1)/4, 3), 12)
	return addMonths(lastFollowed, 1-months)
}

// splitExamples gives the landmarks of the test period of held-out persons to the
// test, and earlier ones of the others, whose outcomes ended before the first of
// these, to training.
func splitExamples(all *examples, from time.Time) (train, test *examples) {
	parts := split.Temporal{
		TestFrom: monthsBetween(time.Unix(0, 0).UTC(), from), Horizon: outcomeMonths, Share: heldOutShare, Seed: splitSeed,
	}.Assign(all.fold, all.monthIndex)
	train = all.subset(func(row int) bool { return parts[row] == split.Train && all.isRecordedRight(row) })
	return train, all.subset(func(row int) bool { return parts[row] == split.Test })
}

// riskFit is a fitted risk model with what stands in for missing values.
type riskFit struct {
	imputer *logistic.Imputer
	model   *logistic.Model
	names   []string // terms in the order of the model's coefficients
}

func fitRisk(e *examples) (*riskFit, error) {
	return fitOn(logistic.Columns[float32](e.columns), featureNames(), e)
}

// fitOn chooses the penalty by cross-validation over persons and fits.
func fitOn(columns logistic.Columns[float32], names []string, e *examples) (*riskFit, error) {
	imputer := logistic.FitImputer(columns)
	design := imputer.Wrap(columns)
	cv, err := logistic.CrossValidate(design, e.response(), split.Folds(e.fold, folds, splitSeed), folds, logistic.CVOptions{})
	if err != nil {
		return nil, err
	}
	model, err := logistic.Fit(design, e.response(), logistic.Options{Lambda: cv.Lambda})
	if err != nil {
		return nil, err
	}
	if !model.Status.Converged {
		return nil, fmt.Errorf("the fit did not converge after %d steps (gradient %.2g); nothing is published", model.Status.Iterations, model.Status.GradientNorm)
	}
	return &riskFit{imputer: imputer, model: model, names: imputer.Names(names)}, nil
}

// probabilities of the outcome, by row.
func (f *riskFit) probabilities(columns logistic.Columns[float32]) []float64 {
	return logistic.Probabilities(f.model.Predict(f.imputer.Wrap(columns), 0))
}
