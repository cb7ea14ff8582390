package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// checkSchema compares what was applied to the database with what this program
// would apply.
func checkSchema(ctx context.Context, s *Subject) []Finding {
	wanted, err := wantedVersions(sqlfs.Embedded())
	if err != nil {
		return broken(err)
	}
	applied, err := appliedVersions(ctx, s)
	if err != nil {
		return broken(err)
	}
	if len(applied) == 0 {
		return []Finding{fault("framsyn schema apply", "the database has no schema yet")}
	}
	var behind []string
	for what, hash := range wanted {
		if applied[what] != hash {
			behind = append(behind, what)
		}
	}
	if len(behind) == 0 {
		return fine("the schema is that of this program, %d objects", len(wanted))
	}
	slices.Sort(behind)
	few := strings.Join(behind[:min(len(behind), 5)], ", ")
	return []Finding{fault("framsyn schema apply; if a newer framsyn has applied it, use that one",
		"%d of %d objects are not as in this program: %s", len(behind), len(wanted), few)}
}

// wantedVersions returns the hash of each object and code list, by kind and name.
func wantedVersions(tree sqlfs.Tree) (map[string]string, error) {
	objects, err := tree.Objects()
	if err != nil {
		return nil, err
	}
	wanted := map[string]string{}
	for _, object := range objects {
		wanted[string(object.Kind)+" "+object.FullName()] = object.Hash
		if object.Load() != sqlfs.LoadSeed {
			continue
		}
		rows, ok, err := tree.Seed(object.FullName())
		if err != nil {
			return nil, err
		}
		if ok {
			wanted["seed "+object.FullName()] = rows.Hash
		}
	}
	return wanted, nil
}

// appliedVersions returns the same as ops.schema_versions has it; empty where
// there is no such table.
func appliedVersions(ctx context.Context, s *Subject) (map[string]string, error) {
	var n uint64
	err := s.conn.QueryRow(ctx, "SELECT count() FROM system.tables WHERE database = 'ops' AND name = 'schema_versions'").Scan(&n)
	if err != nil || n == 0 {
		return nil, err
	}
	rows, err := s.conn.Query(ctx, "SELECT kind, object, toString(argMax(version_hash, applied_at)) FROM ops.schema_versions GROUP BY kind, object")
	if err != nil {
		return nil, fmt.Errorf("read ops.schema_versions: %w", err)
	}
	defer func() { _ = rows.Close() }()
	applied := map[string]string{}
	for rows.Next() {
		var kind, object, hash string
		if err := rows.Scan(&kind, &object, &hash); err != nil {
			return nil, fmt.Errorf("read ops.schema_versions: %w", err)
		}
		applied[kind+" "+object] = hash
	}
	return applied, rows.Err()
}
