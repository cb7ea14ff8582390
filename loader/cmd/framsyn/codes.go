package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/categories/codelist"
)

// newCodesCommand holds the verbs on code lists.
func newCodesCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "codes",
		Short: "Import official code lists (KVÅ, ICF), and show codes that are in none",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("codes needs one of: import, unknown; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newCodesImportCommand(a), newCodesUnknownCommand(a))
	return command
}

func newCodesImportCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "import kva|icf FILE.xlsx|FILE.csv",
		Short: "Import codes and short terms from the authority's workbook or a text file",
		Long: "Import codes and short terms from the authority's workbook or a text file. Columns are found by their names in any sheet:\n" +
			"Kod, Code, … for the code; Titel, Kortterm, Term, Benämning, … for the term. Descriptions are not read. Imported terms go before\n" +
			"those that come with framsyn; nothing is taken away, and a repeated import changes nothing.",
		Args: func(command *cobra.Command, arguments []string) error {
			if len(arguments) != 2 {
				return usagef("%s takes a list (kva or icf) and a file; see %s --help", command.CommandPath(), command.CommandPath())
			}
			return nil
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			list := codelist.List(strings.ToLower(arguments[0]))
			if !slices.Contains(codelist.Lists(), list) {
				return usagef("%q is none of the code lists: kva, icf", arguments[0])
			}
			found, err := codelist.Read(list, arguments[1])
			if errors.Is(err, codelist.ErrFile) {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				done, err := codelist.Import(command.Context(), conn, list, arguments[1], found, time.Now())
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), done)
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "%d codes in %s (%s): %d new, %d with another term; %d other rows\n%d codes of the data are still in no list: framsyn codes unknown\n",
					done.Codes, done.Source, strings.Join(done.Sheets, ", "), done.New, done.Changed, done.Skipped, done.Unknown)
				return err
			})
		},
	}
}

func newCodesUnknownCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "unknown",
		Short: "List codes that occur in the data and are in no code list",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withReader(command, func(_, read driver.Conn) error {
				unknown, err := codelist.UnknownCodes(command.Context(), read)
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), unknown)
				}
				table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
				_, _ = fmt.Fprintln(table, "kind\tcode\trows\tclients\tfirst month\tlast month")
				for _, u := range unknown {
					_, _ = fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%s\t%s\n", u.Kind, u.Code, u.Rows, u.Clients, u.First.Format("2006-01"), u.Last.Format("2006-01"))
				}
				return table.Flush()
			})
		},
	}
}
