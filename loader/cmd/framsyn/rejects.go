package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// rejectsFlags are the flags of rejects.
type rejectsFlags struct {
	filter    load.RejectFilter
	out       string
	contracts string
}

// newRejectsCommand holds the verbs on rejected rows.
func newRejectsCommand(a *app) *cobra.Command {
	f := &rejectsFlags{}
	rejects := &cobra.Command{
		Use:   "rejects",
		Short: "List rejected rows, or write them out for mending",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("rejects needs one of: list, export; see %s --help", command.CommandPath())
		},
	}
	rejects.PersistentFlags().Uint64Var(&f.filter.Batch, "batch", 0, "only this batch; 0 for all")
	rejects.PersistentFlags().StringVar(&f.filter.Source, "source", "", "only this source, such as visits; all if empty")
	rejects.AddCommand(newRejectsListCommand(a, f), newRejectsExportCommand(a, f))
	return rejects
}

func newRejectsListCommand(a *app, f *rejectsFlags) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List deliveries with rejected rows, and the rules that were broken",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.asLoader(command, func(conn driver.Conn) error {
				batches, err := load.ListRejects(command.Context(), conn, f.filter)
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), batches)
				}
				return printRejects(command.OutOrStdout(), batches)
			})
		},
	}
}

func newRejectsExportCommand(a *app, f *rejectsFlags) *cobra.Command {
	command := &cobra.Command{
		Use:   "export",
		Short: "Write rejected rows as files to mend and load again",
		Long: "Write the rejected rows of each delivery as a file in the layout they came in, with two columns that say what is wrong.\n" +
			"The files hold identity numbers. Mend the rows and load the file: it is a supplement (K) of the month.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if f.out == "" {
				return usagef("rejects export needs --out DIR")
			}
			return a.asLoader(command, func(conn driver.Conn) error {
				var files []string
				err := traced(command, conn, conn, queries.Role(clickhouse.Loader), audit.Command, func(read driver.Conn, reading *audit.Reading) (err error) {
					reading.Raw() // the rows do not say whose they are
					o := load.Options{Conn: read, DataDir: a.data, ContractsDir: f.contracts, Now: time.Now, Log: a.log, AppVersion: version()}
					files, err = load.ExportRejects(command.Context(), o, f.filter, f.out)
					return err
				})
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), files)
				}
				for _, file := range files {
					if _, err := fmt.Fprintln(command.OutOrStdout(), file); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	command.Flags().StringVar(&f.out, "out", "", "folder to write to")
	command.Flags().StringVar(&f.contracts, "contracts", "", "folder with contracts of your own; DATA/contracts if empty")
	return command
}

// asLoader calls use with the loader's connections.
func (a *app) asLoader(command *cobra.Command, use func(conn driver.Conn) error) (err error) {
	ctx := command.Context()
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	conn, err := session.Connect(ctx, clickhouse.Loader)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return use(conn)
}

func printRejects(out io.Writer, batches []load.RejectedBatch) error {
	for _, b := range batches {
		var rules []string
		for rule, n := range b.Rules {
			rules = append(rules, fmt.Sprintf("%s %d", rule, n))
		}
		slices.Sort(rules)
		if _, err := fmt.Fprintf(out, "%6d  %-16s %8d  %s  %s\n", b.BatchID, b.Source, b.Rows, b.FileName, strings.Join(rules, ", ")); err != nil {
			return err
		}
	}
	return nil
}
