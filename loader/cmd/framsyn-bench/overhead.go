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
// policies, and who sees groups only, small ones hidden. Both are compared with the
// account that has no row policies, and with who sees all clients but those who are
// left out.
const (
	someClients = "manager"
	groupsOnly  = "leader"
	seesAll     = clickhouse.Analyst
	noPolicies  = clickhouse.Owner
)

// overheadRounds is how often each question is asked in each way; a third more do not
// count.
const overheadRounds = 30

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

// overhead compares what a role is asked for with the same statement of accounts that
// read the objects themselves.
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
	found := map[string]clickhouse.Role{string(noPolicies): noPolicies, string(seesAll): seesAll, groupsOnly: groupsOnly}
	member, ok := members.People["demo-"+someClients]
	if !ok {
		return nil, fmt.Errorf("%s has no made-up people: config/access.yaml names no demo-%s", b.overheadData, someClients)
	}
	found[someClients] = clickhouse.Role(description.AccountOf(member))
	return found, nil
}

// overheadTable asks each question in three ways in turns.
func (b *bench) overheadTable(ctx context.Context, questions []question, conns map[string]driver.Conn) error {
	rewriter, err := released.NewRewriter()
	if err != nil {
		return err
	}
	t := &table{
		title: "Row policies and hidden small cells",
		head:  []string{"question", "rows", "ms without policies", "ms who sees all", "ms with", "with / without", "with / who sees all"},
		notes: []string{
			fmt.Sprintf("Medians of %d rounds in turns, after %d that do not count, and of the ratios in each round; the time is from sending the statement to its last row.",
				overheadRounds, overheadRounds/3),
			"Without policies: the same statement as the account that owns the tables, limited to the same areas, from the objects themselves.",
			"Who sees all: the same as the analysts' account, which sees the clients of all areas but those who are left out of selections.",
			"With: as the role's own account, whose rows are limited by the database and who reads groups from the database `released`.",
		},
	}
	var sums [3]float64
	for _, q := range questions {
		asked := [3]asking{{conns[string(noPolicies)], q.sql}, {conns[string(seesAll)], q.sql}, {conns[q.role], rewriter.Rewrite(q.sql)}}
		var ms [3][]float64
		var rows int
		for round := range overheadRounds * 4 / 3 {
			for turn := range asked {
				i := (turn + round) % len(asked)
				took, n, err := timed(ctx, asked[i].conn, asked[i].statement, q.parameters)
				if err != nil {
					return fmt.Errorf("%s as %s: %w", q.title, q.role, err)
				}
				if rows = n; round >= overheadRounds/3 {
					ms[i] = append(ms[i], took)
				}
			}
		}
		for i := range sums {
			sums[i] += median(ms[i])
		}
		b.log.Info("asked", "question", q.title, "without_ms", median(ms[0]), "with_ms", median(ms[2]))
		t.add(q.title, grouped(rows), fixed(median(ms[0]), 1), fixed(median(ms[1]), 1), fixed(median(ms[2]), 1),
			fixed(median(ratios(ms[2], ms[0])), 2), fixed(median(ratios(ms[2], ms[1])), 2))
	}
	t.add("all together", "", fixed(sums[0], 1), fixed(sums[1], 1), fixed(sums[2], 1), fixed(sums[2]/sums[0], 2), fixed(sums[2]/sums[1], 2))
	return t.print(b.out)
}

// asking is a way to ask a question.
type asking struct {
	conn      driver.Conn
	statement string
}

// ratios divides two lists of one length.
func ratios(above, below []float64) []float64 {
	of := make([]float64, len(above))
	for i := range above {
		of[i] = above[i] / below[i]
	}
	return of
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
