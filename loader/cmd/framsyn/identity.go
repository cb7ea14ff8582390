package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/reveal"
	"github.com/framsyn/framsyn/sql/selections"
)

// identityFlags are the flags of identity show.
type identityFlags struct {
	clients       []string
	selection     string
	purpose, why  string
	role          string
	areas         []string
	full          bool
	format        string
	maxPersons    int
	protectedRole string
}

// newIdentityCommand holds the verbs on who is behind a pseudonym.
func newIdentityCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "identity",
		Short: "Show who is behind a pseudonym, for a purpose; list and add purposes",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("identity needs one of: show, purposes; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newIdentityShowCommand(a), newPurposesCommand(a))
	return command
}

func newIdentityShowCommand(a *app) *cobra.Command {
	f := &identityFlags{}
	command := &cobra.Command{
		Use:   "show --client ID… | --selection NAME --purpose CODE --why TEXT --areas A,B",
		Short: "Show the identity numbers of clients on standard output",
		Long: "Show the identity numbers of clients of the areas that you act for. Each person asked for is a row in ops.access_log before anything is shown: who,\n" +
			"why, whom, when, from which machine. The last four places are hidden unless --full says otherwise; both are logged alike, since a day of birth\n" +
			"points to a person too. Protected identities (sv: skyddade personuppgifter) are shown to nobody but the role that --protected-role names.\n" +
			"It reads the key in DATA/keys, so only who may read that can use it. Nothing is written to a file.",
		Example: "  framsyn identity show --client 1234567890123456789 --purpose contact --why 'Ringa om uppföljning' --areas C1\n" +
			"  framsyn identity show --selection gamla --purpose home_visit --why 'Hembesök vecka 12' --areas C1,C2 --full --format html | lp",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return a.showIdentities(command, f) },
	}
	flags := command.Flags()
	flags.StringSliceVar(&f.clients, "client", nil, "clients (client_id), with commas between")
	flags.StringVar(&f.selection, "selection", "", "those who now are in this saved selection (sv: urval), of the areas given")
	flags.StringVar(&f.purpose, "purpose", "", "purpose (sv: ändamål), a code of framsyn identity purposes list; required")
	flags.StringVar(&f.why, "why", "", "why, in words, without identity numbers; required")
	flags.StringVar(&f.role, "as-role", string(queries.Manager), "role that you act in")
	flags.StringSliceVar(&f.areas, "areas", nil, "areas (area_id) that you act for, with commas between; all for all of them; required")
	flags.BoolVar(&f.full, "full", false, "the whole number, not only the date of birth")
	flags.StringVar(&f.format, "format", "table", "table, csv, or html for a list to print")
	flags.IntVar(&f.maxPersons, "max-persons", reveal.DefaultMaxPersons, "most persons at once")
	flags.StringVar(&f.protectedRole, "protected-role", "", "role that may see protected identities; nobody if empty")
	return command
}

func (a *app) showIdentities(command *cobra.Command, f *identityFlags) error {
	show, ok := map[string]func(io.Writer, []shownIdentity) error{"table": identityTable, "csv": identityCSV, "html": identityHTML}[f.format]
	switch {
	case !ok:
		return usagef("--format: %q is none of table, csv, html", f.format)
	case len(f.clients) == 0 == (f.selection == ""):
		return usagef("say either --client or --selection")
	case len(f.areas) == 0:
		return usagef("--areas is missing: the areas that you act for, or all")
	}
	who, err := f.asker()
	if err != nil {
		return err
	}
	key, err := identity.ReadKey(filepath.Join(a.data, "keys", "vault.key"), identity.PurposeVault)
	if err != nil {
		return err
	}
	return a.withReader(command, func(write, read driver.Conn) error {
		clients, err := f.ids(command.Context(), read, who)
		if err != nil {
			return asUsage(err)
		}
		revealer := &reveal.Revealer{Options: f.options(), Conn: write, Key: key, Now: time.Now}
		persons, err := revealer.Show(command.Context(), who, reveal.Request{Clients: clients, Purpose: f.purpose, Why: f.why})
		if _, refused := errors.AsType[*reveal.Fault](err); refused {
			return usageError{err}
		}
		if err != nil {
			return err
		}
		if f.format != "table" || f.full {
			_, _ = fmt.Fprintln(command.ErrOrStderr(), "The list holds identity numbers: do not keep it longer than the purpose needs, and do not send it by mail.")
		}
		shown := f.shown(persons)
		if a.json {
			return printJSON(command.OutOrStdout(), shown)
		}
		return show(command.OutOrStdout(), shown)
	})
}

func (f *identityFlags) options() reveal.Options {
	o := reveal.Options{MaxPersons: f.maxPersons}
	if f.protectedRole != "" {
		o.ProtectedRoles = []queries.Role{queries.Role(f.protectedRole)}
	}
	return o
}

// asker is the login of the system: nobody names somebody else here.
func (f *identityFlags) asker() (reveal.Asker, error) {
	login, err := user.Current()
	if err != nil {
		return reveal.Asker{}, fmt.Errorf("the login of the system cannot be read: %w", err)
	}
	host, _ := os.Hostname() // empty where it has none
	return reveal.Asker{
		Login: login.Username, Role: queries.Role(f.role), Areas: f.areas, AllAreas: slices.Equal(f.areas, []string{"all"}),
		Address: host, Page: "framsyn identity show",
	}, nil
}

// ids are the clients asked for; of a selection those of the asker's areas.
func (f *identityFlags) ids(ctx context.Context, read driver.Conn, who reveal.Asker) ([]uint64, error) {
	if f.selection == "" {
		ids := make([]uint64, len(f.clients))
		for i, text := range f.clients {
			id, err := strconv.ParseUint(text, 10, 64)
			if err != nil {
				return nil, usagef("--client: %q is no client_id", masked(text))
			}
			ids[i] = id
		}
		return ids, nil
	}
	s, err := selections.Find(ctx, read, f.selection)
	if err != nil {
		return nil, err
	}
	if err := s.Usable(time.Now()); err != nil {
		return nil, err
	}
	clients, err := selections.Clients(ctx, read, s.Filter)
	if err != nil || who.AllAreas {
		return clients, err
	}
	var own []uint64
	err = read.QueryRow(ctx, "SELECT groupUniqArray(client_id) FROM mart.candidates WHERE area_id IN (?)", who.Areas).Scan(&own)
	return slices.DeleteFunc(clients, func(id uint64) bool { return !slices.Contains(own, id) }), err
}

func masked(text string) string {
	text, _ = identity.Mask(text)
	return text
}

// shownIdentity is a line of the list.
type shownIdentity struct {
	ClientID string         `json:"client_id"`
	Outcome  reveal.Outcome `json:"outcome"`
	Number   string         `json:"number,omitempty"`
}

func (f *identityFlags) shown(persons []reveal.Person) []shownIdentity {
	list := make([]shownIdentity, len(persons))
	for i, p := range persons {
		list[i] = shownIdentity{ClientID: strconv.FormatUint(p.ClientID, 10), Outcome: p.Outcome, Number: p.Masked()}
		if f.full {
			list[i].Number = p.Written()
		}
	}
	return list
}

func identityTable(out io.Writer, list []shownIdentity) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "client_id\tidentity number\t")
	for _, p := range list {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", p.ClientID, p.Number, why(p.Outcome).EN)
	}
	return table.Flush()
}

func identityCSV(out io.Writer, list []shownIdentity) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"client_id", "identity_number", "outcome"})
	for _, p := range list {
		_ = w.Write([]string{p.ClientID, p.Number, string(p.Outcome)})
	}
	w.Flush()
	return w.Error()
}

// why says in words why somebody is not shown.
func why(outcome reveal.Outcome) queries.Text {
	return map[reveal.Outcome]queries.Text{
		reveal.Protected: {SV: "skyddade personuppgifter: visas inte", EN: "protected identity: not shown"},
		reveal.NotYours:  {SV: "inte i dina områden", EN: "not in your areas"},
		reveal.NoNumber:  {SV: "ingen identitet finns sparad", EN: "no identity is kept"},
	}[outcome]
}

const identityPage = `<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Personnummer – får inte sparas</title>
<style>body{font:12pt sans-serif;margin:2cm}td,th{border-bottom:1px solid #999;padding:4pt 12pt 4pt 0;text-align:left}.w{border:2px solid;padding:6pt}</style></head>
<body><p class="w">Innehåller personnummer. Förstör listan när ändamålet är uppfyllt. Den som skrev ut den står i åtkomstloggen.</p>
<table><thead><tr><th>Brukare</th><th>Personnummer</th><th>Anmärkning</th></tr></thead><tbody>
{{range .}}<tr><td>{{.ClientID}}</td><td>{{.Number}}</td><td>{{(why .Outcome).SV}}</td></tr>
{{end}}</tbody></table></body></html>
`

func identityHTML(out io.Writer, list []shownIdentity) error {
	page, err := template.New("list").Funcs(template.FuncMap{"why": why}).Parse(identityPage)
	if err != nil {
		return err
	}
	return page.Execute(out, list)
}

// newPurposesCommand holds the verbs on purposes.
func newPurposesCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "purposes",
		Short: "List and add purposes (sv: ändamål) for which an identity may be shown",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("identity purposes needs one of: list, add; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newPurposesListCommand(a), newPurposesAddCommand(a))
	return command
}

func newPurposesListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the purposes that may be chosen",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withReader(command, func(_, read driver.Conn) error {
				found, err := reveal.Purposes(command.Context(), read)
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(command.OutOrStdout(), found)
				}
				table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
				for _, p := range found {
					_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", p.Code, p.Title.SV, p.Title.EN)
				}
				return table.Flush()
			})
		},
	}
}

func newPurposesAddCommand(a *app) *cobra.Command {
	p := reveal.NewPurpose{}
	closed := false
	command := &cobra.Command{
		Use:     "add CODE --sv TEXT --en TEXT",
		Short:   "Add a purpose, or write a new version of one; --closed lets nobody choose it any more",
		Example: "  framsyn identity purposes add fall_review --sv 'Gå igenom ett fall' --en 'Review a fall'\n  framsyn identity purposes add check --closed",
		Args:    oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			login, err := user.Current()
			if err != nil {
				return fmt.Errorf("the login of the system cannot be read: %w", err)
			}
			p.Code, p.IsActive, p.Author = strings.TrimSpace(arguments[0]), !closed, login.Username
			return a.asOwner(command, func(conn driver.Conn) error {
				version, err := reveal.AddPurpose(command.Context(), conn, p, time.Now())
				if _, wrong := errors.AsType[*reveal.Fault](err); wrong {
					return usageError{err}
				}
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "%s version %d\n", p.Code, version)
				return err
			})
		},
	}
	command.Flags().StringVar(&p.Title.SV, "sv", "", "the purpose in words, Swedish; as before if empty")
	command.Flags().StringVar(&p.Title.EN, "en", "", "the purpose in words, English; as before if empty")
	command.Flags().BoolVar(&closed, "closed", false, "it may not be chosen any more; it stays for the log")
	return command
}
