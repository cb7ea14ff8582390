package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/host"
	"github.com/framsyn/framsyn/sql/access/datasource"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newHostCommand shows the Grafana plugin without a Grafana server.
func newHostCommand(a *app) *cobra.Command {
	o := host.Options{Clock: time.Now, Version: version()}
	command := &cobra.Command{
		Use:   "host",
		Short: "Show the Grafana pages in a browser, without a Grafana server",
		Long: "Show the Grafana pages in a browser, without a Grafana server: it runs the plugin's own program and serves its pages on this machine.\n" +
			"Whoever opens the page chooses a role of the demo at its top. It goes on until it is told to stop (Ctrl-C).",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			o.Log = a.log
			if o.PagesDir == "" {
				o.PagesDir = pagesDir(o.PluginDir)
			}
			return a.host(command, o)
		},
	}
	command.Flags().StringVar(&o.Listen, "listen", "127.0.0.1:3000", "address of the page, on this machine; port 0 takes a free one")
	command.Flags().StringVar(&o.PluginDir, "plugin", filepath.Join("grafana-plugin", "dist"), "folder of the built plugin (make plugin)")
	command.Flags().StringVar(&o.PagesDir, "pages", "", "folder of the built pages; host/dist beside the plugin's folder if empty")
	return command
}

func (a *app) host(command *cobra.Command, o host.Options) (err error) {
	ctx := command.Context()
	if _, err := os.Stat(o.PluginDir); err != nil {
		return usagef("--plugin: %w; build the plugin with make plugin", err)
	}
	if _, err := os.Stat(filepath.Join(a.data, "made-up")); err == nil {
		if err := a.ensureDemoMembers(); err != nil {
			return err
		}
	}
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	if o.Settings, err = a.sourceSettings(session); err != nil {
		return err
	}
	running, err := host.Start(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	if a.json {
		err = printJSON(command.OutOrStdout(), map[string]string{"url": running.URL()})
	} else {
		_, err = fmt.Fprintf(command.OutOrStdout(), "Framsyn's pages are at %s (Ctrl-C stops them)\n", running.URL())
	}
	if err != nil {
		return err
	}
	return running.Serve(ctx)
}

// sourceSettings are the data source's settings for those who have a role.
func (a *app) sourceSettings(session *clickhouse.Session) (host.MakeSettings, error) {
	source, err := a.source(session)
	if err != nil {
		return nil, err
	}
	return func(url, audience string) datasource.Settings { return datasource.Make(source, url, audience) }, nil
}

// source is what those settings are made of.
func (a *app) source(session *clickhouse.Session) (datasource.Source, error) {
	description, members, err := clickhouse.ReadAccess(a.data, nil)
	if err != nil {
		return datasource.Source{}, err
	}
	source := datasource.Source{Target: session.Target(), Description: description, Members: members}
	if key, err := filepath.Abs(filepath.Join(a.data, "keys", "vault.key")); err == nil {
		if _, err := os.Stat(key); err == nil {
			source.KeyFile = key
		}
	}
	return source, nil
}

// ensureDemoMembers gives the made-up municipality its made-up people, unless
// somebody has said who has which role.
func (a *app) ensureDemoMembers() error {
	file := clickhouse.MembersFile(a.data)
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	areas := generate.Areas()
	text, err := datasource.DemoMembers(areas[:(len(areas)+1)/2]).YAML() // half, so that there is something that the manager does not see
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return fmt.Errorf("say who has access: %w", err)
	}
	return nil
}
