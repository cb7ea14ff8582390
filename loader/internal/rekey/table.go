package rekey

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// copySuffix marks the copy of a table.
const copySuffix = "__rekey"

// column is a column of a table.
type column struct{ name, typ string }

func (c column) quoted() string { return "`" + c.name + "`" }

// table is a table that may hold pseudonyms.
type table struct {
	database, table string
	columns         []column
	rows, bytes     uint64
	uuid            string
	parts           []string        // active parts, sorted
	texts           map[string]bool // columns with texts that name pseudonyms
}

func (t *table) name() string   { return t.database + "." + t.table }
func (t *table) quoted() string { return sqlfs.Qualified(t.database, t.table) }
func (t *table) copy() string   { return sqlfs.Qualified(t.database, t.table+copySuffix) }
func (t *table) isRaw() bool    { return t.database == "raw" && t.has("row_key") }

func (t *table) has(name string) bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.name == name })
}

// tables finds the tables that change.
func (r *rotation) tables(ctx context.Context) ([]*table, error) {
	if r.Purpose == identity.PurposeVault {
		return r.readTables(ctx, "database = 'vault' AND name IN ('identities', 'rejected_rows')")
	}
	all, err := r.readTables(ctx, "database IN ('raw', 'core', 'mart', 'model', 'ops') OR database = 'vault' AND name = 'identities'")
	if err != nil {
		return nil, err
	}
	var changed []*table
	for _, t := range all {
		holds, err := r.holdsPseudonyms(ctx, t)
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", t.name(), err)
		}
		if holds {
			changed = append(changed, t)
		}
	}
	return changed, nil
}

// readTables reads tables with their columns and parts; copies and empty ones are left out.
func (r *rotation) readTables(ctx context.Context, which string) ([]*table, error) {
	var all []*table
	err := clickhouse.Each(ctx, r.Conn, `SELECT database, name, toString(uuid), ifNull(total_rows, 0), ifNull(total_bytes, 0) FROM system.tables
		WHERE (`+which+`) AND engine LIKE '%MergeTree' AND NOT endsWith(name, '__rekey') AND NOT endsWith(name, '__twin') AND total_rows > 0 ORDER BY database, name`, nil,
		func(row driver.Rows) error {
			t := &table{texts: map[string]bool{}}
			all = append(all, t)
			return row.Scan(&t.database, &t.table, &t.uuid, &t.rows, &t.bytes)
		})
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	for _, t := range all {
		err := clickhouse.Each(ctx, r.Conn, "SELECT name, type FROM system.columns WHERE database = ? AND table = ? AND default_kind NOT IN ('MATERIALIZED', 'ALIAS') ORDER BY position",
			[]any{t.database, t.table}, func(row driver.Rows) error {
				var c column
				err := row.Scan(&c.name, &c.typ)
				t.columns = append(t.columns, c)
				return err
			})
		if err == nil {
			t.parts, err = r.partsOf(ctx, t)
		}
		if err != nil {
			return nil, fmt.Errorf("columns of %s: %w", t.name(), err)
		}
	}
	return all, nil
}

func (r *rotation) partsOf(ctx context.Context, t *table) (parts []string, err error) {
	err = r.Conn.QueryRow(ctx, "SELECT arraySort(groupArray(name)) FROM system.parts WHERE active AND database = ? AND table = ?", t.database, t.table).Scan(&parts)
	return parts, err
}

// isNumber says whether the column holds 64-bit numbers that may be pseudonyms. Ids
// that are hashes of row keys are left out: their tables are filled anew.
func isNumber(c column) bool {
	if slices.Contains([]string{"batch_id", "row_key", "row_hash"}, c.name) || slices.Contains(hashesOfRowKeys(), c.name) {
		return false
	}
	return slices.Contains([]string{"UInt64", "Nullable(UInt64)", "Array(UInt64)"}, c.typ)
}

// hashesOfRowKeys are columns that are hashes of a delivered row's key, by the table
// that is filled anew for them.
func refilled() map[string]string {
	return map[string]string{"core.hsl_actions": "action_id", "core.case_times": "case_time_id"}
}

func hashesOfRowKeys() []string {
	var names []string
	for _, name := range refilled() {
		names = append(names, name)
	}
	return names
}

var textType = regexp.MustCompile(`^(Array\()?(LowCardinality\()?(Nullable\()?String\)*$`)

func isText(c column) bool  { return textType.MatchString(c.typ) }
func isArray(c column) bool { return strings.HasPrefix(c.typ, "Array(") }

// holdsPseudonyms says whether any number or text of the table is one, and notes the
// texts that are.
func (r *rotation) holdsPseudonyms(ctx context.Context, t *table) (bool, error) {
	var tests []string
	for _, c := range t.columns {
		switch {
		case isNumber(c) && isArray(c):
			tests = append(tests, "countIf(arrayExists(x -> "+lookUp("x")+" != 0, "+c.quoted()+"))")
		case isNumber(c):
			tests = append(tests, "countIf("+lookUp("ifNull("+c.quoted()+", 0)")+" != 0)")
		case isText(c):
			if err := r.noteTexts(ctx, t, c); err != nil {
				return false, err
			}
		}
	}
	if len(tests) == 0 {
		return len(t.texts) > 0, nil
	}
	var n uint64
	err := r.Conn.QueryRow(ctx, "SELECT toUInt64("+strings.Join(tests, " + ")+") FROM "+t.quoted()).Scan(&n)
	return n > 0 || len(t.texts) > 0, err
}
