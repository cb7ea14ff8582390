package main

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

func newSchemaCheckCommand(a *app) *cobra.Command {
	var all, withCases bool
	command := &cobra.Command{
		Use:   "check",
		Short: "Test the data against every check and key, and every example case",
		Long: "Test the data against every check (a query that must return no rows) and every key, and run the example cases\n" +
			"on a temporary engine of their own. Prints what fails with its first rows.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			ctx, tree := command.Context(), sqlfs.Embedded()
			var findings []clickhouse.Finding
			err := a.asOwner(command, func(conn driver.Conn) error {
				return traced(command, conn, conn, queries.Role(clickhouse.Owner), audit.Command, func(read driver.Conn, reading *audit.Reading) (err error) {
					reading.Raw() // of what fails the first rows are printed, and some do not say whose they are
					findings, err = clickhouse.Check(ctx, read, tree)
					for _, f := range findings {
						reading.Shown(clientsIn(f)...)
					}
					return err
				})
			})
			if err != nil {
				return err
			}
			if withCases {
				cases, err := clickhouse.CheckCasesApart(ctx, a.engineOptions(), tree)
				if err != nil {
					return err
				}
				findings = append(findings, cases...)
			}
			return a.printFindings(command, findings, all)
		},
	}
	command.Flags().BoolVar(&all, "all", false, "print what passes, too")
	command.Flags().BoolVar(&withCases, "cases", true, "run the example cases, which say nothing of the data and take most of the time")
	return command
}

// clientsIn are the clients that a finding names.
func clientsIn(f clickhouse.Finding) (clients []uint64) {
	column := slices.Index(f.Columns, "client_id")
	for _, row := range f.Rows {
		if column < 0 || column >= len(row) {
			continue
		}
		if id, err := strconv.ParseUint(row[column], 10, 64); err == nil && id > 0 {
			clients = append(clients, id)
		}
	}
	return clients
}

func (a *app) printFindings(command *cobra.Command, findings []clickhouse.Finding, all bool) error {
	out, failed := command.OutOrStdout(), clickhouse.Failed(findings)
	if a.json {
		if err := printJSON(out, map[string]any{"tested": len(findings), "failed": failed, "findings": findings}); err != nil {
			return err
		}
	} else {
		for _, finding := range findings {
			if all || !finding.Passed() {
				if _, err := fmt.Fprintln(out, finding); err != nil {
					return err
				}
			}
		}
		if _, err := fmt.Fprintf(out, "%d tested, %d failed\n", len(findings), failed); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d checks failed", failed, len(findings))
	}
	return nil
}

func newSchemaDictCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "dict",
		Short: "Print the data dictionary as Markdown",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.asOwner(command, func(conn driver.Conn) error {
				return clickhouse.Dictionary(command.Context(), conn, sqlfs.Embedded(), command.OutOrStdout())
			})
		},
	}
}
