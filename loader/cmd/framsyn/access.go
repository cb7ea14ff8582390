package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/access/trial"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newAccessCommand holds the verbs on who may see what.
func newAccessCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "access",
		Short: "Say who may see what, and prove it",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("access needs one of: apply, datasource, review, seen, show, test, watch; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newAccessApplyCommand(a), newAccessShowCommand(a), newAccessTestCommand(a), newAccessDatasourceCommand(a),
		newAccessReviewCommand(a), newAccessSeenCommand(a), newAccessWatchCommand(a))
	return command
}

func newAccessApplyCommand(a *app) *cobra.Command {
	var file string
	command := &cobra.Command{
		Use:   "apply",
		Short: "Give the database its accounts, grants and row policies",
		Long: "Give the database its accounts, grants and row policies, from what roles are (sql/access.yaml) and who has them (--file, kept as\n" +
			"config/access.yaml in the data folder). A server gets them at once; the embedded engine when it is started next.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if file != "" {
				if err := a.takeMembers(file); err != nil {
					return err
				}
			}
			return a.applyAccess(command)
		},
	}
	command.Flags().StringVar(&file, "file", "", "who has which role, and in which areas (docs/access.md shows one)")
	return command
}

// takeMembers validates a file and puts it into the data folder.
func (a *app) takeMembers(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return usagef("--file: %w", err)
	}
	description, _, err := clickhouse.ReadAccess("", nil)
	if err != nil {
		return err
	}
	if _, err := access.ParseMembers(text, description); err != nil {
		return usagef("--file %s: %w", file, err)
	}
	place := clickhouse.MembersFile(a.data)
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if err := os.WriteFile(place, text, 0o600); err != nil {
		return fmt.Errorf("keep who has access: %w", err)
	}
	return nil
}

func (a *app) applyAccess(command *cobra.Command) (err error) {
	ctx := command.Context()
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	if session.Target().Embedded() {
		old, err := session.AccessIsOld(a.data)
		if err != nil {
			return err
		}
		if old {
			return errors.New("the engine runs with the accounts that it was started with: stop it (framsyn up, serve, host), and start it again")
		}
	} else {
		conn, err := session.Connect(ctx, clickhouse.Owner)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, conn.Close()) }()
		if err := clickhouse.ApplyAccess(ctx, conn, a.data, nil); err != nil {
			return err
		}
	}
	return a.showAccess(command.OutOrStdout())
}

func newAccessShowCommand(a *app) *cobra.Command {
	var matrix bool
	command := &cobra.Command{
		Use:   "show",
		Short: "Show who has which role, and the account of the database that asks for them",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if matrix {
				_, err := io.WriteString(command.OutOrStdout(), access.Matrix())
				return err
			}
			return a.showAccess(command.OutOrStdout())
		},
	}
	command.Flags().BoolVar(&matrix, "matrix", false, "show what each role may read")
	return command
}

// grantee is somebody in the municipality's file.
type grantee struct {
	Kind              string   `json:"kind"` // person, group or organisation_role
	Name              string   `json:"name"`
	Role              string   `json:"role"`
	Areas             []string `json:"areas,omitempty"`
	WithoutHealthCare bool     `json:"without_health_care,omitempty"`
	Account           string   `json:"account"`
}

func grantees(description access.Description, members access.Members) []grantee {
	var found []grantee
	for _, list := range []struct {
		kind    string
		members map[string]access.Member
	}{{"person", members.People}, {"group", members.Groups}, {"organisation_role", members.OrganisationRoles}} {
		for _, name := range slices.Sorted(maps.Keys(list.members)) {
			member := list.members[name]
			found = append(found, grantee{list.kind, name, member.Role, member.Areas, member.WithoutHealthCare, description.AccountOf(member)})
		}
	}
	return found
}

func (a *app) showAccess(out io.Writer) error {
	description, members, err := clickhouse.ReadAccess(a.data, nil)
	if err != nil {
		return err
	}
	found := grantees(description, members)
	if a.json {
		return printJSON(out, found)
	}
	if len(found) == 0 {
		_, err := fmt.Fprintf(out, "nobody has a role yet: write who has which (docs/access.md), and framsyn access apply --file FILE\n")
		return err
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "kind\tname\trole\tareas\thealth care\taccount")
	for _, g := range found {
		care := "yes"
		if g.WithoutHealthCare {
			care = "no"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", g.Kind, g.Name, g.Role, strings.Join(g.Areas, " "), care, g.Account)
	}
	return table.Flush()
}

func newAccessTestCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "test",
		Short: "Try every account on every object of the database",
		Long: "Try every account on every object of the database, reading, writing and ways around, and compare with the table of expected answers\n" +
			"(framsyn access show --matrix). One line for each failure, and the number of trials last. Exit status 1 on any failure.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return a.testAccess(command) },
	}
}

func (a *app) testAccess(command *cobra.Command) (err error) {
	ctx := command.Context()
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	owner, err := session.Connect(ctx, clickhouse.Owner)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, owner.Close()) }()
	objects, err := sqlfs.Objects()
	if err != nil {
		return err
	}
	expected, err := access.Expected()
	if err != nil {
		return err
	}
	report, err := trial.Run(ctx, trial.Case{
		Plan: session.Target().Plan(), Objects: objects, Owner: owner, Expected: expected,
		Connect: func(account string) (driver.Conn, error) { return session.Connect(ctx, clickhouse.Role(account)) },
	})
	if err != nil {
		return err
	}
	return a.reportTrial(command.OutOrStdout(), report)
}

func (a *app) reportTrial(out io.Writer, report trial.Report) error {
	if a.json {
		if err := printJSON(out, report); err != nil {
			return err
		}
	} else {
		for _, known := range report.Known {
			_, _ = fmt.Fprintf(out, "known, see docs/access.md: %s\n", known)
		}
		for _, failure := range report.Failures {
			_, _ = fmt.Fprintln(out, failure)
		}
		_, _ = fmt.Fprintf(out, "%d tried, %d failed\n", report.Tried, len(report.Failures))
	}
	if len(report.Failures) > 0 {
		return errors.New("the database gives something else than the table says")
	}
	return nil
}
