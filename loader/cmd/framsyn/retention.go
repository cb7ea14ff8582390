package main

import (
	"fmt"
	"io"
	"os"
	"os/user"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/person"
	"github.com/framsyn/framsyn/loader/internal/retention"
	"github.com/framsyn/framsyn/sql/access"
)

// retentionFlags are the flags of retention.
type retentionFlags struct {
	dryRun          bool
	asOf, role, why string
	out             string
	months          bool
}

// newRetentionCommand deletes what the rules say should not be kept.
func newRetentionCommand(a *app) *cobra.Command {
	f := &retentionFlags{}
	command := &cobra.Command{
		Use:   "retention --dry-run | --reason TEXT",
		Short: "Delete what the rules say should not be kept any longer (sv: gallring), and prove it",
		Long: "Delete what config/retention.yaml in the data folder says should not be kept any longer (sv: gallring): clients with identity and every row, whoever\n" +
			"has written it, and old logs. --dry-run counts and changes nothing; so does every run of the examples that come with Framsyn, which nobody has decided on.\n" +
			"Nobody can load or run jobs meanwhile; stop framsyn serve first. A run that was killed goes on when it is started again. At the end every table is\n" +
			"searched for those who were deleted, and the deletion gets a certificate (ops.retention_certificates; --out writes it for print). docs/retention.md.",
		Example: "  framsyn retention --dry-run\n  framsyn retention --reason 'Årlig gallring, ärende 12' --out gallring.html",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.asOwner(command, func(conn driver.Conn) error { return a.retain(command, f, conn) })
		},
	}
	flags := command.Flags()
	flags.BoolVar(&f.dryRun, "dry-run", false, "only count what would go")
	flags.BoolVar(&f.months, "months", false, "show the counts by month too")
	flags.StringVar(&f.asOf, "as-of", "", "day that ages are counted to, YYYY-MM-DD, not after today; today if empty")
	flags.StringVar(&f.role, "as-role", "steward", "role that you act in; decides in sql/access.yaml says which may")
	flags.StringVar(&f.why, "reason", "", "why, in words; required for a real run")
	flags.StringVar(&f.out, "out", "", "file for the certificate, HTML in Swedish to print; it must not be there")
	command.AddCommand(newRetentionRulesCommand(a), newRetentionCertificateCommand(a))
	return command
}

func newRetentionRulesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "Print the rules in force: the municipality's, or the examples that it has to decide on",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			text, err := os.ReadFile(retention.Config(a.data))
			if os.IsNotExist(err) {
				text, err = []byte(retention.Examples()), nil
			}
			if err == nil {
				_, err = retention.Parse(text)
			}
			if err != nil {
				return err
			}
			_, err = command.OutOrStdout().Write(text)
			return err
		},
	}
}

func newRetentionCertificateCommand(a *app) *cobra.Command {
	var out string
	command := &cobra.Command{
		Use:   "certificate ID --out FILE",
		Short: "Write the certificate of a deletion once more, after checking its hash",
		Args:  oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			id, err := uuid.Parse(arguments[0])
			if err != nil || out == "" {
				return usagef("want the id of a deletion and --out FILE; SELECT certificate_id, written_at FROM ops.retention_certificates lists them")
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				return writeNew(out, func(w io.Writer) error { return retention.Document(command.Context(), conn, id, w) })
			})
		},
	}
	command.Flags().StringVar(&out, "out", "", "file to write; it must not be there; required")
	return command
}

func (a *app) retain(command *cobra.Command, f *retentionFlags, conn driver.Conn) error {
	today := time.Now().UTC().Truncate(24 * time.Hour)
	o := retention.Options{Conn: conn, DataDir: a.data, AsOf: today, Role: f.role, Version: version(), Now: time.Now, Log: a.log}
	if f.asOf != "" {
		var err error
		if o.AsOf, err = time.Parse(time.DateOnly, f.asOf); err != nil || o.AsOf.After(today) && !f.dryRun {
			return usagef("--as-of: %q is no day YYYY-MM-DD that has come", f.asOf)
		}
	}
	if f.dryRun {
		report, err := retention.Plan(command.Context(), o)
		if err != nil {
			return err
		}
		return a.printRetention(command, f, report)
	}
	login, err := user.Current()
	if err != nil {
		return fmt.Errorf("the login of the system cannot be read: %w", err)
	}
	o.User = login.Username
	if o.Why, err = person.Check(person.Asker{Login: o.User, Role: f.role}, access.DeleteByRule, f.why); err != nil {
		return wrongPerson(err)
	}
	set, err := jobs.Set()
	if err != nil {
		return err
	}
	for _, j := range set {
		o.Jobs = append(o.Jobs, j.Name)
	}
	report, err := retention.Run(command.Context(), o)
	if err != nil {
		return err
	}
	if f.out != "" {
		id := uuid.MustParse(report.Certificate)
		if err := writeNew(f.out, func(w io.Writer) error { return retention.Document(command.Context(), conn, id, w) }); err != nil {
			return err
		}
	}
	return a.printRetention(command, f, report)
}

// writeNew writes a file that is not there.
func writeNew(path string, write func(io.Writer) error) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return usagef("--out: %v", err)
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	return write(file)
}

func (a *app) printRetention(command *cobra.Command, f *retentionFlags, r retention.Report) error {
	if a.json {
		return printJSON(command.OutOrStdout(), r)
	}
	out := command.OutOrStdout()
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	type line struct{ rule, table, month string }
	sums := map[line]uint64{}
	var order []line
	for _, c := range r.Counts {
		l := line{rule: c.Rule, table: c.Table}
		if f.months && c.Month != nil {
			l.month = c.Month.Format("2006-01")
		}
		if _, known := sums[l]; !known {
			order = append(order, l)
		}
		sums[l] += c.Rows
	}
	for _, l := range order {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%d\n", l.rule, l.table, l.month, sums[l])
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if r.Decision == "" {
		_, _ = fmt.Fprintln(out, "the rules are examples: nobody has decided on them, and nothing is deleted by them")
	}
	if r.Certificate == "" {
		_, err := fmt.Fprintf(out, "as of %s: %d clients and %d rows would go; %d clients are kept by their day of birth, %d since another data set keeps them; nothing has changed, %.1f s\n",
			r.AsOf, r.Clients, r.Rows(), r.KeptByBirth, r.Waiting, r.Seconds)
		return err
	}
	_, err := fmt.Fprintf(out, "as of %s: %d clients and %d rows are deleted, and nothing of them was found in any table or part afterwards; certificate %s, hash %s, %.1f s\n",
		r.AsOf, r.Clients, r.Rows(), r.Certificate, r.Hash, r.Seconds)
	return err
}
