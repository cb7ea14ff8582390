package needs

import (
	"context"
	"math"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/equity"
)

func publishEquity(ctx context.Context, in job.Input, run uint64, c comparison, model *equity.Model, decisions []compare) (uint64, error) {
	var rows uint64
	for _, publish := range []func() (uint64, error){
		func() (uint64, error) { return publishComparisons(ctx, in, run, decisions) },
		func() (uint64, error) { return publishComponents(ctx, in, run, model) },
		func() (uint64, error) { return publishEffects(ctx, in, run, c, model) },
		func() (uint64, error) { return publishTests(ctx, in, run, model) },
	} {
		n, err := publish()
		rows += n
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

func publishComparisons(ctx context.Context, in job.Input, run uint64, decisions []compare) (uint64, error) {
	columns := []string{"as_of_date", "decision_id", "granted_h", "expected_h", "norm_h", "comparison", "run_id"}
	return store.Publish(ctx, in.Conn, "model.decision_comparisons", partition(in), columns, func(add func(values ...any) error) error {
		for _, d := range decisions {
			if err := add(in.AsOf, d.id, d.granted, d.expected, d.norm, d.comparison, run); err != nil {
				return err
			}
		}
		return nil
	})
}

func publishComponents(ctx context.Context, in job.Input, run uint64, model *equity.Model) (uint64, error) {
	columns := []string{"as_of_date", "component", "variance", "variance_low", "variance_high", "part_share", "share_low", "share_high", "run_id"}
	return store.Publish(ctx, in.Conn, "model.equity_components", partition(in), columns, func(add func(values ...any) error) error {
		for _, v := range model.Components {
			if err := add(in.AsOf, v.Name, v.Variance, v.Low, orNil(v.High), v.Share, v.ShareLow, v.ShareHigh, run); err != nil {
				return err
			}
		}
		return nil
	})
}

func publishEffects(ctx context.Context, in job.Input, run uint64, c comparison, model *equity.Model) (uint64, error) {
	columns := []string{
		"as_of_date", "kind", "level_id", "reference_id", "n_decisions", "n_clients", "is_shown", "ratio", "ratio_low", "ratio_high", "rank", "rank_low", "rank_high",
		"standing", "differs_from", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.equity_effects", partition(in), columns, func(add func(values ...any) error) error {
		for _, e := range model.Fixed {
			err := add(in.AsOf, e.Factor, e.Level, e.Reference, uint32(e.Decisions), uint32(e.Clients), e.Shown, orNil(e.Ratio), orNil(e.Low), orNil(e.High),
				nil, nil, nil, "", []string{}, run)
			if err != nil {
				return err
			}
		}
		for kind, effects := range map[equity.Kind][]equity.Effect{equity.Area: model.Areas, equity.Officer: model.Officers} {
			p, err := placesOf(model, kind, effects)
			if err != nil {
				return err
			}
			for _, e := range effects {
				if err := addEffect(in, run, c, kind, e, p, add); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// addEffect hands on an area or officer. Whom an officer can be told apart from is
// kept back: officers are not compared one by one.
func addEffect(in job.Input, run uint64, c comparison, kind equity.Kind, e equity.Effect, p places, add func(values ...any) error) error {
	var rank, low, high any
	standing, differs := "", []string{}
	if r, ok := p.ranks[e.Index]; ok {
		rank, low, high = r.Median, uint32(r.Low), uint32(r.High)
	}
	if level, ok := p.levels[e.Index]; ok {
		standing = level.Standing.String()
		if kind == equity.Area {
			for _, other := range level.Differs {
				differs = append(differs, c.name(kind, other))
			}
		}
	}
	return add(in.AsOf, kind.String(), c.name(kind, e.Index), "", uint32(e.Decisions), uint32(e.Clients), e.Shown, orNil(e.Ratio), orNil(e.Low), orNil(e.High),
		rank, low, high, standing, differs, run)
}

func publishTests(ctx context.Context, in job.Input, run uint64, model *equity.Model) (uint64, error) {
	columns := []string{"as_of_date", "test", "statistic", "p_value", "run_id"}
	return store.Publish(ctx, in.Conn, "model.equity_tests", partition(in), columns, func(add func(values ...any) error) error {
		for _, t := range model.Tests {
			if err := add(in.AsOf, t.Name, t.Statistic, t.P, run); err != nil {
				return err
			}
		}
		return nil
	})
}

// orNil is NULL for what is not known, or open.
func orNil(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return x
}
