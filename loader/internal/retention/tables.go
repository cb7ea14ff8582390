package retention

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// column is a column of a table.
type column struct{ name, typ string }

// table is a table with rows.
type table struct {
	database, name string
	columns        []column
	key            string // sorting key, as the engine writes it
}

func (t table) full() string   { return t.database + "." + t.name }
func (t table) quoted() string { return sqlfs.Qualified(t.database, t.name) }

func (t table) has(name string) bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.name == name })
}

// notClients are tables that keep what they say of clients by rules of their own, or
// that say what was deleted.
func notClients() []string {
	return []string{"ops.access_log", "ops.review_marks", queueTable, "vault.tombstones", "ops.retention_certificates", "ops.retention_counts"}
}

// readTables lists our tables with their columns; views have no rows of their own.
func (r *run) readTables(ctx context.Context) error {
	if r.tables != nil {
		return nil
	}
	return clickhouse.Each(ctx, r.Conn, `SELECT columns.database, columns.table, columns.name, columns.type, tables.sorting_key
		FROM system.columns AS columns
		INNER JOIN system.tables AS tables ON columns.database = tables.database AND columns.table = tables.name
		WHERE columns.database IN ('raw', 'stg', 'core', 'mart', 'model', 'ops', 'vault', 'released') AND tables.engine LIKE '%MergeTree'
		ORDER BY columns.database, columns.table, columns.position`, nil, func(row driver.Rows) error {
		var t table
		var c column
		if err := row.Scan(&t.database, &t.name, &c.name, &c.typ, &t.key); err != nil {
			return err
		}
		if n := len(r.tables); n == 0 || r.tables[n-1].full() != t.full() {
			r.tables = append(r.tables, t)
		}
		last := &r.tables[len(r.tables)-1]
		last.columns = append(last.columns, c)
		return nil
	})
}

// goes is the condition on the rows of a table that go with the queued clients; empty
// for tables without any.
func (r *run) goes(t table) string {
	if slices.Contains(notClients(), t.full()) {
		return ""
	}
	for _, name := range append([]string{kindClient}, slices.Sorted(maps.Keys(relatedIDs()))...) {
		if t.has(name) {
			return "ifNull(" + name + ", 0) IN (SELECT id FROM " + r.queueName() + " WHERE kind = '" + name + "')"
		}
	}
	return ""
}

// old is the condition on the rows that a rule says are too old.
func (r *run) old(rule RowRule) (string, error) {
	at := slices.IndexFunc(r.tables, func(t table) bool { return t.full() == rule.Table })
	if at < 0 {
		return "", fmt.Errorf("rule %s: there is no table %s", rule.DataSet, rule.Table)
	}
	cut := "toDateTime('" + rule.cut(r.AsOf).Format("2006-01-02 15:04:05") + "', 'UTC')"
	switch t := r.tables[at]; {
	case t.has(rule.Date):
		return rule.Date + " < " + cut, nil
	case t.has("batch_id"):
		return "batch_id IN (SELECT batch_id FROM ops.load_batches WHERE " + rule.Date + " < " + cut + ")", nil
	}
	return "", fmt.Errorf("rule %s: %s has no column %s", rule.DataSet, rule.Table, rule.Date)
}

// deletion is one condition on the rows of one table.
type deletion struct {
	rule      string // clients, or the data set of a rule on rows
	table     table
	condition string
}

func (r *run) deletions(ctx context.Context) ([]deletion, error) {
	if err := r.readTables(ctx); err != nil {
		return nil, err
	}
	var all []deletion
	for _, t := range r.tables {
		if condition := r.goes(t); condition != "" {
			all = append(all, deletion{"clients", t, condition})
		}
	}
	// What other ids are found by goes after what has them, and the identity last of all.
	slices.SortStableFunc(all, func(a, b deletion) int { return order(a.table) - order(b.table) })
	for _, rule := range r.rules.Rows {
		condition, err := r.old(rule)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(r.tables, func(t table) bool { return t.full() == rule.Table })
		all = append(all, deletion{rule.DataSet, r.tables[at], condition})
	}
	return all, nil
}

func order(t table) int {
	return slices.Index([]string{"released", "model", "mart", "ops", "core", "stg", "raw", "vault"}, t.database)
}

// Count is the rows of a table, month and delivery that a rule takes.
type Count struct {
	Rule  string     `json:"rule"`
	Table string     `json:"table"`
	Month *time.Time `json:"month"`
	Batch uint64     `json:"batch_id,omitempty"`
	Rows  uint64     `json:"rows"`
}

// TableCount is the rows of a whole table.
type TableCount struct {
	Table   string `json:"table"`
	Before  uint64 `json:"rows_before"`
	Deleted uint64 `json:"rows_deleted"`
	After   uint64 `json:"rows_after"`
}

// count counts what goes, by table, month and delivery.
func (r *run) count(ctx context.Context) error {
	all, err := r.deletions(ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		month, batch, rows := "NULL", "toUInt64(0)", "count()"
		if d.table.has("month") {
			month = "toStartOfMonth(month)"
		}
		if d.table.has("batch_id") && (d.table.database == "raw" || d.table.database == "vault") {
			batch = "batch_id"
		}
		if d.table.full() == "vault.rejected_rows" {
			rows = "uniqExactIf(line_no, line_no > 0)" // row 0 is the header
		}
		query := "SELECT " + month + "::Nullable(Date) AS of_month, " + batch + " AS of_batch, " + rows + " AS n FROM " + d.table.quoted() + " WHERE " + d.condition +
			" GROUP BY of_month, of_batch HAVING n > 0 ORDER BY of_month, of_batch"
		err := clickhouse.Each(ctx, r.Conn, query, nil, func(row driver.Rows) error {
			c := Count{Rule: d.rule, Table: d.table.full()}
			err := row.Scan(&c.Month, &c.Batch, &c.Rows)
			r.report.Counts = append(r.report.Counts, c)
			return err
		})
		if err != nil {
			return fmt.Errorf("count %s: %w", d.table.full(), err)
		}
	}
	return nil
}

// countOnce counts and writes the counts, or reads those of a killed run.
func (r *run) countOnce(ctx context.Context) error {
	var err error
	r.report.Counts, err = readCounts(ctx, r.Conn, r.id)
	if err != nil || len(r.report.Counts) > 0 {
		return errors.Join(err, r.readTables(ctx))
	}
	if err := r.count(ctx); err != nil {
		return err
	}
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO ops.retention_counts (certificate_id, rule, object, month, batch_id, n_rows)")
	if err != nil {
		return err
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	for _, c := range r.report.Counts {
		if err := batch.Append(r.id, c.Rule, c.Table, c.Month, c.Batch, c.Rows); err != nil {
			return err
		}
	}
	return batch.Send()
}

// deleteAll deletes, and waits for each table.
func (r *run) deleteAll(ctx context.Context) error {
	all, err := r.deletions(ctx)
	if err != nil {
		return err
	}
	sync := ch.Context(ctx, ch.WithSettings(ch.Settings{"mutations_sync": 2}))
	for _, d := range all {
		var n uint64
		if err := r.Conn.QueryRow(ctx, "SELECT count() FROM "+d.table.quoted()+" WHERE "+d.condition).Scan(&n); err != nil {
			return fmt.Errorf("%s: %w", d.table.full(), err)
		}
		if n == 0 {
			continue
		}
		if err := r.Conn.Exec(sync, "ALTER TABLE "+d.table.quoted()+" DELETE WHERE "+d.condition); err != nil {
			return fmt.Errorf("%s: %w", d.table.full(), err)
		}
		r.Log.Info("deleted", "table", d.table.full(), "rows", n, "rule", d.rule)
		r.at("deleted " + d.table.full())
	}
	return nil
}

// touched are the tables that lose rows.
func (r *run) touched() []string {
	var names []string
	for _, c := range r.report.Counts {
		if !slices.Contains(names, c.Table) {
			names = append(names, c.Table)
		}
	}
	slices.Sort(names)
	return names
}

func list(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = sqlfs.Literal(name)
	}
	return strings.Join(quoted, ", ")
}

// quotedName quotes <database>.<name>.
func quotedName(full string) string {
	database, name, _ := strings.Cut(full, ".")
	return sqlfs.Qualified(database, name)
}
