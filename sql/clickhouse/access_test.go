package clickhouse_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func TestWhatAccountsMayAndMayNot(t *testing.T) {
	db := chtest.New(t)
	db.Exec("INSERT INTO ops.schema_versions (object, kind) VALUES ('test', 'test')")
	for _, test := range []struct {
		role    clickhouse.Role
		query   string
		refused string // part of the error; empty: it may
	}{
		{clickhouse.Analyst, "SELECT count() FROM core.areas", ""},
		{clickhouse.Analyst, "SELECT count() FROM mart.client_months", ""},
		{clickhouse.Analyst, "SELECT count() FROM ops.load_batches", ""},
		{clickhouse.Analyst, "SELECT count() FROM ops.data_dictionary WHERE database = 'core'", ""},
		{clickhouse.Analyst, "SELECT 1 FROM (SELECT 1 AS a) AS l LEFT JOIN (SELECT 2 AS a, 3 AS b) AS r ON l.a = r.a WHERE b IS NULL", ""},
		{clickhouse.Analyst, "INSERT INTO core.areas (area_id) VALUES ('x')", "privileges"},
		{clickhouse.Analyst, "SELECT count() FROM vault.identities", "privileges"},
		{clickhouse.Analyst, "SELECT count() FROM raw.visits", "privileges"},
		{clickhouse.Analyst, "SELECT count() FROM ops.access_log", "privileges"},
		{clickhouse.Analyst, "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a UInt8')", "privileges"},
		{clickhouse.Analyst, "SELECT * FROM file('/etc/passwd', 'LineAsString', 'a String')", "privileges"},
		{clickhouse.Analyst, "SELECT * FROM remote('127.0.0.1', system.one)", "privileges"},
		{clickhouse.Analyst, "SELECT count() FROM system.processes", "privileges"},
		{clickhouse.Analyst, "SELECT count() FROM system.users", "privileges"},
		{clickhouse.Analyst, "SELECT 1 SETTINGS max_execution_time = 0", "readonly"},
		{clickhouse.Analyst, "SYSTEM DROP MARK CACHE", "privileges"},
		{clickhouse.Analyst, "SYSTEM STOP LISTEN TCP", "privileges"},
		{clickhouse.Loader, "INSERT INTO ops.job_runs SELECT * FROM ops.job_runs", ""},
		{clickhouse.Loader, "ALTER TABLE raw.visits DELETE WHERE 0", ""},
		{clickhouse.Loader, "SELECT count() FROM vault.identities", ""},
		{clickhouse.Loader, "INSERT INTO core.areas (area_id) VALUES ('x')", "privileges"},
		{clickhouse.Loader, "DROP TABLE raw.visits", "privileges"},
		{clickhouse.Loader, "SELECT count() FROM mart.client_months", "privileges"},
	} {
		err := db.Conn(test.role).Exec(t.Context(), test.query)
		switch {
		case test.refused == "" && err != nil:
			t.Errorf("%s: %s: %v", test.role, test.query, err)
		case test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)):
			t.Errorf("%s: %s: got error %v, want one with %q", test.role, test.query, err, test.refused)
		}
	}
}

func TestADeadlineHoldsForAnAccountThatMayChangeNoSettings(t *testing.T) {
	db := chtest.New(t)
	conn := db.Conn(clickhouse.Analyst)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var n uint64
	if err := conn.QueryRow(ctx, "SELECT count() FROM core.areas").Scan(&n); err != nil {
		t.Errorf("with a far deadline: %v", err)
	}
	near, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	rows, err := conn.Query(near, "SELECT sleepEachRow(0.1) FROM numbers(100) SETTINGS max_block_size = 1")
	if err == nil {
		for rows.Next() {
			continue
		}
		err = rows.Err()
	}
	if err == nil {
		t.Error("the query outlived its deadline")
	}
}

func TestTheEnginesOwnUserIsRefused(t *testing.T) {
	db := chtest.New(t)
	for _, auth := range []ch.Auth{{}, {Username: "default"}, {Username: "default", Password: "x"}, {Username: "owner"}, {Username: "owner", Password: "x"}} {
		conn, err := ch.Open(&ch.Options{Addr: db.Target().Hosts(), Auth: auth})
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.Ping(t.Context()); err == nil {
			var n uint8
			err = conn.QueryRow(t.Context(), "SELECT 1").Scan(&n)
			if err == nil {
				t.Errorf("%q came in with password %q", auth.Username, auth.Password)
			}
		}
		_ = conn.Close()
	}
	db.Query("SELECT 1") // and the engine is still there
}

// The library ends its process on an exception that nobody catches.
func TestABadLoginDoesNotEndTheEngine(t *testing.T) {
	db := chtest.New(t)
	before := db.Value("SELECT toString(serverUUID()) || toString(uptime() >= 0)")
	conn, err := ch.Open(&ch.Options{Addr: db.Target().Hosts(), Auth: ch.Auth{
		Username: "owner", Password: db.Target().Password(clickhouse.Owner), Database: "nowhere",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Ping(t.Context()); err == nil {
		if err := conn.Exec(t.Context(), "SELECT * FROM nothing"); err == nil {
			t.Error("an unknown database is taken")
		}
	}
	_ = conn.Close()
	if after := db.Value("SELECT toString(serverUUID()) || toString(uptime() >= 0)"); after != before {
		t.Errorf("before %s, after %s", before, after)
	}
}

func TestCredentialsAreTheOwnersAlone(t *testing.T) {
	db := chtest.New(t)
	if db.Dir == "" {
		t.Skip("a server has no data folder here")
	}
	for _, name := range []string{"credentials.json", "users.xml", "config.xml"} {
		info, err := os.Stat(filepath.Join(db.Dir, "config", name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", name, info.Mode().Perm())
		}
	}
	password := db.Target().Password(clickhouse.Owner)
	if len(password) != 43 { // 32 bytes in base64
		t.Errorf("the password has %d characters", len(password))
	}
	text, err := os.ReadFile(filepath.Join(db.Dir, "config", "users.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), password) {
		t.Error("users.xml holds a password in clear text")
	}
}

func TestNewGrantsNeedANewStart(t *testing.T) {
	chtest.Library(t)
	dir := chtest.NewDir(t, false)
	chtest.Start(t, clickhouse.Options{Dir: dir})
	more := testFiles(t, map[string]string{"access.yaml": strings.Replace(accessText(t), "services:", "services:\n  auditor: {profile: analyst, grants: []}", 1)})
	for _, test := range []struct {
		options clickhouse.Options
		old     bool
	}{{clickhouse.Options{}, false}, {clickhouse.Options{Tree: &more}, true}} {
		session, err := clickhouse.Ensure(t.Context(), dir, test.options)
		if err != nil {
			t.Fatal(err)
		}
		old, err := session.AccessIsOld(dir)
		if err != nil || old != test.old {
			t.Errorf("old is %v, want %v (%v)", old, test.old, err)
		}
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	}
}
