package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/up"
)

// upFlags are the flags of up and serve.
type upFlags struct {
	options up.Options
	cron    map[string]string
	pages   pagesFlags
}

func newUpCommand(a *app) *cobra.Command {
	f := &upFlags{}
	command := &cobra.Command{
		Use:   "up",
		Short: "Bring everything up: engine, schema, data, jobs, scheduler",
		Long: "Bring everything up: the engine, the schema, a made-up municipality if the database is empty (or your own files with --inbox),\n" +
			"all jobs, the scheduler, and the pages if they have been built (make plugin), in an installed Grafana where GRAFANA_HOME names it.\n" +
			"It goes on until it is told to stop (Ctrl-C); with --once it ends after the jobs with a summary.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			f.pages.isAsked = command.Flags().Changed("pages")
			return a.up(command, f)
		},
	}
	flags := command.Flags()
	flags.IntVar(&f.options.Clients, "clients", generate.DefaultClients, "size of the made-up municipality, clients")
	flags.IntVar(&f.options.Months, "months", generate.DefaultMonths, "length of its history, months")
	flags.Uint64Var(&f.options.Seed, "seed", generate.DefaultSeed, "its random seed")
	shockFlags(flags, &f.options.Shocks)
	flags.StringVar(&f.options.Inbox, "inbox", "", "folder with your own deliveries, instead of the made-up municipality; loaded files move to its done/")
	flags.BoolVar(&f.options.Once, "once", false, "end after the jobs with a summary")
	f.pages.add(command)
	f.serveFlags(command)
	return command
}

func (f *upFlags) serveFlags(command *cobra.Command) {
	command.Flags().StringVar(&f.options.Listen, "listen", "127.0.0.1:9464", "address of /metrics and /healthz; empty for none")
	command.Flags().StringToStringVar(&f.cron, "cron", nil, "when jobs run, such as load='*/15 * * * *',fit=@weekly; others keep their times")
}

// upOptions completes the options with what the root knows.
func (a *app) upOptions(command *cobra.Command, f *upFlags) up.Options {
	o := f.options
	o.DataDir, o.Engine, o.Clock, o.Log, o.Version = a.data, a.engineOptions(), time.Now, a.log, version()
	o.Cron = up.DefaultCron()
	for name, expression := range f.cron {
		o.Cron[name] = expression
	}
	o.Progress = progressTerminal(command.ErrOrStderr())
	return o
}

// progressTerminal is standard error when it is a terminal, else nil.
func progressTerminal(out io.Writer) io.Writer {
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return file
	}
	return nil
}

func (a *app) up(command *cobra.Command, f *upFlags) (err error) {
	ctx, o := command.Context(), a.upOptions(command, f)
	if o.Inbox == "" {
		if err := a.ensureDemoMembers(); err != nil {
			return err
		}
	}
	registry := prometheus.NewRegistry()
	framsyn, err := up.Start(ctx, o, job.NewMetrics(registry))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, framsyn.Close()) }()
	if err := framsyn.Fill(ctx); err != nil {
		return err
	}
	summary, err := framsyn.Summary(ctx)
	if err != nil {
		return err
	}
	out := command.OutOrStdout()
	if o.Once {
		if a.json {
			return printJSON(out, summary)
		}
		return summary.Print(out)
	}
	if err := summary.Print(command.ErrOrStderr()); err != nil {
		return err
	}
	shown, err := a.startPages(ctx, f.pages, framsyn.Session())
	if err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	if shown != nil {
		defer func() { err = errors.Join(err, shown.Close()) }()
	}
	if err := a.printNext(out, framsyn, shown, f.pages); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.serve(ctx, o, framsyn, registry) })
	if shown != nil {
		group.Go(func() error { return shown.Serve(ctx) })
	}
	return group.Wait()
}

// printPages says where the pages are.
func (a *app) printPages(out io.Writer, shown pages, f pagesFlags) error {
	if shown == nil {
		return nil
	}
	text := "Framsyn's pages are at %s (choose a role at the top)\n"
	if f.grafana != "" {
		text = "Grafana is at %s: sign in as admin; the password is in " + a.grafanaDir() + "/admin-password\n"
	}
	_, err := fmt.Fprintf(out, "\n"+text, shown.URL())
	return err
}

// printNext says where SQL answers, what to try, and where the pages are.
func (a *app) printNext(out io.Writer, framsyn *up.Framsyn, shown pages, f pagesFlags) error {
	address := framsyn.Session().Target().Hosts()[0] + " (native protocol)"
	if port := framsyn.Session().HTTPPort(); port > 0 {
		address += fmt.Sprintf(" and http://127.0.0.1:%d (HTTP)", port)
	}
	_, err := fmt.Fprintf(out, `
Framsyn is up. SQL answers at %s as user analyst, read-only;
its password is in %s/config/credentials.json. Ctrl-C stops everything and loses nothing.

Three things to try in another terminal:
  bin/framsyn sql "SELECT area_name, age_years, hours_now, round(hours_expected) AS hours_in_a_year, round(100 * risk_probability) AS risk_percent, reasons_sv[1] AS reason FROM mart.candidates WHERE status = 'home_care' ORDER BY risk_probability DESC NULLS LAST LIMIT 10"
  bin/framsyn export forecasts --format xlsx --out forecast.xlsx
  less docs/sql.md     (questions that leaders and analysts ask, with their SQL)
`, address, a.data)
	if err != nil {
		return err
	}
	return a.printPages(out, shown, f)
}
