package load_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// childEnv tells the test binary that it is a loader to be killed.
const childEnv = "FRAMSYN_TEST_LOADER"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		if err := child(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child loads what the environment says.
func child() error {
	ctx := context.Background()
	target, err := clickhouse.ParseTarget(os.Getenv(childEnv))
	if err != nil {
		return err
	}
	conn, err := clickhouse.Connect(ctx, target, clickhouse.Loader)
	if err != nil {
		return err
	}
	_, err = load.Run(ctx, load.Options{
		Conn: conn, DataDir: os.Getenv("FRAMSYN_TEST_DATA"), Paths: []string{os.Getenv("FRAMSYN_TEST_PATH")},
		Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test",
	})
	return errors.Join(err, conn.Close())
}

// delivered makes what a small municipality delivers, and two files large enough to be
// killed in the middle.
func delivered(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "in")
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 40, Months: 4, Out: dir}); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "besok/BESOK_202001_20200210.csv.gz", visits("202001", 8000))
	write(t, dir, "besok/BESOK_202001_20200310R.csv.gz", visits("202001", 8001))
	return dir
}

// kills is how many times the loader is killed.
const kills = 24

func TestKilledLoaderEndsAsUndisturbed(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	in := delivered(t)
	keys := filepath.Join(t.TempDir(), "keys")
	var want map[string]string
	var took time.Duration
	t.Run("undisturbed", func(t *testing.T) {
		db := chtest.New(t)
		dir := t.TempDir()
		began := time.Now()
		report := mustLoad(t, db, options(db, dir, in))
		took = time.Since(began)
		want = checksums(t, db)
		if err := os.CopyFS(keys, os.DirFS(filepath.Join(dir, "data", "keys"))); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d files, %d rows in %v", report.Totals.Files, report.Delivered, took)
	})
	t.Run("killed", func(t *testing.T) {
		db := chtest.New(t)
		data := filepath.Join(t.TempDir(), "data")
		if err := os.CopyFS(filepath.Join(data, "keys"), os.DirFS(keys)); err != nil {
			t.Fatal(err)
		}
		chmodKeys(t, filepath.Join(data, "keys"))
		killed, starts := killUntilDone(t, db, data, in, took)
		t.Logf("killed %d times in %d starts", killed, starts)
		if killed < kills {
			t.Errorf("only %d kills: make the delivery larger", killed)
		}
		compare(t, checksums(t, db), want)
		checkCounts(t, db)
	})
}

// killUntilDone starts the loader again and again, killing it at random points, until it ends by itself.
func killUntilDone(t *testing.T, db *chtest.DB, data, in string, took time.Duration) (killed, starts int) {
	t.Helper()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	dsn := fmt.Sprintf("clickhouse://%s:%s@%s/", clickhouse.Loader, db.Target().Password(clickhouse.Loader), db.Target().Hosts()[0])
	for {
		starts++
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+dsn, "FRAMSYN_TEST_DATA="+data, "FRAMSYN_TEST_PATH="+in)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		var after <-chan time.Time
		if killed < kills {
			after = time.After(30*time.Millisecond + time.Duration(random.Float64()*float64(took)/8))
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("start %d: %v", starts, err)
			}
			return killed, starts
		case <-after:
			_ = cmd.Process.Kill() // it may have ended in this moment
			if err := <-ended; err != nil {
				killed++
			}
		}
	}
}

func chmodKeys(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			err = os.Chmod(path, 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
