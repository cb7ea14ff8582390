package load

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/contract"
)

// column is a column of a raw table and where its values come from.
type column struct {
	name, typ string
	from      int            // place among the decoder's values, -1 for a fixed value
	fixed     contract.Value // constant, or the type's default
}

// table is a raw table as a contract fills it.
type table struct {
	source  string
	columns []column // without those that the loader adds
	// identity says which values make the row key.
	identity []column
	// limits are vectors that say which values fit.
	limits []vector
}

// ownColumns are the columns that the loader adds to every raw table, in this order.
func ownColumns() []string {
	return []string{"batch_id", "line_no", "row_key", "row_hash", "known_date"}
}

// insert returns the statement that fills the table.
func (t *table) insert() string {
	var names []string
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	return "INSERT INTO raw." + t.source + " (" + strings.Join(append(names, ownColumns()...), ", ") + ")"
}

// describe reads the columns of the raw table and finds where the plan's values go.
func describe(ctx context.Context, conn driver.Conn, plan *contract.Plan) (*table, error) {
	c := plan.Contract
	rows, err := conn.Query(ctx, "DESCRIBE TABLE raw."+c.Source)
	if err != nil {
		return nil, fmt.Errorf("raw.%s: %w: run framsyn schema apply, or mend source in %s", c.Source, err, c.File())
	}
	defer rows.Close() //nolint:errcheck // nothing was written
	t := &table{source: c.Source}
	known := map[string]bool{}
	for rows.Next() {
		var name, typ string
		var rest [5]string
		if err := rows.Scan(&name, &typ, &rest[0], &rest[1], &rest[2], &rest[3], &rest[4]); err != nil {
			return nil, fmt.Errorf("raw.%s: %w", c.Source, err)
		}
		known[name] = true
		t.add(plan, name, typ)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("raw.%s: %w", c.Source, err)
	}
	empty, err := t.newPiece()
	if err != nil {
		return nil, fmt.Errorf("raw.%s: %w", c.Source, err)
	}
	t.limits = empty.vectors
	return t, t.check(plan, known)
}

// add adds a column of the table.
func (t *table) add(plan *contract.Plan, name, typ string) {
	for _, own := range ownColumns() {
		if name == own {
			return
		}
	}
	col := column{name: name, typ: typ, from: plan.Column(name), fixed: contract.Value{Null: true}}
	if text, ok := plan.Contract.Constants[name]; ok {
		col.fixed = contract.Value{Text: text}
	}
	t.columns = append(t.columns, col)
}

// check finds columns of the contract that the table does not have, and the row identity.
func (t *table) check(plan *contract.Plan, known map[string]bool) error {
	c := plan.Contract
	for i := range c.Columns {
		if !c.Columns[i].Local && !known[c.Columns[i].Name] {
			return fmt.Errorf("%s: column %s is not in raw.%s: mend its name, or mark it local", c.File(), c.Columns[i].Name, c.Source)
		}
	}
	for _, name := range c.RowIdentity.Columns {
		col := column{name: name, from: plan.Column(name), fixed: contract.Value{Text: c.Constants[name]}}
		for _, target := range t.columns {
			if target.name == name {
				col = target
			}
		}
		t.identity = append(t.identity, col)
	}
	return nil
}
