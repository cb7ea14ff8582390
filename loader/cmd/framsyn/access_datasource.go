package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/access/datasource"
)

// newAccessDatasourceCommand writes the data source for a Grafana that somebody
// else runs.
func newAccessDatasourceCommand(a *app) *cobra.Command {
	var grafana, out string
	command := &cobra.Command{
		Use:   "datasource",
		Short: "Write the data source for Grafana's provisioning, with an account for each role",
		Long: "Write the data source for Grafana's folder provisioning/datasources: who has which role, and the account of the database that asks for\n" +
			"them. The file holds passwords and is readable by its owner only.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if grafana == "" || out == "" {
				return usagef("--grafana and --out are needed, such as --grafana http://localhost:3000 --out datasource.yaml")
			}
			return a.writeDatasource(command, grafana, out)
		},
	}
	command.Flags().StringVar(&grafana, "grafana", "", "where the data source reaches Grafana; its keys verify who asks")
	command.Flags().StringVar(&out, "out", "", "file to write")
	return command
}

func (a *app) writeDatasource(command *cobra.Command, grafana, out string) (err error) {
	session, err := a.session(command.Context())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	settings, err := a.sourceSettings(session)
	if err != nil {
		return err
	}
	text, err := datasource.Provisioning(settings(grafana, ""))
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, text, 0o600); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	return nil
}
