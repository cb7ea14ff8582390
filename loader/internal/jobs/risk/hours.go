package risk

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/evaluate"
)

const modelHours = "hours"

// fitHours fits the hours that those who still have home care are expected to have
// at each horizon: log(mean) = log(hours now) + the terms.
func fitHours(ctx context.Context, in job.Input, p parts, lastFollowed time.Time, result *job.Result) error {
	for h, months := range horizons() {
		target := fmt.Sprintf("hours_%dm", months)
		id := store.RunID(in, modelHours, target)
		train, test, all := p.train.stayed(h), p.test.stayed(h), p.right.stayed(h)
		judged, err := fitHoursOn(train, h)
		if err != nil {
			return fmt.Errorf("%s: fit on the earlier months: %w", target, err)
		}
		expected := judged.hours(test)
		final, err := fitHoursOn(all, h)
		if err != nil {
			return fmt.Errorf("%s: fit on all months: %w", target, err)
		}
		n, err := publishTerms(ctx, in, id, final, judgeHours(expected, bandsOf(judged.hours(train), train.after[h]), test, h))
		result.RowsOut += n
		if err != nil {
			return err
		}
		n, err = auditHours(ctx, in, id, judged, test, h)
		result.RowsOut += n
		if err != nil {
			return err
		}
		n, err = publishBands(ctx, in, id, bandsOf(expected, test.after[h]))
		result.RowsOut += n
		if err != nil {
			return err
		}
		err = store.PublishRun(ctx, in, store.Run{
			ID: id, Model: modelHours, Method: "additive", Target: target, HorizonMonths: months, AsOf: in.AsOf,
			TrainedFrom: monthOf(slices.Min(all.month)), TrainedTo: lastFollowed, Rows: uint64(all.rows()), Clients: all.clients(),
			Status: "converged", IsPublished: true, Parameters: map[string]any{"train_rows": train.rows(), "test_rows": test.rows(), "seed": seed},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stayed are the rows of those who still have home care at a horizon.
func (e *examples) stayed(horizon int) *examples {
	return e.subset(func(row int) bool { return e.after[horizon][row] > 0 && e.hoursNow[row] > 0 })
}

func fitHoursOn(e *examples, horizon int) (*model, error) {
	offset := make([]float64, e.rows())
	for i, now := range e.hoursNow {
		offset[i] = math.Log(now)
	}
	fitted, err := additive.Fit(
		additive.Table{Columns: e.terms, Data: additive.Block{X: e.columns, Y: e.after[horizon], Offset: offset, Person: e.fold}},
		additive.Options{Family: additive.Tweedie, MaxPairs: -1, Seed: seed},
	)
	return &model{classes: []string{"value"}, scores: []*additive.Model{fitted}}, err
}

// hours expected, by row.
func (m *model) hours(e *examples) []float64 {
	out := scoresOf(m.scores[0], e)
	for i := range out {
		out[i] = e.hoursNow[i] * math.Exp(out[i])
	}
	return out
}

// judgeHours measures expected hours on the test rows beside persistence: the hours
// stay what they are. The typical hours are the median by the training rows' bands:
// most stay where they are, and the mean is pulled up by the few who need much more.
func judgeHours(expected []float64, learned []residualBand, e *examples, horizon int) []metricRow {
	var out []metricRow
	came, n := e.after[horizon], float64(e.rows())
	add := func(split, name string, value float64) {
		out = append(out, metricRow{split, "all", "", evaluate.Metric{Name: name, Value: value, Low: math.NaN(), High: math.NaN()}, uint64(e.rows()), 0})
	}
	mean := func(of func(i int) float64) float64 {
		var sum float64
		for i := range came {
			sum += of(i)
		}
		return sum / n
	}
	change := mean(func(i int) float64 { return came[i] - e.hoursNow[i] })
	squared := mean(func(i int) float64 { return square(came[i] - expected[i]) })
	add("test", "mae_h", mean(func(i int) float64 { return math.Abs(came[i] - expected[i]) }))
	add("test", "mae_typical_h", mean(func(i int) float64 {
		return math.Abs(came[i] - expected[i]*learned[bandOf(expected[i])].p50)
	}))
	add("test", "bias_h", mean(func(i int) float64 { return expected[i] - came[i] }))
	add("test", "rmse_h", math.Sqrt(squared))
	add("test", "r2_of_change", 1-squared/mean(func(i int) float64 { return square(came[i] - e.hoursNow[i] - change) }))
	add("persistence", "mae_h", mean(func(i int) float64 { return math.Abs(came[i] - e.hoursNow[i]) }))
	add("persistence", "rmse_h", math.Sqrt(mean(func(i int) float64 { return square(came[i] - e.hoursNow[i]) })))
	return out
}

func square(x float64) float64 { return x * x }

// bandEdges part the expected hours, as fees and registers do; hours per month.
func bandEdges() []float64 { return []float64{0, 10, 25, 50, 80} }

func bandOf(expected float64) (band int) {
	for i, from := range bandEdges() {
		if expected >= from {
			band = i
		}
	}
	return band
}

// minBandRows is the least number of rows for a band of its own: chosen so that a
// 10th percentile rests on ten or more. Thinner bands take those of all rows.
const minBandRows = 100

// residualBand is how what came lies around what was expected: quantiles of their
// ratio.
type residualBand struct {
	from, p10, p50, p90 float64
	rows                int
}

func bandsOf(expected, came []float64) []residualBand {
	edges := bandEdges()
	ratios := make([][]float64, len(edges))
	var all []float64
	for i := range expected {
		band := bandOf(expected[i])
		ratios[band] = append(ratios[band], came[i]/expected[i])
		all = append(all, came[i]/expected[i])
	}
	out := make([]residualBand, len(edges))
	for band, from := range edges {
		sorted := ratios[band]
		if len(sorted) < minBandRows {
			sorted = slices.Clone(all)
		}
		slices.Sort(sorted)
		out[band] = residualBand{from, evaluate.Quantile(sorted, 0.1), evaluate.Quantile(sorted, 0.5), evaluate.Quantile(sorted, 0.9), len(sorted)}
	}
	return out
}

// publishBands writes the bands, which are the intervals of clients' own hours.
func publishBands(ctx context.Context, in job.Input, id uint64, bands []residualBand) (uint64, error) {
	return store.Publish(ctx, in.Conn, "model.residual_bands", fmt.Sprint(id), []string{"run_id", "expected_from_h", "ratio_p10", "ratio_p50", "ratio_p90", "n_rows"},
		func(add func(values ...any) error) error {
			for _, band := range bands {
				if err := add(id, band.from, band.p10, band.p50, band.p90, uint64(band.rows)); err != nil {
					return err
				}
			}
			return nil
		})
}
