package doctor

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func TestFolder(t *testing.T) {
	s := subject(t)
	wantFine(t, checkFolder(t.Context(), s))
	if err := os.Remove(filepath.Join(s.DataDir, "engine")); err != nil {
		t.Fatal(err)
	}
	want(t, checkFolder(t.Context(), s), Warning, "no database in it")
}

func TestLibraryMissing(t *testing.T) {
	s := subject(t)
	s.Library = filepath.Join(s.DataDir, "libchdb.so")
	want(t, checkLibrary(t.Context(), s), Error, s.Library, "make engine")
	t.Setenv(clickhouse.LibraryEnv, "")
	t.Chdir(t.TempDir()) // away from where make engine puts it
	s.Library = ""
	want(t, checkLibrary(t.Context(), s), Error, "nowhere to be found", "make engine")
	s.Server = true
	wantFine(t, checkLibrary(t.Context(), s))
}

func TestPermissions(t *testing.T) {
	s := subject(t)
	key := put(t, "x", 0o600, s.DataDir, "keys", "pseudonym.key")
	put(t, "x", 0o600, s.DataDir, "config", "credentials.json")
	wantFine(t, checkPermissions(t.Context(), s))

	put(t, "x", 0o640, s.DataDir, "keys", "pseudonym.key")
	put(t, "x", 0o604, s.DataDir, "config", "credentials.json")
	findings := checkPermissions(t.Context(), s)
	want(t, findings, Error, key, "0640", "chmod 600")
	want(t, findings, Error, "credentials.json", "0604", "chmod 600")
	if err := os.Chmod(s.DataDir, 0o755); err != nil {
		t.Fatal(err)
	}
	want(t, checkPermissions(t.Context(), s), Warning, "open to others", "chmod 700")
}

func TestPortInUse(t *testing.T) {
	s := subject(t)
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // the test's end
	port := listener.Addr().(*net.TCPAddr).Port
	s.Ports = map[string]int{"--tcp-port": port, "--http-port": 0}
	want(t, checkPorts(t.Context(), s), Error, strconv.Itoa(port), "--tcp-port", "process "+strconv.Itoa(os.Getpid())+" (doctor.test)")

	// The engine's own port is its own.
	put(t, `{"pid": `+strconv.Itoa(os.Getpid())+`, "tcp_port": `+strconv.Itoa(port)+`, "http_port": 1}`, 0o600, s.DataDir, "engine.json")
	wantFine(t, checkPorts(t.Context(), s))
}

func TestPortFree(t *testing.T) {
	s := subject(t)
	s.Ports = map[string]int{"--tcp-port": 0}
	wantFine(t, checkPorts(t.Context(), s))
}

// A process takes a lock, starts another that inherits the file, and is killed.
func TestLockOfADeadProcess(t *testing.T) {
	s := subject(t)
	wantFine(t, checkLocks(t.Context(), s))
	path := put(t, "", 0o600, s.DataDir, "load.lock")
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	shell := exec.CommandContext(t.Context(), "/bin/sh", "-c", "flock 3; sleep 60 & echo $!; wait")
	shell.ExtraFiles = []*os.File{file}
	output, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	answer := make([]byte, 32)
	n, err := output.Read(answer)
	if err != nil {
		t.Fatalf("the shell needs flock, of util-linux: %v", err)
	}
	sleeper, err := strconv.Atoi(strings.TrimSpace(string(answer[:n])))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Kill(sleeper, unix.SIGKILL) })
	if err := shell.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_, _ = shell.Process.Wait()
	// It is flock's process that took the lock; it has ended like the shell.
	want(t, checkLocks(t.Context(), s), Error, "load.lock is locked by process", "which has ended", "process "+strconv.Itoa(sleeper)+" (sleep)",
		"kill "+strconv.Itoa(sleeper))
}

func TestLockOfALivingProcess(t *testing.T) {
	s := subject(t)
	file, err := os.OpenFile(put(t, "", 0o600, s.DataDir, "locks", "job-fit.lock"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // the test's end
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	wantFine(t, checkLocks(t.Context(), s))
	if owner, held, err := s.lockOwner(file.Name()); err != nil || !held || owner != os.Getpid() {
		t.Errorf("got %d %v %v", owner, held, err)
	}
}

func TestEngineThatWasKilled(t *testing.T) {
	s := subject(t)
	ended := exec.CommandContext(t.Context(), "/bin/true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	put(t, `{"pid": `+strconv.Itoa(ended.Process.Pid)+`}`, 0o600, s.DataDir, "engine.json")
	want(t, checkLocks(t.Context(), s), Warning, "was killed", "the next start")
}

func TestDisk(t *testing.T) {
	s := subject(t)
	s.Limits.LowDiskBytes, s.Limits.NoDiskBytes = 0, 0
	wantFine(t, checkDisk(t.Context(), s))
	s.Limits.LowDiskBytes = 1 << 62 // no disk has so much
	want(t, checkDisk(t.Context(), s), Warning, "nearly full", "make room")
	s.Limits.NoDiskBytes = 1 << 62
	want(t, checkDisk(t.Context(), s), Error, "is full", "make room")
}

func TestMemory(t *testing.T) {
	s := subject(t)
	s.proc = t.TempDir()
	put(t, "MemTotal:       8000000 kB\nMemFree: 1 kB\nMemAvailable:    4000000 kB\n", 0o600, s.proc, "meminfo")
	s.Limits.LowMemoryBytes = 1 << 20
	wantFine(t, checkMemory(t.Context(), s))
	s.Limits.LowMemoryBytes = 1 << 62
	put(t, "MemTotal:       8000000 kB\nMemAvailable:    100000 kB\n", 0o600, s.proc, "meminfo")
	findings := checkMemory(t.Context(), s)
	want(t, findings, Warning, "of memory; the engine takes half")
	want(t, findings, Warning, "only 97 MB of memory is free now")
}

// The engine's own log, when a part of a table has been spoilt on disk.
func TestEngineLog(t *testing.T) {
	dir := chtest.NewDir(t, false)
	s := &Subject{DataDir: dir, Now: time.Now(), Limits: DefaultLimits()}
	wantFine(t, checkEngineLog(t.Context(), s))
	engine, _ := chtest.Start(t, clickhouse.Options{Dir: dir})
	owner(t, engine, "CREATE DATABASE d", "CREATE TABLE d.t (n UInt8) ENGINE = MergeTree ORDER BY n", "INSERT INTO d.t VALUES (1)")
	wantFine(t, checkEngineLog(t.Context(), s))
	if err := engine.Stop(); err != nil {
		t.Fatal(err)
	}
	parts, err := filepath.Glob(filepath.Join(dir, "engine", "store", "*", "*", "all_*", "count.txt"))
	if err != nil || len(parts) == 0 {
		t.Fatalf("there is no part: %v", err)
	}
	for _, part := range parts {
		put(t, "no number", 0o600, part)
	}
	if engine, err := clickhouse.Start(t.Context(), clickhouse.Options{Dir: dir}); err == nil {
		t.Errorf("the engine started, stop: %v", engine.Stop())
	}
	findings := checkEngineLog(t.Context(), s)
	want(t, findings, Warning, "errors in the engine's log", "all_1_1_0", "engine.log")
	s.Now = s.Now.Add(48 * time.Hour)
	wantFine(t, checkEngineLog(t.Context(), s))
}

// owner runs statements on an engine.
func owner(t *testing.T, engine *clickhouse.Engine, statements ...string) {
	t.Helper()
	conn, err := clickhouse.Connect(t.Context(), engine.Target(), clickhouse.Owner)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // the test's end
	for _, statement := range statements {
		if err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEngineLogHidesQueries(t *testing.T) {
	at := now().In(time.Local).Format("2006.01.02 15:04:05")
	text := at + ".000001 [ 7 ] {} <Warning> Access: a warning\n" +
		at + ".000002 [ 7 ] {b70a} <Error> executeQuery: Code: 241. DB::Exception: Memory limit exceeded (in query: SELECT secret), Stack trace:\n\n0. main\n"
	n, last := recentErrors([]byte(text), now().Add(-time.Hour))
	if n != 1 || last != "executeQuery: Code: 241. DB::Exception: Memory limit exceeded" {
		t.Errorf("got %d, %q", n, last)
	}
}

func TestInbox(t *testing.T) {
	s := subject(t)
	wantFine(t, checkInbox(t.Context(), s))
	put(t, "x", 0o600, s.DataDir, "inbox", "failed", "besok", "BESOK_202603.csv.gz")
	put(t, "2026-04-20 12:00:00\n\nthe column DATUM is missing\n", 0o600, s.DataDir, "inbox", "failed", "besok", "BESOK_202603.csv.gz.txt")
	want(t, checkInbox(t.Context(), s), Warning, "1 files", "BESOK_202603.csv.gz", "the column DATUM is missing", "--explain")
}
