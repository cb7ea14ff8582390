package clickhouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// ledger is the latest hash of everything applied, by kind and name.
type ledger map[[2]string]string

func (l ledger) has(kind, name, hash string) bool { return l[[2]string{kind, name}] == hash }

func (l ledger) knows(kind, name string) bool { return l[[2]string{kind, name}] != "" }

func (l ledger) empty() bool { return len(l) == 0 }

// readLedger reads ops.schema_versions; a database without it has an empty ledger.
func readLedger(ctx context.Context, conn driver.Conn, present map[string]string) (ledger, error) {
	known := ledger{}
	if present[versionsTable] == "" {
		return known, nil
	}
	rows, err := conn.Query(ctx, "SELECT kind, object, toString(argMax(version_hash, applied_at)) FROM "+versionsTable+" GROUP BY kind, object")
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", versionsTable, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var kind, object, hash string
		if err := rows.Scan(&kind, &object, &hash); err != nil {
			return nil, fmt.Errorf("read %s: %w", versionsTable, err)
		}
		known[[2]string{kind, object}] = hash
	}
	return known, rows.Err()
}

// presentObjects returns the engine of each table and view in our databases.
func presentObjects(ctx context.Context, conn driver.Conn) (map[string]string, error) {
	rows, err := conn.Query(ctx, "SELECT database, name, engine FROM system.tables WHERE database IN ("+databaseList()+")")
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	defer func() { _ = rows.Close() }()
	present := map[string]string{}
	for rows.Next() {
		var database, name, engine string
		if err := rows.Scan(&database, &name, &engine); err != nil {
			return nil, fmt.Errorf("list tables: %w", err)
		}
		present[database+"."+name] = engine
	}
	return present, rows.Err()
}

// databaseList is our databases as a list of SQL literals.
func databaseList() string {
	var quoted []string
	for _, database := range sqlfs.Databases() {
		quoted = append(quoted, sqlfs.Literal(database))
	}
	return strings.Join(quoted, ", ")
}
