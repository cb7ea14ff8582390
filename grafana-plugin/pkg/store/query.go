package store

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/sql/audit"
)

// Origin says where a query comes from, for the query log.
type Origin struct {
	Login     string `json:"login"`
	Role      string `json:"role"`
	Dashboard string `json:"dashboard,omitempty"` // uid
	Panel     string `json:"panel,omitempty"`     // id
	Rule      string `json:"rule,omitempty"`      // uid of an alert rule
	Query     string `json:"query,omitempty"`     // name in the catalogue; empty for SQL
	Address   string `json:"-"`                   // that it was asked from, as far as it is told
}

// Query is a statement with its values.
type Query struct {
	SQL        string
	Parameters map[string]string // as the engine reads them
	Account    settings.Account  // who asks; see [settings.Settings]
	Origin     Origin
}

// Progress is what the engine did for a query.
type Progress struct {
	QueryID   string `json:"queryId"`
	ReadRows  uint64 `json:"readRows"`
	ReadBytes uint64 `json:"readBytes"`
}

// errDone ends queries whose rows have been read as far as they are wanted.
var errDone = errors.New("enough has been read")

// Run runs a query and calls read with its rows; read need not read them all. The
// query ends in the database when Run returns or the context ends. Errors are of
// type [*Error].
func (s *Store) Run(ctx context.Context, query Query, read func(rows driver.Rows) error) (Progress, error) {
	run := &counter{id: uuid.NewString()}
	p, err := s.pool(query.Account)
	if err != nil {
		return run.progress(), &Error{Class: Ours, Err: err}
	}
	ctx, stop := context.WithTimeoutCause(ctx, s.settings.QueryTimeout(), errTimeout)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(errDone)
	release, err := p.take(ctx)
	if err != nil {
		return run.progress(), err
	}
	defer release()
	reading := audit.From(ctx)
	reading.Query(run.id, query.SQL)
	rows, err := p.conn.Query(s.queryContext(ctx, p, query, run), query.SQL)
	if err != nil {
		return run.progress(), classify(ctx, err)
	}
	err = read(reading.Watch(rows))
	cancel(errDone) // a no-op when all rows have been read
	closing := rows.Close()
	if err == nil && closing != nil && !errors.Is(closing, context.Canceled) {
		err = closing
	}
	if err != nil {
		return run.progress(), classify(ctx, err)
	}
	return run.progress(), nil
}

// counter counts what the engine reads; the driver tells it from another goroutine.
type counter struct {
	id          string
	rows, bytes atomic.Uint64
}

func (c *counter) progress() Progress {
	return Progress{QueryID: c.id, ReadRows: c.rows.Load(), ReadBytes: c.bytes.Load()}
}

// queryContext says to the driver what goes with the query.
func (s *Store) queryContext(ctx context.Context, p *pool, query Query, run *counter) context.Context {
	options := []ch.QueryOption{
		ch.WithQueryID(run.id),
		ch.WithQuotaKey(query.Origin.Login),
		ch.WithParameters(query.Parameters),
		ch.WithClientInfo(ch.ClientInfo{Comment: query.Origin.comments()}),
		ch.WithProgress(func(step *ch.Progress) {
			run.rows.Add(step.Rows)
			run.bytes.Add(step.Bytes)
		}),
	}
	if p.comments(ctx) {
		if text, err := json.Marshal(query.Origin); err == nil {
			options = append(options, ch.WithSettings(ch.Settings{"log_comment": string(text)}))
		}
	}
	return ch.Context(noDeadline{ctx}, options...)
}

// comments writes the origin for the client's name in the query log.
func (o Origin) comments() []string {
	var parts []string
	for _, part := range [][2]string{{"login", o.Login}, {"role", o.Role}, {"dashboard", o.Dashboard}, {"panel", o.Panel}, {"rule", o.Rule}, {"query", o.Query}} {
		if part[1] != "" {
			parts = append(parts, part[0]+"="+clean(part[1]))
		}
	}
	return parts
}

// clean keeps letters, digits and a few signs: the client's name is written between
// brackets and semicolons, and headers come from outside.
func clean(text string) string {
	kept := make([]rune, 0, len(text))
	for _, r := range text {
		if len(kept) == 100 {
			break
		}
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.', r == '@', r == 'å', r == 'ä', r == 'ö', r == 'Å', r == 'Ä', r == 'Ö':
			kept = append(kept, r)
		default:
			kept = append(kept, '_')
		}
	}
	return string(kept)
}

// Version is the engine's version, as an account sees it.
func (s *Store) Version(ctx context.Context, account settings.Account) (string, error) {
	var version string
	_, err := s.Run(ctx, Query{SQL: "SELECT version()", Account: account, Origin: Origin{Login: "health", Role: string(account)}}, func(rows driver.Rows) error {
		for rows.Next() {
			if err := rows.Scan(&version); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return version, err
}
