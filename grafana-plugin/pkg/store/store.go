package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
)

// Store is the connections of a data source. It is safe for use by several
// goroutines.
type Store struct {
	settings *settings.Settings
	version  string

	mutex  sync.Mutex
	pools  map[poolKey]*pool
	closed bool
}

type poolKey struct {
	user       string
	isReleased bool
}

// pool is the connections of one database user.
type pool struct {
	conn  driver.Conn
	slots chan struct{} // one for each connection: queries wait here, as long as they may take

	mutex       sync.Mutex
	knowsLimits bool
	mayComment  bool // log_comment may be set
}

// New returns a store that has not connected yet. version is of the plugin, for the
// query log.
func New(s *settings.Settings, version string) *Store {
	return &Store{settings: s, version: version, pools: map[poolKey]*pool{}}
}

// Close closes all connections.
func (s *Store) Close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.closed = true
	var faults []error
	for _, p := range s.pools {
		faults = append(faults, p.conn.Close())
	}
	s.pools = nil
	return errors.Join(faults...)
}

// pool returns the connections of an account's user; accounts with one user share
// them.
func (s *Store) pool(account settings.Account) (*pool, error) {
	entry, ok := s.settings.Roles[account]
	if !ok {
		return nil, fmt.Errorf("the account %q has no database user", account)
	}
	return s.poolOf(entry.User, s.settings.Passwords[account], entry.Released)
}

// poolOf returns the connections of a database user, who may read released tables
// in the place of others.
func (s *Store) poolOf(user, password string, isReleased bool) (*pool, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return nil, errors.New("the data source has been closed")
	}
	key := poolKey{user, isReleased}
	if p, ok := s.pools[key]; ok {
		return p, nil
	}
	options, err := s.options(user, password)
	if err != nil {
		return nil, err
	}
	conn, err := ch.Open(options)
	if err != nil {
		return nil, err
	}
	if isReleased {
		if conn, err = newReleasedConn(conn); err != nil {
			return nil, err
		}
	}
	s.pools[key] = &pool{conn: conn, slots: make(chan struct{}, s.settings.Pool.MaxOpen)}
	return s.pools[key], nil
}

// ErrNoWriter says that nothing may be saved.
var ErrNoWriter = errors.New("no database user may write: set writer in the data source's settings")

// Writer is the connection that writes what the pages save. Whether the one who
// asks may save it, the caller decides; see [sql/access.yaml] for what the user
// may write at all. The error is [ErrNoWriter] where the settings name none.
func (s *Store) Writer() (driver.Conn, error) {
	if s.settings.Writer == "" {
		return nil, ErrNoWriter
	}
	p, err := s.poolOf(s.settings.Writer, s.settings.WriterPass, false)
	if err != nil {
		return nil, err
	}
	return p.conn, nil
}

// Vault is the connection that shows identities. The error is [ErrNoVault] where
// the settings name no key file.
func (s *Store) Vault() (driver.Conn, error) {
	if s.settings.Vault.KeyFile == "" {
		return nil, ErrNoVault
	}
	p, err := s.poolOf(s.settings.Vault.User, s.settings.Vault.Password, false)
	if err != nil {
		return nil, err
	}
	return p.conn, nil
}

// ErrNoVault says that identities are not shown here.
var ErrNoVault = errors.New("identities are not shown here: set vault.keyFile and vault.user in the data source's settings")

// Reader is the connection of an account's database user, for what reads besides
// queries of panels, such as the check of a selection's condition.
func (s *Store) Reader(account settings.Account) (driver.Conn, error) {
	p, err := s.pool(account)
	if err != nil {
		return nil, err
	}
	return p.conn, nil
}

func (s *Store) options(user, password string) (*ch.Options, error) {
	limits := s.settings.Pool
	options := &ch.Options{
		Addr:             s.settings.Hosts,
		Auth:             ch.Auth{Database: s.settings.Database, Username: user, Password: password},
		DialTimeout:      time.Duration(limits.DialTimeoutSeconds) * time.Second,
		MaxOpenConns:     limits.MaxOpen,
		MaxIdleConns:     limits.MaxIdle,
		ConnMaxLifetime:  time.Duration(limits.MaxLifetimeSeconds) * time.Second,
		ConnOpenStrategy: ch.ConnOpenInOrder,
		// Between two answers; the query's own timeout comes first.
		ReadTimeout: s.settings.QueryTimeout() + time.Minute,
		Compression: &ch.Compression{Method: ch.CompressionLZ4},
		ClientInfo:  ch.ClientInfo{Products: []struct{ Name, Version string }{{Name: "framsyn-care-datasource", Version: s.version}}},
	}
	if !s.settings.TLS.Enabled {
		return options, nil
	}
	var err error
	options.TLS, err = tlsConfig(s.settings.TLS)
	return options, err
}

func tlsConfig(t settings.TLS) (*tls.Config, error) {
	config := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		ServerName:         t.ServerName,
		InsecureSkipVerify: t.SkipVerify, //nolint:gosec // the administrator's choice, off by default
	}
	if t.CACert != "" {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(t.CACert)) {
			return nil, errors.New("tlsCaCert: there is no certificate in it")
		}
	}
	if t.ClientCert != "" {
		pair, err := tls.X509KeyPair([]byte(t.ClientCert), []byte(t.ClientKey))
		if err != nil {
			return nil, fmt.Errorf("tlsClientCert: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// take waits for a connection to be free, and returns what gives it back.
func (p *pool) take(ctx context.Context) (func(), error) {
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots }, nil
	case <-ctx.Done():
		if errors.Is(context.Cause(ctx), errTimeout) {
			return nil, &Error{Class: Limit, Err: errBusy}
		}
		return nil, classify(ctx, ctx.Err())
	}
}

// comments tells whether the pool's user may set log_comment; it asks once.
func (p *pool) comments(ctx context.Context) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.knowsLimits {
		return p.mayComment
	}
	var isFixed uint8
	err := p.conn.QueryRow(noDeadline{ctx}, "SELECT readonly FROM system.settings WHERE name = 'log_comment'").Scan(&isFixed)
	if err != nil && Classify(err).Class != Yours && Classify(err).Class != Access {
		return false // the network, perhaps: ask again the next time
	}
	p.knowsLimits, p.mayComment = true, err == nil && isFixed == 0
	return p.mayComment
}

// noDeadline is a context that ends when its parent does and does not tell when.
type noDeadline struct{ context.Context }

// Deadline says that there is none.
func (noDeadline) Deadline() (time.Time, bool) { return time.Time{}, false }
