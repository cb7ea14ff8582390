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
