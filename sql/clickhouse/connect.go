package clickhouse

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/access"
)

// Role is an account of sql/access.yaml.
type Role string

// The accounts.
const (
	Owner   Role = "owner"   // everything: schema, derived tables
	Loader  Role = "loader"  // writes what is delivered: raw, ops and vault
	Analyst Role = "analyst" // reads core, mart, model and the load reports
	Pages   Role = "pages"   // writes what the pages save
	Vault   Role = "vault"   // shows identities
)

// Target is a ClickHouse to connect to: an engine's ([Engine.Target]) or a
// server's ([ParseTarget]).
type Target struct {
	hosts     []string
	server    *ch.Options // as the DSN says; nil for the embedded engine
	passwords credentials
	plan      access.Plan
}

// Embedded tells whether the target is the embedded engine.
func (t Target) Embedded() bool { return t.server == nil }

// Hosts returns the addresses, host:port of the native protocol.
func (t Target) Hosts() []string { return t.hosts }

// TLS is how connections to a server are protected, as its DSN says; nil for not
// at all.
func (t Target) TLS() *tls.Config {
	if t.server == nil {
		return nil
	}
	return t.server.TLS
}

// Plan returns the accounts of the target; empty for a server whose users this
// program has not made.
func (t Target) Plan() access.Plan { return t.plan }

// Username is the name of an account there.
func (t Target) Username(role Role) string {
	if t.server != nil && t.passwords[string(role)] != "" {
		return access.ServerName(string(role))
	}
	if t.server != nil {
		return t.server.Auth.Username
	}
	return string(role)
}

// Password returns the password of an account; empty when this program does not
// know it.
func (t Target) Password(role Role) string { return t.passwords[string(role)] }

// ParseTarget reads a DSN, such as
// clickhouse://user:password@host1:9000,host2:9000/?secure=true. The DSN's user
// is used for every role, until passwords for them are known.
func ParseTarget(dsn string) (Target, error) {
	options, err := ch.ParseDSN(dsn)
	if err != nil {
		return Target{}, fmt.Errorf("--clickhouse: %w", err)
	}
	return Target{hosts: options.Addr, server: options}, nil
}

// Connect opens a pool of connections as an account. Unmatched columns of outer
// joins are NULL (join_use_nulls) in every one of them. Nothing is dialled before
// the first query, so that errors come there.
func Connect(_ context.Context, target Target, role Role) (driver.Conn, error) {
	options := target.options(role)
	conn, err := ch.Open(options)
	if err != nil {
		return nil, fmt.Errorf("connect to ClickHouse as %s: %w", role, err)
	}
	if target.readOnly(role) {
		return readOnlyConn{Conn: conn}, nil
	}
	return conn, nil
}

func (t Target) readOnly(role Role) bool {
	return t.passwords[string(role)] != "" && t.plan.ReadOnly(string(role))
}

func (t Target) options(role Role) *ch.Options {
	options := &ch.Options{Addr: t.hosts}
	if t.server != nil {
		copied := *t.server
		options = &copied
	}
	if password := t.passwords[string(role)]; password != "" {
		options.Auth = ch.Auth{Username: string(role), Password: password, Database: options.Auth.Database}
		if t.server != nil {
			options.Auth.Username = access.ServerName(string(role))
		}
	}
	settings := ch.Settings{}
	for name, value := range options.Settings {
		settings[name] = value
	}
	if !t.readOnly(role) {
		settings["join_use_nulls"] = 1
	}
	options.Settings = settings
	if options.Compression == nil && t.server != nil { // to the engine on this machine it only costs
		options.Compression = &ch.Compression{Method: ch.CompressionLZ4}
	}
	if options.DialTimeout == 0 {
		options.DialTimeout = 10 * time.Second
	}
	if options.ReadTimeout == 0 {
		options.ReadTimeout = time.Hour // between two answers; a transform may take long to begin
	}
	if options.MaxOpenConns == 0 {
		options.MaxOpenConns, options.MaxIdleConns = 16, 4
	}
	options.ClientInfo = ch.ClientInfo{Products: []struct{ Name, Version string }{{Name: "framsyn"}}}
	return options
}

// ping asks the target once whether it answers as its owner.
func ping(ctx context.Context, target Target) error {
	conn, err := Connect(ctx, target, Owner)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := conn.Ping(ctx); err != nil {
		return fmt.Errorf("ping ClickHouse: %w", err)
	}
	return nil
}
