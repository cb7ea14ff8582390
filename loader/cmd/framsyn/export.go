package main

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"os/user"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
	"github.com/framsyn/framsyn/sql/export/workbook"
)

// exportFlags are the flags of export.
type exportFlags struct {
	request  export.Request
	format   string
	out      string
	from, to string
	asUser   string
}

// newExportCommand takes data out as files.
func newExportCommand(a *app) *cobra.Command {
	f := &exportFlags{}
	command := &cobra.Command{
		Use:   "export forecasts|staffing|scenarios|plan|area-months|selection --format FORMAT --out FILE",
		Short: "Take out forecasts, staffing, a budget workbook, areas by month or a selection of clients as a file",
		Long: "Take out the published forecast, the staff that it needs, its scenarios, the areas month by month, or the clients of a selection,\n" +
			"as csv, csv-se (for Swedish Excel), xlsx or parquet; or all of the forecast as a workbook with charts (plan, xlsx only).\n" +
			"It reads as the analyst. Each export leaves a row in ops.export_log: who, what, why, how many.",
		Example: "  framsyn export plan --format xlsx --out budget.xlsx\n" +
			"  framsyn export forecasts --format xlsx --out forecast.xlsx --scenario as_today\n" +
			"  framsyn export staffing --format csv-se --out staffing.csv --scenario as_today --from 2027-01 --to 2027-12\n" +
			"  framsyn export area-months --format csv-se --out areas.csv --from 2025-01 --area C1,C2\n" +
			"  framsyn export selection --format csv --out - --where \"status = 'home_care' AND risk_percentile >= 90\" --purpose 'Förebyggande arbete'",
		Args: func(command *cobra.Command, arguments []string) error {
			if len(arguments) != 1 || !slices.Contains(export.Whats(), export.What(arguments[0])) {
				return usagef("export takes one of %s; see %s --help", joined(export.Whats()), command.CommandPath())
			}
			return nil
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			f.request.What = export.What(arguments[0])
			return a.runExport(command, f)
		},
	}
	flags := command.Flags()
	flags.StringVar(&f.format, "format", "csv", "form of the file: "+joined(export.Formats()))
	flags.StringVar(&f.out, "out", "", "file to write, or - for standard output; required")
	flags.StringVar(&f.request.SelectionID, "selection", "", "saved selection (sv: urval), its newest version; for selection")
	flags.StringVar(&f.request.Where, "where", "", "condition on mart.candidates instead, as after WHERE; for selection")
	flags.StringVar(&f.from, "from", "", "first month, YYYY-MM; for forecasts, staffing, scenarios and area-months")
	flags.StringVar(&f.to, "to", "", "last month, YYYY-MM")
	flags.StringVar(&f.request.Scenario, "scenario", "", "scenario of the forecast, such as as_today; empty for all; plan compares it with as_today")
	flags.StringVar(&f.request.Method, "method", "", "method of the forecast, such as courses or seasonal_naive; blend, the published one, if empty; for forecasts")
	flags.StringVar(&f.request.Scope, "scope", "", "what the forecasts are of: "+joined(export.Scopes())+"; area if empty; for forecasts")
	flags.StringSliceVar(&f.request.Areas, "area", nil, "areas (area_id), with commas between; none for all")
	flags.StringVar(&f.request.Purpose, "purpose", "", "why the data is taken out (sv: ändamål); the selection's own if empty")
	flags.StringVar(&f.asUser, "as-user", "", "who takes it out, for the log; the login of the system if empty")
	return command
}

func (a *app) runExport(command *cobra.Command, f *exportFlags) error {
	r, err := f.complete(time.Now())
	if err != nil {
		return err
	}
	if f.out == "" {
		return usagef("--out is missing: the file to write, or - for standard output")
	}
	result, err := a.exportTo(command, r, f.out)
	var fault export.RequestError
	if errors.As(err, &fault) && !errors.Is(err, workbook.ErrNoForecast) { // the call was right, the forecast is missing
		return usageError{err}
	}
	if err != nil {
		a.log.Error("export failed", "object", r.What, "user", r.User, "rows", result.Rows, "error", err)
		return explain(err, clickhouse.Analyst)
	}
	a.log.Info("exported", "object", r.What, "rows", result.Rows, "clients", result.Clients, "user", r.User, "export_id", result.ID)
	if f.out == "-" {
		return nil
	}
	if a.json {
		return printJSON(command.OutOrStdout(), map[string]any{
			"file": f.out, "rows": result.Rows, "clients": result.Clients, "run_id": fmt.Sprint(result.RunID), "export_id": result.ID,
		})
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%d rows, %s\n", result.Rows, f.out)
	return err
}

// complete makes a request of the flags.
func (f *exportFlags) complete(now time.Time) (export.Request, error) {
	r := f.request
	r.Format, r.At, r.Version = export.Format(f.format), now, version()
	var err error
	if r.From, err = monthFlag("from", f.from); err != nil {
		return r, err
	}
	if r.To, err = monthFlag("to", f.to); err != nil {
		return r, err
	}
	if r.User = f.asUser; r.User == "" {
		login, err := user.Current()
		if err != nil {
			return r, usagef("the login of the system cannot be read (%v): name yourself by --as-user", err)
		}
		r.User = login.Username
	}
	if err := r.Validate(); err != nil {
		return r, usageError{err}
	}
	return r, nil
}

// exportTo runs the export; reading is the analyst's, the log the loader's.
func (a *app) exportTo(command *cobra.Command, r export.Request, out string) (result export.Result, err error) {
	err = a.withAccounts(command.Context(), func(read, log driver.Conn) error {
		if out == "-" {
			signal.Ignore(syscall.SIGPIPE) // a reader that stops is an error here, not the end: what went out must be logged
			result, err = export.ToStream(command.Context(), read, log, r, command.OutOrStdout())
		} else {
			result, err = export.ToFile(command.Context(), read, log, r, out)
		}
		return err
	})
	return result, err
}

// withAccounts calls use with connections of the analyst and the loader.
func (a *app) withAccounts(ctx context.Context, use func(analyst, loader driver.Conn) error) (err error) {
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	analyst, err := session.Connect(ctx, clickhouse.Analyst)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, analyst.Close()) }()
	loader, err := session.Connect(ctx, clickhouse.Loader)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, loader.Close()) }()
	return use(analyst, loader)
}

func monthFlag(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	month, err := time.Parse("2006-01", text)
	if err != nil {
		return time.Time{}, usagef("--%s %q is no month; write it as 2026-10", name, text)
	}
	return month, nil
}

func joined[T ~string](values []T) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = string(value)
	}
	return strings.Join(texts, ", ")
}
