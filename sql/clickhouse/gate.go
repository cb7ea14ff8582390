package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// gate lets in the engine's own session and nobody after it.
//
// The library opens its session as the user "default" without a password, from
// 127.0.0.1; so that user must exist, and anybody on the machine could be it. The
// engine therefore asks this gate (ClickHouse's http_authentication) whether
// "default" may come in. The first to ask is the engine's own session, opened
// before the ports are; all others are refused for as long as the engine runs.
type gate struct {
	server *http.Server
	secret string
	open   atomic.Bool
	port   int
}

// newGate listens on a free port of 127.0.0.1. It is closed at first.
func newGate() (*gate, error) {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the engine's session: %w", err)
	}
	g := &gate{secret: newPassword(), port: listener.Addr().(*net.TCPAddr).Port}
	g.server = &http.Server{Handler: g, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = g.server.Serve(listener) }() // ends with close
	return g, nil
}

// letOne makes the gate let in the next one who asks.
func (g *gate) letOne() { g.open.Store(true) }

// url is where the engine asks. Its path keeps others from using up the one entry.
func (g *gate) url() string { return fmt.Sprintf("http://127.0.0.1:%d/%s", g.port, g.secret) }

// ServeHTTP answers the engine.
func (g *gate) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	if request.URL.Path == "/"+g.secret && g.open.CompareAndSwap(true, false) {
		answer.WriteHeader(http.StatusOK)
		return
	}
	answer.WriteHeader(http.StatusForbidden)
}

func (g *gate) close() error {
	if err := g.server.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close the gate: %w", err)
	}
	return nil
}
