package load_test

import (
	"compress/gzip"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/identity"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// testNumber returns a made-up identity number with a serial that is set apart for tests.
func testNumber(i int) string {
	born := time.Date(1925, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/20*3)
	nine := born.Format("060102") + fmt.Sprint(980+i%20)
	return born.Format("2006") + nine[2:] + string(identity.CheckDigit([]byte(nine)))
}

func write(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if filepath.Ext(name) == ".gz" {
		z := gzip.NewWriter(f)
		defer z.Close()
		fmt.Fprint(z, text)
		return path
	}
	fmt.Fprint(f, text)
	return path
}

func options(db *chtest.DB, dir string, paths ...string) load.Options {
	return load.Options{
		Conn: db.Conn(clickhouse.Loader), DataDir: dir, Paths: paths, AppVersion: "test", Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC) },
	}
}

const visitsHeader = "PERSONNR;DATUM;INSATS;UTFORARE;PLAN_BESOK;PLAN_MIN;UTF_BESOK;UTF_MIN;UTEBLIVNA;ORSAK\n"

func TestVisits(t *testing.T) {
	db := chtest.New(t)
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	text := visitsHeader
	for i := range 100 {
		text += fmt.Sprintf("%s;202401%02d;SERV;K1;2;60;2;55;0;\n", testNumber(i), i%28+1)
	}
	text += "199001019999;20240101;SERV;K1;2;60;2;55;0;\n"
	write(t, in, "BESOK_202401_20240210.csv.gz", text)
	report, err := load.Run(t.Context(), options(db, filepath.Join(dir, "data"), in))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", report)
	t.Log(db.Query("SELECT * FROM ops.load_batches"))
	t.Log(db.Query("SELECT * FROM ops.load_rejects"))
	t.Log(db.Query("SELECT * FROM raw.visits LIMIT 3"))
	t.Log(db.Query("SELECT count(), min(birth_month), max(birth_month) FROM raw.clients"))
}

func TestGenerated(t *testing.T) {
	db := chtest.New(t)
	dir := t.TempDir()
	o := options(db, filepath.Join(dir, "data"), "/tmp/gen/a")
	o.Now = time.Now
	o.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	report, err := load.Run(t.Context(), o)
	if err != nil {
		t.Error(err)
	}
	for s, v := range report.Sources {
		t.Logf("%s %+v", s, v)
	}
	t.Logf("%+v %v", report.Totals, report.Seconds)
	for _, r := range db.Query("SELECT source, field, rule, value_class, count() FROM ops.load_rejects GROUP BY ALL ORDER BY ALL") {
		t.Log(r)
	}
}
