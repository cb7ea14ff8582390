package chtest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// NewWith returns a ClickHouse as [New] does, of the test's own, whose accounts are
// those of a municipality's access.yaml. On a server the test is skipped: its
// accounts are not the test's to change.
func NewWith(tb testing.TB, members string) *DB {
	tb.Helper()
	if os.Getenv(ServerEnv) != "" {
		tb.Skip("the accounts of a server are left as they are")
	}
	dir := NewDir(tb, false)
	file := clickhouse.MembersFile(dir)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(members), 0o600); err != nil {
		tb.Fatal(err)
	}
	started, _ := Start(tb, clickhouse.Options{Dir: dir})
	db := &DB{Dir: dir, t: tb, target: started.Target(), conns: map[clickhouse.Role]driver.Conn{}}
	tb.Cleanup(db.finish)
	if _, err := clickhouse.Apply(tb.Context(), db.Conn(clickhouse.Owner), clickhouse.ApplyOptions{AppVersion: "test"}); err != nil {
		tb.Fatalf("apply the schema: %v", err)
	}
	return db
}
