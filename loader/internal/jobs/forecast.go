package jobs

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/models/series"
)

const (
	forecastModel  = "forecast"
	forecastMonths = 24
	forecastDraws  = 200
	// backtestDraws and backtestOrigins bound the time of the rolling origins.
	backtestDraws   = 60
	backtestOrigins = 12
	forecastSeed    = 1
	asToday         = "as_today"
	// manyPersonMonths is from where on the rolling origins use fewer draws.
	manyPersonMonths = 2_000_000
)

// forecast simulates the individual courses 24 months ahead, judges the method
// beside the seasonal naive one on rolling origins, and publishes both.
func forecast(ctx context.Context, in job.Input) (job.Result, error) {
	id := store.RunID(in, forecastModel, "")
	if done, err := store.IsRunDone(ctx, in, id); err != nil || done && !in.ScheduledByHand {
		return job.Result{Note: "nothing new"}, err
	}
	landmark := store.LandmarkOf(in.AsOf)
	h, err := readHistory(ctx, in.Conn, landmark)
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsIn: uint64(len(h.Month))}
	population, err := h.population(ctx, in.Conn, forecastMonths)
	if err != nil {
		return result, err
	}
	options := courses.Options{Population: population}
	if h.months < courses.MinMonths {
		return result, fmt.Errorf("%w: a forecast needs %d delivered months, there are %d", job.ErrNotYet, courses.MinMonths, h.months)
	}
	judged, err := backtest(h, options)
	if err != nil {
		return result, fmt.Errorf("judge the forecast: %w", err)
	}
	origin := h.months - 1
	model, err := courses.Fit(&h.Histories, origin, len(h.areas), options)
	if err != nil {
		return result, fmt.Errorf("learn from courses: %w", err)
	}
	made, err := model.Forecast(courses.ForecastOptions{
		Horizon: forecastMonths, Draws: forecastDraws, Seed: forecastSeed, Practice: courses.EstimatePractice(judged, forecastMonths),
	})
	if err != nil {
		return result, fmt.Errorf("simulate courses: %w", err)
	}
	naive, err := naiveCells(h)
	if err != nil {
		return result, fmt.Errorf("seasonal naive: %w", err)
	}
	if result.RowsOut, err = publishForecast(ctx, in, id, h, made.Cells(), naive); err != nil {
		return result, err
	}
	n, err := publishAccuracy(ctx, in, id, h, judged)
	result.RowsOut += n
	if err != nil {
		return result, err
	}
	return result, store.PublishRun(ctx, in, store.Run{
		ID: id, Model: forecastModel, Method: courses.MethodCourses, HorizonMonths: forecastMonths, AsOf: in.AsOf, TrainedFrom: h.first, TrainedTo: landmark,
		Rows: uint64(len(h.Month)), Clients: uint64(len(h.Person)), Status: "converged", IsPublished: true,
		Parameters: map[string]any{
			"draws": forecastDraws, "backtest_draws": backtestDraws, "seed": forecastSeed, "has_population": population != nil, "areas": h.areas,
		},
	})
}

// backtest makes forecasts from earlier origins, three months apart, each knowing
// only the months up to it (as they are recorded now): two years, or one where
// there are not so many. It is empty for a history too short to judge on.
func backtest(h *history, options courses.Options) ([]courses.Outcome, error) {
	least := min(24, max(courses.MinMonths, h.months/2))
	var origins []int
	for origin := h.months - 1 - 3; origin >= least && len(origins) < backtestOrigins; origin -= 3 {
		origins = append(origins, origin)
	}
	if len(origins) == 0 {
		return nil, nil
	}
	draws := backtestDraws
	if len(h.Month) > manyPersonMonths {
		draws = 20
	}
	return courses.Backtest(&h.Histories, len(h.areas), origins, options,
		courses.ForecastOptions{Horizon: forecastMonths, Draws: draws, Seed: forecastSeed})
}

// naiveCells are the seasonal naive forecasts of each area and the total.
func naiveCells(h *history) ([]courses.Cell, error) {
	observed := courses.Observed(&h.Histories, len(h.areas), 0, h.months-1)
	var out []courses.Cell
	for area := courses.Total; area < len(h.areas); area++ {
		for _, resource := range courses.Resources() {
			fitted, err := series.SeasonalNaive{NonNegative: true}.Fit(observed.Series(area, resource))
			if err != nil {
				return nil, err
			}
			f := fitted.Forecast(forecastMonths, []float64{0.1, 0.5, 0.9})
			for i, mean := range f.Mean {
				out = append(out, courses.Cell{
					Area: area, Month: h.months + i, Resource: resource, Driver: courses.All, Mean: mean,
					P10: f.Quantiles[0][i], P50: f.Quantiles[1][i], P90: f.Quantiles[2][i],
				})
			}
		}
	}
	return out, nil
}

func publishForecast(ctx context.Context, in job.Input, id uint64, h *history, made, naive []courses.Cell) (uint64, error) {
	columns := []string{
		"as_of_date", "scope_kind", "scope_id", "resource", "month", "horizon_months", "scenario", "driver", "method", "mean", "p10", "p50", "p90", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.forecasts", "'"+in.AsOf.Format(time.DateOnly)+"'", columns, func(add func(values ...any) error) error {
		for method, cells := range map[string][]courses.Cell{courses.MethodCourses: made, courses.MethodSeasonalNaive: naive} {
			for _, c := range cells {
				err := add(in.AsOf, "area", h.scopeID(c.Area), c.Resource.String(), h.month(c.Month), uint16(c.Month-h.months+1), asToday, c.Driver.String(),
					method, c.Mean, c.P10, c.P50, c.P90, id)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func publishAccuracy(ctx context.Context, in job.Input, id uint64, h *history, judged []courses.Outcome) (uint64, error) {
	columns := []string{
		"origin", "horizon_months", "scope_kind", "scope_id", "resource", "method", "forecast", "p10", "p90", "actual", "scaled_error", "crps", "is_covered", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.forecast_accuracy", fmt.Sprint(id), columns, func(add func(values ...any) error) error {
		for _, o := range judged {
			if !(o.Scale > 0) {
				continue
			}
			err := add(h.month(o.Origin), uint16(o.Horizon), "area", h.scopeID(o.Area), o.Resource.String(), o.Method, o.Mean, o.P10, o.P90, o.Actual,
				math.Abs(o.Actual-o.Mean)/o.Scale, o.CRPS, o.Actual >= o.P10 && o.Actual <= o.P90, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
