package jobs

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/framsyn/framsyn/loader/internal/job"
)

// missingSuffix ends the name of a term that says that a feature is missing.
const missingSuffix = "_missing"

// intercept is the term that holds the intercept.
const intercept = "intercept"

// publishFit writes metrics, terms and covariances of a run.
func publishFit(ctx context.Context, in job.Input, run modelRun, fitted *riskFit, metrics []metricRow) (uint64, error) {
	partition := fmt.Sprint(run.id)
	written, err := publish(ctx, in.Conn, "model.metrics", partition,
		[]string{"run_id", "split", "group_name", "group_value", "metric", "value", "value_low", "value_high", "n_rows", "n_events"},
		func(add func(values ...any) error) error {
			for _, row := range metrics {
				err := add(run.id, row.split, row.group, row.value, row.metric.Name, row.metric.Value, orNil(row.metric.Low), orNil(row.metric.High), row.rows, row.events)
				if err != nil {
					return err
				}
			}
			return nil
		})
	if err != nil {
		return written, err
	}
	n, err := publish(ctx, in.Conn, "model.terms", partition,
		[]string{"run_id", "term", "bin", "bin_from", "coefficient", "standard_error", "center", "scale", "missing_value", "missing_coefficient"},
		func(add func(values ...any) error) error {
			for _, term := range fitted.terms() {
				err := add(run.id, term.name, uint16(0), nil, term.coefficient, orNil(term.standardError), term.center, term.scale, term.missingValue, term.missingCoefficient)
				if err != nil {
					return err
				}
			}
			return nil
		})
	written += n
	if err != nil {
		return written, err
	}
	n, err = publish(ctx, in.Conn, "model.term_covariances", partition, []string{"run_id", "term", "other_term", "covariance"},
		func(add func(values ...any) error) error {
			names := append([]string{intercept}, fitted.names...)
			for i := range names {
				for j := i; j < len(names); j++ {
					if err := add(run.id, names[i], names[j], fitted.model.Covariance.At(i, j)); err != nil {
						return err
					}
				}
			}
			return nil
		})
	return written + n, err
}

// term is a row of model.terms, its run apart.
type term struct {
	name                             string
	coefficient, standardError       float64
	center, scale                    float64
	missingValue, missingCoefficient float64
}

// terms are the model's rows: the intercept, then each feature with what is added
// where it is missing.
func (f *riskFit) terms() []term {
	errors := f.model.StandardErrors()
	out := []term{{name: intercept, coefficient: f.model.Intercept, standardError: errors[0], scale: 1}}
	place := map[string]int{}
	for j, name := range f.names {
		if feature, ok := strings.CutSuffix(name, missingSuffix); ok {
			out[place[feature]].missingCoefficient = f.model.Coefficients[j]
			continue
		}
		place[name] = len(out)
		out = append(out, term{
			name: name, coefficient: f.model.Coefficients[j], standardError: errors[j+1], center: f.model.Mean[j], scale: f.model.SD[j],
			missingValue: f.imputer.Mean[j],
		})
	}
	return out
}

func orNil(value float64) *float64 {
	if math.IsNaN(value) {
		return nil
	}
	return &value
}
