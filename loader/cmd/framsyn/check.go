package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/privacy"
)

// errFound ends the program with 1 after the findings have been printed.
var errFound = errors.New("identity numbers stand where none may be")

// newCheckCommand holds the checks of a running installation.
func newCheckCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "check",
		Short: "Look for identity numbers where none may be",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("check needs: privacy; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newPrivacyCommand(a))
	return command
}

func newPrivacyCommand(a *app) *cobra.Command {
	var paths []string
	command := &cobra.Command{
		Use:   "privacy",
		Short: "Look for identity numbers in all tables but the vault's, in logs, exports and dashboards; exit 1 on any",
		Long: "Look for identity numbers in every column of every table but the vault's, in the data folder's logs and exports, in the folder dashboards where there\n" +
			"is one, and in the files and folders of --path: exports, Grafana's logs and data. Delivered files and the inbox are left out. What was found is said by\n" +
			"place and count; a number is never printed. Exit 1 on any.",
		Example: "  framsyn check privacy --path /var/lib/grafana --path /var/log/grafana",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if _, err := os.Stat("dashboards"); err == nil {
				paths = append(paths, "dashboards")
			}
			for _, path := range paths {
				if _, err := os.Stat(path); err != nil {
					return usagef("--path: %v", err)
				}
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				report, err := privacy.Run(command.Context(), privacy.Options{Conn: conn, DataDir: a.data, Paths: paths, Now: time.Now})
				if err != nil {
					return err
				}
				if a.json {
					err = printJSON(command.OutOrStdout(), report)
				} else {
					err = printPrivacy(command.OutOrStdout(), report)
				}
				if err == nil && len(report.Findings) > 0 {
					err = errFound
				}
				return err
			})
		},
	}
	command.Flags().StringArrayVar(&paths, "path", nil, "file or folder to look at too; may be repeated")
	return command
}

func printPrivacy(out io.Writer, r privacy.Report) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, f := range r.Findings {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%d of persons in the vault\t%d like identity numbers\n", f.Kind, f.Place, f.Persons, f.Forms)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, place := range slices.Sorted(maps.Keys(r.Chance)) {
		_, _ = fmt.Fprintf(out, "by chance: %s: %d with the form, of nobody in the vault\n", place, r.Chance[place])
	}
	for _, path := range r.Unread {
		_, _ = fmt.Fprintf(out, "not read: %s is not what its name says\n", path)
	}
	_, err := fmt.Fprintf(out, "%d places with identity numbers; %d tables, %d columns and %d files looked at for %d persons and by form, %.1f s\n",
		len(r.Findings), r.Tables, r.Columns, r.Files, r.KnownPersons, r.Seconds)
	return err
}
