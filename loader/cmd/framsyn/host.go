package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/host"
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
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	o.Database = databaseOf(session)
	if o.Areas, err = demoAreas(ctx, session); err != nil {
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

// databaseOf is how the pages ask the database of a session.
func databaseOf(session *clickhouse.Session) host.Database {
	target := session.Target()
	return host.Database{
		Hosts: target.Hosts(), User: string(clickhouse.Analyst), Password: target.Password(clickhouse.Analyst),
		Writer: string(clickhouse.Pages), WriterPW: target.Password(clickhouse.Pages),
	}
}

// demoAreas are the areas that a manager of the demo sees: the first half, so that
// there is something that he does not see.
func demoAreas(ctx context.Context, session *clickhouse.Session) ([]string, error) {
	conn, err := session.Connect(ctx, clickhouse.Analyst)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	rows, err := clickhouse.Texts(ctx, conn, "SELECT area_id FROM core.areas WHERE kind = 'area' ORDER BY area_id", nil)
	if err != nil {
		return nil, fmt.Errorf("areas: %w; fill the database first (framsyn up --once)", err)
	}
	areas := make([]string, 0, len(rows))
	for _, row := range rows[:(len(rows)+1)/2] {
		areas = append(areas, row[0])
	}
	return areas, nil
}
