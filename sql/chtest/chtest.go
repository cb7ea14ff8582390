package chtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// ServerEnv names the environment variable with the DSN of a server to test on.
const ServerEnv = "FRAMSYN_TEST_CLICKHOUSE"

// A test binary is started again as the engine; this is where that one turns off.
var _ = clickhouse.RunChildIfAsked()

// DB is a ClickHouse with the schema applied, for the time of a test.
type DB struct {
	Dir    string // data folder of the engine; empty on a server
	t      testing.TB
	target clickhouse.Target
	conns  map[clickhouse.Role]driver.Conn
}

// shared is the engine of the test binary.
type shared struct {
	turn   sync.Mutex // held by the test that uses the engine
	dir    string
	target clickhouse.Target
	ready  bool
}

//nolint:gochecknoglobals // one engine for all tests of a binary: a start costs a second, and memory
var engine shared

// New returns a ClickHouse with the embedded schema, all tables empty but the code
// lists. A test calls it once; the next test's New waits for the end of this one.
func New(tb testing.TB) *DB {
	tb.Helper()
	engine.turn.Lock()
	tb.Cleanup(engine.turn.Unlock)
	if !engine.ready {
		engine.start(tb)
	}
	db := &DB{Dir: engine.dir, t: tb, target: engine.target, conns: map[clickhouse.Role]driver.Conn{}}
	tb.Cleanup(db.finish)
	if _, err := clickhouse.Apply(tb.Context(), db.Conn(clickhouse.Owner), clickhouse.ApplyOptions{AppVersion: "test"}); err != nil {
		tb.Fatalf("apply the schema: %v", err)
	}
	engine.ready = true
	db.reset()
	return db
}

func (e *shared) start(tb testing.TB) {
	tb.Helper()
	if dsn := os.Getenv(ServerEnv); dsn != "" {
		target, err := clickhouse.ParseTarget(dsn)
		if err != nil {
			tb.Fatal(err)
		}
		e.target = target
		return
	}
	started, dir := Start(tb, clickhouse.Options{Temporary: true})
	e.dir, e.target = dir, started.Target()
}

// Start runs an engine of the test's own, without a schema. The options' folder,
// if empty, is a new one, deleted at the end unless the test has failed. The
// engine outlives the test when the options say Temporary: it ends with the
// process; otherwise it is stopped with the test.
func Start(tb testing.TB, options clickhouse.Options) (*clickhouse.Engine, string) {
	tb.Helper()
	Library(tb)
	if options.Dir == "" {
		options.Dir = NewDir(tb, options.Temporary)
	}
	started, err := clickhouse.Start(tb.Context(), options)
	if err != nil {
		tb.Fatalf("start the engine: %v", err)
	}
	if !options.Temporary {
		tb.Cleanup(func() {
			if err := started.Stop(); err != nil {
				tb.Errorf("stop the engine: %v", err)
			}
		})
	}
	return started, options.Dir
}

// Library skips the test when the engine library is missing, and fails it when
// CI=true.
func Library(tb testing.TB) {
	tb.Helper()
	_, err := clickhouse.FindLibrary("")
	switch {
	case err == nil:
	case os.Getenv("CI") == "true" || !errors.Is(err, clickhouse.ErrNoLibrary):
		tb.Fatal(err)
	default:
		tb.Skip(err)
	}
}

// NewDir makes a data folder. Unless kept, it is deleted at the end of a test that
// has passed.
func NewDir(tb testing.TB, kept bool) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "framsyn-test-")
	if err != nil {
		tb.Fatal(err)
	}
	if !kept {
		tb.Cleanup(func() {
			if tb.Failed() {
				tb.Logf("the data folder is kept: %s", dir)
				return
			}
			if err := os.RemoveAll(dir); err != nil {
				tb.Errorf("delete the data folder: %v", err)
			}
		})
	}
	return dir
}

// Target is what [clickhouse.Connect] needs to reach the ClickHouse.
func (db *DB) Target() clickhouse.Target { return db.target }

// Conn returns the test's connections as an account; they are closed at its end.
func (db *DB) Conn(role clickhouse.Role) driver.Conn {
	db.t.Helper()
	if conn, ok := db.conns[role]; ok {
		return conn
	}
	conn, err := clickhouse.Connect(db.t.Context(), db.target, role)
	if err != nil {
		db.t.Fatal(err)
	}
	db.conns[role] = conn
	return conn
}

// finish closes the connections and keeps the folder of a test that has failed.
func (db *DB) finish() {
	for _, conn := range db.conns {
		_ = conn.Close()
	}
	if db.t.Failed() && db.Dir != "" {
		_ = os.WriteFile(filepath.Join(db.Dir, "KEEP"), []byte(db.t.Name()+"\n"), 0o600)
		db.t.Logf("the data folder is kept: %s (open it with: framsyn sql --data %s; later tests of the run use it too)", db.Dir, db.Dir)
	}
}

// reset empties every table that has rows, but the code lists and the ledger.
func (db *DB) reset() {
	db.t.Helper()
	ctx := context.WithoutCancel(db.t.Context())
	objects, err := sqlfs.Objects()
	if err != nil {
		db.t.Fatal(err)
	}
	keep := map[string]bool{"ops.schema_versions": true}
	for _, object := range objects {
		if object.Load() == sqlfs.LoadSeed {
			keep[object.FullName()] = true
		}
	}
	for _, row := range db.Query("SELECT DISTINCT database, table FROM system.parts WHERE active AND database IN ('" +
		strings.Join(sqlfs.Databases(), "', '") + "')") {
		if !keep[row[0]+"."+row[1]] {
			db.exec(ctx, "TRUNCATE TABLE "+sqlfs.Qualified(row[0], row[1])+" SYNC")
		}
	}
}
