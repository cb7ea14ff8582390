package export_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
)

// many makes so many candidates that an export can be stopped on its way.
func many(db *chtest.DB, rows string) {
	db.Exec("INSERT INTO mart.candidates (client_id, month, status, reasons_sv) SELECT number, '2026-03-01', 'home_care', ['a', 'b'] FROM numbers(" + rows + ")")
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return found
}

func TestToFileLeavesAFileAndItsRows(t *testing.T) {
	db := newDB(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "gamla.csv")
	r := request(export.Request{What: export.Selection, SelectionID: "gamla", Areas: []string{"C1"}, Purpose: "Möte \t'4'"})
	result, err := export.ToFile(t.Context(), db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Loader), r, path)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"gamla.csv"}) {
		t.Errorf("got %v", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info, err)
	}
	row := db.Query(`SELECT export_id, exported_at, user_name, object, filter, purpose, format, file_name, n_rows, n_clients, run_id,
		query_hash > 0 FROM ops.export_log`)
	want := []string{
		result.ID.String(), "2026-04-20 12:30:00", "anna", "selection", "selection=gamla version 2; area=C1", "Möte \t'4'", "csv", "gamla.csv",
		"5", "5", "9007199254740993", "1",
	}
	if len(row) != 1 || !slices.Equal(row[0], want) {
		t.Errorf("got %q\nwant %q", row, want)
	}
	access := db.Query("SELECT user_name, role, surface, objects, n_rows, n_clients, query_id FROM ops.access_log")
	want = []string{"anna", "analyst", "export", "['mart.candidates','core.selections']", "5", "5", result.QueryID}
	if len(access) != 1 || !slices.Equal(access[0], want) {
		t.Errorf("got %q\nwant %q", access, want)
	}
}

func TestToFileStoppedHalfwayLeavesNothing(t *testing.T) {
	db := newDB(t)
	many(db, "120000")
	for _, format := range export.Formats() {
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		go func() { // stop when the first bytes are there, or it has begun long enough ago (xlsx writes at the end)
			defer cancel()
			for range 100 {
				for _, name := range names(t, dir) {
					if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Size() > 0 {
						return
					}
				}
				time.Sleep(5 * time.Millisecond)
			}
		}()
		r := request(export.Request{What: export.Selection, Where: "status = 'home_care'", Format: format})
		_, err := export.ToFile(ctx, db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Loader), r, filepath.Join(dir, "all"))
		cancel()
		if err == nil {
			t.Errorf("%s: want an error", format)
		}
		if got := names(t, dir); len(got) != 0 {
			t.Errorf("%s: got %v", format, got)
		}
	}
	if n := db.Value("SELECT count() FROM ops.export_log"); n != "0" {
		t.Errorf("%s rows were logged", n)
	}
}

func TestToFileWithoutItsRowIsNoExport(t *testing.T) {
	db := newDB(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "areas.csv")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := request(export.Request{What: export.AreaMonths})
	analyst := db.Conn(clickhouse.Analyst) // may not write the log
	if _, err := export.ToFile(t.Context(), analyst, analyst, r, path); err == nil || !strings.Contains(err.Error(), "ops.access_log") {
		t.Errorf("got %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "before" || len(names(t, dir)) != 1 {
		t.Errorf("got %q, %v, %v", text, err, names(t, dir))
	}
}

// full takes some bytes and then no more.
type full struct{ room int }

func (f *full) Write(text []byte) (int, error) {
	if f.room -= len(text); f.room < 0 {
		return 0, errors.New("no space left")
	}
	return len(text), nil
}

func TestToStreamLogsWhatWentOut(t *testing.T) {
	db := newDB(t)
	many(db, "1000")
	r := request(export.Request{What: export.Selection, Where: "status = 'home_care'"})
	var out bytes.Buffer
	if _, err := export.ToStream(t.Context(), db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Loader), r, &out); err != nil {
		t.Fatal(err)
	}
	if _, err := export.ToStream(t.Context(), db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Loader), r, &full{20_000}); err == nil {
		t.Error("want an error")
	}
	rows := db.Query("SELECT file_name, n_rows > 0, n_rows < 1040 FROM ops.export_log ORDER BY n_rows DESC")
	if len(rows) != 2 || !slices.Equal(rows[0], []string{"-", "1", "0"}) || !slices.Equal(rows[1], []string{"- (incomplete)", "1", "1"}) {
		t.Errorf("got %v", rows)
	}
}

// Memory stays flat: some blocks of rows and a row group are held, not all. The
// 250,000 rows here would be more than 250 MB as values.
func TestMemoryStaysFlat(t *testing.T) {
	db := newDB(t)
	many(db, "250000")
	const most = 150 << 20 // bytes; measured: 60 to 75 MB
	for _, format := range []export.Format{export.CSV, export.Parquet} {
		watch := &watcher{}
		r := request(export.Request{What: export.Selection, Where: "1", Format: format})
		if _, err := export.Run(t.Context(), db.Conn(clickhouse.Analyst), r, watch); err != nil {
			t.Fatal(err)
		}
		if watch.peak > most {
			t.Errorf("%s: %d MB were alive at a time", format, watch.peak>>20)
		}
	}
}

// watcher discards what it is given and notes now and then how much is alive.
type watcher struct {
	peak    uint64
	written int
	next    int
}

var _ io.Writer = (*watcher)(nil)

func (w *watcher) Write(text []byte) (int, error) {
	if w.written += len(text); w.written >= w.next {
		w.next += 200_000
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		w.peak = max(w.peak, stats.HeapAlloc)
	}
	return len(text), nil
}
