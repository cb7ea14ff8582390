package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// reviewFlags are the flags of access review.
type reviewFlags struct {
	since string
	csv   bool
}

// reviewReport is what access review prints.
type reviewReport struct {
	Since    string          `json:"since"`
	Findings []audit.Finding `json:"findings"`
	Samples  []audit.Sample  `json:"samples"`
}

// newAccessReviewCommand is the report for the data protection officer.
func newAccessReviewCommand(a *app) *cobra.Command {
	f := &reviewFlags{}
	command := &cobra.Command{
		Use:   "review",
		Short: "Report what stands out in the access log, and what was drawn for control by hand",
		Long: "Report what stands out in the access log by the rules and limits of ops.review_limits, and the accesses of each week and role that were\n" +
			"drawn at random for control by hand, of weeks that have ended. framsyn access review mark says what a control came to. That the log was\n" +
			"reviewed is a row in it.",
		Example: "  framsyn access review --since 2026-10-01\n  framsyn access review mark 3f0c66f1a2b4d5e6 --verdict in_order --note 'Hembesök hela dagen, chefen bekräftar'",
		Args:    noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return a.review(command, f) },
	}
	command.Flags().StringVar(&f.since, "since", "", "first day, YYYY-MM-DD; four weeks ago if empty")
	command.Flags().BoolVar(&f.csv, "csv", false, "findings as CSV")
	command.AddCommand(newReviewMarkCommand(a), newReviewLimitCommand(a))
	return command
}

func (a *app) review(command *cobra.Command, f *reviewFlags) error {
	now := time.Now()
	since, err := dayOr(f.since, now.AddDate(0, 0, -28))
	if err != nil {
		return err
	}
	return a.asOwner(command, func(conn driver.Conn) error {
		ctx := command.Context()
		if err := noteReview(command, conn, audit.Entry{Surface: audit.Review, Objects: []string{"ops.access_log"}}, now); err != nil {
			return err
		}
		report := reviewReport{Since: since.Format(time.DateOnly)}
		if report.Findings, err = audit.Findings(ctx, conn, since); err != nil {
			return err
		}
		if report.Samples, err = audit.Samples(ctx, conn, since, now); err != nil {
			return err
		}
		switch {
		case a.json:
			return printJSON(command.OutOrStdout(), report)
		case f.csv:
			return reviewCSV(command.OutOrStdout(), report.Findings)
		}
		return reviewText(command.OutOrStdout(), report)
	})
}

// noteReview writes down that somebody looked at the log.
func noteReview(command *cobra.Command, conn driver.Conn, e audit.Entry, now time.Time) error {
	who, err := commandAsker("owner", command.CommandPath())
	if err != nil {
		return err
	}
	e.Asker, e.ID, e.At, e.Outcome = who, uuid.New(), now, audit.OK
	if err := audit.Write(command.Context(), conn, e); err != nil {
		return fmt.Errorf("nothing is shown, since the access log cannot be written: %w", err)
	}
	return nil
}

func dayOr(text string, otherwise time.Time) (time.Time, error) {
	if text == "" {
		return otherwise, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, usagef("--since: %q is no day; write it as 2026-10-01", text)
	}
	return day, nil
}

func reviewText(out io.Writer, r reviewReport) error {
	open := 0
	for _, f := range r.Findings {
		if f.Verdict == "" {
			open++
		}
	}
	_, _ = fmt.Fprintf(out, "Since %s: %d findings, %d of them not controlled; %d samples\n\n", r.Since, len(r.Findings), open, len(r.Samples))
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "finding\tday\trule\twho\trole\tcounted\tlimit\taccesses\tclient\tareas\tcontrol")
	for _, f := range r.Findings {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%g\t%g\t%d\t%s\t%s\t%s\n", f.ID, f.Date.Format(time.DateOnly), f.Rule, f.User, f.Role, f.Measured, f.Threshold,
			f.Accesses, clientText(f.ClientID), strings.Join(f.Areas, " "), f.Verdict)
	}
	_, _ = fmt.Fprintln(table, "\nsample\tweek of\trole\twho\twhen\tsurface\twhat\tclients\tpurpose\tcontrol")
	for _, s := range r.Samples {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", s.AccessID, s.Week.Format(time.DateOnly), s.Role, s.User, localTime(s.At), s.Surface,
			strings.TrimSpace(s.Request+" "+s.Page), s.Clients, s.Purpose, s.Verdict)
	}
	return table.Flush()
}

// clientText is a pseudonym; 0, nobody, is empty.
func clientText(id uint64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatUint(id, 10)
}

// localTime writes an instant as people in Sweden read it off the wall.
func localTime(t time.Time) string {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return t.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	return t.In(stockholm).Format("2006-01-02 15:04:05")
}

func reviewCSV(out io.Writer, findings []audit.Finding) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"finding_id", "review_date", "rule", "title", "user_name", "role", "measured", "threshold", "n_accesses", "first", "last", "client_id", "areas", "why", "verdict", "note"})
	for _, f := range findings {
		_ = w.Write([]string{
			f.ID, f.Date.Format(time.DateOnly), f.Rule, f.Title, f.User, f.Role, fmt.Sprint(f.Measured), fmt.Sprint(f.Threshold), fmt.Sprint(f.Accesses),
			localTime(f.First), localTime(f.Last), clientText(f.ClientID), strings.Join(f.Areas, " "), f.Why, f.Verdict, f.Note,
		})
	}
	w.Flush()
	return w.Error()
}

// newReviewMarkCommand says what a control came to.
func newReviewMarkCommand(a *app) *cobra.Command {
	m := audit.Mark{}
	command := &cobra.Command{
		Use:   "mark ID --verdict in_order|asked|breach --note TEXT",
		Short: "Write down what the control of a finding or a sample came to",
		Args:  oneArgument,
		RunE: func(command *cobra.Command, arguments []string) (err error) {
			m.Subject = arguments[0]
			if m.By, err = whoDecides(m.By); err != nil {
				return err
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				err := audit.AddMark(command.Context(), conn, conn, m, time.Now())
				if errors.Is(err, audit.ErrMark) {
					return usageError{err}
				}
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "%s %s, marked by %s\n", m.Subject, m.Verdict, m.By)
				return err
			})
		},
	}
	command.Flags().StringVar(&m.Verdict, "verdict", "", "in_order, asked (the person has been asked) or breach")
	command.Flags().StringVar(&m.Note, "note", "", "what was found, in words, without identity numbers")
	command.Flags().StringVar(&m.By, "by", "", "who controlled it; the user of the operating system if empty")
	return command
}

// newReviewLimitCommand sets a limit, or lists them.
func newReviewLimitCommand(a *app) *cobra.Command {
	var why, by string
	command := &cobra.Command{
		Use:     "limit [NAME NUMBER --why TEXT]",
		Short:   "List the rules of the review and their limits, or set one",
		Example: "  framsyn access review limit\n  framsyn access review limit odd_hours 50 --why 'nattpatrullen planerar i Framsyn, beslut 2026-10-01'",
		Args:    cobra.MaximumNArgs(2),
		RunE: func(command *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return a.asOwner(command, func(conn driver.Conn) error { return a.printLimits(command, conn) })
			}
			if len(arguments) != 2 || strings.TrimSpace(why) == "" {
				return usagef("limit needs a name, a number and --why: the reason, which is kept")
			}
			number, err := strconv.ParseFloat(arguments[1], 64)
			if err != nil || number < 0 || number > 1e9 {
				return usagef("%q is no limit: want a number from 0", arguments[1])
			}
			who, err := whoDecides(by)
			if err != nil {
				return err
			}
			return a.asOwner(command, func(conn driver.Conn) error {
				return setReviewLimit(command, conn, arguments[0], number, strings.TrimSpace(why), who)
			})
		},
	}
	command.Flags().StringVar(&why, "why", "", "why; required to set one")
	command.Flags().StringVar(&by, "by", "", "who sets it; the user of the operating system if empty")
	return command
}

func setReviewLimit(command *cobra.Command, conn driver.Conn, name string, number float64, why, who string) error {
	var known uint64
	if err := conn.QueryRow(command.Context(), "SELECT count() FROM ops.review_limits WHERE limit_name = ?", name).Scan(&known); err != nil {
		return fmt.Errorf("read ops.review_limits: %w", err)
	}
	if known == 0 {
		return usagef("there is no limit %q; framsyn access review limit lists them", name)
	}
	err := conn.Exec(command.Context(), "INSERT INTO ops.review_limit_changes (limit_name, threshold, why, changed_by, changed_at) VALUES (?, ?, ?, ?, toDateTime64(?, 6, 'UTC'))",
		name, number, why, who, microseconds(time.Now()))
	if err != nil {
		return fmt.Errorf("write ops.review_limit_changes: %w", err)
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%s %g, set by %s\n", name, number, who)
	return err
}

// reviewLimit is a limit as access review limit lists it.
type reviewLimit struct {
	Name      string       `json:"limit_name"`
	Threshold float64      `json:"threshold"`
	Title     queries.Text `json:"title"`
	ChangedBy string       `json:"changed_by"`
}

func (a *app) printLimits(command *cobra.Command, conn driver.Conn) error {
	rows, err := conn.Query(command.Context(), "SELECT limit_name, threshold, title_sv, title_en, changed_by FROM ops.review_limits ORDER BY is_rule DESC, limit_name")
	if err != nil {
		return fmt.Errorf("read ops.review_limits: %w", err)
	}
	defer func() { _ = rows.Close() }()
	limits := []reviewLimit{}
	for rows.Next() {
		var l reviewLimit
		if err := rows.Scan(&l.Name, &l.Threshold, &l.Title.SV, &l.Title.EN, &l.ChangedBy); err != nil {
			return err
		}
		limits = append(limits, l)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if a.json {
		return printJSON(command.OutOrStdout(), limits)
	}
	table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "limit\tis\tabout\tset by")
	for _, l := range limits {
		_, _ = fmt.Fprintf(table, "%s\t%g\t%s\t%s\n", l.Name, l.Threshold, l.Title.EN, l.ChangedBy)
	}
	return table.Flush()
}
