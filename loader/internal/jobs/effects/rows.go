package effects

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/effect"
	sqlfs "github.com/framsyn/framsyn/sql"
	framsyn "github.com/framsyn/framsyn/sql/clickhouse"
)

const (
	// controlsPerStart are sampled in each month: a fifth of a start's variance is
	// what more of them could save at most.
	controlsPerStart = 5
	// mostStarts bounds memory and time: from there on a sample of the persons.
	mostStarts = 8000
	// mostAreas get an indicator each, the largest first; few are left over.
	mostAreas = 20
	// fakeMonths is how long before the true start the placebo start lies.
	fakeMonths = 6
)

// fillTrialRows fills mart.trial_rows for all months that are there.
func fillTrialRows(ctx context.Context, in job.Input) error {
	objects, err := sqlfs.Objects()
	if err != nil {
		return fmt.Errorf("read the SQL objects: %w", err)
	}
	var first, last time.Time
	if err := in.Conn.QueryRow(ctx, `SELECT min(month), max(month) FROM mart.client_months`).Scan(&first, &last); err != nil {
		return fmt.Errorf("find the months of trials: %w", err)
	}
	i := slices.IndexFunc(objects, func(o sqlfs.Object) bool { return o.FullName() == "mart.trial_rows" })
	if i < 0 || !last.After(first) {
		return fmt.Errorf("%w: mart.client_months has no two months", job.ErrNotYet)
	}
	_, err = framsyn.Fill(ctx, in.Conn, objects[i], store.AddMonths(first, 1), last)
	return err
}

// rows are the trials of one kind: starts, and a sample of those who did not
// start. Element i of each slice is row i.
type rows struct {
	client  []uint64
	person  []uint64 // the same for all rows of a client, whatever the pseudonym key
	month   []int    // of the trial, since 1970
	treated []bool
	area    []string
	before  []float64           // hours at time zero
	own     []float64           // hours at the end of the trial's own month; NaN where not at home
	after   [3][]float64        // hours by horizon; NaN where not known
	fate    [3][]string         // by horizon; empty while not delivered
	x       [][]float64         // confounders, by column
	fake    [][]float64         // the same known fakeMonths earlier; nil until read
	index   map[clientMonth]int // row of a client and month
	persons map[uint64]uint64   // client of each person
	areas   []string            // that have an indicator
}

type clientMonth struct {
	client uint64
	month  int
}

// sampledTrials are the trials of a kind: all starts and some controls of each
// month, drawn by person and month alone.
const sampledTrials = `eligible AS
	(
		SELECT rows.client_id AS client_id, rows.month AS month, has(rows.kinds_started, {kind:String}) AS is_treated, rows.area_id AS area_id, rows.hours_before AS hours_before, ifNull(rows.hours_at_end, nan) AS own,
			[ifNull(rows.hours_after_3m, nan), ifNull(rows.hours_after_6m, nan), ifNull(rows.hours_after_12m, nan)] AS after,
			[ifNull(toString(rows.fate_after_3m), ''), ifNull(toString(rows.fate_after_6m), ''), ifNull(toString(rows.fate_after_12m), '')] AS fates
		FROM mart.trial_rows AS rows
		WHERE NOT has(rows.kinds_before, {kind:String}) AND addMonths(rows.month, 3) <= {last:Date}
	),
	counts AS (SELECT month, countIf(is_treated) AS n_treated, countIf(NOT is_treated) AS n_controls FROM eligible GROUP BY month),
	(SELECT least(1, {most:Float64} / greatest(1, sum(n_treated))) FROM counts) AS person_share,
	sampled AS
	(
		SELECT eligible.client_id AS client_id, eligible.month AS month, eligible.is_treated AS is_treated, eligible.area_id AS area_id, eligible.hours_before AS hours_before, eligible.own AS own,
			eligible.after AS after, eligible.fates AS fates, cityHash64(clients.birth_month, clients.sex, clients.first_seen_date) AS person
		FROM eligible
		INNER JOIN counts ON eligible.month = counts.month
		INNER JOIN core.clients AS clients ON eligible.client_id = clients.client_id
		WHERE cityHash64(person, 'persons') / 18446744073709551616. < person_share
			AND (is_treated OR cityHash64(person, eligible.month, {kind:String}) / 18446744073709551616. < {ratio:Float64} * counts.n_treated / counts.n_controls)
	)`

// readRows reads the trials of a kind whose outcomes are known up to a month.
func readRows(ctx context.Context, conn driver.Conn, kind string, last time.Time) (*rows, error) {
	r := &rows{index: map[clientMonth]int{}, persons: map[uint64]uint64{}, x: make([][]float64, len(confounders()))}
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(trialParameters(kind, last)))
	err := framsyn.Each(ctx, conn, `WITH `+sampledTrials+`
		SELECT t.client_id, t.person, dateDiff('month', toDate(0), t.month), t.is_treated, toString(t.area_id), t.hours_before, t.own, t.after, t.fates, `+confounderArray()+`
		FROM mart.risk_features AS f
		INNER JOIN sampled AS t ON f.client_id = t.client_id AND f.month = addMonths(t.month, -1)
		WHERE f.has_home_care
		ORDER BY t.person, t.client_id, t.month`, nil, r.add)
	if err != nil {
		return nil, fmt.Errorf("read the trials of %s: %w", kind, err)
	}
	r.findAreas()
	return r, nil
}

func trialParameters(kind string, last time.Time) clickhouse.Parameters {
	return clickhouse.Parameters{
		"kind": kind, "last": last.Format(time.DateOnly), "most": fmt.Sprint(mostStarts), "ratio": fmt.Sprint(controlsPerStart),
	}
}

func (r *rows) add(row driver.Rows) error {
	var client, person uint64
	var month int64
	var treated bool
	var area string
	var before, own float64
	var after, x []float64
	var fates []string
	if err := row.Scan(&client, &person, &month, &treated, &area, &before, &own, &after, &fates, &x); err != nil {
		return err
	}
	for other, ok := r.persons[person]; ok && other != client; other, ok = r.persons[person] {
		person++ // born in the same month and first seen on the same day
	}
	r.persons[person] = client
	r.index[clientMonth{client, int(month)}] = len(r.client)
	r.client, r.person, r.month = append(r.client, client), append(r.person, person), append(r.month, int(month))
	r.treated, r.area, r.before = append(r.treated, treated), append(r.area, area), append(r.before, before)
	r.own = append(r.own, own)
	for h := range r.after {
		r.after[h], r.fate[h] = append(r.after[h], after[h]), append(r.fate[h], fates[h])
	}
	for j, v := range x {
		r.x[j] = append(r.x[j], v)
	}
	return nil
}

// readFake reads the confounders as they were known fakeMonths before; rows of
// clients without home care then stay NaN in the first column.
func (r *rows) readFake(ctx context.Context, conn driver.Conn, kind string, last time.Time) error {
	r.fake = make([][]float64, len(r.x))
	for j := range r.fake {
		r.fake[j] = make([]float64, len(r.client))
		for i := range r.fake[j] {
			r.fake[j][i] = math.NaN()
		}
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(trialParameters(kind, last)))
	err := framsyn.Each(ctx, conn, `WITH `+sampledTrials+`
		SELECT t.client_id, dateDiff('month', toDate(0), t.month), `+confounderArray()+`
		FROM mart.risk_features AS f
		INNER JOIN sampled AS t ON f.client_id = t.client_id AND f.month = addMonths(t.month, -`+fmt.Sprint(1+fakeMonths)+`)
		WHERE f.has_home_care`, nil, func(row driver.Rows) error {
		var at clientMonth
		var month int64
		var x []float64
		if err := row.Scan(&at.client, &month, &x); err != nil {
			return err
		}
		at.month = int(month)
		if i, ok := r.index[at]; ok {
			for j, v := range x {
				r.fake[j][i] = v
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the placebo trials of %s: %w", kind, err)
	}
	return nil
}

// findAreas chooses the areas that get an indicator: the largest, without the
// very largest, which the others are compared with.
func (r *rows) findAreas() {
	count := map[string]int{}
	for _, area := range r.area {
		count[area]++
	}
	for area := range count {
		r.areas = append(r.areas, area)
	}
	slices.SortFunc(r.areas, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	r.areas = r.areas[min(1, len(r.areas)):min(1+mostAreas, len(r.areas))]
}

// withAreas appends the indicators of areas to columns.
func (r *rows) withAreas(x [][]float64, area []string) [][]float64 {
	out := slices.Clone(x)
	for _, name := range r.areas {
		column := make([]float64, len(area))
		for i, a := range area {
			if a == name {
				column[i] = 1
			}
		}
		out = append(out, column)
	}
	return out
}

// horizons of effects, months after the month of the start.
func horizons() []int { return []int{3, 6, 12} }

// trials are the rows followed to a horizon (index), as models/effect wants them.
// Hours are changes: the same effect, with less noise. The one in a hundred who
// moved out is left out, as telling nothing: a model of so rare an event would make
// the weights of a few that look like them extreme.
func (r *rows) trials(h int) *effect.Trials {
	t := &effect.Trials{Horizons: []effect.Horizon{{Months: horizons()[h]}}}
	var kept []int
	for i, fate := range r.fate[h] {
		if fate != "" && fate != "moved" {
			kept = append(kept, i)
		}
	}
	hours := &t.Horizons[0]
	for _, i := range kept {
		t.Person, t.Month, t.Treated = append(t.Person, r.person[i]), append(t.Month, r.month[i]), append(t.Treated, r.treated[i])
		hours.Hours = append(hours.Hours, r.after[h][i]-r.before[i])
		hours.Fate = append(hours.Fate, fateOf(r.fate[h][i]))
	}
	t.X = columns(r.withAreas(r.x, r.area), kept)
	for j, c := range confounders() {
		if c.modifies {
			t.Modifiers = append(t.Modifiers, t.X[j])
		}
	}
	return t
}

// columns are these rows of a table of columns.
func columns(x [][]float64, kept []int) [][]float64 {
	out := make([][]float64, len(x))
	for j, column := range x {
		out[j] = make([]float64, len(kept))
		for pos, i := range kept {
			out[j][pos] = column[i]
		}
	}
	return out
}

// fateOf reads a fate of mart.trial_rows other than moved.
func fateOf(name string) effect.Fate {
	if name == "at_home" {
		return effect.Observed
	}
	return effect.Ended
}
