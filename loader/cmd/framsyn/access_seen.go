package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/reveal"
)

// seenFlags are the flags of access seen.
type seenFlags struct {
	client, since, why string
	number, csv        bool
}

// newAccessSeenCommand is a client's extract of the log.
func newAccessSeenCommand(a *app) *cobra.Command {
	f := &seenFlags{}
	command := &cobra.Command{
		Use:   "seen --client ID | --number --why TEXT",
		Short: "Print who saw a client: the extract that the client may have",
		Long: "Print who saw a client: the extract of the access log (sv: loggutdrag) that the client may have. --number asks for an identity number on\n" +
			"standard input, so that it stands in no list of commands, and looks the person up in the vault. The extract is itself a row in the log,\n" +
			"written before anything is printed. It holds no identity number; accesses of so many clients that the log does not name them, and among whom\n" +
			"the client may have been, are told apart.",
		Example: "  framsyn access seen --client 1234567890123456789 --why 'Begäran 2026-10-01, dnr 41'\n" +
			"  framsyn access seen --number --why 'Begäran 2026-10-01, dnr 41' --csv > utdrag.csv",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return a.printSeen(command, f) },
	}
	flags := command.Flags()
	flags.StringVar(&f.client, "client", "", "client (client_id)")
	flags.BoolVar(&f.number, "number", false, "read an identity number from standard input")
	flags.StringVar(&f.why, "why", "", "why, in words, without identity numbers; required")
	flags.StringVar(&f.since, "since", "", "first day, YYYY-MM-DD; all that the log has if empty")
	flags.BoolVar(&f.csv, "csv", false, "CSV instead of text")
	return command
}

func (a *app) printSeen(command *cobra.Command, f *seenFlags) error {
	why := strings.TrimSpace(f.why)
	switch masked, n := identity.Mask(why); {
	case (f.client == "") == !f.number:
		return usagef("say either --client or --number")
	case len([]rune(why)) < reveal.MinWhy:
		return usagef("--why is needed: the reason, of at least %d characters, which is kept", reveal.MinWhy)
	case n > 0 || masked != why:
		return usagef("--why must not hold identity numbers")
	}
	since, err := dayOr(f.since, time.Unix(0, 0))
	if err != nil {
		return err
	}
	return a.asOwner(command, func(conn driver.Conn) error {
		client, err := a.clientOf(command, f)
		if err != nil {
			return err
		}
		entry := audit.Entry{Surface: audit.Extract, Purpose: "access_extract", Why: why, ClientID: client, Objects: []string{"ops.access_log"}, Clients: 1}
		if f.number {
			if err := isKnown(command, conn, client); err != nil {
				return err
			}
			entry.Objects = append(entry.Objects, "vault.identities")
		}
		if err := noteReview(command, conn, entry, time.Now()); err != nil {
			return err
		}
		sights, err := audit.Seen(command.Context(), conn, client, since)
		switch {
		case err != nil:
			return err
		case a.json:
			return printJSON(command.OutOrStdout(), sights)
		case f.csv:
			return seenCSV(command.OutOrStdout(), sights)
		}
		return seenText(command.OutOrStdout(), client, sights)
	})
}

// clientOf is the client asked for; of an identity number by the key of pseudonyms.
func (a *app) clientOf(command *cobra.Command, f *seenFlags) (uint64, error) {
	if !f.number {
		id, err := strconv.ParseUint(f.client, 10, 64)
		if err != nil || id == 0 {
			return 0, usagef("--client: %q is no client_id", masked(f.client))
		}
		return id, nil
	}
	text, err := io.ReadAll(io.LimitReader(command.InOrStdin(), 100))
	if err != nil {
		return 0, fmt.Errorf("read the identity number: %w", err)
	}
	number, err := identity.DefaultRules().Parse([]byte(strings.TrimSpace(string(text))), time.Now())
	if err != nil {
		return 0, usagef("what was given on standard input is no identity number: write it as YYYYMMDDNNNN")
	}
	key, err := identity.ReadKey(filepath.Join(a.data, "keys", "pseudonym.key"), identity.PurposePseudonym)
	if err != nil {
		return 0, err
	}
	return identity.NewPseudonymizer(key).Client(number), nil
}

// isKnown tells whether the vault has somebody.
func isKnown(command *cobra.Command, conn driver.Conn, client uint64) error {
	var n uint64
	if err := conn.QueryRow(command.Context(), "SELECT count() FROM vault.identities WHERE client_id = ?", client).Scan(&n); err != nil {
		return fmt.Errorf("read vault.identities: %w", err)
	}
	if n == 0 {
		return usageError{errors.New("nobody here has that identity number")}
	}
	return nil
}

// kindOf says in Swedish what a line of the extract is about.
func kindOf(s audit.Sight) string {
	switch {
	case s.Surface == string(audit.Extract):
		return "tog fram ett loggutdrag"
	case s.IsPossible:
		return "kan ha ingått i en lista"
	case !s.IsShown:
		return "frågade efter, fick inte se"
	case s.IsAlone && (s.Surface == string(audit.Identity) || s.Surface == string(audit.Protected)):
		return "såg identiteten"
	case s.IsAlone:
		return "såg uppgifterna"
	}
	return "fanns med i en lista"
}

func seenText(out io.Writer, client uint64, sights []audit.Sight) error {
	_, _ = fmt.Fprintf(out, "Loggutdrag: vem som tagit del av uppgifter om brukare %d i Framsyn\n%d rader\n\n", client, len(sights))
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "när\tvem\troll\tvad\tbrukare i samma svar\tändamål\tvar")
	for _, s := range sights {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", localTime(s.At), s.User, s.Role, kindOf(s), max(s.Clients, 1), s.Purpose, placeOf(s))
	}
	return table.Flush()
}

func placeOf(s audit.Sight) string {
	return strings.TrimSpace(s.Surface + " " + s.Request + " " + s.Page)
}

func seenCSV(out io.Writer, sights []audit.Sight) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"när", "vem", "roll", "vad", "brukare i samma svar", "ändamål", "var"})
	for _, s := range sights {
		_ = w.Write([]string{localTime(s.At), s.User, s.Role, kindOf(s), fmt.Sprint(max(s.Clients, 1)), s.Purpose, placeOf(s)})
	}
	w.Flush()
	return w.Error()
}
