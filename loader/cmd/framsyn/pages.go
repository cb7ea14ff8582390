package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/host"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// pagesFlags say where the pages of up are shown.
type pagesFlags struct {
	listen  string // address; empty for none
	plugin  string // folder of the built plugin
	grafana string // where Grafana is installed; empty for the pages without it
	isAsked bool   // the address was given, and no other will do
}

func (f *pagesFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.listen, "pages", "127.0.0.1:3000", "address of the pages, on this machine; a free port if this one is taken; empty for no pages")
	flags.StringVar(&f.plugin, "plugin", filepath.Join("grafana-plugin", "dist"), "folder of the built plugin (make plugin)")
	flags.StringVar(&f.grafana, "grafana-home", os.Getenv("GRAFANA_HOME"), "folder of an installed Grafana to start instead of the pages without one; GRAFANA_HOME if not given")
}

// pages show the plugin, in Grafana or without it.
type pages interface {
	URL() string
	Serve(ctx context.Context) error
	Close() error
}

// startPages starts the pages of a session; nil, with a word of how to get them,
// where the plugin has not been built.
func (a *app) startPages(ctx context.Context, f pagesFlags, session *clickhouse.Session) (pages, error) {
	if f.listen == "" {
		return nil, nil
	}
	built, err := filepath.Abs(f.plugin)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(built, "plugin.json")); errors.Is(err, os.ErrNotExist) {
		a.log.Warn("there are no pages, for the plugin has not been built: make plugin, then framsyn up again", "looked_in", built)
		return nil, nil
	}
	f.plugin = built
	shown, err := a.showPages(ctx, f, session)
	if !f.isAsked && errors.Is(err, syscall.EADDRINUSE) {
		f.listen = "127.0.0.1:0"
		shown, err = a.showPages(ctx, f, session)
	}
	return shown, err
}

func (a *app) showPages(ctx context.Context, f pagesFlags, session *clickhouse.Session) (pages, error) {
	if f.grafana != "" {
		return a.showInGrafana(ctx, f, session)
	}
	settings, err := a.sourceSettings(session)
	if err != nil {
		return nil, err
	}
	return started(host.Start(ctx, host.Options{
		Listen: f.listen, PluginDir: f.plugin, PagesDir: pagesDir(f.plugin), Clock: time.Now, Version: version(), Log: a.log, Settings: settings,
	}))
}

func (a *app) showInGrafana(ctx context.Context, f pagesFlags, session *clickhouse.Session) (pages, error) {
	password, err := grafanaPassword(a.grafanaDir())
	if err != nil {
		return nil, err
	}
	settings, err := a.sourceSettings(session)
	if err != nil {
		return nil, err
	}
	a.log.Info("starting Grafana", "home", f.grafana)
	return started(host.StartGrafana(ctx, host.GrafanaOptions{
		Home: f.grafana, Dir: a.grafanaDir(), Listen: f.listen, PluginDir: f.plugin, Password: password, Log: a.log, Settings: settings,
	}))
}

// started keeps a nil of a type from becoming pages.
func started[P pages](shown P, err error) (pages, error) {
	if err != nil {
		return nil, err
	}
	return shown, nil
}

// pagesDir is where the build puts the pages, beside the plugin.
func pagesDir(plugin string) string {
	return filepath.Join(filepath.Dir(filepath.Clean(plugin)), "host", "dist")
}

// grafanaDir is Grafana's own folder.
func (a *app) grafanaDir() string { return filepath.Join(a.data, "grafana") }

// grafanaPassword is the password of Grafana's administrator, made once.
func grafanaPassword(dir string) (string, error) {
	file := filepath.Join(dir, "admin-password")
	text, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("password of Grafana's administrator: %w", err)
	}
	secret := make([]byte, 18)
	_, _ = rand.Read(secret) // never fails, by its documentation
	password := base64.RawURLEncoding.EncodeToString(secret)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("password of Grafana's administrator: %w", err)
	}
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("password of Grafana's administrator: %w", err)
	}
	return password, nil
}
