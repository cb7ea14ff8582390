package rekey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// copied is a whole copy, as rotation.json keeps it.
type copied struct {
	UUID  string   `json:"uuid"`
	Parts []string `json:"parts"` // of the original, when it was copied
}

// ErrDiffers says that a copy does not hold what its original does.
var ErrDiffers = errors.New("the copy does not hold what its original does; nothing was changed")

// partitions are conditions that divide a raw table by month, so that the memory of
// window functions is bounded; equal rows of a delivery are of one month.
func partitions(t *table) []string {
	var conditions, seen []string
	for _, part := range t.parts {
		id, _, _ := strings.Cut(part, "_")
		if !slices.Contains(seen, id) {
			seen = append(seen, id)
			conditions = append(conditions, " WHERE _partition_id = "+sqlfs.Literal(id))
		}
	}
	return conditions
}

// copyAll makes the copies that are not there.
func (r *rotation) copyAll(ctx context.Context, tables []*table) error {
	if r.state.Phase == "" {
		r.state.Phase, r.state.Purpose, r.state.Copies = identity.Preparing, r.Purpose, map[string]copied{}
	}
	if err := r.save(); err != nil {
		return err
	}
	r.at("begun")
	for i, t := range tables {
		if err := r.Conn.Exec(ctx, "SYSTEM STOP MERGES "+t.quoted()); err != nil {
			return fmt.Errorf("copy %s: %w", t.name(), err)
		}
		var err error
		if t.parts, err = r.partsOf(ctx, t); err != nil {
			return err
		}
		r.report.add(t, 0)
		if done, ok := r.state.Copies[t.name()]; ok && slices.Equal(done.Parts, t.parts) && r.uuidOf(ctx, t.database, t.table+copySuffix) == done.UUID {
			continue
		}
		if err := r.copy(ctx, t); err != nil {
			return fmt.Errorf("copy %s: %w", t.name(), err)
		}
		r.Log.Info("copied", "table", t.name(), "rows", t.rows, "of", fmt.Sprintf("%d/%d", i+1, len(tables)))
		r.at("copied " + t.name())
	}
	return nil
}

func (r *rotation) uuidOf(ctx context.Context, database, name string) (uuid string) {
	_ = r.Conn.QueryRow(ctx, "SELECT toString(uuid) FROM system.tables WHERE database = ? AND name = ?", database, name).Scan(&uuid) // none: empty
	return uuid
}

// copy makes the copy of a table, checks it, and notes that it is whole.
func (r *rotation) copy(ctx context.Context, t *table) error {
	for _, statement := range []string{"DROP TABLE IF EXISTS " + t.copy() + " SYNC", "CREATE TABLE " + t.copy() + " AS " + t.quoted()} {
		if err := r.Conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	var err error
	if t.database == "vault" {
		err = r.reseal(ctx, t)
	} else {
		err = r.copyRows(ctx, t, "")
	}
	if err == nil {
		err = r.compare(ctx, t)
	}
	if err != nil {
		return err
	}
	r.state.Copies[t.name()] = copied{UUID: r.uuidOf(ctx, t.database, t.table+copySuffix), Parts: t.parts}
	return r.save()
}

// copyRows writes the changed rows of a table, or of some of its parts, into the copy.
func (r *rotation) copyRows(ctx context.Context, t *table, condition string) error {
	var names, values []string
	for _, c := range t.columns {
		names, values = append(names, c.quoted()), append(values, r.expression(t, c))
	}
	conditions := []string{condition}
	if t.isRaw() {
		k, err := r.keyed(t, func(c column) string { return r.expression(t, c) })
		if err != nil {
			return err
		}
		for i, c := range t.columns {
			switch c.name {
			case "row_hash":
				values[i] = k.hash
			case "row_key":
				values[i] = k.rowKey()
			}
		}
		if condition == "" {
			conditions = partitions(t)
		}
	}
	settings := clickhouse.SpillSettings()
	settings["max_partitions_per_insert_block"] = 10000
	for _, where := range conditions {
		statement := "INSERT INTO " + t.copy() + " (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM " + t.quoted() + where
		if err := r.Conn.Exec(ch.Context(ctx, ch.WithSettings(settings)), statement); err != nil {
			return err
		}
	}
	return nil
}

// compare holds a copy against its original: rows, clients, and the sum of hashes of
// all that does not change.
func (r *rotation) compare(ctx context.Context, t *table) error {
	values := []string{"count()"}
	var same []string
	for _, c := range t.columns {
		switch {
		case c.name == "client_id":
			values = append(values, "uniqExact(client_id)")
		case isNumber(c), t.texts[c.name], slices.Contains([]string{"row_key", "row_hash", "identity_encrypted", "row_encrypted", "key_id"}, c.name):
		case strings.Contains(c.typ, "Nullable("), strings.HasPrefix(c.typ, "Map("):
			same = append(same, "ifNull(toString("+c.quoted()+"), '\\0')")
		default:
			same = append(same, c.quoted())
		}
	}
	if len(same) > 0 {
		values = append(values, "sum(cityHash64("+strings.Join(same, ", ")+"))")
	}
	query := "SELECT toString(tuple(" + strings.Join(values, ", ") + ")) FROM "
	var before, after string
	if err := r.Conn.QueryRow(ctx, query+t.quoted()).Scan(&before); err != nil {
		return err
	}
	if err := r.Conn.QueryRow(ctx, query+t.copy()).Scan(&after); err != nil {
		return err
	}
	if before != after {
		return fmt.Errorf("%w: %s before, %s after", ErrDiffers, before, after)
	}
	return nil
}

// dropCopies drops everything that is called a copy.
func (r *rotation) dropCopies(ctx context.Context) error {
	names, err := clickhouse.Texts(ctx, r.Conn, "SELECT database, name FROM system.tables WHERE endsWith(name, '"+copySuffix+"')", nil)
	if err != nil {
		return fmt.Errorf("drop copies: %w", err)
	}
	for _, name := range names {
		if err := r.Conn.Exec(ctx, "DROP TABLE IF EXISTS "+sqlfs.Qualified(name[0], name[1])+" SYNC SETTINGS max_table_size_to_drop = 0"); err != nil {
			return fmt.Errorf("drop copies: %w", err)
		}
		r.at("dropped " + name[0] + "." + name[1])
	}
	return nil
}
