package trends

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/trend"
)

const modelTrend = "trend"

// Run measures the trends of all scopes and clients.
func Run(ctx context.Context, in job.Input) (job.Result, error) {
	id := store.RunID(in, modelTrend, "")
	landmark := store.LandmarkOf(in.AsOf)
	all, err := readSeries(ctx, in.Conn, landmark)
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsIn: uint64(len(all))}
	if len(all) == 0 {
		return result, fmt.Errorf("%w: no area has a month yet", job.ErrNotYet)
	}
	municipality, areas, err := readAreas(ctx, in.Conn)
	if err != nil {
		return result, err
	}
	refer(all, municipality, areas)
	found, err := breaks(ctx, in)
	if err != nil {
		return result, err
	}
	markBreaks(all, found)
	fitted := make([]trend.Trend, len(all))
	for i, s := range all {
		if fitted[i], err = trend.Fit(s.Series, trend.Options{}); err != nil {
			return result, fmt.Errorf("%s %s, %s: %w", s.kind, s.id, s.resource, err)
		}
	}
	for _, publish := range []func() (uint64, error){
		func() (uint64, error) { return publishMonths(ctx, in, id, all, fitted) },
		func() (uint64, error) { return publishSummaries(ctx, in, id, all, fitted) },
		func() (uint64, error) { return publishClients(ctx, in, id, landmark) },
	} {
		n, err := publish()
		result.RowsOut += n
		if err != nil {
			return result, err
		}
	}
	return result, store.PublishRun(ctx, in, store.Run{
		ID: id, Model: modelTrend, Method: "trend", AsOf: in.AsOf, TrainedFrom: all[0].First, TrainedTo: landmark, Rows: uint64(len(all)), Status: "converged",
		IsPublished: true, Parameters: map[string]any{"breaks": found},
	})
}

func publishMonths(ctx context.Context, in job.Input, id uint64, all []scopedSeries, fitted []trend.Trend) (uint64, error) {
	columns := []string{
		"as_of_date", "scope_kind", "scope_id", "resource", "month", "value", "n_clients", "level", "level_low", "level_high", "slope", "slope_low", "slope_high",
		"is_change_point", "change_kind", "is_odd", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.trends", partitionOf(in), columns, func(add func(values ...any) error) error {
		for i, s := range all {
			for t, m := range fitted[i].Months {
				change := ""
				if m.Change != trend.NoChange {
					change = m.Change.String()
				}
				err := add(in.AsOf, s.kind, s.id, s.resource, fitted[i].Date(t), orNil(m.Value), s.counts[t], orNil(m.Level.Value), orNil(m.Level.Low), orNil(m.Level.High),
					orNil(m.Slope.Value), orNil(m.Slope.Low), orNil(m.Slope.High), m.Change != trend.NoChange, change, m.Odd, id)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func publishSummaries(ctx context.Context, in job.Input, id uint64, all []scopedSeries, fitted []trend.Trend) (uint64, error) {
	chances := make([]float64, len(fitted))
	for i, f := range fitted {
		chances[i] = f.Summary.P
	}
	adjusted, err := trend.BenjaminiHochberg(chances)
	if err != nil {
		return 0, fmt.Errorf("false discovery rate: %w", err)
	}
	columns := []string{
		"as_of_date", "scope_kind", "scope_id", "resource", "verdict", "since_month", "level", "slope", "slope_low", "slope_high", "q_value", "sentence_sv", "sentence_en", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.trend_summaries", partitionOf(in), columns, func(add func(values ...any) error) error {
		for i, s := range all {
			now := fitted[i].Summary
			var since any
			if now.Verdict != trend.TooShort && now.Verdict != trend.TooFewPersons {
				since = fitted[i].Date(now.Since)
			}
			err := add(in.AsOf, s.kind, s.id, s.resource, now.Verdict.String(), since, orNil(now.Level.Value), orNil(now.Slope.Value), orNil(now.Slope.Low), orNil(now.Slope.High),
				orNil(adjusted[i]), fitted[i].Swedish(), fitted[i].English(), id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func partitionOf(in job.Input) string { return "'" + in.AsOf.Format(time.DateOnly) + "'" }

// orNil is NULL for what is not known.
func orNil(x float64) any {
	if math.IsNaN(x) {
		return nil
	}
	return x
}
