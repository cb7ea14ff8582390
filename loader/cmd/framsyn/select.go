package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/selections"
)

// newSelectCommand holds the verbs on saved selections.
func newSelectCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "select",
		Short: "List, show, save and renew selections (sv: urval)",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("select needs one of: list, show, save, renew; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newSelectListCommand(a), newSelectShowCommand(a), newSelectSaveCommand(a), newSelectRenewCommand(a))
	return command
}

// writtenSelection is a selection as people write and read it.
type writtenSelection struct {
	ID          string `json:"id"              yaml:"id"`
	Version     uint32 `json:"version"         yaml:"version,omitempty"`
	Name        string `json:"name"            yaml:"name"`
	Theme       string `json:"theme"           yaml:"theme"`
	Goal        string `json:"goal"            yaml:"goal"`
	Description string `json:"description"     yaml:"description"`
	Steps       string `json:"steps"           yaml:"steps"`
	Why         string `json:"why"             yaml:"why"`
	Purpose     string `json:"purpose"         yaml:"purpose"`
	Author      string `json:"author"          yaml:"author"`
	Created     string `json:"created"         yaml:"created,omitempty"`
	Expires     string `json:"expires,omitempty" yaml:"expires"`
	Filter      string `json:"filter"          yaml:"filter"`
	Clients     *int   `json:"clients,omitempty" yaml:"clients,omitempty"`
	State       string `json:"state,omitempty" yaml:"state,omitempty"`
}

func newSelectListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List saved selections and how many clients are in them now",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withTracedReader(command, func(_, read driver.Conn, reading *audit.Reading) error {
				list, err := countedSelections(command, read)
				if err != nil {
					return err
				}
				if a.json {
					for _, s := range list {
						reading.Shown(selections.Named(s.Filter)...)
					}
					return printJSON(command.OutOrStdout(), list)
				}
				table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
				_, _ = fmt.Fprintln(table, "id\tversion\tname\tclients\texpires\tstate")
				for _, s := range list {
					_, _ = fmt.Fprintf(table, "%s\t%d\t%s\t%d\t%s\t%s\n", s.ID, s.Version, s.Name, *s.Clients, s.Expires, s.State)
				}
				return table.Flush()
			})
		},
	}
}

// countedSelections are all selections with the clients that the selections job
// last saw in them.
func countedSelections(command *cobra.Command, read driver.Conn) ([]writtenSelection, error) {
	all, err := selections.All(command.Context(), read)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	err = clickhouse.Each(command.Context(), read, "SELECT toString(selection_id), count() FROM core.selection_members WHERE isNull(left_date) GROUP BY selection_id", nil,
		func(row driver.Rows) error {
			var id string
			var n uint64
			err := row.Scan(&id, &n)
			counts[id] = int(n)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read core.selection_members: %w", err)
	}
	list := make([]writtenSelection, len(all))
	for i, s := range all {
		n := counts[s.ID]
		list[i] = written(s, &n)
	}
	return list, nil
}

func newSelectShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show a selection as YAML, with how many clients meet its condition now",
		Args:  oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			return a.withTracedReader(command, func(_, read driver.Conn, reading *audit.Reading) error {
				s, err := selections.Find(command.Context(), read, arguments[0])
				if err != nil {
					return asUsage(err)
				}
				reading.Shown(selections.Named(s.Filter)...)
				n := 0
				if s.State(time.Now()) == selections.Living {
					clients, err := selections.Clients(command.Context(), read, s.Filter)
					if err != nil {
						return asUsage(err)
					}
					n = len(clients)
				}
				if a.json {
					return printJSON(command.OutOrStdout(), written(s, &n))
				}
				return yaml.NewEncoder(command.OutOrStdout(), yaml.UseLiteralStyleIfMultiline(true)).Encode(written(s, &n))
			})
		},
	}
}

func newSelectSaveCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "save FILE.yaml",
		Short: "Save a selection from YAML as the newest version of its id",
		Long: "Save a selection from YAML, as framsyn select show prints it: id, name, theme, goal, description, steps, why, purpose, author, expires (YYYY-MM-DD,\n" +
			"within a year) and filter, a condition on mart.candidates. It counts from the next run of the selections job.",
		Args: oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			s, err := readSelectionFile(arguments[0])
			if err != nil {
				return err
			}
			return a.withReader(command, func(write, read driver.Conn) error {
				saved, err := selections.Save(command.Context(), write, read, s)
				if err != nil {
					return asUsage(err)
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "%s version %d\n", saved.ID, saved.Version)
				return err
			})
		},
	}
}

func newSelectRenewCommand(a *app) *cobra.Command {
	var purpose, author, expires string
	command := &cobra.Command{
		Use:   "renew ID --purpose TEXT --author LOGIN --expires YYYY-MM-DD",
		Short: "Renew a selection that has expired, for a purpose stated anew, a year at most",
		Args:  oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			until, err := time.Parse(time.DateOnly, expires)
			if err != nil {
				return usagef("--expires: %q is no day YYYY-MM-DD", expires)
			}
			return a.withReader(command, func(write, read driver.Conn) error {
				s, err := selections.Find(command.Context(), read, arguments[0])
				if err == nil {
					s, err = selections.Renew(command.Context(), write, read, s, purpose, author, time.Now().UTC().Truncate(24*time.Hour), until)
				}
				if err != nil {
					return asUsage(err)
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "%s version %d, until %s\n", s.ID, s.Version, expires)
				return err
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&purpose, "purpose", "", "why the data is used (sv: ändamål), stated anew; required")
	flags.StringVar(&author, "author", "", "login of who renews it; required")
	flags.StringVar(&expires, "expires", "", "day from which it no longer may be used, within a year; required")
	return command
}

func readSelectionFile(file string) (selections.Selection, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return selections.Selection{}, usagef("%v", err)
	}
	var w writtenSelection
	if err := yaml.UnmarshalWithOptions(text, &w, yaml.Strict()); err != nil {
		return selections.Selection{}, usagef("%s: %v", file, err)
	}
	s := selections.Selection{
		ID: w.ID, Name: w.Name, Theme: w.Theme, Goal: w.Goal, Description: w.Description, Steps: w.Steps, Why: w.Why, Purpose: w.Purpose, Author: w.Author,
		Created: time.Now().UTC().Truncate(24 * time.Hour), Filter: w.Filter,
	}
	if w.Expires != "" {
		expires, err := time.Parse(time.DateOnly, w.Expires)
		if err != nil {
			return s, usagef("%s: expires: %q is no day YYYY-MM-DD", file, w.Expires)
		}
		s.Expires = &expires
	}
	return s, nil
}

func written(s selections.Selection, clients *int) writtenSelection {
	w := writtenSelection{
		ID: s.ID, Version: s.Version, Name: s.Name, Theme: s.Theme, Goal: s.Goal, Description: s.Description, Steps: s.Steps, Why: s.Why, Purpose: s.Purpose,
		Author: s.Author, Created: s.Created.Format(time.DateOnly), Filter: strings.TrimSpace(s.Filter), Clients: clients, State: string(s.State(time.Now())),
	}
	if s.Expires != nil {
		w.Expires = s.Expires.Format(time.DateOnly)
	}
	return w
}

// asUsage makes a fault of a selection one of what was asked for.
func asUsage(err error) error {
	var fault selections.Fault
	if errors.As(err, &fault) {
		return usagef("%v", err)
	}
	return err
}

// withTracedReader is withReader for a command that may show single clients: what it
// reads as the analyst goes into the access log.
func (a *app) withTracedReader(command *cobra.Command, use func(write, read driver.Conn, reading *audit.Reading) error) error {
	return a.withReader(command, func(write, read driver.Conn) error {
		return traced(command, write, read, queries.Analyst, audit.Command, func(read driver.Conn, reading *audit.Reading) error { return use(write, read, reading) })
	})
}

// withReader calls use with the owner's and the analyst's connections.
func (a *app) withReader(command *cobra.Command, use func(write, read driver.Conn) error) (err error) {
	ctx := command.Context()
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	write, err := session.Connect(ctx, clickhouse.Owner)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, write.Close()) }()
	read, err := session.Connect(ctx, clickhouse.Analyst)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, read.Close()) }()
	return use(write, read)
}
