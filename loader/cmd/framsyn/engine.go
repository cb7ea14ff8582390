package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newEngineCommand runs the embedded engine until it is told to stop.
func newEngineCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "engine",
		Short: "Run the embedded ClickHouse until SIGTERM or Ctrl-C",
		Long: "Run the embedded ClickHouse on the data folder until SIGTERM or Ctrl-C.\n" +
			"It listens on 127.0.0.1 only. The passwords of its users are in config/credentials.json of the folder.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if a.dsn != "" {
				return usagef("engine runs the embedded engine; leave out --clickhouse")
			}
			ctx := command.Context()
			engine, err := clickhouse.Start(ctx, a.engineOptions())
			if err != nil {
				return err
			}
			if err := a.printAddress(command, engine); err != nil {
				_ = engine.Stop()
				return err
			}
			select {
			case <-ctx.Done():
				a.log.Info("stopping the engine")
			case <-engine.Done():
			}
			return engine.Stop()
		},
	}
}

func (a *app) printAddress(command *cobra.Command, engine *clickhouse.Engine) error {
	out := command.OutOrStdout()
	if a.json {
		return json.NewEncoder(out).Encode(map[string]any{
			"data": a.data, "host": "127.0.0.1", "tcp_port": engine.TCPPort(), "http_port": engine.HTTPPort(),
		})
	}
	_, err := fmt.Fprintf(out, "ClickHouse is ready on 127.0.0.1: native port %d, HTTP port %d, data folder %s\n",
		engine.TCPPort(), engine.HTTPPort(), a.data)
	return err
}
