package effects

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/followup"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

const (
	modelFollowUp  = "follow_up"
	methodMatching = "matching"
	caseLevel      = 0.8 // of what similar clients had
)

// FollowUp writes what was believed of newly delivered interventions into the
// ledger, and compares what came of each and of groups of them with similar
// clients: mart.follow_ups and mart.follow_up_groups.
func FollowUp(ctx context.Context, in job.Input) (job.Result, error) {
	result := job.Result{}
	written, err := appendLedger(ctx, in.Conn)
	if err != nil {
		return result, err
	}
	result.RowsOut = written
	id := store.RunID(in, modelFollowUp, "")
	if done, err := store.IsRunDone(ctx, in, id); err != nil || done && written == 0 && !in.ScheduledByHand && !in.ExclusionsChanged {
		result.Note = "nothing new"
		return result, err
	}
	f, err := follow(ctx, in, id)
	if err != nil {
		return result, err
	}
	result.RowsIn = uint64(len(f.panel.Hours))
	if written, err = f.publish(ctx, in); err != nil {
		return result, err
	}
	result.RowsOut += written
	return result, store.PublishRun(ctx, in, store.Run{
		ID: id, Model: modelFollowUp, Method: methodMatching, HorizonMonths: headlineMonths, AsOf: in.AsOf, TrainedFrom: monthOf(f.panel.first),
		TrainedTo: store.LandmarkOf(in.AsOf), Rows: uint64(len(f.panel.Hours)), Clients: uint64(len(f.panel.Person)), Events: uint64(len(f.begun)),
		Status: statusConverged, IsPublished: true, Parameters: map[string]any{"horizons": horizons(), "case_level": caseLevel},
	})
}

// appendLedger adds the delivered interventions that have no row yet; what stands
// in the ledger is never touched.
func appendLedger(ctx context.Context, conn driver.Conn) (uint64, error) {
	objects, err := sqlfs.Objects()
	if err != nil {
		return 0, fmt.Errorf("read the SQL objects: %w", err)
	}
	i := slices.IndexFunc(objects, func(o sqlfs.Object) bool { return o.FullName() == "core.intervention_ledger" })
	if i < 0 {
		return 0, fmt.Errorf("no SQL object core.intervention_ledger")
	}
	return clickhouse.Fill(ctx, conn, objects[i], time.Time{}, time.Time{})
}

// intervention is a start with what was believed of it.
type intervention struct {
	id, client             uint64
	kind, selection        string
	started                time.Time
	month                  int
	team, model, low, high *float64
	isCase                 bool // followed: the only one of its client, kind and month, in the panel's time
	area                   string
	before                 float64 // hours in the month before
}

// following is all that is published of a follow-up.
type following struct {
	run     uint64
	asOf    time.Time
	kinds   []kind
	panel   *panel
	begun   []intervention
	cases   []int // intervention of each case
	study   *followup.Study
	results []followup.CaseResult
}

func follow(ctx context.Context, in job.Input, run uint64) (*following, error) {
	landmark := store.LandmarkOf(in.AsOf)
	f := &following{run: run, asOf: in.AsOf}
	var err error
	if _, f.kinds, err = readKinds(ctx, in.Conn); err != nil {
		return nil, err
	}
	if f.panel, err = readPanel(ctx, in.Conn, landmark); err != nil {
		return nil, err
	}
	if len(f.panel.Person) == 0 {
		return nil, fmt.Errorf("%w: mart.client_months is empty", job.ErrNotYet)
	}
	if err := f.panel.addPrognosis(ctx, in.Conn, landmark); err != nil {
		return nil, err
	}
	if err := f.readInterventions(ctx, in.Conn, landmark); err != nil {
		return nil, err
	}
	starts, cases := f.starts()
	if f.study, err = followup.Match(&f.panel.Panel, cases, starts, followup.Options{Horizons: horizons(), CaseLevel: caseLevel}); err != nil {
		return nil, err
	}
	f.results = f.study.Cases()
	return f, nil
}

func (f *following) readInterventions(ctx context.Context, conn driver.Conn, landmark time.Time) error {
	err := clickhouse.Each(ctx, conn, `SELECT i.intervention_id, i.client_id, toString(i.kind), i.selection_id, i.started_date,
			ledger.team, ledger.model, ledger.low, ledger.high
		FROM core.interventions AS i
		LEFT JOIN
		(
			SELECT assumeNotNull(intervention_id) AS intervention_id, argMin(tuple(believed_change_h_per_month), written_at).1 AS team,
				argMin(tuple(potential_h), written_at).1 AS model, argMin(tuple(potential_low_h), written_at).1 AS low, argMin(tuple(potential_high_h), written_at).1 AS high
			FROM core.intervention_ledger WHERE isNotNull(intervention_id) GROUP BY intervention_id
		) AS ledger ON i.intervention_id = ledger.intervention_id
		WHERE toStartOfMonth(i.started_date) <= ? AND i.client_id NOT IN (SELECT client_id FROM core.excluded_clients WHERE is_from_models)
		ORDER BY i.client_id, i.kind, i.started_date, i.intervention_id SETTINGS join_use_nulls = 1`, []any{landmark.Format(time.DateOnly)}, func(row driver.Rows) error {
		var i intervention
		if err := row.Scan(&i.id, &i.client, &i.kind, &i.selection, &i.started, &i.team, &i.model, &i.low, &i.high); err != nil {
			return err
		}
		i.month = monthNumber(store.FirstOfMonth(i.started))
		i.area, i.before = f.panel.at(i.client, i.month)
		n := len(f.begun)
		isSecond := n > 0 && f.begun[n-1].client == i.client && f.begun[n-1].kind == i.kind && f.begun[n-1].month == i.month
		i.isCase = !isSecond && i.month >= f.panel.first
		f.begun = append(f.begun, i)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read core.interventions: %w", err)
	}
	return nil
}

// starts are all starts, which say who was without, and the cases to follow. What a
// team believed holds for every horizon: it was stated without one.
func (f *following) starts() ([]followup.Start, []followup.Case) {
	var starts []followup.Start
	var cases []followup.Case
	for n, i := range f.begun {
		code := slices.IndexFunc(f.kinds, func(k kind) bool { return k.code == i.kind })
		starts = append(starts, followup.Start{Person: i.client, Month: i.month, Kind: code})
		if !i.isCase {
			continue
		}
		c := followup.Case{Person: i.client, Month: i.month, Kind: code}
		if i.team != nil {
			c.Believed = []float64{*i.team, *i.team, *i.team}
		}
		f.cases, cases = append(f.cases, n), append(cases, c)
	}
	return starts, cases
}

// publish writes the cases and the groups, kind by kind.
func (f *following) publish(ctx context.Context, in job.Input) (uint64, error) {
	results := make([]followup.CaseResult, len(f.begun))
	for n := range results {
		results[n] = repeated()
	}
	for _, c := range f.results {
		results[f.cases[c.Case]] = c
	}
	var written uint64
	for _, k := range f.kinds {
		n, err := store.Publish(ctx, in.Conn, "mart.follow_ups", sqlfs.Literal(k.code), caseColumns(), func(add func(values ...any) error) error {
			for n, i := range f.begun {
				if i.kind != k.code || i.month < f.panel.first {
					continue
				}
				for _, at := range results[n].At {
					if err := add(f.caseRow(i, results[n], at)...); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if written += n; err != nil {
			return written, err
		}
		groups, err := f.groups(k)
		if err != nil {
			return written, err
		}
		n, err = store.Publish(ctx, in.Conn, "mart.follow_up_groups", sqlfs.Literal(k.code), groupColumns(), func(add func(values ...any) error) error {
			for _, g := range groups {
				for _, e := range g.Effects {
					if err := add(f.groupRow(k, g, e)...); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if written += n; err != nil {
			return written, err
		}
	}
	return written, nil
}

// meanOf is the mean of values, NULL where they are fewer than the least number.
func meanOf(values []float64, least int) *float64 {
	if len(values) < least {
		return nil
	}
	var sum float64
	for _, v := range values {
		sum += v
	}
	return orNil(sum / math.Max(1, float64(len(values))))
}
