package load_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

func TestSameFileTwiceChangesNothing(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	in := filepath.Join(dir, "in")
	write(t, in, "BESOK_202401_20240210.csv.gz", visits("202401", 20))
	first := mustLoad(t, db, options(db, dir, in))
	if first.Loaded != 560 || first.Delivered != 560 {
		t.Errorf("first: %+v", first.Totals)
	}
	before := checksums(t, db)
	again := mustLoad(t, db, options(db, dir, in))
	if again.Repeated != 560 || again.Loaded != 0 {
		t.Errorf("again: %+v", again.Totals)
	}
	compare(t, checksums(t, db), before, "ops.load_batches")
	if got := db.Value("SELECT repeats_batch_id FROM ops.load_batches WHERE batch_id = 2"); got != "1" {
		t.Errorf("repeats %s", got)
	}
	// The same rows in another file are repeated one by one.
	write(t, filepath.Join(dir, "other"), "BESOK_202401_20240211K.csv", visits("202401", 20))
	other := mustLoad(t, db, options(db, dir, filepath.Join(dir, "other")))
	if other.Repeated != 560 {
		t.Errorf("other file: %+v", other.Totals)
	}
}

func TestCorrectedDeliveryReplaces(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	row := func(person int, minutes string) string {
		return testNumber(person) + ";20240105;SERV;K1;1;60;1;" + minutes + ";0;\n"
	}
	// Loaded in the order of delivery, although the names sort otherwise.
	write(t, dir, "in/b/BESOK_202401_20240210.csv", visitsHeader+row(1, "10")+row(2, "20")+row(3, "30")+row(3, "30")+row(4, "40")+row(4, "41"))
	write(t, dir, "in/a/BESOK_202401_20240220K.csv", visitsHeader+row(2, "21")+row(5, "50")+row(1, "10"))
	write(t, dir, "in/BESOK_202401_20240301R.csv", visitsHeader+row(1, "10")+row(2, "22")+row(6, "60"))
	report := mustLoad(t, db, options(db, dir, filepath.Join(dir, "in")))
	want := []load.Totals{
		{Files: 1, Delivered: 6, Loaded: 4, Repeated: 1, Replaced: 1},
		{Files: 1, Delivered: 3, Loaded: 1, Repeated: 1, Replaced: 1},
		{Files: 1, Delivered: 3, Loaded: 1, Repeated: 1, Replaced: 1, Withdrawn: 3},
	}
	for i, f := range report.Files {
		f.Files = 1
		if f.Totals != want[i] {
			t.Errorf("%s: %+v, want %+v", f.Name, f.Totals, want[i])
		}
	}
	got := fmt.Sprint(db.Query("SELECT performed_min, batch_id FROM stg.visits ORDER BY performed_min"))
	if got != "[[10 3] [22 3] [60 3]]" {
		t.Errorf("current rows %s", got)
	}
}

func TestBatchIsVisibleWholeOrNotAtAll(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	const persons = 12_000
	write(t, dir, "in/BESOK_202401_20240210.csv.gz", visits("202401", persons))
	write(t, dir, "in/BESOK_202401_20240301R.csv.gz", visits("202401", persons+1))
	stop := make(chan struct{})
	seen := map[string]int{}
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			rows, err := clickhouse.Texts(context.Background(), db.Conn(clickhouse.Owner),
				"SELECT count() FROM raw.visits WHERE batch_id IN (SELECT batch_id FROM ops.current_batches)", nil)
			if err == nil {
				seen[rows[0][0]]++
			}
		}
	})
	mustLoad(t, db, options(db, dir, filepath.Join(dir, "in")))
	close(stop)
	wait.Wait()
	for n := range seen {
		if n != "0" && n != fmt.Sprint(persons*28) && n != fmt.Sprint((persons+1)*28) {
			t.Errorf("a reader saw %s rows", n)
		}
	}
	t.Log(seen)
}

func TestKeyMissingStopsBeforeAnythingIsWritten(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	write(t, dir, "in/BESOK_202401_20240210.csv", visits("202401", 2))
	write(t, dir, "more/BESOK_202402_20240310.csv", visits("202402", 2))
	mustLoad(t, db, options(db, dir, filepath.Join(dir, "in")))
	before := checksums(t, db)
	key := filepath.Join(dir, "data", "keys", "pseudonym.key")
	secret, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		make func() error
		want error
	}{
		"missing": {func() error { return os.Remove(key) }, identity.ErrKeyMissing},
		"changed": {func() error { return os.WriteFile(key, []byte(strings.Repeat("5a", 32)), 0o600) }, identity.ErrKeyChanged},
	} {
		if err := os.WriteFile(key, secret, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.make(); err != nil {
			t.Fatal(err)
		}
		if _, err := load.Run(t.Context(), options(db, dir, filepath.Join(dir, "more"))); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	compare(t, checksums(t, db), before)
}

func TestOneLoaderAtATime(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	write(t, dir, "in/BESOK_202401_20240210.csv", visits("202401", 1))
	o := options(db, dir, filepath.Join(dir, "in"))
	if err := os.MkdirAll(o.DataDir, 0o700); err != nil {
		t.Fatal(err)
	}
	held := flock.New(filepath.Join(o.DataDir, "load.lock"))
	if ok, err := held.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, err := load.Run(t.Context(), o); !errors.Is(err, load.ErrBusy) {
		t.Errorf("while another holds the lock: %v", err)
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
	mustLoad(t, db, o)
}

func TestTruthIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "truth/BESOK_202401_20240210.csv", visits("202401", 1))
	in := write(t, dir, "in/BESOK_202401_20240210.csv", visits("202401", 1))
	write(t, dir, "in/truth/BESOK_202402_20240310.csv", visits("202402", 1))
	o := load.Options{DataDir: dir, Now: time.Now, DryRun: true, Log: slog.New(slog.DiscardHandler)}
	for _, p := range []string{path, filepath.Dir(path)} {
		o.Paths = []string{p}
		if _, err := load.Run(t.Context(), o); !errors.Is(err, load.ErrTruth) {
			t.Errorf("%s: %v", p, err)
		}
	}
	o.Paths = []string{filepath.Dir(in)}
	if r, err := load.Run(t.Context(), o); err != nil || r.Totals.Files != 1 {
		t.Errorf("%+v %v", r.Totals, err)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	write(t, dir, "in/BESOK_202401_20240210.csv", visits("202401", 2)+"x;20240101;SERV;K1;1;1;1;1;0;\n")
	before := checksums(t, db)
	o := options(db, dir, filepath.Join(dir, "in"))
	o.DryRun = true
	report, err := load.Run(t.Context(), o)
	if err != nil || report.Delivered != 57 || report.Rejected != 1 {
		t.Errorf("%+v %v", report.Totals, err)
	}
	compare(t, checksums(t, db), before)
}

// TestGeneratedMunicipality loads all layouts, with every fault that the generator plants.
func TestGeneratedMunicipality(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	in := filepath.Join(dir, "in")
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 300, Months: 14, Out: in}); err != nil {
		t.Fatal(err)
	}
	report := mustLoad(t, db, options(db, dir, in))
	if report.Failed > 0 || report.Rejected == 0 || report.Replaced == 0 || report.Repeated == 0 {
		t.Errorf("%+v", report.Totals)
	}
	for _, table := range rawTables(t) {
		if db.Value("SELECT count() FROM "+table) == "0" {
			t.Errorf("%s is empty", table)
		}
	}
	for _, rule := range []string{"identity_check_digit", "required", "pattern", "range"} {
		if db.Value("SELECT count() FROM ops.load_rejects WHERE rule = '"+rule+"'") == "0" {
			t.Errorf("no row broke the rule %s", rule)
		}
	}
	checkNoIdentities(t, db)
	before := checksums(t, db)
	again := mustLoad(t, db, options(db, dir, in))
	if again.Repeated != report.Delivered {
		t.Errorf("again: %+v", again.Totals)
	}
	compare(t, checksums(t, db), before, "ops.load_batches")
	if known, met := db.Value("SELECT count() FROM raw.clients"), db.Value("SELECT uniqExact(client_id) FROM vault.identities"); known != met {
		t.Errorf("%s clients, %s identities", known, met)
	}
}

// checkNoIdentities looks for identity numbers in every text of raw and ops.
func checkNoIdentities(t *testing.T, db *chtest.DB) {
	t.Helper()
	for _, c := range db.Query("SELECT database, table, name FROM system.columns WHERE database IN ('raw', 'ops') AND type LIKE '%String%' AND name NOT LIKE '%sha256' AND name NOT LIKE '%hash'") {
		for _, row := range db.Query(fmt.Sprintf("SELECT DISTINCT toString(`%s`) FROM %s.%s WHERE length(extractAll(toString(`%s`), '[0-9]')) >= 6", c[2], c[0], c[1], c[2])) {
			if _, n := identity.Mask(row[0]); n > 0 {
				t.Errorf("%s.%s.%s holds an identity number", c[0], c[1], c[2])
			}
		}
	}
}
