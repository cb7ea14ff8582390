package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/categories"
)

// newCategoriesCommand holds the verbs on the rules that put clients into categories.
func newCategoriesCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "categories",
		Short: "List, show, load and compare the rules that put clients into categories (sv: målgrupper)",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("categories needs one of: list, show, load, diff; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newCategoriesListCommand(a), newCategoriesShowCommand(a), newCategoriesLoadCommand(a), newCategoriesDiffCommand(a))
	return command
}

func newCategoriesListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the versions of the rules",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withReader(command, func(_, read driver.Conn) error {
				versions, err := categories.Versions(command.Context(), read)
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), versions)
				}
				table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
				_, _ = fmt.Fprintln(table, "version\tvalid from\trules\tcounts\tloaded from\tcategories")
				for _, v := range versions {
					counts, from := "", "all months"
					if v.Counts {
						counts = "yes"
					}
					if v.ValidFrom.Year() > 1970 {
						from = v.ValidFrom.Format(time.DateOnly)
					}
					_, _ = fmt.Fprintf(table, "%d\t%s\t%d\t%s\t%s\t%s\n", v.Number, from, v.Rules, counts, v.LoadedFrom, strings.Join(v.Categories, ", "))
				}
				return table.Flush()
			})
		},
	}
}

func newCategoriesShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "show [VERSION]",
		Short:   "Show the rules of a version as CSV; without VERSION, of the one that counts now",
		Example: "  framsyn categories show > rules.csv",
		Args:    between(0, 1),
		RunE: func(command *cobra.Command, arguments []string) error {
			return a.withReader(command, func(_, read driver.Conn) error {
				rules, err := rulesOf(command, read, strings.Join(arguments, ""))
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), rules)
				}
				return categories.Write(command.OutOrStdout(), rules)
			})
		},
	}
}

func newCategoriesLoadCommand(a *app) *cobra.Command {
	var from string
	command := &cobra.Command{
		Use:   "load FILE.csv",
		Short: "Load rules as the newest version",
		Long: "Load rules as the newest version, as framsyn categories show prints them. What is wrong with the file is said by line and field, and nothing is\n" +
			"loaded then. Compare first: framsyn categories diff FILE.csv. Categories follow the new rules when the transform job has been run again.",
		Args: oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			file, err := categories.ReadFile(arguments[0])
			if err != nil {
				return asRuleUsage(err)
			}
			validFrom := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
			if from != "" {
				if validFrom, err = time.Parse(time.DateOnly, from); err != nil {
					return usagef("--valid-from: %q is no day YYYY-MM-DD", from)
				}
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				version, err := categories.Load(command.Context(), conn, file, validFrom, time.Now())
				if err != nil {
					return asRuleUsage(err)
				}
				if a.json {
					return printJSON(command.OutOrStdout(), map[string]int{"version": int(version), "n_rules": len(file.Rules)})
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "version %d: %d rules; run framsyn job run transform for categories to follow it\n", version, len(file.Rules))
				return err
			})
		},
	}
	command.Flags().StringVar(&from, "valid-from", "", "first day on which the version counts, YYYY-MM-DD; months that end before keep the version before; all months if empty")
	return command
}

func newCategoriesDiffCommand(a *app) *cobra.Command {
	var byArea bool
	command := &cobra.Command{
		Use:   "diff [BEFORE] AFTER",
		Short: "Count the clients who would enter, leave or change severity in the newest month; nothing is written",
		Long: "Count the clients who would enter, leave or change severity in each category in the newest month, in all and by area. BEFORE and AFTER are versions or\n" +
			"files of rules (.csv) that need not be loaded; without BEFORE it is the version that counts now. Nothing is written.",
		Example: "  framsyn categories diff rules.csv\n  framsyn categories diff 1 2",
		Args:    between(1, 2),
		RunE: func(command *cobra.Command, arguments []string) error {
			if len(arguments) == 1 {
				arguments = []string{"", arguments[0]}
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				var sides [2][]categories.Rule
				for i, argument := range arguments {
					rules, err := rulesOf(command, conn, argument)
					if err != nil {
						return err
					}
					sides[i] = rules
				}
				diff, err := categories.Compare(command.Context(), conn, sides[0], sides[1])
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), diff)
				}
				return writeDiff(command.OutOrStdout(), diff, byArea)
			})
		},
	}
	command.Flags().BoolVar(&byArea, "areas", false, "a row for each area too")
	return command
}

// between makes another number of arguments a wrong call.
func between(least, most int) cobra.PositionalArgs {
	return func(command *cobra.Command, arguments []string) error {
		if len(arguments) < least || len(arguments) > most {
			return usagef("%s takes %d or %d arguments and got %d; see %s --help", command.CommandPath(), least, most, len(arguments), command.CommandPath())
		}
		return nil
	}
}

// rulesOf reads a version by its number, a file, or the version that counts now.
func rulesOf(command *cobra.Command, conn driver.Conn, name string) ([]categories.Rule, error) {
	ctx := command.Context()
	if strings.HasSuffix(strings.ToLower(name), ".csv") {
		file, err := categories.ReadFile(name)
		if err != nil {
			return nil, asRuleUsage(err)
		}
		return file.Rules, asRuleUsage(file.CheckServices(ctx, conn))
	}
	version, err := categories.Current(ctx, conn)
	if err != nil {
		return nil, err
	}
	if name != "" {
		n, err := strconv.ParseUint(name, 10, 16)
		if err != nil {
			return nil, usagef("%q is neither a version nor a file .csv", name)
		}
		version = uint16(n)
	}
	rules, err := categories.Find(ctx, conn, version)
	return rules, asRuleUsage(err)
}

// asRuleUsage makes a fault of rules one of what was asked for.
func asRuleUsage(err error) error {
	var fault categories.Fault
	if errors.As(err, &fault) || errors.Is(err, categories.ErrNoVersion) {
		return usageError{err}
	}
	return err
}

func writeDiff(out io.Writer, diff categories.Diff, byArea bool) error {
	_, _ = fmt.Fprintf(out, "%s: %d of %d clients with a category would change; %d with care would have none\n", diff.Month.Format("2006-01"), diff.Changed, diff.Clients, diff.Unclassified)
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "category\tarea\tbefore\tafter\tenter\tleave\thigher severity\tlower severity")
	for _, m := range diff.Moves {
		if m.Area != "*" && !byArea {
			continue
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", m.Category, m.Area, m.Before, m.After, m.Entered, m.Left, m.Worse, m.Better)
	}
	return table.Flush()
}
