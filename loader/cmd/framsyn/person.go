package main

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/person"
	"github.com/framsyn/framsyn/sql/identity"
)

// newPersonCommand holds the verbs on one person.
func newPersonCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "person",
		Short: "Leave a person out of models and selections, take in again; give a person the own data",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("person needs one of: exclude, include, export; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newPersonExcludeCommand(a), newPersonIncludeCommand(a), newPersonExportCommand(a))
	return command
}

// personFlags say who it is about and who asks.
type personFlags struct {
	client   string
	identity string
	role     string
	reserve  string
}

func (f *personFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.client, "client", "", "the client (client_id)")
	flags.StringVar(&f.identity, "identity", "", "the identity number instead; - reads it from standard input, which keeps it out of the shell's history")
	flags.StringVar(&f.role, "as-role", "steward", "role that you act in; decides in sql/access.yaml says which may")
	flags.StringVar(&f.reserve, "reserve-pattern", "", "pattern of the last four characters of reserve numbers, as framsyn load has it")
}

func (f *personFlags) asker() (person.Asker, error) {
	login, err := user.Current()
	if err != nil {
		return person.Asker{}, fmt.Errorf("the login of the system cannot be read: %w", err)
	}
	host, _ := os.Hostname() // empty where it has none
	return person.Asker{Login: login.Username, Role: f.role, Address: host}, nil
}

// find returns the client.
func (f *personFlags) find(a *app, command *cobra.Command, conn driver.Conn) (uint64, error) {
	switch {
	case (f.client == "") == (f.identity == ""):
		return 0, usagef("say either --client or --identity")
	case f.client != "":
		id, err := strconv.ParseUint(f.client, 10, 64)
		if err != nil {
			return 0, usagef("--client: %q is no client_id", masked(f.client))
		}
		return id, nil
	}
	number := f.identity
	if number == "-" {
		var err error
		if number, err = firstLine(command.InOrStdin()); err != nil {
			return 0, usagef("--identity: %v", err)
		}
	}
	rules, err := identity.RulesFor(f.reserve)
	if err != nil {
		return 0, usagef("--reserve-pattern: %v", err)
	}
	return person.Find(command.Context(), conn, a.keyDir(), rules, number, time.Now())
}

// wrongPerson makes a fault of what was asked for an error of the call.
func wrongPerson(err error) error {
	if _, wrong := errors.AsType[person.Fault](err); wrong {
		return usageError{err}
	}
	return err
}

func newPersonExcludeCommand(a *app) *cobra.Command {
	f := &personFlags{}
	var why, from, until string
	var scope []string
	command := &cobra.Command{
		Use:   "exclude --client ID | --identity - --reason TEXT",
		Short: "Leave a client out of models and selections (sv: spärr), at once",
		Long: "Leave a client out of models, of selections, or of both (sv: spärr). It holds at once: no account of people sees a score, a reason, a potential, an\n" +
			"early sign or a place on a list, and the rows are deleted. Counts and hours of areas stay right: they are about nobody in particular. The decision\n" +
			"is a row of core.exclusions; the reason stands in ops.access_log only.",
		Example: "  framsyn person exclude --client 1234567890123456789 --reason 'Nämndens beslut, ärende 17'\n  framsyn person exclude --identity - --scope selections --until 2027-06-30 --reason 'Nämndens beslut, ärende 18'",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			e := person.Exclusion{Why: why, From: time.Now().UTC().Truncate(24 * time.Hour), FromModels: slices.Contains(scope, "models"), FromSelections: slices.Contains(scope, "selections")}
			for _, part := range scope {
				if part != "models" && part != "selections" {
					return usagef("--scope: %q is none of models, selections", part)
				}
			}
			var err error
			if from != "" {
				if e.From, err = time.Parse(time.DateOnly, from); err != nil {
					return usagef("--from: %q is no day YYYY-MM-DD", from)
				}
			}
			if until != "" {
				day, err := time.Parse(time.DateOnly, until)
				if err != nil {
					return usagef("--until: %q is no day YYYY-MM-DD", until)
				}
				day = day.AddDate(0, 0, 1)
				e.Until = &day
			}
			return a.decideOn(command, f, e)
		},
	}
	f.add(command)
	flags := command.Flags()
	flags.StringVar(&why, "reason", "", "why, in words, without identity numbers; required")
	flags.StringSliceVar(&scope, "scope", []string{"models", "selections"}, "what the client is left out of: models, selections, or both")
	flags.StringVar(&from, "from", "", "first day, YYYY-MM-DD; today if empty")
	flags.StringVar(&until, "until", "", "last day, YYYY-MM-DD; until further notice if empty")
	return command
}

func newPersonIncludeCommand(a *app) *cobra.Command {
	f := &personFlags{}
	var why string
	command := &cobra.Command{
		Use:   "include --client ID | --identity - --reason TEXT",
		Short: "Take a client in again who was left out",
		Long: "Take a client in again who was left out of models or selections. The client is on lists at once; features, scores and selections come with the jobs\n" +
			"features, score and selections: with the next delivery, or when they are run by hand (framsyn job run features, and so on).",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.decideOn(command, f, person.Exclusion{Why: why, From: time.Now().UTC().Truncate(24 * time.Hour)})
		},
	}
	f.add(command)
	command.Flags().StringVar(&why, "reason", "", "why, in words, without identity numbers; required")
	return command
}

func (a *app) decideOn(command *cobra.Command, f *personFlags, e person.Exclusion) error {
	who, err := f.asker()
	if err != nil {
		return err
	}
	return a.asOwner(command, func(conn driver.Conn) error {
		var err error
		if e.Client, err = f.find(a, command, conn); err != nil {
			return wrongPerson(err)
		}
		done, err := person.Excluder{Conn: conn, DataDir: a.data, Now: time.Now}.Decide(command.Context(), who, e)
		if err != nil {
			return wrongPerson(err)
		}
		if a.json {
			return printJSON(command.OutOrStdout(), done)
		}
		return printExcluded(command, e, done)
	})
}

func printExcluded(command *cobra.Command, e person.Exclusion, done person.Excluded) error {
	var scope []string
	for what, is := range map[string]bool{"models": e.FromModels, "selections": e.FromSelections} {
		if is {
			scope = append(scope, what)
		}
	}
	slices.Sort(scope)
	said := fmt.Sprintf("client %d is taken in again from %s", e.Client, e.From.Format(time.DateOnly))
	if len(scope) > 0 {
		said = fmt.Sprintf("client %d is left out of %s from %s", e.Client, strings.Join(scope, " and "), e.From.Format(time.DateOnly))
	}
	var rows uint64
	for _, n := range done.Deleted {
		rows += n
	}
	_, _ = fmt.Fprintf(command.OutOrStdout(), "%s (%s); %d rows deleted in %d tables, %d selections left\n", said, done.ID, rows, len(done.Deleted), done.Left)
	if !done.IsRefilled {
		_, _ = fmt.Fprintln(command.OutOrStdout(), "a job is running: mart.candidates is filled anew when it has ended")
	}
	return nil
}
