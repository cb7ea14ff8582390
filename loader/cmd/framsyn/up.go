package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/up"
)

// upFlags are the flags of up and serve.
type upFlags struct {
	options up.Options
	cron    map[string]string
}

func newUpCommand(a *app) *cobra.Command {
	f := &upFlags{}
	command := &cobra.Command{
		Use:   "up",
		Short: "Bring everything up: engine, schema, data, jobs, scheduler",
		Long: "Bring everything up: the engine, the schema, a made-up municipality if the database is empty (or your own files with --inbox),\n" +
			"all jobs, and the scheduler. It goes on until it is told to stop (Ctrl-C); with --once it ends after the jobs with a summary.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return a.up(command, f) },
	}
	flags := command.Flags()
	flags.IntVar(&f.options.Clients, "clients", generate.DefaultClients, "size of the made-up municipality, clients")
	flags.IntVar(&f.options.Months, "months", generate.DefaultMonths, "length of its history, months")
	flags.Uint64Var(&f.options.Seed, "seed", generate.DefaultSeed, "its random seed")
	shockFlags(flags, &f.options.Shocks)
	flags.StringVar(&f.options.Inbox, "inbox", "", "folder with your own deliveries, instead of the made-up municipality; loaded files move to its done/")
	flags.BoolVar(&f.options.Once, "once", false, "end after the jobs with a summary")
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
	if err := a.printNext(ctx, out, framsyn); err != nil {
		return err
	}
	return a.serve(ctx, o, framsyn, registry)
}

// printNext says where SQL answers and what to try.
func (a *app) printNext(_ context.Context, out io.Writer, framsyn *up.Framsyn) error {
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
  less docs/sql.md     (20 questions that leaders and analysts ask, with their SQL)
`, address, a.data)
	return err
}
