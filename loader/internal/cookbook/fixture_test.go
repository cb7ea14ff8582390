package cookbook_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/up"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// municipality brings up a made-up municipality as `framsyn up --once` does, with
// enough history for the models, and connects as analyst.
func municipality(t *testing.T) driver.Conn {
	t.Helper()
	chtest.Library(t)
	ctx := context.Background()
	framsyn, err := up.Start(ctx, up.Options{
		DataDir: chtest.NewDir(t, false), Clients: 700, Months: 45, Seed: 1, Once: true, Clock: time.Now, Log: slog.New(slog.DiscardHandler), Version: "test",
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := framsyn.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := framsyn.Fill(ctx); err != nil {
		t.Fatal(err)
	}
	analyst, err := framsyn.Session().Connect(ctx, clickhouse.Analyst)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := analyst.Close(); err != nil {
			t.Error(err)
		}
	})
	return analyst
}
