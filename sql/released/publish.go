package released

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Options say how much is hidden; see [access.SmallCells].
type Options struct {
	Threshold int
	RoundTo   int
	// Key decides for each cell, for good, how many persons more than the threshold it takes to be shown and where its numbers
	// are rounded; see [Hide]. It is kept secret. The zero key is for tests: no margin, and rounding to the nearest.
	Key Key
}

// Outcome says what was released.
type Outcome struct {
	Objects, Hidden int
	Rows            uint64
}

// publisher releases objects.
type publisher struct {
	Options

	conn driver.Conn // the owner's
	tree Tree
	top  string // area that all others lie below
}

// Publish makes the tables of the database released anew. conn must be the
// owner's.
func Publish(ctx context.Context, conn driver.Conn, o Options) (Outcome, error) {
	var outcome Outcome
	if o.Threshold < 1 || o.RoundTo < 1 {
		return outcome, fmt.Errorf("threshold %d and round_to %d: want 1 or more of each", o.Threshold, o.RoundTo)
	}
	rules, err := Rules()
	if err != nil {
		return outcome, err
	}
	p := publisher{Options: o, conn: conn}
	if err := p.readTree(ctx); err != nil {
		return outcome, err
	}
	hidden, err := p.hiddenScopes(ctx)
	if err != nil {
		return outcome, err
	}
	for _, object := range slices.Sorted(maps.Keys(rules)) {
		found, err := p.hiddenCells(ctx, object, rules[object])
		if err != nil {
			return outcome, fmt.Errorf("%s: %w", object, err)
		}
		hidden = append(hidden, found...)
	}
	if err := p.write(ctx, hidden); err != nil {
		return outcome, err
	}
	for _, object := range slices.Sorted(maps.Keys(rules)) {
		rows, err := p.release(ctx, object, rules[object])
		if err != nil {
			return outcome, fmt.Errorf("release %s: %w", object, err)
		}
		outcome.Rows += rows
	}
	outcome.Objects, outcome.Hidden = len(rules), len(hidden)
	return outcome, nil
}

// cell is a row of ops.hidden_cells.
type cell struct{ object, cell, scope, slice string }

func (p *publisher) readTree(ctx context.Context) error {
	parents := map[string]string{}
	err := each(ctx, p.conn, "SELECT toString(area_id), toString(parent_area_id), toString(kind) FROM core.areas", func(rows driver.Rows) error {
		var area, parent, kind string
		if err := rows.Scan(&area, &parent, &kind); err != nil {
			return err
		}
		parents[area] = parent
		if kind == "municipality" {
			p.top = area
		}
		return nil
	})
	p.tree = TreeOf(parents)
	return err
}

// hiddenScopes finds areas, categories and selections that are too small today,
// and selections that differ from another by too few.
func (p *publisher) hiddenScopes(ctx context.Context) ([]cell, error) {
	persons := map[string]int{}
	margin := map[string]int{}
	var found []cell
	hide := func(kind, id string) { found = append(found, cell{object: "*", cell: kind, scope: id}) }
	query := fmt.Sprintf(`SELECT toString(scope_kind), toString(scope_id), toInt64(argMax(n_clients, month)), toInt64(any(%s)) FROM mart.scope_months
		WHERE resource = 'clients' GROUP BY scope_kind, scope_id ORDER BY scope_kind, scope_id`, p.Key.draw("margin", "*", "n_clients", "concat(toString(scope_kind), ' ', toString(scope_id))", p.Threshold))
	err := each(ctx, p.conn, query, func(rows driver.Rows) error {
		var kind, id string
		var n, more int64
		err := rows.Scan(&kind, &id, &n, &more)
		if kind == "area" {
			persons[id] = int(n)
			if id != p.top {
				margin[id] = int(more)
			}
		} else if n > 0 && int(n) < p.Threshold+int(more) {
			hide(kind, id)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("size of scopes: %w", err)
	}
	for area := range Hide(persons, p.tree, p.Threshold, margin) {
		hide("area", area)
	}
	twins, err := p.closeSelections(ctx)
	for _, id := range twins {
		hide("selection", id)
	}
	return found, err
}

// closeSelections finds selections that have all but a few clients in common with
// an older one: the difference of the two would tell of these few.
func (p *publisher) closeSelections(ctx context.Context) ([]string, error) {
	var found []string
	query := fmt.Sprintf(`WITH sized AS (SELECT selection_id, count() AS n FROM core.selection_members WHERE isNull(left_date) GROUP BY selection_id),
		made AS (SELECT selection_id, min(created_date) AS created_date FROM core.selections GROUP BY selection_id)
		SELECT DISTINCT toString(younger.selection_id)
		FROM sized AS younger
		INNER JOIN made AS younger_made ON younger.selection_id = younger_made.selection_id
		CROSS JOIN (SELECT sized.selection_id AS selection_id, sized.n AS n, made.created_date AS created_date FROM sized INNER JOIN made ON sized.selection_id = made.selection_id) AS older
		LEFT JOIN (SELECT a.selection_id AS one, b.selection_id AS other, count() AS n
			FROM core.selection_members AS a INNER JOIN core.selection_members AS b ON a.client_id = b.client_id
			WHERE isNull(a.left_date) AND isNull(b.left_date) GROUP BY one, other) AS common
			ON younger.selection_id = common.one AND older.selection_id = common.other
		WHERE younger.selection_id != older.selection_id
			AND (younger_made.created_date, younger.selection_id) > (older.created_date, older.selection_id)
			AND (younger.n - ifNull(common.n, 0) BETWEEN 1 AND %[1]d OR older.n - ifNull(common.n, 0) BETWEEN 1 AND %[1]d)
			AND ifNull(common.n, 0) > 0 ORDER BY 1`, p.Threshold-1)
	err := each(ctx, p.conn, query, func(rows driver.Rows) error {
		var id string
		err := rows.Scan(&id)
		found = append(found, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("compare selections: %w", err)
	}
	return found, nil
}

// hiddenCells finds the cells of an object that are hidden.
func (p *publisher) hiddenCells(ctx context.Context, object string, rule Rule) ([]cell, error) {
	var found []cell
	for _, count := range slices.Sorted(maps.Keys(rule.Cells)) {
		bySlice := map[string]map[string]int{}
		margin := map[string]int{}
		query := fmt.Sprintf("SELECT %[1]s, %[2]s, toInt64(max(%[3]s)), toInt64(any(%[4]s)) FROM %[5]s%[6]s GROUP BY 1, 2",
			scopeOf(rule), sliceOf(rule), count, p.Key.draw("margin", object, count, scopeOf(rule), p.Threshold), object, whereOf(rule.Where))
		err := each(ctx, p.conn, query, func(rows driver.Rows) error {
			var area, slice string
			var n, more int64
			if err := rows.Scan(&area, &slice, &n, &more); err != nil {
				return err
			}
			margin[area] = int(more)
			if bySlice[slice] == nil {
				bySlice[slice] = map[string]int{}
			}
			bySlice[slice][area] = int(n)
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, slice := range slices.Sorted(maps.Keys(bySlice)) {
			for _, area := range p.hiddenIn(bySlice[slice], margin, rule) {
				found = append(found, cell{object, count, area, slice})
			}
		}
	}
	return found, nil
}

// hiddenIn says which areas of a slice are hidden. Where rows are of no area, those
// that are too small are.
func (p *publisher) hiddenIn(persons, margin map[string]int, rule Rule) []string {
	tree := p.tree
	if rule.Area == "" {
		tree = nil
	}
	const all = "*" // stands for the top in some objects
	n, hasAll := persons[all]
	if hasAll && rule.Area != "" {
		delete(persons, all)
		persons[p.top] = n
	}
	delete(margin, p.top) // the municipality is shown as soon as it may be
	hidden := Hide(persons, tree, p.Threshold, margin)
	if hasAll && rule.Area != "" && hidden[p.top] {
		hidden[all] = true
	}
	return slices.Sorted(maps.Keys(hidden))
}

// write puts the hidden cells into their table.
func (p *publisher) write(ctx context.Context, cells []cell) error {
	if err := p.conn.Exec(ctx, "TRUNCATE TABLE ops.hidden_cells"); err != nil {
		return fmt.Errorf("empty ops.hidden_cells: %w", err)
	}
	batch, err := p.conn.PrepareBatch(ctx, "INSERT INTO ops.hidden_cells (object, cell, scope, slice)")
	if err != nil {
		return fmt.Errorf("write ops.hidden_cells: %w", err)
	}
	defer func() { _ = batch.Close() }()
	for _, c := range cells {
		if err := batch.Append(c.object, c.cell, c.scope, c.slice); err != nil {
			return fmt.Errorf("write ops.hidden_cells: %w", err)
		}
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("write ops.hidden_cells: %w", err)
	}
	return nil
}

// release makes one table anew, beside the old one, and puts it in its place.
func (p *publisher) release(ctx context.Context, object string, rule Rule) (uint64, error) {
	columns, err := p.columns(ctx, object)
	if err != nil {
		return 0, err
	}
	name := sqlfs.Qualified(Database, nameOf(object))
	twin := sqlfs.Qualified(Database, nameOf(object)+"_new")
	statements := []string{
		"DROP TABLE IF EXISTS " + twin,
		createStatement(twin, object, columns, rule),
		"INSERT INTO " + twin + " " + p.selectStatement(object, columns, rule),
		"CREATE TABLE IF NOT EXISTS " + name + " AS " + twin,
		"EXCHANGE TABLES " + twin + " AND " + name,
		"DROP TABLE " + twin,
	}
	for _, statement := range statements {
		if err := p.conn.Exec(ctx, statement); err != nil {
			return 0, fmt.Errorf("%w\nin %s", err, statement)
		}
	}
	var rows uint64
	if err := p.conn.QueryRow(ctx, "SELECT count() FROM "+name).Scan(&rows); err != nil {
		return 0, err
	}
	return rows, nil
}

// column is a column of an object.
type column struct{ name, typ, comment string }

func (p *publisher) columns(ctx context.Context, object string) ([]column, error) {
	database, table, _ := strings.Cut(object, ".")
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"database": database, "table": table}))
	var found []column
	err := each(ctx, p.conn, "SELECT name, type, comment FROM system.columns WHERE database = {database:String} AND table = {table:String} ORDER BY position", func(rows driver.Rows) error {
		var c column
		err := rows.Scan(&c.name, &c.typ, &c.comment)
		found = append(found, c)
		return err
	})
	if err == nil && len(found) == 0 {
		err = errors.New("there is no such object; run framsyn schema apply")
	}
	return found, err
}

// each calls read for each row of a query.
func each(ctx context.Context, conn driver.Conn, query string, read func(driver.Rows) error) (err error) {
	rows, err := conn.Query(ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
