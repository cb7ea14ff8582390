package privacy_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/parquet-go/parquet-go"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/loader/internal/privacy"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// number makes up an identity number with a serial that is set apart for tests.
func number(day string, serial int) string {
	nine := day[2:] + fmt.Sprint(serial)
	return day + fmt.Sprint(serial) + string(identity.CheckDigit([]byte(nine)))
}

var (
	personal     = number("19380412", 984)
	coordination = number("19400289", 985)
	old          = number("19190412", 986)
)

func scan(t *testing.T, db *chtest.DB, dir string, paths ...string) privacy.Report {
	t.Helper()
	o := privacy.Options{DataDir: dir, Paths: paths, Now: time.Now}
	if db != nil {
		o.Conn = db.Conn(clickhouse.Owner)
	}
	report, err := privacy.Run(context.WithoutCancel(t.Context()), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func places(r privacy.Report) []string {
	found := []string{}
	for _, f := range r.Findings {
		found = append(found, f.Place)
	}
	return found
}

// A filled municipality has none; one planted in each kind of place is found, there and
// nowhere else.
func TestFilledMunicipality(t *testing.T) {
	db, dir, deliveries := chtest.New(t), t.TempDir(), t.TempDir()
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 200, Months: 24, Seed: 11, Out: deliveries}); err != nil {
		t.Fatal(err)
	}
	if _, err := load.Run(t.Context(), load.Options{Conn: db.Conn(clickhouse.Loader), DataDir: dir, Paths: []string{deliveries}, Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test"}); err != nil {
		t.Fatal(err)
	}
	set, err := jobs.Set()
	if err != nil {
		t.Fatal(err)
	}
	runner := &job.Runner{Jobs: set, Conn: db.Conn(clickhouse.Owner), Reader: db.Conn(clickhouse.Analyst), LockDir: filepath.Join(dir, "locks"), Clock: time.Now, Log: slog.New(slog.DiscardHandler), Version: "test"}
	asOf, _, err := store.NewestAsOf(t.Context(), runner.Conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"transform", "features", "selections", "trends"} { // those that need no years of history
		if _, err := runner.RunJob(t.Context(), name, asOf, true); err != nil {
			t.Fatal(err)
		}
	}
	clean := scan(t, db, dir)
	if len(clean.Findings) > 0 || clean.KnownPersons == 0 || clean.Tables < 60 {
		t.Fatalf("a clean municipality: %+v", clean)
	}
	known := someoneKnown(t, db, dir)
	db.Exec(`INSERT INTO core.assessments (client_id, assessed_date, wording) VALUES (1, '2025-01-01', 'ringde om ` + personal[2:8] + "-" + personal[8:] + ` igår');
		INSERT INTO ops.job_runs (job_run_id, job, error) VALUES (generateUUIDv4(), 'load', 'row ` + coordination + ` is wrong');
		INSERT INTO mart.early_signs (month, client_id, sentences_sv) VALUES ('2025-01-01', 1, ['en', 'två ` + personal[:8] + " " + personal[8:] + `']);
		INSERT INTO core.areas (area_id, area_name) VALUES ('` + personal + `', 'x');
		INSERT INTO mart.candidates (client_id, month, severities) VALUES (1, '2025-01-01', map('` + coordination + `', 1));
		INSERT INTO ops.export_log (export_id, run_id) VALUES (generateUUIDv4(), ` + known + `);
		INSERT INTO ops.load_batches (batch_id, file_sha256) VALUES (999, '` + strings.Repeat("ab", 12) + "c" + known + strings.Repeat("f", 27) + `');
		INSERT INTO ops.schema_versions (object, version_hash) VALUES ('x', '` + strings.Repeat("ab", 12) + "c" + number("19010101", 999) + strings.Repeat("f", 27) + `')`)
	report := scan(t, db, dir)
	want := []string{
		"core.areas.area_id", "core.assessments.wording", "mart.candidates.severities", "mart.early_signs.sentences_sv", "ops.export_log.run_id", "ops.job_runs.error", "ops.load_batches.file_sha256",
	}
	if got := places(report); !slices.Equal(got, want) {
		t.Errorf("found %v\nwant  %v", got, want)
	}
	if report.Chance["ops.schema_versions.version_hash"] == 0 {
		t.Error("digits in a hash, of nobody known, are not counted as chance")
	}
	for _, f := range report.Findings {
		if text := fmt.Sprintf("%+v", f); strings.Contains(text, personal) || strings.Contains(text, coordination) || f.Persons+f.Forms != 1 {
			t.Errorf("%s: %d of persons, %d like numbers", f.Place, f.Persons, f.Forms)
		}
	}
}

// someoneKnown is the number of somebody in the vault.
func someoneKnown(t *testing.T, db *chtest.DB, dir string) string {
	t.Helper()
	key, err := identity.KeyDir(filepath.Join(dir, "keys")).Current(identity.PurposeVault)
	if err != nil {
		t.Fatal(err)
	}
	vault, err := identity.NewVault(key)
	if err != nil {
		t.Fatal(err)
	}
	var id uint64
	var sealed string
	row := db.Conn(clickhouse.Owner).QueryRow(t.Context(), "SELECT client_id, identity_encrypted FROM vault.identities WHERE client_id IN (SELECT client_id FROM raw.clients WHERE identity_kind = 'personal') LIMIT 1")
	if err := row.Scan(&id, &sealed); err != nil {
		t.Fatal(err)
	}
	plain, err := vault.Open([]byte(sealed), id)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	write := func(name string, text []byte) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dashed := []byte("x;" + personal[:8] + "-" + personal[8:] + ";y\n")
	var packed, zipped, table bytes.Buffer
	g := gzip.NewWriter(&packed)
	_, _ = g.Write(dashed)
	_ = g.Close()
	z := zip.NewWriter(&zipped)
	member, err := z.Create("xl/sharedStrings.xml")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = member.Write([]byte("<t>" + coordination + "</t>"))
	_ = z.Close()
	if err := parquet.Write(&table, []struct{ Text string }{{"a"}, {string(dashed)}}); err != nil {
		t.Fatal(err)
	}
	wide := binary.LittleEndian.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune("nr " + personal)) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	write("data/logs/engine.log", append(bytes.Repeat([]byte("2026.11.21 21:40:01.123456 [ 4711 ] {} <Information> a line\n"), 40000), dashed...))
	write("data/logs/clean.log", []byte("2026-11-21T10:00:00Z level=INFO rows=1940041298 bytes=20260101123456\n"))
	write("data/exports/a.csv.gz", packed.Bytes())
	write("data/exports/b.xlsx", zipped.Bytes())
	write("data/exports/c.parquet", table.Bytes())
	write("data/exports/d.txt", wide)
	write("data/exports/broken.xlsx", []byte("no workbook"))
	write("data/exports/lista_"+personal+".csv", nil)
	write("data/made-up/sol.csv", dashed)
	write("data/inbox/sol.csv", dashed)
	write("data/keys/vault.key", dashed)
	write("dashboards/ledare.json", []byte(`{"title": "`+old[2:8]+"+"+old[8:]+`"}`))
	write("grafana/cache/x.bin", append([]byte{1, 2, 3}, dashed...))
	report := scan(t, nil, data, filepath.Join(dir, "dashboards"), filepath.Join(dir, "grafana"))
	var got []string
	for _, f := range report.Findings {
		path, ok := strings.CutPrefix(f.Place, masked(dir)+"/") // the folder's own number may look like a person's
		if !ok || f.Forms != 1 {
			t.Errorf("%+v", f)
		}
		got = append(got, f.Kind+" "+path)
	}
	slices.Sort(got)
	want := []string{
		"file dashboards/ledare.json", "file data/exports/a.csv.gz", "file data/exports/b.xlsx", "file data/exports/c.parquet", "file data/exports/d.txt", "file data/logs/engine.log", "file grafana/cache/x.bin",
		"file name data/exports/lista_‹nummer›.csv",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q\nwant  %q", got, want)
	}
	if len(report.Unread) != 1 || !strings.HasSuffix(report.Unread[0], "broken.xlsx") {
		t.Errorf("unread %v", report.Unread)
	}
}

// A number on the edge of what is read at a time is seen once.
func TestEdgesOfPieces(t *testing.T) {
	dir := t.TempDir()
	for shift := range 40 {
		text := append(bytes.Repeat([]byte("a b,"), (1<<20+64)/4-5), bytes.Repeat([]byte(" "), shift)...)
		text = append(text, []byte(personal[:8]+"-"+personal[8:]+" och mer text")...)
		path := filepath.Join(dir, "edge.txt")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if report := scan(t, nil, "", path); len(report.Findings) != 1 || report.Findings[0].Forms != 1 {
			t.Errorf("shift %d: %+v", shift, report.Findings)
		}
	}
}

func masked(path string) string {
	text, _ := identity.Mask(path)
	return text
}
