package up

import (
	"io"
	"log/slog"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Options say what to bring up.
type Options struct {
	DataDir  string             // data folder: database, keys, logs, inbox
	Engine   clickhouse.Options // embedded engine or DSN
	Clients  int                // size of the made-up municipality, clients
	Months   int                // its length, months
	Seed     uint64             // its random seed
	Shocks   generate.Shocks    // what befalls it beside ordinary life
	Inbox    string             // folder with one's own files; empty for the made-up municipality
	Once     bool               // end after the jobs
	Cron     map[string]string  // job -> cron expression
	Listen   string             // address of /metrics and /healthz, 127.0.0.1:PORT; empty for none
	Clock    func() time.Time   // required
	Log      *slog.Logger       // required
	Progress io.Writer          // a terminal for progress bars; nil for log lines
	Version  string
}

// DefaultCron is when the jobs run unless the configuration says otherwise: the
// inbox every quarter of an hour, derived tables each hour, models at night.
func DefaultCron() map[string]string {
	return map[string]string{
		"load": "*/15 * * * *", "transform": "5 * * * *", "features": "20 2 * * *", "fit": "30 2 * * *", "score": "0 3 * * *",
		"potential": "40 3 * * *", "selections": "45 3 * * *", "trends": "50 3 * * *", "needs": "55 3 * * *", "equity": "58 3 * * *", "forecast": "0 4 * * *", "follow_up": "30 4 * * *", "monitor": "40 4 * * *", "release": "50 4 * * *",
	}
}
