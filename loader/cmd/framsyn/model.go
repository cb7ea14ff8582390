package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/framsyn/framsyn/loader/internal/model"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// newModelCommand learns, judges and applies models on tables.
func newModelCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "model",
		Short: "Cards, audit and approval of the models; judge, fit and apply one on a table of your own",
		Long: "Judge, fit and apply a model on a CSV file or a query. The model is an additive one, which is a table that can be read.\n" +
			"In the verbs that take a table --data is the file; the data folder of the engine, which a query needs, is --data-dir (or FRAMSYN_DATA).",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return usagef("model needs one of: approval, approve, backtest, card, evaluate, file, fit, limit, page, predict, reject, runs; see %s --help", command.CommandPath())
		},
		PersistentPreRunE: func(command *cobra.Command, _ []string) error { return a.prepareModel(command) },
	}
	command.AddCommand(newModelBacktestCommand(a), newModelEvaluateCommand(a), newModelFitCommand(a), newModelPageCommand(a), newModelPredictCommand(a),
		newModelCardCommand(a), newModelFileCommand(a), newModelRunsCommand(a), newModelDecideCommand(a, true), newModelDecideCommand(a, false),
		newModelApprovalCommand(a), newModelLimitCommand(a))
	return command
}

// prepareModel completes the flags. Here --data is a file, but FRAMSYN_DATA and the
// key data of framsyn.yaml are the folder still.
func (a *app) prepareModel(command *cobra.Command) error {
	file := command.Flags().Lookup("data")
	given, folder := file.Changed, command.Flags().Changed("data-dir")
	if err := a.prepare(command); err != nil {
		return err
	}
	if given || command.Flags().Lookup("data-dir") == nil || !file.Changed {
		return nil
	}
	if !folder {
		a.data = file.Value.String()
	}
	return file.Value.Set("")
}

// tableFlags say where a table comes from.
type tableFlags struct {
	file  string
	query string
}

func (f *tableFlags) add(a *app, flags *pflag.FlagSet, withQuery bool) {
	flags.StringVar(&f.file, "data", "", "CSV file, plain or gzip; comma, semicolon (then 1,5 is a number) or tab between cells")
	flags.StringVar(&a.data, "data-dir", "framsyn-data", "data folder of the embedded engine (FRAMSYN_DATA)")
	if withQuery {
		flags.StringVar(&f.query, "query", "", "take the rows of this query instead, as the analyst; - reads it from standard input")
	}
}

// check makes sure that there is one table.
func (f *tableFlags) check(withQuery bool) error {
	switch {
	case withQuery && (f.file == "") == (f.query == ""):
		return usagef("one of --data FILE and --query 'SELECT …' is needed")
	case f.file == "" && f.query == "":
		return usagef("--data FILE is needed: the table, as CSV")
	}
	return nil
}

// withTable calls use with the rows of the file or the query.
func (a *app) withTable(command *cobra.Command, f *tableFlags, use func(model.Source) error) (err error) {
	if f.file != "" {
		file, err := model.Open(f.file)
		if err != nil {
			return err
		}
		return errors.Join(explainRole(use(file), f.file), file.Close())
	}
	query, err := queryText(command, f.query)
	if err != nil {
		return err
	}
	return a.withRows(command, query, func(rows model.Source) error { return explainRole(use(rows), "the query") })
}

// explainRole makes a column that is not there a wrong call, and names the table.
func explainRole(err error, table string) error {
	var role model.RoleError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &role):
		return usageError{fmt.Errorf("%s: %w", table, err)}
	}
	return fmt.Errorf("%s: %w", table, err)
}

// withRows runs a query as the analyst; it goes into the access log, as framsyn sql does.
func (a *app) withRows(command *cobra.Command, query string, use func(model.Source) error) error {
	return a.withReader(command, func(write, read driver.Conn) error {
		err := traced(command, write, read, queries.Analyst, audit.SQL, func(read driver.Conn, reading *audit.Reading) error {
			reading.Raw()
			rows, err := read.Query(command.Context(), query)
			if err != nil {
				return err
			}
			source, err := newQueryRows(rows)
			if err != nil {
				return errors.Join(err, rows.Close())
			}
			return errors.Join(use(source), source.Close())
		})
		return explain(err, clickhouse.Analyst)
	})
}

// roleFlags say what the columns are.
func roleFlags(r *model.Roles, flags *pflag.FlagSet) {
	flags.StringVar(&r.Target, "target", "", "column of the outcome; required")
	flags.StringVar(&r.Group, "group", "", "column that says whom a row is about; each row is a person of its own if empty")
	flags.StringVar(&r.Weight, "weight", "", "column of case weights; 1 if empty")
	flags.StringSliceVar(&r.Drop, "drop", nil, "columns to leave out, with commas between")
	flags.StringSliceVar(&r.Nominal, "nominal", nil, "columns of numbers that are codes, with commas between")
}

// writeTo writes a file, or standard output for -. A file gets its name when all
// is in it, and only its owner may read it, since rows can be about persons.
func writeTo(command *cobra.Command, path string, write func(io.Writer) error) (err error) {
	if path == "-" {
		return write(command.OutOrStdout())
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = file.Close() // it may be closed already
			_ = os.Remove(file.Name())
		}
	}()
	if err := write(file); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(file.Name(), path)
}
