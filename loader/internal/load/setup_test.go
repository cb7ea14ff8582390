package load_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/load"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// testNumber returns a made-up identity number with a serial that is set apart for tests.
func testNumber(i int) string {
	born := time.Date(1925, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/20)
	nine := born.Format("060102") + fmt.Sprint(980+i%20)
	return born.Format("2006") + nine[2:] + string(identity.CheckDigit([]byte(nine)))
}

// write writes a delivered file, packed if it is named so.
func write(tb testing.TB, dir, name, text string) string {
	tb.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		tb.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	var to io.WriteCloser = f
	if filepath.Ext(name) == ".gz" {
		to = gzip.NewWriter(f)
	}
	_, err = io.WriteString(to, text)
	if err := errors.Join(err, to.Close()); err != nil {
		tb.Fatal(err)
	}
	_ = f.Close() // already closed where nothing was packed
	return path
}

// options returns options for a test; the data folder is dir/data.
func options(db *chtest.DB, dir string, paths ...string) load.Options {
	return load.Options{
		Conn: db.Conn(clickhouse.Loader), DataDir: filepath.Join(dir, "data"), Paths: paths, AppVersion: "test",
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
	}
}

// mustLoad loads paths and checks that the counts add up, in the report and in the database.
func mustLoad(tb testing.TB, db *chtest.DB, o load.Options) load.Report {
	tb.Helper()
	report, err := load.Run(context.WithoutCancel(tb.Context()), o)
	if err != nil {
		tb.Fatal(err)
	}
	checkCounts(tb, db)
	return report
}

// checkCounts counts the rows of every batch where they lie, and holds that against the batch's row.
func checkCounts(tb testing.TB, db *chtest.DB) {
	tb.Helper()
	var union []string
	for _, table := range rawTables(tb) {
		union = append(union, "SELECT batch_id, 1 AS is_raw FROM "+table)
	}
	union = append(union, "SELECT DISTINCT batch_id, 0 AS is_raw FROM (SELECT batch_id, line_no FROM ops.load_rejects GROUP BY batch_id, line_no)")
	wrong := db.Query(`
		WITH rows AS (SELECT batch_id, countIf(is_raw = 1) AS n_raw FROM (` + strings.Join(union, " UNION ALL ") + `) GROUP BY batch_id),
		rejects AS (SELECT batch_id, uniqExact(line_no) AS n FROM ops.load_rejects GROUP BY batch_id),
		sealed AS (SELECT batch_id, countIf(line_no > 0) AS n FROM vault.rejected_rows GROUP BY batch_id)
		SELECT b.batch_id, b.file_name, b.n_delivered, b.n_loaded, b.n_repeated, b.n_replaced, b.n_rejected, rows.n_raw, rejects.n, sealed.n
		FROM ops.load_batches AS b LEFT JOIN rows USING (batch_id) LEFT JOIN rejects USING (batch_id) LEFT JOIN sealed USING (batch_id)
		WHERE n_delivered != n_loaded + n_repeated + n_replaced + n_rejected
			OR repeats_batch_id = 0 AND (ifNull(n_raw, 0) != n_delivered - n_rejected OR ifNull(rejects.n, 0) != n_rejected OR ifNull(sealed.n, 0) != n_rejected)
		ORDER BY b.batch_id`)
	if len(wrong) > 0 {
		tb.Errorf("counts that do not add up: %v", wrong)
	}
}

// rawTables lists the tables of rows.
func rawTables(tb testing.TB) []string {
	tb.Helper()
	objects, err := sqlfs.Objects()
	if err != nil {
		tb.Fatal(err)
	}
	var names []string
	for _, o := range objects {
		if o.Database == "raw" && o.Kind == sqlfs.Table && o.Name != "clients" {
			names = append(names, o.FullName())
		}
	}
	return names
}

// checksums returns, for every table that the loader writes, the number of rows and a
// sum over them, without what differs between equal runs: times, and bytes encrypted
// with random nonces.
func checksums(tb testing.TB, db *chtest.DB) map[string]string {
	tb.Helper()
	sums := map[string]string{}
	without := map[string]string{
		"ops.load_batches": "EXCEPT (loaded_at, load_seconds)", "vault.identities": "EXCEPT (identity_encrypted)",
		"vault.rejected_rows": "EXCEPT (row_encrypted)", "vault.keys": "EXCEPT (first_used_at)",
	}
	tables := append(rawTables(tb), "raw.clients", "ops.load_batches", "ops.load_rejects", "vault.identities", "vault.rejected_rows", "vault.keys")
	for _, table := range tables {
		sums[table] = strings.Join(db.Query("SELECT count(), sum(cityHash64(toString(tuple(* " + without[table] + ")))) FROM " + table)[0], " ")
	}
	return sums
}

// compare tells which tables differ.
func compare(tb testing.TB, got, want map[string]string, but ...string) {
	tb.Helper()
	for table, sum := range want {
		if got[table] != sum && !strings.Contains(strings.Join(but, " "), table) {
			tb.Errorf("%s: rows and sum %s, want %s", table, got[table], sum)
		}
	}
}

const visitsHeader = "PERSONNR;DATUM;INSATS;UTFORARE;PLAN_BESOK;PLAN_MIN;UTF_BESOK;UTF_MIN;UTEBLIVNA;ORSAK\n"

// visits returns visits of so many persons on every day of a month.
func visits(month string, persons int) string {
	var b strings.Builder
	b.WriteString(visitsHeader)
	for p := range persons {
		for day := 1; day <= 28; day++ {
			fmt.Fprintf(&b, "%s;%s%02d;POMV;K1;2;60;2;%d;0;\n", testNumber(p), month, day, 30+(p+day)%30)
		}
	}
	return b.String()
}
