package risk

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/evaluate"
)

// metricRow is a row of model.metrics, its run apart.
type metricRow struct {
	split, group, value string
	metric              evaluate.Metric
	rows, events        uint64
}

// publishTerms writes metrics and terms of a run.
func publishTerms(ctx context.Context, in job.Input, id uint64, m *model, metrics []metricRow) (uint64, error) {
	partition := fmt.Sprint(id)
	written, err := store.Publish(ctx, in.Conn, "model.metrics", partition,
		[]string{"run_id", "split", "group_name", "group_value", "metric", "value", "value_low", "value_high", "n_rows", "n_events"},
		func(add func(values ...any) error) error {
			for _, row := range metrics {
				err := add(id, row.split, row.group, row.value, row.metric.Name, row.metric.Value, orNil(row.metric.Low), orNil(row.metric.High), row.rows, row.events)
				if err != nil {
					return err
				}
			}
			return nil
		})
	if err != nil {
		return written, err
	}
	n, err := store.Publish(ctx, in.Conn, "model.terms", partition,
		[]string{
			"run_id", "class", "term", "feature", "feature_b", "bin", "bin_b", "kind", "kind_b", "bin_from", "bin_to", "bin_b_from", "bin_b_to", "level", "level_b",
			"contribution", "standard_error", "bag_contributions", "n_clients", "weight",
		},
		func(add func(values ...any) error) error {
			for k, class := range m.classes {
				if err := addTerms(add, id, class, m.scores[k]); err != nil {
					return err
				}
			}
			return nil
		})
	return written + n, err
}

// addTerms writes the rows of one score.
func addTerms(add func(values ...any) error, id uint64, class string, score *additive.Model) error {
	for _, row := range score.Rows() {
		err := add(id, class, cmp.Or(row.Term, "intercept"), row.Feature, row.FeatureB, uint16(row.Bin), uint16(max(row.BinB, 0)), kindOf(string(row.Kind)), kindOf(string(row.KindB)),
			row.From, row.To, row.FromB, row.ToB, row.Level, row.LevelB, row.Contribution, row.StandardError, row.Bags, uint64(row.Persons), row.Weight)
		if err != nil {
			return err
		}
	}
	return nil
}

// kindOf is a bin's kind; what has none is like the intercept.
func kindOf(kind string) string {
	if kind == "" {
		return "intercept"
	}
	return kind
}

func orNil(value float64) *float64 {
	if math.IsNaN(value) {
		return nil
	}
	return &value
}

// curveBins is the number of bins of a calibration curve: tenths.
const curveBins = 10

// publishCurves writes the calibration curve of each outcome on the test rows and
// of the judged one on the newest month.
func publishCurves(ctx context.Context, in job.Input, id uint64, m *model, p parts, d definition) (uint64, error) {
	test, newest := m.probabilities(p.test), m.probabilities(p.newest)[d.classes[0]]
	return store.Publish(ctx, in.Conn, "model.calibration_curves", fmt.Sprint(id),
		[]string{"run_id", "split", "class", "bin", "lowest", "highest", "predicted", "observed", "n_rows"},
		func(add func(values ...any) error) error {
			for _, class := range m.classes {
				if err := addCurve(add, id, "test", class, test[class], p.test); err != nil {
					return err
				}
			}
			return addCurve(add, id, "newest", d.classes[0], newest, p.newest)
		})
}

func addCurve(add func(values ...any) error, id uint64, split, class string, probability []float64, e *examples) error {
	sorted, err := evaluate.Sort(evaluate.Sample{Probability: probability, Outcome: e.is(class)})
	if err != nil {
		return err
	}
	for i, bin := range sorted.Curve(curveBins) {
		if err := add(id, split, class, uint8(i+1), bin.Low, bin.High, bin.Predicted, bin.Observed, uint64(bin.Rows)); err != nil {
			return err
		}
	}
	return nil
}
