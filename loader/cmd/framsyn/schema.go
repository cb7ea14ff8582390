package main

import (
	"errors"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newSchemaCommand holds the verbs on the schema.
func newSchemaCommand(a *app) *cobra.Command {
	schema := &cobra.Command{
		Use:   "schema",
		Short: "Apply, check and print the database's tables and views",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("schema needs one of: apply, check, dict; see %s --help", command.CommandPath())
		},
	}
	schema.AddCommand(newSchemaApplyCommand(a), newSchemaCheckCommand(a), newSchemaDictCommand(a))
	return schema
}

// asOwner calls use with the owner's connections.
func (a *app) asOwner(command *cobra.Command, use func(conn driver.Conn) error) (err error) {
	ctx := command.Context()
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	conn, err := session.Connect(ctx, clickhouse.Owner)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return use(conn)
}

func newSchemaApplyCommand(a *app) *cobra.Command {
	var users bool
	command := &cobra.Command{
		Use:   "apply",
		Short: "Bring the database to the schema of this program; rows are kept",
		Long: "Bring the database to the schema of this program. It may be repeated, and does nothing when nothing has changed.\n" +
			"New columns, comments, views and code lists are changed in place; what would lose rows is refused.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) (err error) {
			if users && a.dsn == "" {
				return usagef("--users is for a server (--clickhouse); the embedded engine makes its users when it starts")
			}
			ctx := command.Context()
			session, err := a.session(ctx)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, session.Close()) }()
			conn, err := session.Connect(ctx, clickhouse.Owner)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, conn.Close()) }()
			return a.applySchema(command, session, conn, users)
		},
	}
	command.Flags().BoolVar(&users, "users", false, "also make the users and grants on the server; their passwords go into the data folder")
	return command
}

func (a *app) applySchema(command *cobra.Command, session *clickhouse.Session, conn driver.Conn, users bool) error {
	ctx := command.Context()
	applied, err := clickhouse.Apply(ctx, conn, clickhouse.ApplyOptions{AppVersion: version(), Logger: a.log})
	if err != nil {
		return err
	}
	if users {
		if err := clickhouse.ApplyAccess(ctx, conn, a.data, nil); err != nil {
			return err
		}
	}
	old, err := session.AccessIsOld(a.data)
	if err != nil {
		return err
	}
	if old {
		a.log.Warn("users or grants have changed since the engine was started: start it again for them to hold")
	}
	if a.json {
		return printJSON(command.OutOrStdout(), applied)
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%d objects, %d changes\n", applied.Objects, len(applied.Changes))
	return err
}
