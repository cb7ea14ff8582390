package forecast

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/blend"
)

func (s *study) publishForecasts(ctx context.Context, in job.Input, id uint64, rows []row) (uint64, error) {
	columns := []string{
		"as_of_date", "scope_kind", "scope_id", "resource", "month", "horizon_months", "scenario", "driver", "method", "mean", "p10", "p50", "p90", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.forecasts", "'"+day(in.AsOf)+"'", columns, func(add func(values ...any) error) error {
		for _, r := range rows {
			r = r.ordered()
			err := add(in.AsOf, r.kind, r.id, r.resource, s.month(s.origin()+r.horizon), uint16(r.horizon), r.scenario, r.driver, r.method, r.mean, r.p10, r.p50, r.p90, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// judgedHorizons are the months ahead whose accuracy is kept.
func judgedHorizons() []int { return []int{1, 3, 6, 12, 24, 36} }

func (s *study) publishAccuracy(ctx context.Context, in job.Input, id uint64, outcomes []blend.Outcome) (uint64, error) {
	columns := []string{
		"origin", "horizon_months", "scope_kind", "scope_id", "resource", "method", "forecast", "p10", "p90", "actual", "scaled_error", "crps", "is_covered", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.forecast_accuracy", fmt.Sprint(id), columns, func(add func(values ...any) error) error {
		for _, o := range outcomes {
			if !(o.Scale > 0) || math.IsNaN(o.Actual) || !slices.Contains(judgedHorizons(), o.Horizon) {
				continue
			}
			err := add(s.month(o.Origin), uint16(o.Horizon), scopeArea, o.Series, o.Resource, o.Method, o.Mean, o.P10, o.P90, o.Actual,
				math.Abs(o.Actual-o.Mean)/o.Scale, o.CRPS(), o.Actual >= o.P10 && o.Actual <= o.P90, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func publishWeights(ctx context.Context, in job.Input, id uint64, l *learned) (uint64, error) {
	columns := []string{"run_id", "level", "resource", "horizon_months", "method", "weight", "effective_origins"}
	return store.Publish(ctx, in.Conn, "model.forecast_weights", fmt.Sprint(id), columns, func(add func(values ...any) error) error {
		if l.weights == nil {
			return nil
		}
		for _, w := range l.weights.Rows() {
			if err := add(id, w.Level, w.Resource, uint16(w.Horizon), w.Method, w.Weight, w.EffectiveNumber); err != nil {
				return err
			}
		}
		return nil
	})
}

func publishVerdicts(ctx context.Context, in job.Input, id uint64, l *learned) (uint64, error) {
	columns := []string{
		"run_id", "level", "resource", "horizon_from_months", "horizon_to_months", "method", "best_method", "loss", "best_loss", "difference_low", "difference_high",
		"n_origins", "sentence_sv", "sentence_en",
	}
	return store.Publish(ctx, in.Conn, "model.forecast_verdicts", fmt.Sprint(id), columns, func(add func(values ...any) error) error {
		for _, v := range l.verdicts {
			swedish, english := verdictText(v)
			// The comparison is of the member with the blend; the table's of the blend with the member.
			err := add(id, v.Level, v.Resource, uint16(v.From), uint16(v.To), v.Show, v.Best.A, v.Best.LossB, v.Best.LossA, orNil(-v.Best.High), orNil(-v.Best.Low),
				uint16(v.Best.Origins), swedish, english)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func publishEvents(ctx context.Context, in job.Input, id uint64, found []event) (uint64, error) {
	columns := []string{"as_of_date", "target", "horizon_months", "n_clients", "sum_of_risks", "expected_persons", "standard_error", "run_id"}
	return store.Publish(ctx, in.Conn, "model.forecast_events", "'"+day(in.AsOf)+"'", columns, func(add func(values ...any) error) error {
		for _, e := range found {
			if err := add(in.AsOf, e.target, uint16(riskMonths), uint64(e.clients), e.risks, e.expected, e.stderr, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// orNil is NULL for what is not known.
func orNil(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return x
}
