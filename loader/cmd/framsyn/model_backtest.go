package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/backtest"
	"github.com/framsyn/framsyn/loader/internal/model"
)

// newModelBacktestCommand judges forecasts of monthly series by months held back.
func newModelBacktestCommand(a *app) *cobra.Command {
	var file tableFlags
	var columns backtest.Columns
	var out string
	options := backtest.Options{Clock: time.Now}
	command := &cobra.Command{
		Use:   "backtest --data FILE",
		Short: "Say how good forecasts of monthly series would have been",
		Long: "Hold back the last months of each series, forecast them from those before by each method, and say how far off the forecasts\n" +
			"were. The file has a row for each month, a column called month (or period, date, månad), and a column for each series. A month\n" +
			"without a row and an empty cell are missing. The method published is the one that Framsyn's own forecasts take.",
		Example: "  framsyn model backtest --data hours.csv --season 12 --horizon 12\n" +
			"  framsyn model backtest --data hours.csv.gz --horizon 6 --origins 12 --json --out forecasts.csv",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := file.check(false); err != nil {
				return err
			}
			if options.Season < 1 || options.Horizon < 1 || options.Origins < 1 {
				return usagef("--season, --horizon and --origins are at least 1")
			}
			return a.backtest(command, &file, columns, options, out)
		},
	}
	file.add(a, command.Flags(), false)
	flags := command.Flags()
	flags.IntVar(&options.Season, "season", 12, "months in a season; 1 for none")
	flags.IntVar(&options.Horizon, "horizon", 12, "months to forecast: the last of the file")
	flags.IntVar(&options.Origins, "origins", 1, "months to forecast from, one month apart, the last leaving --horizon months; measures are means over them")
	flags.StringVar(&columns.Month, "month", "", "column of the months; the one called month, månad, period or date if empty")
	flags.StringSliceVar(&columns.Drop, "drop", nil, "columns that are no series, with commas between")
	flags.StringVar(&out, "out", "", "file for the forecasts, as CSV, or - for standard output instead of the measures")
	return command
}

func (a *app) backtest(command *cobra.Command, file *tableFlags, columns backtest.Columns, options backtest.Options, out string) error {
	var table *backtest.Table
	err := a.withTable(command, file, func(source model.Source) (err error) {
		table, err = backtest.Read(source, columns)
		return err
	})
	var column backtest.ColumnError
	if errors.As(err, &column) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	a.log.Info("read the table", "series", len(table.Series), "months", table.Months, "from", table.First.String(), "missing", len(table.Missing))
	options.Forecasts = out != ""
	options.Done = func(method string, seconds float64) { a.log.Info("judged", "method", method, "seconds", seconds) }
	report, err := backtest.Run(command.Context(), table, options)
	if err != nil {
		return fmt.Errorf("%s: %w", file.file, err)
	}
	if out != "" {
		if err := writeTo(command, out, report.Write); err != nil {
			return err
		}
	}
	switch {
	case out == "-":
		for _, note := range report.Notes {
			a.log.Warn(note)
		}
		return nil
	case a.json:
		return printJSON(command.OutOrStdout(), report)
	}
	return report.Print(command.OutOrStdout())
}
