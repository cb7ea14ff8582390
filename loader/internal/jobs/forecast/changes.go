package forecast

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/loader/internal/reasons"
	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// explained is a forecast of a month that two runs have made.
type explained struct {
	scope, resource string
	month           time.Time
}

// publishChanges explains how the forecast differs from the one before it, month by
// month as far as both reach; nothing where there is none before it.
func publishChanges(ctx context.Context, in job.Input, id uint64) (uint64, error) {
	previous, err := previousRun(ctx, in)
	if err != nil || previous.id == 0 {
		return 0, err
	}
	before, err := readSnapshots(ctx, in.Conn, previous.asOf, previous.id)
	if err != nil {
		return 0, err
	}
	after, err := readSnapshots(ctx, in.Conn, in.AsOf, id)
	if err != nil {
		return 0, err
	}
	columns := []string{
		"as_of_date", "previous_as_of_date", "scope_kind", "scope_id", "resource", "month", "cause", "change", "sentence_sv", "sentence_en", "run_id",
	}
	return store.Publish(ctx, in.Conn, "model.forecast_changes", "'"+day(in.AsOf)+"'", columns, func(add func(values ...any) error) error {
		for of, now := range after {
			then, ok := before[of]
			if !ok {
				continue
			}
			causes, err := blend.Explain(then, now)
			if errors.Is(err, blend.ErrValue) { // made by a program that stored other parts
				continue
			}
			if err != nil {
				return fmt.Errorf("explain %s, %s, %s: %w", of.scope, of.resource, day(of.month), err)
			}
			parts := byCause(causes)
			for _, p := range parts {
				swedish, english := changeText(p, parts, of)
				if err := add(in.AsOf, previous.asOf, scopeArea, of.scope, of.resource, of.month, p.cause, p.change, swedish, english, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

type runRef struct {
	id   uint64
	asOf time.Time
}

// previousRun is the newest approved forecast of an earlier day.
func previousRun(ctx context.Context, in job.Input) (run runRef, err error) {
	err = clickhouse.Each(ctx, in.Conn, `SELECT run_id, as_of_date FROM model.runs WHERE model = ? AND as_of_date < ? AND run_id IN (SELECT run_id FROM model.run_states WHERE state IN ('shown', 'approved'))
		ORDER BY as_of_date DESC, created_at DESC LIMIT 1`, []any{modelForecast, day(in.AsOf)}, func(row driver.Rows) error { return row.Scan(&run.id, &run.asOf) })
	if err != nil {
		return run, fmt.Errorf("read model.runs: %w", err)
	}
	return run, nil
}

// readSnapshots reads a forecast with its methods, their weights and the drivers of
// the courses.
func readSnapshots(ctx context.Context, conn driver.Conn, asOf time.Time, run uint64) (map[explained]blend.Snapshot, error) {
	out := map[explained]blend.Snapshot{}
	err := clickhouse.Each(ctx, conn, `SELECT toString(forecasts.scope_id), toString(forecasts.resource), forecasts.month,
			anyIf(forecasts.mean, method = 'blend' AND driver = 'all') AS published,
			groupArrayIf((toString(method), ifNull(weights.weight, 0), forecasts.mean), method NOT IN ('blend', 'combination') AND driver = 'all') AS methods,
			groupArrayIf((toString(driver), forecasts.mean), method = 'courses' AND driver != 'all') AS drivers
		FROM model.forecasts AS forecasts
		LEFT JOIN (SELECT level, resource, horizon_months, method, weight FROM model.forecast_weights WHERE run_id = ?) AS weights
			ON weights.resource = forecasts.resource AND weights.horizon_months = forecasts.horizon_months AND weights.method = forecasts.method
				AND weights.level = if(forecasts.scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'), 'total', 'area')
		WHERE forecasts.as_of_date = ? AND forecasts.run_id = ? AND forecasts.scope_kind = 'area' AND forecasts.scenario = 'as_today'
		GROUP BY forecasts.scope_id, forecasts.resource, forecasts.month`, []any{run, day(asOf), run}, func(row driver.Rows) error {
		var of explained
		var published float64
		var methods, drivers [][]any
		if err := row.Scan(&of.scope, &of.resource, &of.month, &published, &methods, &drivers); err != nil {
			return err
		}
		out[of] = snapshot(published, methods, drivers)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read model.forecasts: %w", err)
	}
	return out, nil
}

func snapshot(published float64, methods, drivers [][]any) blend.Snapshot {
	out := blend.Snapshot{Published: published}
	for _, m := range methods {
		member := blend.Member{Method: m[0].(string), Weight: m[1].(float64), Mean: m[2].(float64)} //nolint:forcetypeassert // the query's own types
		if member.Weight == 0 {
			continue
		}
		if member.Method == courses.MethodCourses {
			for _, d := range drivers {
				member.Drivers = append(member.Drivers, blend.Driver{Name: d[0].(string), Value: d[1].(float64)}) //nolint:forcetypeassert // the query's own types
			}
		}
		out.Members = append(out.Members, member)
	}
	return out
}

// part is how much of a change has a cause.
type part struct {
	cause  string
	change float64
}

// byCause sums the causes: what is at the origin and what the series say is data,
// weights and adjustments are method. The total comes last.
func byCause(causes []blend.Cause) []part {
	sums := map[string]float64{}
	var total float64
	for _, c := range causes {
		name := "method"
		switch {
		case c.Kind == blend.ByData || c.Kind == blend.ByDriver && c.Driver == atOrigin:
			name = "data"
		case c.Kind == blend.ByDriver:
			name = c.Driver
		}
		sums[name] += c.Amount
		total += c.Amount
	}
	var out []part
	for name, change := range sums {
		out = append(out, part{name, change})
	}
	slices.SortFunc(out, func(a, b part) int { return strings.Compare(a.cause, b.cause) })
	return append(out, part{"total", total})
}

// causeText is a cause as people say it.
func causeText(cause string) (swedish, english string) {
	switch cause {
	case "data":
		return "det som har kommit in sedan dess", "what has come in since"
	case courses.New.String():
		return "nya brukare", "new clients"
	case courses.Ended.String():
		return "brukare som avlider eller lämnar", "clients who die or leave"
	case courses.Housed.String():
		return "flyttar till särskilt boende", "moves to special housing"
	case courses.Moved.String():
		return "flyttar mellan områden", "moves between areas"
	case courses.Changed.String():
		return "dagens brukares ändrade behov", "changed needs of today's clients"
	}
	return "metodernas vikter", "the weights of the methods"
}

// changeText says a part of a change in words; the total names its two greatest causes.
func changeText(p part, all []part, of explained) (swedish, english string) {
	if p.cause != "total" {
		return withChange(p, ": ", "")
	}
	greatest := slices.Clone(all[:len(all)-1])
	slices.SortStableFunc(greatest, func(a, b part) int {
		return int(math.Copysign(1, math.Abs(b.change)-math.Abs(a.change)))
	})
	changeSV, changeEN := reasons.Signed(p.change)
	swedish = fmt.Sprintf("Prognosen för %s är %s jämfört med förra gången", of.month.Format("2006-01"), changeSV)
	english = fmt.Sprintf("The forecast of %s is %s compared with the last one", of.month.Format("2006-01"), changeEN)
	var sv, en []string
	for _, g := range greatest[:min(2, len(greatest))] {
		causeSV, causeEN := withChange(g, " (", ")")
		sv, en = append(sv, causeSV), append(en, causeEN)
	}
	if len(sv) == 0 {
		return swedish + ".", english + "."
	}
	return swedish + ": mest " + strings.Join(sv, " och ") + ".", english + ": mostly " + strings.Join(en, " and ") + "."
}

// withChange names a cause and what it changed.
func withChange(p part, before, after string) (swedish, english string) {
	swedish, english = causeText(p.cause)
	sv, en := reasons.Signed(p.change)
	return swedish + before + sv + after, english + before + en + after
}
