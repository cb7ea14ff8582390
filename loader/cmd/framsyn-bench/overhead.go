package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/released"
	"github.com/framsyn/framsyn/sql/selections"
)

// The roles that the overhead is measured for: who sees some clients, by row
// policies, and who sees groups only, small ones hidden. Both are compared with who
// sees all.
const (
	someClients = "manager"
	groupsOnly  = "leader"
	seesAll     = clickhouse.Analyst
)

// overheadPairs is how often each question is asked either way; a third more do not
// count.
const overheadPairs = 30

// question is a statement that a page runs.
type question struct {
	title, role string
	sql         string
	parameters  map[string]string
}

// overheadQueries are the named queries of the page Översikt, and those behind lists of
// clients.
func overheadQueries() map[string][]string {
	overview := []string{"areas", "overview_totals", "total_months", "forecast_fan", "change_drivers", "area_comparison", "attention"}
	return map[string][]string{someClients: append(slices.Clone(overview), "candidates", "candidates_count"), groupsOnly: overview}
}

// overhead compares what a role is asked for with the same statement of an account
// without row policies that reads the objects themselves.
func (b *bench) overhead(ctx context.Context) (err error) {
	shown, err := b.startHost(ctx, b.overheadData)
	if err != nil {
		return err
	}
	defer shown.stop()
	session, err := clickhouse.Ensure(ctx, b.overheadData, clickhouse.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	questions, err := shown.questions(ctx)
	if err != nil {
		return err
	}
	accounts, err := b.accounts()
	if err != nil {
		return err
	}
	conns := map[string]driver.Conn{}
	for role, account := range accounts {
		if conns[role], err = session.Connect(ctx, account); err != nil {
			return err
		}
		defer func() { _ = conns[role].Close() }()
	}
	return b.overheadTable(ctx, questions, conns)
}

// accounts are those of the database, by role.
func (b *bench) accounts() (map[string]clickhouse.Role, error) {
	description, members, err := clickhouse.ReadAccess(b.overheadData, nil)
	if err != nil {
		return nil, err
	}
	found := map[string]clickhouse.Role{string(seesAll): seesAll, groupsOnly: groupsOnly}
	member, ok := members.People["demo-"+someClients]
	if !ok {
		return nil, fmt.Errorf("%s has no made-up people: config/access.yaml names no demo-%s", b.overheadData, someClients)
	}
	found[someClients] = clickhouse.Role(description.AccountOf(member))
	return found, nil
}

// overheadTable asks each question both ways in turns.
func (b *bench) overheadTable(ctx context.Context, questions []question, conns map[string]driver.Conn) error {
	rewriter, err := released.NewRewriter()
	if err != nil {
		return err
	}
	t := &table{
		title: "Row policies and hidden small cells",
		head:  []string{"question", "rows", "ms without", "ms with", "ratio", "middle half of the ratios"},
		notes: []string{
			fmt.Sprintf("Medians of %d pairs in turns, after %d that do not count; the time is from sending the statement to its last row.", overheadPairs, overheadPairs/3),
			"Without: the same statement as the account that sees all clients, limited to the same areas, from the objects themselves.",
			"With: as the role's own account, whose rows are limited by the database and who reads groups from the database `released`.",
		},
	}
	var allWith, allWithout float64
	for _, q := range questions {
		var with, without, ratios []float64
		var rows int
		for run := range overheadPairs * 4 / 3 {
			var pair [2]float64
			for turn := range 2 {
				i := (turn + run) % 2
				conn, statement := conns[string(seesAll)], q.sql
				if i == 1 {
					conn, statement = conns[q.role], rewriter.Rewrite(q.sql)
				}
				if pair[i], rows, err = timed(ctx, conn, statement, q.parameters); err != nil {
					return fmt.Errorf("%s as %s: %w", q.title, q.role, err)
				}
			}
			if run >= overheadPairs/3 {
				without, with, ratios = append(without, pair[0]), append(with, pair[1]), append(ratios, pair[1]/pair[0])
			}
		}
		slices.Sort(ratios)
		allWith, allWithout = allWith+median(with), allWithout+median(without)
		b.log.Info("asked", "question", q.title, "without_ms", median(without), "with_ms", median(with))
		t.add(q.title, grouped(rows), fixed(median(without), 1), fixed(median(with), 1), fixed(median(with)/median(without), 2),
			fixed(ratios[len(ratios)/4], 2)+"-"+fixed(ratios[len(ratios)*3/4], 2))
	}
	t.add("all together", "", fixed(allWithout, 1), fixed(allWith, 1), fixed(allWith/allWithout, 2), "")
	return t.print(b.out)
}

// timed runs a statement and reads its rows; milliseconds.
func timed(ctx context.Context, conn driver.Conn, statement string, parameters map[string]string) (ms float64, n int, err error) {
	began := time.Now()
	rows, err := conn.Query(ch.Context(ctx, ch.WithParameters(parameters)), statement)
	if err != nil {
		return 0, 0, err
	}
	for rows.Next() {
		n++
	}
	err = errors.Join(rows.Err(), rows.Close())
	return time.Since(began).Seconds() * 1000, n, err
}

// selectionQuestions are those of the page Urval, which are no named queries.
func selectionQuestions(areas []string) ([]question, error) {
	const everybody, few = "status = 'home_care'", "(status = 'home_care') AND risk_percentile >= 90"
	var all []question
	for name, condition := range map[string]string{"all with home care": everybody, "the tenth with the greatest risk": few} {
		list, err := (selections.List{Limit: 100}).Statement(selections.InAreas(areas), condition)
		if err != nil {
			return nil, err
		}
		all = append(all,
			question{title: "selection: counts of " + name, role: someClients, sql: selections.SummaryStatement(selections.InAreas(areas), condition)},
			question{title: "selection: list of " + name, role: someClients, sql: list})
	}
	slices.SortFunc(all, func(a, b question) int { return strings.Compare(a.title, b.title) })
	return all, nil
}
