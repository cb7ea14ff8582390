package doctor

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// now is the time of the tests.
func now() time.Time { return time.Date(2026, 4, 20, 12, 0, 0, 0, time.UTC) }

// subject is an installation with a folder and no database.
func subject(t *testing.T) *Subject {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"", "engine", "config", "logs", "keys"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return &Subject{DataDir: dir, Now: now(), Limits: DefaultLimits()}
}

// withDatabase is one whose database is open.
func withDatabase(t *testing.T) (*Subject, *chtest.DB) {
	t.Helper()
	db := chtest.New(t)
	s := subject(t)
	s.conn = db.Conn(clickhouse.Owner)
	return s, db
}

func put(t *testing.T, text string, mode os.FileMode, parts ...string) string {
	t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// want looks for a finding of a level that holds all texts in what it says or what to do.
func want(t *testing.T, findings []Finding, level Level, texts ...string) {
	t.Helper()
	for _, finding := range findings {
		all := finding.Level == level && (finding.Do != "" || level == OK)
		for _, text := range texts {
			all = all && strings.Contains(finding.What+"\n"+finding.Do, text)
		}
		if all {
			return
		}
	}
	t.Errorf("there is no %s with %q in %+v", level, texts, findings)
}

// wantFine asks for one finding, that all is well.
func wantFine(t *testing.T, findings []Finding) {
	t.Helper()
	if len(findings) != 1 || findings[0].Level != OK {
		t.Errorf("all is well, but: %+v", findings)
	}
}

func TestRunLooksAtEverything(t *testing.T) {
	db := chtest.New(t)
	s := subject(t)
	closed := false
	s.Open = func(context.Context) (Database, error) {
		return Database{Conn: borrowed{db.Conn(clickhouse.Owner)}, Started: true, Close: func() error { closed = true; return nil }}, nil
	}
	findings := Run(t.Context(), *s)
	for _, check := range Checks() {
		found := false
		for _, finding := range findings {
			found = found || finding.Check == check.Name
		}
		if !found {
			t.Errorf("%s has no finding", check.Name)
		}
	}
	want(t, findings, OK, "the engine was down; it was started for this call")
	if Errors(findings) > 0 || !closed {
		t.Errorf("closed %v, %+v", closed, findings)
	}
}

// borrowed is a connection that the test closes itself.
type borrowed struct{ driver.Conn }

func TestRunWithTheEngineDown(t *testing.T) {
	s := subject(t)
	s.Open = func(ctx context.Context) (Database, error) {
		_, err := clickhouse.Ensure(ctx, s.DataDir, clickhouse.Options{Library: "/nowhere/libchdb.so"})
		return Database{}, err
	}
	findings := Run(t.Context(), *s)
	want(t, findings, Error, "the database cannot be opened", "libchdb.so")
	if Errors(findings) == 0 {
		t.Error("want an error")
	}
}

func TestRunMakesNoFolder(t *testing.T) {
	s := subject(t)
	s.DataDir = filepath.Join(s.DataDir, "elsewhere")
	s.Open = func(context.Context) (Database, error) { panic("opened") }
	findings := Run(t.Context(), *s)
	want(t, findings, Error, "there is no data folder", "--data")
	if isFolder(s.DataDir) {
		t.Error("the folder was made")
	}
}
