package effects_test

import (
	"flag"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/loader/internal/load"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Larger municipalities by hand: go test ./loader/internal/jobs/effects -run Jobs -clients 4000 -months 60 -v.
var (
	clients = flag.Int("clients", 800, "clients of the made-up municipality")
	months  = flag.Int("months", 48, "months of the made-up municipality")
	seed    = flag.Uint64("seed", 3, "seed of the made-up municipality")
)

// newMunicipality loads a made-up municipality and fills what the jobs read; it
// returns the jobs' input and the folder of its files.
func newMunicipality(t *testing.T, db *chtest.DB) (job.Input, string) {
	t.Helper()
	folder := t.TempDir()
	if _, err := generate.Run(t.Context(), generate.Options{Clients: *clients, Months: *months, Seed: *seed, Out: folder}); err != nil {
		t.Fatal(err)
	}
	_, err := load.Run(t.Context(), load.Options{
		Conn: db.Conn(clickhouse.Loader), DataDir: t.TempDir(), Paths: []string{folder}, Now: time.Now, Log: slog.New(slog.DiscardHandler), AppVersion: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	conn := db.Conn(clickhouse.Owner)
	asOf, ok, err := store.NewestAsOf(t.Context(), conn)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	last := store.LandmarkOf(asOf)
	marts := []string{"mart.client_categories", "mart.client_months", "mart.need_outcomes", "mart.risk_features"}
	for _, object := range objects {
		if object.Insert == "" || object.Database != "core" && !slices.Contains(marts, object.FullName()) || object.FullName() == "core.intervention_ledger" {
			continue
		}
		if _, err := clickhouse.Fill(t.Context(), conn, object, store.AddMonths(last, 1-*months), last); err != nil {
			t.Fatal(err)
		}
	}
	var batch uint64
	if err := conn.QueryRow(t.Context(), "SELECT max(batch_id) FROM ops.load_batches").Scan(&batch); err != nil {
		t.Fatal(err)
	}
	return job.Input{
		AsOf: asOf, Conn: conn, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Clock: time.Now, NewestBatch: batch, DefinitionHash: 1, Version: "test",
	}, folder
}

// noRows fails when a query returns any.
func noRows(t *testing.T, db *chtest.DB, what, query string) {
	t.Helper()
	if found := db.Query(query); len(found) > 0 {
		t.Errorf("%s: %d rows, the first %s", what, len(found), strings.Join(found[0], " | "))
	}
}
