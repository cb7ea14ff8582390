package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/contracts"
	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// loadFlags are the flags of load.
type loadFlags struct {
	contracts string
	reserve   string
	explain   string
	dryRun    bool
}

// newLoadCommand holds the verb load.
func newLoadCommand(a *app) *cobra.Command {
	f := &loadFlags{}
	command := &cobra.Command{
		Use:   "load PATH…",
		Short: "Load delivered files, or all in a folder",
		Long: "Load delivered files, or all in a folder. A file is in whole or not at all; one that is in already changes nothing.\n" +
			"Rows that cannot be used are kept with their reason: see framsyn rejects. Files of a folder named truth are refused.",
		RunE: func(command *cobra.Command, paths []string) error {
			switch {
			case f.explain != "" && len(paths) == 0:
				return a.explain(command.OutOrStdout(), f)
			case len(paths) == 0 || f.explain != "":
				return usagef("load takes files or folders, or --explain FILE; see %s --help", command.CommandPath())
			}
			return a.load(command, f, paths)
		},
	}
	flags := command.Flags()
	flags.StringVar(&f.contracts, "contracts", "", "folder with contracts of your own; DATA/contracts if empty")
	flags.StringVar(&f.reserve, "reserve-pattern", "", "pattern of the last four characters of reserve numbers; "+load.ReservePattern+" if empty")
	flags.StringVar(&f.explain, "explain", "", "say which contract fits this file and why, and load nothing")
	flags.BoolVar(&f.dryRun, "dry-run", false, "read and check everything, and write nothing")
	return command
}

// contractsDir returns the folder of own contracts.
func (a *app) contractsDir(f *loadFlags) string {
	if f.contracts != "" {
		return f.contracts
	}
	return filepath.Join(a.data, "contracts")
}

// explain says which contract fits a file.
func (a *app) explain(out io.Writer, f *loadFlags) error {
	set, err := contract.Load(contracts.FS, a.contractsDir(f))
	if err != nil {
		return err
	}
	return load.Explain(out, set, f.explain, f.reserve, time.Now())
}

// load loads files and prints what came of them.
func (a *app) load(command *cobra.Command, f *loadFlags, paths []string) (err error) {
	ctx := command.Context()
	o := load.Options{
		DataDir: a.data, ContractsDir: f.contracts, Paths: paths, DryRun: f.dryRun, Now: time.Now, Log: a.log,
		Progress: progressTerminal(command.ErrOrStderr()), AppVersion: version(), ReservePattern: f.reserve,
	}
	if !f.dryRun {
		session, err := a.session(ctx)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, session.Close()) }()
		if o.Conn, err = session.Connect(ctx, clickhouse.Loader); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, o.Conn.Close()) }()
	}
	report, err := load.Run(ctx, o)
	if len(report.Files) > 0 {
		err = errors.Join(a.printReport(command.OutOrStdout(), report), err)
	}
	return err
}

// printReport prints counts by source.
func (a *app) printReport(out io.Writer, r load.Report) error {
	if a.json {
		return printJSON(out, r)
	}
	const line = "%-16s %6v %10v %10v %10v %10v %10v %10v\n"
	_, err := fmt.Fprintf(out, line, "source", "files", "delivered", "loaded", "repeated", "replaced", "rejected", "withdrawn")
	var sources []string
	for name := range r.Sources {
		sources = append(sources, name)
	}
	slices.Sort(sources)
	for _, name := range sources {
		t := r.Sources[name]
		_, e := fmt.Fprintf(out, line, name, t.Files, t.Delivered, t.Loaded, t.Repeated, t.Replaced, t.Rejected, t.Withdrawn)
		err = errors.Join(err, e)
	}
	_, e := fmt.Fprintf(out, line+"%d files failed, %.1f seconds\n", "total", r.Totals.Files, r.Delivered, r.Loaded, r.Repeated, r.Replaced, r.Rejected,
		r.Withdrawn, r.Failed, r.Seconds)
	return errors.Join(err, e)
}
