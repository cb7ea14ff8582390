package forecast

import (
	"context"
	"errors"
	"fmt"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/courses"
)

const modelForecast = "forecast"

// Run forecasts 36 months ahead, as today and by each scenario, and judges all
// methods on earlier months.
func Run(ctx context.Context, in job.Input) (job.Result, error) {
	id := store.RunID(in, modelForecast, "")
	if done, err := store.IsRunDone(ctx, in, id); err != nil || done && !in.ScheduledByHand {
		return job.Result{Note: "nothing new"}, err
	}
	s, err := newStudy(ctx, in)
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsIn: uint64(len(s.Month))}
	if err := s.judge(in); err != nil {
		return result, err
	}
	l, err := s.learn()
	if err != nil {
		return result, err
	}
	timed(in, "blend")
	f, err := s.forecast(ctx, in, l)
	if err != nil {
		return result, err
	}
	timed(in, "forecasts")
	for _, publish := range []func() (uint64, error){
		func() (uint64, error) { return s.publishForecasts(ctx, in, id, f.rows) },
		func() (uint64, error) { return s.publishAccuracy(ctx, in, id, l.accuracy) },
		func() (uint64, error) { return publishWeights(ctx, in, id, l) },
		func() (uint64, error) { return publishVerdicts(ctx, in, id, l) },
		func() (uint64, error) { return publishEvents(ctx, in, id, f.events) },
	} {
		n, err := publish()
		result.RowsOut += n
		if err != nil {
			return result, err
		}
	}
	err = store.PublishRun(ctx, in, store.Run{
		ID: id, Model: modelForecast, Method: blend.MethodBlend, HorizonMonths: horizon, AsOf: in.AsOf, TrainedFrom: s.first, TrainedTo: s.month(s.origin()),
		Rows: uint64(len(s.Month)), Clients: uint64(len(s.Person)), Status: "converged", IsPublished: true,
		Parameters: map[string]any{
			"draws": f.draws, "seed": seed, "areas": s.areas, "has_population": s.inhabitants != nil, "n_population_rows": len(s.population),
			"origins": len(s.origins()), "scenarios": f.scenarios,
		},
	})
	if err != nil {
		return result, err
	}
	n, err := publishChanges(ctx, in, id)
	result.RowsOut += n
	return result, err
}

// timed logs that a step is done.
func timed(in job.Input, step string) { in.Log.Debug("done", "step", step, "at", in.Clock()) }

// newStudy reads what a forecast is made from.
func newStudy(ctx context.Context, in job.Input) (*study, error) {
	landmark := store.LandmarkOf(in.AsOf)
	h, err := readHistory(ctx, in.Conn, landmark)
	if err != nil {
		return nil, err
	}
	if h.months < courses.MinMonths {
		return nil, fmt.Errorf("%w: a forecast needs %d delivered months, there are %d", job.ErrNotYet, courses.MinMonths, h.months)
	}
	s := &study{history: h}
	if s.population, err = h.readPopulation(ctx, in.Conn); err != nil {
		return nil, err
	}
	s.inhabitants = h.inhabitants(s.population)
	s.use = s.useByAge()
	return s, nil
}

// forecasts are what is published of the months ahead.
type forecasts struct {
	rows      []row
	events    []event
	scenarios []string
	draws     int
}

// forecast makes the forecasts from the last month: all methods, the blend, and by
// the courses its drivers, target groups and scenarios.
func (s *study) forecast(ctx context.Context, in job.Input, l *learned) (*forecasts, error) {
	out := &forecasts{draws: nowDraws}
	if len(s.Month) > manyRows {
		out.draws = fewDraws
	}
	model, err := courses.Fit(&s.Histories, s.origin(), len(s.areas), s.options())
	if err != nil {
		return nil, fmt.Errorf("learn from courses: %w", err)
	}
	risks, err := readRisks(ctx, in)
	if err != nil {
		return nil, err
	}
	groups, members, err := s.readGroups(ctx, in)
	if err != nil {
		return nil, err
	}
	members, scored := withScored(members, risks)
	scenarios, err := readScenarios(ctx, in)
	if err != nil {
		return nil, err
	}
	options := courses.ForecastOptions{Horizon: horizon, Draws: out.draws, Seed: seed, Practice: s.practice, Groups: members, Risks: risks}
	today, err := model.Forecast(options)
	if err != nil {
		return nil, fmt.Errorf("simulate courses: %w", err)
	}
	if risks != nil {
		out.events = events(today, risks, scored)
	}
	methods, err := s.now(today)
	if err != nil {
		return nil, err
	}
	blended, err := s.publishedRows(l, methods)
	if err != nil {
		return nil, err
	}
	p := s.parted(blended, today)
	out.rows = append(memberRows(methods), p.courseDrivers()...)
	options.Draws = min(out.draws, scenarioDraws)
	for _, supposed := range scenarios {
		made := today
		if options.Scenario, err = s.scenario(ctx, in, supposed); err == nil && options.Scenario != nil {
			made, err = model.Forecast(options)
		}
		if errors.Is(err, courses.ErrScenario) {
			in.Log.Warn("a scenario cannot be forecast", "scenario", supposed.name, "error", err)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", supposed.name, err)
		}
		out.scenarios = append(out.scenarios, supposed.name)
		out.rows = append(out.rows, p.areaRows(scenario{made, today}, supposed.name)...)
		out.rows = append(out.rows, p.groupRows(scenario{made, today}, supposed.name, groups)...)
	}
	return out, nil
}

// withScored adds the clients with a score as a group of their own, and says which.
func withScored(members *courses.Groups, risks *courses.Risks) (*courses.Groups, int) {
	if risks == nil {
		return members, -1
	}
	if members == nil {
		members = &courses.Groups{Of: map[uint64]uint64{}}
	}
	scored := members.Count
	members.Count++
	members.Rule = append(members.Rule, false)
	for _, client := range risks.Person {
		members.Of[client] |= 1 << scored
	}
	return members, scored
}
