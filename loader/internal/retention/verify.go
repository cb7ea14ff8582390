package retention

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

var (
	numberType = regexp.MustCompile(`^(Array\()?(Nullable\()?UInt64\)*$`)
	textType   = regexp.MustCompile(`^(Array\()?(LowCardinality\()?(Nullable\()?String\)*$`)
	numeral    = regexp.MustCompile(`[0-9]{10,20}`)
)

// inQueue asks whether a number is a queued id. A hash of something else is one by chance
// once in some million million.
func (r *run) inQueue(value string) string {
	return value + " IN (SELECT id FROM " + queueTable + " WHERE kind != 'certificate')"
}

// holds is a condition on the rows of a table in which a column names a queued id;
// empty for columns that cannot.
func (r *run) holds(c column) string {
	q := sqlfs.Quoted(c.name)
	isArray := strings.HasPrefix(c.typ, "Array(")
	ids := "SELECT groupArray(toString(id)) FROM " + queueTable + " WHERE kind != 'certificate'"
	switch {
	case numberType.MatchString(c.typ) && isArray:
		return "arrayExists(x -> has((SELECT groupArray(id) FROM " + queueTable + " WHERE kind != 'certificate'), ifNull(x, 0)), " + q + ")"
	case numberType.MatchString(c.typ):
		return r.inQueue("ifNull(" + q + ", 0)")
	case textType.MatchString(c.typ) && isArray:
		return "arrayExists(x -> match(ifNull(toString(x), ''), '[0-9]{10}') AND hasAny(extractAll(ifNull(toString(x), ''), '[0-9]{10,20}'), (" + ids + ")), " + q + ")"
	case textType.MatchString(c.typ):
		return "match(ifNull(toString(" + q + "), ''), '[0-9]{10}') AND hasAny(extractAll(ifNull(toString(" + q + "), ''), '[0-9]{10,20}'), (" + ids + "))"
	}
	return ""
}

// deleteTexts takes queued ids out of texts that name them, such as the filter of a
// selection: 0 stands in their place.
func (r *run) deleteTexts(ctx context.Context) error {
	if err := r.readTables(ctx); err != nil {
		return err
	}
	for _, t := range r.tables {
		for _, c := range t.columns {
			isText := textType.MatchString(c.typ) && !strings.HasPrefix(c.typ, "Array(")
			if !isText || slices.Contains(notClients(), t.full()) {
				continue
			}
			if err := r.deleteFromText(ctx, t, c); err != nil {
				return fmt.Errorf("%s.%s: %w", t.full(), c.name, err)
			}
		}
	}
	return nil
}

func (r *run) deleteFromText(ctx context.Context, t table, c column) error {
	found, err := clickhouse.Texts(ctx, r.Conn, "SELECT DISTINCT ifNull(toString("+sqlfs.Quoted(c.name)+"), ''), '' FROM "+t.quoted()+" WHERE "+r.holds(c), nil)
	if err != nil || len(found) == 0 {
		return err
	}
	queued := map[string]bool{}
	err = clickhouse.Each(ctx, r.Conn, "SELECT toString(id) FROM "+queueTable+" WHERE kind != 'certificate'", nil, func(row driver.Rows) error {
		var id string
		err := row.Scan(&id)
		queued[id] = true
		return err
	})
	if err != nil {
		return err
	}
	sync := ch.Context(ctx, ch.WithSettings(ch.Settings{"mutations_sync": 2}))
	for _, text := range found {
		after := numeral.ReplaceAllStringFunc(text[0], func(n string) string {
			if queued[n] {
				return "0"
			}
			return n
		})
		column := sqlfs.Quoted(c.name)
		if err := r.Conn.Exec(sync, "ALTER TABLE "+t.quoted()+" UPDATE "+column+" = "+sqlfs.Literal(after)+" WHERE "+column+" = "+sqlfs.Literal(text[0])); err != nil {
			return err
		}
		r.Log.Info("taken out of a text", "table", t.full(), "column", c.name)
	}
	return nil
}

// verify searches every number and text of every table for the queued ids, once more
// counts what was to go, and looks for parts on disk.
func (r *run) verify(ctx context.Context) error {
	r.tables = nil // also those that came meanwhile
	all, err := r.deletions(ctx)
	if err != nil {
		return err
	}
	var found []string
	for _, t := range r.tables {
		if slices.Contains(notClients(), t.full()) {
			continue
		}
		places, err := r.search(ctx, t)
		if err != nil {
			return fmt.Errorf("search %s: %w", t.full(), err)
		}
		found = append(found, places...)
	}
	for _, d := range all {
		var n uint64
		if err := r.Conn.QueryRow(ctx, "SELECT count() FROM "+d.table.quoted()+" WHERE "+d.condition).Scan(&n); err != nil {
			return fmt.Errorf("count %s: %w", d.table.full(), err)
		}
		if n > 0 {
			found = append(found, fmt.Sprintf("%s: %d rows by the rule %s", d.table.full(), n, d.rule))
		}
	}
	left, err := r.oldParts(ctx, r.touched())
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return fmt.Errorf("%w: %s", ErrParts, strings.Join(left, ", "))
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: %s", ErrFound, strings.Join(found, "; "))
	}
	return nil
}

// search looks at all columns of a table in one pass.
func (r *run) search(ctx context.Context, t table) ([]string, error) {
	var tests []string
	var tested []column
	for _, c := range t.columns {
		if holds := r.holds(c); holds != "" {
			tests, tested = append(tests, "countIf("+holds+")"), append(tested, c)
		}
	}
	if len(tests) == 0 {
		return nil, nil
	}
	var counts []uint64
	if err := r.Conn.QueryRow(ctx, "SELECT ["+strings.Join(tests, ", ")+"] FROM "+t.quoted()).Scan(&counts); err != nil {
		return nil, err
	}
	var found []string
	for i, n := range counts {
		if n > 0 {
			found = append(found, fmt.Sprintf("%s.%s: %d rows", t.full(), tested[i].name, n))
		}
	}
	return found, nil
}
