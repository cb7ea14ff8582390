package host

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/framsyn/framsyn/sql/access/datasource"
)

// The plugins and the data source of the demo.
const (
	appID         = "framsyn-care-app"
	datasourceID  = "framsyn-care-datasource"
	datasourceUID = "framsyn"
)

// MakeSettings makes the data source's settings for a server at an address, whose
// tokens are for an audience.
type MakeSettings func(url, audience string) datasource.Settings

// Options say what to show.
type Options struct {
	Listen    string           // 127.0.0.1:PORT; port 0 takes a free one
	PluginDir string           // the built plugin: plugin.json, module.js, datasource/
	PagesDir  string           // the built pages: react18/, react19/
	Settings  MakeSettings     // required
	Version   string           // shown to the plugin
	Clock     func() time.Time // required
	Log       *slog.Logger     // required
}

// Host is a running host.
type Host struct {
	options  Options
	listener net.Listener
	program  *program
	signer   *signer
	settings *instance
	files    []*os.Root
	handler  http.Handler
}

// Start listens and starts the plugin's program; the caller calls [Host.Serve] and
// [Host.Close].
func Start(ctx context.Context, o Options) (_ *Host, err error) {
	h := &Host{options: o}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	if err := onlyThisMachine(o.Listen); err != nil {
		return nil, err
	}
	if h.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", o.Listen); err != nil {
		return nil, fmt.Errorf("--listen %s: %w; choose another port", o.Listen, err)
	}
	if h.signer, err = newSigner(o.Clock); err != nil {
		return nil, err
	}
	path, err := programPath(o.PluginDir)
	if err != nil {
		return nil, err
	}
	if h.settings, err = newInstance(o, h.URL()); err != nil {
		return nil, err
	}
	h.program = newProgram(path, o.Log)
	if h.handler, err = h.routes(); err != nil {
		return nil, err
	}
	_, err = h.program.clients(ctx)
	return h, err
}

// URL is the address to open.
func (h *Host) URL() string { return "http://" + h.listener.Addr().String() }

// Handler answers requests; for tests.
func (h *Host) Handler() http.Handler { return h.handler }

// Serve answers until ctx ends.
func (h *Host) Serve(ctx context.Context) error {
	server := &http.Server{Handler: h.handler, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if server.Shutdown(ending) != nil { // some request goes on
			_ = server.Close()
		}
	})
	defer stop()
	if err := server.Serve(h.listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("host: %w", err)
	}
	return nil
}

// Close ends the plugin's program and frees the address.
func (h *Host) Close() error {
	var errs []error
	if h.program != nil {
		h.program.close()
	}
	if h.listener != nil {
		if err := h.listener.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	for _, root := range h.files {
		errs = append(errs, root.Close())
	}
	return errors.Join(errs...)
}

// routes are the addresses that the host answers.
func (h *Host) routes() (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/ds/query", h.query)
	mux.HandleFunc("/api/datasources/uid/"+datasourceUID+"/resources/{path...}", h.resource)
	mux.HandleFunc("GET /api/datasources/uid/"+datasourceUID+"/health", h.health)
	mux.HandleFunc("/api/plugins/"+datasourceID+"/resources/{path...}", h.resource)
	mux.HandleFunc("GET /api/signing-keys/keys", h.signer.keys)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusNotFound, "the host has no such address; a Grafana server may")
	})
	if err := h.serveFiles(mux); err != nil {
		return nil, err
	}
	mux.HandleFunc("/", h.page)
	return guard(h.listener.Addr(), mux), nil
}
