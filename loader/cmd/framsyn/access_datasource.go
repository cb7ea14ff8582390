package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/access/datasource"
)

// datasourceFlags say what data source to write.
type datasourceFlags struct {
	grafana, out, vaultKey string
}

// newAccessDatasourceCommand writes the data source for a Grafana that somebody
// else runs.
func newAccessDatasourceCommand(a *app) *cobra.Command {
	var o datasourceFlags
	command := &cobra.Command{
		Use:   "datasource",
		Short: "Write the data source for Grafana's provisioning, with an account for each role",
		Long: "Write the data source for Grafana's folder provisioning/datasources: who has which role, and the account of the database that asks for\n" +
			"them. The file holds passwords and is readable by its owner only. On a server, framsyn schema apply --users makes the accounts first.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if o.grafana == "" || o.out == "" {
				return usagef("--grafana and --out are needed, such as --grafana http://localhost:3000 --out datasource.yaml")
			}
			return a.writeDatasource(command, o)
		},
	}
	command.Flags().StringVar(&o.grafana, "grafana", "", "where the data source reaches Grafana; its keys verify who asks")
	command.Flags().StringVar(&o.out, "out", "", "file to write")
	command.Flags().StringVar(&o.vaultKey, "vault-key", "", "where Grafana's machine has the vault's key, to show identities; if not given, where this machine has it")
	return command
}

func (a *app) writeDatasource(command *cobra.Command, o datasourceFlags) (err error) {
	session, err := a.session(command.Context())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	source, err := a.source(session)
	if err != nil {
		return err
	}
	if len(source.Target.Plan().Accounts) == 0 {
		return errors.New("the server has no accounts that this data folder knows of: framsyn schema apply --users makes them")
	}
	if o.vaultKey != "" {
		source.KeyFile = o.vaultKey
	}
	text, err := datasource.Provisioning(datasource.Make(source, o.grafana, ""))
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.out, text, 0o600); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	return nil
}
