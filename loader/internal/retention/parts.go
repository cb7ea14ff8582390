package retention

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// ErrParts says that files of deleted rows are still on disk.
var ErrParts = errors.New("files of deleted rows are still on disk: parts were detached, or a page wrote meanwhile; remove detached parts, and run framsyn retention again")

// copySuffix marks the copy of a table that takes its place.
const copySuffix = "__retention"

// oldParts are the tables of some in which merges and deletions have left files on disk.
func (r *run) oldParts(ctx context.Context, tables []string) ([]string, error) {
	var left []string
	if len(tables) == 0 {
		return nil, nil
	}
	err := clickhouse.Each(ctx, r.Conn, `SELECT DISTINCT concat(database, '.', table) AS name FROM
		(
			SELECT database, table FROM system.parts WHERE NOT active
			UNION ALL
			SELECT database, table FROM system.detached_parts
			UNION ALL
			SELECT database, table FROM system.mutations WHERE NOT is_done
		)
		WHERE name IN (`+list(tables)+`) ORDER BY name`, nil, func(row driver.Rows) error {
		var name string
		err := row.Scan(&name)
		left = append(left, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("old parts: %w", err)
	}
	return left, nil
}

// removeParts removes the files of deleted rows, which the engine keeps for a time that it
// chooses itself: a table of the parts that hold the rows of today, by hard links, takes
// the place of the one with all parts, which is dropped.
func (r *run) removeParts(ctx context.Context) error {
	if err := r.takeBack(ctx); err != nil {
		return err
	}
	left, err := r.oldParts(ctx, r.touched())
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := r.replace(ctx, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.at("replaced " + name)
	}
	return nil
}

// replace lets a copy of a table take its place. What a page adds to the table between
// is added to the copy.
func (r *run) replace(ctx context.Context, name string) error {
	table, other := quotedName(name), quotedName(name+copySuffix)
	if err := r.Conn.Exec(ctx, "SYSTEM STOP MERGES "+table); err != nil { // parts keep their names
		return err
	}
	if err := r.Conn.Exec(ctx, "CREATE TABLE "+other+" AS "+table); err != nil {
		return err
	}
	before, partitions, err := r.activeParts(ctx, name)
	if err != nil {
		return err
	}
	for _, id := range partitions {
		if err := r.Conn.Exec(ctx, "ALTER TABLE "+other+" ATTACH PARTITION ID "+sqlfs.Literal(id)+" FROM "+table); err != nil {
			return err
		}
	}
	r.at("copied " + name)
	if err := r.Conn.Exec(ctx, "EXCHANGE TABLES "+table+" AND "+other); err != nil {
		return err
	}
	r.at("exchanged " + name)
	after, _, err := r.activeParts(ctx, name+copySuffix) // the table of before has the copy's name
	if err != nil {
		return err
	}
	late := slices.DeleteFunc(after, func(part string) bool { return slices.Contains(before, part) })
	if len(late) > 0 {
		if err := r.Conn.Exec(ctx, "INSERT INTO "+table+" SELECT * FROM "+other+" WHERE _part IN ("+list(late)+")"); err != nil {
			return err
		}
	}
	return r.drop(ctx, name)
}

func (r *run) drop(ctx context.Context, name string) error {
	return r.Conn.Exec(ctx, "DROP TABLE IF EXISTS "+quotedName(name+copySuffix)+" SYNC SETTINGS max_table_size_to_drop = 0")
}

func (r *run) activeParts(ctx context.Context, name string) (parts, partitions []string, err error) {
	err = r.Conn.QueryRow(ctx, "SELECT groupArray(name), arraySort(groupUniqArray(partition_id)) FROM system.parts WHERE active AND rows > 0 AND concat(database, '.', table) = ?", name).Scan(&parts, &partitions)
	return parts, partitions, err
}

// takeBack ends what a killed run began: the copy, or the table of before, which may have
// rows that a page wrote.
func (r *run) takeBack(ctx context.Context) error {
	names, err := clickhouse.Texts(ctx, r.Conn, "SELECT database, name FROM system.tables WHERE endsWith(name, '"+copySuffix+"')", nil)
	if err != nil {
		return err
	}
	for _, name := range names {
		full := name[0] + "." + name[1][:len(name[1])-len(copySuffix)]
		table, other := quotedName(full), quotedName(full+copySuffix)
		if err := r.Conn.Exec(ctx, "INSERT INTO "+table+" SELECT * FROM (SELECT * FROM "+other+" EXCEPT SELECT * FROM "+table+")"); err != nil {
			return fmt.Errorf("%s: %w", full, err)
		}
		if err := r.drop(ctx, full); err != nil {
			return fmt.Errorf("%s: %w", full, err)
		}
	}
	return nil
}
