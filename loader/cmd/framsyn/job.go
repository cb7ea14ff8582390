package main

import (
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/up"
)

func newJobCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "job",
		Short: "List jobs and run one",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("job needs one of: list, run; see %s --help", command.CommandPath())
		},
	}
	command.AddCommand(newJobListCommand(a), newJobRunCommand(a))
	return command
}

// withFramsyn calls use with engine and schema up.
func (a *app) withFramsyn(command *cobra.Command, f *upFlags, use func(*up.Framsyn) error) (err error) {
	framsyn, err := up.Start(command.Context(), a.upOptions(command, f), nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, framsyn.Close()) }()
	return use(framsyn)
}

// listedJob is a job as job list shows it.
type listedJob struct {
	Job     string    `json:"job"`
	Title   string    `json:"title"`
	Needs   []string  `json:"needs"`
	Cron    string    `json:"cron"`
	Status  string    `json:"last_status,omitempty"`
	Started time.Time `json:"last_started_at,omitzero"`
	Seconds float64   `json:"last_seconds,omitempty"`
	RowsOut uint64    `json:"last_rows_out,omitempty"`
	Error   string    `json:"last_error,omitempty"`
}

func newJobListCommand(a *app) *cobra.Command {
	f := &upFlags{}
	command := &cobra.Command{
		Use:   "list",
		Short: "List the jobs, when they run and how they last went",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.withFramsyn(command, f, func(framsyn *up.Framsyn) error {
				last, err := job.Last(command.Context(), framsyn.Owner())
				if err != nil {
					return err
				}
				var list []listedJob
				for _, j := range framsyn.Runner().Jobs {
					run := last[j.Name]
					list = append(list, listedJob{
						j.Name, j.Title, j.Needs, a.upOptions(command, f).Cron[j.Name], run.Status, run.Started, run.Seconds(), run.RowsOut, run.Error,
					})
				}
				return a.printJobs(command, list)
			})
		},
	}
	f.serveFlags(command)
	return command
}

func (a *app) printJobs(command *cobra.Command, list []listedJob) error {
	if a.json {
		return printJSON(command.OutOrStdout(), list)
	}
	table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "job\twhat it does\tcron\tlast run\tstatus\tseconds\trows")
	for _, j := range list {
		started := "never"
		if !j.Started.IsZero() {
			started = j.Started.Local().Format(time.DateTime)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%.1f\t%d\n", j.Job, j.Title, j.Cron, started, j.Status, j.Seconds, j.RowsOut)
		if j.Error != "" {
			_, _ = fmt.Fprintf(table, "\t%s\n", j.Error)
		}
	}
	return table.Flush()
}

func newJobRunCommand(a *app) *cobra.Command {
	f := &upFlags{}
	var day string
	command := &cobra.Command{
		Use:   "run JOB",
		Short: "Run a job, and first what it needs that is not fresh",
		Args:  oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			return a.withFramsyn(command, f, func(framsyn *up.Framsyn) error {
				asOf, err := framsyn.AsOf(command.Context())
				if err != nil {
					return err
				}
				if day != "" {
					if asOf, err = time.Parse(time.DateOnly, day); err != nil {
						return usagef("--as-of %q is no day; write it as 2026-10-16", day)
					}
				}
				runs, err := framsyn.Runner().RunJob(command.Context(), arguments[0], asOf, true)
				for _, run := range runs {
					_, _ = fmt.Fprintf(command.OutOrStdout(), "%s\t%s\t%.1f s\t%d rows in, %d rows out\n", run.Job, run.Status, run.Seconds(), run.RowsIn, run.RowsOut)
				}
				return err
			})
		},
	}
	command.Flags().StringVar(&day, "as-of", "", "day that the job looks from, YYYY-MM-DD; the newest delivered month's if empty")
	command.Flags().StringVar(&f.options.Inbox, "inbox", "", "folder that deliveries are put in; DATA/inbox if empty")
	return command
}
