package needs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/equity"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

const (
	modelEquity  = "equity"
	methodEquity = "equity"
	leastHours   = 2   // expected hours per month below which a decision is not compared
	largestRatio = 8   // a ratio so many times the median, or its inverse, is a fault of delivery
	leastCompare = 100 // decisions below which nothing is said; chosen
	compared     = "compared"
)

// compare is a decision on its way to be compared.
type compare struct {
	id, client, officer uint64
	area, sex, age      string
	year                string
	granted             float64
	expected, norm      *float64
	comparison          string
}

// Equity compares granted hours with those that the assessed need gets on average.
func Equity(ctx context.Context, in job.Input) (job.Result, error) {
	id := store.RunID(in, modelEquity, "")
	done, err := store.IsRunDone(ctx, in, id)
	if err != nil || done && !in.ScheduledByHand {
		return job.Result{Note: "nothing new"}, err
	}
	decisions, err := readCompares(ctx, in)
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsIn: uint64(len(decisions))}
	kept := keep(decisions)
	if len(kept) < leastCompare {
		return result, fmt.Errorf("%w: %d decisions with an assessment can be compared, where %d are needed", job.ErrNotYet, len(kept), leastCompare)
	}
	c := newComparison(kept)
	model, err := equity.Fit(c.sample, equity.Options{MinExpected: leastHours, MaxRatio: largestRatio, MinClients: leastShown})
	switch {
	case errors.Is(err, equity.ErrNoResidual), errors.Is(err, equity.ErrConfounded):
		return result, fmt.Errorf("%w: %w", job.ErrNotYet, err)
	case err != nil:
		return result, err
	case model.Decisions != len(kept):
		return result, fmt.Errorf("equity: %d decisions were to be compared, %d were", len(kept), model.Decisions)
	}
	run := store.Run{
		ID: id, Model: modelEquity, Method: methodEquity, AsOf: in.AsOf, TrainedTo: store.LandmarkOf(in.AsOf),
		TrainedFrom: store.AddMonths(store.LandmarkOf(in.AsOf), 1-decisionMonths), Rows: uint64(model.Decisions), Clients: uint64(model.Clients), Status: statusConverged,
		IsPublished: model.Status.Converged, Parameters: map[string]any{"intercept": model.Intercept, "level": model.Level, "decisions": len(decisions)},
	}
	if !model.Status.Converged {
		run.Status = statusNot
		result.Note = "not converged"
		return result, store.PublishRun(ctx, in, run)
	}
	result.RowsOut, err = publishEquity(ctx, in, id, c, model, decisions)
	if err != nil {
		return result, err
	}
	return result, store.PublishRun(ctx, in, run)
}

// readCompares reads the decisions of the needs job of the same day.
func readCompares(ctx context.Context, in job.Input) ([]compare, error) {
	var out []compare
	err := clickhouse.Each(ctx, in.Conn, `SELECT needs.decision_id, needs.client_id, decisions.officer_id, toString(decisions.area_id), toString(clients.sex),
			toUInt16(greatest(dateDiff('month', clients.birth_month, needs.decided_date), 0) / 12), needs.decided_date, needs.granted_h, needs.expected_h, needs.norm_h,
			toString(needs.use)
		FROM model.decision_needs AS needs
		INNER JOIN core.service_decisions AS decisions ON needs.decision_id = decisions.decision_id
		INNER JOIN core.clients AS clients ON needs.client_id = clients.client_id
		WHERE needs.as_of_date = toDate(?)
		ORDER BY needs.client_id, needs.decided_date, needs.decision_id`, []any{day(in.AsOf)}, func(row driver.Rows) error {
		var d compare
		var years uint16
		var decided time.Time
		var use string
		if err := row.Scan(&d.id, &d.client, &d.officer, &d.area, &d.sex, &years, &decided, &d.granted, &d.expected, &d.norm, &use); err != nil {
			return err
		}
		if d.sex == "unknown" {
			d.sex = ""
		}
		d.age, d.year = ageBand(int(years)), strconv.Itoa(decided.Year())
		d.comparison = use
		if use == useFitted {
			d.comparison = compared
		}
		out = append(out, d)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read decisions to compare: %w", err)
	}
	return out, nil
}

// ageBand is the group of ages that a client is compared in.
func ageBand(years int) string {
	switch {
	case years < 65:
		return "0-64"
	case years < 75:
		return "65-74"
	case years >= 90:
		return "90-"
	}
	from := years / 5 * 5
	return fmt.Sprintf("%d-%d", from, from+4)
}

// keep says of each decision why it is not compared, by the rules of models/equity,
// and returns those that are.
func keep(decisions []compare) []compare {
	var ratios []float64
	for i := range decisions {
		d := &decisions[i]
		switch {
		case d.comparison != compared:
		case d.granted == 0:
			d.comparison = "nothing_granted"
		case *d.expected < leastHours:
			d.comparison = "little_expected"
		default:
			ratios = append(ratios, math.Log(d.granted / *d.expected))
		}
	}
	if len(ratios) == 0 {
		return nil
	}
	slices.Sort(ratios)
	centre := ratios[len(ratios)/2]
	var kept []compare
	for i := range decisions {
		d := &decisions[i]
		switch {
		case d.comparison != compared:
		case math.Abs(math.Log(d.granted / *d.expected)-centre) > math.Log(largestRatio):
			d.comparison = "out_of_proportion"
		default:
			kept = append(kept, *d)
		}
	}
	return kept
}

// comparison is the sample of a fit with the names of its levels.
type comparison struct {
	sample   equity.Sample
	officers levels[uint64]
	areas    levels[string]
}

func newComparison(kept []compare) comparison {
	c := comparison{
		officers: levelsOf(kept, func(d compare) uint64 { return d.officer }),
		areas:    levelsOf(kept, func(d compare) string { return d.area }),
	}
	c.sample.Officers, c.sample.Areas = len(c.officers.ids), len(c.areas.ids)
	for _, d := range kept {
		c.sample.Decisions = append(c.sample.Decisions, equity.Decision{
			Client: d.client, Officer: c.officers.index(d.officer), Area: c.areas.index(d.area), Granted: d.granted, Expected: *d.expected,
		})
	}
	for _, f := range []struct {
		name string
		of   func(compare) string
	}{
		{"sex", func(d compare) string { return d.sex }},
		{"age", func(d compare) string { return d.age }},
		{"year", func(d compare) string { return d.year }},
	} {
		of := levelsOf(kept, f.of)
		if len(of.ids) < 2 && !slices.ContainsFunc(kept, func(d compare) bool { return of.index(f.of(d)) != 0 }) {
			continue // nothing to compare
		}
		factor := equity.Factor{Name: f.name, Levels: of.ids}
		for _, d := range kept {
			factor.Of = append(factor.Of, of.index(f.of(d)))
		}
		c.sample.Factors = append(c.sample.Factors, factor)
	}
	return c
}

// name is an area or officer's id.
func (c comparison) name(kind equity.Kind, index int) string {
	if kind == equity.Area {
		return c.areas.ids[index]
	}
	return fmt.Sprint(c.officers.ids[index])
}

// places are ranks and standings by index, of the levels that are shown.
type places struct {
	ranks  map[int]equity.Rank
	levels map[int]equity.Compared
}

// placesOf orders a kind's levels; there are none where none is shown.
func placesOf(model *equity.Model, kind equity.Kind, effects []equity.Effect) (places, error) {
	p := places{map[int]equity.Rank{}, map[int]equity.Compared{}}
	if !slices.ContainsFunc(effects, func(e equity.Effect) bool { return e.Shown }) {
		return p, nil
	}
	ranks, err := model.Ranks(kind)
	if err != nil {
		return p, err
	}
	for _, r := range ranks {
		p.ranks[r.Index] = r
	}
	standings, err := model.Compare(kind)
	if err != nil {
		return p, err
	}
	for _, s := range standings.Levels {
		p.levels[s.Index] = s
		slices.SortFunc(s.Differs, cmp.Compare)
	}
	return p, nil
}
