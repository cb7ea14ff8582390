package effects

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/effect"
)

// publish writes a kind's estimates and checks.
func (s *study) publish(ctx context.Context, in job.Input) (uint64, error) {
	id := store.RunID(in, modelEffect, s.kind.code)
	partition, verdict, failed, warned := fmt.Sprint(id), s.verdict.Show.String(), s.failedReasons(), s.isWarned()
	n, err := store.Publish(ctx, in.Conn, "model.effect_estimates", partition, []string{
		"run_id", "kind", "horizon_months", "among", "estimand", "estimate", "estimate_low", "estimate_high", "p_value", "naive", "n_treated", "n_treated_clients", "n_controls",
		"lost_share", "unseen_share", "mean_hours", "verdict", "verdict_failed", "is_warned",
	}, func(add func(values ...any) error) error {
		for _, e := range s.estimates {
			err := add(id, s.kind.code, uint8(e.months), e.among, e.estimand.String(), e.Estimate, e.Low, e.High, e.P, e.Naive, uint64(e.Treated), uint64(e.TreatedPersons),
				uint64(e.Rows-e.Treated), e.Overlap.LostTreated, e.unseen, e.hours, verdict, failed, warned)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return n, err
	}
	checks, err := store.Publish(ctx, in.Conn, "model.effect_checks", partition, []string{
		"run_id", "kind", "check_kind", "purpose", "estimate", "estimate_low", "estimate_high", "check_limit", "is_passed", "text_sv", "text_en",
	}, func(add func(values ...any) error) error {
		for purpose, list := range map[string][]effect.Check{"warning": s.checks, "individual": s.persons} {
			for _, c := range list {
				swedish, english := checkText(c)
				if err := add(id, s.kind.code, c.Kind, purpose, orNil(c.Estimate), orNil(c.Low), orNil(c.High), orNil(c.Limit), c.Passed, swedish, english); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return n + checks, err
}

// publishRun writes the run of a kind: published where it was studied.
func (k kind) publishRun(ctx context.Context, in job.Input, studies []*study) error {
	run := store.Run{
		ID: store.RunID(in, modelEffect, k.code), Model: modelEffect, Method: methodDR, Target: k.code, HorizonMonths: headlineMonths, AsOf: in.AsOf,
		TrainedFrom: time.Unix(0, 0).UTC(), TrainedTo: time.Unix(0, 0).UTC(), Status: statusTooFew,
	}
	i := slices.IndexFunc(studies, func(s *study) bool { return s.kind == k })
	if i >= 0 {
		s := studies[i]
		persons := map[uint64]bool{}
		for _, person := range s.trials.Person {
			persons[person] = true
		}
		run.TrainedFrom, run.TrainedTo = monthOf(slices.Min(s.trials.Month)), monthOf(slices.Max(s.trials.Month))
		run.Rows, run.Clients, run.Events = uint64(len(s.trials.Person)), uint64(len(persons)), uint64(s.starts)
		run.Status, run.IsPublished = s.status, true
		run.Parameters = map[string]any{
			"controls_per_start": controlsPerStart, "most_starts": mostStarts, "seed": seed, "verdict": s.verdict.Show.String(), "is_warned": s.isWarned(),
		}
	}
	return store.PublishRun(ctx, in, run)
}

// monthOf is a month counted since 1970.
func monthOf(months int) time.Time { return store.AddMonths(time.Unix(0, 0).UTC(), months) }

// orNil is NULL for an unknown number.
func orNil(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}
