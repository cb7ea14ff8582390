package clickhouse_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func TestRowsOutliveAStop(t *testing.T) {
	dir := chtest.NewDir(t, false)
	engine, _ := chtest.Start(t, clickhouse.Options{Dir: dir})
	conn := connect(t, engine.Target(), clickhouse.Owner)
	makeRows(t, conn)
	if err := engine.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "engine.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("engine.json is still there: %v", err)
	}
	again, _ := chtest.Start(t, clickhouse.Options{Dir: dir})
	wantRows(t, connect(t, again.Target(), clickhouse.Owner))
}

func TestAKilledEngineIsRestarted(t *testing.T) {
	engine, dir := chtest.Start(t, clickhouse.Options{})
	conn := connect(t, engine.Target(), clickhouse.Owner)
	makeRows(t, conn)
	pid := engine.ChildPID()
	kill(t, pid)
	within(t, 20*time.Second, "another process answers", func() bool {
		_, err := os.Stat(filepath.Join(dir, "engine.json"))
		return err == nil && engine.ChildPID() != pid
	})
	wantRows(t, connect(t, engine.Target(), clickhouse.Owner))
}

func TestAnEngineThatCrashesTooOftenIsGivenUp(t *testing.T) {
	engine, _ := chtest.Start(t, clickhouse.Options{Dir: chtest.NewDir(t, true), MaxRestarts: -1, Temporary: true})
	kill(t, engine.ChildPID())
	select {
	case <-engine.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("the supervisor does not end")
	}
	if err := engine.Err(); err == nil || !strings.Contains(err.Error(), "crashed") {
		t.Errorf("got error %v", err)
	}
}

// supervisorEnv asks TestSupervisor to run an engine on a folder until it is killed.
const supervisorEnv = "FRAMSYN_TEST_SUPERVISE"

func TestSupervisor(t *testing.T) {
	dir := os.Getenv(supervisorEnv)
	if dir == "" {
		return // it runs in a process of its own, for TestAKilledSupervisorTakesItsEngineAlong
	}
	chtest.Start(t, clickhouse.Options{Dir: dir})
	time.Sleep(time.Minute)
}

func TestAKilledSupervisorTakesItsEngineAlong(t *testing.T) {
	chtest.Library(t)
	dir := chtest.NewDir(t, false)
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSupervisor$")
	command.Env = append(os.Environ(), supervisorEnv+"="+dir)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	var state struct {
		PID      int `json:"pid"`
		ChildPID int `json:"child_pid"`
	}
	within(t, 30*time.Second, "the engine is ready", func() bool {
		text, err := os.ReadFile(filepath.Join(dir, "engine.json"))
		return err == nil && json.Unmarshal(text, &state) == nil
	})
	session, err := clickhouse.Ensure(t.Context(), dir, clickhouse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if session.Started() {
		t.Error("a second engine was started")
	}
	makeRows(t, connect(t, session.Target(), clickhouse.Owner))
	if err := session.Close(); err != nil {
		t.Error(err)
	}

	kill(t, state.PID)
	_ = command.Wait() // reports the kill
	within(t, 10*time.Second, "the engine has ended", func() bool { return syscall.Kill(state.ChildPID, 0) != nil })
	engine, _ := chtest.Start(t, clickhouse.Options{Dir: dir})
	wantRows(t, connect(t, engine.Target(), clickhouse.Owner))
}

func TestOneEngineAFolder(t *testing.T) {
	engine, dir := chtest.Start(t, clickhouse.Options{})
	_, err := clickhouse.Start(t.Context(), clickhouse.Options{Dir: dir})
	if !errors.Is(err, clickhouse.ErrBusy) {
		t.Fatalf("got error %v, want ErrBusy", err)
	}
	for _, want := range []string{strconv.Itoa(os.Getpid()), strconv.Itoa(engine.TCPPort()), dir} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %s", err, want)
		}
	}
}

func TestATakenPortIsNamed(t *testing.T) {
	chtest.Library(t)
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	port := listener.Addr().(*net.TCPAddr).Port
	_, err = clickhouse.Start(t.Context(), clickhouse.Options{Dir: chtest.NewDir(t, false), TCPPort: port})
	if err == nil || !strings.Contains(err.Error(), strconv.Itoa(port)) || !strings.Contains(err.Error(), "--tcp-port") {
		t.Errorf("got error %v", err)
	}
}

func TestAMissingLibraryIsExplained(t *testing.T) {
	t.Setenv(clickhouse.LibraryEnv, "")
	t.Chdir(t.TempDir())
	_, err := clickhouse.FindLibrary("")
	if !errors.Is(err, clickhouse.ErrNoLibrary) || !strings.Contains(err.Error(), "make engine") {
		t.Errorf("got error %v", err)
	}
	if _, err := clickhouse.FindLibrary("/nowhere/libchdb.so"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got error %v", err)
	}
}

func TestAFileThatIsNoLibraryIsExplained(t *testing.T) {
	file := filepath.Join(t.TempDir(), "libchdb.so")
	if err := os.WriteFile(file, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := clickhouse.Start(t.Context(), clickhouse.Options{Dir: t.TempDir(), Library: file})
	if err == nil || !strings.Contains(err.Error(), "open the engine library") {
		t.Errorf("got error %v", err)
	}
}

func TestEnsureStartsAnEngineAndStopsIt(t *testing.T) {
	chtest.Library(t)
	dir := chtest.NewDir(t, false)
	first := ensure(t, dir)
	second := ensure(t, dir)
	if !first.Started() || second.Started() {
		t.Fatalf("started: %v and %v", first.Started(), second.Started())
	}
	makeRows(t, connect(t, first.Target(), clickhouse.Owner))

	// The first session waits for the second before it stops the engine.
	closed := make(chan error, 1)
	go func() { closed <- first.Close() }()
	select {
	case err := <-closed:
		t.Fatalf("the engine was stopped while in use: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	wantRows(t, connect(t, second.Target(), clickhouse.Owner))
	if err := second.Close(); err != nil {
		t.Error(err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	third := ensure(t, dir)
	if !third.Started() {
		t.Error("the engine still ran")
	}
	wantRows(t, connect(t, third.Target(), clickhouse.Owner))
	if err := third.Close(); err != nil {
		t.Error(err)
	}
}

func ensure(t *testing.T, dir string) *clickhouse.Session {
	t.Helper()
	session, err := clickhouse.Ensure(t.Context(), dir, clickhouse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func connect(t *testing.T, target clickhouse.Target, role clickhouse.Role) driver.Conn {
	t.Helper()
	conn, err := clickhouse.Connect(t.Context(), target, role)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func makeRows(t *testing.T, conn driver.Conn) {
	t.Helper()
	for _, statement := range []string{
		"CREATE TABLE default.kept (n UInt64) ENGINE = MergeTree ORDER BY n",
		"INSERT INTO default.kept SELECT number FROM numbers(1000)",
	} {
		if err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func wantRows(t *testing.T, conn driver.Conn) {
	t.Helper()
	var rows uint64
	if err := conn.QueryRow(context.WithoutCancel(t.Context()), "SELECT count() FROM default.kept").Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if rows != 1000 {
		t.Errorf("got %d rows, want 1000", rows)
	}
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func within(t *testing.T, wait time.Duration, what string, holds func() bool) {
	t.Helper()
	end := time.After(wait)
	for !holds() {
		select {
		case <-end:
			t.Fatalf("not within %s: %s", wait, what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
