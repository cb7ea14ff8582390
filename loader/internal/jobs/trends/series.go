package trends

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/trend"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// scope is what a series is about.
type scope struct{ kind, id, resource string }

// scopedSeries is the series of a scope and resource.
type scopedSeries struct {
	scope
	trend.Series

	counts []uint64 // clients by month
}

const (
	scopeArea       = "area"
	resourceClients = "clients"
	resourceGranted = "home_care_h"
)

// readSeries reads all series of mart.scope_months up to a month, from the month in
// which each begins.
func readSeries(ctx context.Context, conn driver.Conn, last time.Time) ([]scopedSeries, error) {
	var all []scopedSeries
	err := clickhouse.Each(ctx, conn, `SELECT scope_kind, scope_id, resource, month, ifNull(value, nan), n_clients FROM mart.scope_months WHERE month <= ?
		ORDER BY scope_kind, scope_id, resource, month`, []any{last.Format(time.DateOnly)}, func(row driver.Rows) error {
		var of scope
		var month time.Time
		var value float64
		var clients uint64
		if err := row.Scan(&of.kind, &of.id, &of.resource, &month, &value, &clients); err != nil {
			return err
		}
		if len(all) == 0 || all[len(all)-1].scope != of {
			all = append(all, scopedSeries{scope: of, Series: trend.Series{First: month, Kind: kindOf(of.resource), Stock: true}})
		}
		s := &all[len(all)-1]
		for n := store.MonthsBetween(s.First, month); len(s.Values) < n; { // no row, nobody
			s.add(0, 0)
		}
		s.add(value, clients)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read mart.scope_months: %w", err)
	}
	for i := range all {
		for n := store.MonthsBetween(all[i].First, last) + 1; len(all[i].Values) < n; {
			all[i].add(0, 0)
		}
	}
	return all, nil
}

func (s *scopedSeries) add(value float64, clients uint64) {
	s.Values = append(s.Values, value)
	s.Persons = append(s.Persons, float64(clients))
	s.counts = append(s.counts, clients)
}

func kindOf(resource string) trend.Kind {
	if resource == resourceClients {
		return trend.Clients
	}
	return trend.Hours
}

// refer gives each area the sum of the other areas, and each category and selection
// the municipality, as what a common break in reporting shows in.
func refer(all []scopedSeries, municipality string, areas map[string]bool) {
	whole := map[string]*scopedSeries{}
	for i := range all {
		if all[i].kind == scopeArea && all[i].id == municipality {
			whole[all[i].resource] = &all[i]
		}
	}
	for i := range all {
		s, total := &all[i], whole[all[i].resource]
		if total == nil || s == total || s.kind == scopeArea && !areas[s.id] {
			continue
		}
		s.Reference = make([]float64, len(s.Values))
		offset := store.MonthsBetween(total.First, s.First)
		for t := range s.Reference {
			s.Reference[t] = math.NaN()
			if at := t + offset; at >= 0 && at < len(total.Values) {
				s.Reference[t] = total.Values[at]
				if s.kind == scopeArea {
					s.Reference[t] -= s.Values[t]
				}
			}
		}
	}
}

// readAreas returns the municipality and the areas directly below it.
func readAreas(ctx context.Context, conn driver.Conn) (municipality string, areas map[string]bool, err error) {
	areas = map[string]bool{}
	err = clickhouse.Each(ctx, conn, `SELECT toString(area_id), toString(kind) FROM core.areas WHERE kind IN ('municipality', 'area')`, nil, func(row driver.Rows) error {
		var id, kind string
		err := row.Scan(&id, &kind)
		if kind == "municipality" {
			municipality = id
		} else {
			areas[id] = true
		}
		return err
	})
	if err != nil {
		return "", nil, fmt.Errorf("read core.areas: %w", err)
	}
	return municipality, areas, nil
}

// breaks are the months in which another contract, or version of one, began to read
// a source's files: what is reported may have changed there, by source.
func breaks(ctx context.Context, in job.Input) (map[string][]time.Time, error) {
	out := map[string][]time.Time{}
	err := clickhouse.Each(ctx, in.Conn, `SELECT toString(source), groupArray(month) FROM
		(
			SELECT source, month, reader, lagInFrame(reader) OVER (PARTITION BY source ORDER BY month ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS reader_before
			FROM
			(
				SELECT source, assumeNotNull(period_month) AS month, arrayStringConcat(arraySort(groupUniqArray(concat(contract, ' ', toString(contract_version)))), ', ') AS reader
				FROM ops.load_batches
				WHERE isNotNull(period_month) AND delivery = 'complete' AND source IN ('sol_decisions', 'visits') AND batch_id IN (SELECT batch_id FROM ops.current_batches)
				GROUP BY source, month
			)
		)
		WHERE reader_before NOT IN ('', reader)
		GROUP BY source`, nil, func(row driver.Rows) error {
		var source string
		var months []time.Time
		err := row.Scan(&source, &months)
		out[source] = months
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find changes of contracts: %w", err)
	}
	return out, nil
}

// sourceOf is the source that a resource's months are delivered by.
func sourceOf(resource string) string {
	if resource == resourceGranted || resource == resourceClients {
		return "sol_decisions"
	}
	return "visits"
}

// markBreaks puts the breaks of its source into each series.
func markBreaks(all []scopedSeries, found map[string][]time.Time) {
	for i := range all {
		for _, month := range found[sourceOf(all[i].resource)] {
			if at := store.MonthsBetween(all[i].First, month); at > 0 && at < len(all[i].Values) {
				all[i].Breaks = append(all[i].Breaks, at)
			}
		}
	}
}
