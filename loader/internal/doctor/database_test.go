package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/identity"
)

func TestSchemaBehind(t *testing.T) {
	s, db := withDatabase(t)
	wantFine(t, checkSchema(t.Context(), s))
	db.Exec(`INSERT INTO ops.schema_versions (object, kind, version_hash, applied_at, change)
		SELECT 'mart.candidates', 'table', repeat('0', 64), now64(6) + 1, 'altered: by an older framsyn'`)
	defer db.Exec("ALTER TABLE ops.schema_versions DELETE WHERE version_hash = repeat('0', 64) SETTINGS mutations_sync = 2")
	want(t, checkSchema(t.Context(), s), Error, "1 of", "table mart.candidates", "framsyn schema apply")
}

func TestKeys(t *testing.T) {
	s, db := withDatabase(t)
	wantFine(t, checkKeys(t.Context(), s))
	dir := filepath.Join(s.DataDir, "keys")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Fatalf("the check made keys: %v, %v", entries, err)
	}
	keys, err := identity.KeyDir(dir).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	db.Exec("INSERT INTO vault.keys VALUES ('pseudonym', '" + keys.Pseudonym.ID() + "', now()), ('vault', '" + keys.Vault.ID() + "', now())")
	wantFine(t, checkKeys(t.Context(), s))

	put(t, strings.Repeat("ab", 32), 0o600, dir, "pseudonym.key")
	want(t, checkKeys(t.Context(), s), Error, "pseudonym.key has fingerprint", keys.Pseudonym.ID(), "put the right file back from the backup")

	put(t, "short", 0o600, dir, "pseudonym.key")
	want(t, checkKeys(t.Context(), s), Error, "is not 64 hexadecimal digits", "put the right file back")

	put(t, strings.Repeat("ab", 32), 0o644, dir, "vault.key")
	want(t, checkKeys(t.Context(), s), Error, "can be read by others", "chmod 600")

	for _, name := range []string{"pseudonym.key", "vault.key"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	findings := checkKeys(t.Context(), s)
	want(t, findings, Error, "pseudonym.key", "missing", "put the file back from the backup")
	want(t, findings, Error, "vault.key", "missing")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("the check made keys: %v, %v", entries, err)
	}
}

func TestJobs(t *testing.T) {
	s, db := withDatabase(t)
	wantFine(t, checkJobs(t.Context(), s))
	const columns = "INSERT INTO ops.job_runs (job_run_id, job, status, started_at, finished_at, error) VALUES "
	db.Exec(columns + `(generateUUIDv4(), 'fit', 'failed', '2026-04-19 01:00:00', '2026-04-19 01:01:00', 'too few rows'),
		(generateUUIDv4(), 'fit', 'ok', '2026-04-20 01:00:00', '2026-04-20 01:01:00', '')`)
	wantFine(t, checkJobs(t.Context(), s))
	db.Exec(columns + `(generateUUIDv4(), 'load', 'failed', '2026-04-20 02:00:00', '2026-04-20 02:01:00', 'the inbox\ncannot be read'),
		(generateUUIDv4(), 'score', 'stopped', '2026-04-20 03:00:00', '2026-04-20 03:01:00', 'context canceled')`)
	findings := checkJobs(t.Context(), s)
	want(t, findings, Error, "job load failed at 2026-04-20 02:01:00 UTC: the inbox cannot be read", "framsyn job run load")
	want(t, findings, Warning, "job score was stopped", "framsyn job run score")
}

func TestMonths(t *testing.T) {
	s, db := withDatabase(t)
	wantFine(t, checkMonths(t.Context(), s))
	db.Exec("INSERT INTO core.delivered_months SELECT 'sol_ongoing', addMonths(toDate('2025-01-01'), number), 10, '2026-01-01' FROM numbers(15)")
	wantFine(t, checkMonths(t.Context(), s))
	db.Exec("INSERT INTO core.delivered_months SELECT 'visits', addMonths(toDate('2025-01-01'), number), 10, '2026-01-01' FROM numbers(15) WHERE number NOT IN (2, 5)")
	db.Exec("INSERT INTO core.delivered_months VALUES ('hsl_actions', '2025-06-01', 10, '2026-01-01')")
	findings := checkMonths(t.Context(), s)
	want(t, findings, Warning, "visits: not delivered: 2025-03, 2025-06", "put them into the inbox")
	want(t, findings, Warning, "hsl_actions: the newest month is 2025-06, that of other sources 2026-03")
	if len(findings) != 2 {
		t.Errorf("got %+v", findings)
	}
}

func TestRejects(t *testing.T) {
	s, db := withDatabase(t)
	const columns = "INSERT INTO ops.load_batches (batch_id, source, file_name, n_delivered, n_rejected, loaded_at, period_month, first_month, last_month) VALUES "
	db.Exec(columns + "(1, 'visits', 'BESOK_1.csv', 1000, 20, '2026-04-01 00:00:00', NULL, NULL, NULL), (5, 'visits', 'few.csv', 20, 9, '2026-04-01 00:00:00', NULL, NULL, NULL), (2, 'visits', 'old.csv', 100, 90, '2025-04-01 00:00:00', NULL, NULL, NULL)")
	wantFine(t, checkRejects(t.Context(), s))
	db.Exec(columns + "(3, 'visits', 'BESOK_2.csv', 1000, 30, '2026-04-01 00:00:00', NULL, NULL, NULL), (4, 'visits', 'BESOK_3.csv', 100, 90, '2026-04-01 00:00:00', NULL, NULL, NULL)")
	findings := checkRejects(t.Context(), s)
	want(t, findings, Warning, "BESOK_2.csv: 30 of 1000 rows (3 %)", "ops.load_rejects")
	want(t, findings, Error, "BESOK_3.csv: 90 of 100 rows (90 %)")
}

func TestClock(t *testing.T) {
	s, db := withDatabase(t)
	wantFine(t, checkClock(t.Context(), s))
	db.Exec("INSERT INTO core.delivered_months VALUES ('visits', '2026-03-01', 10, '2026-04-12')")
	db.Exec("INSERT INTO ops.load_batches (batch_id, loaded_at, period_month, first_month, last_month) VALUES (1, '2026-04-20 11:00:00', NULL, NULL, NULL)")
	wantFine(t, checkClock(t.Context(), s))
	s.Now = time.Date(2026, 4, 14, 0, 0, 0, 0, time.UTC)
	want(t, checkClock(t.Context(), s), Error, "a file was loaded at 2026-04-20 11:00:00", "set the clock")
	s.Now = time.Date(2027, 4, 14, 0, 0, 0, 0, time.UTC)
	want(t, checkClock(t.Context(), s), Warning, "the newest data is of 2026-03")
	db.Exec("INSERT INTO core.delivered_months VALUES ('visits', '2026-04-01', 10, '2026-05-12')")
	s.Now = now()
	want(t, checkClock(t.Context(), s), Error, "something was delivered on 2026-05-12")
}
